"""The record cannot be changed unseen: chain, digests, totals and the file of heads."""

import sqlite3
import threading
from contextlib import closing

import pytest
from builders import change, claim, pay, person, reserve
from witness import tampering

import models as m
from journal import access, audit, schema
from journal.database import is_sqlite, run
from journal.who import OPERATOR
from rules.errors import Refused

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("office")]


def _without_triggers() -> None:
    tampering()
    for name, table, *_ in schema.triggers():
        run(f'DROP TRIGGER "{name}"' if is_sqlite() else f'DROP TRIGGER "{name}" ON "{table}"')


def _some_history() -> int:
    claim_id = claim()
    access.note(OPERATOR, "read", sheet="claim", ids=[claim_id])
    reserve(claim_id, 800_00)
    pay(claim_id, 100_00)
    change(m.Claim, claim_id, location="Elm")
    change(m.Claim, claim_id, location="Oak", description="fell")
    return claim_id


def test_an_untouched_record_is_sound():
    _some_history()
    report = audit.verify()
    assert report.sound, report.problems
    assert report.batches == m.Batch.select().count()
    assert report.rows == m.Change.select().count()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE change SET changed_columns = 'claimant' WHERE id = (SELECT max(id) FROM change)",
        "UPDATE change SET row_id = row_id + 1000 WHERE id = (SELECT max(id) FROM change)",
        "DELETE FROM change WHERE id = (SELECT max(id) FROM change)",
        "UPDATE batch SET actor = 'somebody' WHERE id = (SELECT max(id) FROM batch)",
        "UPDATE batch SET reason = 'because' WHERE id = (SELECT min(id) FROM batch)",
        "UPDATE batch SET committed_at = '2020-01-01 00:00:00' WHERE id = (SELECT max(id) FROM batch)",
        "UPDATE claim SET description = 'never happened'",
        "UPDATE claim_past SET location = 'elsewhere' WHERE version = 3",
        "DELETE FROM claim_past WHERE version = 2",
        "UPDATE payment SET amount = amount + 1",
        "UPDATE claim SET paid = paid + 1",
        "UPDATE head SET seq = seq + 1",
        "UPDATE head SET committed_at = '2030-01-01 00:00:00'",
        "UPDATE claim SET batch_id = (SELECT min(id) FROM batch)",
        "UPDATE claim_past SET batch_id = (SELECT min(id) FROM batch) WHERE version = 4",
        "UPDATE claim_past SET ended_batch = ended_batch + 1 WHERE version = 2",
        "UPDATE claim_past SET location = 'forged', purge_rule = 'x' WHERE version = 4",
        "UPDATE claim_past SET location = NULL, purge_rule = 'x' WHERE version = 4",
        "UPDATE payment SET status = 'draft'",
    ],
)
def test_tampering_is_seen(statement):
    _some_history()
    _without_triggers()
    run(statement)
    report = audit.verify()
    assert not report.sound
    assert all(problem.endswith(".") for problem in report.problems)
    assert "$" not in " ".join(report.problems)


def test_the_chain_does_not_fork_under_many_writers():
    ids = [claim() for _ in range(5)]
    faults: list[Exception] = []

    def work(number: int) -> None:
        try:
            for turn in range(10):
                change(m.Claim, ids[(number + turn) % 5], description=f"{number} {turn}")
        except Exception as error:
            faults.append(error)
        finally:
            m.database.close()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    report = audit.verify()
    assert report.sound, report.problems
    assert m.Batch.select().where(m.Batch.seq.is_null()).count() == 0


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE change SET digest = 'x'", "never changed"),
        ("DELETE FROM change", "never changed"),
        ("UPDATE batch SET actor = 'x'", "never changed"),
        ("DELETE FROM batch", "never changed"),
        ("UPDATE claim_past SET location = 'x'", "never changed"),
        ("DELETE FROM claim_past", "never changed"),
        ("UPDATE payment SET amount = 1", "posted money is final"),
        ("UPDATE payment SET claim_id = NULL", "posted money is final"),
        ("UPDATE payment SET posted_at = NULL", "posted money is final"),
        ("DELETE FROM payment", "they are not deleted"),
        ("UPDATE reserve SET amount = 1", "posted money is final"),
        ("DELETE FROM claim", "they are not deleted"),
        ("UPDATE payment SET status = 'draft'", "posted money is final"),
        ("UPDATE payment SET invoice_no = 'x'", "posted money is final"),
        ("UPDATE payment SET approval_id = 1", "posted money is final"),
        ("UPDATE payment SET payment_no = 'x'", "posted money is final"),
        ("UPDATE payment SET id = id + 100", "posted money is final"),
        ("UPDATE payment SET trashed_at = '2026-11-24 00:00:00'", "posted money is final"),
        ("UPDATE access_event SET actor = 'x'", "access log is never changed"),
        ("DELETE FROM access_event", "access log is never changed"),
    ],
)
def test_the_database_itself_refuses(statement, words):
    _some_history()
    with pytest.raises(Exception, match=words):
        run(statement)


@pytest.mark.parametrize("table", ["batch", "change", "claim_past", "payment", "access_event"])
def test_no_table_of_the_record_is_emptied_or_written_over(office, table):
    _some_history()
    if not is_sqlite():
        with pytest.raises(Exception, match="never changed"):
            run(f'TRUNCATE "{table}" CASCADE')
        return
    with closing(sqlite3.connect(office.removeprefix("sqlite:///"))) as plain:
        before = plain.execute(f'SELECT * FROM "{table}"').fetchall()
        with pytest.raises(sqlite3.IntegrityError, match="never changed|money is final"):
            plain.execute(f'INSERT OR REPLACE INTO "{table}" SELECT * FROM "{table}"')
        assert plain.execute(f'SELECT * FROM "{table}"').fetchall() == before


def test_a_purge_by_rule_blanks_values_and_keeps_the_chain_whole(monkeypatch):
    _some_history()
    tampering()
    for forged in ("location = 'x'", "version = 9", "batch_id = 1", "ended_batch = 9"):
        with pytest.raises(Exception, match="never changed"):
            run(f"UPDATE claim_past SET {forged}, purge_rule = 'retention' WHERE version = 3")
    run("UPDATE claim_past SET location = NULL, purge_rule = 'retention' WHERE version = 4")
    assert not audit.verify().sound
    monkeypatch.setattr(audit, "PURGE_RULES", ("retention",))
    assert audit.verify().sound
    with pytest.raises(Exception, match="never changed"):
        run("UPDATE claim_past SET purge_rule = NULL WHERE version = 4")


@pytest.mark.parametrize("role", ["technician", "risk_manager", "coordinator", None])
def test_the_record_is_verified_by_who_runs_or_audits_the_office(role):
    for able in (OPERATOR, person("auditor"), person("administrator")):
        audit.need(able)
    with pytest.raises(Refused, match="verified by an auditor"):
        audit.need(person(role) if role else person("administrator").seen_as("auditor"))

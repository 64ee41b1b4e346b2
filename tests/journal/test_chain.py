"""The record cannot be changed unseen: chain, digests, totals and the file of heads."""

import random
import threading

import pytest
from builders import change, claim, pay, reserve
from witness import tampering

import models as m
from journal import audit, chain, schema
from journal.database import is_sqlite, run

pytestmark = pytest.mark.usefixtures("office")


def _without_triggers() -> None:
    tampering()
    for name, table, *_ in schema.triggers():
        run(f'DROP TRIGGER "{name}"' if is_sqlite() else f'DROP TRIGGER "{name}" ON "{table}"')


def _some_history() -> int:
    claim_id = claim()
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
    ],
)
def test_tampering_is_seen(statement):
    _some_history()
    _without_triggers()
    run(statement)
    report = audit.verify()
    assert not report.sound
    assert all(problem.endswith(".") for problem in report.problems)


def test_a_cut_tail_shows_by_the_file_of_heads(tmp_path):
    chain.anchor_at(tmp_path / "heads.log")
    _some_history()
    assert audit.verify().sound
    _without_triggers()
    last = m.Batch.select(m.Batch.id).order_by(m.Batch.seq.desc()).get().id
    previous = m.Batch.select().order_by(m.Batch.seq.desc()).offset(1).get()
    run("DELETE FROM change WHERE batch_id = ?", (last,))
    run("DELETE FROM batch WHERE id = ?", (last,))
    run("UPDATE head SET seq = ?, digest = ?", (previous.seq, previous.digest))
    assert any("its tail was cut" in problem for problem in audit.verify().problems)
    chain.anchor_at(None)


def test_random_edits_of_the_record_are_all_seen():
    _some_history()
    _without_triggers()
    dice, columns = (
        random.Random(7),
        ("actor", "title", "content_digest", "previous_digest", "digest"),
    )
    for _ in range(40):
        column = dice.choice(columns)
        row = dice.choice([i for (i,) in m.Batch.select(m.Batch.id).tuples()])
        before = run(f"SELECT {column} FROM batch WHERE id = ?", (row,)).fetchone()[0]
        run(f"UPDATE batch SET {column} = ? WHERE id = ?", (f"{before}x"[-64:], row))
        assert not audit.verify().sound
        run(f"UPDATE batch SET {column} = ? WHERE id = ?", (before, row))
    assert audit.verify().sound


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
    ],
)
def test_the_database_itself_refuses(statement, words):
    _some_history()
    with pytest.raises(Exception, match=words):
        run(statement)


def test_a_purge_by_rule_keeps_the_chain_whole():
    _some_history()
    tampering()
    run("UPDATE claim_past SET location = NULL, purge_rule = 'retention' WHERE version = 3")
    assert audit.verify().sound
    with pytest.raises(Exception, match="never changed"):
        run("UPDATE claim_past SET purge_rule = NULL WHERE version = 3")

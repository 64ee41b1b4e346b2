"""New rows are made ready before the lock: the same comes in, people save meanwhile, and what changed
meanwhile is looked at again.
"""

import os
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from books import CASE_HEAD, CASES, TODAY, bring_in, counts, csv_file, planned
from builders import change, claim, pay, totals, write

import models as m
from imports import profiles
from imports.commit import commit
from journal import audit, ids, search
from journal.commit import Open
from journal.commit import commit as commit_draft
from journal.database import is_sqlite, run
from journal.drafts import Draft
from journal.who import OPERATOR
from rules.errors import DiskFull, Invalid

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("office")]

HEAD = ["Claim no.", "Claimant", "Department", "Paid", "Reserved"]
SHEETS = {
    m.Claim: ("claim_no",),
    m.Payment: ("payment_no", "posted_at"),
    m.Reserve: ("reserve_no",),
}
"""Sheets that the register fills, and what differs in them from run to run."""


@pytest.fixture
def ahead(monkeypatch) -> None:
    """However few the rows are, they are made ready before the lock, some at a time."""
    monkeypatch.setattr("imports.commit.AHEAD_FROM", 1)
    monkeypatch.setattr("imports.drafting.AT_ONCE", 4)
    monkeypatch.setattr("journal.staging.MOVED", 3)


@pytest.fixture
def under_lock(monkeypatch) -> list[Draft]:
    """The drafts that are written row by row under the lock."""
    written, write_draft = [], Open.write

    def noted(self, draft, pick=None):
        written.append(draft)
        write_draft(self, draft, pick)

    monkeypatch.setattr(Open, "write", noted)
    return written


@pytest.fixture
def department() -> int:
    """The department that the claims of a register name."""
    return write(source="seed", department={"code": "PW", "name": "Works"}).created[0][1]


@pytest.fixture
def register(tmp_path, department) -> Callable[[str], Path]:
    """A register of nine new claims with money, and a row that is refused."""
    return lambda series: csv_file(
        tmp_path / f"{series}.csv",
        HEAD,
        *([f"{series}-{n}", f"Rosa {n}", "PW", f"{n}.50", f"{n * 3}.00"] for n in range(9)),
        [f"{series}-9", "Rosa", "PW", "x", "0"],
    )


def bring(path: Path, *meanwhile: Callable[[], object]) -> dict:
    """Bring a file in; the first rows are ready when something else is done."""
    plan, left = planned(path), list(meanwhile)
    try:
        return commit(OPERATOR, plan, lambda rows: left.pop()() if left else None)
    finally:
        plan.close()


def standing(batch: int) -> list[list[dict]]:
    """What a batch made, without what differs from run to run."""
    made = m.Batch.get(m.Batch.seq == batch).id
    found = []
    for model, left_out in SHEETS.items():
        rows = model.select().where(model.batch_id == made).order_by(model.id).dicts()
        found.append([{k: v for k, v in row.items() if k not in ("id", *left_out)} for row in rows])
        for row in found[-1]:
            row["claim"] = row.get("claim") is not None
            row.pop("batch_id"), row.pop("memo", None)
    return found


def test_what_comes_in_is_the_same_as_under_the_lock(register, under_lock, request):
    expected = standing(bring_in(register("X"))["batch"])
    assert len(under_lock) == 2
    request.getfixturevalue("ahead")
    result = bring_in(register("Y"))
    assert len(under_lock) == 2
    assert counts(result) == (9, 0, 0, 1)
    assert standing(result["batch"]) == expected
    assert [len(rows) for rows in expected] == [9, 9, 8]
    claims = m.Claim.select().where(m.Claim.claim_no.startswith("Y-")).order_by(m.Claim.id)
    assert [hit.id for hit in search.find(OPERATOR, "y-3")] == [claims[3].id]
    assert totals(claims[3].id)["outstanding"] == 5_50
    first, second = m.ImportRow.select().order_by(m.ImportRow.id)
    assert (second.run_id, second.row_no) == (m.ImportRun.get(run_no="IM-00002").id, first.row_no)
    assert audit.verify().sound
    assert counts(bring_in(register("Y"))) == (0, 0, 9, 1)


@pytest.mark.usefixtures("ahead")
def test_people_save_and_open_claims_while_rows_are_made_ready(register, under_lock):
    mine = claim(claim_no="A-1")
    result = bring(
        register("X"),
        partial(change, m.Claim, mine, location="Elm 1"),
        partial(claim, claim_no="A-2"),
    )
    assert [draft.title for draft in under_lock] == ["test"] * 3
    assert m.Claim.get_by_id(mine).location == "Elm 1"
    assert m.Claim.get(claim_no="A-2").batch_id < m.Claim.get(claim_no="X-8").batch_id
    assert m.Batch.select().count() == result["batch"]
    assert audit.verify().sound


@pytest.mark.usefixtures("ahead")
def test_numbers_stay_without_a_gap_where_somebody_draws_one_meanwhile(register, under_lock):
    mine = claim(claim_no="A-1")
    bring(register("X"), partial(pay, mine, 5_00))
    assert len(under_lock) > 3
    numbers = [
        n for (n,) in m.Payment.select(m.Payment.payment_no).order_by(m.Payment.payment_no).tuples()
    ]
    assert numbers == [f"PY-2027-{n:05d}" for n in range(1, 11)]
    assert m.Payment.get(payment_no=numbers[0]).claim_id == mine
    assert audit.verify().sound


@pytest.mark.usefixtures("ahead")
def test_numbers_go_on_from_part_to_part(register, under_lock):
    bring(register("X"))
    assert under_lock == []
    numbers = [n for (n,) in m.Payment.select(m.Payment.payment_no).order_by(m.Payment.id).tuples()]
    assert numbers == [f"PY-2027-{n:05d}" for n in range(1, 10)]


@pytest.mark.usefixtures("ahead")
def test_a_department_that_goes_meanwhile_stops_everything(register, department):
    gone = Draft("test", source="form", on=TODAY)
    gone.trash(m.Department, department)
    before = m.Batch.select().count()
    with pytest.raises(Invalid, match="there is no such department"):
        bring(register("X"), partial(write_draft, gone))
    assert m.Claim.select().count() == m.ImportRow.select().count() == 0
    assert m.Batch.select().count() == before + 1


def write_draft(draft: Draft) -> None:
    """Write it as a batch of its own."""
    commit_draft(OPERATOR, draft)


@pytest.mark.usefixtures("ahead")
def test_a_claim_of_the_same_number_made_meanwhile_stops_everything(register):
    with pytest.raises(Invalid, match="There is already a claim with this Claim no"):
        bring(register("X"), partial(claim, claim_no="X-8"))
    assert m.Claim.select().count() == 1
    assert m.Payment.select().count() == m.ImportRun.select().count() == 0
    assert audit.verify().sound


@pytest.mark.only_on("sqlite")
@pytest.mark.usefixtures("ahead")
def test_ids_that_another_process_took_meanwhile_are_drawn_anew(register, under_lock, monkeypatch):
    def elsewhere() -> None:
        with monkeypatch.context() as patch:
            patch.setattr(ids, "_kept", set())
            claim(claim_no="A-1")

    bring(register("X"), elsewhere)
    assert len(under_lock) > 2
    assert m.Claim.get(claim_no="A-1").id == 1
    assert m.Claim.select().count() == 10
    assert audit.verify().sound


class Stop(Exception):
    """Somebody cancels."""


@pytest.mark.usefixtures("ahead")
def test_a_cancelled_import_leaves_nothing_behind(register, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def stop() -> None:
        raise Stop

    before = m.Batch.select().count()
    with pytest.raises(Stop):
        bring(register("X"), stop)
    assert (m.Batch.select().count(), m.Claim.select().count()) == (before, 0)
    assert [p for p in tmp_path.iterdir() if p.is_dir()] == []
    if is_sqlite():
        assert [name for _, name, _ in run("PRAGMA database_list").fetchall()] == ["main"]
    assert counts(bring(register("X"))) == (9, 0, 0, 1)
    assert (
        m.Claim.select(m.Claim.id).order_by(m.Claim.id).tuples().first()[0] < 10 or not is_sqlite()
    )


@pytest.mark.usefixtures("ahead")
def test_a_cancel_is_heard_up_to_the_lock(register):
    told = []

    def progress(rows: int) -> None:
        told.append(rows)
        if told[-2:] == [9, 9]:
            raise Stop

    plan = planned(register("X"))
    with pytest.raises(Stop):
        commit(OPERATOR, plan, progress)
    assert told == [4, 8, 9, 9]
    assert m.Claim.select().count() == 0


@pytest.mark.usefixtures("ahead")
def test_new_rows_are_ready_and_changed_ones_follow_under_the_lock(tmp_path, under_lock):
    old = claim(claim_no="A-1", claimant="Ben")
    result = bring_in(
        csv_file(tmp_path / "a.csv", HEAD[:2], ["A-1", "Benjamin"], ["A-2", "Cy"], ["A-3", "Di"])
    )
    assert counts(result) == (2, 1, 0, 0)
    assert [(len(d.creates), len(d.edits)) for d in under_lock] == [(1, 0), (0, 1)]
    assert m.Claim.get_by_id(old).claimant == "Benjamin"
    assert len({row.batch_id for row in m.Claim.select()}) == 1
    assert audit.verify().sound


@pytest.mark.usefixtures("ahead")
def test_claims_are_ready_before_the_payments_that_stand_on_them(tmp_path, under_lock):
    profiles.save(OPERATOR, CASES, on=TODAY)
    under_lock.clear()
    rows = [[f"C-{n // 2}", f"Rosa {n // 2}", "10.00", "0", "2026-01-05"] for n in range(6)]
    result = bring_in(csv_file(tmp_path / "cases.csv", CASE_HEAD, *rows), m.Payment)
    assert counts(result) == (6, 0, 0, 0)
    assert {create.model for draft in under_lock for create in draft.creates} == {m.Payment}
    assert [row.paid for row in m.Claim.select()] == [20_00] * 3
    assert audit.verify().sound


@pytest.mark.only_on("sqlite")
@pytest.mark.skipif(os.name == "nt", reason="an open file keeps its name there")
@pytest.mark.usefixtures("ahead")
def test_no_file_bears_the_rows_that_a_kill_could_leave(register, tmp_path, monkeypatch):
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    plan, seen = planned(register("X")), []
    plan.flush()
    before = sorted((tmp_path / "scratch").iterdir())
    commit(OPERATOR, plan, lambda rows: seen.append(sorted((tmp_path / "scratch").iterdir())))
    assert seen == [before] * 4


@pytest.mark.only_on("sqlite")
@pytest.mark.usefixtures("ahead")
def test_a_disk_that_fills_while_rows_are_made_ready_is_told_in_words(tmp_path):
    rows = [[f"X-{n}", "Rosa", "pothole " * 500] for n in range(9)]
    path = csv_file(tmp_path / "long.csv", ["Claim no.", "Claimant", "Description"], *rows)
    with pytest.raises(DiskFull):
        bring(path, partial(run, "PRAGMA scratch.max_page_count = 20"))
    assert m.Claim.select().count() == 0
    assert counts(bring(path)) == (9, 0, 0, 0)

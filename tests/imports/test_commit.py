"""A plan is written as one batch: rows, ledger rows, the record of the run and the refused rows, or nothing."""

from datetime import date

import pytest
from books import TODAY, bring_in, counts, csv_file, planned, xlsx
from builders import change, pay, person, reserve, totals, write

import models as m
from admin_views import terminal
from imports.commit import commit
from imports.upload import said
from journal import undo
from journal.who import OPERATOR
from rules.errors import Invalid, Stale

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("office")]

HEAD = ["Claim no.", "Claimant", "Paid", "Reserved", "Recovered"]


@pytest.fixture
def book(tmp_path):
    """A workbook of claims with these rows."""
    return lambda *rows, head=HEAD: xlsx(tmp_path / "register.xlsx", head, *rows)


def of(claim_no: str) -> m.Claim:
    return m.Claim.get(m.Claim.claim_no == claim_no)


def batches() -> int:
    return m.Batch.select().count()


def test_rows_and_their_money_are_one_batch(book):
    before = batches()
    result = bring_in(
        book(["L-1", "Rosa", 120.5, 500, 20], ["L-2", "Ben", 0, 0, None], ["L-3", "Cy", "x", 0, 0])
    )
    assert counts(result) == (2, 0, 0, 1)
    assert batches() == before + 1
    assert m.Batch.get(m.Batch.seq == result["batch"]).title == (
        "Import of register.xlsx into Claims: 2 new, 1 refused"
    )
    assert totals(of("L-1").id) == {
        "reserved": 500_00, "paid": 120_50, "outstanding": 379_50, "incurred": 500_00,
        "recovered": 20_00, "net": 480_00,
    }  # fmt: skip
    payment = m.Payment.get()
    assert (payment.status, payment.category, payment.amount) == ("posted", "indemnity", 120_50)
    assert (payment.source, payment.payment_date, payment.claim_id) == (
        "opening",
        TODAY,
        of("L-1").id,
    )
    assert payment.posted_at is not None
    statement = m.Reserve.get()
    assert (statement.amount, statement.change, statement.reason_code) == (
        500_00,
        500_00,
        "opening",
    )
    receipt = m.RecoveryReceipt.get()
    assert (receipt.amount, receipt.receipt_date, receipt.source) == (20_00, TODAY, "opening")


def test_rows_left_out_by_hand_are_counted_apart(book):
    rows = (
        ["L-1", "Rosa", 1, 2, 3],
        ["Fire Department"],
        ["L-2", "Ben", 1, 1, 1],
        ["L-3", "Cy", "x", 0, 0],
    )
    result = bring_in(book(*rows), left_out=frozenset({4}))
    assert (*counts(result), result["ignored"]) == (1, 0, 0, 1, 1)
    assert result["details"]["rows_left_out"] == 1
    run = m.ImportRun.get()
    assert (run.rows_read, run.rows_ignored, run.rows_left_out) == (2, 1, 1)
    title = "Import of register.xlsx into Claims: 1 new, 1 refused, 1 left out"
    assert m.Batch.get(m.Batch.seq == result["batch"]).title == title
    assert said(result) == "1 new, 1 refused, 1 left out."
    words = terminal.import_words(result).splitlines()
    assert words[0] == "1 new, 0 changed, 0 unchanged, 1 refused, 1 ignored, 1 left out by hand"


def test_the_run_and_what_it_refused_are_kept(book):
    result = bring_in(
        book(["L-1", "Rosa", 1, 2, 3], ["L-2", "Ben", "x", date(2026, 1, 1), 0]), header_row=1
    )
    run = m.ImportRun.get()
    assert (run.sheet, run.file_name, run.tab, run.header_row, run.status) == (
        "claim", "register.xlsx", "Claims", 1, "committed",
    )  # fmt: skip
    assert (run.rows_read, run.rows_new, run.rows_refused, run.rows_ignored) == (2, 1, 1, 0)
    assert run.sums == {"paid": "1.00", "reserved": "2.00", "recovered": "3.00"}
    assert run.mapping["columns"]["claim_no"] == "Claim no."
    assert m.Batch.get_by_id(run.batch_id).seq == result["batch"]
    kept = m.ImportRow.get()
    assert (kept.run_id, kept.row_no, kept.outcome) == (run.id, 3, "refused")
    assert kept.cells == ["L-2", "Ben", "x", "2026-01-01", 0.0]
    assert [error[:3] for error in kept.errors] == [
        ["Claims!C3", "paid", "x"],
        ["Claims!D3", "reserved", "2026-01-01"],
    ]


def test_a_second_run_changes_nothing(book):
    rows = [["L-1", "Rosa", 120.5, 500, 20], ["L-2", "Ben", 0, 0, None]]
    bring_in(book(*rows))
    before = batches()
    result = bring_in(book(*rows))
    assert counts(result) == (0, 0, 2, 0)
    assert result["batch"] is None
    assert batches() == before


def test_a_later_file_posts_the_difference(book):
    bring_in(book(["L-1", "Rosa", 100, 500, 20]))
    result = bring_in(book(["L-1", "Rosa", 80, 650, 50]))
    assert counts(result) == (0, 1, 0, 0)
    assert [(n["cell"], n["message"]) for n in result["details"]["notes"]] == [
        ("Claims!C2", "Paid goes down from $100.00 to $80.00.")
    ]
    assert [p.amount for p in m.Payment.select().order_by(m.Payment.id)] == [100_00, -20_00]
    assert [r.change for r in m.Reserve.select().order_by(m.Reserve.id)] == [500_00, 150_00]
    assert [r.amount for r in m.RecoveryReceipt.select().order_by(m.RecoveryReceipt.id)] == [
        20_00,
        30_00,
    ]
    assert totals(of("L-1").id)["paid"] == 80_00


def test_money_entered_in_the_office_counts(book):
    claim = write(claim={"claim_no": "L-1", "claimant": "Rosa"}).created[0][1]
    reserve(claim, 500_00)
    pay(claim, 100_00, "medical")
    result = bring_in(book(["L-1", "Rosa", 130, 500, 0]))
    assert counts(result) == (0, 1, 0, 0)
    assert [(p.category, p.amount) for p in m.Payment.select().order_by(m.Payment.id)] == [
        ("medical", 100_00), ("indemnity", 30_00),
    ]  # fmt: skip


def test_a_remaining_reserve_is_read_as_remaining_and_paid(tmp_path):
    head = ["Claim no.", "Status", "Line", "Paid, medical", "Outstanding"]
    path = csv_file(tmp_path / "a.csv", head, ["W-1", "Accepted", "W", "$100.00", "$400.00"])
    bring_in(path)
    claim = of("W-1")
    assert (claim.paid, claim.outstanding, claim.incurred) == (100_00, 400_00, 500_00)
    assert counts(bring_in(path)) == (0, 0, 1, 0)


def test_strict_writes_nothing_when_a_row_is_refused(book):
    path = book(["L-1", "Rosa", 1, 2, 3], ["L-2", "Ben", "x", 0, 0])
    result = bring_in(path, strict=True)
    assert (counts(result), result["batch"]) == ((1, 0, 0, 1), None)
    assert m.Claim.select().count() == 0
    assert bring_in(book(["L-1", "Rosa", 1, 2, 3]), strict=True)["batch"] is not None


def test_nothing_is_written_when_every_row_is_refused(book):
    assert bring_in(book(["L-1", "Rosa", "x", 2, 3]))["batch"] is None
    assert m.ImportRun.select().count() == 0


def test_a_change_since_the_plan_stops_the_whole(book):
    claim = write(claim={"claim_no": "L-1", "claimant": "Rosa"}).created[0][1]
    plan = planned(book(["L-1", "Rosa B", None, None, None], ["L-2", "Ben", 0, 0, 0]))
    change(m.Claim, claim, claimant="Rosa C")
    with pytest.raises(Stale):
        commit(OPERATOR, plan)
    assert m.Claim.select().count() == 1


def test_money_posted_since_the_plan_stops_the_whole(book):
    claim = write(claim={"claim_no": "L-1", "claimant": "Rosa"}).created[0][1]
    plan = planned(book(["L-1", "Rosa", 100, 0, 0]))
    pay(claim, 40_00)
    with pytest.raises(Stale) as stale:
        commit(OPERATOR, plan)
    assert [(c.column, c.yours, c.theirs) for c in stale.value.cells] == [
        ("paid_indemnity", 0, 40_00)
    ]
    assert totals(claim)["paid"] == 40_00


def test_another_change_of_the_claim_since_the_plan_does_not(book):
    claim = write(claim={"claim_no": "L-1", "claimant": "Rosa"}).created[0][1]
    plan = planned(book(["L-1", "Rosa", 100, 0, 0]))
    change(m.Claim, claim, location="Elm St")
    assert commit(OPERATOR, plan)["batch"] is not None
    assert totals(claim)["paid"] == 100_00


def test_a_key_taken_since_the_plan_stops_the_whole(book):
    plan = planned(book(["L-1", "Rosa", 0, 0, 0]))
    write(claim={"claim_no": "L-1"})
    with pytest.raises(Invalid, match="already a claim"):
        commit(OPERATOR, plan)


def test_a_technician_brings_in_a_register(book):
    user = write(
        user={"email": "technician@example.org", "name": "Ana", "fs_uniquifier": "a"}
    ).created[0][1]
    who = person("technician", user_id=user)
    assert counts(bring_in(book(["L-1", "Rosa", 100, 200, 30]), who=who)) == (1, 0, 0, 0)
    assert m.ImportRun.get().run_by_id == user
    assert totals(of("L-1").id)["net"] == 170_00


def test_an_import_is_undone_days_later(book):
    bring_in(book(["L-0", "Old", 10, 0, 0]))
    result = bring_in(book(["L-0", "New", 15, 0, 0], ["L-1", "Rosa", 100, 500, 20]))
    undone = undo.undo(OPERATOR, result["batch"], on=TODAY)
    assert {step.outcome for step in undone.plan.steps} == {"reversed"}
    assert of("L-0").claimant == "Old"
    assert totals(of("L-0").id)["paid"] == 10_00
    assert of("L-1").trashed_at is not None
    runs = [run.status for run in m.ImportRun.select().order_by(m.ImportRun.id)]
    assert runs == ["committed", "undone"]


def test_more_rows_than_are_written_at_a_time_are_one_batch(tmp_path, monkeypatch):
    monkeypatch.setattr("imports.drafting.AT_ONCE", 3)
    rows = [[f"L-{n}", f"{n}.00"] for n in range(10)]
    result = bring_in(csv_file(tmp_path / "a.csv", ["Claim no.", "Paid"], *rows))
    assert counts(result) == (10, 0, 0, 0)
    rows = [[f"L-{n}", f"{n + 1}.00"] for n in range(10)]
    again = bring_in(csv_file(tmp_path / "a.csv", ["Claim no.", "Paid"], *rows))
    assert counts(again) == (0, 10, 0, 0)
    assert again["batch"] == result["batch"] + 1
    assert sum(c.paid for c in m.Claim.select()) == 55_00


def test_a_closed_claim_of_a_register_gets_no_invented_closing_day(book):
    path = book(["L-1", "Closed, paid", None], head=["Claim no.", "Status", "Closed"])
    bring_in(path)
    assert of("L-1").closed_date is None
    assert counts(bring_in(path)) == (0, 0, 1, 0)

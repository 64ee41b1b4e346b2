"""Payments of a file are a record of what happened: posted ones stand on the ledger, others wait."""

from datetime import date

import pytest
from books import TODAY, bring_in, counts, csv_file, planned
from builders import pay, person, totals, write

import models as m
from exports.sheets import export
from journal import audit, undo
from journal.question import Question
from journal.who import OPERATOR

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("office")]

HEAD = ["Payment no.", "Claim", "Category", "Amount", "Status", "Posted on"]


@pytest.fixture
def claim_id() -> int:
    return write(claim={"claim_no": "L-1"}).created[0][1]


def reasons(plan) -> list[str]:
    return [error.message for error in plan.errors()]


def test_a_posted_row_is_posted(tmp_path, claim_id):
    rows = [
        ["A-1", "L-1", "Indemnity", "100.00", "Posted", "2026-01-05"],
        ["A-2", "L-1", "Indemnity", "30.00", "Void", ""],
        ["A-3", "L-1", "Indemnity", "-30.00", "Posted", ""],
        ["A-4", "L-1", "Indemnity", "7.00", "Draft", ""],
    ]
    path = csv_file(tmp_path / "a.csv", HEAD, *rows)
    result = bring_in(path, m.Payment)
    assert counts(result) == (4, 0, 0, 0)
    assert totals(claim_id)["paid"] == 100_00
    kept = {p.payment_no: p for p in m.Payment.select()}
    assert [kept[f"A-{n}"].payment_date for n in (1, 2, 3, 4)] == [
        date(2026, 1, 5), TODAY, TODAY, None,
    ]  # fmt: skip
    assert [kept[f"A-{n}"].source for n in (1, 2, 3, 4)] == ["opening"] * 3 + ["entry"]
    assert all(bool(kept[f"A-{n}"].posted_at) == (n < 4) for n in (1, 2, 3, 4))
    assert audit.verify().problems == []
    assert counts(bring_in(path, m.Payment)) == (0, 0, 4, 0)


def test_our_own_payments_come_in_again_and_into_another_office(tmp_path, claim_id):
    undo.undo(OPERATOR, pay(claim_id, 40_00).seq, on=TODAY)
    pay(claim_id, 120_00)
    write(payment={"claim": claim_id, "category": "medical", "amount": 5_00})
    write(payment={"category": "medical", "amount": 6_00, "status": "unallocated"})
    path = export(OPERATOR, Question(m.Payment), tmp_path / "payments.csv").path
    assert counts(planned(path, m.Payment).as_json()) == (0, 0, 5, 0)
    paid, text = totals(claim_id)["paid"], path.read_text(encoding="utf-8-sig")
    other = write(claim={"claim_no": "L-2"}).created[0][1]
    moved = tmp_path / "other.csv"
    moved.write_text(text.replace("L-1", "L-2").replace("PY-", "X-"))
    assert counts(bring_in(moved, m.Payment)) == (5, 0, 0, 0)
    assert totals(other)["paid"] == paid == 120_00
    assert counts(bring_in(moved, m.Payment)) == (0, 0, 5, 0)


@pytest.mark.parametrize("role", [None, "technician"])
def test_a_register_without_claims_waits_to_be_allocated(tmp_path, role):
    who = person(role) if role else OPERATOR
    head = ["Payment no.", "Supplier", "Category", "Amount", "Payment date"]
    path = csv_file(tmp_path / "a.csv", head, ["1", "ACME", "Expense", "12.00", "2011-01-14"])
    assert counts(bring_in(path, m.Payment, who=who)) == (1, 0, 0, 0)
    row = m.Payment.get()
    assert (row.status, row.posted_at, row.payment_date) == (
        "unallocated",
        None,
        date(2011, 1, 14),
    )
    assert counts(bring_in(path, m.Payment, who=who)) == (0, 0, 1, 0)
    write(claim={"claim_no": "L-1"})
    claimed = csv_file(tmp_path / "b.csv", ["Payment no.", "Claim"], ["1", "L-1"])
    assert reasons(planned(claimed, m.Payment, who=who)) == [
        "An unallocated payment is put on its claim by its own action."
    ]


def test_a_draft_bears_no_day_of_posting(tmp_path, claim_id):
    path = csv_file(tmp_path / "a.csv", HEAD, ["1", "L-1", "Medical", "5", "Draft", "2026-01-05"])
    result = bring_in(path, m.Payment)
    assert m.Payment.get().payment_date is None
    assert [(n["cell"], n["message"]) for n in result["details"]["notes"]] == [
        ("F2", "The payment is not posted: it bears the day when it is.")
    ]
    assert counts(bring_in(path, m.Payment)) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("stands", "status"), [("draft", "Posted"), ("draft", "Void"), ("posted", "Draft")]
)
def test_a_payment_that_stands_moves_by_its_own_action(tmp_path, claim_id, stands, status):
    if stands == "posted":
        pay(claim_id, 5_00)
    else:
        write(payment={"claim": claim_id, "category": "indemnity", "amount": 5_00})
    number = m.Payment.get().payment_no
    path = csv_file(tmp_path / "a.csv", ["Payment no.", "Status"], [number, status])
    assert reasons(planned(path, m.Payment)) == [
        "A payment that stands is posted, voided or refused by its own action."
    ]


def test_only_the_operator_records_posted_payments(tmp_path, claim_id):
    path = csv_file(tmp_path / "a.csv", HEAD, ["1", "L-1", "Medical", "5", "Posted", ""])
    assert (
        "by its own action, not typed"
        in reasons(planned(path, m.Payment, who=person("technician")))[0]
    )


def test_a_payment_that_is_posted_in_name_only_is_found(claim_id):
    write(
        payment={
            "payment_no": "PY-X",
            "claim": claim_id,
            "category": "medical",
            "amount": 5,
            "status": "posted",
        }
    )
    assert audit.verify().problems == [
        "The payment PY-X is posted in name only: it stands on no ledger."
    ]

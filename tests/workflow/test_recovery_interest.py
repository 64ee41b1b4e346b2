"""Interest is charged on what was owed from day to day; what was paid too much goes back."""

from datetime import date

import pytest
from desk import TODAY, claim, do, limit, look, make, reasons, row, user, words

import models as m
from exports.cost_workbook import costs_of
from journal import rollups
from journal.undo import undo

pytestmark = pytest.mark.usefixtures("office")
DUE = date(2026, 5, 28)
"""180 days before today."""


@pytest.fixture
def ann(office):
    return user("ann", "technician")


def owing(cents: int = 1_766_28, **values) -> int:
    given = {"status": "billed", "billed": cents, "due_date": DUE, **values}
    made = make("recovery", **given)
    make("recoverycost", recovery=made, element="other", description="Pole", amount=cents)
    return made


def receive(recovery: int, day: date, cents: int) -> int:
    return make("recoveryreceipt", recovery=recovery, receipt_date=day, amount=cents)


def test_the_worked_example_is_charged_beside_the_bill(ann):
    one = owing()
    plan = look(ann, "charge_interest", "recovery", one)
    assert plan.lines == [
        "From Thu 28 May 2026 to Tue 24 Nov 2026: 180 days.",
        "$1,766.28 × 7 % × 180 / 365 days = $60.97.",
        "$1,827.25 is owed on REC-2027-0001 then.",
        "Before judgment only a sum that is certain bears interest (Civ. Code 3287).",
    ]
    done = do(ann, "charge_interest", "recovery", one)
    assert done.sentence == "$60.97 of interest is charged on REC-2027-0001."
    found = row(m.Recovery, one)
    assert (found.cost, found.billed, found.balance) == (1_827_25, 1_827_25, 1_827_25)
    line = costs_of(found)[-1]
    assert (line.element, line.description) == (
        "interest", "Simple interest, Thu 28 May 2026 to Tue 24 Nov 2026",
    )  # fmt: skip
    undo(ann, done.receipt.seq, on=TODAY)
    assert row(m.Recovery, one).billed == 1_766_28
    assert rollups.check() == []


def test_what_came_in_lowers_what_bears_interest(ann):
    one = owing(7_766_28)
    receive(one, date(2026, 8, 26), 6_000_00)
    plan = look(ann, "charge_interest", "recovery", one)
    assert plan.lines[:4] == [
        "From Thu 28 May 2026 to Wed 26 Aug 2026: 90 days.",
        "$7,766.28 × 7 % × 90 / 365 days = $134.05.",
        "From Wed 26 Aug 2026 to Tue 24 Nov 2026: 90 days.",
        "$1,766.28 × 7 % × 90 / 365 days = $30.49.",
    ]


def test_interest_bears_none_and_goes_on_where_it_was_charged_until(ann):
    one = owing()
    do(ann, "charge_interest", "recovery", one, to_date=date(2026, 8, 26))
    plan = look(ann, "charge_interest", "recovery", one)
    assert plan.lines[0] == "From Wed 26 Aug 2026 to Tue 24 Nov 2026: 90 days."
    assert "$1,766.28 × 7 % × 90" in plan.lines[1]
    again = look(ann, "charge_interest", "recovery", one, from_date=DUE)
    assert "Interest is charged until Wed 26 Aug 2026 already" in reasons(again)


def test_a_judgment_bears_its_own_rate_and_a_plan_takes_it_in(ann):
    judged = owing(status="judgment", judgment_date=DUE)
    assert "× 10 % ×" in words(look(ann, "charge_interest", "recovery", judged))
    one = owing(status="payment_plan", plan_amount=100_00, plan_days=30, plan_balance=1_766_28,
                plan_first_date=date(2026, 12, 1))  # fmt: skip
    do(ann, "charge_interest", "recovery", one)
    assert row(m.Recovery, one).plan_balance == 1_827_25


@pytest.mark.parametrize(
    ("values", "given", "said"),
    [
        ({"billed": None}, {}, "It is not billed: no interest runs yet."),
        ({"due_date": None}, {}, "No day is known from which interest runs"),
        ({}, {"to_date": date(2026, 11, 25)}, "lies ahead"),
        ({}, {"to_date": DUE}, "charge it to a later day"),
        ({"damage_date": date(2026, 4, 1)}, {"from_date": date(2026, 3, 31)},
         "From (Tue 31 Mar 2026) lies before the damage of Wed 1 Apr 2026: enter a later day"),
        ({"damage_date": date(2026, 4, 1), "invoice_date": date(2026, 4, 28)},
         {"from_date": date(2026, 4, 27)},
         "From (Mon 27 Apr 2026) lies before the invoice of Tue 28 Apr 2026: enter a later day"),
    ],
)  # fmt: skip
def test_interest_that_does_not_run_says_why(ann, values, given, said):
    assert said in reasons(look(ann, "charge_interest", "recovery", owing(**values), **given))


def test_what_is_paid_bears_none(ann):
    one = owing()
    receive(one, DUE, 1_766_28)
    said = reasons(look(ann, "charge_interest", "recovery", one))
    assert "Nothing is owed on it." in said
    some = owing(10_00)
    receive(some, DUE, 9_99)
    plan = look(ann, "charge_interest", "recovery", some, to_date=date(2026, 5, 29))
    assert "No interest ran in that time." in reasons(plan)


def test_a_bill_again_asks_for_the_interest_too_and_no_overhead_on_it(ann):
    party = make("party", name="Dan", role="responsible")
    one = owing(responsible_party=party)
    overhead = {"element": "overhead", "description": "Administration", "percent": 10}
    do(ann, "add_recovery_cost", "recovery", one, **overhead)
    do(ann, "charge_interest", "recovery", one)
    do(ann, "bill_recovery", "recovery", one)
    found = row(m.Recovery, one)
    interest = sum(line.amount for line in costs_of(found) if line.element == "interest")
    assert found.billed == 1_766_28 + 176_63 + interest == found.cost
    assert found.bill_steps[-1]["text"] == f"With interest ${found.billed / 100:,.2f}"


# --- Paid too much -------------------------------------------------------------------------------


def test_what_was_paid_too_much_goes_back_from_the_latest(ann):
    claim_id = claim()
    one = owing(100_00, claim=claim_id)
    for cents in (90_00, 30_00, 5_00):
        do(ann, "record_receipt", "recovery", one, amount=cents, check_no=str(cents))
    assert row(m.Recovery, one).balance == -25_00
    plan = look(ann, "refund_overpaid", "recovery", one, reason="Paid twice.")
    assert plan.lines == [
        "RC-000003: $5.00 of $5.00 goes back to who paid.",
        "RC-000002: $20.00 of $30.00 goes back to who paid.",
        "L-2027-0001 has $25.00 less recovered.",
        "Nothing is owed on REC-2027-0001 then, and nothing too much.",
        "Undo does not bring money in again: record it anew if it comes.",
    ]
    done = do(ann, "refund_overpaid", "recovery", one, reason="Paid twice.")
    found = row(m.Recovery, one)
    assert (found.balance, found.received, found.status) == (0, 100_00, "paid_closed")
    assert row(m.Claim, claim_id).recovered == 100_00
    assert rollups.check() == []
    kept = undo(ann, done.receipt.seq, on=TODAY).plan.steps
    assert {s.reason for s in kept} == {"A receipt was taken back here. Record it again instead."}
    assert row(m.Recovery, one).balance == 0


def test_nothing_too_much_is_no_refund(ann):
    one = owing(100_00)
    plan = look(ann, "refund_overpaid", "recovery", one, reason="x")
    assert "No more came in than was owed" in reasons(plan)
    ahead = look(ann, "refund_overpaid", "recovery", one, reason="x", refund_date=date(2026, 12, 1))
    assert "lies ahead" in reasons(ahead)
    receive(one, date(2026, 11, 20), 150_00)
    early = look(
        ann, "refund_overpaid", "recovery", one, reason="x", refund_date=date(2026, 11, 19)
    )
    assert "cannot go back before" in reasons(early)


# --- From when what was billed was due -----------------------------------------------------------


def test_what_was_never_billed_bears_none(ann):
    """Interest runs on a sum that is certain and due, from that day (Civ. Code 3287)."""
    one = owing(1_000_00)
    do(ann, "add_recovery_cost", "recovery", one, element="other", amount=1_000_00)
    plan = look(ann, "charge_interest", "recovery", one)
    assert plan.lines[1] == "$1,000.00 × 7 % × 180 / 365 days = $34.52."


def test_what_a_later_bill_adds_bears_interest_from_its_own_due_day(ann):
    party = make("party", name="Dan", role="responsible")
    one = owing(1_000_00, invoice_date=date(2026, 1, 28), due_date=date(2026, 2, 27),
                responsible_party=party)  # fmt: skip
    do(ann, "add_recovery_cost", "recovery", one, element="other", amount=500_00,
       on=date(2026, 4, 28))  # fmt: skip
    done = do(ann, "bill_recovery", "recovery", one, on=date(2026, 4, 28))
    plan = look(ann, "charge_interest", "recovery", one)
    assert plan.lines[:4] == [
        "From Fri 27 Feb 2026 to Thu 28 May 2026: 90 days.",
        "$1,000.00 × 7 % × 90 / 365 days = $17.26.",
        "From Thu 28 May 2026 to Tue 24 Nov 2026: 180 days.",
        "$1,500.00 × 7 % × 180 / 365 days = $51.78.",
    ]
    undo(ann, done.receipt.seq, on=TODAY)
    again = look(ann, "charge_interest", "recovery", one)
    assert again.lines[0].endswith("270 days.")
    assert "$1,000.00 × 7 % × 270" in again.lines[1]


def test_the_preview_of_a_later_bill_says_when_the_new_part_is_due(ann):
    party = make("party", name="Dan", role="responsible")
    one = owing(1_000_00, invoice_date=date(2026, 4, 28), responsible_party=party)
    do(ann, "add_recovery_cost", "recovery", one, element="other", amount=500_00)
    plan = look(ann, "bill_recovery", "recovery", one)
    assert "$500.00 of it is new, and due Thu 24 Dec 2026." in plan.lines
    given = look(ann, "bill_recovery", "recovery", one, due_date=date(2026, 12, 1))
    assert "$500.00 of it is new, and due Tue 1 Dec 2026." in given.lines


def test_a_credit_takes_off_what_was_billed_last(ann):
    limit("technician", "compromise", 1_000_00)
    party = make("party", name="Dan", role="responsible")
    one = owing(1_000_00, invoice_date=date(2026, 4, 28), responsible_party=party)
    do(ann, "add_recovery_cost", "recovery", one, element="other", amount=500_00)
    do(ann, "bill_recovery", "recovery", one, on=date(2026, 6, 2))
    do(ann, "bill_recovery", "recovery", one, credit=200_00, reason="Charged by mistake.")
    assert row(m.Recovery, one).bill_changes == [["2026-07-02", 300_00]]
    do(ann, "bill_recovery", "recovery", one, credit=400_00, reason="Salvage.")
    assert row(m.Recovery, one).bill_changes == []
    plan = look(ann, "charge_interest", "recovery", one)
    assert "$900.00 × 7 % × 180" in plan.lines[1]


def test_what_was_given_up_bore_interest_until_then(ann):
    limit("technician", "compromise", 1_000_00)
    one = owing(1_000_00)
    given = {"accepted": 600_00, "reason": "Half at fault."}
    do(ann, "compromise_recovery", "recovery", one, on=date(2026, 8, 26), **given)
    plan = look(ann, "charge_interest", "recovery", one)
    assert "$1,000.00 × 7 % × 90" in plan.lines[1]
    assert "$600.00 × 7 % × 90" in plan.lines[3]


def test_what_was_given_up_before_it_was_noted_bears_none(ann):
    one = owing(1_000_00, adjusted=400_00)
    assert "$600.00 × 7 % × 180" in look(ann, "charge_interest", "recovery", one).lines[1]


def test_a_day_before_it_was_due_bears_none(ann):
    one = owing(1_000_00)
    plan = look(ann, "charge_interest", "recovery", one, from_date=date(2026, 5, 1))
    assert plan.lines[0] == "From Thu 28 May 2026 to Tue 24 Nov 2026: 180 days."


# --- Before and after a judgment -----------------------------------------------------------------

ENTERED = date(2026, 8, 26)
"""90 days after it was due, 90 before today."""


def test_a_judgment_bears_interest_from_its_entry(ann):
    """Code Civ. Proc. 685.020(a): on the date of entry of the judgment."""
    one = owing(1_000_00, status="judgment", judgment_date=ENTERED)
    plan = look(ann, "charge_interest", "recovery", one)
    assert plan.lines[:2] == [
        "From Wed 26 Aug 2026 to Tue 24 Nov 2026: 90 days.",
        "$1,000.00 × 10 % × 90 / 365 days = $24.66.",
    ]
    early = look(ann, "charge_interest", "recovery", one, from_date=date(2026, 8, 25))
    assert "entered on Wed 26 Aug 2026, and its interest runs from then" in reasons(early)


@pytest.mark.parametrize("kind", ["prejudgment", "contract"])
def test_before_the_judgment_interest_of_its_own_kind_runs(ann, kind):
    """Civ. Code 3287, 3289."""
    one = owing(1_000_00, status="judgment", judgment_date=ENTERED)
    over = look(ann, "charge_interest", "recovery", one, kind=kind)
    assert "what ran before it is charged up to that day" in reasons(over)
    plan = look(ann, "charge_interest", "recovery", one, kind=kind, to_date=ENTERED)
    assert plan.lines[0] == "From Thu 28 May 2026 to Wed 26 Aug 2026: 90 days."
    do(ann, "charge_interest", "recovery", one, kind=kind, to_date=ENTERED)
    after = look(ann, "charge_interest", "recovery", one)
    assert "$1,000.00 × 10 % × 90" in after.lines[1]


@pytest.mark.parametrize(("values", "given"), [
    ({"status": "judgment"}, {}), ({}, {"kind": "judgment"}), ({}, {"kind": "personal_judgment"}),
])  # fmt: skip
def test_without_the_day_of_the_judgment_its_interest_asks_for_it(ann, values, given):
    plan = look(ann, "charge_interest", "recovery", owing(**values), **given)
    assert "enter that day" in reasons(plan)
    assert [refusal.want.column for refusal in plan.refusals] == ["judgment_date"]


def test_a_judged_case_with_the_agency_still_bears_the_interest_of_its_judgment(ann):
    one = owing(status="collections", judgment_date=ENTERED)
    assert "× 10 % × 90" in words(look(ann, "charge_interest", "recovery", one))

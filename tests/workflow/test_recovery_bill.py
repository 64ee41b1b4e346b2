"""The bill of a recovery: the rule's demand over the stored lines, its working kept."""

from datetime import date
from decimal import Decimal

import pytest
from desk import REPAIR, TODAY, change, do, limit, look, make, reasons, row, user, words

import models as m
from journal import rollups
from journal.cells import Cell, save_cells
from journal.commit import commit
from journal.drafts import Draft
from journal.recovery_workings import recovery_workings
from journal.undo import undo
from rules.errors import Invalid
from workflow import approvals
from workflow.recovery_bill import line_of
from workflow.verbs import run

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def ann(office):
    return user("ann", "technician")


def _recovery(ann, lines: str = REPAIR, **values) -> int:
    party = make("party", name="Dan Driver", role="responsible")
    made = make("recovery", **{"responsible_party": party, **values})
    if lines:
        do(ann, "add_recovery_cost", "recovery", made, lines=lines)
        change("recovery", made, status="ready_to_bill")
    return made


def test_the_worked_example_is_billed_with_its_working(ann):
    one = _recovery(ann)
    done = do(ann, "bill_recovery", "recovery", one)
    found = row(m.Recovery, one)
    assert done.sentence == "REC-2027-0001 is billed: $7,766.28."
    assert (found.status, found.billed, found.invoice_no, found.invoice_date, found.due_date) == (
        "billed", 7_766_28, "INV-2027-0001", TODAY, date(2026, 12, 24),
    )  # fmt: skip
    texts = [step["text"] for step in found.bill_steps]
    assert texts[0] == "C-000001 Signal technician: 3 h × $48.20 × 1.62 = $234.25"
    assert texts[-3:] == [
        "Direct cost $6,753.29",
        "Overhead 15 % of the direct cost: $1,012.99",
        "Total $7,766.28",
    ]
    cited = [step["citation"] for step in found.bill_steps if step["citation"]]
    assert cited == [
        "Veh. Code 17300: the reasonable cost of repair or replacement",
        "The City's adopted policy",
    ]


def test_the_preview_shows_every_step(ann):
    plan = look(ann, "bill_recovery", "recovery", _recovery(ann))
    assert plan.lines[0] == (
        "REC-2027-0001: $7,766.28 is asked of Dan Driver, invoice INV-2027-0001 of "
        "Tue 24 Nov 2026, due Thu 24 Dec 2026."
    )
    assert "C-000007 Pole, foundation, conduit: $3,120.00 + 8.75 % tax $273.00 = $3,393.00." in (
        plan.lines
    )
    assert plan.lines[-1] == "Total $7,766.28."


def test_the_page_says_why(ann):
    one = _recovery(ann)
    do(ann, "bill_recovery", "recovery", one)
    why = recovery_workings(ann, one)
    assert why["billed"][-1]["text"] == "Total $7,766.28"
    assert why["cost"][-1]["text"] == why["balance"][-1]["text"] == "= $7,766.28"
    do(ann, "add_recovery_cost", "recovery", one, element="other", amount=1_00)
    assert recovery_workings(ann, one)["billed"][-1]["text"] == (
        "The cost is $7,767.28 by now: bill it again to ask for it"
    )


@pytest.mark.parametrize(
    ("values", "lines", "said", "action", "column"),
    [
        ({}, "", "It has no cost lines", "add_recovery_cost", None),
        ({"responsible_party": None}, REPAIR, "Nobody is known", None, "responsible_party"),
        ({}, "overhead: Plan; 15 %\noverhead: More; 5 %\nother: Pole; 1.00", "more than once", None,
         None),
        ({}, "other: Pole; 50.00\nsalvage: Scrap; 50.00", "nothing to ask for", None, None),
    ],
)  # fmt: skip
def test_it_is_refused_with_what_clears_it(ann, values, lines, said, action, column):
    one = _recovery(ann, lines, **values)
    plan = look(ann, "bill_recovery", "recovery", one)
    assert said in reasons(plan)
    assert (plan.refusals[0].want.action, plan.refusals[0].want.column) == (action, column)
    assert not plan.draft


def test_overhead_without_its_percent_is_asked_for(ann):
    one = _recovery(ann, "other: Pole; 100.00\noverhead: Administration; 12.00")
    want = look(ann, "bill_recovery", "recovery", one).refusals[0].want
    line = m.RecoveryCost.get(m.RecoveryCost.element == "overhead")
    assert (want.sheet, want.ids, want.column) == ("recoverycost", (line.id,), "percent")
    change("recoverycost", line.id, percent=Decimal(15))
    do(ann, "bill_recovery", "recovery", one)
    assert (row(m.RecoveryCost, line.id).amount, row(m.Recovery, one).cost) == (15_00, 115_00)


def test_overhead_is_brought_up_to_lines_that_came_after_it(ann):
    one = _recovery(ann, "other: Pole; 100.00\noverhead: Plan; 10 %")
    do(ann, "add_recovery_cost", "recovery", one, element="other", amount=50_00)
    plan = look(ann, "bill_recovery", "recovery", one)
    assert "C-000002 Plan becomes $15.00, it was $10.00: cost lines came after it." in plan.lines
    do(ann, "bill_recovery", "recovery", one)
    found = row(m.Recovery, one)
    assert found.billed == found.cost == found.balance == 165_00
    assert rollups.check() == []


def test_salvage_is_taken_off_last(ann):
    one = _recovery(ann, "other: Pole; 100.00\noverhead: Plan; 10 %\nsalvage: Scrap; 30.00")
    do(ann, "bill_recovery", "recovery", one)
    found = row(m.Recovery, one)
    assert found.billed == found.cost == 80_00
    assert "Less salvage $30.00" in [step["text"] for step in found.bill_steps]


def test_a_bill_that_is_out_is_brought_up_and_keeps_its_days(ann):
    one = _recovery(ann, "other: Pole; 100.00")
    do(ann, "bill_recovery", "recovery", one, on=date(2026, 11, 2))
    do(ann, "add_recovery_cost", "recovery", one, element="other", amount=50_00)
    plan = look(ann, "bill_recovery", "recovery", one)
    assert "It was billed with $100.00; the days of the invoice stay." in plan.lines
    do(ann, "bill_recovery", "recovery", one)
    found = row(m.Recovery, one)
    assert (found.billed, found.invoice_date, found.due_date, found.status) == (
        150_00, date(2026, 11, 2), date(2026, 12, 2), "billed",
    )  # fmt: skip


def test_days_and_number_may_be_given_for_one_bill_alone(ann):
    one, two = _recovery(ann, "other: Pole; 1.00"), _recovery(ann, "other: Pole; 2.00")
    given = {"invoice_no": "F-77", "invoice_date": "2026-11-20", "due_date": "2027-01-15"}
    do(ann, "bill_recovery", "recovery", one, **given)
    found = row(m.Recovery, one)
    assert (found.invoice_no, found.due_date) == ("F-77", date(2027, 1, 15))
    assert "leave it blank" in reasons(look(ann, "bill_recovery", "recovery", [one, two], **given))
    ahead = look(ann, "bill_recovery", "recovery", two, invoice_date="2026-11-25")
    assert "lies ahead" in reasons(ahead)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"invoice_date": date(2026, 11, 20), "due_date": date(2026, 11, 19)},
         "Payment due (Thu 19 Nov 2026) lies before the invoice of Fri 20 Nov 2026"),
        ({"due_date": date(2026, 11, 23)},
         "Payment due (Mon 23 Nov 2026) lies before the invoice of Tue 24 Nov 2026"),
        ({"invoice_date": date(2026, 11, 25)}, "Invoice date (Wed 25 Nov 2026) lies ahead of today"),
        ({"invoice_date": date(2026, 8, 13)},
         "Invoice date (Thu 13 Aug 2026) lies before the damage of Fri 14 Aug 2026"),
    ],
)  # fmt: skip
def test_a_bill_of_days_that_cannot_be_is_refused(ann, given, said):
    one = _recovery(ann, damage_date=date(2026, 8, 14))
    plan = look(ann, "bill_recovery", "recovery", one, **given)
    assert said in reasons(plan)
    assert not plan.draft


def test_a_bill_may_be_due_on_its_own_day(ann):
    one = _recovery(ann)
    do(ann, "bill_recovery", "recovery", one, invoice_date=TODAY, due_date=TODAY)
    assert row(m.Recovery, one).due_date == TODAY


def test_costs_that_are_not_together_are_not_billed(ann):
    one = _recovery(ann, "other: Pole; 1.00")
    change("recovery", one, status="documenting")
    want = look(ann, "bill_recovery", "recovery", one).refusals[0].want
    assert (want.action, want.given) == ("set_status", {"status": "ready_to_bill"})
    assert "once the costs are together, make it “Ready to bill”" in want.sentence


def test_several_are_billed_at_once_and_undone_as_one(ann):
    ids = [_recovery(ann, "other: Pole; 1.00"), _recovery(ann, "other: Pole; 2.00")]
    done = do(ann, "bill_recovery", "recovery", ids)
    assert done.sentence == "2 recoveries billed, $3.00 together."
    undo(ann, done.receipt.seq, on=TODAY)
    back = [row(m.Recovery, i) for i in ids]
    assert [(r.billed, r.bill_steps, r.status) for r in back] == [(None, None, "ready_to_bill")] * 2


def test_the_setting_says_when_it_is_due(ann):
    make("setting", name="recovery_net_days", value="45")
    one = _recovery(ann, "other: Pole; 1.00")
    do(ann, "bill_recovery", "recovery", one)
    assert row(m.Recovery, one).due_date == date(2027, 1, 8)


def test_a_closed_one_is_not_billed(ann):
    one = _recovery(ann, "other: Pole; 1.00")
    change("recovery", one, status="paid_closed")
    assert "not billed any more" in reasons(look(ann, "bill_recovery", "recovery", one))


def test_rates_of_the_example_book_are_told(ann):
    make("ratecard", kind="labor", code="SIG2", title="Technician", first_day=date(2026, 7, 1),
         rate=48_20, source="Example: replace it")  # fmt: skip
    one = _recovery(ann, "labor: SIG2; 3 h")
    assert "Rates of the example book are in it (SIG2)" in words(
        look(ann, "bill_recovery", "recovery", one)
    )


@pytest.mark.parametrize(
    ("line", "element"),
    [
        ("labor: Crew; 3 h at 48.20; burden 62", "labor"),
        ("equipment: Truck; 3 h at 44.00", "equipment"),
        ("material: Pole; 3,120.01; tax 8.75 %", "material"),
        ("contractor: Crane; 50.00", "contractor"),
        ("other: Towing; 50.00", "other"),
    ],
)
def test_a_line_goes_into_the_rule_as_it_was_worked_out(ann, line, element):
    _recovery(ann, line)
    assert line_of(m.RecoveryCost.get()).element == element


def test_a_line_whose_parts_do_not_give_its_amount_goes_in_as_it_is_on_file(ann):
    one = _recovery(ann, "", status="ready_to_bill")
    make("recoverycost", recovery=one, element="labor", description="Crew", amount=99_00,
         hours=Decimal(3), rate=48_20)  # fmt: skip
    do(ann, "bill_recovery", "recovery", one)
    assert row(m.Recovery, one).billed == 99_00
    assert row(m.Recovery, one).bill_steps[0]["text"] == "C-000001 Crew: $99.00"


# --- A bill that is out --------------------------------------------------------------------------


@pytest.fixture
def tiers(ann):
    limit("technician", "compromise", 100_00)
    limit("risk_manager", "compromise", None)


def _out(ann, cents: int = 350_00) -> int:
    one = _recovery(ann, f"other: Pole; {cents / 100:.2f}")
    do(ann, "bill_recovery", "recovery", one)
    return one


def _type(who, row_id: int, **values) -> dict[str, str]:
    """The columns that the grid refuses, each with its sentence."""
    model = m.RecoveryCost if "amount" in values else m.Recovery
    cells = [Cell(row_id, model.get_by_id(row_id).version, *pair) for pair in values.items()]
    return {r.column: r.message for r in save_cells(who, model, cells, on=TODAY).refused}


def test_salvage_does_not_lower_a_bill_that_is_out(ann, tiers):
    """The whole of it was lowered to nothing by a line of salvage, and then closed as paid."""
    one = _out(ann)
    plan = look(ann, "add_recovery_cost", "recovery", one, lines="salvage: scrap; 350.00")
    assert (plan.refusals[0].want.action, plan.refusals[0].want.given) == (
        "bill_recovery", {"credit": "$350.00"},
    )  # fmt: skip
    change("recovery", one, status="collections")
    late = look(ann, "add_recovery_cost", "recovery", one, lines="salvage: scrap; 1.00")
    assert late.refusals[0].want.action == "compromise_recovery"


def test_salvage_beyond_the_cost_is_refused(ann):
    one = _recovery(ann, "other: Pole; 100.00")
    plan = look(ann, "add_recovery_cost", "recovery", one, lines="salvage: scrap; 100.01")
    assert reasons(plan) == (
        "Salvage of $100.01 is more than the $100.00 that it costs: enter less."
    )
    do(ann, "add_recovery_cost", "recovery", one, lines="salvage: scrap; 40.00")
    assert row(m.Recovery, one).cost == 60_00


def test_a_credit_within_authority_lowers_the_bill_with_its_reason(ann, tiers):
    one = _out(ann)
    want = "Say why the bill becomes lower."
    assert want in reasons(look(ann, "bill_recovery", "recovery", one, credit=60_00))
    done = do(ann, "bill_recovery", "recovery", one, credit=60_00, reason="Scrap was sold.")
    found = row(m.Recovery, one)
    assert found.billed == found.cost == found.balance == 290_00
    line = m.RecoveryCost.get(m.RecoveryCost.element == "salvage")
    assert (line.amount, line.description) == (-60_00, "Credit: Scrap was sold.")
    undo(ann, done.receipt.seq, on=TODAY)
    found = row(m.Recovery, one)
    assert found.billed == found.cost == found.balance == 350_00
    assert rollups.check() == []


def test_credits_and_what_is_given_up_are_measured_together(ann, tiers):
    one = _out(ann)
    do(ann, "bill_recovery", "recovery", one, credit=60_00, reason="Scrap was sold.")
    more = look(ann, "bill_recovery", "recovery", one, credit=60_00, reason="More.")
    assert (more.approval.kind, more.approval.amount) == ("compromise", 120_00)
    assert "$60.00 was given up before, $120.00 together" in words(more)
    less = look(ann, "compromise_recovery", "recovery", one, accepted=200_00, reason="Old.")
    assert less.approval.amount == 150_00
    asked = do(ann, "bill_recovery", "recovery", one, credit=60_00, reason="More.")
    run(user("max", "risk_manager"), approvals.decision(asked.approval_id, "approve"), on=TODAY)
    assert row(m.Recovery, one).billed == row(m.Recovery, one).cost == 230_00


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"credit": 0, "reason": "x"}, "more than nothing"),
        ({"credit": 350_00, "reason": "x"}, "nothing to ask for"),
        ({"credit": 350_01, "reason": "x"}, "more than the repair costs"),
    ],
)
def test_a_credit_that_cannot_be_is_refused(ann, tiers, given, said):
    plan = look(ann, "bill_recovery", "recovery", _out(ann), **given)
    assert said in reasons(plan)


def test_a_credit_is_of_one_bill_that_is_out(ann, tiers):
    given = {"credit": 1_00, "reason": "x"}
    assert "choose that one alone" in reasons(
        look(ann, "bill_recovery", "recovery", [_out(ann), _out(ann)], **given)
    )
    want = look(ann, "bill_recovery", "recovery", _recovery(ann), **given).refusals[0].want
    assert want.action == "add_recovery_cost"


def test_a_bill_that_comes_out_lower_asks_why_and_for_authority(ann, tiers):
    """A register said more than the lines come to."""
    one = _out(ann)
    change("recovery", one, billed=500_00)
    assert "The bill becomes $150.00 lower: say why." in reasons(
        look(ann, "bill_recovery", "recovery", one)
    )
    plan = look(ann, "bill_recovery", "recovery", one, reason="As the lines say.")
    assert plan.approval.amount == 150_00


def test_the_lines_of_a_bill_stay_as_they_are(ann):
    one = _out(ann)
    line, other = m.RecoveryCost.get().id, make("recovery")
    told = _type(ann, line, amount="349.99")["amount"]
    assert "is billed with $350.00, and this would lower what is owed. “Bill it” again" in told
    assert not _type(ann, line, amount="360.00")
    assert not _type(ann, line, amount="350.00")
    assert "“Bill it” again" in _type(ann, one, billed="1.00")["billed"]
    with pytest.raises(Invalid, match="this would lower"):
        draft = Draft("Moved", source="cell", on=TODAY)
        draft.change(m.RecoveryCost, line, recovery=other)
        commit(ann, draft)
    assert "this would lower" in reasons(look(ann, "put_in_trash", "recoverycost", line))
    do(ann, "add_recovery_cost", "recovery", one, element="other", amount=50_00)
    newest = m.RecoveryCost.select().order_by(m.RecoveryCost.id.desc()).get().id
    do(ann, "put_in_trash", "recoverycost", newest)
    assert row(m.Recovery, one).cost == 350_00


def test_undo_does_not_take_lines_from_under_a_bill(ann):
    one = _recovery(ann, "")
    added = do(ann, "add_recovery_cost", "recovery", one, lines="other: A; 60.00\nother: B; 40.00")
    line = m.RecoveryCost.get().id
    typed = commit(ann, _edit(line, amount=75_00)).seq
    change("recovery", one, status="ready_to_bill")
    do(ann, "bill_recovery", "recovery", one)
    late = do(ann, "add_recovery_cost", "recovery", one, lines="other: C; 5.00\nother: D; 5.00")
    for seq in (added.receipt.seq, typed):
        done = undo(ann, seq, on=TODAY)
        assert (done.seq, row(m.Recovery, one).cost) == (None, 125_00)
    undo(ann, late.receipt.seq, on=TODAY)
    assert row(m.Recovery, one).cost == 115_00


def _edit(line: int, **values) -> Draft:
    draft = Draft("Edited", source="cell", on=TODAY)
    draft.change(m.RecoveryCost, line, **values)
    return draft


def test_nothing_that_came_in_is_not_paid(ann):
    one = _out(ann)
    change("recoverycost", m.RecoveryCost.get().id, amount=0)
    assert row(m.Recovery, one).balance == 0
    plan = look(ann, "close_recovery", "recovery", one, status="paid_closed")
    assert "Nothing came in on it" in reasons(plan)
    do(ann, "record_receipt", "recovery", one, amount=1_00)
    change("recovery", one, status="partially_paid")
    plan = look(ann, "close_recovery", "recovery", one, status="paid_closed")
    assert "$350.00 was billed, and $1.00 of it came in or was given up" in reasons(plan)


@pytest.mark.parametrize(("due", "refused"), [("2029-08-14", False), ("2029-08-15", True)])
def test_payment_is_not_due_after_the_last_day_to_sue(ann, due, refused):
    """Three years from the damage (Code Civ. Proc. 338)."""
    one = _recovery(ann, "other: Pole; 1.00", damage_date=date(2026, 8, 14))
    said = reasons(look(ann, "bill_recovery", "recovery", one, due_date=due))
    assert ("lies after the last day to sue, Tue 14 Aug 2029" in said) is refused

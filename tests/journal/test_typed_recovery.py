"""What of a recovery, its receipts and the rate cards is not typed, and by whom it is."""

from datetime import date

import pytest
from builders import TODAY, write

import models as m
from journal.cells import Cell, save_cells
from journal.who import Who
from rules.errors import Invalid, Refused

pytestmark = pytest.mark.usefixtures("office")
ANN = Who("ann@example.org", None, "Ann", frozenset({"technician"}))
RITA = Who("rita@example.org", None, "Rita", frozenset({"risk_manager"}))
BILLED = {
    "status": "billed",
    "billed": 500_00,
    "damage_date": date(2026, 8, 14),
    "invoice_date": date(2026, 9, 10),
    "due_date": date(2026, 10, 10),
}

CLAIM = {"line": "L", "status": "under_review", "loss_date": date(2026, 8, 14)}


def _made(sheet: str, **values) -> int:
    return write(source="seed", **{sheet: values}).created[0][1]


def _type(row_id: int, model=m.Recovery, who: Who = ANN, **values) -> dict[str, str]:
    """What is said against cells of one row; nothing where they are saved."""
    seen = model.get_by_id(row_id).version
    cells = [Cell(row_id, seen, column, value) for column, value in values.items()]
    outcome = save_cells(who, model, cells, on=TODAY)
    return {problem.column: problem.message for problem in outcome.refused}


@pytest.mark.parametrize(
    ("column", "typed", "said"),
    [
        ("billed", "1.00", "REC-2027-0001 is billed: what it asks for follows from its cost lines"),
        ("closed_date", "2026-11-20", "the action “Change the status” closes it"),
        ("tolled_to_date", "2031-01-10", "comes with the action “Decide on the suit”"),
        ("damage_date", "2026-08-20", "counted from Fri 14 Aug 2026: a manager changes"),
        ("limitation_kind", "written_contract", "on its basis, Property damage: a manager"),
        ("plan_amount", "1.00", "comes with the action “Agree a payment plan”"),
        ("plan_days", "366", "comes with the action “Agree a payment plan”"),
        ("plan_first_date", "2027-11-01", "comes with the action “Agree a payment plan”"),
        ("due_date", "2026-09-09", "Payment due (2026-09-09) lies before invoiced (2026-09-10)."),
    ],
)
def test_what_an_action_gives_a_billed_recovery_is_not_typed(column, typed, said):
    one = _made("recovery", **BILLED)
    before = getattr(m.Recovery.get_by_id(one), column)
    assert said in _type(one, **{column: typed})[column]
    assert getattr(m.Recovery.get_by_id(one), column) == before


def test_what_stays_free_is_typed():
    one = _made("recovery", **BILLED)
    assert _type(one, due_date="2026-10-20", plate="7ABC123") == {}
    open_ = _made("recovery", damage_date=date(2026, 8, 14))
    assert _type(open_, damage_date="2026-08-12") == {}
    closed = _made("recovery", status="withdrawn", closed_date=TODAY)
    assert _type(closed, closed_date="2026-11-20") == {}


def test_a_manager_mends_the_day_of_the_damage():
    one = _made("recovery", **BILLED)
    assert _type(one, who=RITA, damage_date="2026-08-20") == {}
    assert m.Recovery.get_by_id(one).damage_date == date(2026, 8, 20)
    assert "tolled_to_date" in _type(one, who=RITA, tolled_to_date="2031-01-10")


def test_a_manager_mends_the_basis_and_before_the_bill_anybody_does():
    one = _made("recovery", **BILLED)
    assert _type(one, who=RITA, limitation_kind="written_contract") == {}
    assert m.Recovery.get_by_id(one).limitation_kind == "written_contract"
    open_ = _made("recovery", damage_date=date(2026, 8, 14))
    assert _type(open_, limitation_kind="written_contract") == {}


PLAN = {"plan_amount": 100_00, "plan_days": 30, "plan_first_date": date(2026, 12, 1)}


@pytest.mark.parametrize(
    ("column", "typed"), [("plan_amount", "1.00"), ("plan_days", ""), ("plan_first_date", "")]
)
def test_a_running_plan_is_not_typed_over_by_anybody(column, typed):
    one = _made("recovery", **{**BILLED, **PLAN, "status": "payment_plan"})
    for who in (ANN, RITA):
        assert "Agree a payment plan" in _type(one, who=who, **{column: typed})[column]
    assert getattr(m.Recovery.get_by_id(one), column) == PLAN[column]


def test_a_plan_is_not_entered_with_a_new_case():
    with pytest.raises(Invalid, match="Agree a payment plan"):
        write(who=ANN, recovery={"plan_amount": 1_00})


def test_a_case_is_not_typed_into_small_claims():
    one = _made("recovery", **BILLED)
    _made("recoverycost", recovery=one, element="other", description="Pole", amount=500_00)
    assert "“File in small claims”" in _type(one, status="small_claims_filed")["status"]


def test_an_agreement_is_not_taken_off_by_a_cell_nor_entered_with_a_new_case():
    one = _made("recovery", **{**BILLED, "tolled_to_date": date(2031, 1, 10)})
    assert "Decide on the suit" in _type(one, tolled_to_date="")["tolled_to_date"]
    with pytest.raises(Invalid, match="Decide on the suit"):
        write(who=ANN, recovery={"tolled_to_date": date(2031, 1, 10)})
    assert write(who=ANN, recovery={"damage_date": date(2026, 8, 14)}).created


@pytest.mark.parametrize(
    ("column", "typed"),
    [("payer", "Bo"), ("method", "cash"), ("fund", "F-9"), ("receipt_date", "2026-11-03")],
)
def test_a_receipt_stays_as_it_was_recorded(column, typed):
    one = _made("recovery", **BILLED)
    receipt = _made("recoveryreceipt", recovery=one, receipt_date=date(2026, 11, 2), amount=1_00,
                    payer="Dan Driver", method="check", fund="F-1")  # fmt: skip
    told = _type(receipt, m.RecoveryReceipt, **{column: typed})[column]
    assert "RC-000001 is posted" in told
    assert "undo it and record it again" in told
    assert _type(receipt, m.RecoveryReceipt, check_no="0077") == {}


@pytest.mark.parametrize("source", ["form", "cell", "command"])
@pytest.mark.parametrize(
    ("amount", "why"), [(25_00, "on a claim of another case"), (100_000_00, "more than is owed")]
)
def test_money_on_a_recovery_is_recorded_by_its_action_alone(source, amount, why):
    one, other = _made("recovery", **BILLED), _made("claim", **CLAIM)
    for who in (ANN, RITA):
        with pytest.raises(Invalid, match="comes in by the action “Record money received”"):
            write(who=who, source=source, recoveryreceipt={
                "recovery": one, "claim": other, "receipt_date": TODAY, "amount": amount})  # fmt: skip
    assert m.RecoveryReceipt.select().count() == 0, why
    assert m.Claim.get_by_id(other).recovered == 0, why


def test_money_on_a_claim_without_a_recovery_is_entered_as_before():
    claim = _made("claim", **CLAIM)
    assert write(who=ANN, source="form", recoveryreceipt={
        "claim": claim, "receipt_date": TODAY, "amount": 25_00}).created  # fmt: skip
    assert m.Claim.get_by_id(claim).recovered == 25_00


def test_rates_are_the_managers_to_write():
    card = _made("ratecard", code="SIG2", kind="labor", first_day=date(2026, 7, 1), rate=48_20,
                 title="Signal technician", source="Resolution 7")  # fmt: skip
    with pytest.raises(Refused, match="may not change rate cards"):
        _type(card, m.RateCard, rate="60.00")
    assert _type(card, m.RateCard, RITA, rate="60.00") == {}
    assert m.RateCard.get_by_id(card).rate == 60_00

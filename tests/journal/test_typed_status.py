"""A status that is typed, in a cell or a form, passes what the action asks for; so does a line."""

from datetime import date

import pytest
from builders import TODAY, change, claim, pay, reserve, write

import models as m
from journal.cells import Cell, save_cells
from journal.who import Who
from rules.errors import Invalid
from rules.statuses import START

pytestmark = pytest.mark.usefixtures("office")
ANN = Who("ann@example.org", None, "Ann", frozenset({"technician"}))


def _type(row_id: int, model=m.Claim, **values):
    """Cells of one row, saved together by a technician."""
    seen = model.get_by_id(row_id).version
    cells = [Cell(row_id, seen, column, value) for column, value in values.items()]
    return save_cells(ANN, model, cells, on=TODAY)


def _told(outcome) -> dict[str, str]:
    return {problem.column: problem.message for problem in outcome.refused}


def _stands(row_id: int) -> tuple[str, str]:
    row = m.Claim.get_by_id(row_id)
    return row.line, row.status


# --- The line ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("old", "new"), [("L", "W"), ("W", "L")])
def test_a_claim_at_its_start_goes_to_the_start_of_its_new_line(old, new):
    by_cell, by_form = (claim(line=old, status=START[old]) for _ in range(2))
    assert _type(by_cell, line=new).saved
    change(m.Claim, by_form, line=new, status=START[old])
    assert _stands(by_cell) == _stands(by_form) == (new, START[new])


def test_a_line_that_the_status_does_not_fit_is_refused_and_the_claim_stays_whole():
    claim_id = claim(status="under_review", location="Elm")
    outcome = _type(claim_id, line="W", location="Oak")
    assert _told(outcome).keys() == {"line"}
    assert "not a status of a workers' compensation claim" in _told(outcome)["line"]
    assert _stands(claim_id) == ("L", "under_review")
    assert m.Claim.get_by_id(claim_id).location == "Oak"
    assert _type(claim_id, status="investigation").saved
    with pytest.raises(Invalid, match="not a status of a workers' compensation claim"):
        change(m.Claim, claim_id, line="W")


def test_a_wrong_line_is_mended_by_form_with_the_status_to_begin_anew():
    claim_id = claim(status="investigation")
    with pytest.raises(Invalid, match="begins at “Reported”"):
        change(m.Claim, claim_id, line="W", status="delayed")
    change(m.Claim, claim_id, line="W", status="reported")
    assert _stands(claim_id) == ("W", "reported")


def test_a_status_of_both_lines_stays_when_the_line_changes():
    claim_id = claim(status="litigation")
    assert _type(claim_id, line="W").saved
    assert _stands(claim_id) == ("W", "litigation")


def test_a_closed_claim_does_not_begin_anew_with_its_line():
    claim_id = write(
        source="seed", claim={"status": "closed_withdrawn", "closed_date": TODAY}
    ).created[0][1]
    with pytest.raises(Invalid, match="stays as it was closed"):
        change(m.Claim, claim_id, line="W", status="reported")


def test_a_status_that_is_refused_takes_the_line_typed_with_it_along():
    claim_id = claim(status="received")
    outcome = _type(claim_id, line="W", status="delayed")
    assert _told(outcome).keys() == {"line", "status"}
    assert _stands(claim_id) == ("L", "received")


# --- The status of a claim -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "status", "said"),
    [
        ({"status": "under_review"}, "rejected", "Enter the day the rejection was mailed"),
        ({"status": "reported", "line": "W"}, "claim_form_given", "Enter the day the employee got"),
        (
            {"status": "insufficient", "insufficiency_mailed_date": TODAY,
             "rejection_mailed_date": TODAY},
            "rejected",
            "Gov. Code 910.8",
        ),
        ({"status": "payment_requested"}, "closed_paid", "Nothing was paid on it"),
    ],
)  # fmt: skip
def test_a_typed_status_is_asked_for_what_the_action_asks(facts, status, said):
    by_cell, by_form = (
        write(source="seed", claim={"line": "L", **facts}).created[0][1] for _ in range(2)
    )
    assert said in _told(_type(by_cell, status=status))["status"]
    with pytest.raises(Invalid, match=said.replace(".", r"\.")):
        change(m.Claim, by_form, status=status)


def test_a_status_typed_with_its_day_is_saved():
    claim_id = claim(status="under_review")
    assert _type(claim_id, status="rejected", rejection_mailed_date="2026-11-20").saved
    assert m.Claim.get_by_id(claim_id).rejection_mailed_date == date(2026, 11, 20)


def test_a_claim_on_which_money_was_paid_is_not_typed_closed_without_payment():
    paid, cost = (claim(status="rejected", rejection_mailed_date=TODAY) for _ in range(2))
    for claim_id, category in ((paid, "indemnity"), (cost, "expense")):
        reserve(claim_id, 50_00, category)
        pay(claim_id, 50_00, category)
    outcome = _type(paid, status="closed_no_payment")
    assert "Money was paid to or for the claimant" in _told(outcome)["status"]
    change(m.Claim, cost, status="closed_no_payment")


# --- A new claim ---------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["form", "cell", "command"])
@pytest.mark.parametrize(
    ("line", "status", "start"),
    [
        ("L", "closed_paid", "Received"),
        ("L", "litigation", "Received"),
        ("W", "accepted", "Reported"),
        ("W", "reopened", "Reported"),
    ],
)
def test_a_new_claim_does_not_begin_in_the_middle(source, line, status, start):
    with pytest.raises(Invalid, match=f"it begins at “{start}”, or at “"):
        write(source=source, claim={"line": line, "status": status, "closed_date": TODAY})
    assert m.Claim.select().count() == 0


@pytest.mark.parametrize(
    ("line", "status"),
    [("L", "received"), ("L", "under_review"), ("L", "incident_only"), ("W", "reported")],
)
def test_a_new_claim_begins_at_its_start_or_a_step_on(line, status):
    assert write(claim={"line": line, "status": status}).rows == 1


def test_a_new_claim_of_a_register_bears_the_status_that_it_had():
    assert write(source="import", claim={"line": "L", "status": "closed_no_payment"}).rows == 1


# --- The status of a recovery --------------------------------------------------------------------


def test_a_new_recovery_begins_at_the_beginning():
    with pytest.raises(Invalid, match="does not begin at “Billed”: it begins at “Reported”"):
        write(recovery={"status": "billed"})
    assert write(recovery={"status": "documenting"}).rows == 1


def _recovery(**values) -> int:
    made = write(source="seed", recovery={"status": "billed", **values}).created[0][1]
    write(source="seed", recoverycost={
        "recovery": made, "element": "other", "description": "Pole", "amount": 100_00,
    })  # fmt: skip
    return made


@pytest.mark.parametrize("status", ["written_off", "withdrawn", "time_barred", "paid_closed"])
def test_a_balance_is_not_given_up_by_typing(status):
    recovery = _recovery()
    outcome = _type(recovery, m.Recovery, status=status)
    assert "status" in _told(outcome)
    assert m.Recovery.get_by_id(recovery).status == "billed"


def test_a_recovery_moves_by_typing_where_nothing_is_given_up():
    recovery = _recovery()
    settled = _recovery()
    write(source="seed", recoveryreceipt={
        "recovery": settled, "receipt_date": TODAY, "amount": 100_00,
    })  # fmt: skip
    assert _type(recovery, m.Recovery, status="disputed").saved
    change(m.Recovery, settled, status="paid_closed")
    assert m.Recovery.get_by_id(settled).closed_date == TODAY


def test_a_recovery_that_money_came_in_on_keeps_its_claim():
    recovery, old, new = _recovery(), claim(), claim()
    change(m.Recovery, recovery, claim=old)
    receipt = write(source="seed", recoveryreceipt={
        "recovery": recovery, "claim": old, "receipt_date": TODAY, "amount": 100_00,
    }).created[0][1]  # fmt: skip
    number = m.Claim.get_by_id(new).claim_no
    assert "is booked to its claim" in _told(_type(recovery, m.Recovery, claim=number))["claim"]
    assert m.Recovery.get_by_id(recovery).claim == old
    write(source="seed", recoveryreceipt={
        "recovery": recovery, "claim": old, "receipt_date": TODAY, "amount": -100_00,
        "reverses": receipt, "source": "reversal",
    })  # fmt: skip
    assert _type(recovery, m.Recovery, claim=number).saved

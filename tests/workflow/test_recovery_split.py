"""Money that is split ties to the cent: one check for several recoveries, their claims, funds, histories."""

from collections import defaultdict
from datetime import date

import pytest
from desk import TODAY, claim, do, look, make, reasons, row, user, words
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import models as m
from journal import rollups
from journal.database import run as sql
from journal.undo import undo
from rules.errors import OfficeError

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def ann(office):
    return user("ann", "technician")


def owing(cents: int, **values) -> int:
    made = make("recovery", **{"status": "billed", "billed": cents, **values})
    make("recoverycost", recovery=made, element="other", description="Pole", amount=cents)
    return made


def test_one_check_pays_the_oldest_bill_first(ann):
    streets = make("department", code="STR", name="Streets", fund="100 General")
    parks = make("department", code="PRK", name="Parks", fund="200 Parks")
    first, second = claim(), claim()
    late = owing(300_00, invoice_date=date(2026, 11, 2), department=parks, claim=second)
    early = owing(200_00, invoice_date=date(2026, 9, 2), department=streets, claim=first)
    plan = look(ann, "record_receipt", "recovery", [late, early], amount=250_00, payer="Mutual")
    assert plan.lines == [
        "$200.00 from Mutual is booked to REC-2027-0002, claim L-2027-0001, fund 100 General.",
        "REC-2027-0002 is “Paid, closed” from now on.",
        "REC-2027-0002: nothing is owed any more.",
        "$50.00 from Mutual is booked to REC-2027-0001, claim L-2027-0002, fund 200 Parks.",
        "REC-2027-0001 is “Partially paid” from now on.",
        "REC-2027-0001: $250.00 is still owed.",
    ]
    done = do(ann, "record_receipt", "recovery", [late, early], amount=250_00, payer="Mutual")
    assert done.sentence == "$250.00 recorded on 2 recoveries."
    assert [row(m.Claim, one).recovered for one in (first, second)] == [200_00, 50_00]
    undo(ann, done.receipt.seq, on=TODAY)
    assert [row(m.Recovery, one).balance for one in (late, early)] == [300_00, 200_00]
    assert rollups.check() == []


def test_blank_is_all_that_is_owed_on_one_or_many(ann):
    ids = [owing(300_00), owing(200_00)]
    done = do(ann, "record_receipt", "recovery", ids)
    assert done.sentence == "$500.00 recorded on 2 recoveries."
    assert {row(m.Recovery, one).status for one in ids} == {"paid_closed"}
    plan = look(ann, "record_receipt", "recovery", ids[0])
    assert "Nothing is owed on it: enter the amount" in reasons(plan)


def test_a_sum_beyond_what_is_owed_together_is_refused_and_one_that_ends_early_is_told(ann):
    ids = [owing(300_00), owing(200_00)]
    plan = look(ann, "record_receipt", "recovery", ids, amount=500_01)
    assert "$0.01 more than is owed on them together" in reasons(plan)
    short = look(ann, "record_receipt", "recovery", ids, amount=300_00)
    assert "REC-2027-0002: nothing of it is left for this one." in words(short)


def test_the_same_costs_are_charged_on_several_and_undone(ann):
    ids = [make("recovery") for _ in "ab"]
    given = {"element": "contractor", "description": "Crane", "amount": 100_00}
    plan = look(ann, "add_recovery_cost", "recovery", ids, **given)
    assert plan.lines[0] == "The same lines are charged on each of 2 recoveries."
    assert "REC-2027-0001: Crane: $100.00." in plan.lines
    done = do(ann, "add_recovery_cost", "recovery", ids, **given)
    assert done.sentence == "$200.00 added on 2 recoveries."
    assert [row(m.Recovery, one).cost for one in ids] == [100_00, 100_00]
    undo(ann, done.receipt.seq, on=TODAY)
    assert [row(m.Recovery, one).cost for one in ids] == [0, 0]


# --- Histories -----------------------------------------------------------------------------------

STEP = st.tuples(
    st.sampled_from(["one", "all", "refund", "over", "undo", "compromise"]),
    st.integers(1, 400_00),
    st.integers(0, 2),
)


def net_in_sql() -> dict[int, tuple[int, int]]:
    """Claim -> recovered and net, from the ledgers alone."""
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for claim_id, amount in sql(
        "SELECT r.claim_id, sum(x.amount) FROM recovery_receipt x JOIN recovery r ON "
        "r.id = x.recovery_id WHERE x.trashed_at IS NULL GROUP BY 1"
    ).fetchall():
        found[claim_id][0] = int(amount)
    for claim_id, paid, outstanding in sql("SELECT id, paid, outstanding FROM claim").fetchall():
        found[claim_id][1] = int(paid) + int(outstanding) - found[claim_id][0]
    return {claim_id: tuple(sums) for claim_id, sums in found.items() if claim_id}


def by_fund_in_sql() -> dict[str, int]:
    rows = sql(
        "SELECT fund, sum(amount) FROM recovery_receipt WHERE trashed_at IS NULL GROUP BY 1"
    ).fetchall()
    return {fund: int(amount) for fund, amount in rows}


def act(ann, ids: list[int], done: list, step: tuple[str, int, int]) -> None:
    """One step of a history; what is refused changes nothing."""
    how, cents, which = step
    try:
        if how == "one":
            done.append(do(ann, "record_receipt", "recovery", ids[which], amount=cents))
        elif how == "all":
            done.append(do(ann, "record_receipt", "recovery", ids, amount=cents))
        elif how == "refund":
            receipts = list(m.RecoveryReceipt.select().where(m.RecoveryReceipt.amount > 0))
            if receipts:
                paid = receipts[cents % len(receipts)].id
                done.append(do(ann, "refund_receipt", "recoveryreceipt", paid, reason="x"))
        elif how == "over":
            done.append(do(ann, "refund_overpaid", "recovery", ids[which], reason="x"))
        elif how == "compromise":
            given = {"accepted": cents, "reason": "x"}
            done.append(do(ann, "compromise_recovery", "recovery", ids[which], **given))
        elif done:
            undo(ann, done.pop().receipt.seq, on=TODAY)
    except OfficeError:
        return


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEP, min_size=1, max_size=8))
def test_every_history_ties_to_claim_department_and_fund(office, steps):
    mark = len(list(m.User.select()))
    who = user(f"ann{mark}", "technician")
    ids, done = [], []
    for n in range(3):
        fund = f"{mark}{n} Fund"
        department = make("department", code=f"D{mark}{n}", name=fund, fund=fund)
        ids.append(owing(300_00, department=department, claim=claim(), invoice_date=TODAY))
    for step in steps:
        act(who, ids, done, step)
    assert rollups.check() == []
    net, funds = net_in_sql(), by_fund_in_sql()
    for one in m.Claim.select():
        assert (one.recovered, one.net) == net[one.id]
    for one in ids:
        found = row(m.Recovery, one)
        fund = row(m.Department, found.department).fund
        assert funds.get(fund, 0) == found.received
        assert found.balance == found.cost - found.received - (found.adjusted or 0)

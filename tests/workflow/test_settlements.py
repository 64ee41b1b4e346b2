"""A payment that settles a claim takes the authority for payments and that for settlements."""

import pytest
from desk import TODAY, claim, do, limit, look, make, pay, payee, reserve, row, user

import models as m
from rules.errors import Refused
from workflow import approvals
from workflow.payment_choices import SETTLES
from workflow.verbs import run

pytestmark = pytest.mark.usefixtures("ann", "tiers")

STORED = {
    "file_name": "memo.pdf",
    "media_type": "application/pdf",
    "size_bytes": 1,
    "store_name": "m",
}


@pytest.fixture
def tiers(office):
    """The usual tiers of settlements."""
    limit("technician", "settlement", 2_500_00)
    limit("risk_manager", "settlement", 15_000_00)
    limit("city_manager", "settlement", 50_000_00)
    limit("city_council", "settlement", None)


@pytest.fixture
def claim_id():
    found = claim()
    reserve(found, 90_000_00)
    reserve(found, 90_000_00, "expense")
    return found


def _needs(who, claim_id: int, amount: int, benefit: str | None = "settlement", **values):
    """What a payment needs beyond the authority of who pays."""
    given = {"payee": payee(), "category": "indemnity", "amount": amount, "benefit": benefit}
    return look(who, "pay", "claim", claim_id, **given | values).approval


@pytest.mark.parametrize("benefit", SETTLES)
def test_a_settlement_beyond_the_limit_for_settlements_waits(max_, claim_id, benefit):
    done = pay(max_, claim_id, payee(), 16_000_00, benefit=benefit)
    assert done.approval_id
    assert row(m.Claim, claim_id).paid == 0
    assert done.sentence == (
        "$16,000.00 is beyond your settlement limit of $15,000.00 on liability claims "
        "(Resolution 7). It waits for the city manager."
    )
    paper = make(
        "document", title="Memo", claim=claim_id, document_date=TODAY, sha256="0" * 64, **STORED
    )
    tier = {"tier": "city_manager", "name": "Pat", "decided_on": TODAY, "document": paper}
    do(user("mia", "risk_manager"), "record_decision", "approval", done.approval_id, **tier)
    assert row(m.Claim, claim_id).paid == 16_000_00


def test_a_settlement_within_both_limits_and_other_payments_are_posted(max_, claim_id):
    assert _needs(max_, claim_id, 15_000_00) is None
    assert _needs(max_, claim_id, 16_000_00, "legal", category="expense") is None
    assert _needs(max_, claim_id, 16_000_00, None, category="expense") is None


@pytest.mark.parametrize("benefit", [None, "other"])
def test_indemnity_of_a_liability_claim_settles_unless_it_is_marked_as_a_cost(
    max_, claim_id, benefit
):
    needed = _needs(max_, claim_id, 16_000_00, benefit)
    assert (needed.kind, needed.amount) == ("settlement", 16_000_00)
    assert _needs(max_, claim_id, 16_000_00, "investigation") is None
    pay(max_, claim_id, payee(), 10_000_00, benefit=benefit)
    pay(max_, claim_id, payee(name="Firm"), 2_000_00, benefit="legal")
    assert _needs(max_, claim_id, 6_000_00).amount == 16_000_00


def test_indemnity_of_a_compensation_claim_is_a_benefit(max_):
    found = claim(line="W", status="accepted")
    reserve(found, 90_000_00)
    assert _needs(max_, found, 16_000_00, "pd") is None
    assert _needs(max_, found, 16_000_00, None) is None


def test_a_settlement_in_parts_counts_together(max_, claim_id):
    pay(max_, claim_id, payee(), 10_000_00, benefit="settlement")
    needed = _needs(max_, claim_id, 6_000_00, "bodily_injury", payee=payee(name="Their attorney"))
    assert (needed.kind, needed.amount) == ("settlement", 16_000_00)
    assert needed.sentence.startswith("$16,000.00 settles L-")


def test_a_settlement_taken_back_counts_no_more(max_, claim_id):
    paid = pay(max_, claim_id, payee(), 10_000_00, benefit="settlement").opens[1]
    do(max_, "void_payment", "payment", paid, reason="Wrong payee")
    assert _needs(max_, claim_id, 14_000_00) is None


def test_who_approves_a_settlement_holds_both_limits(ann, max_, claim_id):
    waits = pay(ann, claim_id, payee(), 3_000_00, benefit="settlement").approval_id
    assert run(max_, approvals.decision(waits, "approve"), on=TODAY).receipt.seq
    more = pay(ann, claim_id, payee(name="Jo"), 14_000_00, benefit="settlement").approval_id
    with pytest.raises(Refused, match="not yours to decide. With the city manager"):
        run(user("cy", "technician"), approvals.decision(more, "approve"), on=TODAY)
    with pytest.raises(Refused, match="beyond your own authority too"):
        run(max_, approvals.decision(more, "approve"), on=TODAY)


def test_who_has_no_limit_for_settlements_is_bound_by_that_of_who_approves(claim_id):
    limit("examiner", "payment", 5_000_00)
    eve = user("eve", "examiner")
    assert _needs(eve, claim_id, 5_000_00) is None
    assert _needs(eve, claim_id, 6_000_00).roles == ("risk_manager",)
    assert _needs(eve, claim_id, 16_000_00).roles == ("city_manager", "city_council")


def test_drafts_posted_together_need_what_the_settlement_among_them_does(max_, claim_id):
    user_ = user("ted", "technician")
    for benefit, amount in (("settlement", 16_000_00), ("legal", 20_000_00)):
        given = {"payee": payee(name=benefit), "category": "expense", "benefit": benefit}
        do(max_, "request_payment", "claim", claim_id, amount=amount, **given)
    drafts = [one.id for one in m.Payment.select()]
    needed = look(user_, "post_payment", "payment", drafts).approval
    assert (needed.kind, needed.amount) == ("settlement", 16_000_00)
    assert dict(needed.beside) == {"payment": 20_000_00}

"""How a request ends without its action: refused, returned or withdrawn, each by its own key."""

import pytest
from desk import claim, do, limits, pay, payee, reserve, row, user

import models as m
from rules.errors import Invalid, Refused

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def asked(office):
    """A payment of 3,000 that waits: who asked, who may decide, the approval."""
    limits()
    ann, max_ = user("ann", "technician"), user("max", "risk_manager")
    claim_id, to = claim(), payee()
    reserve(claim_id, 9_000_00)
    return ann, max_, pay(ann, claim_id, to, 3_000_00).approval_id


@pytest.mark.parametrize(
    ("key", "by", "ends"),
    [
        ("refuse_approval", "max", "refused"),
        ("return_approval", "max", "returned"),
        ("withdraw_approval", "ann", "withdrawn"),
    ],
)
def test_it_ends_and_nothing_is_paid(asked, key, by, ends):
    ann, max_, approval = asked
    do(ann if by == "ann" else max_, key, "approval", approval, reason="A second estimate.")
    assert row(m.Approval, approval).status == ends
    assert m.Payment.select().where(m.Payment.posted_at.is_null(False)).count() == 0


@pytest.mark.parametrize("key", ["refuse_approval", "return_approval"])
def test_who_refuses_or_returns_says_why(asked, key):
    with pytest.raises(Invalid, match="Note is needed"):
        do(asked[1], key, "approval", asked[2])


def test_only_who_asked_withdraws(asked):
    with pytest.raises(Refused, match="Only who asked"):
        do(asked[1], "withdraw_approval", "approval", asked[2])

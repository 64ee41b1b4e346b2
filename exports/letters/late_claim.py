"""Notice that a claim is late: it is returned, and what the claimant may still do."""

from exports.letters.declared import ATTORNEY, LETTERS, About, Asked, Values
from exports.letters.on_claims import claim_values
from journal.law import law
from rules.errors import Blocked
from rules.late_notice import not_late


@LETTERS.add(
    "late_claim",
    code="LATE",
    title="Notice of late claim",
    source="Gov. Code 911.3, 911.4, 911.6",
    sheets=("claim",),
    line="L",
    to="claimant",
    approver=ATTORNEY,
    proof=True,
    heading="NOTICE THAT CLAIM IS RETURNED AS LATE",
    asks=(Asked("board", "text", "Presented to", "Blank: the City Clerk."),),
    sets={"late_notice_mailed_date": "on"},
    status="late_returned",
    locked=("notice_911_3", "proof"),
)
def fields(of: About) -> Values:
    """Values for the notice of Gov. Code 911.3(a); it bears no warning of six months to sue.

    Raises:
        Blocked: the claim is not one that is returned as late.
    """
    claim = of.record
    accrued, presented = claim.accrual_date or claim.loss_date, claim.presented_date
    if accrued and presented:
        want = not_late(accrued, presented, claim.claim_kind, law=law(of.on))
        if want:
            raise Blocked(want.sentence, column=want.column)
    return {**claim_values(of), "board_or_officer": of["board"] or "City Clerk"}

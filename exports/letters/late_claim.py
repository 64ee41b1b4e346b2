"""Notice that a claim is late: it is returned, and what the claimant may still do."""

from exports.letters.declared import ATTORNEY, LETTERS, About, Asked, Values
from exports.letters.on_claims import claim_values


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
    """Values for the notice of Gov. Code 911.3(a); it bears no warning of six months to sue."""
    return {**claim_values(of), "board_or_officer": of["board"] or "City Clerk"}

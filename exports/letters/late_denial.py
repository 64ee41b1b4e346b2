"""Denial of an application to present a late claim, with the warning that goes with it."""

from exports.letters.declared import ATTORNEY, LETTERS, About, Asked, FollowUp, Values
from exports.letters.on_claims import claim_values, decided_on
from exports.letters.wording import in_full


@LETTERS.add(
    "late_denial",
    code="LATE-DENY",
    title="Denial of late-claim application",
    source="Gov. Code 911.6, 911.8, 946.6",
    sheets=("claim",),
    line="L",
    to="claimant",
    approver=ATTORNEY,
    proof=True,
    heading="DENIAL OF APPLICATION TO PRESENT A LATE CLAIM",
    asks=(
        Asked("action_date", "day", "Denied on", "Blank: today."),
        Asked("reason", "long", "Why it is denied", required=True),
    ),
    follow_ups=(FollowUp(185, "Six months for a petition are over (Gov. Code 946.6)"),),
    locked=("warning_911_8", "proof"),
)
def fields(of: About) -> Values:
    """Values for the denial; its warning points to the petition, not to a suit.

    Raises:
        Blocked: it was denied on a day to come, or before the application came in.
    """
    return {
        **claim_values(of),
        "action_date": in_full(decided_on(of, of.record.late_application_date)),
        "reason": of["reason"],
    }

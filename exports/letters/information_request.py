"""Request for information on a claim: what is asked for, until when."""

from exports.letters.declared import LETTERS, About, Asked, FollowUp, Values
from exports.letters.on_claims import claim_values, listed
from exports.letters.wording import in_full


@LETTERS.add(
    "information_request",
    code="RFI",
    title="Request for information",
    sheets=("claim",),
    line="L",
    to="claimant",
    asks=(
        Asked("items", "long", "What is asked for", "One a line.", required=True),
        Asked("reply_by", "day", "Answer by", required=True, ahead=1),
    ),
    follow_ups=(FollowUp(30, "Is what was asked for in?"),),
    optional=("loss_date",),
)
def fields(of: About) -> Values:
    """Values for the request; it is no notice of insufficiency and stops no time."""
    return {
        **claim_values(of),
        "items_requested": listed(of["items"]),
        "reply_by": in_full(of["reply_by"]),
    }

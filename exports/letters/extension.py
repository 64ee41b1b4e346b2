"""Agreement to extend the time to act on a claim; signed by both, it moves the last day."""

from exports.letters.declared import ATTORNEY, LETTERS, About, Asked, FollowUp, Values
from exports.letters.on_claims import claim_values, last_day_to_act
from exports.letters.wording import in_full
from rules.days import long_day
from rules.errors import Blocked


@LETTERS.add(
    "extension",
    code="EXTEND",
    title="Agreement to extend the time to act",
    source="Gov. Code 912.4(b), 945.6(a)(2)",
    sheets=("claim",),
    line="L",
    to="claimant",
    approver=ATTORNEY,
    asks=(
        Asked("new_deadline", "day", "Extended to", required=True, ahead=0),
        Asked(
            "is_signed",
            "yesno",
            "Signed by both",
            "Until then the last day to act stays as it is.",
            default=False,
        ),
    ),
    sets={"extension_to_date": "new_deadline"},
    sets_if="is_signed",
    follow_ups=(FollowUp(7, "Is the extension agreement back, signed by both?"),),
)
def fields(of: About) -> Values:
    """Values for the agreement: the last day to act as it stands, and the new one.

    Raises:
        Blocked: the new one is no later.
    """
    last, day = last_day_to_act(of), of["new_deadline"]
    if last and day and day <= last:
        raise Blocked(
            f"{long_day(day)} extends nothing: the City may act on the claim until "
            f"{long_day(last)}. Give a later day."
        )
    return {
        **claim_values(of),
        "current_deadline": in_full(last),
        "new_deadline": in_full(day),
    }

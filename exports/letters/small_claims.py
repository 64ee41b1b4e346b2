"""Small-claims pre-suit letter: pay within ten days, or the City files."""

from datetime import timedelta

from exports.letters.declared import LETTERS, About, Asked, FollowUp, Values
from exports.letters.on_recoveries import damage_values, owed_values
from exports.letters.wording import in_full
from journal import settings
from rules.errors import Blocked
from rules.money import cents, dollars

DAYS = 10
MOST = "6250.00"


@LETTERS.add(
    "small_claims",
    code="SC-NOTICE",
    title="Small-claims pre-suit letter",
    source="Code Civ. Proc. 116.220, 116.320",
    sheets=("recovery",),
    to="responsible",
    delivery="certified",
    asks=(
        Asked("venue", "text", "Court", "Such as Superior Court, County of Sonora.", required=True),
        Asked("pay_by", "day", "Pay by", "Blank: ten days from today.", ahead=DAYS),
    ),
    follow_ups=(FollowUp(DAYS + 1, "Unpaid: file in small claims court"),),
    optional=("given_up_so_far",),
)
def fields(of: About) -> Values:
    """Values for the letter; it is written up to the limit of the court alone."""
    most = cents(settings.get("small_claims_limit", MOST) or MOST)
    if of.record.balance > most:
        raise Blocked(
            f"The balance of {dollars(of.record.balance)} is above the small-claims limit of "
            f"{dollars(most)}: refer it to the attorney, or waive the rest first."
        )
    return {
        **damage_values(of),
        **owed_values(of),
        "venue": of["venue"],
        "pay_by": in_full(of["pay_by"] or of.on + timedelta(days=DAYS)),
    }

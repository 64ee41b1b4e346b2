"""Delay letter: why the claim is not decided yet, and when a decision is expected."""

from exports.letters.declared import LETTERS, About, Asked, FollowUp, Values
from exports.letters.on_claims import claim_values
from exports.letters.wording import in_full


@LETTERS.add(
    "delay",
    code="DELAY",
    title="Delay letter",
    sheets=("claim",),
    line="L",
    to="claimant",
    asks=(
        Asked("reason", "long", "Why it takes longer", "A sentence or two.", required=True),
        Asked("expected_date", "day", "Decision expected by", ahead=0),
    ),
    follow_ups=(FollowUp(30, "Write again where the claim stands"),),
    optional=("loss_date", "expected_date"),
)
def fields(of: About) -> Values:
    """Values for the letter; it promises nothing and stops no time."""
    return {
        **claim_values(of),
        "reason": of["reason"],
        "expected_date": in_full(of["expected_date"]),
    }

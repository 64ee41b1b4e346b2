"""Agreement to extend the time to act on a claim; signed by both, it moves the last day."""

from typing import Any

from exports.letters.declared import ATTORNEY, LETTERS, About, Asked, FollowUp, Values
from exports.letters.on_claims import claim_values
from exports.letters.wording import in_full
from journal.law import law
from rules.deadlines import liability_deadline
from rules.facts import SERVED


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
        Asked("new_deadline", "day", "Extended to", required=True),
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
    """Values for the agreement: the last day to act as the rule counts it, and the new one."""
    return {
        **claim_values(of),
        "current_deadline": _last_day(of),
        "new_deadline": in_full(of["new_deadline"]),
    }


def _last_day(of: About) -> str | None:
    claim = of.record
    if claim.extension_to_date:
        return in_full(claim.extension_to_date)
    if not claim.presented_date:
        return None
    service: Any = SERVED.get(claim.delivery_method or "")
    answer = liability_deadline("CLAIM_ACT_45", claim.presented_date, service, law=law(of.on))
    return in_full(answer.value)

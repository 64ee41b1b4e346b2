"""Rejection notice with its statutory warning: from its mailing six months to sue run."""

from exports.letters.declared import ATTORNEY_OR_DELEGATE, LETTERS, About, Asked, Values
from exports.letters.on_claims import claim_values
from exports.letters.wording import in_full
from rules.money import dollars

ACTIONS = (
    ("rejected", "Rejected"),
    ("in_part", "Allowed in part, the balance rejected"),
    ("by_law", "Rejected by operation of law"),
)


@LETTERS.add(
    "rejection",
    code="REJECT",
    title="Rejection notice",
    source="Gov. Code 913, 915.4, 945.6",
    sheets=("claim",),
    line="L",
    to="claimant",
    approver=ATTORNEY_OR_DELEGATE,
    proof=True,
    heading="NOTICE OF ACTION ON CLAIM",
    asks=(
        Asked("action", "choice", "Decision", required=True, choices=ACTIONS, default="rejected"),
        Asked("action_date", "day", "Decided on", "Blank: today."),
        Asked("amount", "money", "Amount allowed", "Of a claim that is allowed in part."),
        Asked("board", "text", "Presented to", "Blank: the City Clerk."),
    ),
    sets={"rejection_mailed_date": "on"},
    status="rejected",
    locked=("warning_913", "proof"),
)
def fields(of: About) -> Values:
    """Values for the notice of Gov. Code 913(a): to whom and when presented, what was decided."""
    return {
        **claim_values(of),
        "board_or_officer": of["board"] or "City Clerk",
        "action_words": _words(of["action"], of["amount"]),
        "action_date": in_full(of["action_date"] or of.on),
    }


def _words(action: str, amount: int | None) -> str | None:
    if action == "in_part":
        if not amount:
            return None
        return f"allowed in the amount of {dollars(amount)} and rejected as to the balance"
    return "rejected by operation of law" if action == "by_law" else "rejected"

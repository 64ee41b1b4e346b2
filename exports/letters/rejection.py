"""Rejection notice with its statutory warning: from its mailing six months to sue run."""

from datetime import date
from typing import Any

from exports.letters.declared import ATTORNEY_OR_DELEGATE, LETTERS, About, Asked, Values
from exports.letters.on_claims import claim_values, decided_on, last_day_to_act
from exports.letters.wording import in_full
from rules.days import long_day
from rules.errors import Blocked
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
        Asked(
            "action_date",
            "day",
            "Decided on",
            "Blank: today, or the day on which the law rejected it.",
        ),
        Asked("amount", "money", "Amount allowed", "Of a claim that is allowed in part."),
        Asked("board", "text", "Presented to", "Blank: the City Clerk."),
    ),
    sets={"rejection_mailed_date": "on"},
    authority="settlement",
    status="rejected",
    statuses={("action", "in_part"): "allowed_in_part"},
    locked=("warning_913", "proof"),
)
def fields(of: About) -> Values:
    """Values for the notice of Gov. Code 913(a): to whom and when presented, what was decided.

    Raises:
        Blocked: it cannot have been decided so, or on that day.
    """
    action, allowed = of["action"], of["amount"] if of["action"] == "in_part" else None
    day = _by_law(of) if action == "by_law" else decided_on(of, of.record.presented_date)
    if allowed is not None:
        _possible(of.record, allowed)
    return {
        **claim_values(of),
        "board_or_officer": of["board"] or "City Clerk",
        "action_words": _words(action, allowed),
        "action_date": in_full(day),
        "authority_cents": allowed or 0,
    }


def _by_law(of: About) -> date | None:
    """The day on which the law rejected the claim: the last of the City's time to act, where it
    passed (Gov. Code 912.4(c)).
    """
    last, typed = last_day_to_act(of), of["action_date"]
    if last and of.on <= last:
        raise Blocked(
            f"The City may act on the claim until {long_day(last)}: the law rejects it only when "
            "that day has passed (Gov. Code 912.4(c))."
        )
    if last and typed and typed != last:
        raise Blocked(
            f"It was rejected by operation of law on {long_day(last)}, the last day to act (Gov. "
            "Code 912.4(c)): leave the day of the decision blank."
        )
    return last


def _possible(claim: Any, allowed: int) -> None:
    """What is allowed in part is something, and no more than what is claimed."""
    if allowed <= 0:
        raise Blocked(f"{dollars(allowed)} allows nothing: give an amount of more than nothing.")
    if claim.amount_claimed is not None and allowed > claim.amount_claimed:
        raise Blocked(
            f"{dollars(allowed)} is more than is asked: the claim is for "
            f"{dollars(claim.amount_claimed)}."
        )


def _words(action: str, allowed: int | None) -> str | None:
    if action == "in_part":
        if not allowed:
            return None
        return f"allowed in the amount of {dollars(allowed)} and rejected as to the balance"
    return "rejected by operation of law" if action == "by_law" else "rejected"

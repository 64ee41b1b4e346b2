"""How the amounts on a recovery come about, a line each, for whoever asks why."""

from typing import Any

from journal import policy
from journal.who import Who
from models import Recovery, RecoveryCost, RecoveryReceipt
from rules.days import long_day
from rules.money import dollars
from rules.statuses import RECOVERY_STATUSES

MOST_LINES = 40
"""Rows that a working names one by one; the others are one line together."""
WORDS = dict(RECOVERY_STATUSES)
Steps = list[dict[str, str]]


def recovery_workings(who: Who, row_id: int) -> dict[str, Steps]:
    """Column of the money strip -> the steps that lead to it; the last step proves the figure.
    Who looks through another role is told none.
    """
    if who.masked:
        return {}
    if not policy.may_read(who, RecoveryCost) or not policy.may_read(who, RecoveryReceipt):
        return {}
    recovery = Recovery.get_by_id(row_id)
    given_up = recovery.adjusted or 0
    found = {
        "cost": _rows(RecoveryCost, "description", "work_date", row_id),
        "received": _rows(RecoveryReceipt, _whom(who), "receipt_date", row_id),
        "balance": [
            _step(f"{dollars(recovery.cost)} cost"),
            _step(f"− {dollars(recovery.received)} received"),
            *([_step(f"− {dollars(given_up)} given up")] if given_up else []),
            _step(f"= {dollars(recovery.balance)}"),
        ],
    }
    if recovery.bill_steps:
        found["billed"] = [_step(s["text"], s.get("citation") or "") for s in recovery.bill_steps]
        found["billed"] += _since(recovery)
    if given_up:
        found["adjusted"] = [_step(f"{WORDS[recovery.status]}: {dollars(given_up)} is given up")]
    return found


def _whom(who: Who) -> str:
    return "payer" if "payer" in policy.readable_names(who, RecoveryReceipt) else "method"


def _rows(model: Any, words: str, day: str, row_id: int) -> Steps:
    """The rows of a ledger of the recovery, oldest first, then their sum."""
    columns = (getattr(model, day), getattr(model, words), model.amount)
    query = model.select(*columns).where(model.recovery == row_id, model.trashed_at.is_null())
    rows = list(query.order_by(getattr(model, day), model.id).tuples())
    steps = [_line(*row) for row in rows[:MOST_LINES]]
    if len(rows) > MOST_LINES:
        rest = sum(row[2] for row in rows[MOST_LINES:])
        steps.append(_step(f"{len(rows) - MOST_LINES} more together: {dollars(rest)}"))
    return [*(steps or [_step("None yet")]), _step(f"= {dollars(sum(row[2] for row in rows))}")]


def _line(day: Any, words: str | None, cents: int) -> dict[str, str]:
    return _step(f"{long_day(day) if day else 'No day'}: {dollars(cents)} {words or ''}".strip())


def _since(recovery: Recovery) -> Steps:
    """That cost lines came or went after the bill, where they did."""
    more = recovery.cost - (recovery.billed or 0)
    if not more:
        return []
    return [_step(f"The cost is {dollars(recovery.cost)} by now: bill it again to ask for it")]


def _step(text: str, source: str = "") -> dict[str, str]:
    return {"text": text, "source": source}

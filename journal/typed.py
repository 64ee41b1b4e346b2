"""What of a recovery and its money nobody types: an action gives it, or a manager decides on it.

The action looks at what a cell does not: the time to sue, authority, the working of a bill.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from peewee import fn

from journal import policy
from journal.who import Who
from models import Recovery, RecoveryReceipt
from rules.choices import RECOVERY_LIMITATION_KIND
from rules.days import long_day
from rules.errors import Problem
from rules.statuses import RECOVERY_OPEN

RECEIVED = {
    "payer": "who paid it",
    "method": "how it was paid",
    "fund": "the fund it is booked to",
}
"""Column of a receipt -> what it says; beside the frozen ones it stays as it was recorded."""
BASES = dict(RECOVERY_LIMITATION_KIND)
PLAN = {
    "plan_amount": "Instalment",
    "plan_days": "Days between instalments",
    "plan_first_date": "First instalment",
}
"""Column of a payment plan -> its label."""


def typed_problems(
    who: Who, model: Any, row_id: int | None, old: dict | None, given: dict[str, Any]
) -> Iterable[Problem]:
    """Typed values of a recovery or a receipt that are not typed; `given` are those that differ."""
    if who.operator:
        return
    if model is Recovery:
        found = _of_recovery(who, old, given)
    elif model is RecoveryReceipt and old:
        found = _of_receipt(old, given)
    else:
        return
    for name, words in found:
        yield Problem(model.__name__.lower(), row_id, name, given[name], words)


def _of_recovery(who: Who, old: dict | None, given: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if given.get("tolled_to_date") or (old and "tolled_to_date" in given):
        yield (
            "tolled_to_date",
            "Time to sue agreed until comes with the action “Decide on the suit”, which asks for "
            "the signed agreement and keeps the reason.",
        )
    status = given.get("status") or (old["status"] if old else "reported")
    if given.get("closed_date") and status in RECOVERY_OPEN:
        yield (
            "closed_date",
            f"Closed ({given['closed_date']}) goes with a case that is closed, and this one is "
            "open: the action “Change the status” closes it and enters the day.",
        )
    yield from _of_plan(old, given)
    if old:
        yield from _of_links(old, given)
    if old and old["billed"] is not None:
        yield from _of_bill(who, old, given)


def _of_plan(old: dict | None, given: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What was agreed is what the diary waits for, and was measured by the time to sue."""
    for name, label in PLAN.items():
        if given.get(name) or (old and name in given):
            yield (
                name,
                f"{label} comes with the action “Agree a payment plan”, which looks at what is "
                "owed and at the time to sue.",
            )


def _of_bill(who: Who, old: dict, given: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What a bill asks for follows from its lines; its last day to sue is a manager's."""
    if "billed" in given:
        yield (
            "billed",
            f"{old['recovery_no']} is billed: what it asks for follows from its cost lines. Add "
            "a line or give a credit, then “Bill it” again.",
        )
    if who.roles & policy.RECORDERS:
        return
    last = f"{old['recovery_no']} is billed, and its last day to sue is counted"
    if "damage_date" in given:
        since = _day(old["damage_date"])
        yield "damage_date", f"{last} from {since}: a manager changes the damage date."
    if "limitation_kind" in given:
        basis = BASES[old["limitation_kind"]]
        yield "limitation_kind", f"{last} on its basis, {basis}: a manager changes it."


def _of_links(old: dict, given: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """A case that money came in on keeps its claim and its loss: the receipts are booked there."""
    moved = given.keys() & {"claim", "incident"}
    if not moved or not _has_receipts(old["id"]):
        return
    for name in sorted(moved):
        yield (
            name,
            f"Money came in on {old['recovery_no']} and is booked to its claim. “Refund or take "
            "back” each receipt first, change this, then record the money again.",
        )


def _has_receipts(recovery_id: int) -> bool:
    """Whether a receipt of a case stands that was not taken back."""
    query = RecoveryReceipt.select(fn.COALESCE(fn.SUM(RecoveryReceipt.amount), 0)).where(
        RecoveryReceipt.recovery == recovery_id, RecoveryReceipt.trashed_at.is_null()
    )
    return bool(query.scalar())


def _day(stored: str | None) -> str:
    return long_day(date.fromisoformat(stored)) if stored else "the damage"


def _of_receipt(old: dict, given: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in given.keys() & RECEIVED:
        yield (
            name,
            f"{old['receipt_no']} is posted, so {RECEIVED[name]} stays as it is: undo it and "
            "record it again.",
        )

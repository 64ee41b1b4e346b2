"""What was owed on a recovery from day to day: its bill from when each part was due, less what
came in and what was given up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import fn

from models import Recovery, RecoveryCost, RecoveryReceipt

Moves = list[tuple[date, int]]


@dataclass(frozen=True)
class Stretch:
    """Days on which the same sum was owed; `last` ends it and begins the next."""

    first: date
    last: date
    owed: int


def stretches(recovery: Recovery, start: date, until: date) -> list[Stretch]:
    """The sums owed from day to day, cents, without interest: what was billed and due, and no cost
    that was not asked for. What comes in pays the oldest first, which is the cost of the damage.
    """
    moves = [*_billed(recovery, start), *_receipts(recovery)]
    owed, first = 0, start
    found: list[Stretch] = []
    for day, amount in sorted(moves):
        if first < day < until:
            if owed > 0:
                found.append(Stretch(first, day, owed))
            first = day
        if day < until:
            owed += amount
    if owed > 0 and first < until:
        found.append(Stretch(first, until, owed))
    return found


def _billed(recovery: Recovery, start: date) -> Moves:
    """The parts of the bill from when they were due, and what was given up from the day on which it
    was. What no action noted is of the first bill.
    """
    later = changes_of(recovery)
    given_up = [(day, amount) for day, amount in later if amount < 0]
    unnoted = (recovery.adjusted or 0) + sum(amount for _, amount in given_up)
    rest = asked_of(recovery) - max(0, unnoted)
    parts: Moves = []
    for day, amount in ((day, amount) for day, amount in later if amount > 0):
        parts.append((day, min(amount, max(0, rest - sum(part for _, part in parts)))))
    first = rest - sum(part for _, part in parts)
    return [(recovery.due_date or start, first), *parts, *given_up]


def asked_of(recovery: Recovery) -> int:
    """What the bill asks for without the interest in it, cents."""
    query = RecoveryCost.select(fn.COALESCE(fn.SUM(RecoveryCost.amount), 0)).where(
        RecoveryCost.recovery == recovery.id,
        RecoveryCost.element == "interest",
        RecoveryCost.trashed_at.is_null(),
    )
    return int((recovery.billed or 0) - query.scalar())


def changes_of(recovery: Recovery) -> Moves:
    """What the bill became after the first one: day and cents, as `bill_changes` keeps them."""
    return [(date.fromisoformat(day), amount) for day, amount in recovery.bill_changes or ()]


def given_up_on(recovery: Recovery, day: date, lost: int) -> list[Any]:
    """`bill_changes` once something is given up on a day."""
    return [*(recovery.bill_changes or ()), [day.isoformat(), -lost]]


def billed_more(recovery: Recovery, day: date, more: int) -> list[Any]:
    """`bill_changes` once a later bill asks for more, due on a day; one that asks for less takes
    it off what was billed last.
    """
    found: list[Any] = list(recovery.bill_changes or ())
    if more > 0:
        return [*found, [day.isoformat(), more]]
    for place in reversed(range(len(found))):
        due, amount = found[place]
        if amount > 0:
            taken = min(amount, -more)
            found[place], more = [due, amount - taken], more + taken
    return [pair for pair in found if pair[1]]


def _receipts(recovery: Recovery) -> Iterator[tuple[date, int]]:
    query = RecoveryReceipt.select(RecoveryReceipt.receipt_date, RecoveryReceipt.amount).where(
        RecoveryReceipt.recovery == recovery.id, RecoveryReceipt.trashed_at.is_null()
    )
    for day, amount in query.tuples():
        yield day, -amount

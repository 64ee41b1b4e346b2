"""Days on light duty: how many a claim has used of the office's limit, and the days that follow.

Calendar days of assignments that were accepted. A day on which two assignments run counts once.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from math import ceil
from typing import NamedTuple

SHARE = Decimal("0.8")
"""Share of the limit from which somebody looks at what comes after it."""
NOTICE_DAYS = 14
"""Days before an assignment ends by which an extension is asked for."""


class Span(NamedTuple):
    """An assignment: its first and its last day, both worked."""

    first: date
    last: date


def days_used(spans: Iterable[Span], *, through: date) -> int:
    """Calendar days of some assignments up to and with a day, each counted once.

    Args:
        spans: the assignments, in any order; they may overlap. One that ends before it begins has
            no day.
        through: the last day that counts; it is in the future for days that are planned.

    Source: practice of California agencies: calendar days are tracked against the limit.
    """
    total, reached = 0, date.min
    for first, last in sorted(spans):
        begin, end = max(first, reached), min(last, through)
        if begin <= end:
            total += (end - begin).days + 1
            reached = end + timedelta(days=1)
    return total


def day_number(spans: Iterable[Span], number: int) -> date | None:
    """The calendar day that is day `number` of some assignments; None where they have fewer."""
    counted, reached = 0, date.min
    for first, last in sorted(spans):
        begin = max(first, reached)
        days = max(0, (last - begin).days + 1)
        if days and counted + days >= number > counted:
            return begin + timedelta(days=number - counted - 1)
        counted += days
        reached = max(reached, last + timedelta(days=1))
    return None


def last_day_within(spans: Iterable[Span], first: date, *, limit: int) -> date | None:
    """The last day that an assignment from `first` may have under the limit of days; None where
    the limit is reached before it.

    Args:
        spans: the assignments so far.
        first: first day of the new one.
        limit: calendar days in all, at least 1.
    """
    known = list(spans)
    # A day further on is either used already or uses one more, so so many days are enough.
    farthest = max([first, *(span.last for span in known)]) + timedelta(days=limit)
    low, high = first - timedelta(days=1), farthest
    while low < high:
        middle = low + timedelta(days=((high - low).days + 1) // 2)
        if days_used([*known, Span(first, middle)], through=farthest) <= limit:
            low = middle
        else:
            high = middle - timedelta(days=1)
    return low if low >= first else None


def share_day(spans: Iterable[Span], *, limit: int) -> date | None:
    """The day on which four fifths of the limit are used; None where they are not planned."""
    return day_number(spans, ceil(SHARE * limit))

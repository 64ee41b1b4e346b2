"""When what comes round is due: each day, a weekday, a day of the month, the start of the year."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from rules.days import add_months, long_day
from rules.spans import period

EVERY = (
    ("day", "Each day"),
    ("week", "Each week"),
    ("month", "Each month, on a day"),
    ("first_workday", "Each month, first open day"),
    ("fiscal_year", "Start of the fiscal year"),
)
PERIODS = (
    ("week", "The seven days before"),
    ("month", "The month before"),
    ("quarter", "The three months before"),
    ("fiscal_year", "The fiscal year before"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LAST_OF = {"week": 7, "month": 31}
"""How it comes round -> the highest day that it may name; the others name none."""
FURTHEST = 800
"""Days in which anything comes round at least once."""
_ONE = timedelta(days=1)


@dataclass(frozen=True)
class Recurrence:
    """How something comes round.

    Args:
        every: a key of EVERY.
        on: the weekday (1 is Monday) or the day of the month; a month that lacks it takes its last.
        year_month: the month with whose first day the fiscal year starts.
        is_closed: why nothing is open on a day; empty on an open one.
    """

    every: str
    on: int = 1
    year_month: int = 7
    is_closed: Callable[[date], str] = lambda _day: ""

    def is_due(self, day: date) -> bool:
        """Whether it is due on the day."""
        if self.every == "week":
            return day.isoweekday() == self.on
        if self.every == "month":
            return day == _in_month(day, self.on)
        if self.every == "first_workday":
            return day == self._first_open(day)
        if self.every == "fiscal_year":
            return (day.month, day.day) == (self.year_month, 1)
        return True

    def _first_open(self, day: date) -> date:
        first = day.replace(day=1)
        while self.is_closed(first):
            first += _ONE
        return first


def last_due(what: Recurrence, until: date, *, since: date) -> date | None:
    """The last day up to `until`, and not before `since`, on which it was due; both included."""
    day = until
    while day >= since:
        if what.is_due(day):
            return day
        day -= _ONE
    return None


def next_due(what: Recurrence, after: date) -> date:
    """The first day after `after` on which it is due."""
    days = (after + timedelta(days=n) for n in range(1, FURTHEST))
    return next(day for day in days if what.is_due(day))


def in_words(what: Recurrence) -> str:
    """How it comes round, in a sentence: "each Monday"."""
    if what.every == "week":
        return f"each {WEEKDAYS[what.on - 1]}"
    if what.every == "month":
        return f"on day {what.on} of each month"
    if what.every == "first_workday":
        return "on the first open day of each month"
    if what.every == "fiscal_year":
        return f"on {long_day(date(2026, what.year_month, 1)).split(' ', 1)[1][:-5]} of each year"
    return "each day"


def period_before(name: str, day: date, *, year_month: int = 7) -> tuple[date, date]:
    """The first and last day of the period of PERIODS that ended before `day`."""
    if name == "week":
        return day - timedelta(days=7), day - _ONE
    if name == "fiscal_year":
        return period("fiscal year", day, steps=-1, year_month=year_month)
    this = day.replace(day=1)
    return add_months(this, -3 if name == "quarter" else -1), this - _ONE


def _in_month(day: date, number: int) -> date:
    """The day of that number in the month of `day`, or its last."""
    last = add_months(day.replace(day=1), 1) - _ONE
    return day.replace(day=min(number, last.day))

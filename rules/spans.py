"""Days and periods said from a day on: today+7, this month, last fiscal year, next 7 days."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from rules.days import add_months, checked

NAMED = {"yesterday": -1, "today": 0, "tomorrow": 1}
"""Word -> days from the day on."""
STEPS = {"last": -1, "this": 0, "next": 1}
LENGTHS = {"week": 0, "month": 1, "quarter": 3, "year": 12, "fiscal year": 12}
"""Period -> its months; a week is seven days from Monday."""
EXAMPLES = (
    "today, yesterday, tomorrow, today+7, today-30, next 7 days, last 30 days, "
    "or this, last or next with week, month, quarter, year or fiscal year"
)
"""What can be said, for a sentence."""

OFFERED = (
    *("today", "yesterday", "tomorrow"),
    *(f"{step} {unit}" for unit in LENGTHS for step in ("this", "last", "next")),
)
"""What is said without a number, in the order in which it is offered."""
COUNTED = ("next {n} days", "last {n} days", "today+{n}", "today-{n}")
"""What is said with a number of days in the place of {n}."""

_COUNT = "([1-9][0-9]{0,4})"
# A plus sign in an address written by hand arrives as a blank.
_MOVED = re.compile(rf"today ?([+-]|(?<= )) ?{_COUNT}")
_COUNTED = re.compile(rf"(next|last) {_COUNT} days?")
_PERIOD = re.compile(rf"({'|'.join(STEPS)}) ({'|'.join(LENGTHS)})")
_ONE = timedelta(days=1)


class Span(NamedTuple):
    """The first and the last day, both included; the same where one day is meant."""

    first: date
    last: date


def span(text: str, on: date, *, year_month: int = 7) -> Span | None:
    """The days that a text means on a day; None where it says none from a day on.

    "next 7 days" is the day itself and the seven after it, "last 30 days" the thirty before it and
    the day itself. Quarters are those of the calendar; weeks begin on Monday.

    Args:
        text: as written, in any case.
        on: the day that counts as today.
        year_month: month on whose first day the fiscal year starts.

    Raises:
        BadValue: it leads out of the years of the office.
    """
    words = _bare(text)
    if words in NAMED:
        return _from(on, NAMED[words], NAMED[words])
    if found := _MOVED.fullmatch(words):
        days = int(found[2]) * (-1 if found[1] == "-" else 1)
        return _from(on, days, days)
    if found := _COUNTED.fullmatch(words):
        days = int(found[2])
        return _from(on, 0, days) if found[1] == "next" else _from(on, -days, 0)
    if found := _PERIOD.fullmatch(words):
        return period(found[2], on, steps=STEPS[found[1]], year_month=year_month)
    return None


def period(unit: str, on: date, *, steps: int = 0, year_month: int = 7) -> Span:
    """The week, month, quarter, year or fiscal year that holds a day, or so many before or after.

    Args:
        unit: a key of LENGTHS.
        on: any day of the period.
        steps: periods to go on; below 0 back.
        year_month: month on whose first day the fiscal year starts.

    Raises:
        BadValue: it leads out of the years of the office.
    """
    length = LENGTHS[unit]
    if not length:
        first = 7 * steps - on.weekday()
        return _from(on, first, first + 6)
    back = (on.month - (year_month if unit == "fiscal year" else 1)) % length
    first_day = add_months(on.replace(day=1), steps * length - back)
    return Span(checked(first_day), checked(add_months(first_day, length) - _ONE))


def in_words(text: str) -> str:
    """What a text of `span` means, in a phrase: "today", "30 days ago", "the next 7 days", "this
    month"; empty where it is none.
    """
    words = _bare(text)
    if words in NAMED or _PERIOD.fullmatch(words):
        return words
    if found := _MOVED.fullmatch(words):
        return f"{_days(found[2])} {'ago' if found[1] == '-' else 'from today'}"
    if found := _COUNTED.fullmatch(words):
        return f"the {found[1]} {_days(found[2])}"
    return ""


def is_period(text: str) -> bool:
    """Whether a text of `span` means a period, not one day."""
    words = _bare(text)
    return bool(_COUNTED.fullmatch(words) or _PERIOD.fullmatch(words))


def _bare(text: str) -> str:
    return " ".join(text.split()).lower()


def _days(count: str) -> str:
    return "1 day" if count == "1" else f"{count} days"


def _from(on: date, first: int, last: int) -> Span:
    return Span(checked(on + timedelta(days=first)), checked(on + timedelta(days=last)))

"""Calendar days: read from the shapes that people write, shown one way, counted in months."""

import calendar
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, time
from functools import lru_cache

from rules.errors import BadValue

FIRST_YEAR, LAST_YEAR = 1800, 2199
"""Years in which a day of the office can lie; beyond them a typing slip is certain."""

PIVOT = 30
"""A year of two digits below it lies in the 2000s, else in the 1900s, as spreadsheets take it."""

ORDERS = ("mdy", "dmy", "ymd")
"""Orders in which three bare numbers may stand: the office's own first."""

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_NAMES = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

_ZONE = r"(?:\s*(?:Z|UTC|[+-][0-9]{2}:?[0-9]{2}))?"
_CLOCK = (
    rf"(?:[T\s]\s*[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}}(?:\.[0-9]+)?)?\s*(?:[AP]\.?M\.?)?{_ZONE})?"
)
_CLOCK_AT_END = re.compile(
    rf"[T\s]\s*([0-9]{{1,2}}):([0-9]{{2}})(?::([0-9]{{2}})(?:\.[0-9]+)?)?\s*(?:([AP])\.?M\.?)?{_ZONE}$",
    re.I,
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_ISO = re.compile(rf"([0-9]{{4}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}}){_CLOCK}", re.I)
_COMPACT = re.compile(r"((?:1[89]|2[01])[0-9]{2})([0-9]{2})([0-9]{2})")
_NUMBERS = re.compile(
    rf"{_WEEKDAY}([0-9]{{1,2}})([-/.])([0-9]{{1,2}})\2([0-9]{{4}}|[0-9]{{2}}){_CLOCK}", re.I
)
_MONTH_FIRST = re.compile(
    rf"{_WEEKDAY}([a-z]{{3,9}})\.?[\s-]*([0-9]{{1,2}})(?:st|nd|rd|th)?(?:,\s*|[\s-]+)([0-9]{{4}}|[0-9]{{2}}){_CLOCK}",
    re.I,
)
_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}([0-9]{{1,2}})(?:st|nd|rd|th)?[\s-]*(?:of\s+)?([a-z]{{3,9}})\.?(?:,\s*|[\s-]*)([0-9]{{4}}|[0-9]{{2}}){_CLOCK}",
    re.I,
)
_WHY_NOT = (
    (
        re.compile(r"[0-9]{4}", re.I),
        "It is a year alone.",
    ),
    (
        re.compile(
            r"[a-z]{3,9}\.?,?[\s/-]*[0-9]{4}|[0-9]{1,2}[-/][0-9]{4}|[0-9]{4}[-/][0-9]{1,2}", re.I
        ),
        "It is a month without a day.",
    ),
    (
        re.compile(r".*[0-9/].*[0-9]\s*(?:[-\u2013&,]|to|thru|through|and|or)\s*[0-9].*", re.I),
        "It looks like more than one day.",
    ),
)
"""Texts that are near a day, and what they lack."""


@lru_cache(maxsize=16_384)
def day(text: str, *, order: str = ORDERS[0]) -> date:
    """The day that a text means.

    Read are 2026-11-19 (also with a clock time, which is left out), 20261119, 11/19/2026, 11/19/26
    and 11.19.26, Nov 19 2026, November 19, 2026, 19 Nov 2026, 19-Nov-26 and Thu 19 Nov 2026.

    Args:
        text: as written.
        order: of `ORDERS`, how bare numbers stand: "mdy" month first, "dmy" day first, "ymd" with
            a year of two digits first. A year of four digits in front is the year in any order.

    Raises:
        BadValue: not one of these, or no such day; the reason is in the sentence.
    """
    bare = text.strip()
    if found := _ISO.fullmatch(bare):
        return _made(int(found[1]), int(found[3]), int(found[4]), text)
    if found := _NUMBERS.fullmatch(bare):
        if order == "ymd" and len(found[4]) == 4:
            raise BadValue(f"“{bare}” is not a day. The year does not stand first.")
        return _made(*_in_order(found, order), text)
    if (found := _MONTH_FIRST.fullmatch(bare)) and (month := _month(found[1])):
        return _made(_year(found[3]), month, int(found[2]), text)
    if (found := _DAY_FIRST.fullmatch(bare)) and (month := _month(found[2])):
        return _made(_year(found[3]), month, int(found[1]), text)
    if found := _COMPACT.fullmatch(bare):
        return _made(int(found[1]), int(found[2]), int(found[3]), text)
    raise BadValue(f"“{_cut(text)}” is not a day. {_why_not(bare)}")


@lru_cache(maxsize=16_384)
def readings(text: str) -> Mapping[str, date]:
    """The day that a text of three bare numbers means, by each order of `ORDERS` that reads it.

    Empty where the text is written otherwise, or no order makes a day of it.
    """
    found = _NUMBERS.fullmatch(text.strip())
    if not found:
        return {}
    days = {}
    for order in ORDERS[: 2 if len(found[4]) == 4 else 3]:
        with suppress(BadValue):
            days[order] = _made(*_in_order(found, order), text)
    return days


def clock(text: str) -> time:
    """The time of day at the end of a text; midnight where there is none.

    Raises:
        BadValue: there is no such time.
    """
    found = _CLOCK_AT_END.search(text.rstrip()[-40:])
    if not found:
        return time()
    hour, half = int(found[1]), (found[4] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        if half == "a" and hour > 11:
            raise ValueError
        return time(hour, int(found[2]), int(found[3] or 0))
    except ValueError as error:
        raise BadValue(f"“{_cut(text.strip())}” holds no time of day.") from error


def checked(value: date) -> date:
    """The same day, if it lies within the years of the office.

    Raises:
        BadValue: it lies before `FIRST_YEAR` or after `LAST_YEAR`.
    """
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise BadValue(f"The year {value.year} lies outside {FIRST_YEAR} to {LAST_YEAR}.")
    return value


def long_day(value: date) -> str:
    """The day as the office writes it in full: "Thu 19 Nov 2026"."""
    return f"{WEEKDAYS[value.weekday()]} {value.day} {MONTHS[value.month - 1]} {value.year}"


def day_words(value: date) -> str:
    """The day without its weekday: "19 Nov 2026"."""
    return long_day(value).partition(" ")[2]


def fiscal_year(value: date, start_month: int = 7) -> int:
    """The fiscal year that holds the day, named by the calendar year in which it ends.

    Args:
        value: any day.
        start_month: month on whose first day the fiscal year starts; 1 makes it the calendar year.
    """
    return value.year + (value.month >= start_month and start_month > 1)


def add_months(value: date, count: int) -> date:
    """The same day number `count` months later (or earlier); else its last day."""
    years, month = divmod(value.year * 12 + value.month - 1 + count, 12)
    return date(years, month + 1, min(value.day, calendar.monthrange(years, month + 1)[1]))


def add_years(value: date, count: int) -> date:
    """The same day and month `count` years later (or earlier); 29 Feb may become 28 Feb."""
    return add_months(value, 12 * count)


def _in_order(found: re.Match[str], order: str) -> tuple[int, int, int]:
    """Year, month and day of three bare numbers."""
    one, two, three = found[1], found[3], found[4]
    if order == "dmy":
        return _year(three), int(two), int(one)
    if order == "ymd":
        return _year(one.zfill(2)), int(two), int(three)
    return _year(three), int(one), int(two)


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year < PIVOT else 1900)


def _month(name: str) -> int:
    """Number of the month, 0 when the word is none; three letters or more will do."""
    word = name.lower()
    return next(
        (number for number, month in enumerate(_MONTH_NAMES, 1) if month.startswith(word)), 0
    )


def _why_not(bare: str) -> str:
    """What a text lacks to be a day."""
    said = (why for shape, why in _WHY_NOT if len(bare) <= 60 and shape.fullmatch(bare))
    return next(said, "Write it like 11/19/2026 or 2026-11-19.")


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."


def _made(year: int, month: int, number: int, text: str) -> date:
    if not 1 <= month <= 12:
        raise BadValue(f"“{text.strip()}” is not a day. There is no month {month}.")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadValue(
            f"“{text.strip()}” is not a day. "
            f"The year {year} lies outside {FIRST_YEAR} to {LAST_YEAR}."
        )
    if not 1 <= number <= calendar.monthrange(year, month)[1]:
        where = f"February {year}" if month == 2 and number == 29 else f"Month {month}"
        raise BadValue(f"“{text.strip()}” is not a day. {where} has no day {number}.")
    return date(year, month, number)

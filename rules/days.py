"""Calendar days: read from the shapes that people write, shown one way, counted in months."""

import calendar
import re
from datetime import date
from functools import lru_cache

from rules.errors import BadValue

FIRST_YEAR, LAST_YEAR = 1800, 2199
"""Years in which a day of the office can lie; beyond them a typing slip is certain."""

PIVOT = 30
"""A year of two digits below it lies in the 2000s, else in the 1900s, as spreadsheets take it."""

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

_CLOCK = r"(?:[T\s]\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?\s*(?:[AaPp]\.?[Mm]\.?|Z)?)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_ISO = re.compile(rf"([0-9]{{4}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}}){_CLOCK}")
_US = re.compile(rf"([0-9]{{1,2}})([-/])([0-9]{{1,2}})\2([0-9]{{4}}|[0-9]{{2}}){_CLOCK}")
_MONTH_FIRST = re.compile(
    rf"{_WEEKDAY}([a-z]{{3,9}})\.?[\s-]*([0-9]{{1,2}})(?:st|nd|rd|th)?(?:,\s*|[\s-]+)([0-9]{{4}}|[0-9]{{2}})",
    re.I,
)
_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}([0-9]{{1,2}})(?:st|nd|rd|th)?[\s-]*([a-z]{{3,9}})\.?(?:,\s*|[\s-]*)([0-9]{{4}}|[0-9]{{2}})",
    re.I,
)


@lru_cache(maxsize=16_384)
def day(text: str) -> date:
    """The day that a text means.

    Read are 2026-11-19 (also with a clock time, which is left out), 11/19/2026 and 11/19/26 (month
    first), Nov 19 2026, November 19, 2026, 19 Nov 2026, 19-Nov-26 and Thu 19 Nov 2026.

    Raises:
        BadValue: not one of these, or no such day; the reason is in the sentence.
    """
    bare = text.strip()
    if found := _ISO.fullmatch(bare):
        return _made(int(found[1]), int(found[3]), int(found[4]), text)
    if found := _US.fullmatch(bare):
        return _made(_year(found[4]), int(found[1]), int(found[3]), text)
    if (found := _MONTH_FIRST.fullmatch(bare)) and (month := _month(found[1])):
        return _made(_year(found[3]), month, int(found[2]), text)
    if (found := _DAY_FIRST.fullmatch(bare)) and (month := _month(found[2])):
        return _made(_year(found[3]), month, int(found[1]), text)
    short = text if len(text) <= 60 else f"{text[:57]}..."
    raise BadValue(f"“{short}” is not a day. Write it like 11/19/2026 or 2026-11-19.")


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

"""The two calendars of closed days: State (workers' compensation) and Court (liability).

They are generated for any year. A manager may keep other days in the Holiday sheet: `tabled` gives
a calendar in which the years that the sheet covers are taken from it alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

MONDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = 0, 3, 4, 5, 6
_ONE = timedelta(days=1)


@dataclass(frozen=True)
class Fixed:
    """A holiday on the same day each year; by how many days it moves off a Saturday or Sunday."""

    name: str
    month: int
    day: int
    saturday: int = 0
    sunday: int = 1


@dataclass(frozen=True)
class Weekday:
    """A holiday on the `nth` weekday of a month (-1: the last), `after` days later."""

    name: str
    month: int
    weekday: int
    nth: int
    after: int = 0


STATE_DAYS: tuple[Fixed | Weekday, ...] = (
    Fixed("New Year's Day", 1, 1),
    Weekday("Martin Luther King Jr. Day", 1, MONDAY, 3),
    Weekday("Presidents' Day", 2, MONDAY, 3),
    Fixed("Cesar Chavez Day", 3, 31),
    Weekday("Memorial Day", 5, MONDAY, -1),
    Fixed("Independence Day", 7, 4),
    Weekday("Labor Day", 9, MONDAY, 1),
    Fixed("Veterans Day", 11, 11, saturday=-1),
    Weekday("Thanksgiving Day", 11, THURSDAY, 4),
    Weekday("Day after Thanksgiving", 11, THURSDAY, 4, after=1),
    Fixed("Christmas Day", 12, 25),
)
"""Gov. Code 6700, 6701: a Sunday one moves to Monday, on Saturday only 11 November moves."""

COURT_DAYS: tuple[Fixed | Weekday, ...] = (
    Fixed("New Year's Day", 1, 1, saturday=-1),
    Weekday("Martin Luther King Jr. Day", 1, MONDAY, 3),
    Fixed("Lincoln's Birthday", 2, 12, saturday=-1),
    Weekday("Presidents' Day", 2, MONDAY, 3),
    Fixed("Cesar Chavez Day", 3, 31, saturday=-1),
    Weekday("Memorial Day", 5, MONDAY, -1),
    Fixed("Juneteenth", 6, 19, saturday=-1),
    Fixed("Independence Day", 7, 4, saturday=-1),
    Weekday("Labor Day", 9, MONDAY, 1),
    Weekday("Native American Day", 9, FRIDAY, 4),
    Fixed("Veterans Day", 11, 11, saturday=-1),
    Weekday("Thanksgiving Day", 11, THURSDAY, 4),
    Weekday("Day after Thanksgiving", 11, THURSDAY, 4, after=1),
    Fixed("Christmas Day", 12, 25, saturday=-1),
)
"""Code Civ. Proc. 135, Rule of Court 1.11: Saturday moves to Friday, Sunday to Monday."""


@dataclass(frozen=True)
class Calendar:
    """Saturdays, Sundays and the holidays that `rules` give; `table` overrides whole years.

    `table` maps a year to {day: name}: in such a year the holidays are those alone.
    """

    code: str
    title: str
    rules: tuple[Fixed | Weekday, ...]
    source: str
    verified: str
    table: Mapping[int, Mapping[date, str]] = field(default_factory=dict, hash=False)


STATE = Calendar("state", "State", STATE_DAYS, "Gov. Code 6700, 6701; Lab. Code 4600.4(b)", "no")
COURT = Calendar(
    "court",
    "Court",
    COURT_DAYS,
    "Code Civ. Proc. 12a, 135; Cal. Rules of Court, rule 1.11",
    "secondary",
)
CALENDARS = {calendar.code: calendar for calendar in (STATE, COURT)}


def tabled(calendar: Calendar, days: Mapping[date, str]) -> Calendar:
    """The calendar with the office's own {day: name}; a year with any of them has no others."""
    table: dict[int, dict[date, str]] = {}
    for day, name in days.items():
        table.setdefault(day.year, {})[day] = name
    return replace(calendar, table=table)


def holidays(calendar: Calendar, year: int) -> dict[date, str]:
    """The holidays observed in `year` {day: name}, oldest first; each counts where it lands."""
    if year in calendar.table:
        return dict(sorted(calendar.table[year].items()))
    return dict(_observed(calendar.rules, year))


def closed(day: date, calendar: Calendar) -> str:
    """Why nothing is open on the day ("Saturday", "Labor Day"); empty on an open day."""
    if day.weekday() >= SATURDAY:
        return "Saturday" if day.weekday() == SATURDAY else "Sunday"
    if calendar.table:
        return holidays(calendar, day.year).get(day, "")
    return _by_day(calendar.rules, day.year).get(day, "")


def next_open(day: date, calendar: Calendar) -> date:
    """The day itself when it is open, else the first open day after it."""
    while closed(day, calendar):
        day += _ONE
    return day


def previous_open(day: date, calendar: Calendar) -> date:
    """The day itself when it is open, else the last open day before it."""
    while closed(day, calendar):
        day -= _ONE
    return day


def add_open_days(day: date, count: int, calendar: Calendar) -> date:
    """The `count`-th open day after `day`, which is not counted; before it when negative."""
    step = _ONE if count > 0 else -_ONE
    for _ in range(abs(count)):
        day += step
        while closed(day, calendar):
            day += step
    return day


def open_days_between(first: date, last: date, calendar: Calendar) -> int:
    """How many open days lie after `first` up to and with `last`; 0 when `last` is not later."""
    span = (last - first).days
    return sum(not closed(first + timedelta(days=n), calendar) for n in range(1, span + 1))


@lru_cache(maxsize=1024)
def _by_day(rules: tuple[Fixed | Weekday, ...], year: int) -> dict[date, str]:
    return dict(_observed(rules, year))


def _observed(rules: tuple[Fixed | Weekday, ...], year: int) -> list[tuple[date, str]]:
    """(day, name) of each holiday observed in the year; New Year's may fall on 31 December."""
    found = [(_day_of(rule, y), rule.name) for y in (year, year + 1) for rule in rules]
    return sorted((day, name) for day, name in found if day.year == year)


def _day_of(rule: Fixed | Weekday, year: int) -> date:
    if isinstance(rule, Fixed):
        day = date(year, rule.month, rule.day)
        moves = {SATURDAY: rule.saturday, SUNDAY: rule.sunday}
        return day + timedelta(days=moves.get(day.weekday(), 0))
    if rule.nth > 0:
        first = date(year, rule.month, 1)
        day = first + timedelta(days=(rule.weekday - first.weekday()) % 7 + 7 * (rule.nth - 1))
    else:
        last = date(year, rule.month + 1, 1) - _ONE
        day = last - timedelta(days=(last.weekday() - rule.weekday) % 7)
    return day + timedelta(days=rule.after)

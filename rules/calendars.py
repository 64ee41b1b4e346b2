"""The two calendars of closed days: State (workers' compensation) and Court (liability).

They are generated for any year. A manager may keep other days in the Holiday sheet: `tabled` gives
a calendar in which the years that are written out there are taken from it alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

MONDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = 0, 3, 4, 5, 6
_ONE = timedelta(days=1)


@dataclass(frozen=True)
class Fixed:
    """A holiday on the same day each year; by how many days it moves off a Saturday or Sunday.

    `first` and `last` are the years in which it is kept, both included.
    """

    name: str
    month: int
    day: int
    saturday: int = 0
    sunday: int = 1
    first: int = 1
    last: int = 9999


@dataclass(frozen=True)
class Weekday:
    """A holiday on the `nth` weekday of a month (-1: the last), `after` days later, from the year
    `first` to the year `last`.
    """

    name: str
    month: int
    weekday: int
    nth: int
    after: int = 0
    first: int = 1
    last: int = 9999


STATE_DAYS: tuple[Fixed | Weekday, ...] = (
    Fixed("New Year's Day", 1, 1),
    Weekday("Martin Luther King Jr. Day", 1, MONDAY, 3),
    Weekday("Presidents' Day", 2, MONDAY, 3),
    Fixed("Cesar Chavez Day", 3, 31, first=2001),
    Weekday("Memorial Day", 5, MONDAY, -1),
    Fixed("Independence Day", 7, 4),
    Weekday("Labor Day", 9, MONDAY, 1),
    Fixed("Veterans Day", 11, 11, saturday=-1),
    Weekday("Thanksgiving Day", 11, THURSDAY, 4),
    Weekday("Day after Thanksgiving", 11, THURSDAY, 4, after=1),
    Fixed("Christmas Day", 12, 25),
)
"""Gov. Code 6700, 6701: a Sunday one moves to Monday, on Saturday only 11 November moves.

As they stand since 2010; what was kept before that is not verified. 31 March: Stats. 2000, ch. 213.
"""

COURT_DAYS: tuple[Fixed | Weekday, ...] = (
    Fixed("New Year's Day", 1, 1, saturday=-1),
    Weekday("Martin Luther King Jr. Day", 1, MONDAY, 3),
    Fixed("Lincoln's Birthday", 2, 12, saturday=-1),
    Weekday("Presidents' Day", 2, MONDAY, 3),
    Fixed("Cesar Chavez Day", 3, 31, saturday=-1, first=2001),
    Weekday("Memorial Day", 5, MONDAY, -1),
    Fixed("Juneteenth", 6, 19, saturday=-1, first=2023),
    Fixed("Independence Day", 7, 4, saturday=-1),
    Weekday("Labor Day", 9, MONDAY, 1),
    Weekday("Native American Day", 9, FRIDAY, 4, first=2022),
    Weekday("Columbus Day", 10, MONDAY, 2, last=2021),
    Fixed("Veterans Day", 11, 11, saturday=-1),
    Weekday("Thanksgiving Day", 11, THURSDAY, 4),
    Weekday("Day after Thanksgiving", 11, THURSDAY, 4, after=1),
    Fixed("Christmas Day", 12, 25, saturday=-1),
)
"""Code Civ. Proc. 135, Rule of Court 1.11: Saturday moves to Friday, Sunday to Monday.

Since when, from the acts that amended the section, not read in full: 31 March by Stats. 2000,
ch. 213; the fourth Friday of September in place of the second Monday of October by Stats. 2021,
ch. 283; 19 June by Stats. 2022, ch. 753.
"""

WRITTEN_OUT = range(2003, 2031)
"""The years whose holidays the office keeps as rows: there, one that is not a row is not kept."""


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

    def kept(self, year: int) -> Mapping[date, str]:
        """The holidays of a year {day: name}."""
        if year not in self._years:
            own = self.table.get(year)
            self._years[year] = dict(_observed(self.rules, year)) if own is None else own
        return self._years[year]

    @cached_property
    def _years(self) -> dict[int, Mapping[date, str]]:
        """Year -> its holidays, as far as they were asked for."""
        return {}


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
    """The calendar with the office's own {day: name}.

    A year that is written out has no others, once it has any; in another year they stand beside
    those that the rules give.
    """
    table: dict[int, dict[date, str]] = {}
    for day, name in days.items():
        if day.year not in table:
            given = () if day.year in WRITTEN_OUT else _observed(calendar.rules, day.year)
            table[day.year] = dict(given)
        table[day.year][day] = name
    return replace(calendar, table=table)


def holidays(calendar: Calendar, year: int) -> dict[date, str]:
    """The holidays observed in `year` {day: name}, oldest first; each counts where it lands."""
    return dict(sorted(calendar.kept(year).items()))


def closed(day: date, calendar: Calendar) -> str:
    """Why nothing is open on the day ("Saturday", "Labor Day"); empty on an open day."""
    if day.weekday() >= SATURDAY:
        return "Saturday" if day.weekday() == SATURDAY else "Sunday"
    return calendar.kept(day.year).get(day, "")


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


def _observed(rules: tuple[Fixed | Weekday, ...], year: int) -> list[tuple[date, str]]:
    """(day, name) of each holiday observed in the year; New Year's may fall on 31 December."""
    found = [
        (_day_of(rule, y), rule.name)
        for y in (year, year + 1)
        for rule in rules
        if rule.first <= y <= rule.last
    ]
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

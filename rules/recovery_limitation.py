"""Until when the City can sue who owes it: years by basis, rolled off closed court days."""

from dataclasses import dataclass
from datetime import date

from rules.calendars import Calendar, next_open
from rules.days import add_years, long_day
from rules.errors import BadValue


@dataclass(frozen=True)
class Period:
    """How many years a right lasts, where that stands, and whether the text was read."""

    years: int
    citation: str
    verified: str


PERIODS = {
    "property": Period(3, "Code Civ. Proc. 338(b), (c)", "secondary"),
    "statutory": Period(3, "Code Civ. Proc. 338(a); Veh. Code 17300", "secondary"),
    "emergency_response": Period(3, "Code Civ. Proc. 338(a); Gov. Code 53150", "secondary"),
    "written_contract": Period(4, "Code Civ. Proc. 337", "no"),
    "oral_contract": Period(2, "Code Civ. Proc. 339", "no"),
    "injured_employee": Period(2, "Code Civ. Proc. 335.1", "no"),
    "judgment": Period(10, "Code Civ. Proc. 683.020", "no"),
}
"""Basis of a recovery -> its period of limitation."""


@dataclass(frozen=True)
class LastDay:
    """The last day to sue, the day before it was rolled, and the working."""

    day: date
    base_date: date
    steps: tuple[tuple[str, str], ...]
    verified: str


def last_day_to_sue(damage_date: date, kind: str, *, calendar: Calendar) -> LastDay:
    """The last day on which the City can sue for a damage.

    The day of the damage is not counted. A last day on which the court is closed moves to its next
    open day.

    Args:
        damage_date: when it was damaged.
        kind: basis of the recovery, a key of `PERIODS`.
        calendar: closed court days.

    Returns:
        The day with its steps (text, citation), oldest first.

    Raises:
        BadValue: no such basis.

    Source: as `PERIODS` cites; the move, Code Civ. Proc. 12a.
    """
    period = PERIODS.get(kind)
    if period is None:
        raise BadValue(f"“{kind}” is not a basis of a recovery that has a period of limitation.")
    base = add_years(damage_date, period.years)
    day = next_open(base, calendar)
    steps = [
        (
            f"Damage {long_day(damage_date)} + {period.years} years = {long_day(base)}",
            period.citation,
        )
    ]
    if day != base:
        steps.append((f"Courts are closed then: moves to {long_day(day)}", "Code Civ. Proc. 12a"))
    return LastDay(day, base, tuple(steps), period.verified)

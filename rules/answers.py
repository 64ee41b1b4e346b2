"""What a rule answers: a value in its unit, the working in steps, and how far it was verified."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from rules import money
from rules.dated import Row

MARKS = ("yes", "secondary", "no", "policy")
"""How far a fact was verified, from read in the law itself to a setting of the office."""

Plain = str | int | None | list[dict[str, "Plain"]]


class Step(NamedTuple):
    """One step of a working, in words that a technician would say, and what it rests on."""

    text: str
    citation: str = ""


@dataclass(frozen=True)
class Answer:
    """What a rule answers.

    `value` is in `unit`: cents for USD and USD/week, `Decimal` for weeks and percent, a day, an
    instant, a code, or None; `details` holds every further result by the name that the rule
    declares; `used` are the rows of tables that it looked up.
    """

    value: Any
    unit: str
    steps: tuple[Step, ...]
    verified: str
    details: Mapping[str, Any] = field(default_factory=dict)
    used: tuple[Row, ...] = ()


def weakest(marks: Iterable[str]) -> str:
    """The weakest of some marks; without any the strongest there is."""
    return max(marks, key=MARKS.index, default=MARKS[0])


def weakest_of(rows: Iterable[Row]) -> str:
    """The weakest mark of the rows that a rule used."""
    return weakest(row.verified for row in rows)


def plain(value: Any, unit: str) -> Plain:
    """A result as data: amounts "1234.56", weeks "30.25", days ISO, yes or no, counts as such."""
    if value is None:
        return None
    if unit in ("USD", "USD/week"):
        return money.plain(value)
    if unit == "weeks":
        return f"{value:.2f}"
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return int(value) if unit == "count" else str(value)

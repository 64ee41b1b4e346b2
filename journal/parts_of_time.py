"""Parts of time: the day, month, year or fiscal year of a day or an instant, as SQL, in words and
as filters. An instant lies on a day of the office.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import SQL, Case, NodeList, fn

from journal import settings
from journal.database import is_sqlite
from journal.expr import Condition
from rules.days import MONTHS, add_months

PARTS = ("day", "month", "year", "fiscal")
"""Parts of time by which a day or an instant is grouped, as in `loss_date:month`."""


@dataclass(frozen=True)
class PartOfTime:
    """What a part of a day is kept as: text like 2026-11."""

    kind: str = "text"


def part_of(column: Any, expression: Any, part: str) -> Any:
    """A part of the values of a column, as SQL: text that sorts as days do."""
    text = _office_time(expression) if column.kind == "instant" else expression.cast("TEXT")
    return _part_of_time(text, part)


def _office_time(column: Any) -> Any:
    """An instant as text that begins with its day in the office."""
    zone = str(settings.zone())
    if is_sqlite():
        return fn.office_day(column, zone)
    return NodeList((column, SQL(f"AT TIME ZONE 'UTC' AT TIME ZONE '{zone}'"))).cast("TEXT")


def _part_of_time(text: Any, part: str) -> Any:
    """A part of a day as text that sorts as days do; literals, since the same text stands twice in
    a statement that PostgreSQL compares.
    """
    year = fn.SUBSTR(text, SQL("1"), SQL("4"))
    if part != "fiscal":
        width = {"year": "4", "month": "7", "day": "10"}[part]
        return fn.SUBSTR(text, SQL("1"), SQL(width))
    start = settings.fiscal_start()
    if start == 1:
        return year
    later = (year.cast("INTEGER") + SQL("1")).cast("TEXT")
    month = fn.SUBSTR(text, SQL("6"), SQL("2"))
    return Case(None, [(month >= SQL(f"'{start:02d}'"), later)], year)


def words_of(part: str, value: str) -> str:
    """A part of time in words: May 2026, Fiscal year 2026-27."""
    if part == "month":
        return f"{MONTHS[int(value[5:7]) - 1]} {value[:4]}"
    if part == "fiscal" and settings.fiscal_start() > 1:
        return f"Fiscal year {int(value) - 1}-{value[2:]}"
    return value


def filters_of(path: tuple[str, ...], part: str, value: str) -> tuple[str, ...]:
    """From the first day of a part up to its last, both included."""
    first, last = _days(part, value)
    if first == last:
        return (str(Condition(path, "=", value)),)
    begin, end = Condition(path, ">=", str(first)), Condition(path, "<=", str(last))
    return str(begin), str(end)


def _days(part: str, value: str) -> tuple[date, date]:
    """The first and the last day of a part of time."""
    if part == "day":
        return (date.fromisoformat(value),) * 2
    months = 1 if part == "month" else 12
    first = date(int(value[:4]), int(value[5:7]) if part == "month" else 1, 1)
    if part == "fiscal" and settings.fiscal_start() > 1:
        first = add_months(first, settings.fiscal_start() - 13)
    return first, add_months(first, months) - timedelta(days=1)

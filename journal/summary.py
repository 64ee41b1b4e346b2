"""What the columns of all rows of a question come to: counted, added up, bounded by one query."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from peewee import SQL, fn

from journal import policy
from journal.access import GUARDED
from journal.database import limited
from journal.grouping import NUMBERS, is_added
from journal.masking import is_covered
from journal.question import FOLDED, Query, Question
from journal.reading import conditions_of, fields_of, where
from journal.stored import from_driver
from journal.values import plain
from journal.who import Who
from models import database
from rules.errors import Refused

BOUNDED = (*NUMBERS, "day", "instant")
PLACES = Decimal("0.01")
"""To so much the average of whole numbers is rounded."""


@dataclass(frozen=True)
class Column:
    """What one column comes to, as data: how many rows have a value, how many are blank; total and
    average of numbers that add up, least and most of every number and of days; None where there is
    none.
    """

    filled: int
    blank: int
    sum: Any = None
    average: Any = None
    least: Any = None
    most: Any = None


@dataclass(frozen=True)
class Summary:
    """How many rows there are, and what each column of `fields` comes to."""

    count: int
    fields: tuple
    columns: dict[str, Column]

    def guarded(self) -> dict[str, int]:
        """The medical or privileged values behind it: sensitivity -> of how many rows."""
        told: dict[str, int] = {}
        for column in self.fields:
            kind, filled = column.sensitivity, self.columns[column.name].filled
            if kind in GUARDED and filled:
                told[kind] = max(filled, told.get(kind, 0))
        return told


def summary(who: Who, question: Question) -> Summary:
    """What the columns that a question shows come to.

    Raises:
        Refused: a column is out of sight, or one that was named is covered. BadQuestion: there is
        none. TooBroad: it took more than two seconds.
    """
    with limited():
        query = Query(who, question)
        conditions = conditions_of(query)
        fields = _fields(who, question)
        asked = [part for field in fields for part in _parts(query, field)]
        rows = where(query.select(fn.COUNT(SQL("1")), *asked), conditions)
        count, *found = database.execute(rows).fetchone()
    columns, at = {}, 0
    for field in fields:
        width = len(_parts(query, field))
        columns[field.name] = _column(field, count, found[at : at + width])
        at += width
    return Summary(count, fields, columns)


def _fields(who: Who, question: Question) -> tuple:
    fields = fields_of(who, question)
    covered = [field for field in fields if is_covered(field)]
    if covered and question.columns not in (None, ("*",)):
        raise Refused(policy.MASKED)
    return tuple(field for field in fields if not is_covered(field))


def _parts(query: Query, field: Any) -> list[Any]:
    """What is asked of a column: how many have a value, then its bounds, then its total."""
    column = getattr(query.base, field.name)
    filled = fn.NULLIF(column, "") if field.kind in FOLDED else column
    parts = [fn.COUNT(filled)]
    if field.kind in BOUNDED:
        parts += [fn.MIN(column), fn.MAX(column)]
    if is_added(field):
        parts.append(fn.SUM(column))
    return parts


def _column(field: Any, count: int, found: list[Any]) -> Column:
    filled, read = found[0], from_driver(field)

    def data(value: Any) -> Any:
        return None if value is None else plain(field, read(value) if read else value)

    least, most = (data(value) for value in found[1:3]) if len(found) > 1 else (None, None)
    if not is_added(field) or found[3] is None:
        return Column(filled, count - filled, least=least, most=most)
    total = int(found[3])
    return Column(filled, count - filled, data(total), _average(field, total, filled), least, most)


def _average(field: Any, total: int, filled: int) -> str:
    """The average as data, half up: of amounts to the cent, of whole numbers to two decimals."""
    exact = Decimal(total) / filled
    if field.kind == "whole":
        return f"{exact.quantize(PLACES, ROUND_HALF_UP):f}"
    stored = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    return str(plain(field, field.python_value(stored)))

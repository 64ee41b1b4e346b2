"""Whether a row of the office fits its statutory table, and the rows of the office beside it."""

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

from journal.chunk import Chunk
from models import StatutoryRow
from rules import dated_rows
from rules.dated import KINDS
from rules.days import day_words
from rules.errors import Problem

SHEET = "statutoryrow"
DECIDING = frozenset({"table", "code", "values"})
"""Columns on which it depends whether a row fits."""

Place = tuple[str, str]
"""Table, and code of the row; empty where a day has one."""


def misfits(row: dict[str, Any]) -> Iterator[dated_rows.Wrong]:
    """What keeps a row, as it is stored or as it was read, out of its table."""
    values = row.get("values")
    if isinstance(values, str):
        values = json.loads(values)
    yield from dated_rows.problems(row.get("table") or "", row.get("code"), values)


def problems(row_id: int | None, row: dict[str, Any]) -> Iterator[Problem]:
    """The same as problems of the columns of the sheet."""
    for place, words in misfits(row):
        column = place if place in ("table", "code") else "values"
        yield Problem(SHEET, row_id, column, row.get(column), words)


def overlaps(chunk: Chunk) -> Iterator[Problem]:
    """Rows that a chunk makes or changes, and that share days with another of the same code.

    A row without a last day gives way to one that begins later.
    """
    written = [
        (old, row) for old, row in chunk.before_and_after(StatutoryRow) if not row.get("trashed_at")
    ]
    if not written:
        return
    rows = [row for _, row in written]
    beside: dict[Place, list[dict]] = defaultdict(list)
    for row in (*_standing(chunk, rows), *rows):
        beside[_place(row)].append(row)
    for old, row in written:
        clashes = (clash(row, other) for other in beside[_place(row)] if other is not row)
        if words := next(filter(None, clashes), ""):
            row_id = row["id"] if old else None
            yield Problem(SHEET, row_id, "first_day", row["first_day"], words)


def clash(row: dict[str, Any], other: dict[str, Any]) -> str:
    """Why two rows of one code cannot stand side by side; empty where they can."""
    (first, last), (begins, ends) = _days(row), _days(other)
    if first is None or begins is None:
        return ""
    until = f" to {day_words(ends)}" if ends else ""
    stands = f"The office has a row from {day_words(begins)}{until} already"
    if first == begins:
        return f"{stands}. Change that one."
    meets = (ends and begins < first <= ends) or (last and first < begins <= last)
    return f"{stands}, and a day has one row. Let the earlier one end first." if meets else ""


def _days(row: dict[str, Any]) -> tuple[date | None, date | None]:
    """First and last day; what is no day yet is said elsewhere."""
    return _day(row.get("first_day")), _day(row.get("last_day"))


def _day(value: Any) -> date | None:
    if isinstance(value, date) or not value:
        return value or None
    with suppress(ValueError):
        return date.fromisoformat(value)
    return None


def _place(row: dict[str, Any]) -> Place:
    return row.get("table") or "", row.get("code") or ""


def _standing(chunk: Chunk, written: list[dict]) -> list[dict[str, Any]]:
    """The rows of the same tables that stand and are not written by the chunk."""
    own = {row["id"] for row in written} | chunk.now[StatutoryRow].keys()
    query = StatutoryRow.select().where(
        StatutoryRow.table << sorted({_place(row)[0] for row in written} & KINDS.keys()),
        StatutoryRow.trashed_at.is_null(),
    )
    return [row for row in query.dicts() if row["id"] not in own]

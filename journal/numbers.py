"""Drawing the number that a row is known by, where it was left blank: per series, without gaps.

The next number follows the highest of its series that ever stood in the sheet, in the trash or
before a
renumbering, or is given in the same batch; so a register which brings numbers of the office's own
series goes on where it ended, and no number means two records. Drawn under the write lock.
"""

import string
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from journal import settings
from journal.database import is_sqlite, run
from journal.twins import past_name
from models import meta
from rules.days import fiscal_year


def draw(model, creates: list, on: date, highest: Callable[[Any, str, str], int]) -> None:
    """Fill the blank key of each row to be made, in order; the format is the setting `<key>_format`
    or the sheet's. `highest` tells where a series stands.
    """
    key = model._meta.key[0]
    pattern = settings.get(f"{key}_format", meta(model, "number", None))
    blank = [create for create in creates if not create.values.get(key)]
    if not pattern or not blank:
        return
    running = "{n" in pattern
    given = [create.values[key] for create in creates if create.values.get(key)]
    next_of: dict[str, int] = {}
    for create in blank:
        facts = {
            "id": create.row_id,
            "line": create.values.get("line") or "",
            "year": _year(create.values, on),
        }
        if running:
            series = _series(pattern, facts)
            if series not in next_of:
                next_of[series] = 1 + max(highest(model, key, series), _highest_of(given, series))
            facts["n"] = next_of[series]
            next_of[series] += 1
        create.values[key] = pattern.format(**facts)


def lock(model) -> None:
    """One lock for all series of a sheet: two batches never wait for each other's."""
    if not is_sqlite():
        run("SELECT pg_advisory_xact_lock(hashtext(?))", (f"{model._meta.table_name} numbers",))


def _year(values: dict, on: date) -> int:
    return fiscal_year(on, settings.fiscal_start())


def _series(pattern: str, facts: dict) -> str:
    """The fixed text before the running number, which is always last in the format."""
    parts: Iterable = string.Formatter().parse(pattern)
    text = ""
    for literal, name, spec, _ in parts:
        text += literal
        if name and name != "n":
            text += format(facts[name], spec or "")
    return text


def _highest_of(given: Iterable[str], series: str) -> int:
    tails = (key[len(series) :] for key in given if key.startswith(series))
    return max((int(t) for t in tails if t.isascii() and t.isdigit() and len(t) < 10), default=0)


def highest(model, key: str, series: str) -> int:
    """The highest running number of a series in a sheet and its past, 0 when it is empty; asked
    under the lock of the sheet's numbers.
    """
    lock(model)
    tables, column = (model._meta.table_name, past_name(model)), getattr(model, key).column_name
    return max(highest_in(table, column, series) for table in tables)


def highest_in(table: str, column: str, series: str) -> int:
    """The highest running number of a series in one table; longer numbers are higher."""
    upper = series[:-1] + chr(ord(series[-1]) + 1) if series else chr(0x10FFFF)
    tail = f'substr("{column}", {len(series) + 1})'
    digits = f"{tail} NOT GLOB '*[^0-9]*'" if is_sqlite() else f"{tail} ~ '^[0-9]+$'"
    condition = f"{digits} AND length({tail}) BETWEEN 1 AND 9"
    collate = "" if is_sqlite() else ' COLLATE "C"'
    row = run(
        f'SELECT "{column}" FROM "{table}" WHERE "{column}"{collate} >= ? AND '
        f'"{column}"{collate} < ? '
        f'AND {condition} ORDER BY length("{column}") DESC, "{column}" DESC LIMIT 1',
        (series, upper),
    ).fetchone()
    return int(row[0][len(series) :]) if row else 0

"""Drawing the number that a row is known by, where it was left blank: per series, without gaps.

The next number follows the highest of its series that stands in the sheet, trash included, so that
a register
which brings numbers of the office's own series goes on where it ended. Drawn under the write lock.
"""

import string
from collections.abc import Iterable
from datetime import date

from journal import settings
from journal.database import is_sqlite, run
from models import meta
from rules.days import fiscal_year


def draw(model, creates: list, on: date) -> None:
    """Fill the blank key of each row to be made, in order; the format is the setting `<key>_format`
    or the sheet's.
    """
    key = model._meta.key[0]
    pattern = settings.get(f"{key}_format", meta(model, "number", None))
    if not pattern:
        return
    next_of: dict[str, int] = {}
    for create in creates:
        if create.values.get(key):
            continue
        facts = {
            "id": create.row_id,
            "line": create.values.get("line") or "",
            "year": _year(create.values, on),
        }
        if "{n" not in pattern:
            create.values[key] = pattern.format(**facts)
            continue
        series = _series(pattern, facts)
        number = next_of.get(series) or _highest(model, key, series) + 1
        next_of[series] = number + 1
        create.values[key] = pattern.format(n=number, **facts)


def _year(values: dict, on: date) -> int:
    return fiscal_year(on, int(settings.get("fiscal_year_start_month") or "7"))


def _series(pattern: str, facts: dict) -> str:
    """The fixed text before the running number, which is always last in the format."""
    parts: Iterable = string.Formatter().parse(pattern)
    text = ""
    for literal, name, spec, _ in parts:
        text += literal
        if name and name != "n":
            text += format(facts[name], spec or "")
    return text


def _highest(model, key: str, series: str) -> int:
    """The highest running number of a series, 0 when it is empty. Longer numbers are higher."""
    table, column = model._meta.table_name, getattr(model, key).column_name
    if not is_sqlite():
        run("SELECT pg_advisory_xact_lock(hashtext(?))", (f"{table}:{series}",))
    upper = series[:-1] + chr(ord(series[-1]) + 1)
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

"""Whether a row fits its statutory table: the table, the code of the row, each value by its column.

What the office writes passes here, whichever way it comes; see `journal.checks`.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, NamedTuple

from rules.dated import KINDS, Column, Kind, shipped
from rules.permanent_disability import LEAST, MOST, STEP

LONGEST = 1_000
FEW = 10
"""Up to so many known names are all said; of more, those that look alike."""

LEAP_YEAR = 2024
TABLE, CODE, VALUES = "table", "code", "values"
"""Places beside the columns of the table: its name, the row's code, the values as a whole."""

_SHAPES = {
    "count": (re.compile(r"-?[0-9]{1,4}"), "a whole number such as 90"),
    "percent": (re.compile(r"[0-9]{1,2}(\.[0-9]{1,2})?"), "a percent from 0.25 to 99.75"),
    "years": (re.compile(r"[1-9][0-9]?"), "a number of years such as 3"),
    "weeks": (re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?"), "a number of weeks such as 3 or 4.5"),
    "USD": (re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?"), "an amount such as 1764.11"),
    "USD/week": (re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?"), "an amount a week such as 1764.11"),
    "USD/mile": (re.compile(r"[0-9]{1,3}(\.[0-9]{1,4})?"), "dollars a mile such as 0.725"),
}
"""Unit -> how a value is written, and what it is called."""

_ORDERED = (("min_weekly", "max_weekly"), ("percent_from", "percent_to"))
"""Columns of which the first is at most the second."""


class Wrong(NamedTuple):
    """What is wrong with a row: the place (a column of its table, or one of the names above)."""

    place: str
    sentence: str


def problems(table: str, code: str | None, values: Any) -> Iterator[Wrong]:
    """Everything that keeps a row out of its table.

    Args:
        table: name of the table.
        code: which of the rows of one day; None or empty where a day has one.
        values: column -> value, as text or as a number.
    """
    kind = KINDS.get(table)
    if kind is None:
        yield Wrong(TABLE, f"“{table}” is no statutory table. {_close(table, _TABLES)}")
    elif not kind.added:
        words = f"“{kind.title}” takes no rows: its amounts are the City's authority limits."
        yield Wrong(TABLE, words)
    elif not isinstance(values, Mapping):
        names = " and ".join(kind.columns)
        yield Wrong(VALUES, f"The values of “{kind.title}” are {names}, each with its name.")
    else:
        texts = {name: _text(value) for name, value in values.items()}
        yield from _code_problems(kind, code or "", texts)
        yield from _value_problems(kind, texts)
        yield from _order_problems(kind, {**texts, kind.key: code or ""})


def codes(kind: Kind) -> tuple[str, ...]:
    """The codes that a row may have, in the order of the shipped table; none where any band may."""
    if kind.key_column is None or kind.key_column.unit != "code":
        return ()
    return tuple(dict.fromkeys(row.text(kind.key) for row in shipped(kind.name).rows))


def fault(column: Column, text: str) -> str:
    """What is wrong with a value of a column, in a sentence that names it; empty where it fits."""
    if not text:
        return "" if column.optional else f"{column.label} is missing."
    if len(text) > LONGEST:
        return f"{column.label} is too long: {len(text)} characters, at most {LONGEST:,}."
    if column.choices and text not in column.choices:
        return f"{column.label}: “{text}” is not one of {', '.join(column.choices)}."
    if column.unit not in _SHAPES:
        return ""
    shape, called = _SHAPES[column.unit]
    fits = shape.fullmatch(text) and (column.unit != "percent" or _is_rating(Decimal(text)))
    return "" if fits else f"{column.label}: “{text}” is not {called}."


def _code_problems(kind: Kind, code: str, texts: Mapping[str, str]) -> Iterator[Wrong]:
    column = kind.key_column
    if column is None:
        if code:
            yield Wrong(CODE, f"“{kind.title}” has one row a day: it bears no code.")
        return
    known = codes(kind)
    if not code:
        words = f"“{kind.title}” has a row for each {column.label.lower()}: say which this one is."
        yield Wrong(CODE, words)
    elif known and code not in known:
        words = f"“{code}” is no {column.label.lower()} of “{kind.title}”. "
        yield Wrong(CODE, words + _close(code, known))
    elif not known and (words := fault(column, code)):
        yield Wrong(CODE, words)
    if texts.get(kind.key, code) != code:
        yield Wrong(CODE, f"The values name “{texts[kind.key]}”, the row “{code}”.")


def _value_problems(kind: Kind, texts: Mapping[str, str]) -> Iterator[Wrong]:
    for name in sorted(texts.keys() - kind.columns.keys() - {kind.key}):
        names = ", ".join(kind.columns)
        yield Wrong(VALUES, f"“{name}” is no column of “{kind.title}”. It has {names}.")
    for name, column in kind.columns.items():
        if words := fault(column, texts.get(name, "")):
            yield Wrong(name, words)


def _order_problems(kind: Kind, texts: Mapping[str, str]) -> Iterator[Wrong]:
    """Values that fit each by itself and not together."""
    columns = {**kind.columns, **({kind.key: kind.key_column} if kind.key_column else {})}
    for first, second in _ORDERED:
        if first in columns and second in columns:
            low, high = texts.get(first, ""), texts.get(second, "")
            both = _fits(columns[first], low) and _fits(columns[second], high)
            if both and Decimal(low) > Decimal(high):
                words = f"{columns[second].label} ({high}) is below "
                yield Wrong(second, f"{words}{columns[first].label.lower()} ({low}).")
    if texts.get("unit") == "fixed_date" and not _is_fixed_date(texts.get("count", "")):
        words = f"Count: “{texts.get('count', '')}” is no day of the year, as 301 is 1 March."
        yield Wrong("count", words)


def _fits(column: Column | None, text: str) -> bool:
    return column is not None and bool(text) and not fault(column, text)


def _is_rating(percent: Decimal) -> bool:
    return LEAST <= percent <= MOST and not percent % STEP


def _is_fixed_date(text: str) -> bool:
    """Whether month and day stand in a count, as 301 is 1 March."""
    if not re.fullmatch(r"[0-9]{3,4}", text):
        return False
    try:
        date(LEAP_YEAR, int(text) // 100, int(text) % 100)
    except ValueError:
        return False
    return True


def _text(value: Any) -> str:
    """A value as text; what is neither text nor a number fits nowhere."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return "" if value is None else repr(value)


def _close(text: str, known: tuple[str, ...]) -> str:
    if len(known) <= FEW:
        return f"There are {', '.join(known)}."
    near = get_close_matches(text, known, 3, 0.5)
    return f"Did you mean {' or '.join(near)}?" if near else "Look it up in the table."


_TABLES = tuple(name for name, kind in KINDS.items() if kind.added)

"""Values as the journal holds them, the same on both engines: whole numbers, text, yes/no and
nothing.

A day is its ISO text, an instant its UTC text, an amount its cents. Digests are taken over this
form.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from itertools import repeat
from json.encoder import encode_basestring
from typing import Any

from journal.columnwise import is_one
from journal.twins import kept
from sheets.prepared import prepared

_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


def _instant(value: Any) -> Any:
    if isinstance(value, datetime):
        if value.tzinfo:
            value = value.astimezone(UTC).replace(tzinfo=None)
        return value.isoformat(" ")
    return value


def _day(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _yesno(value: Any) -> Any:
    return None if value is None else bool(value)


def _same(value: Any) -> Any:
    return value


@prepared()
def storing(field) -> Callable[[Any], Any]:
    """The function that turns a Python value of the column into its stored form."""
    if field.kind in ("quantity", "json"):
        return field.db_value
    return {"instant": _instant, "day": _day, "yesno": _yesno}.get(field.kind, _same)


@prepared()
def storers(model) -> dict[str, Callable[[Any], Any]]:
    """For each column of a sheet the function that gives the stored form, ready for many rows."""
    return {f.name: storing(f) for f in model._meta.sorted_fields if f.name != "id"}


@prepared()
def from_database(field) -> Callable[[Any], Any]:
    """The function that turns what the driver returns into the stored form."""
    return (
        {"instant": _instant, "day": _day, "yesno": _yesno}.get(field.kind, _same)
        if _typed(field)
        else _same
    )


def _typed(field) -> bool:
    return hasattr(field, "kind")


@prepared()
def to_python(field) -> Callable[[Any], Any]:
    """The function that turns a stored value into the Python value of the column."""
    if field.kind == "day":
        return lambda value: None if value is None else date.fromisoformat(value)
    if field.kind == "instant":
        return lambda value: (
            None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)
        )
    if field.kind in ("quantity", "json"):
        return field.python_value
    return _same


@prepared()
def from_driver(field) -> Callable[[Any], Any] | None:
    """The function that turns what the driver returns for a column, where it is not blank, into the
    Python value; None where it is the value already.
    """
    kind = getattr(field, "kind", "")
    if kind in ("quantity", "json"):
        return field.python_value
    reads: dict[str, Callable[[Any], Any]]
    reads = {"day": _read_day, "instant": _read_instant, "yesno": bool}
    return reads.get(kind)


def _read_day(value: Any) -> date:
    """A day from its text or from what the driver made of it."""
    if isinstance(value, str):
        return date.fromisoformat(value)
    return value.date() if isinstance(value, datetime) else value


def days_from_driver(values: Sequence[Any]) -> list[date | None]:
    """The days of a column: SQLite has them as text, which is read in one go."""
    try:
        return [None if value is None else date.fromisoformat(value) for value in values]
    except TypeError:
        return [None if value is None else _read_day(value) for value in values]


def _read_instant(value: Any) -> datetime:
    """An instant from its UTC text or from what the driver made of it."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


@prepared()
def _readers(model) -> tuple[tuple[str, ...], tuple[tuple[str, Callable[[Any], Any]], ...]]:
    """The columns of a sheet, and those of them that a driver may return in another form."""
    reads = ((f.name, from_database(f)) for f in kept(model))
    return tuple(f.name for f in kept(model)), tuple(pair for pair in reads if pair[1] is not _same)


def row_of(model, raw: tuple) -> dict[str, Any]:
    """A row as the driver returned it, in the order of the kept columns, as stored values by
    column.
    """
    names, reads = _readers(model)
    row = dict(zip(names, raw, strict=True))
    for name, read in reads:
        if row[name] is not None:
            row[name] = read(row[name])
    return row


def digest(row: dict[str, Any]) -> str:
    """The fingerprint of a row: its stored values without blanks and without the number of its
    batch.
    """
    said = {name: row[name] for name in _in_order(tuple(row)) if row[name] is not None}
    return sha256(_encode(said).encode()).hexdigest()


def digests(columns: Mapping[str, list[Any]]) -> Iterator[str]:
    """The fingerprint of each of many rows, given by column: what they share is said once."""
    said = [_said(name, columns[name]) for name in _in_order(tuple(columns))]
    for _, *parts in zip(columns["id"], *said, strict=False):  # what is said once has no end
        text = f"{{{','.join(filter(None, parts))}}}"
        yield sha256(text.encode()).hexdigest()


def _said(name: str, values: list[Any]) -> Iterable[str]:
    """What each row says of a column; empty where it says nothing."""
    start = f"{_encode(name)}:"
    if is_one(values):
        return repeat("" if values[0] is None else start + _encode(values[0]))
    return ["" if value is None else start + _encoded(value) for value in values]


def _encoded(value: Any) -> str:
    if value.__class__ is str:
        return encode_basestring(value)
    return f"{value}" if value.__class__ is int else _encode(value)


@lru_cache(maxsize=1024)
def _in_order(names: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of a fingerprint in its order."""
    return tuple(sorted(name for name in names if name != "batch_id"))

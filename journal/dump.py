"""Every row of every table as lines of JSON, and back again: the same text on either engine.

The first line of a table names its columns, each further line is one row in the journal's own form
of values (a day its ISO text, an instant its UTC text, an amount its cents).
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple, Protocol

import peewee
from peewee import sort_models

from journal.database import is_sqlite, run, run_many
from journal.stored import from_database
from journal.twins import PASTS
from models import TABLES, database
from rules.errors import Blocked

AT_ONCE = 500
KEPT = (*sort_models(TABLES), *PASTS)
"""Every table that a backup holds, in an order in which each link points back."""

MADE_ANEW = ("search_", "schema_migration")
"""Beginnings of the names of tables that a restore makes anew."""

_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


class Sink(Protocol):
    """Where bytes go."""

    def write(self, data: bytes, /) -> Any:
        """Take in bytes."""


class Written(NamedTuple):
    """How many rows of a table were written, and the fingerprint of their text."""

    rows: int
    sha256: str


def table_of(model: Any) -> str:
    """The name of a table."""
    return str(model._meta.table_name)


def columns_in(model: Any) -> list[str]:
    """The columns of a table, as the database names them."""
    return [f.column_name for f in model._meta.sorted_fields]


# --- Out ------------------------------------------------------------------------------------------


def write_table(model: Any, sink: Sink) -> Written:
    """Write a table as lines; inside a snapshot, so that tables agree with one another."""
    count, digest, columns = 0, sha256(), columns_in(model)
    for lines in _in_parts(_lines(model, columns)):
        text = "".join(lines).encode()
        digest.update(text)
        sink.write(text)
        count += len(lines)
    return Written(count - 1, digest.hexdigest())


def _lines(model: Any, columns: list[str]) -> Iterator[str]:
    readers = [from_database(field) for field in model._meta.sorted_fields]
    yield _encode(columns) + "\n"
    for row in _rows(model, columns):
        yield _encode([read(value) for read, value in zip(readers, row, strict=True)]) + "\n"


def _rows(model: Any, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    """Row after row, by primary key, without holding them all."""
    listed = ", ".join(f'"{c}"' for c in columns)
    order = "id, version" if model in PASTS else "id"
    statement = f'SELECT {listed} FROM "{table_of(model)}" ORDER BY {order}'
    if is_sqlite():
        yield from run(statement)
        return
    with database.connection().cursor(name=f"backup_{table_of(model)}") as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(statement)
        yield from cursor


def _in_parts(items: Iterable[Any]) -> Iterator[list[Any]]:
    """Lists of some hundred items each."""
    flow = iter(items)
    while part := list(islice(flow, AT_ONCE)):
        yield part


# --- Back -----------------------------------------------------------------------------------------


def read_table(model: Any, lines: Iterable[bytes]) -> Written:
    """Fill an empty table from its lines, inside a transaction.

    Raises:
        Blocked: the lines have other columns than the table.
    """
    flow, digest, columns = iter(lines), sha256(), columns_in(model)
    first = next(flow, b"[]")
    digest.update(first)
    if json.loads(first) != columns:
        raise Blocked(f"The backup's table {table_of(model)} has other columns than this version.")
    count = 0

    def rows() -> Iterator[list[Any]]:
        nonlocal count
        for line in flow:
            digest.update(line)
            count += 1
            yield json.loads(line)

    _fill(table_of(model), columns, rows())
    return Written(count, digest.hexdigest())


def _fill(table: str, columns: list[str], rows: Iterator[list[Any]]) -> None:
    listed = ", ".join(f'"{c}"' for c in columns)
    if is_sqlite():
        marks = ", ".join("?" * len(columns))
        for part in _in_parts(rows):
            run_many(f'INSERT INTO "{table}" ({listed}) VALUES ({marks})', part)
        return
    # One COPY a table: a link of a row to a later one of the same table is checked at its end.
    copying = f'COPY "{table}" ({listed}) FROM STDIN'
    with (
        peewee.__exception_wrapper__,
        closing(database.connection().cursor()) as cursor,
        cursor.copy(copying) as copy,
    ):
        for row in rows:
            copy.write_row(row)


def links_checked_at_the_end() -> None:
    """Let SQLite check the links of the running transaction when it ends."""
    if is_sqlite():
        run("PRAGMA defer_foreign_keys = ON")


def draw_ids_after_the_highest() -> None:
    """Let PostgreSQL draw ids after those that were filled in (SQLite does so by itself)."""
    if is_sqlite():
        return
    for model in TABLES:
        table = table_of(model)
        run(
            f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), "
            f'coalesce(max(id), 1), max(id) IS NOT NULL) FROM "{table}"'
        )


def filled() -> list[str]:
    """The tables that hold rows; tables that are not there hold none."""
    there = set(database.get_tables())
    names = [table_of(model) for model in KEPT if table_of(model) in there]
    return [name for name in names if run(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone()]

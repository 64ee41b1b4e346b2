"""The statements of a batch: rows made, rows moved to their past and changed, the record of both,
the index.
"""

from collections import defaultdict
from secrets import token_hex
from typing import Any, NamedTuple

import peewee

from journal import numbers, search_tables
from journal.checks import HISTORIC, taken
from journal.chunk import AT_ONCE, Chunk
from journal.columnwise import by_column, is_blank
from journal.database import is_sqlite, run, run_many
from journal.drafts import Create, Ref
from journal.stored import digest, digests, storing
from journal.twins import column_names, kept, past_name
from models import SHEETS, Claim, User, database, meta
from rules.errors import Blocked, Invalid, Problem
from rules.statuses import START
from sheets.prepared import prepared

LEDGER_WORDS = "is posted money: it is reversed, never put in the trash."


CHANGE_COLUMNS = (
    "batch_id",
    "sheet",
    "row_id",
    "version",
    "operation",
    "changed_columns",
    "digest",
)


def fill(chunk: Chunk) -> None:
    """Complete the rows to be made: default values and drawn numbers; sheets in one order, since
    drawing takes their locks.
    """
    for model, creates in sorted(chunk.new.items(), key=lambda pair: pair[0].__name__):
        _complete(chunk, model, creates)
    _begin_anew(chunk)


def add(chunk: Chunk, model, rows: list[dict[str, Any]]) -> None:
    """Let a chunk make further rows, of stored values: they follow from what it writes."""
    creates = [Create(model, row, Ref(model, -1)) for row in rows]
    chunk.add(model, creates)
    _complete(chunk, model, creates)


def _complete(chunk: Chunk, model, creates: list[Create]) -> None:
    highest = chunk.ahead.highest if chunk.ahead else numbers.highest
    plain, called = _defaults(model)
    for create in creates:
        if model is Claim and not create.values.get("status"):
            create.values["status"] = START.get(create.values.get("line") or "L", START["L"])
        for name, value in plain:
            create.values.setdefault(name, value)
        for name, value in called:
            if name not in create.values:
                create.values[name] = value()
    numbers.draw(model, creates, chunk.day(), highest)


def _begin_anew(chunk: Chunk) -> None:
    """A claim that has not left its start goes to the start of its new line by itself."""
    if chunk.source in HISTORIC:
        return
    for (model, row_id), given in chunk.given.items():
        if model is not Claim or "line" not in given:
            continue
        old, new = chunk.old[Claim][row_id], chunk.now[Claim][row_id]
        begun = START.get(old["line"]) != old["status"] or new["status"] != old["status"]
        if new["line"] != old["line"] and new["line"] in START and not begun:
            given["status"] = new["status"] = START[new["line"]]


@prepared()
def _defaults(model) -> tuple[tuple[tuple[str, Any], ...], tuple[tuple[str, Any], ...]]:
    """(column, default) of a sheet as stored, and of those whose default is asked for each row."""
    given = [f for f in kept(model) if f.default is not None]
    plain = tuple((f.name, storing(f)(f.default)) for f in given if not callable(f.default))
    return plain, tuple((f.name, f.default) for f in given if callable(f.default))


def put(chunk: Chunk) -> list[tuple]:
    """Write the chunk; returns its Change rows (batch, sheet, row id, version, operation, columns,
    digest).
    """
    changes: list[tuple] = []
    index = Index()
    for model in ordered(chunk.new):
        changes += _make(chunk, model, chunk.new[model], index)
    for model in ordered(chunk.now):
        changes += _change(chunk, model, index)
    insert("change", CHANGE_COLUMNS, changes)
    index.write()
    return changes


def ordered(models) -> list:
    """Sheets in an order in which every constrained link points back; Claim follows Party and
    Incident.
    """
    return sorted((model for model in models if models[model]), key=depth)


def depth(model) -> int:
    """How many sheets lie below one, along constrained links."""
    return _DEPTH.get(model, len(_DEPTH))


def _depths() -> dict[Any, int]:
    found: dict[Any, int] = {}

    def depth(model) -> int:
        if model not in found:
            found[model] = 0
            links = [
                f
                for f in model._meta.sorted_fields
                if getattr(f, "kind", "") == "link" and not f.deferred and f.rel_model is not model
            ]
            found[model] = 1 + max((depth(f.rel_model) for f in links), default=0)
        return found[model]

    for model in SHEETS:
        depth(model)
    return found


_DEPTH = _depths()


def _make(chunk: Chunk, model, creates: list[Create], index: "Index") -> list[tuple]:
    made = new_rows(chunk, model, creates, index)
    insert(model._meta.table_name, made.columns, made.rows)
    return made.changes


class NewRows(NamedTuple):
    """Rows of one sheet ready for the table, with the Change rows that record them."""

    columns: tuple[str, ...]
    rows: list[tuple]
    changes: list[tuple]


def new_rows(chunk: Chunk, model, creates: list[Create], index: "Index") -> NewRows:
    """The rows to be made; their texts go into the index."""
    sheet, values = model.__name__.lower(), [create.values for create in creates]
    for row in values:
        row["version"], row["batch_id"] = 1, chunk.batch_id
        index.put(model, row)
    by_name = by_column(values)
    changes = [
        (chunk.batch_id, sheet, row_id, 1, "create", None, told)
        for row_id, told in zip(by_name["id"], digests(by_name), strict=True)
    ]
    # A driver takes longer over a blank than over a value: columns that no row fills are left out.
    filled = [f for f in kept(model) if f.name in by_name and not is_blank(by_name[f.name])]
    columns = tuple(f.column_name for f in filled)
    rows = list(zip(*(by_name[f.name] for f in filled), strict=True))
    if model is User:
        columns = (*columns, "fs_uniquifier")
        rows = [
            (*row, told.get("fs_uniquifier") or token_hex(32))
            for row, told in zip(rows, values, strict=True)
        ]
    return NewRows(columns, rows, changes)


def _change(chunk: Chunk, model, index: "Index") -> list[tuple]:
    sheet, changes, by_columns, ids = model.__name__.lower(), [], defaultdict(list), []
    for row_id, old, new, columns in _edited(chunk, model):
        operation = chunk.operations.get((model, row_id), "change")
        new["version"], new["batch_id"] = old["version"] + 1, chunk.batch_id
        ids.append(row_id)
        by_columns[tuple(columns)].append(
            (*(new[c] for c in columns), new["version"], chunk.batch_id, row_id)
        )
        changes.append(
            (
                chunk.batch_id,
                sheet,
                row_id,
                new["version"],
                operation,
                ",".join(columns),
                digest(new),
            )
        )
        index.move(model, old, new, tuple(columns))
    _to_past(model, ids, chunk.batch_id)
    table, fields = model._meta.table_name, model._meta.fields
    for columns, rows in by_columns.items():
        assigned = ", ".join(f'"{fields[c].column_name}" = ?' for c in columns)
        run_many(f'UPDATE "{table}" SET {assigned}, version = ?, batch_id = ? WHERE id = ?', rows)
    return changes


def _edited(chunk: Chunk, model):
    """The standing rows that differ; posted money is refused the trash."""
    for (sheet, row_id), operation in chunk.operations.items():
        if sheet is model:
            row = chunk.now[model][row_id]
            if operation == "trash" and _is_final(model, row):
                raise Blocked(
                    f"{meta(model, 'singular').capitalize()} {row[model._meta.key[0]]} "
                    f"{LEDGER_WORDS}"
                )
    yield from chunk.changed(model)


def _is_final(model, row: dict) -> bool:
    return bool(meta(model, "ledger", None)) and (
        model.__name__ != "Payment" or bool(row.get("posted_at"))
    )


def _to_past(model, ids: list[int], batch_id: int) -> None:
    columns = ", ".join(f'"{c}"' for c in column_names(model))
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        marks = ", ".join("?" * len(part))
        run(
            f'INSERT INTO "{past_name(model)}" ({columns}, ended_batch) '
            f'SELECT {columns}, ? FROM "{model._meta.table_name}" WHERE id IN ({marks})',
            (batch_id, *part),
        )


def insert(table: str, columns: tuple[str, ...], rows: list[tuple]) -> None:
    """Put rows into a table: many at once, by COPY on PostgreSQL."""
    if not rows:
        return
    names = ", ".join(f'"{c}"' for c in columns)
    if is_sqlite() or len(rows) < 50:
        run_many(f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})', rows)
        return
    statement = f'COPY "{table}" ({names}) FROM STDIN'
    with (
        peewee.__exception_wrapper__,
        database.connection().cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        for row in rows:
            copy.write_row(row)


class Index:
    """What the search index gains and loses by a chunk."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.gains: dict[str, list] = defaultdict(list)
        self.losses: dict[str, list] = defaultdict(list)

    def put(self, model, row: dict) -> None:
        """Take in a row that is made."""
        self._into(self.gains, model, row)

    def move(self, model, old: dict, new: dict, columns: tuple[str, ...]) -> None:
        levels = search_tables.touched(model, columns)
        if not levels:
            return
        before = {} if old.get("trashed_at") else search_tables.texts(model, old, levels)
        after = {} if new.get("trashed_at") else search_tables.texts(model, new, levels)
        place = search_tables.place(model, old["id"])
        for level in before.keys() | after.keys():
            if before.get(level) != after.get(level):
                if level in before:
                    self.losses[level].append((place, before[level]))
                if level in after:
                    self.gains[level].append((place, after[level]))

    def _into(self, side: dict, model, row: dict) -> None:
        place = search_tables.place(model, row["id"])
        for level, text in search_tables.texts(model, row).items():
            side[level].append((place, text))

    def write(self) -> None:
        search_tables.remove(self.losses)
        search_tables.add(self.gains)


def in_words(error: Exception) -> Exception:
    """A broken key or link in words; any other fault as it is."""
    text = str(error)
    for model in SHEETS:
        table = model._meta.table_name
        key = [getattr(model, name) for name in model._meta.key]
        first = f"{table}.{key[0].column_name}"
        if f"{table}_key" in text or (is_sqlite() and first in text and "UNIQUE" in text):
            return Invalid([Problem(table, None, key[0].name, None, taken(model))])
    if "FOREIGN KEY" in text.upper():
        return Blocked("A row that this one points to is not there.")
    return error

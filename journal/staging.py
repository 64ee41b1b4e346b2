"""Rows of a batch made ready before its write lock: checked, numbered, digested, kept in a scratch
database; under the lock they only move over.

What a row rests on may change until the lock is held: `Stage.holds` asks it again there. Where it
does not hold any more, the batch is written as if nothing had been prepared.
"""

import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import peewee

from journal import authority, chain, checks, derived, law, numbers, schema, writing
from journal.chunk import PARENTS, Chunk
from journal.database import is_sqlite, limits_in_words, own_transaction, run
from journal.drafts import Draft, Ref
from journal.ids import Blocks
from journal.objections import elsewhere, objections
from journal.own_power import PEOPLE
from journal.search_tables import LEVELS
from journal.who import Who
from models import Change, Diary
from rules.errors import Invalid

MOVED = 10_000
"""Rows that move over at a time where a trigger looks at each: SQLite holds all those of one
statement in memory.
"""

SCRATCH = "scratch"
"""The name of the scratch database in SQLite; in PostgreSQL tables of the session do."""


def stands_by_itself(draft: Draft) -> bool:
    """Whether a draft only makes rows, and none that changes or completes a row which stands."""
    return not (draft.edits or draft.guards) and not any(
        create.model in (*PEOPLE, Diary) or _leans(create.model, create.values)
        for create in draft.creates
    )


def _leans(model: Any, values: dict[str, Any]) -> bool:
    """Whether a row has a row above it that the draft does not make itself."""
    above = (values.get(name) for name, _ in PARENTS.get(model, ()))
    return any(parent and parent.__class__ is not Ref for parent in above)


@contextmanager
def stage(who: Who) -> Iterator["Stage"]:
    """A scratch database for the rows of one batch; it is gone at the end."""
    blocks = Blocks()
    try:
        with _scratch() as tables:
            yield Stage(who, blocks, tables)
    finally:
        blocks.end()


class Stage:
    """What was prepared of a batch, and what it rests on. `stamp` is the batch's instant."""

    def __init__(self, who: Who, blocks: Blocks, tables: "Tables") -> None:
        self._who, self._blocks, self._tables = who, blocks, tables
        self.stamp = datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
        self.content, self.changes = chain.Content(), 0
        self.deadlines = self.left_out = 0
        self.models: set[Any] = set()
        self._linked: dict[Any, set[int]] = defaultdict(set)
        self._stood: dict[tuple[Any, str, str], int] = {}
        self._law = law.mark()

    # --- before the lock ---

    def take(self, draft: Draft) -> bool:
        """Make a draft ready; false, and nothing done, where it does not stand by itself.

        Raises:
            Refused, Invalid: it cannot be written.
        """
        if not stands_by_itself(draft):
            return False
        chunk = Chunk(draft, 0, self.stamp, self)
        chunk.take_in()
        authority.need(self._who, chunk)
        writing.fill(chunk)
        if problems := list(objections(self._who, chunk)):
            raise Invalid(problems)
        derived.derive(chunk)
        self.deadlines += chunk.deadlines
        self.left_out += chunk.left_out
        self._remember_links(chunk)
        self._keep(chunk)
        return True

    def keep(self, model: Any, columns: tuple[str, ...], rows: list[tuple]) -> None:
        """Make rows ready as they are; by itself for a table that is not journaled."""
        self.models.add(model)
        self._tables.add(model._meta.table_name, columns, rows)

    def _remember_links(self, chunk: Chunk) -> None:
        for model in chunk.new:
            rows: list = [(None, values) for values in chunk.created(model)]
            for name, ids in elsewhere(chunk, model, rows).items():
                self._linked[model._meta.fields[name].rel_model] |= ids

    def _keep(self, chunk: Chunk) -> None:
        index = writing.Index()
        for model in writing.ordered(chunk.new):
            made = writing.new_rows(chunk, model, chunk.new[model], index)
            self.keep(model, made.columns, made.rows)
            self._tables.add(Change._meta.table_name, writing.CHANGE_COLUMNS, made.changes)
            self.content.add(change[1:] for change in made.changes)
            self.changes += len(made.changes)
        for level, entries in index.gains.items():
            self._tables.add(f"search_{level}", ("place", "words"), entries)

    # --- what a chunk asks while it is made ready ---

    def draw_ids(self, model: Any, count: int) -> Sequence[int]:
        """Ids that nobody else of this process is given."""
        return self._blocks.draw(model, count)

    def makes(self, model: Any, row_id: int) -> bool:
        """Whether a row is one of those made ready."""
        return self._blocks.holds(model, row_id)

    def highest(self, model: Any, key: str, series: str) -> int:
        """The highest number of a series in the office, or among the rows made ready."""
        asked = (model, key, series)
        if asked not in self._stood:
            self._stood[asked] = numbers.highest(model, key, series)
        column, table = getattr(model, key).column_name, model._meta.table_name
        ready = self._tables.names.get(table)
        return max(self._stood[asked], numbers.highest_in(ready, column, series) if ready else 0)

    # --- under the lock ---

    def holds(self) -> bool:
        """Whether all that the rows rest on still is as it was: ids, the law, numbers, links."""
        asked = sorted(self._stood.items(), key=lambda pair: pair[0][0].__name__)
        return (
            self._blocks.free()
            and law.mark() == self._law
            and all(numbers.highest(*series) == stood for series, stood in asked)
            and all(checks.visible(self._who, m, ids) == ids for m, ids in self._linked.items())
        )

    def move_over(self, batch_id: int) -> None:
        """Put the rows, their record and their texts into the office."""
        sheets = [model._meta.table_name for model in sorted(self.models, key=writing.depth)]
        search = [f"search_{level}" for level in LEVELS]
        for table in (*sheets, Change._meta.table_name, *search):
            self._tables.move(table, batch_id)


class Tables:
    """Tables of the scratch database, each like the one that its rows move to."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self._columns: dict[str, dict[str, None]] = {}
        self._counts: dict[str, int] = defaultdict(int)

    def add(self, table: str, columns: tuple[str, ...], rows: list[tuple]) -> None:
        """Append rows."""
        if table not in self.names:
            self.names[table], self._columns[table] = self._make(table), {}
        self._columns[table].update(dict.fromkeys(columns))
        self._counts[table] += len(rows)
        with own_transaction():
            writing.insert(self.names[table], columns, rows)

    def move(self, table: str, batch_id: int) -> None:
        """Insert the rows into the table itself, in their order, with the number of the batch."""
        if table not in self.names:
            return
        columns = self._columns[table]
        index = is_sqlite() and table.startswith("search_")
        known = {"place": "rowid"} if index else {}
        names = ", ".join(f'"{known.get(name, name)}"' for name in columns)
        taken = ", ".join("?" if name == "batch_id" else f'"{name}"' for name in columns)
        ready = f'INSERT INTO "{table}" ({names}) SELECT {taken} FROM "{self.names[table]}"'
        given = (batch_id,) if "batch_id" in columns else ()
        if table not in schema.looked_at():
            run(f"{ready} ORDER BY {'rowid' if is_sqlite() else 'ctid'}", given)
            return
        for start in range(0, self._counts[table], MOVED):
            part = f"{ready} WHERE rowid > ? AND rowid <= ? ORDER BY rowid"
            run(part, (*given, start, start + MOVED))

    def drop(self) -> None:
        """Take the tables away."""
        for name in self.names.values():
            run(f'DROP TABLE "{name}"')

    def _make(self, table: str) -> str:
        name = f"ready_{table}"
        if is_sqlite() and table.startswith("search_"):
            run(f'CREATE TABLE {SCRATCH}."{name}" (place INTEGER, words TEXT)')
        else:
            place = f"TABLE {SCRATCH}." if is_sqlite() else "TEMP TABLE "
            run(f'CREATE {place}"{name}" AS SELECT * FROM "{table}" WHERE 1 = 0')
        return name


@contextmanager
def _scratch() -> Iterator[Tables]:
    """Tables of this connection alone: on disk, so that memory stays flat, and outside the lock."""
    tables = Tables()
    if not is_sqlite():
        try:
            yield tables
        finally:
            with suppress(peewee.DatabaseError):  # a connection that broke took them with it
                tables.drop()
        return
    folder = Path(mkdtemp(prefix="batch-"))
    try:
        run(f"ATTACH ? AS {SCRATCH}", (str(folder / "rows.db"),))
        try:
            run(f"PRAGMA {SCRATCH}.journal_mode = OFF")
            run(f"PRAGMA {SCRATCH}.synchronous = OFF")
            shutil.rmtree(folder, ignore_errors=True)  # where open files may go, a kill leaves none
            with limits_in_words():
                yield tables
        finally:
            run(f"DETACH {SCRATCH}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)

"""The rows of one part of a batch while it is written: what stands, what is given, what will stand.

Rows are dictionaries of stored values by column. Rows to be changed are read and locked once, set
by set.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import compress
from operator import ne
from typing import Any, Protocol

import models as m
from journal import settings
from journal.database import is_sqlite, run
from journal.drafts import Create, Draft, Edit, Ref
from journal.ids import next_ids
from journal.stored import row_of, storers
from journal.twins import column_names
from rules.errors import NotFound

PARENTS = {
    m.Payment: (("claim", m.Claim), ("payee", m.Party)),
    m.Reserve: (("claim", m.Claim),),
    m.RecoveryReceipt: (("claim", m.Claim), ("recovery", m.Recovery)),
    m.RecoveryCost: (("recovery", m.Recovery),),
    m.Diary: (("claim", m.Claim),),
    m.Recovery: (("incident", m.Incident), ("claim", m.Claim)),
    m.WorkStatus: (("claim", m.Claim),),
    m.LightDutyOffer: (("claim", m.Claim),),
}
"""Sheet -> the rows above it that its own rows change or complete."""

LOCKED_FIRST = (m.Incident, m.Claim, m.Party, m.Recovery)
"""Sheets in the order in which rows are locked, before those of any other: who takes locks in one
order never waits in a ring.
"""

AT_ONCE = 5000
"""How many rows one statement names."""


class Ahead(Protocol):
    """Where the rows of a chunk go that is prepared before the write lock, and locks nothing."""

    def draw_ids(self, model: Any, count: int) -> Sequence[int]:
        """Ids for rows to be made."""

    def makes(self, model: Any, row_id: int) -> bool:
        """Whether a chunk before this one makes a row."""

    def highest(self, model: Any, key: str, series: str) -> int:
        """The highest running number of a series so far."""


class Chunk:
    """A draft on its way into the database."""

    def __init__(
        self, draft: Draft, batch_id: int, stamp: str, ahead: "Ahead | None" = None
    ) -> None:
        self.draft, self.batch_id, self.on, self.ahead = draft, batch_id, draft.on, ahead
        self.source, self.stamp = draft.source, stamp
        self.new: dict[Any, list[Create]] = defaultdict(list)
        self.old: dict[Any, dict[int, dict]] = defaultdict(dict)
        self.now: dict[Any, dict[int, dict]] = defaultdict(dict)
        self.given: dict[tuple[Any, int], dict] = {}
        self.operations: dict[tuple[Any, int], str] = {}
        self.deadlines = self.left_out = 0
        """Deadlines put into the diary, and those that passed before the ones that count."""
        self._made: dict[Any, dict[int, dict]] = defaultdict(dict)

    # --- taking the draft in ---

    def take_in(self) -> None:
        """Give the new rows their ids, read and lock the rows to be changed, and apply the edits to
        them.
        """
        for create in self.draft.creates:
            self.new[create.model].append(create)
        for model, creates in self.new.items():
            self._draw_ids(model, creates)
        for model, creates in self.new.items():
            for create in creates:
                create.values = self._stored(model, create.values)
                create.values["id"] = create.row_id
                self._made[model][create.row_id] = create.values
        self._load_edited()
        self._load_parents()

    def _draw_ids(self, model, creates: list[Create]) -> None:
        if self.ahead:
            ids = self.ahead.draw_ids(model, len(creates))
        else:
            ids = next_ids(model, len(creates), above=max(self._made[model], default=0))
        for create, row_id in zip(creates, ids, strict=True):
            create.row_id = row_id

    def _stored(self, model, values: dict) -> dict:
        found: dict[str, Any] = {}
        store = storers(model)
        for name, value in values.items():
            if value is None:
                found[name] = None
            elif value.__class__ is Ref:
                found[name] = value.model and self._id(value)
            else:
                found[name] = store[name](value)
        return found

    def _id(self, ref: Ref) -> int:
        return self.draft.creates[ref.n].row_id

    def _load_edited(self) -> None:
        wanted: dict[Any, set[int]] = defaultdict(set)
        for edit in self.draft.edits:
            wanted[edit.model].add(edit.row_id)
        for model, ids in self.draft.looked_at.items():
            wanted[model].update(ids)
        if not is_sqlite():
            self._add_above(wanted)
        for model in sorted(wanted, key=_place):
            self.load(model, wanted[model])
        for edit in self.draft.edits:
            if edit.row_id not in self.old[edit.model]:
                raise NotFound(f"The {m.meta(edit.model, 'singular')} is no longer there.")
            edit.values = self._stored(edit.model, edit.values)
            self.apply(edit)

    def _add_above(self, wanted: dict[Any, set[int]]) -> None:
        """The rows above those that are named, read without a lock, so that they are locked
        first.
        """
        for model in sorted(PARENTS, key=_place, reverse=True):
            links, standing = PARENTS[model], sorted(wanted.get(model, ()))
            rows = [tuple(row.get(name) for name, _ in links) for row in self.created(model)]
            for start in range(0, len(standing), AT_ONCE):
                columns = [getattr(model, name) for name, _ in links]
                query = model.select(*columns).where(model.id << standing[start : start + AT_ONCE])
                rows.extend(query.tuples())
            for row in rows:
                for (_, parent), row_id in zip(links, row, strict=True):
                    if row_id and row_id not in self._made[parent]:
                        wanted[parent].add(row_id)

    def apply(self, edit) -> None:
        """Set the given values of one edit on the row as it will stand."""
        key = (edit.model, edit.row_id)
        self.now[edit.model][edit.row_id].update(edit.values)
        self.given.setdefault(key, {}).update(edit.values)
        if edit.operation != "change":
            self.operations[key] = edit.operation
            row = self.now[edit.model][edit.row_id]
            row["trashed_at"] = (
                None if edit.operation == "restore" else row["trashed_at"] or self.stamp
            )

    def _load_parents(self) -> None:
        wanted: dict[Any, set[int]] = defaultdict(set)
        for model, links in PARENTS.items():
            rows = [
                *(c.values for c in self.new.get(model, ())),
                *self.now[model].values(),
                *self.old[model].values(),
            ]
            for name, parent in links:
                wanted[parent].update(row[name] for row in rows if row.get(name))
        claims = {r["claim"] for r in self.now[m.Recovery].values() if r.get("claim")}
        for parent in sorted(wanted, key=_place):
            self.load(parent, wanted[parent] - self._made[parent].keys())
        receipts = [r["recovery"] for r in self.created(m.RecoveryReceipt) if r.get("recovery")]
        claims |= {c for c in (self.row(m.Recovery, r).get("claim") for r in receipts) if c}
        self.load(m.Claim, claims - self._made[m.Claim].keys())

    def load(self, model, ids: Iterable[int]) -> None:
        """Read rows that are not yet held, and lock them where they are to be written."""
        wanted = sorted(i for i in ids if i not in self.old[model])
        lock = "" if is_sqlite() or self.ahead else " FOR UPDATE"
        for row in _read(model, wanted, lock=lock):
            self.old[model][row["id"]] = row
            self.now[model][row["id"]] = dict(row)

    # --- what follows from it ---

    def add(self, model, creates: list[Create]) -> None:
        """Make further rows, of stored values."""
        self._draw_ids(model, creates)
        for create in creates:
            create.values["id"] = create.row_id
            self._made[model][create.row_id] = create.values
        self.new[model].extend(creates)

    def edit(self, model, row_id: int, values: dict[str, Any]) -> None:
        """Change a standing row that was loaded, by stored values."""
        self.apply(Edit(model, row_id, values))

    # --- what derivations and checks ask ---

    def created(self, model) -> list[dict]:
        """The rows to be made."""
        return [create.values for create in self.new.get(model, ())]

    def makes(self, model, row_id: int) -> bool:
        """Whether the batch makes a row: this chunk, or one that was prepared before it."""
        made = row_id in self._made[model]
        return made or (self.ahead is not None and self.ahead.makes(model, row_id))

    def row(self, model, row_id: int) -> dict:
        """A row as it will stand."""
        if row_id in self._made[model]:
            return self._made[model][row_id]
        if row_id not in self.now[model]:
            self.load(model, [row_id])
        if row_id not in self.now[model]:
            raise NotFound(f"The {m.meta(model, 'singular')} is no longer there.")
        return self.now[model][row_id]

    def seen(self, model, row_id: int) -> dict:
        """A row as it will stand, or as it stands, without holding it."""
        if row_id in self._made[model] or row_id in self.now[model]:
            return self.row(model, row_id)
        return next(iter(_read(model, [row_id])), {})

    def put(self, model, row: dict, column: str, value: Any) -> None:
        """Set a derived value on a row as it will stand."""
        row[column] = value

    def written(self, model) -> Iterator[tuple[dict, dict]]:
        """(given values, row as it will stand) of each row that the draft makes or changes."""
        for create in self.new.get(model, ()):
            yield create.values, create.values
        for (sheet, row_id), given in self.given.items():
            if sheet is model:
                yield given, self.now[model][row_id]

    def before_and_after(self, model) -> Iterator[tuple[dict | None, dict]]:
        """(row as it stood or None, row as it will stand) of each row that the draft makes or
        changes.
        """
        for create in self.new.get(model, ()):
            yield None, create.values
        for sheet, row_id in self.given:
            if sheet is model:
                yield self.old[model][row_id], self.now[model][row_id]

    def changed(self, model) -> Iterator[tuple[int, dict, dict, list[str]]]:
        """(id, old row, new row, changed columns) of each standing row that differs."""
        for row_id, new in self.now[model].items():
            old = self.old[model][row_id]
            columns = list(compress(new, map(ne, new.values(), old.values())))
            if columns:
                yield row_id, old, new, columns

    def day(self) -> date:
        """The office's day of this batch: the given one, else that of the batch's instant."""
        return self.on or settings.office_day(
            datetime.fromisoformat(self.stamp).replace(tzinfo=UTC)
        )


def _read(model: Any, ids: Sequence[int], *, lock: str = "") -> Iterator[dict]:
    """Rows as stored values by column, by their ids."""
    table, columns = model._meta.table_name, ", ".join(f'"{c}"' for c in column_names(model))
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        marks = ", ".join("?" * len(part))
        cursor = run(
            f'SELECT {columns} FROM "{table}" WHERE id IN ({marks}) ORDER BY id{lock}', tuple(part)
        )
        yield from (row_of(model, raw) for raw in cursor.fetchall())


def _place(model: Any) -> tuple[int, str]:
    """Where a sheet stands in the order of locking."""
    first = LOCKED_FIRST.index(model) if model in LOCKED_FIRST else len(LOCKED_FIRST)
    return first, model.__name__

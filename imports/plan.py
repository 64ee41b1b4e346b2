"""Planning an import: every row of a file judged against the sheet, before anything is locked.

Rows are new, changed, unchanged or refused; all errors of all rows are found at once.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from imports import ledger
from imports.grid import Grid, GridRow
from imports.judging import problems
from imports.mapping import known, match
from imports.nearness import NearKeys
from imports.outcome import MOST_LISTED, Changed, ImportPlan, New, Note, Options, RefusedRow
from imports.reading import read
from imports.rows import Parsed, RowReader
from imports.standing import Standing, Stands, find_standing
from journal import policy
from journal.who import Who
from models import SHEETS, ImportRun, Role, User, UserRole, meta
from rules.errors import BadQuestion

NOT_BY_FILE = (User, Role, UserRole, ImportRun)
"""Sheets that no file fills: who may sign in, with what rights, and the office's own record."""


def plan_file(
    who: Who, model: Any, path: str | Path, options: Options, *, file_name: str | None = None
) -> ImportPlan:
    """Read a file and plan its import into a sheet.

    Raises:
        BadValue: the file cannot be read. BadQuestion: its columns cannot be matched.
        Refused: the policy does not let `who` write the sheet.
    """
    need_by_file(who, model)
    grid = read(
        path,
        known=known(model),
        tab=options.tab,
        header_row=options.header_row,
        file_name=file_name,
    )
    return plan(who, model, grid, options)


def plan(who: Who, model: Any, table: Grid, options: Options) -> ImportPlan:
    """Plan the import of a table into a sheet: nothing is written, nothing is locked.

    Raises:
        BadQuestion: its columns cannot be matched. Refused: the policy does not let `who` write.
    """
    need_by_file(who, model)
    columns = match(who, model, table.headings, given=options.columns, fixed=options.fixed)
    planner = _Planner(who, ImportPlan(model, table, columns, options))
    for rows in table.slices():
        planner.take(rows)
    return planner.plan


def need_by_file(who: Who, model: Any) -> None:
    """Refuse a sheet that no file fills, or that `who` may not write."""
    policy.need_write(who, model)
    if model not in SHEETS or model in NOT_BY_FILE:
        raise BadQuestion(
            f"{meta(model, 'plural')} are written by the office itself, not by a file."
        )


FINGERPRINT = (1 << 64) - 1
"""Of a row that was judged, number and fingerprint are kept in one number, by the hash of its key:
of a long file little more stays in memory.
"""


def _mark(row: Parsed) -> int:
    """Number and fingerprint of a row in one number."""
    return row.number << 64 | hash(repr(row.values)) & FINGERPRINT


class _Planner:
    """Judges the rows of a table, some thousands at a time."""

    def __init__(self, who: Who, made: ImportPlan) -> None:
        self.who, self.plan, self.model = who, made, made.model
        self.reader = RowReader(who, made.columns, made.grid)
        self.names = made.names
        self.seen: dict[int, int] = {}
        self.key_place = made.columns.places.get(self.model._meta.key[0], 0)
        self.near = NearKeys(self.model, made.grid, self.key_place, self._row_of)
        filled, fields = made.columns.names, made.model._meta.fields
        self.money = [name for name in filled if fields[name].kind == "money"]
        self.totals = [name for name in filled if name in ledger.totals_of(made.model)]
        made.sums = dict.fromkeys(self.money, 0)

    def take(self, rows: Sequence[GridRow]) -> None:
        """Judge one slice of rows."""
        parsed = self.reader.start(rows)
        standing = find_standing(self.who, self.plan.columns, [row.key for row in parsed])
        self.near.learn(row.key for row in parsed if row.key not in standing.rows)
        for row in parsed:
            stands = standing.rows.get(row.key)
            self.reader.finish(row, stands.values if stands else None)
            self._judge(row, stands, standing)

    def _judge(self, row: Parsed, stands: Stands | None, standing: Standing) -> None:
        posting = ledger.NOTHING
        if not row.errors:
            if self._stood_before(row):
                return
            self._check(row, stands, standing)
        if self.totals and not row.errors:
            posting = self._posting(row, stands)
        if row.errors:
            self._refuse(row)
            return
        self.seen[hash(row.key)] = _mark(row)
        self._count(row)
        for place, words in (
            *row.notes,
            *((self.plan.columns.places.get(column, 0), words) for column, words in posting.flags),
        ):
            self._note(row, place, words)
        if words := self.near.look(row.key, row.number, stands is not None):
            self._note(row, self.key_place, words)
        if stands:
            self._compare(row, stands, posting)
        else:
            self._make(row, posting)

    def _row_of(self, key: tuple[Any, ...]) -> int:
        """The row that was taken in with a key; 0 where none was."""
        return self.seen.get(hash(key), 0) >> 64

    def _stood_before(self, row: Parsed) -> bool:
        """Whether the key was taken in before: an equal row is unchanged, another refused."""
        first = self.seen.get(hash(row.key))
        if first is None:
            return False
        twice = f"{self._shown_key(row)} stands in the file twice, here and in "
        twice += self.plan.grid.address(first >> 64, self.key_place)
        if not (first ^ _mark(row)) & FINGERPRINT:
            self.plan.unchanged += 1
            self._count(row)
            self._note(row, self.key_place, f"{twice}: the rows are equal.")
        else:
            column = self.model._meta.key[0]
            self.reader.refuse(row, column, f"{twice}, with other values. Keep one of them.")
            self._refuse(row)
        return True

    def _shown_key(self, row: Parsed) -> str:
        places = self.plan.columns.places
        parts = [row.cells[places[n]] for n in self.model._meta.key if n in places]
        return f"“{' '.join(str(part).strip() for part in parts)}”"

    def _check(self, row: Parsed, stands: Stands | None, standing: Standing) -> None:
        """Judge the row as it would stand."""
        one = meta(self.model, "singular")
        if stands and stands.row_id in standing.hidden:
            words = f"This {one} is not among those that your role works with."
            self.reader.refuse(row, self.model._meta.key[0], words)
            return
        found = problems(self.who, self.plan.columns, row.values, stands, self.reader.defaults)
        for column, words in found:
            self.reader.refuse(row, column, words)

    def _posting(self, row: Parsed, stands: Stands | None) -> ledger.Posting:
        held = stands.values if stands else {}
        stated = {name: row.values[name] for name in self.totals}
        if all(cents is None or cents == held.get(name, 0) for name, cents in stated.items()):
            return ledger.NOTHING
        try:
            return ledger.posting(stated, held)
        except ledger.Difference as error:
            self.reader.refuse(row, error.column, error.sentence)
            return ledger.NOTHING

    def _make(self, row: Parsed, posting: ledger.Posting) -> None:
        values = tuple([row.values[name] for name in self.names])
        self.plan.new += 1
        self.plan.new_rows.add(tuple(New(row.number, values, _plain(posting))))

    def _compare(self, row: Parsed, stands: Stands, posting: ledger.Posting) -> None:
        old, new = stands.values, row.values
        changes = {n: (old[n], new[n]) for n in self.names if old[n] != new[n]}
        if not changes and not posting.entries:
            self.plan.unchanged += 1
            return
        held = {n: stands.values[n] or 0 for n in ledger.HELD} if posting.entries else {}
        self.plan.changed += 1
        changed = Changed(row.number, stands.row_id, stands.version, changes, _plain(posting), held)
        self.plan.changed_rows.add(tuple(changed))

    def _count(self, row: Parsed) -> None:
        for name in self.money:
            self.plan.sums[name] += row.values[name] or 0

    def _refuse(self, row: Parsed) -> None:
        self.plan.refused += 1
        errors = self.reader.errors_of(row)
        self.plan.refused_rows.add(tuple(RefusedRow(row.number, row.cells, errors)))

    def _note(self, row: Parsed, place: int, words: str) -> None:
        if len(self.plan.notes) < MOST_LISTED:
            self.plan.notes.append(Note(self.plan.grid.address(row.number, place), words))


def _plain(posting: ledger.Posting) -> tuple[tuple[str, str, int], ...]:
    return tuple([(e.sheet, e.category, e.amount) for e in posting.entries])

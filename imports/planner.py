"""Judging the rows of a table against one sheet: each is new, changed, unchanged or refused."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from imports import ledger
from imports.files.layout import blank
from imports.grid import GridRow
from imports.incurred import Incurred
from imports.judging import impossible, problems
from imports.known_values import KnownValues
from imports.mapping import label
from imports.nearness import NearKeys
from imports.older import Ages
from imports.outcome import Changed, ImportPlan, New, RefusedRow
from imports.rows import Parsed, RowReader
from imports.settling import settle
from imports.standing import Standing, Stands, changed_since, find_standing
from journal.who import Who
from models import Claim, meta
from rules import money

FINGERPRINT = (1 << 64) - 1
"""Of a row that was judged, number and fingerprint are kept in one number, by the hash of its key:
of a long file little more stays in memory.
"""

IN_SINCE = "The row has come in, or was changed, since this workbook was made: it stays as it is."

NOUGHT = (0, "0", "0.00", "$0.00", "-")

EQUAL = (
    "{}: the rows are equal, and only the first comes in{}. If both are meant, give each its own "
    "number."
)

OF_FIGURES = ("money", "quantity", "whole")
"""Kinds of columns whose values add up."""

Listed = tuple[str, str | None, Any, str]
"""Cell, column, value and reason of an error."""


def _mark(row: Parsed) -> int:
    """Number and fingerprint of a row in one number."""
    return row.number << 64 | hash(repr(row.values)) & FINGERPRINT


class Verdict(NamedTuple):
    """What became of a row that was judged; one with errors is refused. `twice` says where an equal
    row stood above.
    """

    planner: "Planner"
    row: Parsed
    stands: Stands | None
    posting: ledger.Posting
    twice: str = ""

    @property
    def again(self) -> bool:
        """Whether the row says what a row above said: nothing more comes in by it."""
        return bool(self.twice) and not self.planner.gathers


class Planner:
    """Judges the rows of a table, some thousands at a time, and keeps their outcome in the plan."""

    def __init__(
        self, who: Who, made: ImportPlan, *, salt: str = "", gathers: bool = False
    ) -> None:
        """Prepare.

        Args:
            who: under whose policy.
            made: the plan that is filled.
            salt: tells the keys apart of records that are made of one row.
            gathers: several rows may speak of one record: the first makes it, one that stands is
                left as it is.
        """
        self.who, self.plan, self.model, self.gathers = who, made, made.model, gathers
        made.columns, made.asked, notes = settle(who, made.columns, made.grid, made.options)
        for place, words in notes:
            made.notes.add(made.grid.header_row or 1, place, words)
        self.reader = RowReader(who, made.columns, made.grid, made.options.words, salt)
        self.names = made.names
        self.seen: dict[int, int] = {}
        self.key_place = made.columns.places.get(self.model._meta.key[0], 0)
        self.known = KnownValues(self.model, self.names)
        self.near = NearKeys(self.model, made.grid, self.key_place, self._row_of)
        filled, fields = made.columns.names, made.model._meta.fields
        self.money = [name for name in filled if fields[name].kind == "money"]
        self.totals = [name for name in filled if name in ledger.totals_of(made.model)]
        self.parsed: list[Parsed] = []
        self.standing = Standing()
        self.later: set[int] = set()
        self.incurred = Incurred(made.columns)
        made.sums = dict.fromkeys(self.money, 0)
        made.ages = Ages(made.options.on, made.columns.names) if made.model is Claim else None

    @property
    def figures(self) -> set[int]:
        """The columns of the file that hold amounts or counts."""
        columns, fields = self.plan.columns, self.model._meta.fields
        return {place for n, place in columns.places.items() if fields[n].kind in OF_FIGURES}

    def begin(self, rows: Sequence[GridRow]) -> None:
        """Take in one slice of rows: read their keys and find what stands."""
        self.parsed = self.reader.start(rows)
        keys = [row.key for row in self.parsed]
        self.standing = find_standing(self.who, self.plan.columns, keys)
        if (batch := self.plan.options.since) is not None:
            ids = [row.row_id for row in self.standing.rows.values()]
            self.later = changed_since(self.model, ids, batch)
        if not self.plan.columns.keyless:
            self.near.learn(key for key in keys if key not in self.standing.rows)

    def speaks(self, n: int, wanted: str) -> bool:
        """Whether a row of the slice says anything of this sheet: its key, and the cell of a wanted
        column.
        """
        cells, places = self.parsed[n].cells, self.plan.columns.places
        if wanted and (blank(cells[places[wanted]]) or cells[places[wanted]] in NOUGHT):
            return False
        return self.plan.columns.keyless or not blank(cells[self.key_place])

    def give(self, n: int, column: str, value: Any) -> None:
        """Set a value that another sheet of the same row gives."""
        self.parsed[n].values[column] = value

    def judge(self, n: int) -> Verdict:
        """What a row of the slice does; nothing is kept yet."""
        row = self.parsed[n]
        stands = self.standing.rows.get(row.key)
        self.reader.finish(row, stands.values if stands else None)
        posting, twice = ledger.NOTHING, ""
        if not row.errors:
            twice = self._stood_before(row)
            if not twice and not row.errors:
                self._check(row, stands)
        if self.totals and not row.errors and not twice:
            posting = self._posting(row, stands)
        return Verdict(self, row, stands, posting, twice)

    def errors_of(self, verdict: Verdict) -> list[Listed]:
        """The errors of a refused row, from left to right."""
        return self.reader.errors_of(verdict.row)

    def refuse(self, row: Parsed, errors: list[Listed]) -> None:
        """Keep a row as refused."""
        self.plan.refused += 1
        self.plan.refused_rows.add(tuple(RefusedRow(row.number, row.cells, errors)))

    def keep(self, verdict: Verdict) -> None:
        """Keep a row that is not refused."""
        row, stands = verdict.row, verdict.stands
        if not verdict.again:
            self._count(row)
        if verdict.twice:
            self.plan.unchanged += 1
            if verdict.again:
                self._note(row, self.key_place, EQUAL.format(verdict.twice, self._without(row)))
            return
        self.seen[hash(row.key)] = _mark(row)
        self._note_all(verdict)
        if stands and (self.plan.columns.keyless or self.gathers):
            self.plan.unchanged += 1
        elif stands:
            self._compare(row, stands, verdict.posting)
        else:
            self._make(row, verdict.posting)

    # --- parts ---

    def _without(self, row: Parsed) -> str:
        """The money of a row that does not come in."""
        fields = self.model._meta.fields
        amounts = [(name, row.values.get(name)) for name in self.money]
        told = [f"{label(fields[name])} {money.dollars(cents)}" for name, cents in amounts if cents]
        return f", without {' and '.join(told)} of this one" if told else ""

    def _row_of(self, key: tuple[Any, ...]) -> int:
        """The row that was taken in with a key; 0 where none was."""
        return self.seen.get(hash(key), 0) >> 64

    def _stood_before(self, row: Parsed) -> str:
        """Where the key was taken in before; a row that is not equal is refused."""
        first = self.seen.get(hash(row.key))
        if first is None:
            return ""
        twice = f"{self._shown_key(row)} stands in the file twice, here and in "
        twice += self.plan.grid.address(first >> 64, self.key_place)
        if self.gathers or not (first ^ _mark(row)) & FINGERPRINT:
            return twice
        column = self.model._meta.key[0]
        self.reader.refuse(row, column, f"{twice}, with other values. Keep one of them.")
        return ""

    def _shown_key(self, row: Parsed) -> str:
        places = self.plan.columns.places
        parts = [row.cells[places[n]] for n in self.model._meta.key if n in places]
        return f"“{' '.join(str(part).strip() for part in parts)}”"

    def _check(self, row: Parsed, stands: Stands | None) -> None:
        """Judge the row as it would stand."""
        one = meta(self.model, "singular")
        if stands and stands.row_id in self.standing.hidden:
            words = f"This {one} is not among those that your role works with."
            self.reader.refuse(row, self.model._meta.key[0], words)
            return
        if stands and (self.gathers or self.plan.columns.keyless):
            return
        found = problems(self.who, self.plan.columns, row.values, stands, self.reader.defaults)
        never = impossible(self.model, row.values, stands, on=self.plan.options.on)
        for column, words in (*found, *never):
            self.reader.refuse(row, column, words)

    def _posting(self, row: Parsed, stands: Stands | None) -> ledger.Posting:
        held = stands.values if stands else {}
        stated = {name: row.values[name] for name in self.totals}
        try:
            stated = ledger.expected(stated, held, self.plan.options.remaining)
            if all(cents is None or cents == held.get(name, 0) for name, cents in stated.items()):
                return ledger.NOTHING
            return ledger.posting(stated, held)
        except ledger.Difference as error:
            self.reader.refuse(row, error.column, error.sentence)
            return ledger.NOTHING

    def _make(self, row: Parsed, posting: ledger.Posting) -> None:
        values = tuple([row.values[name] for name in self.names])
        self.plan.new += 1
        if self.plan.ages:
            self.plan.ages.take(row.values)
        self.plan.new_rows.add(tuple(New(row.number, values, _plain(posting))))

    def _compare(self, row: Parsed, stands: Stands, posting: ledger.Posting) -> None:
        old, new = stands.values, row.values
        changes = {n: (old[n], new[n]) for n in self.names if old[n] != new[n]}
        if not changes and not posting.entries:
            self.plan.unchanged += 1
            return
        if stands.row_id in self.later:
            self.plan.unchanged += 1
            self._note(row, self.key_place, IN_SINCE)
            return
        held = {n: stands.values[n] or 0 for n in ledger.HELD} if posting.entries else {}
        self.plan.changed += 1
        changed = Changed(row.number, stands.row_id, stands.version, changes, _plain(posting), held)
        self.plan.changed_rows.add(tuple(changed))

    def _count(self, row: Parsed) -> None:
        for name in self.money:
            self.plan.sums[name] += row.values[name] or 0

    def _note_all(self, verdict: Verdict) -> None:
        row, places = verdict.row, self.plan.columns.places
        held = verdict.stands.values if verdict.stands else {}
        for place, words in row.notes:
            self._note(row, place, words)
        for column, words in (*verdict.posting.flags, *self.known.doubts(row.values, held)):
            self._note(row, places.get(column, 0), words)
        if words := self.incurred.differs(row.cells, held, verdict.posting):
            self._note(row, self.incurred.place or 0, words)
        if self.plan.columns.keyless or self.gathers:
            return
        if words := self.near.look(row.key, row.number, verdict.stands is not None):
            self._note(row, self.key_place, words)

    def _note(self, row: Parsed, place: int, words: str) -> None:
        self.plan.notes.add(row.number, place, words)


def _plain(posting: ledger.Posting) -> tuple[tuple[str, str, int], ...]:
    return tuple([(e.sheet, e.category, e.amount) for e in posting.entries])

"""Rows of a file into values of a sheet: every cell by its column, relations found set by set."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from imports import ledger
from imports.archive import FORMULA
from imports.cells import FORMULA_WORDS, as_known, cell_reader, odd
from imports.grid import Grid, GridRow
from imports.layout import blank
from imports.mapping import Columns, label, required
from journal import checks, policy
from journal.links import Links, find_links
from journal.values import as_text, deciding, reader
from journal.who import Who
from models import Claim, meta
from rules.errors import BadValue

ONE_FACT = {Claim: ("line", "W", "injury_date", "loss_date")}
"""Sheet -> (column, value, one, other): where the column has it, the two days are one fact."""

ROUNDED = timedelta(milliseconds=1)
"""By so much an instant may differ once a spreadsheet has kept it."""

Error = tuple[int, str | None, Any, str]
"""Index of the column in the file (-1: the whole row), column, value, reason."""


@dataclass(slots=True)
class Parsed:
    """A row on its way: what was read, the values so far, and what is wrong with it."""

    number: int
    cells: list[Any]
    marks: dict[int, str] | None
    values: dict[str, Any] = field(default_factory=dict)
    key: tuple[Any, ...] = ()
    errors: list[Error] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


class RowReader:
    """Reads the rows of one table into one sheet."""

    def __init__(self, who: Who, columns: Columns, grid: Grid) -> None:
        """Prepare a reader for each column."""
        self.who, self.columns, self.grid = who, columns, grid
        model = columns.model
        fields = model._meta.fields
        totals = ledger.totals_of(model)
        self.keys = tuple(model._meta.key)
        self.defaults = {
            f.name: f.default for f in model._meta.sorted_fields if not callable(f.default)
        }
        self.width = max((h.column for h in grid.headings), default=-1) + 1
        self.links = {n: Links() for n in columns.places if fields[n].kind == "link"}
        steps = [
            _Step(fields[name], columns.places[name], name in totals)
            for name in columns.names
            if name in columns.places
        ]
        self.key_steps = [step for step in steps if step.name in self.keys]
        self.other_steps = [step for step in steps if step.name not in self.keys]

    def start(self, rows: Sequence[GridRow]) -> list[Parsed]:
        """The rows with their keys read, and relations of all of them found."""
        for name, links in self.links.items():
            self._find_links(name, links, rows)
        return [self._with_key(row) for row in rows]

    def finish(self, row: Parsed, stands: dict[str, Any] | None) -> None:
        """Read the other columns; `stands` holds the values of the row as it stands, if it does."""
        self._read(row, self.other_steps, stands)
        self._settle_one_fact(row, stands)
        if stands is not None:
            self._settle_alike(row.values, stands)

    def refuse(self, row: Parsed, column: str | None, words: str, *, value: Any = None) -> None:
        """Record what is wrong with a row, at the cell of the column."""
        place = self.columns.places.get(column or "")
        if value is None and place is not None:
            value = shown(row.cells[place])
        row.errors.append((-1 if place is None else place, column, value, words))

    def errors_of(self, row: Parsed) -> list[tuple[str, str | None, Any, str]]:
        """(cell, column, value, reason) of each error of a row, from left to right."""
        in_order = sorted(row.errors, key=lambda error: error[0])
        return [
            (self.grid.address(row.number, place if place >= 0 else None), *rest)
            for place, *rest in in_order
        ]

    # --- parts ---

    def _find_links(self, name: str, links: Links, rows: Sequence[GridRow]) -> None:
        place = self.columns.places[name]
        target = self.columns.model._meta.fields[name].rel_model
        texts = {as_known(row.cells[place]) for row in rows if not blank(row.cells[place])}
        new = texts - links.ids.keys() - links.refused.keys()
        if new:
            within = policy.scope(self.who, target)
            found = find_links(target, sorted(new), within=within)
            links.ids |= found.ids
            links.refused |= found.refused

    def _with_key(self, row: GridRow) -> Parsed:
        parsed = Parsed(row.number, row.cells, row.marks, dict(self.columns.fixed))
        beyond = [c for c in row.cells[self.width :] if not blank(c)]
        if beyond and self.grid.tab is None:
            first = as_text(beyond[0])[:40]
            words = f"The row has cells beyond the last heading (“{first}”): a delimiter too many?"
            self.refuse(parsed, None, words)
        self._read(parsed, self.key_steps, None)
        parsed.key = tuple([parsed.values.get(name) for name in self.keys])
        return parsed

    def _read(self, row: Parsed, steps: list["_Step"], stands: dict[str, Any] | None) -> None:
        """Read the cells of some columns; this loop meets every cell of a file."""
        cells, values, marks = row.cells, row.values, row.marks
        for step in steps:
            place = step.place
            if marks is not None and place in marks and not self._takes(row, step):
                continue
            try:
                if step.plain:
                    value = step.read(cells[place])
                elif step.links:
                    value = self._linked(step, cells[place])
                else:
                    beside = self._deciding(step, row, stands)
                    value = cell_reader(step.field, beside)(cells[place])
            except BadValue as error:
                self.refuse(row, step.name, error.sentence)
                continue
            values[step.name] = self._of_blank(row, step) if value is None else value

    def _of_blank(self, row: Parsed, step: "_Step") -> Any:
        if step.required:
            one = meta(self.columns.model, "singular")
            self.refuse(row, step.name, f"{label(step.field)} is blank, and a {one} needs it.")
        return step.blank_is

    def _takes(self, row: Parsed, step: "_Step") -> bool:
        mark = (row.marks or {})[step.place]
        if mark == FORMULA:
            row.notes.append((step.name, FORMULA_WORDS))
            return True
        self.refuse(row, step.name, odd(mark), value=mark)
        return False

    def _linked(self, step: "_Step", raw: Any) -> int | None:
        if blank(raw):
            return None
        links, text = self.links[step.name], as_known(raw)
        if text in links.refused:
            raise BadValue(links.refused[text])
        return links.ids[text]

    def _deciding(self, step: "_Step", row: Parsed, stands: dict[str, Any] | None) -> Any:
        """The value on which the words of a column depend: of the file, of the row, the default."""
        name = step.deciding
        if name in row.values:
            return row.values[name]
        return stands[name] if stands else self.defaults.get(name)

    def _settle_alike(self, values: dict[str, Any], stands: dict[str, Any]) -> None:
        """Keep the value that stands where the file means the same."""
        for step in self.other_steps:
            new, old = values.get(step.name), stands[step.name]
            if new != old and self._same(step, old, new):
                values[step.name] = old

    def _same(self, step: "_Step", old: Any, new: Any) -> bool:
        """Text stored before it was cleaned, a rounded instant, a relation that is out of sight."""
        if step.links:
            return new is None and not checks.visible(self.who, step.field.rel_model, {old})
        if isinstance(old, datetime):
            return new is not None and abs(old - new) < ROUNDED
        if not isinstance(old, str) or step.field.kind not in ("text", "code", "long"):
            return False
        try:
            return bool(reader(step.field)(old) == new)
        except BadValue:
            return False

    def _settle_one_fact(self, row: Parsed, stands: dict[str, Any] | None) -> None:
        if self.columns.model not in ONE_FACT:
            return
        column, value, one, other = ONE_FACT[self.columns.model]
        here = row.values.get(column) or (stands or self.defaults).get(column)
        if here != value or one not in row.values or other not in row.values:
            return
        first, second = row.values[one], row.values[other]
        if first and second and first != second:
            words = f"{second} differs from {first}: on this line the two days are one fact."
            self.refuse(row, other, words)
        row.values[one] = row.values[other] = first or second


class _Step:
    """How one column is read."""

    __slots__ = (
        "blank_is",
        "deciding",
        "field",
        "links",
        "name",
        "place",
        "plain",
        "read",
        "required",
    )

    def __init__(self, column: Any, place: int, total: bool) -> None:
        self.field, self.name, self.place = column, column.name, place
        self.links = column.kind == "link"
        self.deciding = deciding(column)
        self.plain = not self.links and not self.deciding
        self.read: Callable[[Any], Any] = as_known if self.links else cell_reader(column)
        self.required = required(column) and not total
        self.blank_is = column.default if column.kind == "yesno" and not column.null else None


def shown(cell: Any) -> Any:
    """A cell for a list of errors: as the file has it, cut where it is long; blank is None."""
    return None if blank(cell) else as_text(cell)[:200]

"""Rows of a file into values of a sheet: every cell by its column, relations found set by set."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from imports import ledger
from imports.cells import (
    FORMULA_WORDS,
    NOTHING_WORDS,
    UNKEPT_WORDS,
    as_known,
    cell_reader,
    odd,
    says_nothing,
    without_unkept,
)
from imports.files.layout import blank
from imports.files.traits import FORMULA, NO_VALUE
from imports.grid import Grid, GridRow
from imports.manner import OFFICE, TYPED, Manner
from imports.mapping import ONE_FACT, Columns, label, required
from imports.shaping import Contents, Shape, Words, shaped
from journal import checks, policy
from journal.links import Links, find_links
from journal.values import as_text, deciding, reader, short
from journal.who import Who
from models import Claim, Payment, meta
from rules.errors import BadValue
from rules.statuses import CLOSED_SOMEHOW, closed_by_money
from rules.terms import with_article

ROUNDED = timedelta(milliseconds=10)
"""By so much an instant may differ once a spreadsheet has kept it."""

NO_KEY = {"(blank)", "blank", "n/a", "na", "none", "null", "nil", "unknown", "-", "--", "–", "—"}
"""What stands for "nothing" where a record's number should."""

NO_KEY_WORDS = "“{}” stands for nothing; {} tells one row from another."

DRAWN = (
    " The office draws a number only for what is entered by hand: in a file each row needs its own."
)

ENDS_EARLY = "The row ends before this column; what stood there stays."
NOT_POSTED = "The payment is not posted: it bears the day when it is."
AS_WRITTEN = "{} What is written is kept in “{}”."
NO_HEADING = "No heading stands above “{}”; it is not read."

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
    notes: list[tuple[int, str]] = field(default_factory=list)
    written: dict[str, str] | None = None


class RowReader:
    """Reads the rows of one table into one sheet."""

    def __init__(
        self, who: Who, columns: Columns, grid: Grid, words: Words | None = None, salt: str = ""
    ) -> None:
        """Prepare a reader for each column; `words` says what written words mean, `salt` tells the
        records apart that are made of one row.
        """
        self.who, self.columns, self.grid = who, columns, grid
        self.contents = Contents(grid, salt) if columns.keyless else None
        model = columns.model
        fields = model._meta.fields
        totals = ledger.totals_of(model)
        self.keys = tuple(model._meta.key)
        self.defaults = {
            f.name: f.default for f in model._meta.sorted_fields if not callable(f.default)
        }
        self.width = max((h.column for h in grid.headings), default=-1) + 1
        headed = {h.column for h in grid.headings}
        self.unheaded = [place for place in range(self.width) if place not in headed]
        self.links = {n: Links() for n in columns.places if fields[n].kind == "link"}
        given = words or {}
        steps = [
            _Step(
                fields[name],
                columns.places[name],
                total=name in totals,
                shape=shape,
                manner=columns.manners.get(name, OFFICE),
            )
            for name in columns.names
            if name in columns.places
            for shape in [shaped(columns.places[name], columns.joined.get(name), given.get(name))]
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
        if row.cells[-1] is None:
            self._keep_unsaid(row, stands)
        if self.columns.beside:
            self._keep_written(row, stands)
        self._settle_one_fact(row, stands)
        self._settle_by_money(row, stands)
        self._settle_posting_day(row, stands)
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
        known_by = self.columns.places.get(self.keys[0], 0)
        in_order = sorted(row.errors, key=lambda error: error[0])
        return [
            (self.grid.address(row.number, place if place >= 0 else known_by), *rest)
            for place, *rest in in_order
        ]

    # --- parts ---

    def _find_links(self, name: str, links: Links, rows: Sequence[GridRow]) -> None:
        step = next(s for s in (*self.key_steps, *self.other_steps) if s.name == name)
        target = self.columns.model._meta.fields[name].rel_model
        raws = (step.raw(row.cells) for row in rows)
        texts = {as_known(raw) for raw in raws if not blank(raw)}
        new = texts - links.ids.keys() - links.refused.keys()
        if new:
            within = policy.scope(self.who, target)
            found = find_links(target, sorted(new), within=within)
            links.ids |= found.ids
            links.refused |= found.refused

    def _with_key(self, row: GridRow) -> Parsed:
        values = dict.fromkeys(self.columns.linked) | self.columns.fixed
        parsed = Parsed(row.number, row.cells, row.marks, values)
        if self.unheaded or len(row.cells) > self.width:
            self._look_beyond(parsed)
        if self.contents is not None:
            parsed.values[self.keys[0]] = self.contents.key(row.cells)
        self._read(parsed, self.key_steps, None)
        parsed.key = tuple([parsed.values.get(name) for name in self.keys])
        first = parsed.key[0]
        if first.__class__ is str and first.casefold() in NO_KEY:
            column = self.columns.model._meta.fields[self.keys[0]]
            self.refuse(parsed, self.keys[0], NO_KEY_WORDS.format(first, label(column)))
        return parsed

    def _look_beyond(self, row: Parsed) -> None:
        """Cells that no heading names: noted in a workbook, a sign of a shift in a text file."""
        cells = row.cells
        beyond = [place for place in range(self.width, len(cells)) if not blank(cells[place])]
        if self.grid.tab is None and (beyond or len(cells) > max(self.width, self.grid.width)):
            first = f" (“{as_text(cells[beyond[0]])[:40]}”)" if beyond else ""
            words = f"The row has cells beyond the last heading{first}: a delimiter too many?"
            self.refuse(row, None, words)
            return
        for place in (*self.unheaded, *beyond):
            if not blank(cells[place]):
                row.notes.append((place, NO_HEADING.format(as_text(cells[place])[:40])))

    def _read(self, row: Parsed, steps: list["_Step"], stands: dict[str, Any] | None) -> None:
        """Read the cells of some columns; this loop meets every cell of a file."""
        cells, values, marks = row.cells, row.values, row.marks
        for step in steps:
            place, read = step.place, step.read
            if marks is not None and place in marks:
                if not self._takes(row, step):
                    continue
                read = step.typed if marks[place] == TYPED else read
            raw = cells[place] if step.shape is None else step.shape(cells)
            try:
                if step.plain:
                    value = read(raw)
                elif step.links:
                    value = self._linked(step, raw)
                else:
                    beside = self._deciding(step, row, stands)
                    value = cell_reader(step.field, beside)(raw)
            except BadValue as error:
                if not self._eased(row, step, error, stands):
                    self.refuse(row, step.name, error.sentence)
                continue
            values[step.name] = self._of_blank(row, step) if value is None else value

    def _eased(
        self, row: Parsed, step: "_Step", error: BadValue, stands: dict[str, Any] | None
    ) -> bool:
        """Whether a cell that cannot be read says that there is nothing, or is kept as written."""
        raw = step.raw(row.cells)
        if says_nothing(step.field, raw):
            row.values[step.name] = self._of_blank(row, step)
            row.notes.append((step.place, NOTHING_WORDS.format(short(raw))))
            return True
        if (shown := without_unkept(step.field, raw)) is not None:
            row.values[step.name] = step.read(shown)
            row.notes.append((step.place, UNKEPT_WORDS.format(short(shown))))
            return True
        beside = self.columns.beside.get(step.name)
        if beside is None:
            return False
        column = self.columns.model._meta.fields[beside]
        try:
            text = reader(column)(raw)
        except BadValue:
            return False
        row.values[step.name] = stands[step.name] if stands else None
        row.written = {**(row.written or {}), beside: text}
        row.notes.append((step.place, AS_WRITTEN.format(error.sentence, label(column))))
        return True

    def _keep_written(self, row: Parsed, stands: dict[str, Any] | None) -> None:
        """Put what was written where a day should stand beside it; else what stands there stays."""
        for name in self.columns.beside.values():
            if row.written and name in row.written:
                row.values[name] = row.written[name]
            elif name not in row.values:
                row.values[name] = stands[name] if stands else None

    def _of_blank(self, row: Parsed, step: "_Step") -> Any:
        model = self.columns.model
        is_key = step.name in self.keys
        if step.required and (is_key or row.cells[step.place] is not None):
            self._want(row, step, DRAWN if is_key and meta(model, "number", None) else "")
        return step.blank_is

    def _want(self, row: Parsed, step: "_Step", more: str = "") -> None:
        one = with_article(meta(self.columns.model, "singular"))
        self.refuse(row, step.name, f"{label(step.field)} is blank, and {one} needs it.{more}")

    def _takes(self, row: Parsed, step: "_Step") -> bool:
        mark = (row.marks or {})[step.place]
        if mark == TYPED:
            return True
        if mark == FORMULA:
            row.notes.append((step.place, FORMULA_WORDS))
            return True
        self.refuse(row, step.name, odd(mark), value=None if mark.startswith(NO_VALUE) else mark)
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

    def _keep_unsaid(self, row: Parsed, stands: dict[str, Any] | None) -> None:
        """Where a row of a text file ends early, the rest is not said: what stands there stays."""
        for step in self.other_steps:
            if row.cells[step.place] is not None or step.total:
                continue
            if stands is None and step.required:
                self._want(row, step)
            elif stands is not None:
                row.values[step.name] = stands[step.name]
                if stands[step.name] is not None:
                    row.notes.append((step.place, ENDS_EARLY))

    def _settle_by_money(self, row: Parsed, stands: dict[str, Any] | None) -> None:
        """A word for "closed" that leaves open how: the money that was paid decides."""
        if self.columns.model is not Claim or "status" not in row.values:
            return
        place = self.columns.places.get("status")
        said = self.columns.said.get("status") if place is None else row.cells[place]
        if said.__class__ is not str or said.strip().casefold() not in CLOSED_SOMEHOW:
            return
        paid = ledger.paid_of(row.values, stands)
        row.values["status"] = closed_by_money(paid, stands["status"] if stands else None)

    def _settle_posting_day(self, row: Parsed, stands: dict[str, Any] | None) -> None:
        """A draft bears no day of posting; a blank takes none away."""
        if self.columns.model is not Payment or "payment_date" not in row.values:
            return
        before = stands or {}
        if row.values["payment_date"] is None:
            row.values["payment_date"] = before.get("payment_date")
            return
        waiting = "draft" if row.values.get("claim") else "unallocated"
        status = row.values.get("status") or before.get("status") or waiting
        if status not in (*ledger.POSTED, "unallocated"):
            row.values["payment_date"] = before.get("payment_date")
            row.notes.append((self.columns.places.get("payment_date", 0), NOT_POSTED))

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
        "shape",
        "total",
        "typed",
    )

    def __init__(
        self, column: Any, place: int, *, total: bool, shape: Shape | None, manner: Manner
    ) -> None:
        self.field, self.name, self.place, self.shape = column, column.name, place, shape
        self.links = column.kind == "link"
        self.deciding = deciding(column)
        self.plain = not self.links and not self.deciding
        self.read: Callable[[Any], Any] = (
            as_known if self.links else cell_reader(column, None, manner)
        )
        self.typed = as_known if self.links else cell_reader(column)
        self.total = total
        self.required = required(column) and not total
        self.blank_is = column.default if column.kind == "yesno" and not column.null else None

    def raw(self, cells: list[Any]) -> Any:
        """What the row says of the column."""
        return cells[self.place] if self.shape is None else self.shape(cells)


def shown(cell: Any) -> Any:
    """A cell for a list of errors: as the file has it, cut where it is long; blank is None."""
    return None if blank(cell) else as_text(cell)[:200]

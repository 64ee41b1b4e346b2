"""What an import would do, as data: the outcome of every row, kept on disk, and the counts."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from imports import ledger
from imports.evidence import Evidence
from imports.grid import Grid, GridRow, Heading, Ignored
from imports.mapping import Columns
from imports.notes import Notes
from imports.older import Ages, Older, diary_words, passed_words
from imports.returned import REFUSED_BECAUSE
from imports.spool import Spool
from journal.values import as_text
from rules import money

MOST_LISTED = 50_000
"""Errors that are listed; beyond, they are only counted."""


@dataclass(frozen=True)
class Part:
    """Another sheet that is filled from the same row of a file.

    `columns`, `fixed` and `words` as in `Options`. `link` is the column of the main sheet that
    names the part's record (of a part that comes before), or of the part that names what the main
    row names (of one that comes after). Where the cell of `wanted` is blank or nought, a row has
    no such part.
    """

    sheet: str
    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    link: str = ""
    wanted: str = ""


@dataclass(frozen=True)
class Options:
    """What a person, or a profile, decided about an import.

    `on` is the office's day; totals are valued on it, or on `valued_on`. `columns` maps columns to
    headings (several are joined by " + ") and `fixed` columns to a value for every row; both win
    over names. `words` says for a column what written words mean. `keyless`: a row is known by its
    content and how often it occurred before. `before` and `after` are other sheets filled from the
    same row; with `claims_too` the claim that a row names is made too, where the office has none (a
    column of it is given as "claim.claimant"; None: where a profile or such a column says so).
    Rows in `left_out` are not looked at. Without a `profile` the one that fits is used,
    unless `by_shape` is off. With `strict` nothing is written when a row is
    refused. `day_orders` ("mdy", "dmy", "ymd") and `decimals` ("." or ",") say how a column is
    written and win over what it tells; `as_written` are days whose text is kept in the column
    beside them where it names no day. A record that a batch after `since` made or changed is left
    as it is. Of the columns in `remaining` the file states what remains. The new claims of a
    `historic` file keep the deadlines that have passed out of the diary. `taken` says why a column,
    a fixed value, "valued_on" or "historic" was decided without being asked.
    """

    on: date
    tab: str | None = None
    header_row: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    keyless: bool = False
    hidden: bool = True
    valued_on: date | None = None
    before: tuple[Part, ...] = ()
    after: tuple[Part, ...] = ()
    claims_too: bool | None = None
    left_out: frozenset[int] = frozenset()
    profile: str = ""
    by_shape: bool = True
    strict: bool = False
    day_orders: Mapping[str, str] = field(default_factory=dict)
    decimals: Mapping[str, str] = field(default_factory=dict)
    as_written: frozenset[str] = frozenset()
    since: int | None = None
    remaining: frozenset[str] = frozenset()
    historic: bool | None = None
    taken: Mapping[str, str] = field(default_factory=dict)


LEFT_OUT = "row left out by hand"


class RowError(NamedTuple):
    """Why a row is refused: cell as the spreadsheet names it, column or None, value, reason."""

    cell: str
    column: str | None
    value: Any
    message: str


class Control(NamedTuple):
    """A printed total beside what comes in: its row and words, the headings that it sums, amounts
    in cents printed, imported and refused, and how many rows under it are refused.

    `twice` is the amount in rows that equal one above, which are not brought in again; `twice_rows`
    are the first of them.
    """

    row: int
    text: str
    heading: str
    printed: int
    imported: int
    refused: int
    refused_rows: int
    twice: int = 0
    twice_rows: tuple[int, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether what comes in makes the printed total, to the cent."""
        return self.imported == self.printed

    def as_json(self) -> dict[str, Any]:
        """As plain data, amounts as text."""
        names = ("printed", "imported", "refused", "twice")
        amounts = {name: money.plain(getattr(self, name)) for name in names}
        return {**self._asdict(), **amounts, "agrees": self.agrees}


class New(NamedTuple):
    """A row to be made: its number, values in the order of `ImportPlan.names`, ledger entries."""

    row: int
    values: tuple[Any, ...]
    entries: tuple[tuple[str, str, int], ...]


class Changed(NamedTuple):
    """A row to be changed: its number, id and version seen, {column: (old, new)}, ledger entries.

    `held` is what the ledger of the row held, by column; empty without entries.
    """

    row: int
    row_id: int
    version: int
    changes: dict[str, tuple[Any, Any]]
    entries: tuple[tuple[str, str, int], ...]
    held: dict[str, int]


class RefusedRow(NamedTuple):
    """A row that is left out: its number, its cells as read, and its errors."""

    row: int
    cells: list[Any]
    errors: list[tuple[str, str | None, Any, str]]


def _on_disk() -> Spool:
    return Spool(tempfile.TemporaryFile())


@dataclass
class ImportPlan:
    """The outcome of every row, and where each column comes from."""

    model: Any
    grid: Grid
    columns: Columns
    options: Options
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    sums: dict[str, int] = field(default_factory=dict)
    controls: list[Control] = field(default_factory=list)
    passed: int = 0
    passed_rows: list[Ignored] = field(default_factory=list)
    left_out: int = 0
    left_out_rows: list[Ignored] = field(default_factory=list)
    asked: dict[str, Evidence] = field(default_factory=dict)
    new_rows: Spool = field(default_factory=_on_disk)
    changed_rows: Spool = field(default_factory=_on_disk)
    refused_rows: Spool = field(default_factory=_on_disk)
    before: "list[ImportPlan]" = field(default_factory=list)
    after: "list[ImportPlan]" = field(default_factory=list)
    ages: Ages | None = None
    notes: Notes = field(init=False)

    def __post_init__(self) -> None:
        """Start without notes."""
        self.notes = Notes(self.grid.address)

    @property
    def parts(self) -> "list[ImportPlan]":
        """This plan and those of the other sheets that a row fills, in the order of writing."""
        return [*self.before, self, *self.after]

    @property
    def is_historic(self) -> bool:
        """Whether deadlines that have passed stay out of the diary."""
        return bool(self.options.historic)

    @property
    def older(self) -> Older | None:
        """How far back the claims lie that it makes; None where it makes none."""
        return next((part.ages.found for part in self.parts if part.ages), None)

    @property
    def names(self) -> list[str]:
        """The columns that `New.values` holds, in order; totals become ledger rows instead."""
        return [n for n in self.columns.names if n not in ledger.totals_of(self.model)]

    @property
    def rows_read(self) -> int:
        """Rows of data in the file."""
        return self.new + self.changed + self.unchanged + self.refused

    @property
    def writes(self) -> bool:
        """Whether a commit would write anything."""
        anything = any(part.new or part.changed for part in self.parts)
        return anything and not (self.options.strict and self.refused)

    def errors(self) -> Iterator[RowError]:
        """The errors in the order of the rows, up to `MOST_LISTED`."""
        left = MOST_LISTED
        for record in self.refused_rows:
            for error in RefusedRow(*record).errors[:left]:
                left -= 1
                yield RowError(*error)

    def flush(self) -> None:
        """Write out the rows that wait in memory, so that reading them needs no room on disk."""
        for spool in self._spools():
            spool.flush()

    def close(self) -> None:
        """Remove the rows from disk."""
        for spool in self._spools():
            spool.close()
        self.grid.close()

    def _spools(self) -> Iterator[Spool]:
        for part in self.parts:
            yield from (part.new_rows, part.changed_rows, part.refused_rows)

    def as_json(self) -> dict[str, Any]:
        """What the command line prints; the commit sets `batch`.

        Beside the keys of the contract there is one more, `details`: notes (cell, message; of
        many cells of a column the first, their count, and the cells that come first), unknown
        headings, headings left_out with the reason, how many rows_left_out by hand, missing
        required columns, the ignored rows (row, reason, text), the profile that was used, the
        deadlines of the claims that it makes, what other sheets the rows fill, and the columns
        asked about, with what they tell.
        """
        return {
            "batch": None,
            "rows_read": self.rows_read,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "refused": self.refused,
            "ignored": self.ignored,
            "errors": [error._asdict() for error in self.errors()],
            "sums": {name: money.plain(cents) for name, cents in self.sums.items()},
            "details": {
                "notes": [note.as_json() for note in self.notes],
                "unknown": [heading.text for heading in self.unknown],
                "left_out": {heading.text: why for heading, why in self.columns.left_out},
                "rows_left_out": self.left_out,
                "missing": self.columns.missing,
                "ignored": [row._asdict() for row in (*self.grid.ignored, *self.passed_rows)],
                "controls": [control.as_json() for control in self.controls],
                "profile": self.options.profile or None,
                "deadlines": self.deadlines(),
                "beside": [part.counts() for part in (*self.before, *self.after)],
                "asked": {
                    name: evidence.as_json()
                    for plan in (*self.before, *self.after, self)
                    for name, evidence in plan.asked.items()
                },
            },
        }

    def deadlines(self) -> dict[str, Any]:
        """Whether its claims are older ones, and how many of their deadlines have passed; the
        commit sets what is in the diary then, and what was left out.
        """
        older = self.older
        return {
            "historic": self.is_historic,
            "passed": older.passed if older else 0,
            "in_diary": None,
            "left_out": None,
        }

    def pass_over(self, row: GridRow, reason: str) -> None:
        """Ignore a row, and list it."""
        self.passed += 1
        _list(self.passed_rows, row, reason)

    def leave_out(self, row: GridRow) -> None:
        """Leave a row out that a person does not want, and list it."""
        self.left_out += 1
        _list(self.left_out_rows, row, LEFT_OUT)

    @property
    def ignored(self) -> int:
        """Titles, totals, repeated headings and what is in already: no rows of data."""
        return len(self.grid.ignored) + self.passed

    @property
    def unknown(self) -> list[Heading]:
        """The headings that nothing is read from, in any sheet that the rows fill."""
        read = {place for part in self.parts for place in part.columns.read}
        rest = [heading for heading in self.columns.unknown if heading.column not in read]
        return [heading for heading in rest if heading.text != REFUSED_BECAUSE]

    def counts(self) -> dict[str, Any]:
        """What the plan does to its sheet, as plain data."""
        return {
            "sheet": self.model.__name__.lower(),
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "sums": {name: money.plain(cents) for name, cents in self.sums.items()},
        }


def _list(rows: list[Ignored], row: GridRow, reason: str) -> None:
    if len(rows) < MOST_LISTED:
        first = next((as_text(cell) for cell in row.cells if cell not in (None, "")), "")
        rows.append(Ignored(row.number, reason, first[:80]))


def done_words(
    *, new: int, changed: int, unchanged: int = 0, refused: int = 0, out: int = 0
) -> str:
    """What bringing a file in does, in words; `out` are the rows left out by hand."""
    counts = (new, "new"), (changed, "changed"), (unchanged, "unchanged"), (refused, "refused")
    told = (*counts, (out, "left out"))
    return ", ".join(f"{count:,} {word}" for count, word in told if count)


def besides(details: Mapping[str, Any]) -> list[str]:
    """The `details` of a result in sentences: what was noted, ignored, unknown or missing, what
    other sheets take, and how the printed totals compare with what comes in.
    """
    return [
        *(_note_words(**note) for note in details["notes"]),
        *(
            f"Row {row['row']} is ignored as a {row['reason']}: {row['text']}"
            for row in details["ignored"]
        ),
        *(f"No column is known by the heading “{text}”." for text in details["unknown"]),
        *(f"“{text}” is not read. {why}" for text, why in details["left_out"].items()),
        *(f"The file has no heading for {name}." for name in details["missing"]),
        *(_beside_words(part) for part in details["beside"]),
        *_deadline_words(details["deadlines"]),
        *_control_words(details["controls"]),
    ]


def _deadline_words(told: Mapping[str, Any]) -> list[str]:
    """What is in the diary; before the commit, what would be overdue there."""
    if told["in_diary"] is not None:
        return list(filter(None, [diary_words(told["in_diary"], told["left_out"])]))
    passed = passed_words(told["passed"], historic=told["historic"])
    return [f"{passed}."] if passed else []


def _beside_words(part: Mapping[str, Any]) -> str:
    counts = ", ".join(f"{part[name]:,} {name}" for name in ("new", "changed", "unchanged"))
    sums = "".join(f"; sum of {name}: {amount}" for name, amount in part["sums"].items())
    return f"Beside it, sheet {part['sheet']}: {counts}{sums}"


def _control_words(controls: Sequence[Mapping[str, Any]]) -> list[str]:
    """How many printed figures agree with what comes in, after those that do not."""
    lines = [_differs(one) for one in controls if not one["agrees"]]
    if controls:
        agree = len(controls) - len(lines)
        lines.append(f"Printed totals: {agree:,} of {len(controls):,} agree with what comes in.")
    return lines


def _differs(one: Mapping[str, Any]) -> str:
    """A printed figure that does not agree, and what is known of the difference."""
    why = ""
    if one["refused_rows"]:
        why += f"; {one['refused']} stands in refused rows"
    if rows := one["twice_rows"]:
        listed = ", ".join(str(row) for row in rows)
        why += f"; {one['twice']} stands in rows that equal one above (row {listed})"
    return (
        f"Row {one['row']}, “{one['text']}”: {one['printed']} is printed for {one['heading']}, "
        f"{one['imported']} comes in{why}."
    )


def _note_words(cell: str, message: str, count: int, cells: list[str]) -> str:
    more = f" and {count - 1:,} more cells of its column" if cells[1:] else ""
    return f"{cell}{more}: {message}" if cell else message

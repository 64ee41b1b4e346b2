"""A table as it was read: its headings, its rows with their numbers, and what was left out."""

import shutil
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple

from imports.files.layout import blank
from imports.files.totals import Total
from imports.merged import Merged, Spread
from imports.names import address, letters
from imports.spool import Spool


class Heading(NamedTuple):
    """A heading: index of its column from 0, and its text on one line."""

    column: int
    text: str


class Ignored(NamedTuple):
    """A row that is not data: number, why, how it starts.

    Why is "title", "total", "repeated header", or "hidden" where hidden rows are not wanted.
    """

    row: int
    reason: str
    text: str


class GridRow(NamedTuple):
    """A row of data: its number in the spreadsheet, its cells, marks of odd cells by column.

    A cell is text, a number, yes/no, a day, an instant, a time, "" when blank, or None where the
    row of a text file ends before it. A mark is
    "formula", "no value" and the formula (it was never computed) or the error shown (#REF!).
    """

    number: int
    cells: list[Any]
    marks: dict[int, str] | None


class Folder:
    """A temporary folder; removed by `close`, or once nothing refers to it."""

    def __init__(self) -> None:
        """Make the folder."""
        self.path = Path(mkdtemp(prefix="import-"))
        self._end = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)

    def close(self) -> None:
        """Remove the folder."""
        self._end()


@dataclass
class Grid:
    """One table of a file; `tab` is None for text, rows are numbered as the spreadsheet does.

    The header goes from `header_first` to `header_row`; data begins after it. `width` is how many
    cells a row may have: those of the header, more where every row has more. `doubted` are rows of
    data whose words begin like a total; `spread` are those of the `merged` cells whose value each
    row has that they cover. Without headings `header_row` is 0. `hidden_columns` are indices.
    `epoch_1904`: bare serial numbers of days count from 1904.
    """

    file_name: str
    sha256: str
    tab: str | None
    tabs: tuple[str, ...]
    header_row: int
    headings: list[Heading]
    ignored: list[Ignored]
    rows_read: int
    spool: Spool
    width: int = 0
    header_first: int = 0
    totals: list[Total] = field(default_factory=list)
    doubted: list[tuple[int, str]] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    spread: list[Merged] = field(default_factory=list)
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    hidden_tabs: tuple[str, ...] = ()
    epoch_1904: bool = False
    folder: Folder | None = field(default=None, repr=False)

    def rows(self) -> Iterator[GridRow]:
        """The rows of data in order, read from disk as they are asked for."""
        for part in self.slices():
            yield from part

    def slices(self) -> Iterator[list[GridRow]]:
        """The rows of data in lists of some thousands."""
        spread = Spread(self.spread)
        for part in self.spool.slices():
            rows = [GridRow._make(record) for record in part]
            if self.spread:
                spread.fill(rows)
            yield rows

    def address(self, row: int, column: int | None = None) -> str:
        """Name of a cell, or of a whole row, as the user's spreadsheet shows it."""
        return address(self.tab, row, column)

    def close(self) -> None:
        """Remove the rows from disk; done by itself once nothing refers to the grid."""
        self.spool.close()
        if self.folder is not None:
            self.folder.close()


MOST_NAMED = 12
"""So many hidden rows or columns are named; beyond, they are only counted."""


def hidden_in(grid: Grid) -> list[str]:
    """What a workbook hides, a phrase for its rows, its columns and its tabs: "row 11"."""
    return [
        _named(one, list(dict.fromkeys(names)))
        for one, names in (
            ("row", [str(number) for number in grid.hidden_rows]),
            ("column", [letters(place) for place in grid.hidden_columns]),
            ("tab", [f"“{name}”" for name in grid.hidden_tabs]),
        )
        if names
    ]


def _named(one: str, names: list[str]) -> str:
    if len(names) > MOST_NAMED:
        return f"{len(names):,} {one}s, {names[0]} for one"
    return f"{one if len(names) == 1 else f'{one}s'} {', '.join(names)}"


def headings_of(header: list[Any]) -> list[Heading]:
    """The headings of a header row; blank cells have none."""
    return [Heading(i, one_line(cell)) for i, cell in enumerate(header) if not blank(cell)]


def one_line(cell: Any) -> str:
    """Text of a heading without line breaks and doubled blanks; a whole number without decimals."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).split())

"""What a plain reading of a tab does not tell: formulas and errors, what is hidden, merged cells.

The reader of spreadsheets gives an error cell as blank and a formula by its last value, and knows
nothing of hidden rows. A module for each format finds these: `sheet_xml`, `biff`, `xlsb`, `ods`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

FORMULA, NO_VALUE = "formula", "no value"
"""Marks of a cell; an error cell is marked with its error (#REF!).

The mark of a formula that was never computed goes on with the formula, where it is known.
"""

ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip
"""Codes of errors in the binary formats."""

Marks = dict[int, dict[int, str]]
"""Row as the spreadsheet shows it -> column index -> mark."""

Area = tuple[int, int, int, int]
"""Merged cells: first row as shown, first column index, last row, last column."""

Span = tuple[int, int]
"""First and last of rows as shown, or of column indices."""


@dataclass
class Traits:
    """Of one tab; hidden rows and columns are spans, which may go on below the last filled row.

    `texts` are cells by row as shown and column index, where the reader does not give the exact
    text.
    """

    marks: Marks = field(default_factory=dict)
    rows: list[Span] = field(default_factory=list)
    columns: list[Span] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    epoch_1904: bool = False
    texts: dict[int, dict[int, str]] = field(default_factory=dict)

    def mark(self, row: int, column: int, mark: str) -> None:
        """Mark a cell."""
        self.marks.setdefault(row, {})[column] = mark

    def spelled(self, rows: Iterable[list[Any]]) -> Iterator[list[Any]]:
        """Rows from the top of the tab, with the exact texts where the reader lost something."""
        for number, row in enumerate(rows, 1):
            for column, text in self.texts.get(number, {}).items():
                if column < len(row) and isinstance(row[column], str):
                    row[column] = text
            yield row


def within(spans: Iterable[Span], last: int) -> list[int]:
    """The members of the spans up to `last`, each once, in order."""
    found = {n for start, end in spans for n in range(start, min(end, last) + 1)}
    return sorted(found)


def error_name(code: int) -> str:
    """The error that a code of the binary formats stands for."""
    return ERRORS.get(code, "#ERROR!")

"""Where a table stands in a tab: its header row, and the rows of it that are no data."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from imports.names import alike

SEARCHED_ROWS = 50
"""The header is looked for in so many rows."""

TITLED_COLUMNS = 3
"""A title of a group stands under one of the first so many headings."""

_NUMBER = re.compile(r"\S*\d\S*")
"""What a record is known by, rather than a title: one word with a digit."""

_TOTAL = re.compile(r"totals?\b.*|.*\btotals?[\s:.]*|(?:grand|sub)[\s-]?totals?\b.*", re.I | re.S)

Row = Sequence[Any]


def blank(cell: Any) -> bool:
    """Whether a cell holds nothing but blanks."""
    return cell is None or cell == "" or (isinstance(cell, str) and cell.isspace())


def find_header(rows: Sequence[Row], known: Iterable[str]) -> tuple[int, int]:
    """Index of the header row among the first rows of a tab, and how many known names it holds.

    The row with the most known names wins, the first of equals; below two, the shape decides: the
    first row of distinct texts that is nearly as wide as the table. (-1, 0) when all are blank.
    """
    names = set(known)
    hits = [len({alike(c) for c in row if isinstance(c, str)} & names) for row in rows]
    best = max(hits, default=0)
    if best >= 2:
        return hits.index(best), best
    filled = [sum(not blank(cell) for cell in row) for row in rows]
    if not any(filled):
        return -1, 0
    if best and filled[hits.index(best)] <= 2:
        return hits.index(best), best
    return _by_shape(rows, filled), best


def _by_shape(rows: Sequence[Row], filled: list[int]) -> int:
    widest = max(filled)
    for index, row in enumerate(rows):
        texts = [cell for cell in row if isinstance(cell, str) and not blank(cell)]
        if filled[index] * 3 >= widest * 2 and len(texts) == filled[index] == len(set(texts)):
            return index
    return next(index for index, count in enumerate(filled) if count)


class Sorter:
    """Tells rows of data from what printed tables hold besides, below a given header."""

    def __init__(self, header: Row) -> None:
        """`header` is the header row as read."""
        self._header = [alike(c) if isinstance(c, str) else "" for c in header]
        self._first = next((i for i, name in enumerate(self._header) if name), 0)
        self._initial = str(header[self._first])[:1].casefold()
        named = [place for place, cell in enumerate(header) if not blank(cell)]
        self._titled = named[TITLED_COLUMNS - 1] if len(named) >= TITLED_COLUMNS else -1

    def reason(self, row: Row) -> str:
        """Why a row is left out: "repeated header", "total" or "title"; empty for a row of data."""
        first = row[self._first]
        if first.__class__ is str and first[:1].casefold() == self._initial and self._repeats(row):
            return "repeated header"
        if (blank(first) or _names_total(first)) and self._totals(row):
            return "total"
        return "title" if self._titles(row) else ""

    def _repeats(self, row: Row) -> bool:
        if not all(map(blank, row[len(self._header) :])):
            return False
        filled = [
            (cell, name) for cell, name in zip(row, self._header, strict=False) if not blank(cell)
        ]
        same = sum(isinstance(cell, str) and alike(cell) == name for cell, name in filled)
        return same * 5 >= len(filled) * 4 and (
            len(filled) > 1 or self._header.count("") >= len(row) - 1
        )

    def _titles(self, row: Row) -> bool:
        """Whether the row is one text of words, as over a group or under the table.

        A row in which nothing but the record's own number is filled is data; so is one of a table
        of two columns.
        """
        found = -1
        for place, cell in enumerate(row):
            if cell != "" and not blank(cell):
                if found >= 0 or place > self._titled or cell.__class__ is not str:
                    return False
                found = place
        return found >= 0 and not _NUMBER.fullmatch(row[found].strip())

    def _totals(self, row: Row) -> bool:
        """Whether there is one text, which says total, and beside it numbers or nothing."""
        texts = [cell for cell in row if isinstance(cell, str) and not blank(cell)]
        others = [
            c for c in row if not isinstance(c, str | int | float | None) or isinstance(c, bool)
        ]
        return len(texts) == 1 and not others and _TOTAL.fullmatch(texts[0].strip()) is not None


def _names_total(cell: Any) -> bool:
    return cell.__class__ is str and "total" in cell.casefold()

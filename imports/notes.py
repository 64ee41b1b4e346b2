"""What is worth a second look in the rows that come in, gathered by column and kind.

A long file says the same in every row: of each kind the first cells are kept, the rest is counted,
so that memory does not grow with the number of rows.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

FEWEST_ALIKE = 3
"""So many notes of one column that say the same become one."""

MOST_NAMED = 12
"""Cells that such a note names."""

MOST_KINDS = 2_000
"""Kinds that are kept; notes of any further kind are only counted."""

BEYOND = "There are more notes of other kinds: {:,} cells."

_VARYING = re.compile("“[^”]*”|[0-9]+")
"""What differs between notes of one kind: what they quote, figures, names of cells."""


class Note(NamedTuple):
    """What a cell, or several of one column, is noted for: the first cell and what is said of it.

    `cells` are the first cells, `number` says how many there are; `differs`: what is said of the
    others quotes something else.
    """

    cell: str
    message: str
    number: int = 1
    cells: tuple[str, ...] = ()
    differs: bool = False

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        cells = list(self.cells or (self.cell,))
        return {"cell": self.cell, "message": self.message, "count": self.number, "cells": cells}


class _Kind:
    """Notes of one column that say the same: the first, and how many."""

    __slots__ = ("count", "differs", "first")

    def __init__(self) -> None:
        self.first: list[Note] = []
        self.count, self.differs = 0, False


class Notes:
    """The notes of a plan, in the order in which their kinds came up."""

    def __init__(self, address: Callable[[int, int | None], str]) -> None:
        """`address` names a cell by row and column index; without a column the start of the row."""
        self._address = address
        self._kinds: dict[tuple[int | None, str], _Kind] = {}
        self._beyond = 0

    def add(self, row: int, place: int | None, message: str) -> None:
        """Note something of a cell."""
        key = place, _VARYING.sub("", message)
        kind = self._kinds.get(key)
        if kind is None:
            if len(self._kinds) >= MOST_KINDS:
                self._beyond += 1
                return
            kind = self._kinds[key] = _Kind()
        kind.count += 1
        if len(kind.first) < MOST_NAMED:
            kind.first.append(Note(self._address(row, place), message))
        kind.differs = kind.differs or message != kind.first[0].message

    def __iter__(self) -> Iterator[Note]:
        """The notes, many of one kind as one; last, how many are not listed."""
        for kind in self._kinds.values():
            if kind.count < FEWEST_ALIKE:
                yield from kind.first
            else:
                cells = tuple(note.cell for note in kind.first)
                yield kind.first[0]._replace(number=kind.count, cells=cells, differs=kind.differs)
        if self._beyond:
            yield Note("", BEYOND.format(self._beyond), self._beyond)

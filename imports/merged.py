"""Cells that are merged over several rows: each of the rows has their value, but for figures."""

from collections import deque
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple, Protocol

from imports.files.layout import blank

SPREAD = "This cell is merged over rows {} to {}: each of them has its value."
ONCE = "This cell is merged over rows {} to {}: its figure counts once, in the first."


class Merged(NamedTuple):
    """A cell that goes over several rows, numbered as the spreadsheet does; index of its column."""

    first: int
    last: int
    column: int

    def words(self, figures: Collection[int]) -> str:
        """What is noted of it; `figures` are the columns whose values are not repeated."""
        return (ONCE if self.column in figures else SPREAD).format(self.first, self.last)


class Numbered(Protocol):
    """A row with its number."""

    @property
    def number(self) -> int:
        """As the spreadsheet shows it."""

    @property
    def cells(self) -> list[Any]:
        """From the first column on."""


class Spread:
    """Fills the cells that merged ones cover, while the rows go by in order."""

    def __init__(self, merged: Iterable[Merged]) -> None:
        self._waiting = deque(sorted(merged))
        self._open: dict[int, tuple[int, Any]] = {}

    def fill(self, rows: Iterable[Numbered]) -> None:
        """Fill the next rows."""
        for row in rows:
            for column, (last, value) in list(self._open.items()):
                if row.number > last:
                    del self._open[column]
                elif column < len(row.cells) and blank(row.cells[column]):
                    row.cells[column] = value
            while self._waiting and self._waiting[0].first <= row.number:
                area = self._waiting.popleft()
                if area.first == row.number and area.column < len(row.cells):
                    self._open[area.column] = area.last, row.cells[area.column]

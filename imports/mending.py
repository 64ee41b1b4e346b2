"""Mending refused cells of a file that was read, so that it can be planned again."""

import re
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from imports.grid import Grid
from imports.manner import TYPED
from imports.names import column_of
from imports.spool import Spool
from rules.errors import BadQuestion

_CELL = re.compile(r"(?:.*!)?([A-Za-z]{1,3})([0-9]{1,7})", re.DOTALL)


def mended(grid: Grid, cells: Mapping[str, str]) -> Grid:
    """The same table with some cells replaced by what a person typed, and marked so.

    Args:
        grid: the table as read.
        cells: text by the name of the cell, "Claims!B7" or "B7".

    Raises:
        BadQuestion: a name is no cell of the table.
    """
    if not cells:
        return grid
    wanted = _by_row(cells)
    spool = Spool(tempfile.TemporaryFile())  # noqa: SIM115  (the spool closes it)
    for part in grid.spool.slices():
        spool.extend(_with(record, wanted) for record in part)
    if wanted:
        raise BadQuestion(f"The file has no row {min(wanted)} to mend.")
    return replace(grid, spool=spool)


def _by_row(cells: Mapping[str, str]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    for name, text in cells.items():
        row, column = place_of(name)
        found.setdefault(row, {})[column] = text
    return found


def place_of(name: str) -> tuple[int, int]:
    """The number of the row and the index of the column of a cell: (7, 1) of "Claims!B7".

    Raises:
        BadQuestion: it is the name of none.
    """
    place = _CELL.fullmatch(name)
    if not place:
        raise BadQuestion(f"“{name[:40]}” is not the name of a cell.")
    return int(place[2]), column_of(place[1])


def _with(record: tuple[Any, ...], wanted: dict[int, dict[int, str]]) -> tuple[Any, ...]:
    """The record with the mended cells put in and marked; a formula or an error is one no more."""
    number, cells, marks = record
    if number not in wanted:
        return record
    cells = list(cells)
    texts = wanted.pop(number)
    for column, text in texts.items():
        if column >= len(cells):
            raise BadQuestion(f"Row {number} of the file has no such cell.")
        cells[column] = text
    return number, cells, {**(marks or {}), **dict.fromkeys(texts, TYPED)}

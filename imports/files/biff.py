"""A tab of an .xls: formulas, errors and what is hidden, found in its records.

Every formula of this format bears its last value, so none is marked as never computed.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

from imports.files.ole import Container
from imports.files.traits import FORMULA, Traits, error_name
from rules.errors import BadValue

BOOKS = ("workbook", "book")
"""The stream that holds the tabs, of Excel 97 and later, and of Excel 5 and 95."""

_FORMULA, _FORMULA_3, _FORMULA_4 = 0x0006, 0x0206, 0x0406
_END, _DATE_MODE, _SECRET, _COLUMNS, _TAB = 0x000A, 0x0022, 0x002F, 0x007D, 0x0085
_YES_OR_ERROR, _ROW, _BEGIN = 0x0205, 0x0208, 0x0809
_ROW_HIDDEN = 0x20


def traits(path: Path, index: int) -> Traits:
    """Of the tab at an index among all the tabs."""
    container = Container(path.read_bytes())
    data = container.read(next(name for name in BOOKS if name in container.streams))
    found, places = Traits(), []
    for kind, record in _records(data, 0):
        if kind == _TAB and len(record) >= 4:
            places.append(struct.unpack_from("<I", record)[0])
        elif kind == _DATE_MODE:
            found.epoch_1904 = record[:1] == b"\1"
        elif kind == _SECRET:
            raise BadValue("The workbook is protected with a password. Save it without one.")
    if index < len(places):
        for kind, record in _records(data, places[index]):
            _note(found, kind, record)
    return found


def _records(data: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Kind and bytes of the records from a place to the end of their part; charts are passed."""
    depth = 0
    while place + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, place)
        place += 4
        if kind == _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, data[place : place + length]
        place += length


def _note(found: Traits, kind: int, record: bytes) -> None:
    if kind in (_FORMULA, _FORMULA_3, _FORMULA_4) and len(record) >= 14:
        row, column = struct.unpack_from("<HH", record)
        failed = record[12:14] == b"\xff\xff" and record[6] == 2
        found.mark(row + 1, column, error_name(record[8]) if failed else FORMULA)
    elif kind == _YES_OR_ERROR and len(record) >= 8 and record[7]:
        row, column = struct.unpack_from("<HH", record)
        found.mark(row + 1, column, error_name(record[6]))
    elif kind == _ROW and len(record) >= 14 and record[12] & _ROW_HIDDEN:
        row = struct.unpack_from("<H", record)[0] + 1
        found.rows.append((row, row))
    elif kind == _COLUMNS and len(record) >= 10 and record[8] & 1:
        found.columns.append(struct.unpack_from("<HH", record))

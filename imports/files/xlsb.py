"""A tab of an .xlsb: formulas, errors, what is hidden and merged, found in its binary records.

Every formula of this format bears its last value, so none is marked as never computed.
"""

import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from defusedxml import ElementTree

from imports.files import archive
from imports.files.traits import FORMULA, Traits, error_name

_ROW, _ERROR, _FORMULA_ERROR = 0, 3, 11
_FORMULAS = (8, 9, 10)
_COLUMNS, _PROPERTIES, _TAB, _MERGED = 60, 153, 156, 176
_ROW_HIDDEN = 0x10


def traits(path: Path, tab: str) -> Traits:
    """Of a tab by its name; nothing where its part cannot be found."""
    found = Traits()
    with archive.opened(path) as opened:
        part = _part_of(opened, tab, found)
        data = opened.read(part) if part else b""
    row = 0
    for kind, record in _records(data):
        if kind == _ROW and len(record) >= 12:
            row = struct.unpack_from("<I", record)[0] + 1
            if record[11] & _ROW_HIDDEN:
                found.rows.append((row, row))
        else:
            _note(found, row, kind, record)
    return found


def _part_of(opened: zipfile.ZipFile, tab: str, found: Traits) -> str | None:
    try:
        book = archive.main_part(opened, "xl/workbook.bin")
        relations = archive.relations_of(opened, book)
        data = opened.read(book)
    except (KeyError, ElementTree.ParseError):
        return None
    part = None
    for kind, record in _records(data):
        if kind == _PROPERTIES:
            found.epoch_1904 = bool(record[:1] and record[0] & 1)
        elif kind == _TAB:
            mark, name = _texts(record[8:])
            if name == tab:
                part = archive.named(opened, relations.get(mark, ("", ""))[1])
    return part


def _texts(record: bytes) -> tuple[str, str]:
    """The two texts at the start of a record, each behind its length."""
    found, place = [], 0
    for _ in range(2):
        length = int.from_bytes(record[place : place + 4], "little")
        end = place + 4 + 2 * min(length, len(record))
        found.append(record[place + 4 : end].decode("utf-16-le", "replace"))
        place = end
    return found[0], found[1]


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and bytes of the records of a part."""
    place = 0
    try:
        while place < len(data):
            kind = data[place]
            place += 1
            if kind & 0x80:
                kind = kind & 0x7F | (data[place] & 0x7F) << 7
                place += 1
            length = shift = 0
            for _ in range(4):
                part = data[place]
                place += 1
                length |= (part & 0x7F) << shift
                shift += 7
                if part < 0x80:
                    break
            yield kind, data[place : place + length]
            place += length
    except IndexError:  # it breaks off: what was found so far stays, the reader refuses the rest
        return


def _note(found: Traits, row: int, kind: int, record: bytes) -> None:
    if kind in _FORMULAS and len(record) >= 8:
        found.mark(row, struct.unpack_from("<I", record)[0], FORMULA)
    elif kind in (_ERROR, _FORMULA_ERROR) and len(record) >= 9:
        found.mark(row, struct.unpack_from("<I", record)[0], error_name(record[8]))
    elif kind == _COLUMNS and len(record) >= 18 and record[16] & 1:
        found.columns.append(struct.unpack_from("<II", record))
    elif kind == _MERGED and len(record) >= 16:
        top, bottom, left, right = struct.unpack_from("<IIII", record)
        found.merged.append((top + 1, left, bottom + 1, right))

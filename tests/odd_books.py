"""Workbooks of the other kinds (.xls, .xlsb, .ods), written byte by byte for tests.

A cell is text, a number, a yes/no, nothing, or one of `Failed`, `Computed`.
"""

import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from books import PARTS

DIV_0 = 0x07
NAMES = {0x07: "#DIV/0!", 0x17: "#REF!", 0x2A: "#N/A"}


@dataclass(frozen=True)
class Failed:
    """An error cell; with a formula or typed as it is."""

    code: int = DIV_0
    formula: bool = False


@dataclass(frozen=True)
class Computed:
    """A formula and the value that it had."""

    value: Any


@dataclass
class Tab:
    """A tab: rows of cells, and what is hidden (indices from 0)."""

    rows: Sequence[Sequence[Any]]
    name: str = "Claims"
    state: str = "visible"
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    merged: Sequence[tuple[int, int, int, int]] = field(default_factory=list)


STATES = {"visible": 0, "hidden": 1, "veryHidden": 2}


# --- .xls -----------------------------------------------------------------------------------------


def xls(path: Path, *tabs: Tab, epoch_1904: bool = False, extra: bytes = b"") -> Path:
    """A workbook of Excel 97; `extra` records stand among those of the whole book."""
    path.write_bytes(compound({"Workbook": xls_stream(tabs, epoch_1904=epoch_1904, extra=extra)}))
    return path


def xls_stream(tabs: Sequence[Tab], *, epoch_1904: bool, extra: bytes = b"") -> bytes:
    """The stream that holds the book."""
    parts = [_xls_tab(tab) for tab in tabs]
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    start += _record(0x0022, struct.pack("<H", epoch_1904)) + extra
    length = len(start) + 4 + sum(4 + 8 + 2 * len(tab.name) for tab in tabs)
    place = length
    for tab, part in zip(tabs, parts, strict=True):
        state = struct.pack("<IBB", place, STATES[tab.state], 0)
        name = struct.pack("<BB", len(tab.name), 1) + tab.name.encode("utf-16-le")
        start += _record(0x0085, state + name)
        place += len(part)
    return start + _record(0x000A) + b"".join(parts)


def _xls_tab(tab: Tab) -> bytes:
    found = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))
    for column in tab.hidden_columns:
        found += _record(0x007D, struct.pack("<HHHHHH", column, column, 2000, 15, 1, 0))
    for row in tab.hidden_rows:
        found += _record(0x0208, struct.pack("<HHHHHHI", row, 0, 9, 255, 0, 0, 0x20 | 0x100))
    for row, cells in enumerate(tab.rows):
        for column, cell in enumerate(cells):
            found += _xls_cell(struct.pack("<HHH", row, column, 15), cell)
    for top, left, bottom, right in tab.merged:
        found += _record(0x00E5, struct.pack("<HHHHH", 1, top, bottom, left, right))
    return found + _record(0x000A)


def _xls_cell(place: bytes, cell: Any) -> bytes:
    if cell is None or cell == "":
        return b""
    if isinstance(cell, bool):
        return _record(0x0205, place + struct.pack("<BB", cell, 0))
    if isinstance(cell, Failed) and not cell.formula:
        return _record(0x0205, place + struct.pack("<BB", cell.code, 1))
    if isinstance(cell, Failed):
        value = struct.pack("<BBBBHH", 2, 0, cell.code, 0, 0, 0xFFFF)
        return _record(0x0006, place + value + struct.pack("<HIHBH", 0, 0, 3, 0x1E, 1))
    if isinstance(cell, Computed):
        value = struct.pack("<d", cell.value)
        return _record(0x0006, place + value + struct.pack("<HIHBH", 0, 0, 3, 0x1E, 1))
    if isinstance(cell, int | float):
        return _record(0x0203, place + struct.pack("<d", cell))
    return _record(0x0204, place + struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le"))


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound(streams: dict[str, bytes]) -> bytes:
    """The container of older Office files with some streams."""
    sectors: list[bytes] = []
    following: list[int] = []
    entries = [("Root Entry", 5, END, 0)]
    for name, data in streams.items():
        padded = data.ljust(4096, b"\0")
        entries.append((name, 2, len(sectors), len(padded)))
        _append(sectors, following, padded)
    directory = len(sectors)
    _append(sectors, following, b"".join(_entry(*e, count=len(entries)) for e in entries))
    count = 1
    while (len(sectors) + count) * 4 > count * 512:
        count += 1
    table = len(sectors)
    following += [FAT] * count + [FREE] * (count * 128 - len(following) - count)
    fat = struct.pack(f"<{count * 128}I", *following)
    places = [*range(table, table + count), *[FREE] * (109 - count)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xII", 0x3E, 3, 0xFFFE, 9, 6, 0, count)
    head += struct.pack("<IIIIIII", directory, 0, 4096, END, 0, END, 0)
    return head + struct.pack("<109I", *places) + b"".join(sectors) + fat


def _append(sectors: list[bytes], following: list[int], data: bytes) -> None:
    parts = [data[n : n + 512].ljust(512, b"\0") for n in range(0, len(data), 512)]
    first = len(sectors)
    sectors += parts
    following += [*range(first + 1, first + len(parts)), END]


def _entry(name: str, kind: int, start: int, length: int, *, count: int) -> bytes:
    text = name.encode("utf-16-le")
    child = 1 if kind == 5 and count > 1 else FREE
    links = struct.pack("<BBIII", kind, 1, FREE, FREE, child)
    return (
        text.ljust(64, b"\0")
        + struct.pack("<H", len(text) + 2)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, length)
    )


# --- .xlsb ----------------------------------------------------------------------------------------

_BOOK_TYPE = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"


def xlsb(path: Path, *tabs: Tab, epoch_1904: bool = False) -> Path:
    """A binary workbook."""
    types = PARTS["[Content_Types].xml"].replace("/xl/workbook.xml", "/xl/workbook.bin")
    book = _brt(131) + _brt(153, struct.pack("<II", epoch_1904, 0) + _wide("")) + _brt(143)
    relations = ""
    for number, tab in enumerate(tabs, 1):
        book += _brt(
            156,
            struct.pack("<II", STATES[tab.state], number) + _wide(f"r{number}") + _wide(tab.name),
        )
        relations += (
            f'<Relationship Id="r{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            f'relationships/worksheet" Target="worksheets/sheet{number}.bin"/>'
        )
    book += _brt(144) + _brt(132)
    empty = PARTS["xl/_rels/workbook.xml.rels"]
    start = empty[: empty.index("<Relationship ")]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types.replace("worksheet+xml", "worksheet"))
        archive.writestr(
            "_rels/.rels", PARTS["_rels/.rels"].replace("workbook.xml", "workbook.bin")
        )
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/_rels/workbook.bin.rels", start + relations + "</Relationships>")
        for number, tab in enumerate(tabs, 1):
            archive.writestr(f"xl/worksheets/sheet{number}.bin", _xlsb_tab(tab))
    return path


def _xlsb_tab(tab: Tab) -> bytes:
    width = max(map(len, tab.rows), default=1)
    found = _brt(129) + _brt(148, struct.pack("<IIII", 0, max(len(tab.rows) - 1, 0), 0, width - 1))
    if tab.hidden_columns:
        found += _brt(390)
        for column in tab.hidden_columns:
            found += _brt(60, struct.pack("<IIIIH", column, column, 2000, 0, 1))
        found += _brt(391)
    found += _brt(145)
    for row, cells in enumerate(tab.rows):
        hidden = 0x10 if row in tab.hidden_rows else 0
        found += _brt(0, struct.pack("<IIHBBBI", row, 0, 300, 0, hidden, 0, 0))
        for column, cell in enumerate(cells):
            found += _xlsb_cell(struct.pack("<II", column, 0), cell)
    found += _brt(146)
    for top, left, bottom, right in tab.merged:
        found += _brt(176, struct.pack("<IIII", top, bottom, left, right))
    return found + _brt(130)


def _xlsb_cell(place: bytes, cell: Any) -> bytes:
    formula = struct.pack("<HI", 0, 3) + b"\x1e\1\0" + struct.pack("<I", 0)
    if cell is None or cell == "":
        return b""
    if isinstance(cell, bool):
        return _brt(4, place + bytes([cell]))
    if isinstance(cell, Failed):
        value = place + bytes([cell.code])
        return _brt(11, value + formula) if cell.formula else _brt(3, value)
    if isinstance(cell, Computed):
        return _brt(9, place + struct.pack("<d", cell.value) + formula)
    if isinstance(cell, int | float):
        return _brt(5, place + struct.pack("<d", cell))
    return _brt(6, place + _wide(cell))


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _brt(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(data)
    size = b""
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return head + size + data


# --- .ods -----------------------------------------------------------------------------------------

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style", "draw")
)
_CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods(path: Path, *tabs: Tab, epoch_1904: bool = False) -> Path:
    """An OpenDocument spreadsheet."""
    settings = '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
    body = (settings if epoch_1904 else "") + "".join(map(_ods_tab, tabs))
    return ods_of(path, body)


def ods_of(path: Path, body: str) -> Path:
    """An OpenDocument spreadsheet around the XML of its tabs."""
    styles = (
        '<office:automatic-styles><style:style style:name="out" style:family="table"><style:table-properties '
        'table:display="false"/></style:style></office:automatic-styles>'
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} {_CALC} office:version="1.3">'
        f"{styles}<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    listed = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS_TYPE, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", listed)
    return path


def _ods_tab(tab: Tab) -> str:
    width = max(map(len, tab.rows), default=0)
    out = ' table:visibility="collapse"'
    columns = "".join(
        f"<table:table-column{out if n in tab.hidden_columns else ''}/>" for n in range(width)
    )
    spans = {
        (
            a[0],
            a[1],
        ): f' table:number-columns-spanned="{a[3] - a[1] + 1}" table:number-rows-spanned="{a[2] - a[0] + 1}"'
        for a in tab.merged
    }
    rows = ""
    for number, cells in enumerate(tab.rows):
        inner = "".join(_ods_cell(cell, spans.get((number, n), "")) for n, cell in enumerate(cells))
        rows += (
            f"<table:table-row{out if number in tab.hidden_rows else ''}>{inner}</table:table-row>"
        )
    style = "" if tab.state == "visible" else ' table:style-name="out"'
    return f"<table:table table:name={quoteattr(tab.name)}{style}>{columns}{rows}</table:table>"


def _ods_cell(cell: Any, span: str) -> str:
    if cell is None or cell == "":
        return f"<table:table-cell{span}/>"
    formula = ""
    if isinstance(cell, Computed):
        formula, cell = ' table:formula="of:=1+1"', cell.value
    if isinstance(cell, Failed):
        formula = ' table:formula="of:=1/0"' if cell.formula else ""
        kind, text = 'office:value-type="string" calcext:value-type="error"', NAMES[cell.code]
    elif isinstance(cell, bool):
        kind, text = (
            f'office:value-type="boolean" office:boolean-value="{str(cell).lower()}"',
            str(cell),
        )
    elif isinstance(cell, int | float):
        kind, text = f'office:value-type="float" office:value="{cell}"', str(cell)
    else:
        kind, text = 'office:value-type="string"', cell
    return f"<table:table-cell{span}{formula} {kind}><text:p>{escape(text)}</text:p></table:table-cell>"

"""Damaged archives, bombs, and XML that is built to do harm."""

import struct
import zipfile
from pathlib import Path
from random import Random

from books import MAIN, PARTS, raw_xlsx
from odd_books import Tab, ods, ods_of, xls, xlsb

from tests.imports.files.badfiles.verdict import Read, Refused, Verdict

SHEET = "xl/worksheets/sheet1.xml"
STAMP = (2026, 1, 2, 3, 4, 6)
DAMAGED, TOO_MUCH = "damaged", "memory"
REGISTER = [["Claim no.", "Status", "Paid"], *([f"L-{n}", "open", n * 1.5] for n in range(40))]
SAME = Read(40, {"A2": "L-0", "B2": "open", "C41": 58.5})


def text_cell(place: str, text: str) -> str:
    """The XML of a cell of text."""
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def register(rows: list[list[object]] = REGISTER) -> str:
    """The XML of the rows of a table."""
    made = ""
    for number, row in enumerate(rows, 1):
        made += f'<row r="{number}">'
        for column, cell in enumerate(row):
            place = f"{chr(65 + column)}{number}"
            plain = isinstance(cell, int | float)
            made += f'<c r="{place}"><v>{cell}</v></c>' if plain else text_cell(place, str(cell))
        made += "</row>"
    return made


def package(path: Path, parts: dict[str, str | bytes]) -> bytes:
    """The bytes of a workbook, the same at any time of the day."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(_entry(name), data)
    return path.read_bytes()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def worksheet(inner: str) -> str:
    """The XML of a tab around its rows."""
    return f"<worksheet {MAIN}><sheetData>{inner}</sheetData></worksheet>"


def damaged(number: int, chance: Random, folder: Path) -> tuple[Path, Verdict]:
    """A workbook cut off, or with some bytes changed: refused, or not a cell of it is different."""
    path = folder / "damaged.xlsx"
    whole = package(path, {**PARTS, SHEET: worksheet(register())})
    path.write_bytes(_spoiled(number, chance, whole))
    return path, Refused("", unless=SAME)


def damaged_others(number: int, chance: Random, folder: Path) -> tuple[Path, Verdict]:
    """The same for other kinds: cut off they are refused, changed they do no harm."""
    kind, make = (("xls", xls), ("xlsb", xlsb), ("ods", ods))[number % 3]
    path = make(folder / f"damaged.{kind}", Tab(REGISTER))
    whole = path.read_bytes()
    path.write_bytes(whole[: chance.randrange(8, len(whole) * 3 // 4)])
    return path, Refused("damaged")


def _spoiled(number: int, chance: Random, whole: bytes) -> bytes:
    if number % 3 == 0:
        return whole[: chance.randrange(1, len(whole) - 1)]
    data = bytearray(whole)
    for _ in range(1 if number % 3 == 1 else chance.randrange(2, 40)):
        data[chance.randrange(4, len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


# --- Bombs ----------------------------------------------------------------------------------------


def bomb(number: int, chance: Random, folder: Path) -> tuple[Path, Verdict]:
    """What unpacks, spans or repeats without measure."""
    return BOMBS[number % len(BOMBS)](folder, chance.randrange(1, 50))


def _packed_tightly(folder: Path, size: int) -> tuple[Path, Verdict]:
    path = folder / "cell.xlsx"
    _filled(path, SHEET, 20_000_000 + size)
    return path, Refused("packed far more tightly")


def _unpacks_to_much(folder: Path, size: int) -> tuple[Path, Verdict]:
    path = raw_xlsx(folder / "size.xlsx", register())
    data = bytearray(path.read_bytes())
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        struct.pack_into("<I", data, place + 24, 300_000_000 + size)
        place = data.find(b"PK\x01\x02", place + 4)
    path.write_bytes(bytes(data))
    return path, Refused("unpacks to")


def _filled(path: Path, part: str, size: int) -> None:
    """A workbook one part of which is blanks without end."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in PARTS.items():
            archive.writestr(_entry(name), data)
        with archive.open(_entry(part), "w") as stream:
            for _ in range(0, size, 1 << 20):
                stream.write(b" " * (1 << 20))


def _many_parts(folder: Path, size: int) -> tuple[Path, Verdict]:
    parts = {f"xl/p{n}.xml": "" for n in range(2_000 + size)}
    return raw_xlsx(folder / "parts.xlsx", register(), parts), Refused("parts; at most")


def _corner(folder: Path, size: int) -> tuple[Path, Verdict]:
    cells = f'{register()}<row r="1048576"><c r="XFD1048576"><v>{size}</v></c></row>'
    return raw_xlsx(folder / "corner.xlsx", cells), Refused(TOO_MUCH)


def _no_such_column(folder: Path, size: int) -> tuple[Path, Verdict]:
    cells = f'{register()}<row r="50"><c r="ZZZZZ{size}"><v>1</v></c></row>'
    return raw_xlsx(folder / "column.xlsx", cells), Refused("The file")


def _claimed_size(folder: Path, size: int) -> tuple[Path, Verdict]:
    part = worksheet(register()).replace(
        "<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'
    )
    return raw_xlsx(folder / "claimed.xlsx", parts={SHEET: part}), SAME


def _empty_tail(folder: Path, size: int) -> tuple[Path, Verdict]:
    tail = f'<row r="{1_048_500 + size}"><c r="XFD{1_048_500 + size}" s="0"/></row>'
    return raw_xlsx(folder / "tail.xlsx", register() + tail), SAME


def _blank_tail(folder: Path, size: int) -> tuple[Path, Verdict]:
    place = 100_000 + size
    tail = f'<row r="{place}">{text_cell(f"B{place}", " ")}</row>'
    return raw_xlsx(folder / "blank.xlsx", register() + tail), SAME


def _outside(folder: Path, size: int) -> tuple[Path, Verdict]:
    name = ("../x.xml", "/x.xml", "xl/../../x.xml", "c:/x.xml", "..\\x.xml")[size % 5]
    return raw_xlsx(folder / "slip.xlsx", register(), {name: "x"}), Refused("a place outside of it")


def _same_name(folder: Path, size: int) -> tuple[Path, Verdict]:
    name = ("XL/workbook.xml", "xl\\workbook.xml", "Xl/Worksheets/Sheet1.xml")[size % 3]
    return raw_xlsx(folder / "twice.xlsx", register(), {name: "x"}), Refused(
        "two parts of the same"
    )


def _nested(folder: Path, size: int) -> tuple[Path, Verdict]:
    inner = raw_xlsx(folder / "inner.zip", register()).read_bytes()
    path = folder / "nested.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(size):
            archive.writestr(f"{n}.xlsx", inner)
    return path, Refused("is an archive (.zip)")


def _repeated_cells(folder: Path, size: int) -> tuple[Path, Verdict]:
    body = (
        '<table:table table:name="A"><table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell table:number-columns-repeated="16384" '
        f'office:value-type="float" office:value="{size}"/></table:table-row></table:table>'
    )
    return ods_of(folder / "repeated.ods", body), Refused("")


BOMBS = (
    _packed_tightly, _unpacks_to_much, _many_parts, _corner, _no_such_column, _claimed_size,
    _empty_tail, _blank_tail, _outside, _same_name, _nested, _repeated_cells,
)  # fmt: skip


# --- XML ------------------------------------------------------------------------------------------

_LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
_PROLOGUES = (
    (f'<!DOCTYPE l [<!ENTITY l0 "ha">{_LAUGHS}]>', "&l9;"),
    (f'<!DOCTYPE l [<!ENTITY q "{"x" * 50_000}">]>', "&q;" * 200),
    ('<!DOCTYPE l [<!ENTITY x SYSTEM "file:///dev/zero">]>', "&x;"),
    ('<!DOCTYPE l [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>', "&x;"),
    ('<!DOCTYPE l SYSTEM "http://127.0.0.1:9/x.dtd">', "plain"),
)


def xml(number: int, chance: Random, folder: Path) -> tuple[Path, Verdict]:
    """Entities that grow or reach outside, other lists of types, depth without end."""
    path = folder / "xml.xlsx"
    if number % 2:
        return _deep(path, chance.randrange(10_000, 100_000))
    prologue, text = _PROLOGUES[number // 2 % len(_PROLOGUES)]
    rows = register([*REGISTER, [text, "open", 1]])
    parts: dict[str, str | bytes] = {**PARTS, SHEET: prologue + worksheet(rows)}
    package(path, parts)
    if text == "plain":
        return path, Read(41, {"A42": "plain"})
    return path, Refused("damaged")


def _deep(path: Path, depth: int) -> tuple[Path, Verdict]:
    nest = "<x>" * depth + "</x>" * depth
    package(
        path, {**PARTS, SHEET: worksheet(register()).replace("</worksheet>", f"{nest}</worksheet>")}
    )
    return path, SAME

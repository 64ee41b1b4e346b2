"""Cells that a careless reading changes: days, figures, keys that are nearly equal, strings of harm."""

from datetime import date, datetime, time
from pathlib import Path
from random import Random

from books import PARTS, csv_file, raw_xlsx, xlsx

from tests.imports.files.badfiles.archives import text_cell
from tests.imports.files.badfiles.verdict import Read, Verdict

HEAD = ["Claim no.", "Loss date", "Paid", "Note"]

DAYS_AS_TEXT = (
    "10/00/19", "unknown", "1st wk 04/19", "13/02/2024", "02/13/2024", "2/3/24", "2024-02-30", "1900-02-29",
    "2099-12-31", "2024-01-02T03:04:05Z", "2024-01-02T03:04:05+02:00", "44000", "Feb 3rd", "0/0/0000",
)  # fmt: skip
SERIALS = (
    (59, date(1900, 2, 28)),
    (61, date(1900, 3, 1)),
    (45000, date(2023, 3, 15)),
    (45000.5, datetime(2023, 3, 15, 12)),
)
"""A day as the 1900 system counts it; 60 is the day that was not."""

STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2">'
    '<xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
)
TYPES = PARTS["[Content_Types].xml"].replace(
    "</Types>",
    '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.styles+xml"/></Types>',
)
RELATIONS = PARTS["xl/_rels/workbook.xml.rels"].replace(
    "</Relationships>",
    '<Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" '
    'Target="styles.xml"/></Relationships>',
)


def dates(number: int, chance: Random, folder: Path) -> tuple[Path, Verdict]:
    """Days as text stay as written; as serials of either system they are days."""
    if number % 2:
        texts = chance.sample(DAYS_AS_TEXT, 5)
        rows = [[f"L-{n}", text, n, "x"] for n, text in enumerate(texts)]
        write = xlsx if number % 4 == 1 else csv_file
        path = write(folder / f"days.{write.__name__.removesuffix('_file')}", HEAD, *rows)
        return path, Read(5, {f"B{n + 2}": text for n, text in enumerate(texts)})
    serial, day = SERIALS[number // 2 % len(SERIALS)]
    later = number % 4 == 2
    book = PARTS["xl/workbook.xml"].replace(
        "<sheets>", f'<workbookPr date1904="{int(later)}"/><sheets>'
    )
    shown = serial - 1462 if later and serial > 1462 else serial
    expected = day if not later or serial > 1462 else None
    head = "".join(text_cell(f"{'ABCD'[n]}1", text) for n, text in enumerate(HEAD))
    cells = f'<row r="1">{head}</row><row r="2">{text_cell("A2", "L-1")}<c r="B2" s="1"><v>{shown}</v></c></row>'
    parts = {
        "xl/workbook.xml": book,
        "xl/styles.xml": STYLES,
        "[Content_Types].xml": TYPES,
        "xl/_rels/workbook.xml.rels": RELATIONS,
    }
    path = raw_xlsx(folder / "serials.xlsx", cells, parts)
    return path, Read(1, {"A2": "L-1", **({"B2": expected} if expected else {})})


FIGURES = (
    "$1,234.50", "(12.30)", "1.234,50", "1e3", "1234567890123456789", "007", "00123", "C09-3193", "N/A", "NONE",
    "12.345", "-", "1 234,50", "€5", "5-", "1,23", "0x1F", "١٢٣", "1/2", "9" * 40,
)  # fmt: skip


def numbers(number: int, chance: Random, folder: Path) -> tuple[Path, Verdict]:
    """Figures as text, long numbers and leading zeros come through as they stand."""
    texts = chance.sample(FIGURES, 6)
    rows = [[text, "2024-01-02", text, "x"] for text in texts]
    named = {f"{c}{n + 2}": text for n, text in enumerate(texts) for c in "AC"}
    if number % 2:
        return csv_file(folder / "figures.csv", HEAD, *rows), Read(6, named)
    value = chance.choice((0.29, 123456789012345.0, 1e-7, -12.3, 1e15))
    rows.append(["L-9", time(3, 4), value, "x"])
    return xlsx(folder / "figures.xlsx", HEAD, *rows), Read(7, {**named, "C8": value})


VARIANTS = (
    "L-0001",
    "l-0001",
    " L-0001",
    "L-0001 ",
    "L\u20110001",
    "L-0001\u200b",
    "Ｌ-0001",
    "L-0001\u00a0",
)
JOSE = ("José", "Jose\u0301", "JOSÉ", "jose")


def duplicates(number: int, chance: Random, folder: Path) -> tuple[Path, Verdict]:
    """Rows alike and nearly alike are all read, each as it is written."""
    keys = [*chance.sample(VARIANTS, 3), VARIANTS[number % len(VARIANTS)]]
    rows = [[key, "2024-01-02", 5, chance.choice(JOSE)] for key in keys]
    rows += [rows[0]] * chance.randrange(1, 4)
    named = {f"A{n + 2}": row[0] for n, row in enumerate(rows)}
    named |= {f"D{n + 2}": row[3] for n, row in enumerate(rows)}
    write, name = (xlsx, "same.xlsx") if number % 2 else (csv_file, "same.csv")
    return write(folder / name, HEAD, *rows), Read(len(rows), named)


STRINGS = (
    "'; DROP TABLE claim; --", "<script>alert(1)</script>", "{{ 7 * 7 }}", "${7*7}", "=1+1", "+1+1", "@SUM(A1)",
    "=cmd|' /C calc'!A0", '=HYPERLINK("http://x")', "a\r\nSet-Cookie: x", "\u202eevil", "\u200bzero", "a\tb", "%s%n",
    "../../etc/passwd", "\ufeffmark", "𝕏😀", "\u0627\u0644", "-2+3", "'quoted", "NULL", "Å\u030a",
)  # fmt: skip
COLUMNS = ("A", "D")


def injection(number: int, chance: Random, folder: Path) -> tuple[Path, Verdict]:
    """Strings that break what handles them carelessly are text, to the letter."""
    texts = [STRINGS[number % len(STRINGS)], *chance.sample(STRINGS, 3)]
    rows = [[text, "2024-01-02", 5, text] for text in texts]
    named = {f"{c}{n + 2}": text for n, text in enumerate(texts) for c in COLUMNS}
    if number % 2:
        return csv_file(folder / "harm.csv", HEAD, *rows), Read(len(rows), named)
    head = "".join(text_cell(f"{'ABCD'[n]}1", text) for n, text in enumerate(HEAD))
    body = f'<row r="1">{head}</row>'
    for place, text in enumerate(texts, 2):
        safe = text.replace("&", "&amp;").replace("<", "&lt;").replace("\r", "&#13;")
        body += (
            f'<row r="{place}">{text_cell(f"A{place}", safe)}{text_cell(f"D{place}", safe)}</row>'
        )
    return raw_xlsx(folder / "harm.xlsx", body), Read(len(rows), named)

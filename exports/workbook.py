"""A table as .xlsx: openpyxl makes the workbook with its styles, the rows are streamed into it.

No text ever becomes a formula: it is written as text, and one that looks like a formula is marked
as quoted, so that it stays text when somebody edits the cell. Memory does not grow with the rows.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from exports.columns import MOST_TEXT, Shape
from rules.errors import Blocked

MOST_ROWS = 1_048_575
"""Rows below the header that a tab holds."""

AT_ONCE = 1_000
"""Rows that are put together before they are written."""

REPEATED, MOST_KNOWN = ("choice", "link", "yesno"), 5_000
"""Kinds of columns whose cells are kept, and how many of a column at most."""

CHOICES = "Choices"
"""The hidden tab with the values that may stand in a column."""

DANGEROUS = re.compile(r"\s*[=+\-@\t\r]")
"""How a text starts that a spreadsheet would take for a formula, were it typed."""

_SUSPECT = frozenset("=+-@ \t\r\n\x0b\x0c\xa0")
_LAST = 1_048_571
"""Stands for the last row in the skeleton, until the rows are counted."""

PAPER = "1"
"""Letter, as spreadsheets number their papers."""
READABLE = 280
"""Letters of width that fit one page across and can be read; a wider tab takes more pages."""

_HEAD_FILL, _DERIVED_FILL = PatternFill("solid", "E8EDF3"), PatternFill("solid", "F3F3F3")
_ODD = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_STYLE = re.compile(r'<c r="([A-Z]+)([23])" s="(\d+)"')

Cell = Callable[[Any, int], str]
Beside = Callable[[Workbook], object]


def write(
    path: Path,
    title: str,
    shapes: Sequence[Shape],
    rows: Iterable[Sequence[Any]],
    beside: Beside | None = None,
) -> int:
    """Write rows as a workbook of one tab; returns how many they were.

    Args:
        path: where the file is made; it is complete once this returns, and absent when it fails.
        title: name of the tab.
        shapes: the columns, in the order of the values of a row.
        rows: the values; taken one by one.
        beside: adds further tabs to the workbook before it is written.

    Raises:
        Blocked: there are more rows than a tab holds.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as handle:
            count = write_to(handle, title, shapes, rows, beside)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return count


def write_to(
    handle: Any,
    title: str,
    shapes: Sequence[Shape],
    rows: Iterable[Sequence[Any]],
    beside: Beside | None = None,
) -> int:
    """Like `write`, into an open binary file."""
    skeleton = zipfile.ZipFile(_skeleton(title, shapes, beside))
    sheet = skeleton.read(_TAB).decode()
    head, tail = _split(sheet)
    styles = _styles(sheet)
    cells = [_cell(shape, place, styles) for place, shape in enumerate(shapes)]
    with zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open(_TAB, "w", force_zip64=True) as out:
            out.write(head.encode())
            count = 0
            for written, text in _lines(cells, rows):
                count = written
                out.write(text.encode())
            out.write(_counted(tail, count).encode())
        for name in skeleton.namelist():
            if name != _TAB:
                archive.writestr(name, _counted(skeleton.read(name).decode(), count))
    return count


_TAB = "xl/worksheets/sheet1.xml"


def _counted(text: str, count: int) -> str:
    """The XML with the last row in place of its stand-in."""
    return text.replace(str(_LAST), str(max(count + 1, 2)))


def _lines(cells: list[Cell], rows: Iterable[Sequence[Any]]) -> Iterator[tuple[int, str]]:
    """(rows so far, XML of the next rows)."""
    number, source = 1, iter(rows)
    while part := list(islice(source, AT_ONCE)):
        lines = []
        for row in part:
            number += 1
            filled = [
                cell(value, number)
                for cell, value in zip(cells, row, strict=True)
                if value is not None and value != ""
            ]
            lines.append(f'<row r="{number}">{"".join(filled)}</row>')
        if number - 1 > MOST_ROWS:
            raise Blocked(
                f"There are more than {MOST_ROWS:,} rows, and one tab of a workbook holds no more. "
                "Narrow the filter, or export as .csv."
            )
        yield number - 1, "".join(lines)


# --- Cells --------------------------------------------------------------------------------------


def _cell(shape: Shape, place: int, styles: dict[tuple[int, int], str]) -> Cell:
    """The function that writes a cell of the column: (value, row) -> XML."""
    letter = get_column_letter(place + 1)
    start = f'<c r="{letter}'
    plain, quoted = (styles.get((place, row), "0") for row in (2, 3))
    text_of, number_of = shape.text, shape.number
    as_number = f'" s="{plain}"><v>'
    as_text = f'" s="{plain}" t="inlineStr"><is>'
    as_quoted = f'" s="{quoted}" t="inlineStr"><is>'

    def ending(value: Any) -> str:
        text = text_of(value)
        odd = text[:1] in _SUSPECT and DANGEROUS.match(text)
        return f"{as_quoted if odd else as_text}{text_element(text)}</is></c>"

    def text_cell(value: Any, row: int) -> str:
        return f"{start}{row}{ending(value)}"

    if shape.kind in REPEATED:
        return _repeated(start, ending)
    if number_of is None:
        return text_cell

    def number_cell(value: Any, row: int) -> str:
        figure = number_of(value)
        return (
            text_cell(value, row) if figure is None else f"{start}{row}{as_number}{figure}</v></c>"
        )

    return number_cell


def _repeated(start: str, ending: Callable[[Any], str]) -> Cell:
    """The cell of a column whose values come again and again: each is put together once."""
    known: dict[Any, str] = {}

    def cell(value: Any, row: int) -> str:
        rest = known.get(value)
        if rest is None:
            rest = ending(value)
            if len(known) < MOST_KNOWN:
                known[value] = rest
        return f"{start}{row}{rest}"

    return cell


def text_element(text: str) -> str:
    """Text as a <t> element: markup escaped, blanks kept, signs that XML forbids as _xHHHH_."""
    if len(text) > MOST_TEXT:
        raise Blocked(
            f"A text of {len(text):,} characters does not fit into a cell of a workbook, which "
            f"holds {MOST_TEXT:,} (“{text[:40]}...”). Export as .csv."
        )
    if "&" in text or "<" in text or ">" in text:
        text = escape(text)
    if text.isprintable() and "_x" not in text and text[0] != " " != text[-1]:
        return f"<t>{text}</t>"
    text = _ODD.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return f'<t xml:space="preserve">{text}</t>'


# --- The skeleton -------------------------------------------------------------------------------


def _skeleton(title: str, shapes: Sequence[Shape], beside: Beside | None = None) -> io.BytesIO:
    """The workbook without rows: header, styles, widths, filter, and lists of legal values.

    Rows 2 and 3 hold one empty cell of each style that a column needs; they are cut out again.
    """
    book = empty_book(title, shapes, last=_LAST)
    tab = book.active
    for place, shape in enumerate(shapes, 1):
        _styled(tab.cell(2, place), shape, quoted=False)
        _styled(tab.cell(3, place), shape, quoted=True)
    if beside is not None:
        beside(book)
    made = io.BytesIO()
    book.save(made)
    return made


def empty_book(title: str, shapes: Sequence[Shape], *, last: int) -> Workbook:
    """A workbook with the header alone; filter and lists of values reach to the row `last`."""
    book = Workbook()
    tab = book.active
    tab.title = title
    tab.freeze_panes = "B2"
    for place, shape in enumerate(shapes, 1):
        _header(tab.cell(1, place), shape)
        tab.column_dimensions[get_column_letter(place)].width = shape.width
    tab.auto_filter.ref = f"A1:{get_column_letter(len(shapes))}{last}"
    on_paper(tab, title, across=-(-sum(shape.width for shape in shapes) // READABLE))
    _add_choices(book, tab, shapes, last)
    return book


def on_paper(tab: Any, heading: str, *, across: int = 1, whole: bool = False) -> None:
    """How a tab is printed: across the page and fitted to its width, headed, its pages numbered.

    Args:
        tab: the tab.
        heading: stands above each page.
        across: pages side by side; beyond one, the first column stands on each.
        whole: everything on one page; else the first row stands on each.
    """
    tab.page_setup.orientation, tab.page_setup.paperSize = "landscape", PAPER
    tab.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    tab.page_setup.fitToWidth, tab.page_setup.fitToHeight = max(across, 1), int(whole)
    tab.page_margins = PageMargins(left=0.4, right=0.4, top=0.7, bottom=0.6, header=0.3, footer=0.3)
    if not whole:
        tab.print_title_rows = "1:1"
    if across > 1:
        tab.print_title_cols = "A:A"
    headed(tab, heading)
    tab.oddFooter.right.text = "Page &P of &N"


def headed(tab: Any, heading: str) -> None:
    """Put a heading above each page of a tab."""
    tab.oddHeader.left.text = heading.replace("&", "&&")


def put_text(cell: Any, text: str) -> None:
    """Fill a cell with text that stays text, whatever it begins with."""
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = bool(DANGEROUS.match(text))


def _header(cell: Any, shape: Shape) -> None:
    put_text(cell, shape.heading)
    cell.font = Font(bold=True, color="808080" if shape.derived else "1F2A37")
    cell.fill = _HEAD_FILL
    cell.alignment = Alignment(vertical="center", wrap_text=True)


def _styled(cell: Any, shape: Shape, *, quoted: bool) -> None:
    cell.number_format = shape.format
    cell.quotePrefix = quoted
    if shape.derived:
        cell.font, cell.fill = Font(color="808080"), _DERIVED_FILL


def _add_choices(book: Workbook, tab: Any, shapes: Sequence[Shape], last: int) -> None:
    """A dropdown for each column with choices; their labels hold commas: they have a hidden tab."""
    chosen = [(place, shape) for place, shape in enumerate(shapes, 1) if shape.choices]
    if not chosen:
        return
    lists = book.create_sheet(CHOICES)
    lists.sheet_state = "hidden"
    for at, (place, shape) in enumerate(chosen, 1):
        for row, value in enumerate((shape.heading, *shape.choices), 1):
            put_text(lists.cell(row, at), value)
        letter, column = get_column_letter(at), get_column_letter(place)
        source = f"{CHOICES}!${letter}$2:${letter}${len(shape.choices) + 1}"
        rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
        rule.errorStyle = "stop" if shape.closed else "warning"
        rule.error, rule.errorTitle = (
            f"Choose one of the list for {shape.heading}.",
            "Not in the list",
        )
        rule.add(f"{column}2:{column}{last}")
        tab.add_data_validation(rule)


def _split(sheet: str) -> tuple[str, str]:
    """The XML up to the header row, and from the end of the rows on."""
    sheet = re.sub(r"<dimension[^>]*/>", "", sheet)
    head, _, rest = sheet.partition('<row r="2"')
    return head, "</sheetData>" + rest.partition("</sheetData>")[2]


def _styles(sheet: str) -> dict[tuple[int, int], str]:
    """(index of the column, 2 plain or 3 quoted) -> number of its style, where it has one."""
    return {
        (column_index_from_string(letter) - 1, int(row)): style
        for letter, row, style in _STYLE.findall(sheet)
    }

"""The child process that makes an error workbook: it limits itself, opens the user's file once more
and marks what was refused.

Run as `python -m imports.marking REQUEST`, a file of JSON (see `Request`); beside it `made.json`
receives what the user's own file lost on the way.
"""

import json
import sys
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from imports.files import child
from imports.returned import PROPERTY, REFUSED_BECAUSE
from imports.spool import Spool

MOST_CHOICES = 250
"""Characters of the legal values that a cell itself can offer."""

LISTS = "Legal values"
"""Hidden tab for longer lists of them."""

RED = PatternFill("solid", fgColor="F8D7DA")
AUTHOR = "The office"
PARTS = (
    ("/charts/", "charts"),
    ("/media/", "pictures"),
    ("/pivot", "pivot tables"),
    ("/slicer", "slicers"),
    ("/drawings/", "drawings and shapes"),
    ("/ctrlProps/", "buttons and other controls"),
    ("/activeX/", "controls"),
    ("/embeddings/", "embedded files"),
    ("/externalLinks/", "links to other workbooks"),
    ("/customXml/", "data that another program keeps in the file"),
    ("/threadedComments/", "conversations in comments"),
    ("/persons/", "conversations in comments"),
    ("/printerSettings/", "settings of the printer"),
    ("/queryTables/", "queries"),
    ("/connections.xml", "queries"),
)
"""What stands in a part of a workbook, by a piece of its name."""


@dataclass(frozen=True)
class Bad:
    """A refused cell: row and column (from 0) in the spreadsheet, why, and what it might hold."""

    row: int
    column: int
    reason: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Request:
    """What the child makes: the file and its kind, where to, the table, and the refused cells."""

    source: str
    target: str
    own: bool
    macros: bool
    tab: str | None
    header_row: int
    headings: list[str]
    bad: list[Bad] = field(default_factory=list)
    rows: str = ""
    decided: str = ""


def main(place: str) -> int:
    """Limit this process and make the workbook that the request asks for."""
    child.limit()
    facts = json.loads(Path(place).read_text(encoding="utf-8"))
    request = Request(**{**facts, "bad": [Bad(**bad) for bad in facts["bad"]]})
    dropped = _mark_own(request) if request.own else _write_new(request)
    said = json.dumps({"dropped": dropped})
    (Path(place).parent / "made.json").write_text(said, encoding="utf-8")
    return 0


def _mark_own(request: Request) -> list[str]:
    """Mark the user's own workbook; returns what it lost."""
    with Path(request.source).open("rb") as handle:  # by name it would insist on an ending
        book = load_workbook(handle, keep_vba=request.macros, rich_text=True)
    sheet = book[request.tab or book.sheetnames[0]]
    _mark(sheet, request, {bad.row: bad.row for bad in request.bad})
    _keep_decisions(book, request)
    book.save(request.target)
    lost = _lost(request.source, request.target)
    if lost:
        _tell_lost(sheet, request, lost)
        book.save(request.target)
    return lost


def _tell_lost(sheet: Any, request: Request, lost: list[str]) -> None:
    """Say in the heading of the reasons what the workbook no longer holds."""
    for cell in sheet[request.header_row]:
        if cell.value == REFUSED_BECAUSE:
            words = f"Not kept from your file: {', '.join(lost)}."
            cell.comment = Comment(words, AUTHOR, width=320, height=110)


def _write_new(request: Request) -> list[str]:
    """A new workbook with the rows of the file, or those of it that were refused."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Rows"
    sheet.append([_plain(text) for text in request.headings])
    numbers = {}
    with Path(request.rows).open("rb") as handle:
        for place, (number, cells) in enumerate(Spool(handle), 2):
            sheet.append([_plain(cell) for cell in cells])
            numbers[number] = place
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    sheet.freeze_panes = "A2"
    _mark(sheet, request, numbers, header_row=1)
    _keep_decisions(book, request, moved=True)
    book.save(request.target)
    return []


def _plain(cell: Any) -> Any:
    return None if cell == "" else cell


def _mark(
    sheet: Any, request: Request, numbers: dict[int, int], *, header_row: int | None = None
) -> None:
    """Colour the refused cells, say why beside and in a comment, and offer what may stand there."""
    header = header_row or request.header_row
    beside = max(len(request.headings), sheet.max_column if request.own else 0) + 1
    title = sheet.cell(header, beside, REFUSED_BECAUSE)
    title.font = Font(bold=True)
    sheet.column_dimensions[get_column_letter(beside)].width = 60
    reasons: dict[int, list[str]] = {}
    offered: dict[tuple[str, ...], DataValidation] = {}
    for bad in request.bad:
        row = numbers[bad.row]
        reasons.setdefault(row, []).append(bad.reason)
        cell = sheet.cell(row, bad.column + 1)
        cell.fill = RED
        cell.comment = Comment(bad.reason, AUTHOR, width=320, height=110)
        if bad.choices:
            _offer(sheet, cell, tuple(bad.choices), offered)
    for row, found in reasons.items():
        sheet.cell(row, beside).value = " ".join(dict.fromkeys(found))
        sheet.cell(row, beside).data_type = "s"


def _offer(
    sheet: Any, cell: Any, choices: tuple[str, ...], offered: dict[tuple[str, ...], DataValidation]
) -> None:
    if choices not in offered:
        formula = _formula(sheet.parent, choices)
        offered[choices] = DataValidation("list", formula1=formula, allow_blank=True)
        sheet.add_data_validation(offered[choices])
    offered[choices].add(cell)


def _formula(book: Any, choices: tuple[str, ...]) -> str:
    """A list of legal values as a cell offers it: the values, or where they stand if many."""
    listed = ",".join(choice.replace('"', '""') for choice in choices)
    if len(listed) <= MOST_CHOICES and not any("," in choice for choice in choices):
        return f'"{listed}"'
    sheet = book[LISTS] if LISTS in book.sheetnames else book.create_sheet(LISTS)
    sheet.sheet_state = "hidden"
    filled = sheet.cell(1, 1).value is not None
    column = sheet.max_column + 1 if filled else 1
    for row, choice in enumerate(choices, 1):
        sheet.cell(row, column, choice).data_type = "s"
    letter = get_column_letter(column)
    return f"'{LISTS}'!${letter}$1:${letter}${len(choices)}"


def _keep_decisions(book: Any, request: Request, *, moved: bool = False) -> None:
    """Keep how the file is read in the workbook itself, so that it is read the same again."""
    decided = json.loads(request.decided)
    if moved:
        decided |= {"tab": "Rows", "header_row": 1}
    if PROPERTY in book.custom_doc_props.names:
        del book.custom_doc_props[PROPERTY]
    book.custom_doc_props.append(StringProperty(name=PROPERTY, value=json.dumps(decided)))


def _lost(source: str, target: str) -> list[str]:
    """What the user's file held and the new one does not, in words."""
    before, after = (_parts(path) for path in (source, target))
    lost = [words for piece, words in PARTS if _count(before, piece) > _count(after, piece)]
    return list(dict.fromkeys(lost))


def _parts(path: str) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def _count(parts: Iterable[str], piece: str) -> int:
    return sum(piece in f"/{part}" for part in parts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

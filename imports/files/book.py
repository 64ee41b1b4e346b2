"""The tabs of a workbook of any kind, each with its rows from the top."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from imports.files import archive, biff, ods, sheet_xml, xlsb
from imports.files.traits import Traits
from rules.errors import BadValue

DAMAGED = "The file is damaged or no workbook that can be read."
_ODD_SHEET = "Unrecognized sheet:type"


@dataclass
class Table:
    """Rows of one tab from its top, each a list of cells; `look` finds what is odd about them.

    `missing` stands for a cell that its row ends before; height and width are those of the tab.
    """

    tab: str | None
    rows: Iterator[list[Any]]
    look: Callable[[], Traits] = Traits
    tabs: tuple[str, ...] = ()
    hidden_tabs: tuple[str, ...] = ()
    height: int = 0
    width: int = 0
    missing: str | None = ""


def tables(path: Path, kind: str, *, wanted: str | None) -> Iterator[Table]:
    """The tab that was given, else every visible tab, read one after the other.

    Raises:
        BadValue: the file is damaged, protected, or shows no tab.
    """
    if kind != "xls":
        archive.check(path)
    try:
        book = CalamineWorkbook.from_path(path)
        found = [s for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
        open_tabs = tuple(s.name for s in found if s.visible == SheetVisibleEnum.Visible)
        hidden = tuple(s.name for s in found if s.visible != SheetVisibleEnum.Visible)
        all_names = [s.name for s in book.sheets_metadata]
        _check_tabs(all_names, open_tabs, hidden, wanted)
        tabs = tuple(s.name for s in found if s.name in open_tabs or s.name == wanted)
        for name in open_tabs if wanted is None else (wanted,):
            sheet = book.get_sheet_by_name(name)
            if sheet.start is not None:
                look = partial(_traits, path, kind, name, sheet)
                size = sheet.end[0] + 1, sheet.end[1] + 1
                yield Table(name, _rows(sheet), look, tabs, hidden, *size)
    except PasswordError as error:
        raise BadValue("The workbook is protected with a password. Save it without one.") from error
    except CalamineError as error:
        raise BadValue(_sentence(error)) from error


def _check_tabs(
    names: list[str], open_tabs: tuple[str, ...], hidden: tuple[str, ...], wanted: str | None
) -> None:
    if wanted is not None and wanted not in (*open_tabs, *hidden):
        raise BadValue(f"There is no tab “{wanted}”. The file has {', '.join(open_tabs)}.")
    if not names:
        raise BadValue("The workbook has no tabs.")
    if not open_tabs and not hidden:
        raise BadValue("The workbook holds charts or macros only, no tab with cells.")
    if not open_tabs and wanted is None:
        raise BadValue(
            f"Every tab of the workbook is hidden ({', '.join(hidden)}). Name the one to read."
        )


def _sentence(error: CalamineError) -> str:
    if _ODD_SHEET in str(error):
        return (
            "The workbook holds a tab of a kind that is not read (macros or a dialog of old "
            "Excel). Copy the table to a workbook of its own."
        )
    return DAMAGED


def _rows(sheet: Any) -> Iterator[list[Any]]:
    """The rows from the first row and column of the tab, each without its empty tail."""
    empty = [""] * sheet.start[1]
    for row in sheet.iter_rows():
        if row and row[-1] == "":
            end = len(row)
            while end and row[end - 1] == "":
                end -= 1
            del row[end:]
        yield empty + row if empty and row else row


def _traits(path: Path, kind: str, name: str, sheet: Any) -> Traits:
    found = _of_kind(path, kind, name)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        found.merged.append((top + 1, left, bottom + 1, right))
    return found


def _of_kind(path: Path, kind: str, name: str) -> Traits:
    if kind == "xls":
        names = [s.name for s in CalamineWorkbook.from_path(path).sheets_metadata]
        return biff.traits(path, names.index(name))
    return {"xlsx": sheet_xml, "xlsb": xlsb, "ods": ods}[kind].traits(path, name)

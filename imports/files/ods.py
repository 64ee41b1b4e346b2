"""A tab of an .ods: formulas, errors, what is hidden and merged, found in its XML."""

import re
from pathlib import Path
from xml.parsers import expat

from imports.files import archive
from imports.files.traits import FORMULA, NO_VALUE, Traits
from rules.errors import BadValue

_SIGNS = (b"formula=", b'"error"', b"visibility=", b"spanned=", b"null-date")
_ERROR = re.compile(r"#[A-Z0-9/_]{1,12}[!?]?|Err:[0-9]{3}")
_HIDDEN = ("collapse", "filter")
_VALUES = ("value", "date-value", "time-value", "boolean-value", "string-value")


def traits(path: Path, tab: str) -> Traits:
    """Of a tab by its name."""
    found = Traits()
    with archive.opened(path) as opened:
        part = archive.named(opened, "content.xml")
        data = opened.read(part) if part else b""
    if any(sign in data for sign in _SIGNS):
        try:
            _Cells(tab, found).read(data)
        except expat.ExpatError as error:
            raise BadValue("The file is damaged: the tab is not complete.") from error
    return found


class _Cells:
    """Walks the tabs; rows and columns may stand once for many."""

    def __init__(self, tab: str, traits: Traits) -> None:
        self._tab, self.traits = tab, traits
        self._here = self._in_text = self._in_note = False
        self._row, self._rows, self._column, self._columns = 0, 1, 0, 0
        self._cell: dict[str, str] | None = None
        self._text = ""

    def read(self, data: bytes) -> None:
        """Walk the XML of all the tabs."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(data, True)

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "table:table":
            self._here = given.get("table:name") == self._tab
            self._row, self._rows, self._columns = 0, 1, 0
        elif tag == "table:null-date":
            self.traits.epoch_1904 = given.get("table:date-value", "").startswith("1904")
        elif not self._here:
            return
        elif tag == "table:table-column":
            self._pass_columns(given)
        elif tag == "table:table-row":
            self._begin_row(given)
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._cell, self._text = given, ""
            self._merge(given)
        elif tag == "text:p":
            self._in_text = not self._in_note
        elif tag == "office:annotation":
            self._in_note = True

    def _pass_columns(self, given: dict[str, str]) -> None:
        count = _number(given, "table:number-columns-repeated")
        if given.get("table:visibility") in _HIDDEN:
            self.traits.columns.append((self._columns, self._columns + count - 1))
        self._columns += count

    def _begin_row(self, given: dict[str, str]) -> None:
        self._row += self._rows if self._row else 1
        self._rows = _number(given, "table:number-rows-repeated")
        self._column = 0
        if given.get("table:visibility") in _HIDDEN:
            self.traits.rows.append((self._row, self._row + self._rows - 1))

    def _merge(self, given: dict[str, str]) -> None:
        wide = _number(given, "table:number-columns-spanned")
        high = _number(given, "table:number-rows-spanned")
        if wide > 1 or high > 1:
            right = self._column + wide - 1
            self.traits.merged.append((self._row, self._column, self._row + high - 1, right))

    def _characters(self, text: str) -> None:
        if self._in_text:
            self._text += text

    def _end(self, tag: str) -> None:
        if tag == "table:table":
            self._here = False
        elif tag == "text:p":
            self._in_text = False
        elif tag == "office:annotation":
            self._in_note = False
        elif tag in ("table:table-cell", "table:covered-table-cell") and self._cell is not None:
            count = _number(self._cell, "table:number-columns-repeated")
            mark = self._mark(self._cell)
            if mark:
                self._mark_all(mark, count)
            self._column += count
            self._cell = None

    def _mark_all(self, mark: str, count: int) -> None:
        """Mark a cell that stands for many; no more of them than a file of harm could pay for."""
        for row in range(self._row, self._row + min(self._rows, 1000)):
            for column in range(self._column, self._column + min(count, 1000)):
                self.traits.mark(row, column, mark)

    def _mark(self, cell: dict[str, str]) -> str:
        text, formula = self._text.strip(), cell.get("table:formula", "")
        if cell.get("calcext:value-type") == "error":
            return text or "#ERROR!"
        if not formula:
            return ""
        if _ERROR.fullmatch(text):
            return text
        valued = text or any(cell.get(f"office:{name}") for name in _VALUES)
        return FORMULA if valued else NO_VALUE


def _number(given: dict[str, str], name: str) -> int:
    text = given.get(name, "1")
    return int(text) if text.isdecimal() and len(text) < 8 else 1

"""A tab of an .ods: formulas, errors, what is hidden and merged, found in its XML.

Found too is the exact text of cells in which tabs, several blanks or line breaks stand as elements
of their own: of some of these the reader of workbooks gives nothing.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from imports.files import archive
from imports.files.traits import FORMULA, NO_VALUE, Traits
from imports.files.walking import walk

_SIGNS = (b"formula=", b'"error"', b"visibility=", b"spanned=", b"null-date")
_SPELLED = re.compile(rb"<text:(?:tab|s|line-break)[\s/>]")
_BLANKS = re.compile(r"[ \t\r\n]+")
_ERROR = re.compile(r"#[A-Z0-9/_]{1,12}[!?]?|Err:[0-9]{3}")
_HIDDEN = ("collapse", "filter")
_MOST_BLANKS = 32_767
"""As many signs as a cell of a spreadsheet holds."""

_VALUES = ("value", "date-value", "time-value", "boolean-value", "string-value")


def traits(path: Path, tab: str) -> Traits:
    """Of a tab by its name."""
    found = Traits()
    with archive.opened(path) as opened:
        part = archive.named(opened, "content.xml")
        data = opened.read(part) if part else b""
    if any(sign in data for sign in _SIGNS) or _SPELLED.search(data):
        walk(data, _Cells(tab, found))
    return found


class _Cells:
    """Walks the tabs; rows and columns may stand once for many."""

    def __init__(self, tab: str, traits: Traits) -> None:
        self._tab, self.traits = tab, traits
        self._here = self._in_text = self._spelled = self._at_blank = False
        self._aside = 0
        self._row, self._rows, self._column, self._columns = 0, 1, 0, 0
        self._cell: dict[str, str] | None = None
        self._text, self._lines = "", 0

    def start(self, tag: str, given: dict[str, str]) -> None:
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
            self._cell, self._text, self._spelled, self._lines = given, "", False, 0
            self._merge(given)
        elif _is_aside(tag):
            self._aside += 1
        elif not self._aside:
            self._spell(tag, given)

    def _spell(self, tag: str, given: dict[str, str]) -> None:
        """Paragraphs are lines; a blank at the start of one, or behind another, does not count."""
        if tag == "text:p":
            self._text += "\n" if self._lines else ""
            self._lines += 1
            self._in_text = self._at_blank = True
        elif sign := _sign(tag, given):
            self._text += sign
            self._spelled, self._at_blank = True, False

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

    def characters(self, text: str) -> None:
        if self._in_text and not self._aside:
            plain = _BLANKS.sub(" ", text)
            self._text += plain[1:] if self._at_blank and plain[0] == " " else plain
            self._at_blank = plain[-1] == " "

    def end(self, tag: str) -> None:
        if tag == "table:table":
            self._here = False
        elif tag == "text:p" and not self._aside:
            self._in_text = False
        elif _is_aside(tag):
            self._aside -= 1
        elif tag in ("table:table-cell", "table:covered-table-cell") and self._cell is not None:
            count = _number(self._cell, "table:number-columns-repeated")
            mark = self._mark(self._cell)
            for row, column in self._stands_for(count) if mark or self._spelled else ():
                if mark:
                    self.traits.mark(row, column, mark)
                if self._spelled and "office:string-value" not in self._cell:
                    self.traits.texts.setdefault(row, {})[column] = self._text
            self._column += count
            self._cell = None

    def _stands_for(self, count: int) -> Iterator[tuple[int, int]]:
        """Row and column of each cell that one stands for; no more than a file of harm pays for."""
        for row in range(self._row, self._row + min(self._rows, 1000)):
            for column in range(self._column, self._column + min(count, 1000)):
                yield row, column

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


def _is_aside(tag: str) -> bool:
    """Whether what stands in an element is no text of the cell: a comment, a shape."""
    return tag == "office:annotation" or tag.startswith("draw:")


def _sign(tag: str, given: dict[str, str]) -> str:
    """The text that an element stands for; empty for any other."""
    if tag == "text:s":
        return " " * min(_number(given, "text:c"), _MOST_BLANKS)
    return {"text:tab": "\t", "text:line-break": "\n"}.get(tag, "")


def _number(given: dict[str, str], name: str) -> int:
    text = given.get(name, "1")
    return int(text) if text.isdecimal() and len(text) < 8 else 1

"""A tab of an .xlsx or .xlsm: formulas, errors and what is hidden, found in its XML."""

import re
import zipfile
from pathlib import Path

from defusedxml import ElementTree

from imports.files import archive
from imports.files.traits import FORMULA, NO_VALUE, Traits
from imports.files.walking import walk
from imports.names import column_of

MOST_OF_FORMULA = 100

_SIGNS = (b't="e"', b"t='e'", b'hidden="', b"hidden='")
_FORMULAS = (b"<f", b":f")
_AFTER_NAME = b" />\t\r\n"
_YES = ("1", "true")

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


def traits(path: Path, tab: str) -> Traits:
    """Of a tab by its name; nothing where its XML cannot be found."""
    found = Traits()
    with archive.opened(path) as opened:
        part = _part_of(opened, tab, found)
        if part is None:
            return found
        data = opened.read(part)
    if _worth_a_look(data):
        walk(data, _Cells(found))
    return found


def _part_of(opened: zipfile.ZipFile, tab: str, found: Traits) -> str | None:
    """Name of the part that holds the tab, by the workbook's list and its relations."""
    try:
        book = archive.main_part(opened, "xl/workbook.xml")
        relations = archive.relations_of(opened, book)
        listed = list(ElementTree.fromstring(opened.read(book)).iter())
    except (KeyError, ElementTree.ParseError):
        return None
    properties = (part for part in listed if part.tag.endswith("}workbookPr"))
    found.epoch_1904 = any(part.get("date1904") in _YES for part in properties)
    for sheet in listed:
        if sheet.tag.endswith("}sheet") and sheet.get("name") == tab:
            mark = sheet.get(_RELATION) or sheet.get(_STRICT_RELATION)
            return archive.named(opened, relations.get(mark or "", ("", ""))[1])
    return None


def _worth_a_look(data: bytes) -> bool:
    """Whether a tab may hold what is looked for: a quick search, since most hold none of it."""
    if any(sign in data for sign in _SIGNS) or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    for sign in _FORMULAS:
        place = data.find(sign)
        while place >= 0:
            if data[place + 2 : place + 3] in _AFTER_NAME:
                return True
            place = data.find(sign, place + 2)
    return False


class _Cells:
    """Walks the cells of a tab, named or not by their rows, and notes what is odd."""

    def __init__(self, traits: Traits) -> None:
        self.traits = traits
        self._row = self._column = 0
        self._formula = self._valued = self._error = self._in_value = self._in_formula = False
        self._text = self._computed = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            found = _REFERENCE.fullmatch(attributes.get("r", ""))
            self._column = column_of(found[1]) if found else self._column + 1
            self._formula = self._valued = False
            self._error = attributes.get("t") == "e"
            self._text = self._computed = ""
        elif name == "row":
            given = attributes.get("r", "")
            self._row = int(given) if given.isdecimal() and len(given) < 8 else self._row + 1
            self._column = -1
            if attributes.get("hidden") in _YES:
                self.traits.rows.append((self._row, self._row))
        elif name == "f":
            self._formula = self._in_formula = True
        elif name in ("v", "is"):
            self._in_value = True
        elif name == "col" and attributes.get("hidden") in _YES:
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdecimal() and last.isdecimal():
                self.traits.columns.append((int(first) - 1, int(last) - 1))

    def characters(self, text: str) -> None:
        if self._in_value:
            self._valued = True
            if self._error:
                self._text += text
        elif self._in_formula:
            self._computed += text

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in ("v", "is"):
            self._in_value = False
        elif name == "f":
            self._in_formula = False
        elif name == "c":
            mark = self._mark()
            if mark:
                self.traits.mark(self._row, self._column, mark)

    def _mark(self) -> str:
        if self._error:
            return self._text.strip() or "#ERROR!"
        if self._formula:
            return FORMULA if self._valued else NO_VALUE + self._shown_formula()
        return ""

    def _shown_formula(self) -> str:
        formula = " ".join(self._computed.split())
        cut = f"{formula[:MOST_OF_FORMULA]}…" if len(formula) > MOST_OF_FORMULA else formula
        return f" ={cut}" if cut else ""

"""The .xlsx as an archive: what it may hold at most, and cells that a plain reading mistakes.

The reader of spreadsheets gives an error cell as blank and a formula by its last value; both are
found here in the XML of the tab.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from xml.parsers import expat

from defusedxml import ElementTree

from imports.names import column_of
from rules.errors import BadValue

MOST_ENTRIES = 2_000
MOST_BYTES = 200_000_000
MOST_RATIO = 100
SMALL = 1_000_000
"""An entry up to this size may be packed as tightly as it likes."""

FORMULA, NO_VALUE = "formula", "no value"
"""Marks of a cell; an error cell is marked with its error (#REF!).

The mark of a formula that was never computed goes on with the formula, where it is known.
"""

MOST_OF_FORMULA = 100

Marks = dict[int, dict[int, str]]
"""Row as the spreadsheet shows it -> column index -> mark."""

_ERRORS = (b't="e"', b"t='e'")
_FORMULAS = (b"<f", b":f")
_AFTER_NAME = b" />\t\r\n"

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


def check(path: Path) -> None:
    """Refuse an archive that is larger, more tightly packed or odder than any real workbook.

    Raises:
        BadValue: the sentence says what is wrong with the file.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise BadValue("The file is damaged: it is not a complete .xlsx workbook.") from error
    if len(entries) > MOST_ENTRIES:
        raise BadValue(
            f"The workbook has {len(entries):,} parts; at most {MOST_ENTRIES:,} are read."
        )
    _check_names(entry.filename for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_BYTES:
        raise BadValue(
            f"The workbook unpacks to {unpacked // 1_000_000:,} MB; "
            f"at most {MOST_BYTES // 1_000_000} MB are read. Split it."
        )
    for entry in entries:
        if entry.file_size > SMALL and entry.file_size > MOST_RATIO * entry.compress_size:
            raise BadValue(
                "The workbook is packed far more tightly than any real one and is not read."
            )
        if entry.flag_bits & 1:
            raise BadValue("The workbook is protected with a password. Save it without one.")


def _check_names(names: Iterable[str]) -> None:
    seen = set()
    for name in names:
        plain = name.replace("\\", "/")
        if plain.startswith("/") or ":" in plain or ".." in plain.split("/"):
            raise BadValue(
                "The workbook holds a part that names a place outside of it and is not read."
            )
        if plain.casefold() in seen:
            raise BadValue("The workbook holds two parts of the same name and is not read.")
        seen.add(plain.casefold())


def marks(path: Path, tab: str) -> Marks:
    """Formulas and error cells of a tab; empty where its XML cannot be found."""
    try:
        with zipfile.ZipFile(path) as archive:
            part = _part_of(archive, tab)
            if part is None:
                return {}
            data = archive.read(part)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise BadValue("The file is damaged: the tab is not complete.") from error
    if not _worth_a_look(data):
        return {}
    found = _Cells()
    try:
        found.read(data)
    except expat.ExpatError as error:
        raise BadValue("The file is damaged: the tab is not complete.") from error
    return found.marks


def _worth_a_look(data: bytes) -> bool:
    """Whether a tab may hold a formula or an error: a quick search, since most hold none."""
    if any(sign in data for sign in _ERRORS) or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    for sign in _FORMULAS:
        place = data.find(sign)
        while place >= 0:
            if data[place + 2 : place + 3] in _AFTER_NAME:
                return True
            place = data.find(sign, place + 2)
    return False


def _part_of(archive: zipfile.ZipFile, tab: str) -> str | None:
    """Name of the part that holds the tab, by the workbook's list and its relations."""
    try:
        book = _target(archive, "_rels/.rels", "", "officeDocument") or "xl/workbook.xml"
        folder, name = posixpath.split(book)
        relations = _relations(archive, f"{folder}/_rels/{name}.rels".lstrip("/"), folder)
        for sheet in ElementTree.fromstring(archive.read(book)).iter():
            if sheet.tag.endswith("}sheet") and sheet.get("name") == tab:
                mark = sheet.get(_RELATION) or sheet.get(_STRICT_RELATION)
                return _named(archive, relations.get(mark or "", ("", ""))[1])
    except (KeyError, ElementTree.ParseError):
        return None
    return None


def _target(archive: zipfile.ZipFile, part: str, folder: str, kind: str) -> str:
    targets = _relations(archive, part, folder).values()
    return next((target for sort, target in targets if sort.endswith(f"/{kind}")), "")


def _relations(archive: zipfile.ZipFile, part: str, folder: str) -> dict[str, tuple[str, str]]:
    """Id -> (kind, name of the part) of the relations that a part lists."""
    found = {}
    for relation in ElementTree.fromstring(archive.read(part)):
        target = relation.get("Target", "").replace("\\", "/")
        whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        found[relation.get("Id", "")] = (relation.get("Type", ""), posixpath.normpath(whole))
    return found


def _named(archive: zipfile.ZipFile, part: str) -> str | None:
    by_name = {name.replace("\\", "/").casefold(): name for name in archive.namelist()}
    return by_name.get(part.casefold())


class _Cells:
    """Walks the cells of a tab, named or not by their rows, and marks formulas and errors."""

    def __init__(self) -> None:
        self.marks: Marks = {}
        self._row = self._column = 0
        self._formula = self._valued = self._error = self._in_value = self._in_formula = False
        self._text = self._computed = ""

    def read(self, data: bytes) -> None:
        """Walk the XML of the tab."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(data, True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
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
        elif name == "f":
            self._formula = self._in_formula = True
        elif name in ("v", "is"):
            self._in_value = True

    def _characters(self, text: str) -> None:
        if self._in_value:
            self._valued = True
            if self._error:
                self._text += text
        elif self._in_formula:
            self._computed += text

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in ("v", "is"):
            self._in_value = False
        elif name == "f":
            self._in_formula = False
        elif name == "c":
            mark = self._mark()
            if mark:
                self.marks.setdefault(self._row, {})[self._column] = mark

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

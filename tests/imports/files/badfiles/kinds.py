"""Files that are something else than their name says, or hold no table."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

from books import PARTS, raw_xlsx
from odd_books import Tab, compound, ods, xls, xlsb

from tests.imports.files.badfiles.archives import REGISTER, SAME, register
from tests.imports.files.badfiles.verdict import Refused, Verdict

HTML = "<html><head><title>Claims</title></head><body><table><tr><td>L-1</td></tr></table></body></html>"
TABS = PARTS["xl/workbook.xml"]


def stranger(number: int, chance: Random, folder: Path) -> tuple[Path, Verdict]:
    """One of the ways, under a name that changes."""
    ending, make, verdict = WAYS[number % len(WAYS)]
    path = folder / f"file{chance.randrange(100)}{ending}"
    make(path)
    return path, verdict


def _bytes(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


def _tabs(old: str, new: str) -> Callable[[Path], object]:
    return lambda path: raw_xlsx(path, register(), {"xl/workbook.xml": TABS.replace(old, new)})


def _word(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", "<Relationships/>")
        archive.writestr("word/document.xml", "<w/>")


TAB = Tab(REGISTER)
WAYS: tuple[tuple[str, Callable[[Path], object], Verdict], ...] = (
    (".xls", _bytes(HTML.encode()), Refused("is a web page")),
    (".xlsx", _bytes(b"\xef\xbb\xbf\r\n" + HTML.encode()), Refused("is a web page")),
    (".csv", _bytes(HTML.encode("utf-16")), Refused("is a web page")),
    (".xls", _bytes(b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'),
     Refused("XML spreadsheet of 2003")),
    (".xls", lambda p: raw_xlsx(p, register()), Refused("a workbook of the newer kind. Name it .xlsx.")),
    (".xlsx", lambda p: xls(p, TAB), Refused("an older Excel file (.xls). Name it .xls.")),
    (".xlsx", lambda p: xlsb(p, TAB), Refused("a binary workbook. Name it .xlsb.")),
    (".xlsx", lambda p: ods(p, TAB), Refused("an OpenDocument spreadsheet. Name it .ods.")),
    (".csv", lambda p: ods(p, TAB), Refused("is a workbook. Name it .ods.")),
    (".ods", lambda p: raw_xlsx(p, register()), Refused("Name it .xlsx.")),
    (".xlsx", _bytes(b"a,b\n1,2\n"), Refused("it holds text. Name it .csv.")),
    (".xls", _bytes(b"a\tb\n1\t2\n"), Refused("it holds text. Name it .csv.")),
    (".xlsx", _bytes(compound({"EncryptedPackage": b"x" * 9000, "EncryptionInfo": b"y"})), Refused("protected with a password")),
    (".xls", lambda p: xls(p, TAB, extra=b"\x2f\0\2\0\0\0"), Refused("protected with a password")),
    (".xls", _bytes(compound({"WordDocument": b"x"})), Refused("no workbook")),
    (".xlsx", _word, Refused("is a text document (.docx)")),
    (".xlsm", lambda p: raw_xlsx(p, register(), {"xl/vbaProject.bin": b"macro"}), SAME),
    (".xls", lambda p: xls(p, TAB), SAME),
    (".xlsb", lambda p: xlsb(p, TAB), SAME),
    (".ods", lambda p: ods(p, TAB), SAME),
    (".csv", _bytes(b""), Refused("The file is empty.")),
    (".xlsx", _bytes(b""), Refused("The file is empty.")),
    (".csv", _bytes(b"\r\n , \r\n"), Refused("holds no rows")),
    (".xlsx", lambda p: raw_xlsx(p), Refused("holds no rows")),
    (".xls", lambda p: xls(p, Tab([])), Refused("holds no rows")),
    (".xlsx", _tabs("<sheet ", "<other "), Refused("has no tabs")),
    (".xls", lambda p: xls(p), Refused("has no tabs")),
    (".xlsx", _tabs("<sheet ", '<sheet state="hidden" '), Refused("is hidden (Raw). Name the one to read.")),
    (".xlsx", _tabs("<sheet ", '<sheet state="veryHidden" '), Refused("is hidden (Raw)")),
    (".xlsb", lambda p: xlsb(p, Tab(REGISTER, state="hidden")), Refused("is hidden (Claims)")),
    (".pdf", _bytes(b"%PDF-1.7"), Refused("cannot be read. Choose an Excel workbook")),
    (".csv", _bytes(b"%PDF-1.7 a,b"), Refused("is a PDF document")),
    (".csv", _bytes(b"\x1f\x8b\x08\0"), Refused("is a packed file (.gz)")),
    (".csv", _bytes(b"\x89PNG\r\n"), Refused("is a picture")),
    (".csv", _bytes(b"SQLite format 3\0"), Refused("is a database")),
    (".xls", _bytes(b"\x09\x04\x06\0\0\0\x10\0"), Refused("of an Excel before 1997")),
)  # fmt: skip

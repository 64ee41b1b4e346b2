"""What kind of file it is: the content decides, and the ending of the name must agree."""

import re
from pathlib import Path

from imports.files import archive, biff, ole, texts
from rules.errors import BadValue

MOST_FILE_BYTES = 100_000_000

KINDS = {
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".xlsb": "xlsb", ".xls": "xls", ".ods": "ods",
    ".csv": "csv", ".tsv": "csv", ".txt": "csv",
}  # fmt: skip
"""Endings of files that are read, and how each is read."""

ENDINGS = "an Excel workbook (.xlsx, .xlsm, .xlsb, .xls), .ods, or text (.csv, .tsv, .txt)"

_ZIP, _ZIP_EMPTY = b"PK\x03\x04", b"PK\x05\x06"
_WORKBOOKS = {
    "xlsx": ("a workbook of the newer kind", ".xlsx"),
    "xlsb": ("a binary workbook", ".xlsb"),
    "xls": ("an older Excel file (.xls)", ".xls"),
    "ods": ("an OpenDocument spreadsheet", ".ods"),
}
"""What a workbook of each kind is called, and the ending that it should bear."""

_LOCKED = "The workbook is protected with a password. Save it without one."
_TEXT = "The file is named {0} but is no workbook: it holds text. Name it .csv."

_STRANGERS = (
    (b"%PDF", "a PDF document. Ask for the table as a spreadsheet."),
    (b"{\\rtf", "a text document (.rtf). Copy its table into a spreadsheet."),
    (b"\x89PNG", "a picture. Ask for the table as a spreadsheet."),
    (b"\xff\xd8\xff", "a picture. Ask for the table as a spreadsheet."),
    (b"GIF8", "a picture. Ask for the table as a spreadsheet."),
    (b"\x1f\x8b", "a packed file (.gz). Unpack it first."),
    (b"7z\xbc\xaf\x27\x1c", "a packed file (.7z). Unpack it first."),
    (b"Rar!", "a packed file (.rar). Unpack it first."),
    (b"SQLite format 3\0", "a database. Export the table from it."),
    (b"MZ", "a program and is not read."),
    (b"\x7fELF", "a program and is not read."),
)
"""How other files start, and what to do about them."""

_PAGE = re.compile(
    r"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body|table)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\s*<\?xml\b", re.IGNORECASE)
_XML_BOOK = "urn:schemas-microsoft-com:office:spreadsheet"
_NOISE = (
    "The file is no text and no table: it holds bytes that no text has. It may be damaged, or of "
    "another program. Save the table as .xlsx or .csv."
)
_NO_SIGNS = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
A_FEW = 8
_OLDEST = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00")
"""An Excel file from before containers (1993 and earlier)."""


def check(path: Path, *, named: str) -> str:
    """How the file is read ("xlsx", "xlsb", "xls", "ods", "csv"), when its name agrees.

    `named` is the ending of the name that the user gave, one of `KINDS`.

    Raises:
        BadValue: too large, empty, no table, or something else than its name says.
    """
    size = path.stat().st_size
    if size == 0:
        raise BadValue("The file is empty.")
    if size > MOST_FILE_BYTES:
        raise BadValue(
            f"The file has {size // 1_000_000:,} MB; "
            f"at most {MOST_FILE_BYTES // 1_000_000} MB are read. Split it."
        )
    with path.open("rb") as handle:
        start = handle.read(4096)
    wanted = KINDS[named]
    if start.startswith(ole.MAGIC):
        kind = _of_container(path)
    elif start.startswith((_ZIP, _ZIP_EMPTY)):
        kind = _of_archive(path, wanted)
    else:
        kind = _of_text(start)
    if kind != wanted:
        raise BadValue(_misnamed(kind, named))
    return kind


def _misnamed(kind: str, named: str) -> str:
    if kind == "csv":
        return _TEXT.format(named)
    what, ending = _WORKBOOKS[kind]
    if KINDS[named] == "csv":
        return f"The file is named {named} but is a workbook. Name it {ending}."
    return f"The file is named {named} but is {what}. Name it {ending}."


def _of_container(path: Path) -> str:
    streams = ole.Container(path.read_bytes()).streams
    if "encryptedpackage" in streams:
        raise BadValue(_LOCKED)
    if not any(name in streams for name in biff.BOOKS):
        raise BadValue(
            "The file is of an older Office program, but no workbook. Save its table as .xlsx."
        )
    return "xls"


def _of_archive(path: Path, wanted: str) -> str:
    """By the parts within; one that cannot be opened is taken for a workbook, which is damaged."""
    parts = archive.part_names(path)
    if not parts:
        return wanted if wanted in ("xlsx", "xlsb", "ods") else "xlsx"
    if "content.xml" in parts and "[content_types].xml" not in parts:
        return "ods"
    if any(re.fullmatch(r"xl/workbook\d*\.bin", name) for name in parts):
        return "xlsb"
    if "_rels/.rels" in parts or "xl/workbook.xml" in parts:
        return _of_package(parts)
    raise BadValue("The file is an archive (.zip), no workbook. Unpack it, then choose the table.")


def _of_package(parts: set[str]) -> str:
    for folder, what in (("word/", "a text document (.docx)"), ("ppt/", "a set of slides (.pptx)")):
        if any(name.startswith(folder) for name in parts):
            raise BadValue(f"The file is {what}, no workbook. Copy its table into a spreadsheet.")
    return "xlsx"


def _is_noise(shown: str) -> bool:
    """Whether more signs than one in fifty are such as no text has, and not just a few of them."""
    return len(_NO_SIGNS.findall(shown)) > max(A_FEW, len(shown) // 50)


def _of_text(start: bytes) -> str:
    for sign, what in _STRANGERS:
        if start.startswith(sign):
            raise BadValue(f"The file is {what}")
    if _OLDEST.match(start):
        raise BadValue("The file is of an Excel before 1997. Save it as .xlsx.")
    shown = start.decode(texts.told_by(start) or "latin-1", "ignore")
    if _PAGE.match(shown):
        raise BadValue(
            "The file is a web page, whatever its name says. Open it in Excel, save it as .xlsx."
        )
    if _is_noise(shown):
        raise BadValue(_NOISE)
    if _XML.match(shown):
        what = "an XML spreadsheet of 2003" if _XML_BOOK in shown else "XML"
        raise BadValue(f"The file is {what}. Open it in Excel, save it as .xlsx.")
    return "csv"

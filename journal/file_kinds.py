"""What kind of file some bytes are: decided by the content alone, refused where it is two kinds at
once.

Nothing is unpacked or run; of an archive only the list of names is read.
"""

import io
import re
import zipfile

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "tif": "image/tiff",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "eml": "message/rfc822",
    "txt": "text/plain",
}
"""Kind -> the type it is served as; a file of another kind is not kept."""

ANY = "application/octet-stream"
SPOKEN = {
    "pdf": "PDF",
    "jpg": "Picture",
    "png": "Picture",
    "tif": "Scan",
    "docx": "Word document",
    "xlsx": "Workbook",
    "eml": "E-mail message",
    "txt": "Text",
}
"""Kind -> what people call a file of it."""

SIGNATURES = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
    (b"PK\x03\x04", "zip"),
)
OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
WORDS = {
    "html": "a web page",
    "svg": "a drawing that can run programs",
    "xml": "a data file",
    "zip": "an archive",
    "macros": "a document with macros",
    "two": "two kinds of file in one",
    "binary": "something that is none of the kept kinds",
    "empty": "nothing",
    **{kind: f"a .{kind} file" for kind in MEDIA_TYPES},
}
"""Kind -> what a sentence calls it."""

MOST_ENTRIES, MOST_UNPACKED = 2_000, 200_000_000
START = 1024
_PAGE = r"<\s*(?:!doctype\s+html|html|head|body|script|iframe|object|embed|svg)\b"
_MARKUP = re.compile(_PAGE.encode(), re.I)
_RUNS = re.compile(
    rf"{_PAGE}|<\s*(?:meta|link|style|base|form|math|template|frameset)\b"
    r"|<[a-z][^<>]*[\s/\"']on[a-z]+\s*=|<[a-z][^<>]*\bjavascript\s*:",
    re.I,
)
"""What makes a text a page wherever in it it stands: a part that loads or runs something."""
_HEADER = re.compile(rb"[!-9;-~]+:[ \t]?[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n")
_MAIL = re.compile(rb"(?:from|to|subject|date|message-id|received|mime-version):", re.I)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def spoken(media_type: str) -> str:
    """What people call a file that is served as a type."""
    kinds = {served: SPOKEN[kind] for kind, served in MEDIA_TYPES.items()}
    return kinds.get(media_type, "File")


def size_words(count: int) -> str:
    """How large a file is, in words."""
    if count >= 1_000_000:
        return f"{count / 1_000_000:.1f} MB"
    return f"{max(1, round(count / 1000)):,} KB"


def kind_of(data: bytes) -> str:
    """The kind of a file: one of `MEDIA_TYPES`, or another key of `WORDS` that is not kept."""
    if not data:
        return "empty"
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            return _of_archive(data) if kind == "zip" else _alone(data, kind)
    return "eml" if _is_mail(data) else text_kind(data)


def text_kind(data: bytes) -> str:
    """The kind of a file that is taken for text, all of it looked through: txt, or what runs."""
    text = _decoded(data)
    if text is None:
        return "binary"
    found = _RUNS.search(text)
    if found:
        return "svg" if "svg" in found[0].lower() else "html"
    return "xml" if text.lstrip("\ufeff \t\r\n")[:5].lower() == "<?xml" else "txt"


def _alone(data: bytes, kind: str) -> str:
    """The kind, unless the file is also a page, another document or an archive."""
    start = data[:START]
    if _MARKUP.search(start) or b"%PDF-" in start[1:] or _names(data):
        return "two"
    return kind


def _of_archive(data: bytes) -> str:
    names = _names(data)
    if not names or "[Content_Types].xml" not in names:
        return "zip"
    if b"%PDF-" in data[:START]:
        return "two"
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return "macros"
    return next((kind for name, kind in OFFICE.items() if name in names), "zip")


def _names(data: bytes) -> list[str]:
    """The names in an archive; none where it is no archive, or no sound one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return []
    names = [entry.filename for entry in entries]
    unpacked = sum(entry.file_size for entry in entries)
    odd = any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names)
    if odd or len(names) > MOST_ENTRIES or unpacked > MOST_UNPACKED or len(set(names)) < len(names):
        return ["an odd archive"]
    return names


def _is_mail(data: bytes) -> bool:
    """Whether it begins with the headers of a message."""
    block, place, found = data[:65_536], 0, set()
    while header := _HEADER.match(block, place):
        name = _MAIL.match(header[0])
        if name:
            found.add(name[0].lower())
        place = header.end()
    return len(found) >= 2 and place > 0


def _decoded(data: bytes) -> str | None:
    """The text, in one of the ways that offices write text; None where it is none."""
    ways = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for way in ways:
        try:
            text = data.decode(way)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None

"""The document store: files under random names below the instance folder, each kept whole or not at
all.

A file is kept by its content, never by what it calls itself. It is written beside its place,
flushed and
moved there before its row is written; if the row cannot be written the file is taken away again.
"""

import os
import re
import secrets
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, NamedTuple

from journal import settings
from journal.disk import room
from journal.file_kinds import ANY, MEDIA_TYPES, WORDS, kind_of, text_kind
from models import Document
from rules.errors import BadValue, Blocked, DiskFull, NotFound

MOST_MEGABYTES = "25"
LONGEST_NAME = 150
ENDINGS = {".jpeg": ".jpg", ".tiff": ".tif"}
INNER = re.compile(
    r"\.(?:exe|com|scr|bat|cmd|ps1|vbs|js|jar|msi|php|html?|svg|xhtml|hta|lnk)\.", re.I
)
"""Endings that make a name look like something else than it is ("photo.html.pdf")."""
DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)", re.I)
FORGOTTEN_SECONDS = 3_600
"""A file without row that is older was left by a stopped program."""

_NAME = re.compile(r"[0-9a-f]{32}")
_UNSHOWN = re.compile('[\x00-\x1f\x7f<>:"|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
_store: Path | None = None


@dataclass(frozen=True)
class Facts:
    """What is known of a file: the columns of its Document, and title and day where told."""

    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    store_name: str
    title: str
    day: date | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of the Document that the file itself decides."""
        names = ("file_name", "media_type", "size_bytes", "sha256", "store_name")
        return {name: getattr(self, name) for name in names}


class Found(NamedTuple):
    """What a file of the store is: its size and its fingerprint."""

    size: int
    sha256: str


def keep_in(folder: str | Path | None) -> None:
    """Keep files below this folder from now on; None: nowhere."""
    global _store
    _store = Path(folder) if folder else None


def read(source: bytes | BinaryIO) -> bytes:
    """The bytes of a file, read from its beginning; refused where it is too large."""
    most = int(settings.get("document_max_megabytes", MOST_MEGABYTES) or MOST_MEGABYTES)
    if isinstance(source, bytes):
        data = source
    else:
        source.seek(0)
        data = source.read(most * 1_000_000 + 1)
    if len(data) > most * 1_000_000:
        raise BadValue(f"The file is larger than {most} MB, the most that is kept. Split it.")
    return data


def examine(data: bytes, file_name: str) -> Facts:
    """What a file is, before it is kept.

    Raises:
        BadValue: it is of no kept kind, not what its ending says, or two kinds in one.
    """
    name = shown_name(file_name)
    ending = ending_of(name)
    if ending not in MEDIA_TYPES:
        raise BadValue(
            f"“{name}” cannot be kept. Kept are files that end in {', '.join(MEDIA_TYPES)}."
        )
    if INNER.search(name):
        raise BadValue(f"“{name}” has two endings. Give it a plain name and try again.")
    kind = kind_of(data)
    if (kind, ending) == ("eml", "txt"):
        kind = text_kind(data)
    if kind != ending:
        raise BadValue(
            f"“{name}” is not what its ending says: it holds {WORDS[kind]}. It was not kept."
        )
    title, day = _told_by(data, kind, PurePosixPath(name).stem)
    return Facts(
        name,
        MEDIA_TYPES[ending],
        len(data),
        sha256(data).hexdigest(),
        secrets.token_hex(16),
        title,
        day,
    )


def ending_of(file_name: str) -> str:
    """How a file's name ends, one ending a kind, without the dot."""
    ending = PurePosixPath(file_name).suffix.lower()
    return ENDINGS.get(ending, ending).removeprefix(".")


def shown_name(file_name: str) -> str:
    """A file's own name without folders, unseen characters and names of devices; cut where long."""
    bare = re.split(r"[/\\]", unicodedata.normalize("NFC", file_name or ""))[-1]
    bare = _UNSHOWN.sub("", bare).strip(" .") or "file"
    if DEVICES.match(bare):
        bare = f"_{bare}"
    path = PurePosixPath(bare)
    return f"{path.stem[:LONGEST_NAME]}{path.suffix[:10]}"


def store(source: bytes | BinaryIO, file_name: str) -> Facts:
    """Keep a file; returns what a Document needs to know of it.

    Raises:
        BadValue: as `examine`. DiskFull: there is no room; nothing is left behind.
    """
    data = read(source)
    facts = examine(data, file_name)
    _write(data, _place(facts.store_name))
    return facts


@contextmanager
def kept(data: bytes, facts: Facts) -> Iterator[None]:
    """The file is kept while its row is written; if that fails the file goes again."""
    _write(data, _place(facts.store_name))
    try:
        yield
    except BaseException:
        discard(facts.store_name)
        raise


def discard(store_name: str) -> None:
    """Take a file away whose row was not written."""
    _place(store_name).unlink(missing_ok=True)


def is_open() -> bool:
    """Whether a store is set up."""
    return _store is not None


def path_of(document: Any) -> Path:
    """Where the bytes of a document lie.

    Raises:
        NotFound: they are not there.
    """
    path = _place(document.store_name or "")
    if not path.is_file():
        raise NotFound(f"The file of {document.document_no} is not in the document store.")
    return path


class Known(NamedTuple):
    """What a Document says of its file; `name` is where it lies below the store."""

    document_no: str
    name: str
    size: int
    sha256: str


def known() -> list[Known]:
    """The file of every Document, the trash included."""
    query = Document.select(
        Document.document_no, Document.store_name, Document.size_bytes, Document.sha256
    ).where(Document.store_name.is_null(False))
    rows = query.order_by(Document.id).tuples()
    return [Known(number, below(name), *facts) for number, name, *facts in rows]


def faults(files: Iterable[Known], look: Callable[[str], Found | None]) -> Iterator[str]:
    """A sentence for each file that is missing, or is not what its Document says.

    Args:
        files: what the Documents say.
        look: what lies at a name below the store.
    """
    for file in files:
        there = look(file.name)
        if there is None:
            yield f"The file of document {file.document_no} is missing ({file.name})."
        elif there != Found(file.size, file.sha256):
            yield f"The file of document {file.document_no} was changed ({file.name})."


def found(name: str) -> Found | None:
    """Size and fingerprint of the file at a name below the store; None where there is none."""
    path = _folder() / name
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return Found(path.stat().st_size, file_digest(file, "sha256").hexdigest())


def below(store_name: str) -> str:
    """Where below the store the file of this name lies."""
    return f"{store_name[:2]}/{store_name}"


def content(document: Any) -> bytes:
    """The bytes of a document, the very ones that were kept.

    Raises:
        Blocked: they are not there, or something outside the office changed them.
    """
    number, ask = document.document_no, "Ask whoever runs the office's computer for the backup."
    try:
        data = path_of(document).read_bytes()
    except (NotFound, OSError) as error:
        raise Blocked(f"The file of {number} is not in the document store. {ask}") from error
    if sha256(data).hexdigest() != document.sha256:
        raise Blocked(
            f"The file of {number} is not the one that was kept: it was changed outside the "
            f"office, so it is not opened. {ask}"
        )
    return data


def served_as(document: Any) -> str:
    """The type that the file of a document is sent as: by its ending, never by what is stored."""
    return MEDIA_TYPES.get(ending_of(shown_name(document.file_name)), ANY)


def forgotten() -> list[str]:
    """Names of files that no Document knows, trash included, left by a program that was stopped."""
    before = time.time() - FORGOTTEN_SECONDS
    found = [path.name for path in _folder().glob("*/*") if path.stat().st_mtime < before]
    known: set[str] = set()
    for start in range(0, len(found), 500):
        query = Document.select(Document.store_name).where(
            Document.store_name << found[start : start + 500]
        )
        known.update(name for (name,) in query.tuples())
    return [name for name in found if name not in known]


def _folder() -> Path:
    if _store is None:
        raise Blocked("The document store is not set up: start the office first.")
    return _store


def _place(store_name: str) -> Path:
    if not _NAME.fullmatch(store_name):
        raise NotFound("There is no such file in the document store.")
    return _folder() / below(store_name)


def _write(data: bytes, place: Path) -> None:
    """Write beside the place, flush, move: the place holds the whole file or nothing."""
    beside = place.with_name(f".{place.name}.part")
    try:
        with room("The disk is full. The file was not kept; nothing else changed."):
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with open(beside, "xb", opener=_private) as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(place)
            _flush_folder(place.parent)
    except (OSError, DiskFull):
        with suppress(OSError):
            beside.unlink(missing_ok=True)
            place.unlink(missing_ok=True)
        raise


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _flush_folder(folder: Path) -> None:
    """The new name is on the disk too, where the system can flush a folder."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


# --- What a message tells of itself -------------------------------------------------------------


def _told_by(data: bytes, kind: str, stem: str) -> tuple[str, date | None]:
    """Title and day: of a message its subject, sender and date; else the file's name."""
    if kind != "eml":
        return stem[:200], None
    message = message_from_bytes(data[:1_000_000])
    subject, sender = _header(message["Subject"]), _header(message["From"])
    title = f"{subject or stem}{f' (from {sender})' if sender else ''}"
    return title[:200], _day_of(message["Date"])


def _header(raw: Any) -> str:
    if raw is None:
        return ""
    try:
        text = str(make_header(decode_header(str(raw))))
    except (MessageError, LookupError, ValueError):
        text = str(raw)
    printable = "".join(c if c.isprintable() else " " for c in _UNSHOWN_IN_TITLE.sub("", text))
    return " ".join(printable.encode("utf-8", "replace").decode().split())[:150]


_UNSHOWN_IN_TITLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def _day_of(raw: Any) -> date | None:
    try:
        day = parsedate_to_datetime(str(raw)).date()
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    return day if 1900 <= day.year <= 2199 else None

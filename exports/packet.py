"""The packet of a demand as one .pdf: what is in it, the worksheet, photos and reports.

Medical and attorney documents never go in, nor memos and papers of a settlement, and nothing of a
compensation claim does.
"""

import io
import json
import re
import struct
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from docx import Document as Word
from docx.image.exceptions import (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
)
from docx.shared import Inches, Pt

from exports.letters.asking import ASKING, DEMANDS
from exports.printing import as_pages
from journal import documents
from models import Claim, Document, Letter, Recovery
from rules.days import day_words
from rules.errors import Blocked

OPEN_KINDS = ("public", "personal")
"""How a document is kept that may go out; medical and attorney documents are never among them."""
PHOTOS = {"image/jpeg": "jpg", "image/png": "png", "image/tiff": "tif"}
REPORT = "application/pdf"
INSIDE = re.compile(
    r"\b(settle\w*|compromis\w*|offers?|releases?|memos?|memorand(um|ums|a)|recommend\w*"
    r"|evaluations?)\b",
    re.IGNORECASE,
)
"""Words of a title by which a paper is of the office, or of a settlement, and stays out: an offer
to compromise is no evidence of what is owed (Evid. Code 1152).
"""
MARK = "packet-"
"""How the file of a packet begins: it is not put into the next one."""
SECONDS = 120
JOINER = Path(__file__).with_name("packet_join.py")
"""The program that puts pages together, in a process of its own."""
UNREADABLE = (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError,
              struct.error, ValueError, LookupError)  # fmt: skip
"""What reading a picture ends with where it is none."""
NOT_HERE = (
    "There is no LibreOffice on this machine, so no packet is made: send the cost workbook and the "
    "reports as they are kept."
)


@dataclass(frozen=True)
class Contents:
    """The documents that go in, and those that stay out with the reason in words."""

    photos: Sequence[Any]
    reports: Sequence[Any]
    left_out: Sequence[tuple[Any, str]]


def contents_of(recovery: Recovery) -> Contents:
    """What of the case file goes into the packet of a recovery."""
    photos, reports, left_out = [], [], []
    on_file = _on_file(recovery)
    out = _letters_out(recovery, on_file)
    for document in on_file:
        if document.id in out:
            left_out.append((document, out[document.id]))
        elif document.sensitivity not in OPEN_KINDS:
            left_out.append((document, "kept apart: medical or of the attorney"))
        elif INSIDE.search(document.title):
            left_out.append((document, "a memo, or a paper of a settlement, by its title"))
        elif document.media_type in PHOTOS:
            photos.append(document)
        elif document.media_type == REPORT:
            reports.append(document)
        else:
            left_out.append((document, "neither a photo nor a .pdf"))
    return Contents(photos, reports, left_out)


def _on_file(recovery: Recovery) -> list[Any]:
    """The documents of the recovery, its incident and its liability claim."""
    on = Document.recovery == recovery.id
    if recovery.incident:
        on |= Document.incident == recovery.incident
    liability = Claim.select(Claim.id).where(Claim.id == recovery.claim, Claim.line == "L")
    on |= Document.claim << liability
    query = Document.select().where(
        on, Document.trashed_at.is_null(), ~Document.file_name.startswith(MARK)
    )
    return list(query.order_by(Document.document_date, Document.id))


def _letters_out(recovery: Recovery, on_file: Sequence[Any]) -> dict[int, str]:
    """Document of a letter that does not go in -> why: one that is void, one on the claim, one that
    asks for nothing, or a demand in whose place a later one stands.
    """
    ids = [document.id for document in on_file]
    query = Letter.select().where((Letter.document << ids) | (Letter.printed << ids))
    letters = list(query.order_by(Letter.letter_date.desc(), Letter.id.desc()))
    ours = [one for one in letters if one.recovery == recovery.id and one.status == "sent"]
    demands = [one for one in ours if one.code in DEMANDS]
    found: dict[int, str] = {}
    for letter in letters:
        why = ""
        if letter.status == "void":
            why = "a letter that is void"
        elif letter.recovery != recovery.id:
            why = "a letter on the claim, not on the damage"
        elif letter.code not in ASKING:
            why = "a letter that does not ask for the bill"
        elif letter in demands[1:]:
            why = f"{demands[0].letter_no} is the demand that stands"
        if why:
            found |= {row: why for row in (letter.document, letter.printed) if row}
    return found


@dataclass(frozen=True)
class Facts:
    """A page of facts: its title, and each question with its answer."""

    title: str
    rows: Sequence[tuple[str, str]]


def packet(
    recovery: Recovery,
    workbook: bytes,
    listed: Sequence[str],
    found: Contents,
    facts: Facts | None = None,
) -> bytes:
    """The packet as one .pdf.

    Args:
        recovery: the case.
        workbook: its cost worksheet.
        listed: what the cover says is in it, a line each.
        found: the documents that go in.
        facts: what its reader asks, on a page of its own.

    Raises:
        Blocked: a page could not be made, or a document is no readable .pdf; it is named.
    """
    asked = {
        "cover.docx": _cover(recovery, listed),
        **({"facts.docx": _facts_page(recovery, facts)} if facts else {}),
        "worksheet.xlsx": workbook,
        **({"photos.docx": _photos(found.photos)} if found.photos else {}),
    }
    pages = as_pages(asked)
    if len(pages) < len(asked):
        raise Blocked("LibreOffice did not make the pages of the packet in time. Try again.")
    made = ("cover.docx", "facts.docx", "worksheet.xlsx")
    parts = [(name, pages[name]) for name in made if name in pages]
    parts += [(doc.document_no, documents.content(doc)) for doc in found.reports]
    parts += [("photos.docx", pages["photos.docx"])] if found.photos else []
    return joined(parts)


def _cover(recovery: Recovery, listed: Sequence[str]) -> bytes:
    word = Word()
    word.styles["Normal"].font.name, word.styles["Normal"].font.size = "Arial", Pt(11)
    word.add_heading(f"Demand {recovery.invoice_no or recovery.recovery_no}", 1)
    if recovery.damage_date:
        word.add_paragraph(f"Damage of {day_words(recovery.damage_date)}")
    for line in listed:
        word.add_paragraph(line)
    return _saved(word)


def _facts_page(recovery: Recovery, facts: Facts) -> bytes:
    word = Word()
    word.styles["Normal"].font.name, word.styles["Normal"].font.size = "Arial", Pt(10)
    word.add_heading(facts.title, 1)
    word.add_paragraph(f"Recovery {recovery.recovery_no}")
    table = word.add_table(rows=0, cols=2)
    table.style, table.autofit = "Table Grid", False
    table.columns[0].width, table.columns[1].width = Inches(2.2), Inches(4.3)
    for question, answer in facts.rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = question, answer
        cells[0].width, cells[1].width = Inches(2.2), Inches(4.3)
    return _saved(word)


def _photos(photos: Sequence[Any]) -> bytes:
    """A page a photo, its title under it; one that is no picture is named and stops it."""
    word = Word()
    for n, photo in enumerate(photos):
        if n:
            word.add_page_break()
        try:
            word.add_picture(io.BytesIO(documents.content(photo)), width=Inches(6))
        except UNREADABLE as error:
            raise Blocked(f"{photo.document_no} cannot be read as a photo: take it out.") from error
        picture = word.inline_shapes[-1]
        if picture.height > Inches(8):
            scale = Inches(8) / picture.height
            picture.width, picture.height = int(picture.width * scale), Inches(8)
        word.add_paragraph(f"{photo.title} ({day_words(photo.document_date)})"
                           if photo.document_date else photo.title)  # fmt: skip
    return _saved(word)


def _saved(word: Any) -> bytes:
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def joined(parts: Sequence[tuple[str, bytes]]) -> bytes:
    """Files of .pdf pages as one, put together in a process of its own, since reports come from
    outside.

    Raises:
        Blocked: one cannot be read; it is named.
    """
    with TemporaryDirectory(prefix="packet-") as name:
        folder = Path(name)
        for n, (_, data) in enumerate(parts):
            (folder / f"{n}.pdf").write_bytes(data)
        command = [sys.executable, "-P", str(JOINER), str(folder), str(len(parts))]
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
            told = json.loads(done.stdout or b"{}")
        except (subprocess.TimeoutExpired, ValueError):
            told = {}
        out = folder / "out.pdf"
        if out.is_file() and "bad" not in told:
            return out.read_bytes()
    bad = parts[told["bad"]][0] if "bad" in told else "a report"
    raise Blocked(f"{bad} cannot be read as a .pdf: take it out, or keep it anew.")

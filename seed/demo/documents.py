"""Small papers of the demonstration: the claim as presented (PDF), a department's report (text)."""

import textwrap
from datetime import date
from typing import NamedTuple

from rules.days import long_day

LINES_A_PAGE = 48


class Paper(NamedTuple):
    """A document: title, file name, type, bytes."""

    title: str
    file_name: str
    media_type: str
    content: bytes


def letter(claim_no: str, claimant: str, place: str, told: str, *, day: date) -> Paper:
    """The claim as the claimant wrote it."""
    lines = [
        "CLAIM AGAINST THE CITY",
        "",
        f"Claim no.  {claim_no}",
        f"Received   {long_day(day)}",
        f"Claimant   {claimant}",
        f"Place      {place}",
        "",
        "What happened",
        *textwrap.wrap(told, 80),
        "",
        "This is a paper of the demonstration office. Nobody in it is anybody.",
    ]
    return Paper("Claim as presented", f"{claim_no}-claim.pdf", "application/pdf", pdf(lines))


def report(claim_no: str, claimant: str, place: str, told: str, *, day: date) -> Paper:
    """What the department answered."""
    text = (
        f"Department report on {claim_no}\n{long_day(day)}\n\n"
        f"Claimant: {claimant}\nPlace: {place}\n\n"
        f"{textwrap.fill(told, 80)}\n\nNo earlier complaint for this place was found.\n"
    )
    return Paper("Department report", f"{claim_no}-report.txt", "text/plain", text.encode())


def pdf(lines: list[str]) -> bytes:
    """One page of typewriter text as a PDF 1.4 file."""
    rows = [line.encode("cp1252", "replace") for line in lines[:LINES_A_PAGE]]
    escaped = [
        row.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") for row in rows
    ]
    shown = b"\n".join(b"(%s) Tj T*" % row for row in escaped)
    stream = b"BT /F1 11 Tf 14 TL 72 720 Td\n%s\nET" % shown
    return _file(
        (
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
        )
    )


def _file(objects: tuple[bytes, ...]) -> bytes:
    """The objects with their table of places, as a reader expects them."""
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%s"
        b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (count, table, count, len(content))
    )

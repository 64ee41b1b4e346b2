"""The letters of an action as pages, before they go out: a .pdf that the browser opens."""

from io import BytesIO
from typing import Any

from flask import send_file

from exports.letters import printing
from exports.packet import joined
from journal.file_kinds import MEDIA_TYPES
from rules.errors import Blocked

MOST = 5
"""Letters of which the pages are made; of more the first ones are a sample."""


def pages_of(plan: Any):
    """The pages of the first letters of a plan; nothing is kept.

    Raises:
        Blocked: there are none, or the machine makes none.
    """
    papers = plan.papers[:MOST]
    if not papers:
        raise Blocked("No letter would be written as the form stands.")
    made = printing.as_pdf([paper.docx for paper in papers])
    if None in made:
        raise Blocked(printing.NOT_MADE if printing.program() else printing.NOT_HERE)
    parts = [(paper.title, data) for paper, data in zip(papers, made, strict=True) if data]
    data = parts[0][1] if len(parts) == 1 else joined(parts)
    name = f"{papers[0].title.replace(': ', ' ')}.pdf"
    return send_file(BytesIO(data), mimetype=MEDIA_TYPES["pdf"], download_name=name)

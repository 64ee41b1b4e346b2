"""The screens of kept documents: list and record as of any sheet, and the file itself."""

from io import BytesIO
from typing import Any

from flask import send_file
from flask_admin import expose

from admin_views.base import OfficeView
from admin_views.drawing import file_of
from admin_views.gate import Reads, rule
from admin_views.offers import Offer
from journal import access, documents, policy
from journal.reading import fetch
from journal.who import Who
from models import Claim, Document, Incident, Recovery
from rules.errors import NotFound, Refused

HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}
"""What keeps a file from being more than a download, whatever it holds."""


class DocumentView(OfficeView):
    """The screens of the kept documents."""

    def __init__(self) -> None:
        super().__init__(Document)

    @expose("/<int:row_id>/file")
    @rule(Reads(Document))
    def file(self, row_id: int):
        """The file of a document, always as a download."""
        document = _open_to(self.who, row_id)
        data = documents.content(document)
        access.note(
            self.who,
            "download",
            sheet="document",
            ids=[row_id],
            sensitivities={document.sensitivity},
            purpose="file of a document",
        )
        answer = send_file(
            BytesIO(data),
            mimetype=documents.served_as(document),
            as_attachment=True,
            download_name=documents.shown_name(document.file_name),
        )
        answer.headers.update(HEADERS)
        return answer

    def offered(self, shown) -> list[Offer]:
        """The file first, then the actions."""
        address = file_of("document", shown.row.id)
        opens = Offer("file", "Open the file", address, primary=True)
        return [] if shown.past else [opens, *super().offered(shown)]


def _open_to(who: Who, row_id: int) -> Any:
    """A document that `who` may see, on a record that `who` may see.

    Raises:
        NotFound: there is none, or it is out of sight: the answer is the same.
        Refused: `who` only looks through another role.
    """
    if who.masked:
        raise Refused(policy.MASKED)
    fetch(who, Document, row_id)
    document = Document.get_by_id(row_id)
    on = ((Claim, document.claim), (Incident, document.incident), (Recovery, document.recovery))
    for model, parent in on:
        if parent and not _sees(who, model, parent):
            raise NotFound("There is no such document.")
    return document


def _sees(who: Who, model, row_id: int) -> bool:
    own = policy.scope(who, model)
    query = model.select(model.id).where(model.id == row_id, *([] if own is None else [own]))
    return policy.may_read(who, model) and query.exists()

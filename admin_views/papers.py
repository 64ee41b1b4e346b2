"""The screens of kept documents and of letters: list and record as of any sheet, the file itself,
and what a letter says.
"""

from dataclasses import replace
from io import BytesIO
from typing import Any

from flask import send_file
from flask_admin import expose

from admin_views import disclosed
from admin_views.base import OfficeView
from admin_views.details import Shown
from admin_views.drawing import file_of
from admin_views.gate import Reads, rule
from admin_views.groups import WORKED_OUT
from admin_views.offers import Offer
from exports.letters import templates
from journal import access, documents, policy
from journal.reading import fetch
from journal.who import Who
from models import Claim, Document, Incident, Letter, Recovery
from rules.errors import NotFound, OfficeError, Refused
from workflow.tasks import Paper

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
        return [] if shown.past else [_opens(shown.row.id), *super().offered(shown)]


class LetterView(OfficeView):
    """The screens of the letters."""

    def __init__(self) -> None:
        super().__init__(Letter)

    def shown(self, found: Shown) -> Shown:
        """The letter as it went out before its facts, in the place of the values it was made of."""
        document = found.values.get("document")
        if document is None or found.past or self.who.masked:
            return found
        try:
            kept = _open_to(self.who, document.id)
            blocks = tuple(templates.blocks(documents.content(kept)))
        except (OfficeError, *templates.BROKEN):
            return found
        disclosed.note(self.who, "document", [kept.id], {kept.sensitivity}, purpose="letter")
        facts = [(title, shown) for title, shown in found.groups if title != WORKED_OUT]
        return replace(found, groups=facts, papers=(Paper(kept.title, blocks),))

    def offered(self, shown: Shown) -> list[Offer]:
        """The file first; one that went out stays in the file."""
        offers = super().offered(shown)
        if shown.values.get("sent_date"):
            offers = [one for one in offers if one.key != "put_in_trash"]
        document = shown.values.get("document")
        return [_opens(document.id), *offers] if document and offers else offers


def _opens(document: int) -> Offer:
    return Offer("file", "Open the file", file_of("document", document), primary=True)


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

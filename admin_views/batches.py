"""Change sets on screen: the list of all that was written, what each changed, and taking
one back.
"""

import uuid

from flask import redirect, request
from flask_admin import expose

from admin_views import details, history_pages
from admin_views.base import OfficeView
from admin_views.day import today
from admin_views.desk import say
from admin_views.editing import row_number
from admin_views.gate import Reads, SignedIn, rule
from admin_views.places import safe_back
from journal.reading import by_name, fetch
from models import Batch
from rules.errors import BadQuestion, NotFound


class BatchView(OfficeView):
    """The screens of the change sets."""

    def __init__(self) -> None:
        super().__init__(Batch)

    @expose("/details/")
    @rule(Reads())
    def details_view(self):
        """To the page of a change set by its number."""
        row = fetch(self.who, Batch, row_number(request.args.get("id")))
        seq = by_name(self.who, Batch, row).get("seq")
        if seq is None:
            raise NotFound("This change was never finished.")
        return redirect(f"/admin/batch/{seq}/")

    @expose("/<int:seq>/")
    @rule(Reads())
    def one(self, seq: int):
        """What a change set changed, as far as the person may see it."""
        facts = history_pages.batch_facts(self.who, seq)
        changed, after = history_pages.changed_rows(
            self.who, facts["id"], after=_after(request.args.get("after"))
        )
        return self.render(
            "office/batch.html",
            seq=seq,
            facts=facts,
            changed=changed,
            after=after,
            labels=details.labels_of(self.who, Batch),
        )

    @expose("/<int:seq>/undo")
    @rule(SignedIn())
    def undo_preview(self, seq: int):
        """What taking a change set back would do."""
        found = history_pages.preview(self.who, seq, on=today())
        return self.render("office/undo.html", seq=seq, found=found, click=uuid.uuid4().hex)

    @expose("/<int:seq>/undo", methods=("POST",))
    @rule(SignedIn())
    def undo(self, seq: int):
        """Take a change set back; what could not be is shown with its reason."""
        done = history_pages.take_back(self.who, seq, on=today(), click=request.form.get("click"))
        if not done.counts["kept"] and not done.counts["blocked"]:
            say(done.sentence, undo=done.seq)
            back = safe_back(request.form.get("back"), f"/admin/batch/{done.seq or seq}/")
            return redirect(back)
        return self.render("office/undo.html", seq=seq, found=done, done=True, click="")


def _after(text: str | None) -> int:
    if text and (not text.isascii() or not text.isdigit() or len(text) > 15):
        raise BadQuestion("This page address is broken. Go back to the first page.")
    return int(text or 0)

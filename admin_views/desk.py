"""What the pages of the desks share: who asks, which day, how a result becomes a page."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import current_app, flash, g, request
from flask_admin import BaseView

from admin_views import disclosed
from admin_views.day import today
from journal.instance import Instance
from journal.reading import Answer
from journal.who import Who
from rules.errors import OfficeError, Spent


class Desk(BaseView):
    """A page of the office that is no list of a sheet."""

    @property
    def who(self) -> Who:
        """The person signed in, or the role looked through."""
        return g.who

    @property
    def on(self) -> date:
        """The office's day."""
        return today()

    @property
    def instance(self) -> Instance:
        """The folders of the office."""
        return current_app.extensions["office"]

    def page(self, template: str, **facts: Any) -> str:
        """A page of this desk."""
        return self.render(f"office/pages/{template}", **facts)

    def saw(
        self, sheet: str, ids: list[int], sensitivities: Iterable[str], *, purpose: str
    ) -> None:
        """Note that guarded values were shown; nothing where none were."""
        disclosed.note(self.who, sheet, ids, sensitivities, purpose=purpose)

    def _run_view(self, fn, *args: Any, **kwargs: Any) -> Any:
        """Call the page once: the framework would call it again after a TypeError."""
        return fn(self, *args, **kwargs)


def say(
    sentence: str, *, undo: int | None = None, tone: str = "done", href: str = "", label: str = ""
) -> None:
    """Leave a word for the next page, with a way back where something was written, or a link."""
    way_back = f"/admin/batch/{undo}/undo" if undo else ""
    flash({"text": sentence, "undo_url": way_back, "href": href, "label": label}, tone)


def click_after(error: OfficeError | None) -> str:
    """The key of the button of a form: the one that was sent, unless it is used up."""
    sent = request.form.get("click")
    return sent if sent and not isinstance(error, Spent) else uuid.uuid4().hex


def entries(answer: Answer) -> list[dict[str, Any]]:
    """The rows of an answer by column, with their ids."""
    names = [field.name for field in answer.fields]
    return [{"id": row.id, **dict(zip(names, row.values, strict=True))} for row in answer.rows]

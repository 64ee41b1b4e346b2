"""A record beside the grid: pieces of a page with its name, its actions and one of its parts; the
form, what hangs on it, its history.
"""

from dataclasses import replace
from typing import Any

from flask_admin import expose

from admin_views import details, editing, history_pages
from admin_views.case import Tab, page_beside
from admin_views.drawing import tone_of, words_of
from admin_views.editing import row_number
from admin_views.gate import Reads, rule
from admin_views.record_head import Chip, Head
from journal import policy
from journal.casefile import FRAMES
from journal.reading import fetch
from journal.who import Who
from models import Batch, Document, meta

FORM = Tab("form", "Form", "")
PARTS = dict.fromkeys(
    (
        *("form", "story", "facts", "history"),
        *(strand.key for frame in FRAMES.values() for strand in frame.strands),
    )
)
"""Every part that a record may have beside the grid."""


class PanelPages:
    """The pieces of a record beside the grid. Part of `OfficeView`."""

    model: Any
    sheet: str
    who: Who

    @expose("/panel/<row_id>/")
    @rule(Reads())
    def panel_view(self, row_id: str):
        """The record with its first part: the form for who may type."""
        return self._panel(row_number(row_id), "")

    @expose(f"/panel/<row_id>/<any({', '.join(PARTS)}):part>")
    @rule(Reads())
    def panel_part(self, row_id: str, part: str):
        """The record with one of its parts; with its first where it has no such part for one."""
        return self._panel(row_number(row_id), part)

    def _panel(self, row_id: int, part: str) -> str:
        framed = self.sheet in FRAMES
        facts = (self._framed if framed else self._plain_panel)(row_id, part)
        base = f"/admin/{self.sheet}/panel/{row_id}/"
        typed = self.can_edit and not facts["thrown"]
        tabs = [*([FORM] if typed else []), *facts["tabs"]]
        if part and part not in {tab.key for tab in tabs}:
            return self._panel(row_id, "")
        chosen = part or tabs[0].key
        if chosen == "form":
            facts |= self._panel_form(row_id, base)
        elif not part and framed:
            return self._panel(row_id, chosen)
        facts["tabs"] = [
            replace(tab, href=f"{base}{tab.key}", current=tab.key == chosen) for tab in tabs
        ]
        return self.render(
            "office/panel.html",
            **facts,
            part=chosen,
            place=base,
            sheet=self.sheet,
            one=meta(self.model, "singular"),
            record=self._place(row_id),
        )

    def _panel_form(self, row_id: int, base: str) -> dict[str, Any]:
        """The form, which leads back to itself once it is saved."""
        row = fetch(self.who, self.model, row_id, trash=False)
        facts = self._form_facts(editing.opened(self._desk(), row), row)
        return {
            key: facts[key] for key in ("opened", "held", "parts_of_form", "row", "name", "click")
        } | {"back": f"{base}form"}

    def _framed(self, row_id: int, part: str) -> dict[str, Any]:
        """A record whose sheet has a page of its own."""
        facts = page_beside(self.sheet).beside(row_id, part)
        return {**facts, "on": None, "hidden": not policy.may_read(self.who, Document)}

    def _plain_panel(self, row_id: int, part: str) -> dict[str, Any]:
        """A record of any other sheet: its facts and its history."""
        shown = self.shown(details.page(self.who, self.model, row_id))
        facts: dict[str, Any] = {
            "head": Head(shown.name, "", _chips(self.model, shown.values)),
            "row": shown.row,
            "thrown": shown.trashed,
            "offers": self.offered(shown),
            "in_head": 2,
            "tabs": [Tab("facts", "Details", "")],
            "facts": shown.groups,
        }
        if self.journaled:
            facts["tabs"].append(Tab("history", "History", ""))
        if part == "history" and self.journaled:
            facts["entries"] = history_pages.row_history(
                self.who,
                self.model,
                row_id,
                "",
                lambda name, kept: self.kept(name, kept, shown.values),
            )
            facts["opens"] = policy.may_read(self.who, Batch)
        return facts


def _chips(model, values: dict[str, Any]) -> list[Chip]:
    """The status of a record as a mark, where it has one that may be seen."""
    code = values.get("status")
    if not code:
        return []
    return [Chip(words_of(model._meta.fields["status"], code), tone_of(code))]

"""Saving, renaming and deleting the views of a list; a form goes back to the list, a script is
answered with data.
"""

from dataclasses import dataclass
from typing import Any

from flask import jsonify, redirect, request
from flask_admin import expose

from admin_views.asked_for import Asked, asked, yes
from admin_views.desk import Desk, say
from admin_views.gate import Acts, rule
from models import BY_NAME, SavedView
from rules.errors import BadQuestion, NotFound
from workflow import verbs
from workflow.verbs import Act, Done

ON_ONE = ("rename_view", "open_with_view", "delete_view")
"""What is done with a view from its menu."""


@dataclass(frozen=True)
class Sent:
    """A view as a page or a script sends it; `values` are those of the action that saves it."""

    sheet: str
    view: int | None
    values: dict[str, Any]


class Views(Desk):
    """Where the menu of the views sends its forms."""

    @expose("/", methods=("POST",))
    @rule(Acts("save_view"))
    def save(self):
        """Keep a list as it stands as a view: a new one, or the one that is open."""
        sent = of_data(_body()) if request.is_json else of_form(request.form)
        ids = () if sent.view is None else (sent.view,)
        done = self._run("save_view", ids, sent.values)
        return self._answer(done, done.opens[1] if done.opens else sent.view)

    @expose("/<int:row_id>/<key>", methods=("POST",))
    @rule(Acts())
    def act(self, row_id: int, key: str):
        """Rename a view, open the sheet with it or not, put it in the trash."""
        if key not in ON_ONE:
            raise NotFound("There is no such action on a view.")
        given = _body() if request.is_json else request.form
        names = {"rename_view": ("name",), "open_with_view": ("opens",)}.get(key, ())
        values = {name: str(given.get(name, "")) for name in names}
        return self._answer(self._run(key, (row_id,), values), row_id)

    def _run(self, key: str, ids: tuple[int, ...], values: dict[str, Any]) -> Done:
        click = None if request.is_json else request.form.get("click")
        return verbs.run(self.who, Act(key, "savedview", ids, values), on=self.on, click=click)

    def _answer(self, done: Done, row_id: int | None):
        """The view as it is now, or the sheet where it is no more."""
        row = SavedView.get_by_id(row_id)
        base = f"/admin/{row.sheet}/"
        plain = yes(request.args.get("plain") or request.form.get("plain"))
        gone = row.trashed_at is not None
        url = Asked(base, view="none" if gone else str(row.id), plain=plain).url()
        if request.is_json:
            facts = {"id": row.id, "name": row.name, "url": url, "gone": gone}
            return jsonify({**facts, "batch": done.receipt.seq, "sentence": done.sentence})
        say(done.sentence, undo=done.receipt.seq)
        return redirect(url if gone else f"{url}&version={row.version}")


def _body() -> dict[str, Any]:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise BadQuestion("A view is sent as {sheet, name, kind, role, opens, view, state, look}.")
    return body


def of_form(form: Any) -> Sent:
    """A view as the menu sends it: the parts of the address beside its name."""
    wanted = asked(form, "")
    facts = {name: form.get(name, "") for name in ("name", "kind", "role", "opens")}
    return _sent(form.get("sheet", ""), form.get("over", ""), facts, wanted.state.stored(), None)


def of_data(body: dict[str, Any]) -> Sent:
    """A view as a script sends it, its state and look as data."""
    facts = {name: str(body.get(name) or "") for name in ("name", "kind", "role")}
    facts["opens"] = "yes" if body.get("opens") else "no"
    view = "" if body.get("view") is None else str(body["view"])
    return _sent(str(body.get("sheet", "")), view, facts, body.get("state"), body.get("look"))


def _sent(sheet: str, view: str, facts: dict[str, str], state: Any, look: Any) -> Sent:
    if view:
        if not (view.isascii() and view.isdigit() and len(view) < 10):
            raise BadQuestion(f"“{view[:40]}” is not the number of a view.")
        return Sent(sheet, int(view), {"state": state, "look": look})
    if sheet not in BY_NAME:
        raise BadQuestion("A view is of one of the sheets.")
    given = {name: text for name, text in facts.items() if text}
    return Sent(sheet, None, {**given, "of": sheet, "state": state, "look": look})

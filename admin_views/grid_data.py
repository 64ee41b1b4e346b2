"""The grid's addresses of a sheet: rows as data and back, order, sums, what others changed, the
way back. Mixed into the screens of every sheet, so that the gate judges each by its own sheet.
"""

import json
from typing import Any

from flask import Response, jsonify, request
from flask_admin import expose

from admin_views import disclosed, grid_steps, rows
from admin_views.asked_for import Asked
from admin_views.day import today
from admin_views.editing import row_number
from admin_views.forms import typed_columns
from admin_views.gate import Reads, Writes, rule
from admin_views.listing import NEW_ELSEWHERE
from imports.by_file import NOT_BY_FILE
from journal import grouping, order, recent, summary
from journal.clicks import click_of
from journal.new_rows import Sent, make_rows
from journal.values import plain
from journal.who import Who
from models import SHEETS, meta
from rules.errors import BadQuestion, Refused
from rules.terms import with_article

MOST_ROWS = 1_000
"""New rows of one request."""
SHAPE = "New rows are sent as {rows: [{column: text}], click: a key of the click}."
PASTED = ("claim",)
"""Sheets with a page of their own for new records whose bare rows may be pasted all the same, as a
register brings them.
"""


class GridData:
    """What the grid asks of a sheet."""

    model: Any
    who: Who
    sheet: str

    @expose("/rows")
    @rule(Reads())
    def rows(self):
        """Rows as data."""
        return jsonify(rows.page(self.who, self.model, self._asked(), rows.more_of(request.args)))

    @expose("/rows", methods=("PATCH",))
    @rule(Writes())
    def save_rows(self):
        """Cells that come back."""
        told, status = rows.save(
            self.who, self.model, _body(), rows.more_of(request.args), on=today()
        )
        return jsonify(told), status

    @expose("/rows", methods=("POST",))
    @rule(Writes())
    def make_rows(self):
        """New rows."""
        told, status = made(self.who, self.model, _body())
        return jsonify(told), status

    @expose("/order")
    @rule(Reads())
    def order(self):
        """Which rows there are, in order."""
        wanted, around = self._asked(), request.args.get("around")
        told = ordered(self.who, self.model, wanted, around=around, group=wanted.group)
        return Response(json.dumps(told, separators=(",", ":")), mimetype="application/json")

    @expose("/edge")
    @rule(Reads())
    def edge(self):
        """The next row that holds something in a column, or the next blank one."""
        wanted = self._asked()
        found = order.edge_of(self.who, wanted.question(self.model), _edge(), wanted.group)
        return jsonify({"id": found})

    @expose("/summary")
    @rule(Reads())
    def summary(self):
        """What the columns of all rows come to."""
        return jsonify(summed(self.who, self.model, self._asked()))

    @expose("/changes")
    @rule(Reads())
    def changes(self):
        """What changed since."""
        since = grid_steps.batch_of(request.args.get("since"))
        found = recent.recent(self.who, self.model, since)
        return jsonify(
            {
                "seq": found.seq,
                "changed": found.changed,
                "added": found.added,
                "gone": found.gone,
                "by": found.by,
                "more": found.more,
            }
        )

    @expose("/undo")
    @rule(Writes())
    def step_preview(self):
        """What taking a step of one's own back would do."""
        seq = grid_steps.batch_of(request.args.get("batch"))
        return jsonify(grid_steps.preview(self.who, seq, on=today()))

    @expose("/undo", methods=("POST",))
    @rule(Writes())
    def step_back(self):
        """Take a step of one's own back."""
        body = _body()
        seq = grid_steps.batch_of(body.get("batch") if isinstance(body, dict) else None)
        return jsonify(grid_steps.take_back(self.who, seq, on=today()))


def _edge() -> order.Edge:
    """From where, in which column and towards what an edge is looked for."""
    asked = request.args
    row, column = row_number(asked.get("row", "")), asked.get("column", "")
    return order.Edge(
        row, column, filled=asked.get("filled") == "yes", back=asked.get("up") == "yes"
    )


def _body() -> Any:
    return rows.body_of(request.get_data(as_text=True) if request.is_json else "")


# --- Order and sums -----------------------------------------------------------------------------


def ordered(
    who: Who, model, asked: Asked, *, around: str | None, group: tuple[str, ...]
) -> dict[str, Any]:
    """The ids of the rows in order, with the groups that they stand in."""
    question = asked.question(model)
    found = order.order_of(
        who, question, around=row_number(around) if around else None, group=group
    )
    sheet, filters = model.__name__.lower(), asked.filters
    disclosed.counted(who, sheet, found.guarded, purpose="groups", filters=filters)
    fields = model._meta.fields
    return {
        "ids": found.ids,
        "count": len(found.ids) if found.total is None else found.total,
        "capped": found.total is None,
        "total": found.total,
        "start": found.start,
        "next": found.next,
        "previous": found.previous,
        "seq": found.seq,
        "groups": [_group(fields, group) for group in found.groups],
    }


def _group(fields: dict[str, Any], group: grouping.Group) -> dict[str, Any]:
    sums = {
        name: None if value is None else plain(fields[name], grouping.total(fields[name], value))
        for name, value in group.sums.items()
    }
    return {
        "level": group.level,
        "values": group.values,
        "words": group.words,
        "count": group.count,
        "sums": sums,
        "filters": group.filters,
    }


def summed(who: Who, model, asked: Asked) -> dict[str, Any]:
    """What the columns of all rows come to."""
    found = summary.summary(who, asked.question(model))
    sheet, filters = model.__name__.lower(), asked.filters
    disclosed.counted(who, sheet, found.guarded(), purpose="summary", filters=filters)
    return {
        "count": found.count,
        "columns": {name: vars(column) for name, column in found.columns.items()},
    }


# --- New rows -----------------------------------------------------------------------------------


def may_make(who: Who, model) -> bool:
    """Whether rows of a sheet are made in the grid: others have a page of their own for it."""
    return not why_not_made(model) and bool(typed_columns(who, model))


def why_not_made(model) -> str:
    """Why new rows of a sheet are not made in the grid, or empty."""
    sheet = model.__name__.lower()
    page = NEW_ELSEWHERE.get(sheet)
    if model in SHEETS and model not in NOT_BY_FILE and (page is None or sheet in PASTED):
        return ""
    why = "it has a page of its own" if page else "it is made elsewhere"
    one = meta(model, "singular", model.__name__)
    return f"{with_article(one).capitalize()} is not made in the grid: {why}."


def made(who: Who, model, body: Any) -> tuple[dict[str, Any], int]:
    """Make the rows that can be made; returns what became of each, and the HTTP status."""
    given = _given(body)
    if why := why_not_made(model):
        raise Refused(why)
    token = body.get("click")
    click = click_of(who, f"new rows of {model.__name__}", token and str(token)[:100], given)
    sent = Sent(given, typed_columns(who, model), click)
    found = make_rows(who, model, sent, on=today())
    told = {
        "batch": found.seq,
        "title": found.title,
        "saved": [
            {"place": place, "id": row_id, "version": version}
            for place, (row_id, version) in sorted(found.saved.items())
        ],
        "refused": [bad._asdict() for bad in found.refused],
    }
    return told, 422 if found.refused else 200


def _given(body: Any) -> list[dict[str, Any]]:
    """The rows of a request's body.

    Raises:
        BadQuestion: it is no list of rows, or too long.
    """
    given = body.get("rows") if isinstance(body, dict) else None
    if not isinstance(given, list) or not all(isinstance(row, dict) for row in given):
        raise BadQuestion(SHAPE)
    if len(given) > MOST_ROWS:
        raise BadQuestion(f"At most {MOST_ROWS:,} new rows are taken at once.")
    for row in given:
        for value in row.values():
            rows.need_value(value)
    return given

"""The columns that the office added itself: what there is, and the ways to add, word and retire."""

from dataclasses import dataclass
from typing import Any

from flask_admin import expose

from admin_views.desk import Desk
from admin_views.drawing import SENSES
from admin_views.gate import Reads, rule
from admin_views.offers import Offer, offer_of
from journal import custom_checks, policy
from journal.who import Who
from models import BY_NAME, CustomColumn, meta
from workflow.custom_columns import as_lines

PLACE, SHEET = "/admin/columns/", "customcolumn"


@dataclass(frozen=True)
class Line:
    """An added column as the page shows it."""

    row: CustomColumn
    kind: str
    sense: str
    choices: str
    offers: list[Offer]


class AddedColumns(Desk):
    """The page of the columns that the office added."""

    @expose("/")
    @rule(Reads(CustomColumn))
    def index(self):
        """The added columns, by sheet."""
        found: dict[str, list[Line]] = {}
        rows = CustomColumn.select().where(CustomColumn.trashed_at.is_null())
        for row in rows.order_by(CustomColumn.retired_date.is_null(False), CustomColumn.label):
            found.setdefault(row.sheet, []).append(self._line(row))
        parts = [
            (meta(model, "plural"), name, policy.may_read(self.who, model), found[name])
            for name, model in BY_NAME.items()
            if name in found
        ]
        return self.page(
            "custom_columns.html", parts_of_page=parts, add=add_address(self.who, None)
        )

    def _line(self, row: CustomColumn) -> Line:
        choices = ", ".join(words for _, words in row.choices or ())
        kinds = dict(CustomColumn.kind.choices)
        return Line(
            row, kinds[row.kind], SENSES.get(row.sensitivity, ""), choices, self._offers(row)
        )

    def _offers(self, row: CustomColumn) -> list[Offer]:
        given = {"label": row.label, "help": row.help or "", "choices": as_lines(row.choices)}
        keys: dict[str, dict[str, str]] = {"word_column": {k: v for k, v in given.items() if v}}
        keys["bring_column_back" if row.retired_date else "retire_column"] = {}
        made = (
            offer_of(self.who, key, SHEET, (row.id,), back=PLACE, **values)
            for key, values in keys.items()
        )
        return [offer for offer in made if offer]


def add_address(who: Who, model: Any, *, back: str = PLACE) -> str:
    """Where a column is added, to a sheet where one is named; empty for who may not."""
    if model is not None and not custom_checks.takes(model):
        return ""
    given = {"on_sheet": model.__name__.lower()} if model is not None else {}
    offer = offer_of(who, "add_column", SHEET, (), back=back, **given)
    return offer.url if offer else ""

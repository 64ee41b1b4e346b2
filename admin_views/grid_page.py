"""The list of a sheet as a grid: what the browser is told of the columns, and the first rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from admin_views import filters, listing
from admin_views.asked_for import Asked
from admin_views.drawing import (
    AGED,
    CHIPS,
    DUE,
    FILES,
    SENSES,
    SOON,
    address_parts,
    is_number,
    leading,
    tone_of,
)
from admin_views.drawing import sheet_words as words_of_sheet
from admin_views.grid_data import may_make, why_not_made
from admin_views.own_limits import by_line, lines_of, own_limits
from admin_views.rows import labels_of
from journal import policy, settings
from journal.grouping import is_added
from journal.masking import is_covered
from journal.reading import Answer, as_json, ask
from journal.who import Who
from models import BY_NAME, meta
from sheets.columns import SheetName
from sheets.prepared import prepared

WIDTHS = {
    "day": 112,
    "instant": 140,
    "money": 128,
    "whole": 88,
    "quantity": 96,
    "yesno": 72,
    "code": 136,
    "choice": 184,
    "link": 152,
    "long": 232,
    "text": 150,
    "json": 160,
}
"""Kind of a column -> how wide it stands at first, in pixels."""
DUE_WORD = 40
"""How much wider a day by which something is due stands: the word "late" is beside it."""

NOT_TYPED = "{label} is worked out by the office's records; it is not typed."
BY_ACTION = "{label} is set by a quick action, not typed."
ONLY_READ = "Your role reads {sheet} and does not change them."
PAST = "This is how it stood then. Nothing can be changed here."
TRASHED = "Take the row out of the trash to change it."


@dataclass(frozen=True)
class GridPage:
    """A grid before it is drawn; what its head shows stands in it as in a plain list."""

    asked: Asked
    answer: Answer
    chips: list[dict[str, Any]]
    sentence: str
    banner: str
    facts: Markup


@dataclass(frozen=True)
class Drawn:
    """How a grid is drawn: the columns that are typed into, the look that its view keeps, and the
    view itself as its scripts know it, None without one.
    """

    typed: frozenset[str]
    look: dict[str, Any]
    view: dict[str, Any] | None


def grid_page(who: Who, model, asked: Asked, drawn: Drawn, *, on: date) -> GridPage:
    """The answer to what an address asks of a sheet, as data for the grid."""
    answer = ask(who, asked.question(model), counted=False)  # the order of the rows counts them
    limits = own_limits(who, model, on)
    facts = {
        "sheet": model.__name__.lower(),
        "one": meta(model, "singular"),
        "many": meta(model, "plural", model.__name__),
        "place": list(address_parts(model)),
        "columns": [
            {**column, **limits.get(column["name"], {})}
            for column in columns(who, model, answer.fields, drawn.typed)
        ],
        "look": drawn.look,
        "view": drawn.view,
        "rows": as_json(answer),
        "labels": labels_of(answer),
        "lines": lines_of(who, model, [row.id for row in answer.rows]) if by_line(limits) else None,
        "count": None if answer.next or answer.previous else len(answer.rows),
        "why_not": why_not(who, model, asked),
        "may_create": may_make(who, model),
        "why_not_made": why_not_made(model),
        "sort": list(listing.sorting(who, model, asked)),
        "state": asked.pairs(),
        "group": list(asked.group),
        "today": on.isoformat(),
        "soon": (on + SOON).isoformat(),
        "zone": settings.get("time_zone"),
    }
    return GridPage(
        asked,
        answer,
        filters.chips(who, model, asked, listing.names_in(answer)),
        "" if answer.rows else listing.empty(model, asked),
        listing.banner(asked),
        filters.in_script(facts),
    )


def why_not(who: Who, model, asked: Asked) -> str:
    """Why nothing of the grid can be typed into; empty where something can."""
    if asked.as_of:
        return PAST
    if asked.trash:
        return TRASHED
    may = policy.may_write(who, model)
    return "" if may else ONLY_READ.format(sheet=meta(model, "plural", model.__name__).lower())


def columns(who: Who, model, fields: Sequence, typed: frozenset[str]) -> list[dict[str, Any]]:
    """What the browser is told of each column, in the order in which they stand."""
    lead = leading(fields, model)
    file_column = FILES.get(model.__name__.lower(), ("", ""))[0]
    writable = {field.name for field in policy.writable(who, model)}
    found = []
    for place, field in enumerate(fields):
        facts = dict(_column(field))
        facts["sorts"] = listing.may_sort(who, field)
        if field.name not in typed:
            told = BY_ACTION if field.name in writable else NOT_TYPED
            facts["fixed"] = told.format(label=facts["label"])
        if place == lead:
            facts["lead"] = True
        if field.kind == "link" and policy.may_read(who, field.rel_model):
            facts["place"] = list(address_parts(field.rel_model))
        if field.name == file_column:
            facts["file"] = FILES[model.__name__.lower()][1]
        found.append(facts)
    return found


@prepared(most=8192)
def _column(field) -> dict[str, Any]:
    """What is told of a column to everybody who sees it."""
    sheet = field.model.__name__.lower()
    facts: dict[str, Any] = {
        "name": field.name,
        "label": field.verbose_name or field.name,
        "kind": field.kind,
        "width": WIDTHS.get(field.kind, 160),
    }
    sense = SENSES.get(field.sensitivity)
    told = (field.help_text or "", f"{sense} detail." if sense else "")
    facts["help"] = " ".join(part for part in told if part)
    if is_covered(field):
        facts["covered"] = policy.MASKED
    if is_number(field):
        facts["number"] = getattr(field, "places", 2 if field.kind == "money" else 0)
        facts["adds"] = is_added(field)
    if choices := _choices(field):
        facts["choices"] = choices
    if field.kind == "link":
        facts["lookup"] = f"/admin/{sheet}/lookup?for={field.name}"
    if sheet in DUE and DUE[sheet][0] == field.name:
        facts["width"] += DUE_WORD
        facts["due"] = {"state": DUE[sheet][1], "open": list(DUE[sheet][2])}
    if sheet in AGED and AGED[sheet][0] == field.name:
        facts["aged"] = AGED[sheet][1]
    return facts


def _choices(field) -> list[list[str]]:
    """(code, words, tone where it is drawn as a chip) of a column with choices."""
    chip = field.name in CHIPS
    if field.kind == "choice":
        return [[code, words, tone_of(code) if chip else ""] for code, words in field.choices]
    if isinstance(field, SheetName):
        return [[name, words_of_sheet(name), ""] for name in BY_NAME]
    return []

"""The screens of the import profiles: a profile in words, used on a file, taken out as a file."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from admin_views.base import OfficeView
from admin_views.details import Fact, Shown
from admin_views.nested import nested_markup
from admin_views.offers import Offer
from imports.mapping import label
from journal import policy
from models import BY_NAME, ImportProfile, meta

PARTS = {
    "tab": "Tab",
    "header_row": "Headings stand in row",
    "columns": "Filled from",
    "fixed": "The same for every row",
    "words": "What written words mean",
    "keyless": "Rows bear no number",
    "hidden": "Hidden rows come in",
    "valued_on": "Totals stand as of",
    "day_orders": "How days are written",
    "decimals": "Sign before the cents",
    "as_written": "Kept as written where no day is named",
    "before": "Filled before, from the same row",
    "after": "Filled after, from the same row",
    "sheet": "Into",
    "link": "Joined by",
    "wanted": "Only where there is",
}
"""What the parts of a recipe are called."""


class ProfileView(OfficeView):
    """The screens of the import profiles."""

    def __init__(self) -> None:
        super().__init__(ImportProfile)

    def shown(self, found: Shown) -> Shown:
        """The recipe in the words of the office, not of the program."""
        words = _words(found.values)
        return replace(
            found,
            groups=[
                (title, [_said(fact, found.values, words) for fact in facts])
                for title, facts in found.groups
            ],
        )

    def offered(self, shown: Shown) -> list[Offer]:
        """To use it first, then the actions."""
        sheet = BY_NAME.get(shown.values.get("sheet") or "")
        if shown.past or shown.trashed or sheet is None or not policy.may_write(self.who, sheet):
            return super().offered(shown)
        asked = urlencode({"sheet": shown.values["sheet"], "profile": shown.values["name"]})
        use = Offer("use", "Use it: choose a file", f"/admin/import/?{asked}", primary=True)
        return [use, *super().offered(shown)]

    def sent(self, shown: Shown) -> list[tuple[str, str]]:
        """The profile as a small file, for another office."""
        if shown.past or shown.trashed:
            return []
        return [("Take it out as a small file", f"/admin/import/profile/{shown.row.id}")]


def _words(values: Mapping[str, Any]) -> dict[str, str]:
    """What columns, of every sheet that the profile fills, and parts of the recipe are called."""
    recipe = values.get("recipe")
    parts = recipe if isinstance(recipe, dict) else {}
    further = [part for side in ("before", "after") for part in parts.get(side) or ()]
    sheets = [part.get("sheet") for part in further if isinstance(part, dict)]
    models = [BY_NAME[name] for name in (*sheets, values.get("sheet")) if name in BY_NAME]
    named = {n: label(f) for model in models for n, f in model._meta.fields.items()}
    return named | PARTS


def _said(fact: Fact, values: Mapping[str, Any], words: Mapping[str, str]) -> Fact:
    if fact.name == "recipe":
        return replace(fact, value=nested_markup(values["recipe"], words))
    if fact.name == "sheet" and values["sheet"] in BY_NAME:
        return replace(fact, value=nested_markup(meta(BY_NAME[values["sheet"]], "plural")))
    return fact

"""What the search box offers while one types: records, pages, views, actions, reports, calculators
and new records, as far as the person may reach them.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flask import jsonify, request
from flask_admin import expose

import admin_views
from admin_views.desk import Desk
from admin_views.editing import row_numbers
from admin_views.gate import SignedIn, rule
from admin_views.listing import NEW_ELSEWHERE, new_address
from admin_views.offers import MOST_RECORDS, may_offer, offers, offers_alone
from admin_views.places import place_of
from admin_views.search import note_guarded
from exports.reports import asking
from journal import policy
from journal.saved_views import every_view
from journal.search import find
from journal.who import Who
from models import BY_NAME, SHEETS, meta
from rules.calculators import CALCULATORS
from rules.errors import NotFound, TooBroad
from workflow.verbs import VERBS

RECORDS, EACH = 8, 5
"""Records, and things of each other kind, that are offered at a time."""
SHORTEST = 2
"""Letters from which on records are looked for."""


class Item(NamedTuple):
    """Something to go to: its words, what it is, its address."""

    text: str
    detail: str
    url: str


class Palette(Desk):
    """What the search box offers."""

    @expose("/")
    @rule(SignedIn())
    def index(self):
        """Groups of things to go to that fit what is typed, records first where it holds a digit;
        `sheet` and `ids` are the records that one is looking at.
        """
        text = request.args.get("q", "").strip()[:200]
        here = list(fitting(text, self._here()))[: None if text else EACH]
        groups = [("Here", here), *(_fitting_places(self.who, text, here) if text else ())]
        numbered = any(sign.isdigit() for sign in text)
        groups.insert(0 if numbered else 2, ("Records", self._records(text)))
        return jsonify(
            groups=[
                {"title": title, "items": [item._asdict() for item in items]}
                for title, items in groups
                if items
            ]
        )

    def _records(self, text: str) -> list[Item]:
        """The records that the search finds; none where it takes too long to tell."""
        try:
            hits = find(self.who, text, limit=RECORDS) if len(text) >= SHORTEST else []
        except TooBroad:
            return []
        note_guarded(self.who, hits)
        return [
            Item(
                hit.label,
                " · ".join(
                    filter(None, (meta(BY_NAME[hit.sheet], "singular").capitalize(), hit.detail))
                ),
                place_of(hit.sheet, hit.id),
            )
            for hit in hits
        ]

    def _here(self) -> list[Item]:
        """The actions on the records that one is looking at."""
        model = BY_NAME.get(request.args.get("sheet", ""))
        if model not in SHEETS or not policy.may_read(self.who, model):
            return []
        try:
            ids = row_numbers(request.args.getlist("ids"), most=MOST_RECORDS)
        except NotFound:
            return []
        one, sheet = meta(model, "singular"), request.args["sheet"]
        on = f"on this {one}" if len(ids) == 1 else f"on {len(ids):,} chosen rows"
        found = offers(self.who, sheet, ids) if ids else []
        return [Item(offer.title, on, offer.url) for offer in found]


def _fitting_places(who: Who, text: str, here: list[Item]) -> Iterator[tuple[str, list[Item]]]:
    """The groups of places, with what fits; an action on the records here is not told twice."""
    known = {item.text for item in here}
    for title, items in places(who):
        found = [one for one in fitting(text, items) if title != "Actions" or one.text not in known]
        yield title, found[:EACH]


def places(who: Who) -> Iterator[tuple[str, Iterable[Item]]]:
    """Everything but records that a person may go to, in groups."""
    yield "Sheets and pages", _pages(who)
    yield "Views", _views(who)
    yield "Actions", _actions(who)
    yield "New", _new(who)
    yield (
        "Reports",
        (
            Item(entry.title, "Report", f"/admin/reports/{entry.key}/")
            for entry in asking.offered(who)
        ),
    )
    yield (
        "Calculators",
        (Item(entry.title, "Calculator", f"/admin/rules/{entry.key}/") for entry in CALCULATORS),
    )


def _pages(who: Who) -> Iterator[Item]:
    for title, pages in admin_views.menu_of(who):
        for words, url, _ in pages:
            yield Item(words, title, url)


def _views(who: Who) -> Iterator[Item]:
    for sheet, view in every_view(who):
        if sheet in BY_NAME and policy.may_read(who, BY_NAME[sheet]):
            yield Item(view.name, meta(BY_NAME[sheet], "plural"), f"/admin/{sheet}/?view={view.id}")


def _actions(who: Who) -> Iterator[Item]:
    """What starts at once, and what runs on records, which are chosen in their list first."""
    for entry in VERBS:
        sheet = next((one for one in entry.facts.get("sheets", ()) if _may(who, entry, one)), None)
        if sheet is None or entry.facts.get("trash") or entry.facts.get("makes"):
            continue
        if entry.facts.get("alone"):
            alone = {one.key: one for one in offers_alone(who, sheet)}
            yield Item(entry.title, "Action", alone[entry.key].url)
        else:
            plural = meta(BY_NAME[sheet], "plural")
            yield Item(entry.title, f"Choose in {plural.lower()}", f"/admin/{sheet}/")


def _may(who: Who, entry, sheet: str) -> bool:
    return may_offer(who, entry, sheet) and policy.may_read(who, BY_NAME[sheet])


def _new(who: Who) -> Iterator[Item]:
    for model in SHEETS:
        name = model.__name__.lower()
        if policy.may_write(who, model) and (policy.is_typed(model) or name in NEW_ELSEWHERE):
            yield Item(f"New {meta(model, 'singular')}", "New record", new_address(model))


# --- What fits ----------------------------------------------------------------------------------


def fitting(text: str, items: Iterable[Item]) -> Iterator[Item]:
    """The things whose words begin with what is typed, the closest first; all of them where nothing
    is typed.
    """
    found = [(rank, item) for item in items if (rank := closeness(text, item.text)) is not None]
    return (item for _, item in sorted(found, key=lambda pair: pair[0]))


def closeness(text: str, words: str) -> int | None:
    """How closely words fit what is typed: 0 they are it, 1 they begin with it, 2 each typed word
    begins one of them in their order, 3 in any order, 4 its letters begin words in a row; None: not
    at all.
    """
    typed, told = text.casefold(), words.casefold()
    if typed == told or not typed:
        return 0
    if told.startswith(typed):
        return 1
    parts, names = typed.split(), told.replace("-", " ").split()
    if _in_order(parts, names):
        return 2
    if all(any(name.startswith(part) for name in names) for part in parts):
        return 3
    initials = "".join(name[0] for name in names)
    return 4 if len(typed) > 1 and " " not in typed and typed in initials else None


def _in_order(parts: list[str], names: list[str]) -> bool:
    left = iter(names)
    return all(any(name.startswith(part) for name in left) for part in parts)

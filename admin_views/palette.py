"""What the search box offers while one types: records, pages, views, actions, reports, calculators
and new records, as far as the person may reach them.
"""

from collections.abc import Callable, Iterable, Iterator
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
    """Something to go to: its words, what it is, its address; other words that it is found by, and
    whether its name is the office's own, in which a slip of the keys is forgiven.
    """

    text: str
    detail: str
    url: str
    also: str = ""
    own: bool = True

    def told(self) -> dict[str, str]:
        """What the browser is told of it."""
        return {"text": self.text, "detail": self.detail, "url": self.url}


class Palette(Desk):
    """What the search box offers."""

    @expose("/")
    @rule(SignedIn())
    def index(self):
        """Groups of things to go to that fit what is typed, records first where it holds a digit;
        `sheet` and `ids` are the records that one is looking at.
        """
        text = request.args.get("q", "").strip()[:200]
        offered, records = self._here(), self._records(text)
        groups = _fitting(self.who, text, offered, fitting)
        if not records and not any(items for _, items in groups):
            groups = _fitting(self.who, text, offered, nearly_fitting)
        numbered = any(sign.isdigit() for sign in text)
        groups.insert(0 if numbered else 2, ("Records", records))
        return jsonify(
            groups=[
                {"title": title, "items": [item.told() for item in items]}
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
        also = f"{one} {meta(model, 'plural')}"
        on = f"on this {one}" if len(ids) == 1 else f"on {len(ids):,} chosen rows"
        found = offers(self.who, sheet, ids) if ids else []
        return [Item(offer.title, on, offer.url, also) for offer in found]


def _fitting(
    who: Who, text: str, offered: list[Item], fits: Callable[[str, Iterable[Item]], Iterable[Item]]
) -> list[tuple[str, list[Item]]]:
    """The groups with what fits, first what is `offered` on the records here, which is not told
    twice.
    """
    here = list(fits(text, offered))[: None if text else EACH]
    known = {item.text for item in here}
    groups = [("Here", here)]
    for title, items in places(who) if text else ():
        found = [one for one in fits(text, items) if title != "Actions" or one.text not in known]
        groups.append((title, found[:EACH]))
    return groups


def places(who: Who) -> Iterator[tuple[str, Iterable[Item]]]:
    """Everything but records that a person may go to, in groups."""
    yield "Sheets and pages", _pages(who)
    yield "Views", _views(who)
    yield "Actions", _actions(who)
    yield "New", _new(who)
    yield (
        "Reports",
        (
            Item(entry.title, "Report", f"/admin/reports/{entry.key}/", "report")
            for entry in asking.offered(who)
        ),
    )
    yield (
        "Calculators",
        (
            Item(entry.title, "Calculator", f"/admin/rules/{entry.key}/", "calculator")
            for entry in CALCULATORS
        ),
    )


def _pages(who: Who) -> Iterator[Item]:
    for title, pages in admin_views.menu_of(who):
        for words, url, _ in pages:
            yield Item(words, title, url)


def _views(who: Who) -> Iterator[Item]:
    for sheet, view in every_view(who):
        if sheet in BY_NAME and policy.may_read(who, BY_NAME[sheet]):
            plural, url = meta(BY_NAME[sheet], "plural"), f"/admin/{sheet}/?view={view.id}"
            yield Item(view.name, plural, url, own=False)


def _actions(who: Who) -> Iterator[Item]:
    """What starts at once, and what runs on records, which are chosen in their list first."""
    for entry in VERBS:
        sheet = next((one for one in entry.facts.get("sheets", ()) if _may(who, entry, one)), None)
        if sheet is None or entry.facts.get("trash") or entry.facts.get("makes"):
            continue
        one, plural = (meta(BY_NAME[sheet], words).lower() for words in ("singular", "plural"))
        if entry.facts.get("alone"):
            alone = {offer.key: offer for offer in offers_alone(who, sheet)}
            yield Item(entry.title, "Action", alone[entry.key].url, f"{one} {plural}")
        else:
            told = f"Choose in {plural}"
            yield Item(entry.title, told, f"/admin/{sheet}/", f"{one} {plural}")


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
    found = [(rank, item) for item in items if (rank := _rank(text, item)) is not None]
    return (item for _, item in sorted(found, key=lambda pair: pair[0]))


def _rank(text: str, item: Item) -> int | None:
    rank = closeness(text, item.text)
    if rank is None and item.also:
        beside = closeness(text, f"{item.text} {item.also}")
        rank = None if beside is None else BESIDE + beside
    return rank


BESIDE = 10
"""What is found by its other words too stands behind what is found by its name."""


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
    parts, names = typed.split(), _words(told)
    if _in_order(parts, names):
        return 2
    if all(any(name.startswith(part) for name in names) for part in parts):
        return 3
    initials = "".join(name[0] for name in names)
    return 4 if len(typed) > 1 and " " not in typed and typed in initials else None


def _words(told: str) -> list[str]:
    return told.replace("-", " ").split()


def _in_order(parts: list[str], names: list[str]) -> bool:
    left = iter(names)
    return all(any(name.startswith(part) for name in left) for part in parts)


# --- A slip of the keys -------------------------------------------------------------------------

SHORTEST_SLIP = 5
"""Letters of a typed word from which on a slip in it is forgiven: shorter ones are near to much."""


def nearly_fitting(text: str, items: Iterable[Item]) -> Iterator[Item]:
    """The things whose names are the office's own and fit but for one slip of the keys."""
    return (item for item in items if item.own and nearly(text, f"{item.text} {item.also}"))


def nearly(text: str, words: str) -> bool:
    """Whether each typed word begins one of the words, one of them with a slip: a letter too many,
    too few or another one, or two changed about.
    """
    parts, names = text.casefold().split(), _words(words.casefold())
    slipped = [part for part in parts if not any(name.startswith(part) for name in names)]
    return len(slipped) == 1 and any(begins_nearly(slipped[0], name) for name in names)


def begins_nearly(typed: str, name: str) -> bool:
    """Whether a word begins with what is typed but for one slip in it."""
    if len(typed) < SHORTEST_SLIP or not typed.isalpha():
        return False
    at = next((n for n, letter in enumerate(typed) if name[n : n + 1] != letter), len(typed))
    rest, left = typed[at + 1 :], name[at:]
    changed_about = typed[at : at + 2][::-1] + typed[at + 2 :]
    one_too_many, another, one_too_few = rest, rest, typed[at:]
    here = left.startswith((one_too_many, changed_about))
    return here or left[1:].startswith((another, one_too_few))

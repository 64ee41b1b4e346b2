"""The one search box: any number, name, phone or plate; an exact number opens its record."""

from dataclasses import dataclass
from itertools import groupby

from flask import jsonify, redirect, request
from flask_admin import expose

from admin_views.desk import Desk
from admin_views.gate import SignedIn, rule
from admin_views.places import place_of
from journal import access
from journal.likeness import Alike, claims_of_person, others_of
from journal.search import Hit, detail_columns, find
from journal.who import Who
from models import BY_NAME, SHEETS, meta

MOST, QUICK = 80, 12
_ORDER = {model.__name__.lower(): place for place, model in enumerate(SHEETS)}


@dataclass(frozen=True)
class Group:
    """The hits of one sheet."""

    title: str
    hits: list[tuple[Hit, str]]


class Finder(Desk):
    """The page of the search box, and what it suggests while typing."""

    @expose("/")
    @rule(SignedIn())
    def index(self):
        """Hits by sheet; the claimant's other claims beside them."""
        text = request.args.get("q", "").strip()[:200]
        hits = find(self.who, text, limit=MOST) if text else []
        exact = only_exact(hits, text)
        if exact and "all" not in request.args:
            return redirect(place_of(exact.sheet, exact.id))
        note_guarded(self.who, hits)
        return self.page(
            "search.html",
            text=text,
            groups=grouped(hits),
            count=len(hits),
            most=MOST,
            others=other_claims(self.who, hits),
            search_text=text,
        )

    @expose("/hits")
    @rule(SignedIn())
    def hits(self):
        """The first hits as data, for the box itself."""
        text = request.args.get("q", "").strip()[:200]
        hits = find(self.who, text, limit=QUICK) if len(text) > 1 else []
        note_guarded(self.who, hits)
        return jsonify(
            groups=[
                {
                    "title": group.title,
                    "hits": [
                        {"label": hit.label, "detail": hit.detail, "url": url}
                        for hit, url in group.hits
                    ],
                }
                for group in grouped(hits)
            ],
            all=f"/admin/search/?all=1&q={request.args.get('q', '')}" if hits else None,
        )


def grouped(hits: list[Hit]) -> list[Group]:
    """Hits by sheet, the sheets in the order of the desks."""
    ordered = sorted(hits, key=lambda hit: _ORDER.get(hit.sheet, 99))
    return [
        Group(
            meta(BY_NAME[sheet], "plural", sheet),
            [(hit, place_of(hit.sheet, hit.id)) for hit in part],
        )
        for sheet, part in groupby(ordered, key=lambda hit: hit.sheet)
    ]


def only_exact(hits: list[Hit], text: str) -> Hit | None:
    """The one record whose printed number is the text, where there is exactly one."""
    exact = [hit for hit in hits if hit.label.split(" · ")[0].casefold() == text.casefold()]
    return exact[0] if len(exact) == 1 else None


def other_claims(who: Who, hits: list[Hit]) -> list[Alike]:
    """The claimant's other claims, where the search leads to one claim or one person."""
    claims, people = ([hit for hit in hits if hit.sheet == sheet] for sheet in ("claim", "party"))
    if len(claims) == 1:
        return others_of(who, claims[0].id)
    if len(people) == 1:
        known = {hit.id for hit in claims}
        return [alike for alike in claims_of_person(who, people[0].id) if alike.id not in known]
    return []


def note_guarded(who: Who, hits: list[Hit]) -> None:
    """Leave one AccessEvent where hits show guarded words; the words searched for are not kept."""
    shown = [hit for hit in hits if hit.detail]
    found = {
        sheet: _guarded_in(who, BY_NAME[sheet], [hit.id for hit in part])
        for sheet, part in groupby(sorted(shown), key=lambda hit: hit.sheet)
    }
    kinds = set().union(*found.values()) if found else set()
    if kinds:
        sheets = sorted(sheet for sheet, seen in found.items() if seen)
        access.note(
            who,
            "search",
            sheet=sheets[0] if len(sheets) == 1 else None,
            ids=[hit.id for hit in shown if hit.sheet in sheets],
            sensitivities=kinds,
            purpose="search",
        )


def _guarded_in(who: Who, model, ids: list[int]) -> set[str]:
    """The guarded sensitivities that hits on a sheet show: of columns, or of the rows."""
    fields = model._meta.fields
    kinds = {fields[name].sensitivity for name in detail_columns(who, model)}
    mark = meta(model, "row_sensitivity", None)
    if mark:
        column = fields[mark]
        kinds |= {
            kind for (kind,) in model.select(column).where(model.id << ids).distinct().tuples()
        }
    return kinds & {"medical", "privileged"}

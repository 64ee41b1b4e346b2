"""The pictures of the desk: those of a few reports, chosen by role, each with its figures."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from flask_admin import expose

from admin_views.desk import Desk
from admin_views.gate import SignedIn, rule
from admin_views.reports import figures_of, links_of
from exports.reports import asking, pictures
from exports.reports.report import REPORTS, Picture
from journal import policy
from journal.database import limited
from rules.errors import NotFound, TooBroad

CHOSEN = {
    "technician": ("open_claims", "diary_compliance", "no_activity", "recoveries"),
    "examiner": ("open_claims", "diary_compliance", "light_duty", "no_activity"),
    "risk_manager": ("loss_run", "payment_register", "reserve_changes", "frequency_by_department"),
    "wc_manager": ("open_claims", "payment_register", "light_duty", "lag_times"),
    "auditor": ("loss_run", "payment_register", "reserve_changes", "diary_compliance"),
    "coordinator": ("light_duty",),
}
"""Role -> the reports whose pictures stand on its page, in order."""
TEXTS = {"examiner": {"line": "W"}, "wc_manager": {"line": "W"}}
"""Role -> what its reports are asked with, where they take it."""


@dataclass(frozen=True)
class Tile:
    """A picture with what it is of, where the whole report is, and the figures behind it."""

    title: str
    report: str
    url: str
    image: str
    picture: Picture | None
    figures: list[tuple[str, str, list[str]]]
    links: list[tuple[str, str, pictures.Area]]
    empty: str


class Dashboard(Desk):
    """The page of the pictures."""

    @expose("/")
    @rule(SignedIn())
    def index(self):
        """The pictures of the person's roles."""
        return self.page(
            "dashboard.html",
            tiles=[self._tile(*one) for one in _asked(self.who)],
            size=pictures.size(small=True),
        )

    @expose("/<key>.svg")
    @rule(SignedIn())
    def picture(self, key: str):
        """One small picture."""
        entry = REPORTS.get(key)
        question = asking.asked(self.who, entry, request.args, on=self.on)
        with limited():
            drawn = asking.make(question, entry).picture()
        if drawn is None:
            raise NotFound("There is nothing to draw.")
        return Response(pictures.svg(drawn, small=True), mimetype="image/svg+xml")

    def _tile(self, key: str, texts: dict[str, str]) -> Tile:
        entry = REPORTS.get(key)
        query = f"?{urlencode(texts)}" if texts else ""
        picture, empty = None, entry.facts["empty"]
        try:
            with limited():
                question = asking.asked(self.who, entry, texts, on=self.on)
                picture = asking.make(question, entry).picture()
        except TooBroad:
            empty = "This takes longer than a page waits. Open the report and take it as a file."
        return Tile(
            picture.title if picture else entry.title,
            entry.title,
            f"/admin/reports/{key}/{query}",
            f"/admin/dashboard/{key}.svg{query}",
            picture,
            figures_of(picture) if picture else [],
            links_of(picture, small=True) if picture else [],
            empty,
        )


def _asked(who: Any) -> list[tuple[str, dict[str, str]]]:
    """The reports of the roles of `who`, each once, with what it is asked with."""
    found: dict[str, dict[str, str]] = {}
    for role in CHOSEN:
        if role not in who.roles:
            continue
        for key in CHOSEN[role]:
            entry = REPORTS.get(key)
            taken = {one.name for one in entry.facts["parameters"]}
            texts = {n: text for n, text in TEXTS.get(role, {}).items() if n in taken}
            if policy.may_act(who, entry.facts["roles"]):
                found.setdefault(key, texts)
    return list(found.items())

"""The reports: each with its form, what it states, its picture, its table and its files."""

import shutil
from typing import Any
from urllib.parse import urlencode

from flask import Response, redirect, request, send_file
from flask_admin import expose

from admin_views import report_files, report_paper, schedules, taking_out
from admin_views.desk import Desk, say
from admin_views.gate import SignedIn, rule
from admin_views.report_acts import act_of
from exports import reports
from exports.reports import asking, pictures, writing
from exports.reports.claim_rows import departments
from exports.reports.of_view import views_for
from exports.reports.report import NONE, REPORTS, Asked, Column, Made, Parameter
from journal import access
from journal.database import limited
from rules import money
from rules.days import long_day
from rules.errors import BadQuestion, NotFound, TooBroad
from rules.registry import Entry

reports.load()
MOST = 50
"""Rows that a page shows; the file has them all, the totals are of all."""
WHOLE = "all"
"""Asked for with “yes”: as many rows as are printed."""
CHOSEN = ("department", "view")
"""Kinds of parameter that are chosen from a list."""
FIGURES = ("money", "whole", "quantity")
SLOW = (
    "This takes longer than a page waits. Take it as a file: it is made beside your work and lands "
    "in the inbox."
)
FORMATS = {
    "xlsx": "Workbook (.xlsx)",
    "csv": "Text file (.csv)",
    "zip": "A workbook for each department (.zip)",
}
AS_OF = Parameter(
    "as_of",
    "As of",
    "day",
    help="Claims as they stood that evening, or received by then; money dated by then.",
)


class Reports(Desk):
    """The pages of the reports."""

    @expose("/")
    @rule(SignedIn())
    def index(self):
        """Every report that the person may ask, with what it answers; `q` narrows them."""
        sought = request.args.get("q", "").strip()
        words = sought.casefold().split()
        found = [(entry, _about(entry)) for entry in asking.offered(self.who)]
        kept = [
            (entry, about)
            for entry, about in found
            if all(
                word in f"{entry.title} {entry.facts['code']} {about}".casefold() for word in words
            )
        ]
        return self.page("reports.html", found=kept, sought=sought, any=bool(found))

    @expose("/<key>/")
    @rule(SignedIn())
    def one(self, key: str):
        """One report, as the address asks it; with `all=yes` to be printed, with all its rows."""
        entry, typed = REPORTS.get(key), _typed()
        whole = typed.pop(WHOLE, "") == "yes"
        facts: dict[str, Any] = {}
        try:
            question = asking.asked(self.who, entry, typed, on=self.on)
            typed = question.texts
            facts = self._answered(entry, question, report_paper.MOST if whole else MOST)
        except BadQuestion as error:
            facts = {"wrong": error.sentence}
        except TooBroad:
            facts = {"slow": SLOW}
        return self.page(
            "report.html",
            entry=entry,
            about=_about(entry),
            fields=self._fields(entry, typed),
            typed=typed,
            link=_address(key, "", typed),
            formats=[(kind, FORMATS[kind]) for kind in report_files.kinds_of(entry)],
            comes_round=schedules.address(self.who, key, typed),
            act=act_of(self.who, key, typed, back=_address(key, "", typed)),
            whole=whole,
            print_url="" if whole else _address(key, "", {**typed, WHOLE: "yes"}),
            **facts,
        )

    @expose("/<key>/picture.svg")
    @rule(SignedIn())
    def picture(self, key: str):
        """The picture of a report as an image."""
        entry = REPORTS.get(key)
        question = asking.asked(self.who, entry, _typed(), on=self.on)
        with limited():
            picture = asking.make(question, entry).picture()
        if picture is None:
            raise NotFound("There is nothing to draw.")
        return Response(pictures.svg(picture), mimetype="image/svg+xml")

    @expose("/<key>/file", methods=("POST",))
    @rule(SignedIn())
    def file(self, key: str):
        """The report as a file; a long one as a job that ends in the inbox."""
        entry = REPORTS.get(key)
        typed = {n: t for n, t in request.form.items() if n not in ("format", "csrf_token")}
        question = asking.asked(self.who, entry, typed, on=self.on)
        name = report_files.file_name(entry, question, request.form.get("format", ""))
        try:
            with limited():
                made = asking.make(question, entry)
        except TooBroad:
            made = None
        parcel = name.endswith(report_files.PARCEL)
        if made is None or parcel or made.count > report_files.AT_ONCE:
            report_files.asked_as_job(self.who, entry, question, name)
            say("The report is being made. It lands in your inbox.", href="/admin/inbox/")
            return redirect(_address(key, "", typed))
        path = taking_out.made(
            name, lambda place: report_files.write_at_once(entry, question, made, place)
        )
        handle = path.open("rb")
        shutil.rmtree(path.parent, ignore_errors=True)
        return send_file(handle, as_attachment=True, download_name=name)

    def _answered(self, entry: Entry, question: Asked, most: int) -> dict[str, Any]:
        """What the page shows of an answer: at most so many of its rows."""
        with limited():
            made = asking.make(question, entry)
            rows = [
                [_cell(column, row, question) for _, column in made.shown]
                for row in asking.first_rows(made, most)
            ]
            picture = made.picture() if rows else None
        if kinds := writing.guarded(made):
            said = writing.noted(question)
            access.note_count(
                self.who, "read", "report", made.count, sensitivities=kinds, purpose=said
            )
        typed = {"as_of": question.as_of.isoformat(), **question.texts}
        labels = [column.label for _, column in made.shown]
        return {
            "as_of": long_day(question.as_of),
            "parts_on_paper": report_paper.parts(labels, [[c[0] for c in row] for row in rows]),
            "made": made,
            "stated": asking.stated(entry, question, made),
            "heads": [(c, "num" if c.kind in FIGURES else "") for _, c in made.shown],
            "rows": rows,
            "totals": [_total(column, made) for _, column in made.shown],
            "picture": picture,
            "picture_url": _address(entry.key, "picture.svg", typed),
            "drawn": figures_of(picture) if picture else [],
            "links": links_of(picture) if picture else [],
            "size": pictures.size(),
        }

    def _fields(self, entry: Entry, typed: dict[str, str]) -> list[dict[str, Any]]:
        """The form of a report: its parameters with what is typed, or what holds without."""
        first = asking.first_of_year(self.on)
        fields = [
            {
                "one": one,
                "value": typed.get(one.name, "") or _default(one, self.on, first),
                "kind": "choice" if one.kind in CHOSEN else one.kind,
                "choices": self._views(entry) if one.kind == "view" else _choices(one),
            }
            for one in (AS_OF, *entry.facts["parameters"])
        ]
        return [field for field in fields if field["choices"] or field["one"].kind != "view"]

    def _views(self, entry: Entry) -> tuple[tuple[str, str], ...]:
        """The views that the report may be asked with."""
        found = views_for(self.who, entry.facts["sheet"], on=self.on)
        return tuple((str(view.id), view.name) for view in found)


def _choices(one: Parameter) -> tuple[tuple[str, str], ...]:
    if one.kind == "department":
        known = ((code, f"{code} {name}") for code, name in departments().items())
        return (*known, (NONE, "None given"))
    return one.choices


def _default(one: Parameter, on: Any, first: Any) -> str:
    """What holds where nothing is typed, as it is typed."""
    value = on if one.name == "as_of" else one.default(on, first)
    if value is None:
        return ""
    return money.plain(value) if one.kind == "money" else str(value)


def _typed() -> dict[str, str]:
    return {name: text.strip() for name, text in request.args.items() if text.strip()}


def _address(key: str, tail: str, typed: dict[str, str]) -> str:
    query = urlencode({name: text for name, text in typed.items() if text})
    return f"/admin/reports/{key}/{tail}{'?' if query else ''}{query}"


def _about(entry: Entry) -> str:
    """What a report answers: the first paragraph of its docstring."""
    return " ".join((entry.run.__doc__ or "").partition("\n\n")[0].split())


def _cell(column: Column, row: dict[str, Any], question: Asked) -> tuple[str, str, str]:
    """(text, class, address) of a cell."""
    value = row[column.name]
    href = column.opens(question, row) if column.opens and value not in (None, "") else ""
    return _words(column, value), "num" if column.kind in FIGURES else "", href


def _words(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if column.kind == "money":
        return money.shown(value)
    return f"{value:,}" if column.kind in FIGURES else writing.words(column, value)


def _total(column: Column, made: Made) -> str:
    return _words(column, made.totals[column.name]) if column.total else ""


def figures_of(picture: Any) -> list[tuple[str, str, list[str]]]:
    """The table behind a picture: label, address, a figure for each series."""
    opens = picture.opens or [""] * len(picture.labels)
    return [
        (label, href, [pictures.shown(picture, values[n]) for values in picture.series.values()])
        for n, (label, href) in enumerate(zip(picture.labels, opens, strict=True))
    ]


def links_of(picture: Any, *, small: bool = False) -> list[tuple[str, str, pictures.Area]]:
    """The bars as links: the address of the rows behind, what it says, where it lies."""
    found = []
    places = pictures.areas(picture, small=small)
    for (label, href, figures), area in zip(figures_of(picture), places, strict=False):
        words = ", ".join(
            f"{name} {figure}" for name, figure in zip(picture.series, figures, strict=True)
        )
        if href:
            found.append((href, f"{label}: {words}", area))
    return found

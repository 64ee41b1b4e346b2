"""The statutory tables: how far each reaches, its rows, and the form that adds one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import redirect, request
from flask_admin import expose

from admin_views import statutory_form
from admin_views.desk import Desk, click_after, say
from admin_views.gate import Reads, Writes, rule
from admin_views.places import place_of, safe_back
from admin_views.rule_words import spoken
from journal import policy
from journal.law import added, calendar_of, law, misfit
from models import AuthorityLimit, Holiday, StatutoryRow, meta
from rules import calculators, money
from rules.calculators import CALCULATORS
from rules.calendars import CALENDARS, WRITTEN_OUT, holidays
from rules.coverage import Coverage, coverage
from rules.dated import KINDS, Column, Kind, Row, Table
from rules.days import FIRST_YEAR, LAST_YEAR, day_words
from rules.errors import NotFound, OfficeError
from rules.registry import Entry

calculators.load()
MANY = 30
"""A table of more rows has a box to find one."""

CLOSED = {
    "state": "Business days of workers' compensation deadlines, and of a certificate's filing.",
    "court": "Deadlines of liability claims and of recoveries that fall on a closed day.",
}
"""Calendar -> what it decides."""


@dataclass(frozen=True)
class Reach:
    """A statutory table on the list of all: how far it reaches and what rests on it."""

    kind: Kind
    found: Coverage
    uses: tuple[Entry, ...]
    left_out: int
    tone: str

    @property
    def calls(self) -> bool:
        """Whether somebody should look at it."""
        return self.found.calls or bool(self.left_out)


@dataclass(frozen=True)
class Line:
    """A row of a table as its page shows it; `href` leads to the record of one of the office's."""

    row: Row
    code: str
    name: str
    days: str
    cells: list[tuple[str, str]]
    aside: list[tuple[str, str]]
    state: tuple[str, str]
    note: str
    href: str


class StatutoryTables(Desk):
    """The pages of the statutory tables."""

    @expose("/")
    @rule(Reads(StatutoryRow))
    def index(self):
        """Every table with its coverage, those that call for a row first."""
        tables, own = law(self.on).tables, added()
        lines = [_reach(tables[name], own, self.on) for name in KINDS]
        lines.sort(key=lambda line: not line.calls)
        return self.page(
            "statutory.html",
            lines=lines,
            calling=[line for line in lines if line.calls],
            calendars=[_calendar(code, self.on) for code in CALENDARS],
            may_add=policy.may_write(self.who, StatutoryRow),
        )

    @expose("/<table>/")
    @rule(Reads(StatutoryRow))
    def one(self, table: str):
        """One table with all its rows, the newest first."""
        found, words = _table(table, self.on), request.args.get("q", "").strip()
        own = added(table)
        lines = _lines(found, _own_places(found.kind, own), self.on)
        return self.page(
            "statutory_table.html",
            kind=found.kind,
            reach=_reach(found, own, self.on),
            columns=[c for c in found.kind.columns.values() if not c.aside],
            lines=[line for line in lines if _speaks_of(line, words)],
            searched=words,
            many=len(lines) > MANY,
            left_out=[
                (place_of("statutoryrow", one.id), why) for one in own if (why := misfit(one))
            ],
            may_add=found.kind.added and policy.may_write(self.who, StatutoryRow),
            limits=meta(AuthorityLimit, "plural"),
        )

    @expose("/<table>/new", methods=("GET", "POST"))
    @rule(Writes(StatutoryRow))
    def new(self, table: str):
        """The form of a row to be added; it says what would change before it is written."""
        found = _table(table, self.on)
        if not found.kind.added:
            return redirect("/admin/authoritylimit/")
        if request.method == "GET":
            return self._form(statutory_form.opening(found, request.args, self.on))
        form = statutory_form.sent(found, request.form, self.on)
        click = request.form.get("click")
        try:
            done = statutory_form.written(self.who, form, click)
            if not done and (form.wrong or "look" in request.form):
                return self._form(form), 422 if form.wrong else 200
            done = done or statutory_form.write(self.who, form, click, self.on)
        except OfficeError as error:
            return self._form(form, error), error.status
        say(f"The row from {day_words(form.first_day)} is added.", undo=done.seq)
        return redirect(safe_back(request.form.get("back"), f"/admin/law/{table}/"))

    def _form(self, form: statutory_form.Form, error: OfficeError | None = None) -> str:
        return self.page(
            "statutory_form.html",
            form=form,
            kind=form.kind,
            error=error,
            changes=statutory_form.changes(form, self.on) if form.sound else None,
            click=click_after(error),
            back=safe_back(request.values.get("back"), f"/admin/law/{form.kind.name}/"),
        )

    @expose("/calendar/<code>")
    @rule(Reads(StatutoryRow))
    def calendar(self, code: str):
        """The closed days of a year in one of the two calendars."""
        if code not in CALENDARS:
            raise NotFound("There is no such calendar.")
        year = _year(request.args.get("year", ""), self.on)
        return self.page(
            "statutory_calendar.html",
            calendar=CALENDARS[code],
            about=_calendar(code, self.on),
            year=year,
            days=_closed(code, year),
            written_out=year in WRITTEN_OUT,
            may_add=policy.may_write(self.who, Holiday),
        )


def _table(name: str, on: date) -> Table:
    if name not in KINDS:
        raise NotFound("There is no such table.")
    return law(on).tables[name]


def _reach(table: Table, own: Iterable[StatutoryRow], on: date) -> Reach:
    found = coverage(table, on=on)
    late = found.last_day is not None and found.last_day < on
    return Reach(
        table.kind,
        found,
        tuple(entry for entry in CALCULATORS if table.kind.name in entry.facts["tables"]),
        sum(one.table == table.kind.name and bool(misfit(one)) for one in own),
        "red" if late else "amber",
    )


# --- The rows of a table --------------------------------------------------------------------------


def _own_places(kind: Kind, own: Iterable[StatutoryRow]) -> dict[tuple[str, date], str]:
    """(code, first day) -> the page of a row of the office."""
    return {(one.code or "", one.first_day): place_of("statutoryrow", one.id) for one in own}


def _lines(table: Table, places: dict[tuple[str, date], str], on: date) -> list[Line]:
    rows = sorted(table.rows, key=lambda row: (row.first_day, row.by_office), reverse=True)
    return [_line(table, row, places, on) for row in rows]


def _line(table: Table, row: Row, places: dict[tuple[str, date], str], on: date) -> Line:
    kind, code = table.kind, row.text(table.kind.key)
    shown = [(column, shown_value(column, row.text(n))) for n, column in kind.columns.items()]
    over = table.outranking(row)
    return Line(
        row,
        code,
        code if kind.banded or "title" in kind.columns else spoken(code),
        _days(row),
        [(column.label, text) for column, text in shown if not column.aside],
        [(column.label, text) for column, text in shown if column.aside and text],
        _state(row, over, on),
        _note(over),
        places.get((code, row.first_day), "") if row.by_office and kind.added else "",
    )


def shown_value(column: Column, text: str) -> str:
    """A value of a table as a grid shows it; a tier may settle "any" amount."""
    if column.unit in ("USD", "USD/week") and text[:1].isdigit():
        return money.shown(money.cents(text))
    return text.replace("_", " ") if column.choices else text


def _days(row: Row) -> str:
    """The days of a row in words."""
    if row.first_day == date.min:
        return f"To {day_words(row.last_day)}" if row.last_day else "Every day"
    first = day_words(row.first_day)
    return f"{first} to {day_words(row.last_day)}" if row.last_day else f"From {first}"


def _state(row: Row, over: tuple[Row, ...], on: date) -> tuple[str, str]:
    """What counts of a row, with the colour of the word."""
    if any(other.first_day <= row.first_day and _outlasts(other, row) for other in over):
        return "replaced", "grey"
    if row.first_day > on:
        return "to come", "blue"
    if not row.covers(on):
        return "past", "grey"
    return ("replaced", "grey") if any(o.covers(on) for o in over) else ("in force", "green")


def _outlasts(other: Row, row: Row) -> bool:
    return other.last_day is None or (row.last_day is not None and row.last_day <= other.last_day)


def _note(over: tuple[Row, ...]) -> str:
    """Which other rows count in its place."""
    if not over:
        return ""
    listed = " and ".join(_days(other)[0].lower() + _days(other)[1:] for other in over)
    whose = "the office's row" if all(other.by_office for other in over) else "a later row"
    return f"In its place, {listed}: {whose}."


def _speaks_of(line: Line, words: str) -> bool:
    text = " ".join([line.code, *(text for _, text in (*line.cells, *line.aside))])
    return words.casefold() in text.casefold()


# --- Calendars ------------------------------------------------------------------------------------


def _calendar(code: str, on: date) -> dict[str, Any]:
    """A calendar on the list: what it decides, and how many days the office keeps."""
    kept = Holiday.select().where(Holiday.calendar == code, Holiday.trashed_at.is_null())
    return {
        "code": code,
        "title": CALENDARS[code].title,
        "decides": CLOSED[code],
        "source": CALENDARS[code].source,
        "verified": CALENDARS[code].verified,
        "kept": kept.count(),
        "this_year": len(holidays(calendar_of(code), on.year)),
    }


def _closed(code: str, year: int) -> list[tuple[date, str, str]]:
    """(day, name, the page of the office's own row) of each closed day of a year."""
    query = Holiday.select(Holiday.day, Holiday.id).where(
        Holiday.calendar == code,
        Holiday.day.between(date(year, 1, 1), date(year, 12, 31)),
        Holiday.trashed_at.is_null(),
    )
    own = {day: place_of("holiday", row_id) for day, row_id in query.tuples()}
    found = holidays(calendar_of(code), year)
    return [(day, name, own.get(day, "")) for day, name in found.items()]


def _year(text: str, on: date) -> int:
    known = text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:5]) <= LAST_YEAR
    return int(text[:5]) if known else on.year

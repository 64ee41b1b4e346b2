"""Asking a report: its parameters read, the policy applied, the day it looks from."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from exports.reports.of_view import view_of
from exports.reports.report import NONE, REPORTS, VIEW, Asked, Column, Made, Parameter
from journal import policy, settings
from journal.history import moment_of
from journal.values import kept_text
from journal.who import Who
from journal.world import Now, valued
from models import Department
from rules import money
from rules.days import day as read_day
from rules.days import long_day
from rules.errors import BadQuestion, BadValue, NotFound, Refused
from rules.registry import Entry
from rules.spans import period

ALWAYS = ("line", "department")
"""Parameters that a report states also where all are asked for."""
BY_OWN_DAY = (
    "Records as they stood that evening. A claim received, an incident reported or a recovery "
    "invoiced by then counts though it was entered later; so does money dated by then."
)
"""What a report of a past day says of what it counts."""
MASKED = "While you look through another role, reports are not made."


def named(name: str) -> Entry:
    """The report of a key, or of its code in the catalogue.

    Raises:
        NotFound: there is none.
    """
    for entry in REPORTS:
        if name == entry.key or (entry.facts["code"] and name.upper() == entry.facts["code"]):
            return entry
    known = ", ".join(entry.key for entry in REPORTS)
    raise NotFound(f"There is no report “{name[:40]}”. The reports are {known}.")


def offered(who: Who) -> list[Entry]:
    """The reports that `who` may ask, in the order of their titles."""
    found = [entry for entry in REPORTS if policy.may_act(who, entry.facts["roles"])]
    return sorted(found, key=lambda entry: entry.title)


def asked(who: Who, entry: Entry, texts: Mapping[str, str], *, on: date) -> Asked:
    """The question that parameters as typed make of a report.

    Raises:
        Refused: the report is not for the roles of `who`. BadQuestion: a parameter is unknown,
            cannot be read, or lies ahead.
    """
    if who.masked:
        raise Refused(MASKED)
    if not policy.may_act(who, entry.facts["roles"]):
        raise Refused(f"“{entry.title}” is not among the reports of your role.")
    given = {name: text.strip() for name, text in texts.items() if text.strip()}
    known = {one.name: one for one in entry.facts["parameters"]}
    for name in given.keys() - known.keys() - {"as_of"}:
        listed = ", ".join(["as_of", *known])
        raise BadQuestion(f"“{entry.title}” is not asked with “{name[:40]}”, but with {listed}.")
    as_of = _day("As of", given["as_of"]) if "as_of" in given else on
    if as_of > on:
        raise BadQuestion(f"{long_day(as_of)} lies ahead: a report looks from today or earlier.")
    first = first_of_year(as_of)
    values = {
        name: _read(one, given[name]) if name in given else one.default(as_of, first)
        for name, one in known.items()
        if one is not VIEW
    }
    if VIEW.name in given:
        view = view_of(who, entry.facts["sheet"], given[VIEW.name], on=as_of)
        # By its number: another one of this name may come, and it may be called otherwise.
        values[VIEW.name], given[VIEW.name] = view, str(view.id)
    begin, end = values.get("from"), values.get("to")
    if begin and end and begin > end:
        raise BadQuestion(f"The period begins on {long_day(begin)}, after its end.")
    moment = moment_of(as_of.isoformat()) if as_of < on else None
    world = valued(moment, as_of) if moment else Now()
    return Asked(who, on, as_of, values, given, world, moment)


def make(question: Asked, entry: Entry) -> Made:
    """The answer of a report."""
    made: Made = entry.run(question)
    return made


def first_of_year(day: date) -> date:
    """The first day of the fiscal year that holds the day."""
    return period("fiscal year", day, year_month=settings.fiscal_start()).first


def stated(entry: Entry, question: Asked, made: Made) -> list[tuple[str, str]]:
    """What a report states of itself: day, period, basis, what it counts, who ran it."""
    values = question.values
    facts = [("As of", long_day(question.as_of) + (f". {BY_OWN_DAY}" if question.is_past else ""))]
    if values.get("from") and values.get("to"):
        facts.append(("Period", f"{long_day(values['from'])} to {long_day(values['to'])}"))
    facts += [("Basis", entry.facts["basis"]), ("Counts", entry.facts["counts"])]
    for one in entry.facts["parameters"]:
        value = values.get(one.name)
        if one.name not in ("from", "to") and (value is not None or one.name in ALWAYS):
            facts.append((one.label, _said(one, value)))
    facts.append(("Rows", f"{made.count:,}"))
    facts.append(
        ("Run by", f"{question.who.name or question.who.email} on {long_day(question.on)}")
    )
    return facts


def seen(who: Who, columns: Iterable[Column]) -> tuple[Column, ...]:
    """The columns that `who` may see."""
    return tuple(
        column
        for column in columns
        if column.needs is None
        or (
            policy.may_read(who, column.needs[0])
            and column.needs[1] in policy.open_names(who, column.needs[0])
        )
    )


def by_name(made: Made, row: tuple[Any, ...]) -> dict[str, Any]:
    """The values of a row by column."""
    return {column.name: value for column, value in zip(made.columns, row, strict=True)}


def first_rows(made: Made, most: int) -> Iterator[dict[str, Any]]:
    """The first rows, by column."""
    for row in made.rows(most):
        yield by_name(made, row)


def _day(label: str, text: str) -> date:
    try:
        return read_day(text)
    except BadValue as error:
        raise BadQuestion(f"{label}: {error.sentence}") from error


def _read(one: Parameter, text: str) -> Any:
    """A parameter as typed, in Python."""
    if one.kind == "day":
        return _day(one.label, text)
    if one.kind == "choice":
        found = {code.lower(): code for code, _ in one.choices}
        if text.lower() not in found:
            listed = ", ".join(code for code, _ in one.choices)
            raise BadQuestion(f"{one.label}: “{text[:40]}” is none of {listed}.")
        return found[text.lower()]
    if one.kind == "department" and text == NONE:
        return text
    if one.kind == "department":
        row = (
            Department.select(Department.code)
            .where(Department.code == text, Department.trashed_at.is_null())
            .first()
        )
        if row is None:
            raise BadQuestion(f"{one.label}: there is no department “{text[:40]}”.")
        return text
    if one.kind == "text":
        return kept_text(text)
    if one.kind == "money":
        try:
            return money.cents(text)
        except BadValue as error:
            raise BadQuestion(f"{one.label}: {error.sentence}") from error
    if not text.isdigit() or len(text) > 6:
        raise BadQuestion(f"{one.label}: “{text[:40]}” is no whole number.")
    return int(text)


def _said(one: Parameter, value: Any) -> str:
    if value is None:
        return "All"
    if one.kind == "day":
        return long_day(value)
    if one.kind == "view":
        return str(value.said)
    return money.dollars(value) if one.kind == "money" else dict(one.choices).get(value, str(value))

"""Frequency and severity by department and by cause: counts and money by date of loss."""

from collections.abc import Mapping
from typing import Any

from peewee import Case, fn

from exports.reports import behind
from exports.reports.claim_rows import conditions, entered_later, is_open
from exports.reports.ledgers import Money
from exports.reports.report import (
    DEPARTMENT,
    LINE,
    STAFF,
    TO,
    Asked,
    Column,
    Made,
    Parameter,
    report,
)
from exports.reports.tables import Reading, grouped, table
from models import Claim

BASIS = "Claims by date of loss, in the period; money as of the day, whenever it was paid"
COUNTS = "Claims and occurrences, incident-only records among them. Money gross of recoveries"
EMPTY = "No claim has a loss in this period. Ask a longer one."
FIVE_YEARS = Parameter(
    "from", "Losses from", "day", lambda _on, first: first.replace(year=first.year - 4)
)
UNTIL = TO._replace(label="Losses to")


def _without(question: Asked, blank: str) -> str:
    """The claims of the row of those that name no department or cause."""
    begin, end = question.values["from"], question.values["to"]
    period = f"loss_date>={begin.isoformat()}", f"loss_date<={end.isoformat()}"
    return behind.rows(question, "claim", f"{blank}=", *period, *behind.of_asked(question))


def _within(name: str, blank: str) -> Any:
    """The loss run of the claims that a row counts; `blank` is the column where it is not given."""

    def address(question: Asked, row: Mapping[str, Any]) -> str:
        if row[name] is None:
            return _without(question, blank)
        period = {"loss_from": question.values["from"], "loss_to": question.values["to"]}
        texts = {"line": question.values.get("line"), **period, name: row[name]}
        if texts.get("department") is None:
            texts["department"] = question.values.get("department")
        return behind.loss_run(question, texts)

    return address


def _figures(opens: Any) -> tuple[Column, ...]:
    """The columns that both reports share."""
    return (
        Column("claims", "Claims", "whole", total=True, opens=opens),
        Column("occurrences", "Occurrences", "whole", "Incidents; a claim without one counts one."),
        Column("open", "Open", "whole", "Open on the report's day.", total=True),
        Column("litigated", "Litigated", "whole", total=True),
        Column("total_paid", "Total paid", "money", total=True, opens=opens),
        Column("total_reserve", "Total reserve", "money", total=True, opens=opens),
        Column("gross_incurred", "Gross incurred", "money", total=True, opens=opens),
        Column(
            "with_money", "Claims with money", "whole", "Incurred more than nothing.", total=True
        ),
        Column(
            "severity",
            "Severity",
            "money",
            "Gross incurred divided by the claims with money; those without are left out.",
        ),
    )


BY_DEPARTMENT = (
    Column("department", "Department", "code", opens=_within("department", "department")),
    Column("name", "Name"),
    *_figures(_within("department", "department")),
)
BY_CAUSE = (
    Column("group", "Group"),
    Column("cause", "Cause", "code", opens=_within("cause", "cause_code")),
    Column("title", "Title"),
    *_figures(_within("cause", "cause_code")),
)


@report(
    "frequency_by_department",
    title="Frequency and severity by department",
    code="R02",
    basis=BASIS,
    counts=COUNTS,
    parameters=(FIVE_YEARS, UNTIL, LINE),
    columns=BY_DEPARTMENT,
    roles=STAFF,
    empty=EMPTY,
)
def by_department(question: Asked) -> Made:
    """How many claims each department has, what they cost, and what one costs on average."""
    reading = Reading(question, Claim)
    code, name = reading.at("department", "code"), reading.at("department", "name")
    made = _counted(question, reading, BY_DEPARTMENT, {"department": code, "name": name})
    made.picture = lambda: grouped(
        made, "department", ("total_paid", "total_reserve"), "Incurred", "stacked"
    )
    return made


@report(
    "frequency_by_cause",
    title="Frequency and severity by cause",
    code="R03",
    basis=BASIS,
    counts=COUNTS,
    parameters=(FIVE_YEARS, UNTIL, LINE, DEPARTMENT),
    columns=BY_CAUSE,
    roles=STAFF,
    empty=EMPTY,
)
def by_cause(question: Asked) -> Made:
    """How many claims each cause brings, what they cost, and what one costs on average."""
    reading = Reading(question, Claim)
    names = {
        "group": reading.at("cause_code", "group"),
        "cause": reading.at("cause_code", "code"),
        "title": reading.at("cause_code", "title"),
    }
    made = _counted(question, reading, BY_CAUSE, names)
    made.picture = lambda: grouped(made, "cause", ("claims",), "Claims by cause")
    return made


def _counted(
    question: Asked, reading: Reading, columns: tuple[Column, ...], names: dict[str, Any]
) -> Made:
    """The table of one group a row."""
    claim, money = reading.base, Money(question)
    period = claim.loss_date >= question.values["from"], claim.loss_date <= question.values["to"]
    held = [*conditions(question, reading), *period]
    gross = money.incurred()
    counted, incurred = fn.SUM(_one(gross > 0)), fn.SUM(gross)
    given = {
        **names,
        "claims": fn.COUNT(claim.id),
        "occurrences": fn.COUNT(claim.incident.distinct()) + fn.SUM(_one(claim.incident.is_null())),
        "open": fn.SUM(_one(is_open(question, claim))),
        "litigated": fn.SUM(_one(claim.litigated)),
        "total_paid": fn.SUM(money.paid()),
        "total_reserve": fn.SUM(money.outstanding()),
        "gross_incurred": incurred,
        "with_money": counted,
        "severity": Case(None, [(counted > 0, incurred / counted)], 0),
    }

    def query(selected):
        joined = money.join(reading.select(*selected), reading)
        return joined.where(*held).group_by(*names.values())

    order = [fn.COUNT(claim.id).desc(), *names.values()]
    made = table(question, columns, query, given, order)
    made.notes = entered_later(question)
    return made


def _one(condition: Any) -> Any:
    """One where it holds, to be summed."""
    return Case(None, [(condition, 1)], 0)

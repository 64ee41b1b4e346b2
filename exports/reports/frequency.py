"""Frequency and severity by department and by cause: counts and money by date of loss."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from peewee import JOIN, Case, fn

from exports.reports import behind
from exports.reports.asking import first_of_year
from exports.reports.claim_rows import conditions, entered_later, is_open
from exports.reports.ledgers import Money
from exports.reports.report import (
    DEPARTMENT,
    LINE,
    NONE,
    STAFF,
    TO,
    Asked,
    Column,
    Made,
    Parameter,
    report,
)
from exports.reports.tables import Reading, grouped, table
from models import Batch, Claim, Employee

BASIS = "Claims by date of loss, in the period; money as of the day, whenever it was paid"
COUNTS = "Claims and occurrences, incident-only records among them. Money gross of recoveries"
EMPTY = "No claim has a loss in this period. Ask a longer one."
FIVE_YEARS = Parameter(
    "from", "Losses from", "day", lambda _on, first: first.replace(year=first.year - 4)
)
UNTIL = TO._replace(label="Losses to")


def _within(name: str, only: str = "") -> Any:
    """The loss run of the claims that a row counts, or the part of them."""

    def address(question: Asked, row: Mapping[str, Any]) -> str:
        period = {"loss_from": question.values["from"], "loss_to": question.values["to"]}
        texts = {"line": question.values.get("line"), **period, name: row[name] or NONE}
        if texts.get("department") is None:
            texts["department"] = question.values.get("department")
        return behind.loss_run(question, {**texts, "only": only or None})

    return address


YEARS = 5
FEW = 3
"""Fewer open claims than this let one read off what is reserved on one of them."""
VERSION = Parameter(
    "version",
    "Version",
    "choice",
    lambda _on, _first: "office",
    choices=(("office", "For the office"), ("public", "For the public")),
    help="For the public: no reserve of fewer than 3 open claims.",
)
HIDDEN = ("total_reserve", "gross_incurred", "severity")
"""What is left out for the public where few claims are open."""


def _year(question: Asked, back: int) -> tuple[date, date]:
    """The first and last day of a fiscal year: that of the last loss day, or so many before."""
    first = first_of_year(question.values["to"])
    first = first.replace(year=first.year - back)
    return first, first.replace(year=first.year + 1) - timedelta(days=1)


def _of_year(within: Any, back: int) -> Any:
    """The claims of a row whose loss lies in a fiscal year."""

    def address(question: Asked, row: Mapping[str, Any]) -> str:
        first, last = _year(question, back)
        values = question.values
        days = {"from": max(first, values["from"]), "to": min(last, values["to"])}
        return within(replace(question, values={**values, **days}), row)

    return address


def _years(opens: Any) -> tuple[Column, ...]:
    """A count for each of five fiscal years, the earliest first."""
    return tuple(
        Column(f"year_{back}", f"Year {-back}" if back else "Last year", "whole",
               "", True, opens=_of_year(opens, back))
        for back in reversed(range(YEARS))
    )  # fmt: skip


def _named(question: Asked, column: Column) -> Column:
    """The column of a year with the name of the year."""
    if not column.name.startswith("year_"):
        return column
    year = _year(question, int(column.name[-1]))[1].year
    return replace(column, label=f"FY{year % 100:02d}")


def _figures(name: str) -> tuple[Column, ...]:
    """The columns that both reports share."""
    return (*_counted_columns(name), *_money_columns(name))


def _counted_columns(name: str) -> tuple[Column, ...]:
    opens = _within(name)
    return (
        Column("claims", "Claims", "whole", total=True, opens=opens),
        Column(
            "occurrences",
            "Occurrences",
            "whole",
            "Incidents; a claim without one counts one.",
            opens=opens,
        ),
        *_years(opens),
        Column(
            "open", "Open", "whole", "Open on the report's day.", True, opens=_within(name, "open")
        ),
        Column(
            "reopened",
            "Reopened",
            "whole",
            "Opened again by the report's day.",
            True,
            opens=_within(name, "reopened"),
        ),
        Column(
            "closing_ratio",
            "% closed",
            "whole",
            "Of those received and reopened: times closed, an earlier closing counted.",
            opens=opens,
        ),
        Column("litigated", "Litigated", "whole", total=True, opens=_within(name, "litigated")),
    )


def _money_columns(name: str) -> tuple[Column, ...]:
    opens, with_money = _within(name), _within(name, "with_money")
    return (
        Column("total_paid", "Total paid", "money", total=True, opens=opens),
        Column("total_reserve", "Total reserve", "money", total=True, opens=opens),
        Column("gross_incurred", "Gross incurred", "money", total=True, opens=opens),
        Column(
            "with_money",
            "Claims with money",
            "whole",
            "Incurred more than nothing.",
            True,
            opens=with_money,
        ),
        Column(
            "severity",
            "Severity",
            "money",
            "Gross incurred divided by the claims with money; those without are left out.",
            opens=with_money,
        ),
    )


def _people(question: Asked, row: Mapping[str, Any]) -> str:
    """The employees of a department."""
    return behind.rows(
        question, "employee", behind.is_("department", row["department"]), "active=yes"
    )


def _tenths(raw: Any) -> Decimal:
    """A number that the database gave in tenths."""
    number = Decimal(int(raw)) / 10
    return number.to_integral() if number == number.to_integral() else number


BY_DEPARTMENT = (
    Column("department", "Department", "code", opens=_within("department")),
    Column("name", "Name"),
    Column(
        "employees",
        "Employees",
        "whole",
        "Those in the directory on the report's day.",
        True,
        opens=_people,
    ),
    Column(
        "per_100",
        "Per 100 employees",
        "quantity",
        "Claims a year of the period, per 100 of them.",
        reads=_tenths,
        opens=_within("department"),
    ),
    *_figures("department"),
)
BY_CAUSE = (
    Column("group", "Group"),
    Column("cause", "Cause", "code", opens=_within("cause")),
    Column("title", "Title"),
    *_figures("cause"),
)


@report(
    "frequency_by_department",
    title="Frequency and severity by department",
    code="R02",
    basis=BASIS,
    counts=COUNTS,
    parameters=(FIVE_YEARS, UNTIL, LINE, VERSION),
    columns=BY_DEPARTMENT,
    roles=STAFF,
    empty=EMPTY,
)
def by_department(question: Asked) -> Made:
    """How many claims each department has, what they cost, and what one costs on average."""
    reading = Reading(question, Claim)
    code, name = reading.at("department", "code"), reading.at("department", "name")
    people = _employees(reading)
    made = _counted(question, reading, {"department": code, "name": name}, people)
    made.notes += _uncounted(question)
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
    parameters=(FIVE_YEARS, UNTIL, LINE, DEPARTMENT, VERSION),
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
    made = _counted(question, reading, names)
    made.picture = lambda: grouped(made, "cause", ("claims",), "Claims by cause")
    return made


def _employees(reading: Reading) -> Any:
    """How many people each department employs on the report's day; who was entered after it is no
    more counted than in the list of that day.
    """
    reading.sheets.append(Employee)
    person = reading.world.source(Employee).alias()
    return (
        person.select(person.department.alias("of_department"), fn.COUNT(person.id).alias("count"))
        .where(
            person.trashed_at.is_null(),
            person.active,
            person.department.is_null(False),
            *_stood(reading, person),
        )
        .group_by(person.department)
        .alias("people")
    )


def _uncounted(question: Asked) -> list[str]:
    """What a look into the past says of employees who were entered after its day."""
    count = question.world.entered_later(Employee) if question.is_past else 0
    if not count:
        return []
    words = "employees were" if count > 1 else "employee was"
    return [f"{count:,} {words} entered after this day, and not counted among those of that day."]


def _stood(reading: Reading, person: Any) -> list[Any]:
    """That a row was entered by the report's day; the world of a past day names later ones, too."""
    seq = reading.world.seq
    if seq is None:
        return []
    return [person.batch_id << Batch.select(Batch.id).where(Batch.seq <= seq)]


def _counted(question: Asked, reading: Reading, names: dict[str, Any], people: Any = None) -> Made:
    """The table of one group a row; `people` are the employees of each department."""
    claim, money = reading.base, Money(question)
    period = claim.loss_date >= question.values["from"], claim.loss_date <= question.values["to"]
    held = [*conditions(question, reading), *period]
    given = {**names, **_counts(question, reading), **_sums(question, reading, money)}
    if people is not None:
        given |= _exposure(question, given["claims"], people)

    def query(selected):
        joined = money.join(reading.select(*selected), reading)
        if people is not None:
            at = people.c.of_department == claim.department
            joined = joined.join_from(claim, people, JOIN.LEFT_OUTER, on=at)
        return joined.where(*held).group_by(*names.values())

    order = [fn.COUNT(claim.id).desc(), *names.values()]
    columns = BY_CAUSE if people is None else BY_DEPARTMENT
    made = table(question, [_named(question, one) for one in columns], query, given, order)
    made.notes = entered_later(question)
    if question.values["version"] == "public":
        made.notes.append(
            f"Where fewer than {FEW} claims are open, what is reserved on them is left out, of "
            "the totals too."
        )
    return made


def _counts(question: Asked, reading: Reading) -> dict[str, Any]:
    """What is counted in a row."""
    claim, on = reading.base, question.as_of
    total = fn.COUNT(claim.id)
    is_opened = claim.reopened_date <= on
    reopened, open_now = fn.SUM(_one(is_opened)), fn.SUM(_one(is_open(question, claim)))
    years = {
        f"year_{back}": fn.SUM(_one(claim.loss_date.between(*_year(question, back))))
        for back in range(YEARS)
    }
    return {
        "claims": total,
        "occurrences": fn.COUNT(claim.incident.distinct()) + fn.SUM(_one(claim.incident.is_null())),
        **years,
        "open": open_now,
        "reopened": reopened,
        "closing_ratio": (total - open_now + reopened) * 100 / (total + reopened),
        "litigated": fn.SUM(_one(claim.litigated)),
    }


def _sums(question: Asked, reading: Reading, money: Money) -> dict[str, Any]:
    """The money of a row; for the public without the reserve of a few open claims."""
    gross = money.incurred()
    counted, incurred = fn.SUM(_one(gross > 0)), fn.SUM(gross)
    found = {
        "total_paid": fn.SUM(money.paid()),
        "total_reserve": fn.SUM(money.outstanding()),
        "gross_incurred": incurred,
        "with_money": counted,
        "severity": Case(None, [(counted > 0, incurred / counted)], 0),
    }
    if question.values["version"] == "public":
        open_now = fn.SUM(_one(is_open(question, reading.base)))
        few = (open_now > 0) & (open_now < FEW)
        found |= {name: Case(None, [(few, None)], found[name]) for name in HIDDEN}
    return found


def _exposure(question: Asked, claims: Any, people: Any) -> dict[str, Any]:
    """The employees of a row, and its claims a year per hundred of them, in tenths."""
    days = (question.values["to"] - question.values["from"]).days + 1
    employed = fn.MAX(people.c.count)
    rate = claims * (1_000 * 365) / (employed * days)
    return {"employees": employed, "per_100": Case(None, [(employed > 0, rate)], None)}


def _one(condition: Any) -> Any:
    """One where it holds, to be summed."""
    return Case(None, [(condition, 1)], 0)

"""Frequency and severity by department and by cause: counts and money by date of loss."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from peewee import JOIN, Case, fn

from exports.reports.claim_rows import conditions, entered_later, is_open
from exports.reports.frequency_columns import (
    BY_CAUSE,
    BY_DEPARTMENT,
    YEARS,
    named,
    so_far,
    year,
)
from exports.reports.ledgers import Money
from exports.reports.middles import median
from exports.reports.report import (
    DEPARTMENT,
    LINE,
    STAFF,
    TO,
    Asked,
    Made,
    Parameter,
    report,
)
from exports.reports.tables import Reading, grouped, table
from models import Batch, Claim, Employee, database
from rules import money as amounts

BASIS = "Claims by date of loss, in the period; money as of the day, whenever it was paid"
COUNTS = "Claims and occurrences, incident-only records among them. Money gross of recoveries"
EMPTY = "No claim has a loss in this period. Ask a longer one."
FIVE_YEARS = Parameter(
    "from", "Losses from", "day", lambda _on, first: first.replace(year=first.year - 4)
)
UNTIL = TO._replace(label="Losses to")
FEW = 3
"""Fewer open claims than this let one read off what is reserved on one of them."""
VERSION = Parameter(
    "version",
    "Version",
    "choice",
    lambda _on, _first: "office",
    choices=(("office", "For the office"), ("public", "For the public")),
    help="For the public: no money where fewer than 3 claims are open.",
)
HIDDEN = ("total_paid", "total_reserve", "gross_incurred", "severity", "median")
"""What is left out for the public where few claims are open."""


@report(
    "frequency_by_department",
    title="Frequency and severity by department",
    code="R02",
    basis=BASIS,
    counts=COUNTS,
    sheet=Claim,
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
    sheet=Claim,
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
    code = fn.COALESCE(names["department" if people is not None else "cause"], "")
    given |= _medians_and_shares(question, reading, given, code)
    if people is not None:
        given |= _exposure(question, given["claims"], people)

    def query(selected):
        joined = money.join(reading.select(*selected), reading)
        if people is not None:
            at = people.c.of_department == claim.department
            joined = joined.join_from(claim, people, JOIN.LEFT_OUTER, on=at)
        return joined.where(*held).group_by(*names.values())

    order = [fn.COUNT(claim.id).desc(), *names.values()]
    each = money.join(reading.select(code, money.incurred()), reading)
    read = _medians(each.where(*held, money.incurred() > 0))
    columns = [
        replace(one, reads=read) if one.name == "median" else named(question, one)
        for one in (BY_CAUSE if people is None else BY_DEPARTMENT)
    ]
    made = table(question, columns, query, given, order)
    made.notes = entered_later(question)
    if question.values["version"] == "public":
        made.notes.append(
            f"Where fewer than {FEW} claims are open, the money of the row is not shown. The "
            "totals and the shares are of what is shown."
        )
    return made


def _medians(each: Any) -> Callable[[Any], int | None]:
    """From the code of a row to the median of its amounts in cents; `each` gives both."""

    @cache
    def found() -> dict[str, int]:
        amounts_of: dict[str, list[int]] = defaultdict(list)
        for code, amount in database.execute(each).fetchall():
            amounts_of[code].append(int(amount))
        return {code: amounts.half_up(median(held) / 100) for code, held in amounts_of.items()}

    return lambda code: found().get(code)


def _medians_and_shares(
    question: Asked, reading: Reading, given: dict[str, Any], code: Any
) -> dict[str, Any]:
    """The shares of a row in the whole, in tenths of a percent, its trend, and by what its median
    is looked up.
    """
    loss_date = reading.base.loss_date
    now, before = (fn.SUM(_one(loss_date.between(*so_far(question, n)))) for n in (0, 1))
    return {
        "median": _unless_few(question, reading, code),
        "percent_claims": _share(given["claims"]),
        "percent_incurred": _share(given["gross_incurred"]),
        "trend": now - before,
    }


def _share(part: Any) -> Any:
    """What a row has of the whole, in tenths of a percent, rounded to the next."""
    whole = fn.SUM(part).over()
    return Case(None, [(whole > 0, (part * 2_000 + whole) / (whole * 2))], None)


def _counts(question: Asked, reading: Reading) -> dict[str, Any]:
    """What is counted in a row."""
    claim, on = reading.base, question.as_of
    total = fn.COUNT(claim.id)
    is_opened = claim.reopened_date <= on
    reopened, open_now = fn.SUM(_one(is_opened)), fn.SUM(_one(is_open(question, claim)))
    years = {
        f"year_{back}": fn.SUM(_one(claim.loss_date.between(*year(question, back))))
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
    """The money of a row; for the public none where few claims are open."""
    gross = money.incurred()
    counted, incurred = fn.SUM(_one(gross > 0)), fn.SUM(gross)
    found = {
        "total_paid": fn.SUM(money.paid()),
        "total_reserve": fn.SUM(money.outstanding()),
        "gross_incurred": incurred,
        "with_money": counted,
        "severity": Case(None, [(counted > 0, incurred / counted)], 0),
    }
    return {
        name: _unless_few(question, reading, value) if name in HIDDEN else value
        for name, value in found.items()
    }


def _unless_few(question: Asked, reading: Reading, value: Any) -> Any:
    """A value; for the public none where few claims of the row are open."""
    if question.values["version"] != "public":
        return value
    open_now = fn.SUM(_one(is_open(question, reading.base)))
    return Case(None, [((open_now > 0) & (open_now < FEW), None)], value)


def _exposure(question: Asked, claims: Any, people: Any) -> dict[str, Any]:
    """The employees of a row, and its claims a year per hundred of them, in tenths."""
    days = (question.values["to"] - question.values["from"]).days + 1
    employed = fn.MAX(people.c.count)
    rate = claims * (1_000 * 365) / (employed * days)
    return {"employees": employed, "per_100": Case(None, [(employed > 0, rate)], None)}


def _one(condition: Any) -> Any:
    """One where it holds, to be summed."""
    return Case(None, [(condition, 1)], 0)

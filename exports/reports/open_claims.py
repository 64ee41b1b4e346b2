"""Open claims by how long they are open."""

from datetime import date
from typing import Any

from peewee import Case, fn

from exports.reports import behind
from exports.reports.claim_rows import (
    ADJUSTER,
    CLAIM_ID,
    CLAIM_NO,
    CLAIMANT,
    DEPARTMENT_OF,
    GROSS,
    LINE_OF,
    LOSS_DATE,
    STATUS,
    TOTAL_PAID,
    TOTAL_RESERVE,
    base_columns,
    conditions,
    entered_later,
    is_open,
    money_columns,
    since,
)
from exports.reports.ledgers import Money
from exports.reports.report import (
    DEPARTMENT,
    LINE,
    STAFF,
    Asked,
    Column,
    Made,
    Parameter,
    Picture,
    report,
)
from exports.reports.tables import Reading, as_day, table
from models import Claim, database

AGES = (
    ("0 to 90 days", 90),
    ("91 to 180 days", 180),
    ("181 to 365 days", 365),
    ("1 to 2 years", 730),
    ("2 to 5 years", 1_826),
    ("over 5 years", None),
)
"""Ages of what is open: words, and the last day that belongs to it."""
NO_DAY = "no day"
AGE = Parameter(
    "age", "Age", "choice", choices=tuple((words, words) for words in (*dict(AGES), NO_DAY))
)

COLUMNS = (
    CLAIM_ID,
    CLAIM_NO,
    LINE_OF,
    CLAIMANT,
    STATUS,
    DEPARTMENT_OF,
    LOSS_DATE,
    Column("opened", "Open since", "day", "Received; where that is blank, reopened or the loss."),
    Column("age", "Age", says="Days from “open since” to the report's day."),
    TOTAL_PAID,
    TOTAL_RESERVE,
    GROSS,
    Column("next_deadline", "Next deadline", "day"),
    ADJUSTER,
)


@report(
    "open_claims",
    title="Open claims",
    code="",
    basis="Claims open on the day, by the day on which they reached this office",
    counts="Claims, incident-only records among them. Money gross of recoveries",
    sheet=Claim,
    parameters=(LINE, DEPARTMENT, AGE),
    columns=COLUMNS,
    roles=STAFF,
    empty="No claim is open. A claim stands here from the day it is entered until it is closed.",
)
def open_claims(question: Asked) -> Made:
    """The open claims, oldest first, with their age and what is still expected on them."""
    reading, money = Reading(question, Claim), Money(question)
    claim = reading.base
    opened = fn.COALESCE(claim.received_date, claim.reopened_date, claim.loss_date)
    given = {
        **base_columns(reading),
        **money_columns(money),
        "opened": opened,
        "age": age(opened, question.as_of),
        "next_deadline": claim.next_deadline,
    }
    held = [*conditions(question, reading), is_open(question, claim)]
    if question.values["age"]:
        held.append(given["age"] == question.values["age"])

    def query(selected):
        return money.join(reading.select(*selected), reading).where(*held)

    made = table(question, COLUMNS, query, given, [opened, claim.id])
    made.picture = lambda: _picture(question, query([opened, fn.COUNT(claim.id)]).group_by(opened))
    made.notes = entered_later(question)
    return made


def age(opened: Any, on: date) -> Any:
    """The words of the age of a day, as an expression."""
    bounds = [(opened >= since(days, on), words) for words, days in AGES if days is not None]
    return Case(None, [(opened.is_null(), NO_DAY), *bounds], AGES[-1][0])


def words_of(opened: date | None, on: date) -> str:
    """The words of the age of a day."""
    if opened is None:
        return NO_DAY
    days = (on - opened).days
    return next(words for words, most in AGES if most is None or days <= most)


def _picture(question: Asked, by_day: Any) -> Picture | None:
    """How many claims are open by age."""
    counts = {words: 0 for words, _ in AGES}
    for opened, count in database.execute(by_day).fetchall():
        words = words_of(as_day(opened), question.as_of)
        counts[words] = counts.get(words, 0) + count
    if not any(counts.values()):
        return None
    opens = [behind.report(question, "open_claims", age=words) for words in counts]
    series = {"Claims": list(counts.values())}
    return Picture("bar", "Open claims by age", list(counts), series, "whole", opens)

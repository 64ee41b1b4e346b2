"""Open claims on which nothing was done for a while."""

from collections.abc import Mapping
from typing import Any

from peewee import JOIN, fn

from exports.reports import behind
from exports.reports.claim_rows import (
    ADJUSTER,
    CLAIM_ID,
    CLAIM_NO,
    CLAIMANT,
    DEPARTMENT_OF,
    LINE_OF,
    LOSS_DATE,
    STATUS,
    TOTAL_RESERVE,
    base_columns,
    conditions,
    entered_later,
    is_open,
    money_columns,
    since,
)
from exports.reports.ledgers import Money
from exports.reports.report import DEPARTMENT, LINE, STAFF, Asked, Column, Made, Parameter, report
from exports.reports.tables import Reading, grouped, table
from models import (
    Claim,
    ContactLog,
    Diary,
    Document,
    FileNote,
    Payment,
    RecoveryReceipt,
    Reserve,
)
from rules.statuses import CLOSED

DAYS = Parameter("days", "Quiet for days", "whole", lambda _on, _first: 60, help="At least.")
WHO = Parameter("adjuster", "Adjuster", "text", help="Name of who handles it.")
DONE = (
    FileNote.note_date,
    ContactLog.contact_date,
    Document.document_date,
    Payment.payment_date,
    Reserve.reserve_date,
    RecoveryReceipt.receipt_date,
    Diary.done_date,
)
"""The days of what is done on a claim."""

COLUMNS = (
    CLAIM_ID,
    CLAIM_NO,
    LINE_OF,
    CLAIMANT,
    STATUS,
    DEPARTMENT_OF,
    LOSS_DATE,
    Column(
        "last_done",
        "Last done",
        "day",
        "The latest note, contact, document, payment, reserve, receipt or finished diary entry.",
    ),
    Column("next_deadline", "Next deadline", "day"),
    TOTAL_RESERVE,
    ADJUSTER,
)


@report(
    "no_activity",
    title="No activity",
    code="R23",
    basis="Open claims by the day of what was done last",
    counts="Open claims. Gross of recoveries",
    sheet=Claim,
    parameters=(DAYS, WHO, LINE, DEPARTMENT),
    columns=COLUMNS,
    roles=STAFF,
    empty="Something was done on every open claim within these days. Nothing needs you here.",
)
def no_activity(question: Asked) -> Made:
    """The open claims that lie still, the longest first."""
    reading, money = Reading(question, Claim), Money(question)
    claim, done = reading.base, _done(question)
    last = done.c.last_done
    given = {
        **base_columns(reading),
        **money_columns(money),
        "last_done": last,
        "next_deadline": claim.next_deadline,
    }
    quiet = last.is_null() | (last <= since(question.values["days"], question.as_of))
    held = [*conditions(question, reading), is_open(question, claim), quiet]
    if question.values["adjuster"]:
        held.append(given["adjuster"] == question.values["adjuster"])

    def query(selected):
        joined = money.join(reading.select(*selected), reading)
        joined = joined.join_from(claim, done, JOIN.LEFT_OUTER, on=(done.c.of_claim == claim.id))
        return joined.where(*held)

    made = table(question, COLUMNS, query, given, [fn.COALESCE(last, claim.loss_date), claim.id])
    name = reading.at("adjuster", "name")
    made.picture = lambda: _by_adjuster(question, query, name, fn.COUNT(claim.id))
    made.notes = entered_later(question)
    return made


def _theirs(question: Asked, row: Mapping[str, Any]) -> str:
    """The quiet claims of an adjuster; all where nobody handles them."""
    return behind.report(question, "no_activity", adjuster=row["adjuster"] or "")


def _by_adjuster(question: Asked, query: Any, name: Any, count: Any) -> Any:
    """How many quiet claims each adjuster has."""
    columns = (Column("adjuster", "Adjuster", opens=_theirs), Column("claims", "Claims", "whole"))
    found = table(
        question,
        columns,
        lambda selected: query(selected).group_by(name),
        {"adjuster": name, "claims": count},
        [count.desc()],
    )
    return grouped(found, "adjuster", ("claims",), "Quiet claims by adjuster")


def _done(question: Asked) -> Any:
    """The day of what was done last on each claim, up to the report's day."""
    standing = Claim.select(Claim.id).where(Claim.status.not_in(list(CLOSED)))
    parts = [
        day.model.select(day.model.claim.alias("of_claim"), fn.MAX(day).alias("day"))
        .where(
            # Today only the claims that are open now count; in the past others did.
            day.model.claim.is_null(False) if question.is_past else day.model.claim << standing,
            day.model.trashed_at.is_null(),
            day <= question.as_of,
        )
        .group_by(day.model.claim)
        for day in DONE
    ]
    first, *rest = parts
    for part in rest:
        first = first.union_all(part)
    inner = first.alias("parts")
    return (
        FileNote.select(inner.c.of_claim.alias("of_claim"), fn.MAX(inner.c.day).alias("last_done"))
        .from_(inner)
        .group_by(inner.c.of_claim)
        .alias("done")
    )

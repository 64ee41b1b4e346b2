"""What reports of one row for each claim share: their columns, their filters, the query."""

from datetime import date, timedelta
from typing import Any

from peewee import SQL, Case, Value, fn

from exports.reports import behind
from exports.reports.ledgers import Money
from exports.reports.report import LINES_SHOWN, Asked, Column, is_asked
from exports.reports.tables import Reading
from journal.database import is_sqlite
from models import Claim, Department, database
from rules.statuses import CLAIM_STATUSES, CLOSED

CLAIM_ID = Column("claim_id", "", "whole", shown=False)
CLAIM_NO = Column("claim_no", "Claim no.", "code", opens=behind.record("claim", "claim_id"))
LINE_OF = Column("line", "Line", "choice", choices=LINES_SHOWN)
STATUS = Column("status", "Status", "choice", "On the report's day.", choices=CLAIM_STATUSES)
CLAIMANT = Column("claimant", "Claimant", needs=(Claim, "claimant"))
DEPARTMENT_OF = Column("department", "Department", "code", "Code of the department.")
LOSS_DATE = Column("loss_date", "Date of loss", "day")
ADJUSTER = Column("adjuster", "Adjuster", says="Who handles it.")
TOTAL_PAID = Column(
    "total_paid",
    "Total paid",
    "money",
    "Payments posted by the report's day, reversals taken off.",
    total=True,
    opens=behind.paid(),
)
TOTAL_RESERVE = Column(
    "total_reserve",
    "Total reserve",
    "money",
    "Still expected: each category's reserve less what was paid on it, never below nothing. It "
    "opens the statements of reserve: take off what “Total paid” opens, a category at a time.",
    total=True,
    opens=behind.reserved(),
)
GROSS = Column(
    "gross_incurred",
    "Gross incurred",
    "money",
    "Total paid and total reserve.",
    total=True,
    adds=("total_paid", "total_reserve"),
    opens=behind.record("claim", "claim_id"),
)

EXCESS_REPORTED = Column(
    "excess_reported", "Reported to excess", "day", "Day of the notice to the excess carrier."
)


def conditions(question: Asked, reading: Reading) -> list[Any]:
    """What must hold of a claim: the policy's scope, and the line and department asked for."""
    found = reading.conditions()
    if question.values.get("line"):
        found.append(reading.base.line == question.values["line"])
    if question.values.get("department"):
        found.append(is_asked(reading.at("department", "code"), question.values["department"]))
    return found


def is_open(question: Asked, claim: Any) -> Any:
    """The condition that a claim is open on the report's day; one that was entered later may bear
    a closing day after it.
    """
    return claim.status.not_in(list(CLOSED)) | (claim.closed_date > question.as_of)


def entered_later(question: Asked, model: Any = Claim) -> list[str]:
    """What a look into the past says of records that were entered after its day."""
    count = _entered_later(question, model) if question.is_past else 0
    if not count:
        return []
    what = model._meta
    named = f"{what.plural.lower()} were" if count > 1 else f"{what.singular} was"
    return [
        f"{count:,} {named} entered after this day, and counted because of a day or money of its "
        f"own by then: such a {what.singular} stands here as it was when that was entered, and is "
        "not in the lists of that day."
    ]


def _entered_later(question: Asked, model: Any) -> int:
    """How many records count although they were entered later: of a view, those that it holds."""
    if question.view is None:
        return int(question.world.entered_later(model))
    reading = Reading(question, model)
    row_id = reading.base.id
    held = [*reading.conditions(), row_id << SQL(f"({question.world.later(model)})")]
    return int(database.execute(reading.select(fn.COUNT(row_id)).where(*held)).fetchone()[0])


def since(days: int, day: date) -> date:
    """The day so many days before."""
    return day - timedelta(days=days)


def later(day: Any, count: int) -> Any:
    """The day so many days after one, as an expression."""
    return fn.DATE(day, f"+{count} days") if is_sqlite() else day + count


def days_between(first: Any, last: Any) -> Any:
    """How many days lie from one day to another, as an expression."""
    if is_sqlite():
        return (fn.JULIANDAY(last) - fn.JULIANDAY(first)).cast("INTEGER")
    return last - first


def base_columns(reading: Reading) -> dict[str, Any]:
    """The expressions of the columns that such reports share."""
    claim = reading.base
    return {
        "claim_id": claim.id,
        "claim_no": claim.claim_no,
        "line": claim.line,
        "status": claim.status,
        "claimant": claim.claimant,
        "department": reading.at("department", "code"),
        "loss_date": claim.loss_date,
        "adjuster": reading.at("adjuster", "name"),
    }


def money_columns(money: Money) -> dict[str, Any]:
    """The expressions of the sums that such reports share."""
    return {
        "total_paid": money.paid(),
        "total_reserve": money.outstanding(),
        "gross_incurred": money.incurred(),
    }


def beyond(amount: Any, limit: Any) -> Any:
    """What lies above a limit; nothing where there is none."""
    return Case(None, [(limit.is_null(), Value(0)), (amount > limit, amount - limit)], 0)


def departments() -> dict[str, str]:
    """Code -> name of the departments."""
    rows = Department.select(Department.code, Department.name).where(
        Department.trashed_at.is_null()
    )
    return dict(rows.order_by(Department.code).tuples())

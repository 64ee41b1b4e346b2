"""The changes of reserves in a period: from what, to what, why."""

from typing import Any

from peewee import JOIN, Case, fn

from exports.reports import behind
from exports.reports.claim_rows import LINE_OF
from exports.reports.ledger_rows import Ledger, by_month, in_period, of_claim
from exports.reports.report import DEPARTMENT, FROM, LINE, STAFF, TO, Asked, Column, Made, report
from exports.reports.tables import table
from models import CATEGORIES, Approval, Batch, Reserve, User
from rules import choices as c

ITSELF = behind.record("reserve", "reserve_id")
COLUMNS = (
    Column("claim_id", "", "whole", shown=False),
    Column("reserve_id", "", "whole", shown=False),
    Column("changed_on", "Date", "day"),
    Column("reserve_no", "Number", "code", opens=behind.record("reserve", "reserve_id")),
    Column("claim_no", "Claim no.", "code", opens=behind.record("claim", "claim_id")),
    LINE_OF,
    Column("department", "Department", "code"),
    Column("category", "Category", "choice", choices=CATEGORIES),
    Column(
        "old", "Before", "money", "Expected total before, paid and future together.", opens=ITSELF
    ),
    Column("new", "After", "money", "Expected total after.", opens=ITSELF),
    Column("change", "Change", "money", total=True, opens=ITSELF),
    Column("reason_code", "Reason", "choice", choices=c.RESERVE_REASON_CODE),
    Column("reason", "In words", needs=(Reserve, "reason")),
    Column("source", "Source", "choice", choices=c.LEDGER_SOURCES),
    Column(
        "approver",
        "Approved by",
        says="Who decided on it, within whose authority it lay; blank for what no one decides.",
    ),
)


@report(
    "reserve_changes",
    title="Reserve changes",
    code="R10",
    basis="Statements of reserve by their day",
    counts="Every statement, opening balances and reversals among them. Gross",
    sheet=Reserve,
    parameters=(FROM, TO, LINE, DEPARTMENT),
    columns=COLUMNS,
    roles=STAFF,
    empty="No reserve changed in this period. Ask a longer one.",
)
def reserve_changes(question: Asked) -> Made:
    """Each change of a reserve in the period, with the reason given."""
    reading = Ledger(question, Reserve)
    row = reading.base
    held = [*reading.conditions(), *in_period(question, row.reserve_date)]
    held += of_claim(question, reading)
    given = {
        "claim_id": reading.at("claim", "id"),
        "reserve_id": row.id,
        "changed_on": row.reserve_date,
        "reserve_no": row.reserve_no,
        "claim_no": reading.at("claim", "claim_no"),
        "line": reading.at("claim", "line"),
        "department": reading.at("claim", "department", "code"),
        "category": row.category,
        "old": row.amount - row.change,
        "new": row.amount,
        "change": row.change,
        "reason_code": row.reason_code,
        "reason": row.reason,
        "source": row.source,
        "approver": _approver(row),
    }

    def query(selected):
        return reading.select(*selected).where(*held)

    made = table(question, COLUMNS, query, given, [row.reserve_date, row.id])
    by_day = query([row.reserve_date, fn.SUM(row.change)]).group_by(row.reserve_date)
    made.picture = lambda: by_month(question, by_day, "Change by month", row.reserve_date)
    return made


def _approver(row: Any) -> Any:
    """Who approved a statement: who decided where it waited, else who entered it under the own
    authority; nobody for an opening balance and for what the office itself wrote.
    """
    decided = (
        Approval.select(fn.MAX(fn.COALESCE(Approval.outside_by, User.name, User.email)))
        .join(User, JOIN.LEFT_OUTER, on=(Approval.decided_by == User.id))
        .where(Approval.batch_id == row.batch_id, Approval.status == "approved")
    )
    entered = (
        Batch.select(fn.COALESCE(User.name, User.email))
        .join(User, on=(Batch.user == User.id))
        .where(Batch.id == row.batch_id)
    )
    return Case(None, [(row.source == "opening", None)], fn.COALESCE(decided, entered))

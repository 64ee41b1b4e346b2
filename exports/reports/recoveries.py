"""Recoveries and their aging from the day of the invoice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from peewee import JOIN, Case, fn

from exports.reports import behind
from exports.reports.claim_rows import entered_later
from exports.reports.frequency_columns import tenths
from exports.reports.report import (
    DEPARTMENT,
    STAFF,
    Asked,
    Column,
    Made,
    Parameter,
    Picture,
    is_asked,
    report,
)
from exports.reports.tables import Reading, as_day, table
from journal.law import law
from models import Party, Recovery, RecoveryReceipt, database
from rules.errors import OfficeError
from rules.recovery_follow_up import last_day_to_sue
from rules.statuses import RECOVERY_OPEN, RECOVERY_STATUSES

AGES = (
    ("0 to 30", 30),
    ("31 to 60", 60),
    ("61 to 90", 90),
    ("91 to 180", 180),
    ("181 to 365", 365),
    ("over 1 year", None),
)
"""Days since the invoice: words, and the last day that belongs to them."""
NOT_INVOICED = "not invoiced"
AGE = Parameter(
    "age", "Age", "choice", choices=tuple((words, words) for words in (*dict(AGES), NOT_INVOICED))
)
WHICH = Parameter("which", "Which", "choice", choices=(("open", "Open"), ("closed", "Closed")))


def _receipts(question: Asked, row: Any) -> str:
    until = [f"receipt_date<={question.as_of.isoformat()}"] if question.is_past else []
    whose = behind.is_("recovery", row["recovery_no"])
    return behind.rows(question, "recoveryreceipt", whose, *until, past=False)


ITSELF = behind.record("recovery", "recovery_id")
COLUMNS = (
    Column("recovery_id", "", "whole", shown=False),
    Column("recovery_no", "Recovery no.", "code", opens=behind.record("recovery", "recovery_id")),
    Column("status", "Status", "choice", choices=RECOVERY_STATUSES),
    Column("party", "Responsible party", needs=(Party, "name")),
    Column("age", "Age", says="Days from the invoice to the report's day."),
    Column(
        "balance",
        "Balance",
        "money",
        "Billed, else the cost, less received and given up; none once closed.",
        total=True,
        opens=ITSELF,
    ),
    Column("carrier", "Carrier"),
    Column("damage_date", "Damage date", "day"),
    Column("department", "Department", "code"),
    Column("invoice_date", "Invoiced", "day"),
    Column(
        "billed",
        "Billed",
        "money",
        "As the demand asked; none until it is billed.",
        total=True,
        opens=ITSELF,
    ),
    Column("cost", "Cost", "money", "What the repair cost so far.", total=True, opens=ITSELF),
    Column("received", "Received", "money", total=True, opens=_receipts),
    Column(
        "adjusted", "Given up", "money", "By compromise or write-off.", total=True, opens=ITSELF
    ),
    Column(
        "percent",
        "Collected %",
        "quantity",
        "Received of what was billed.",
        reads=tenths,
        opens=ITSELF,
    ),
    Column("due_date", "Payment due", "day"),
    Column("last_day", "Last day to sue", "day", "By its basis, or as it was agreed."),
    Column("handler", "Handler"),
)


@report(
    "recoveries",
    title="Recoveries and aging",
    code="R16",
    basis="Recoveries by the day of the invoice",
    counts="Recoveries that stand on the day. Receipts dated by then",
    sheet=Recovery,
    parameters=(WHICH, AGE, DEPARTMENT),
    columns=COLUMNS,
    roles=STAFF,
    empty="No recovery yet. Open one from an incident where City property was damaged.",
)
def recoveries(question: Asked) -> Made:
    """Each recovery: what was billed, what came in, what is still due, and for how long."""
    reading = Reading(question, Recovery)
    row, receipts = reading.base, _received(question)
    invoiced = row.invoice_date
    received = fn.COALESCE(receipts.c.amount, 0)
    billed, adjusted = row.billed, _given_up(question, row)
    left = fn.COALESCE(billed, row.cost) - received - adjusted
    balance = Case(None, [(_is_open(question, row), left)], 0)
    given = {
        "recovery_id": row.id,
        "recovery_no": row.recovery_no,
        "status": row.status,
        "party": reading.at("responsible_party", "name"),
        "carrier": reading.at("carrier", "name"),
        "damage_date": row.damage_date,
        "department": reading.at("department", "code"),
        "invoice_date": invoiced,
        "age": age(invoiced, question),
        "billed": billed,
        "cost": row.cost,
        "received": received,
        "adjusted": adjusted,
        "balance": balance,
        "percent": Case(None, [(billed > 0, (received * 2_000 + billed) / (billed * 2))], None),
        "due_date": row.due_date,
        "last_day": _of_time(row),
        "handler": reading.at("handler", "name"),
    }
    held = [*reading.conditions(), *_asked(question, row, given)]

    def query(selected):
        joined = reading.select(*selected).join_from(
            row, receipts, JOIN.LEFT_OUTER, on=(receipts.c.of_recovery == row.id)
        )
        return joined.where(*held)

    read = _last_days(question)
    columns = [replace(one, reads=read) if one.name == "last_day" else one for one in COLUMNS]
    made = table(question, columns, query, given, [invoiced, row.id])
    by_day = query([invoiced, fn.SUM(balance)]).group_by(invoiced)
    made.picture = lambda: _picture(question, by_day)
    made.notes = entered_later(question, Recovery)
    return made


def age(invoiced: Any, question: Asked) -> Any:
    """The words of the days since an invoice, as an expression."""
    bounds = [
        (invoiced >= question.as_of - timedelta(days=days), words)
        for words, days in AGES
        if days is not None
    ]
    return Case(None, [(invoiced.is_null(), NOT_INVOICED), *bounds], AGES[-1][0])


def _of_time(row: Any) -> Any:
    """What the last day to sue rests on, as one text: damage, basis, what was agreed."""
    parts = row.damage_date.cast("TEXT").concat("|").concat(row.limitation_kind)
    return parts.concat("|").concat(fn.COALESCE(row.tolled_to_date.cast("TEXT"), ""))


def _last_days(question: Asked) -> Callable[[str], date | None]:
    """From such a text to the last day to sue; None where the rule refuses."""
    standing = law(question.on)

    @cache
    def last(text: str) -> date | None:
        damage, kind, tolled = text.split("|")
        until: Any = as_day(tolled) if tolled else None
        basis: Any = kind
        try:
            day: date = last_day_to_sue(as_day(damage), basis, until, law=standing).value
        except OfficeError:
            return None
        return day

    return last


def _words(question: Asked, invoiced: date | None) -> str:
    """The words of the days since an invoice."""
    if invoiced is None:
        return NOT_INVOICED
    days = (question.as_of - invoiced).days
    return next(words for words, most in AGES if most is None or days <= most)


def _is_open(question: Asked, row: Any) -> Any:
    """The condition that a recovery is open on the report's day; one that was entered later may
    bear a closing day after it.
    """
    return (row.status << list(RECOVERY_OPEN)) | fn.COALESCE(
        row.closed_date > question.as_of, False
    )


def _given_up(question: Asked, row: Any) -> Any:
    """What was given up by the report's day: what closes it later is not given up yet."""
    return Case(None, [(row.closed_date > question.as_of, 0)], fn.COALESCE(row.adjusted, 0))


def _asked(question: Asked, row: Any, given: dict[str, Any]) -> list[Any]:
    """Which recoveries, ages and department are asked for."""
    values, found = question.values, []
    if values["which"]:
        is_open = _is_open(question, row)
        found.append(is_open if values["which"] == "open" else ~is_open)
    if values["age"]:
        found.append(given["age"] == values["age"])
    if values["department"]:
        found.append(is_asked(given["department"], values["department"]))
    return found


def _received(question: Asked) -> Any:
    """What came in on each recovery by the report's day."""
    held = [RecoveryReceipt.trashed_at.is_null(), RecoveryReceipt.recovery.is_null(False)]
    if question.is_past:
        held.append(RecoveryReceipt.receipt_date <= question.as_of)
    return (
        RecoveryReceipt.select(
            RecoveryReceipt.recovery.alias("of_recovery"),
            fn.SUM(RecoveryReceipt.amount).alias("amount"),
        )
        .where(*held)
        .group_by(RecoveryReceipt.recovery)
        .alias("receipts")
    )


def _picture(question: Asked, by_day: Any) -> Picture | None:
    """The balance by age, from the balance by day of the invoice."""
    sums = dict.fromkeys((*dict(AGES), NOT_INVOICED), 0)
    found = database.execute(by_day).fetchall()
    if not found:
        return None
    for invoiced, amount in found:
        sums[_words(question, as_day(invoiced))] += int(amount)
    opens = [behind.report(question, "recoveries", age=words) for words in sums]
    return Picture(
        "bar", "Balance by age", list(sums), {"Balance": list(sums.values())}, "money", opens
    )

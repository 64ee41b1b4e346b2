"""The largest claims: the first few by what they have incurred, or by what was paid."""

from peewee import fn

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
)
from exports.reports.ledgers import Money
from exports.reports.report import DEPARTMENT, LINE, STAFF, Asked, Made, Parameter, report
from exports.reports.tables import Reading, grouped, table
from models import Claim

TOP = Parameter(
    "top",
    "How many",
    "whole",
    lambda _on, _first: 10,
    help="Claims of the same amount as the last one are shown too.",
)
BY = Parameter(
    "by",
    "The largest",
    "choice",
    lambda _on, _first: "open",
    choices=(("open", "Open claims by gross incurred"), ("paid", "All claims by total paid")),
)
COLUMNS = (
    CLAIM_ID,
    CLAIM_NO,
    LINE_OF,
    CLAIMANT,
    STATUS,
    DEPARTMENT_OF,
    LOSS_DATE,
    TOTAL_PAID,
    TOTAL_RESERVE,
    GROSS,
    ADJUSTER,
)


@report(
    "largest_claims",
    title="Largest claims",
    code="R05",
    basis="Claims by their money on the day",
    counts="Claims with money, incident-only records among them. Money gross of recoveries",
    sheet=Claim,
    parameters=(TOP, BY, LINE, DEPARTMENT),
    columns=COLUMNS,
    roles=STAFF,
    empty="No such claim has money yet. Set a reserve, or ask by what was paid.",
)
def largest_claims(question: Asked) -> Made:
    """The ten largest open claims, or those on which most was paid, ties among them."""
    reading, money = Reading(question, Claim), Money(question)
    given = {**base_columns(reading), **money_columns(money)}
    held = conditions(question, reading)
    amount = money.paid() if question.values["by"] == "paid" else money.incurred()
    if question.values["by"] == "open":
        held.append(is_open(question, reading.base))
    held.append(amount > 0)

    def query(selected):
        return money.join(reading.select(*selected), reading).where(*held)

    ranked = query([amount.alias("amount")]).order_by(amount.desc())
    last = ranked.limit(1).offset(max(question.values["top"], 1) - 1)
    held.append(amount >= fn.COALESCE(last, 0))
    made = table(question, COLUMNS, query, given, [amount.desc(), reading.base.id])
    made.picture = lambda: grouped(
        made, "claim_no", ("total_paid", "total_reserve"), "The largest", "stacked"
    )
    made.notes = entered_later(question)
    return made

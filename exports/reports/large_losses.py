"""Large losses: claims that reach a share of the retention, or an amount."""

from peewee import Case

from exports.reports import behind
from exports.reports.claim_rows import (
    ADJUSTER,
    CLAIM_ID,
    CLAIM_NO,
    CLAIMANT,
    DEPARTMENT_OF,
    EXCESS_REPORTED,
    GROSS,
    LINE_OF,
    LOSS_DATE,
    STATUS,
    TOTAL_PAID,
    TOTAL_RESERVE,
    base_columns,
    beyond,
    conditions,
    entered_later,
    money_columns,
)
from exports.reports.ledgers import Money
from exports.reports.report import DEPARTMENT, LINE, STAFF, Asked, Column, Made, Parameter, report
from exports.reports.tables import Reading, grouped, table
from models import Claim

SHARE = Parameter(
    "share", "Percent of the retention", "whole", lambda _on, _first: 50, help="Reached or passed."
)
AMOUNT = Parameter(
    "amount",
    "Or at least",
    "money",
    lambda _on, _first: 100_000_00,
    help="Where the claim's policy names no retention.",
)
OF_CLAIM = behind.record("claim", "claim_id")
COLUMNS = (
    CLAIM_ID,
    CLAIM_NO,
    LINE_OF,
    CLAIMANT,
    STATUS,
    DEPARTMENT_OF,
    LOSS_DATE,
    Column("policy_no", "Policy", "code"),
    Column(
        "sir", "SIR", "money", "Retention of the policy that the claim falls under.", opens=OF_CLAIM
    ),
    TOTAL_PAID,
    TOTAL_RESERVE,
    GROSS,
    Column(
        "percent",
        "% of SIR",
        "whole",
        "Gross incurred in percent of the retention.",
        opens=OF_CLAIM,
    ),
    Column("amount_over_sir", "Amount over SIR", "money", total=True, opens=OF_CLAIM),
    EXCESS_REPORTED,
    ADJUSTER,
)


@report(
    "large_losses",
    title="Large losses",
    code="R06",
    basis="Claims by what they have incurred on the day",
    counts="Open and closed claims. Gross of recoveries",
    sheet=Claim,
    parameters=(SHARE, AMOUNT, LINE, DEPARTMENT),
    columns=COLUMNS,
    roles=STAFF,
    empty="No claim is that large. Ask a smaller share or amount.",
)
def large_losses(question: Asked) -> Made:
    """The claims that reach the share of their retention, the largest first."""
    reading, money = Reading(question, Claim), Money(question)
    retention, gross = reading.at("policy", "retention"), money.incurred()
    given = {
        **base_columns(reading),
        **money_columns(money),
        "policy_no": reading.at("policy", "policy_no"),
        "sir": retention,
        "percent": Case(None, [(retention > 0, gross * 100 / retention)], None),
        "amount_over_sir": beyond(gross, retention),
        "excess_reported": reading.base.excess_reported_date,
    }
    reached = Case(
        None,
        [(retention > 0, gross * 100 >= retention * question.values["share"])],
        gross >= question.values["amount"],
    )
    held = [*conditions(question, reading), gross > 0, reached]

    def query(selected):
        return money.join(reading.select(*selected), reading).where(*held)

    made = table(question, COLUMNS, query, given, [gross.desc(), reading.base.id])
    made.picture = lambda: grouped(
        made, "claim_no", ("total_paid", "total_reserve"), "The largest", "stacked"
    )
    made.notes = entered_later(question)
    return made

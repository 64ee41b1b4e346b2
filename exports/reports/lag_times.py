"""Lag times: how long it takes until the office hears of a loss."""

from collections import defaultdict
from typing import Any

from exports.reports import behind
from exports.reports.claim_rows import conditions, days_between, entered_later
from exports.reports.loss_run import LATE_DAYS
from exports.reports.middles import median, percentile
from exports.reports.report import FROM, LINE, NONE, STAFF, TO, Asked, Column, Made, report
from exports.reports.tables import Reading, grouped, listed
from models import Claim, database

NOT_GIVEN = "not given"


def _claims(only: str = "dated") -> Any:
    """The claims that a row counts, or the part of them."""

    def address(question: Asked, row: Any) -> str:
        begin, end = question.values["from"], min(question.values["to"], question.as_of)
        code = NONE if row["department"] == NOT_GIVEN else row["department"]
        texts = {"received_from": begin, "received_to": end, "only": only}
        return behind.loss_run(
            question, {**texts, "line": question.values["line"], "department": code}
        )

    return address


COLUMNS = (
    Column("department", "Department", "code", opens=_claims()),
    Column(
        "claims",
        "Claims",
        "whole",
        "Received in the period, with both days.",
        True,
        opens=_claims(),
    ),
    Column(
        "median",
        "Median days",
        "quantity",
        "From loss to receipt: half took no longer; of an even number halfway between the two.",
        opens=_claims(),
    ),
    Column(
        "p90", "90th percentile", "whole", "Nine in ten claims took no longer.", opens=_claims()
    ),
    Column("late", "Over 30 days", "whole", total=True, opens=_claims("late")),
    Column(
        "reported",
        "Incidents reported",
        "whole",
        "Claims whose incident has its own day.",
        True,
        opens=_claims("reported"),
    ),
    Column(
        "report_median",
        "Median report days",
        "quantity",
        "From loss to the department's report.",
        opens=_claims("reported"),
    ),
)


@report(
    "lag_times",
    title="Lag times",
    code="R07",
    basis="Claims by the day on which they reached this office",
    counts="Claims with a day of loss and a day of receipt. A claimant has up to six months by law",
    sheet=Claim,
    parameters=(FROM, TO, LINE),
    columns=COLUMNS,
    roles=STAFF,
    empty="No claim with both days was received in this period. Ask a longer one.",
)
def lag_times(question: Asked) -> Made:
    """How many days pass from a loss to its receipt, by department."""
    reading = Reading(question, Claim)
    claim = reading.base
    wanted = [
        reading.at("department", "code"),
        days_between(claim.loss_date, claim.received_date),
        days_between(claim.loss_date, reading.at("incident", "reported_date")),
    ]
    held = [
        *conditions(question, reading),
        claim.loss_date.is_null(False),
        claim.received_date >= question.values["from"],
        claim.received_date <= min(question.values["to"], question.as_of),
    ]
    query = reading.select(*wanted).where(*held)
    lags: dict[str, list[int]] = defaultdict(list)
    reports: dict[str, list[int]] = defaultdict(list)
    for code, lag, reported in database.execute(query).fetchall():
        lags[code or NOT_GIVEN].append(lag)
        if reported is not None:
            reports[code or NOT_GIVEN].append(reported)
    rows = [_row(code, lags[code], reports[code]) for code in sorted(lags)]
    made = listed(COLUMNS, rows, question)
    made.picture = lambda: grouped(
        made, "department", ("median", "p90"), "Days from loss to receipt"
    )
    made.notes = entered_later(question)
    return made


def _row(code: str, lags: list[int], reports: list[int]) -> tuple[Any, ...]:
    late = sum(1 for days in lags if days > LATE_DAYS)
    return (
        code,
        len(lags),
        median(lags),
        percentile(lags, 90),
        late,
        len(reports),
        median(reports) if reports else None,
    )

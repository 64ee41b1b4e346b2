"""Simple interest on what is owed to the City, by the day."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from rules.answers import Answer, Step
from rules.calculators import Law, calculator
from rules.days import long_day
from rules.errors import Unanswered
from rules.inputs import Dollars
from rules.money import dollars, half_up
from rules.needs import need_positive

Kind = Literal["prejudgment", "contract", "judgment", "personal_judgment"]
KINDS = (
    ("prejudgment", "Before judgment, on a sum that is certain"),
    ("contract", "By contract, where it states no rate"),
    ("judgment", "On a judgment"),
    ("personal_judgment", "On a judgment over a personal debt"),
)
YEAR_DAYS = 365
"""A year of interest, also in a leap year: as the judgment's daily rate is worked out."""


@calculator(
    "recovery_interest",
    title="Recovery: simple interest",
    source="Cal. Const. art. XV, sec. 1; Civ. Code 3287, 3289; Code Civ. Proc. 685.010",
    tables=("interest_rates",),
    details={"percent": "percent", "days": "count", "to_date": "date", "daily": "USD"},
)
def recovery_interest(
    principal: Dollars, from_date: date, days: int, kind: Kind = "prejudgment", *, law: Law
) -> Answer:
    """Simple interest on a sum that is owed, for a number of days, rounded once.

    Args:
        principal: what is owed, without interest; interest bears none.
        from_date: the day from which it runs; that day is not counted.
        days: how many; at least 0.
        kind: what it rests on; the rate is that in force on `from_date`.
        law: table interest_rates.

    Returns:
        Cents; the percent a year, the days, the last day counted, and a day's worth.

    Raises:
        Unanswered: a negative amount or number of days.

    Source: as the row cites. Interest before judgment is asked for only on a sum that is certain or
    can be made so by calculation (Civ. Code 3287).
    """
    need_positive(principal=principal)
    if days < 0:
        raise Unanswered(f"{days} days: interest runs for 0 days or more.")
    row = law.tables["interest_rates"].on(from_date, kind)
    percent = row.number("percent")
    yearly = Decimal(principal) / 100 * percent / 100
    amount = half_up(yearly * days / YEAR_DAYS)
    last = from_date + timedelta(days=days)
    said = f"{dollars(principal)} × {percent.normalize():f} % × {days} / {YEAR_DAYS} days"
    steps = (
        Step(f"From {long_day(from_date)} to {long_day(last)}: {days} days"),
        Step(f"{said} = {dollars(amount)}", row.text("citation")),
    )
    details = {
        "percent": percent,
        "days": days,
        "to_date": last,
        "daily": half_up(yearly / YEAR_DAYS),
    }
    return Answer(amount, "USD", steps, row.verified, details, (row,))

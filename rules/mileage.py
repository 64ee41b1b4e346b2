"""Medical mileage, by the rate of the day of travel."""

from datetime import date
from decimal import Decimal

from rules.answers import Answer, Step
from rules.calculators import Law, calculator
from rules.days import long_day
from rules.money import dollars, half_up
from rules.needs import need_positive


@calculator(
    "mileage",
    title="Medical mileage",
    source="Lab. Code 4600(e)(2)",
    tables=("mileage_rates",),
)
def mileage(travel_date: date, miles: Decimal, *, law: Law) -> Answer:
    """What is paid for miles travelled to medical treatment; parking and tolls are paid besides.

    Args:
        travel_date: chooses the rate.
        miles: there and back.
        law: table mileage_rates.

    Returns:
        Cents.

    Raises:
        Unanswered: negative miles, or no rate for the day.

    Source: Lab. Code 4600(e)(2).
    """
    need_positive(miles=miles)
    row = law.tables["mileage_rates"].on(travel_date)
    rate = row.number("rate_per_mile")
    amount = half_up(miles * rate)
    words = f"Travel on {long_day(travel_date)}: {miles} miles x ${rate} = {dollars(amount)}"
    return Answer(amount, "USD", (Step(words, "Lab. Code 4600(e)(2)"),), row.verified, used=(row,))

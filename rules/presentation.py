"""Whether a claim against the City was presented in time."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from rules.answers import Answer, Step
from rules.calculators import Law, calculator
from rules.calendars import next_open
from rules.counting import HALF_YEAR, six_months
from rules.days import add_years, long_day
from rules.needs import need_in_order

ClaimKind = Literal[
    "death",
    "injury",
    "personal_property",
    "crops",
    "indemnity",
    "contract",
    "real_property",
    "other",
]
SIX_MONTHS = ("death", "injury", "personal_property", "crops", "indemnity")
"""Gov. Code 911.2(a), 901: the other kinds have a year."""


@calculator(
    "presentation",
    title="Presentation of a claim: in time or late",
    source="Gov. Code 901, 911.2, 911.4, 911.6",
    details={"last_day": "date", "late_application_until": "date", "must_grant": "flag"},
)
def presentation(
    accrual_date: date,
    presented_date: date,
    claim_kind: ClaimKind,
    minor: bool = False,
    *,
    law: Law,
) -> Answer:
    """Whether a claim came in time, late within the year that relief is possible, or too late.

    Six months are at least 182 days. A last day on which the court is closed moves to its next open
    day. A minor's year runs.

    Args:
        accrual_date: when the cause of action accrued; for indemnity, when the complaint was
            served.
        presented_date: when the claim was presented.
        claim_kind: what is claimed.
        minor: under 18 while the time to present ran.
        law: the Court calendar.

    Returns:
        timely, late or barred; the last day to present, the last day of an application for leave
        (None where a year applies), and whether the application must be granted.

    Raises:
        Unanswered: presented before it accrued.

    Source: Gov. Code 911.2(a), 901; relief, 911.4(b), (c), 911.6(b)(2); six months, 6803, 6804.
    """
    need_in_order(accrual_date=accrual_date, presented_date=presented_date)
    court, short = law.calendars["court"], claim_kind in SIX_MONTHS
    year = next_open(add_years(accrual_date, 1), court)
    last = next_open(six_months(accrual_date), court) if short else year
    if presented_date <= last:
        value = "timely"
    else:
        value = "late" if short and presented_date <= year else "barred"
    length = f"six months, at least {HALF_YEAR} days" if short else "one year"
    accrued = f"Accrued {long_day(accrual_date)}, {length}: last day {long_day(last)}"
    law_of_it = "Gov. Code 901" if claim_kind == "indemnity" else "Gov. Code 911.2(a)"
    steps = [Step(accrued, law_of_it), Step(f"Presented {long_day(presented_date)}: {value}")]
    if value == "late":
        steps += _relief(year, minor=minor)
    details = {
        "last_day": last,
        "late_application_until": year if short else None,
        "must_grant": value == "late" and minor,
    }
    return Answer(value, "code", tuple(steps), "secondary" if short else "yes", details)


def _relief(until: date, *, minor: bool) -> Iterator[Step]:
    """What is left to whoever is late within the year."""
    yield Step(f"Leave to present late may be asked until {long_day(until)}", "Gov. Code 911.4(b)")
    if minor:
        yield Step("A minor's application must be granted", "Gov. Code 911.6(b)(2)")

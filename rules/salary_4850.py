"""Full salary of a disabled police officer or firefighter in place of temporary disability."""

from datetime import date, timedelta
from decimal import Decimal

from rules.answers import Answer, Step
from rules.calculators import calculator
from rules.days import long_day
from rules.inputs import Dollars
from rules.money import dollars, half_up
from rules.needs import need_in_order, need_positive
from rules.terms import counted

YEAR = 365
"""Calendar days of the year that the section grants; that it is counted so is practice."""

VERIFIED = "no"


@calculator(
    "salary_4850",
    title="Labor Code 4850: full salary",
    source="Lab. Code 4850(a)",
    details={"days": "count", "last_day": "date", "exhausted": "flag"},
)
def salary_4850(
    annual_salary: Dollars, from_date: date, to_date: date, used_weeks: Decimal
) -> Answer:
    """The salary of a time off under section 4850, at most a year for the injury.

    Args:
        annual_salary: what a year of work pays.
        from_date: first day off.
        to_date: last day off, included.
        used_weeks: weeks of the year that were paid before.

    Returns:
        Cents; the days paid, the last of them, and whether the year is used up with it.

    Raises:
        Unanswered: a negative figure, or days out of order.

    Source: Lab. Code 4850(a); that a year is 365 calendar days, practice.
    """
    need_positive(annual_salary=annual_salary, used_weeks=used_weeks)
    need_in_order(from_date=from_date, to_date=to_date)
    left = max(0, int(YEAR - used_weeks * 7))
    days = min((to_date - from_date).days + 1, left)
    amount = half_up(Decimal(annual_salary * days) / (100 * YEAR))
    steps = (
        Step(
            f"{YEAR} days less {used_weeks.normalize():f} weeks used leave {counted(left, 'days')}",
            "Lab. Code 4850(a)",
        ),
        Step(
            f"From {long_day(from_date)} to {long_day(to_date)}, {counted(days, 'days')} paid: "
            f"{dollars(annual_salary)} x {days} / {YEAR} = {dollars(amount)}",
            "Lab. Code 4850(a)",
        ),
    )
    details = {
        "days": days,
        "last_day": from_date + timedelta(days=days - 1) if days else None,
        "exhausted": days == left,
    }
    return Answer(amount, "USD", steps, VERIFIED, details)

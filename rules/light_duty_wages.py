"""What light duty does to wages, and the temporary partial disability that is due for the loss."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rules.answers import Answer, Step, weakest
from rules.calculators import Law
from rules.errors import Unanswered
from rules.money import dollars, half_up
from rules.temporary_disability import tpd

SAME, FEWER_HOURS = "same", "fewer_hours"
PER_WEEK = "USD/week"


@dataclass(frozen=True)
class Wages:
    """What is known of somebody's wages before and on light duty; amounts in cents a week.

    Attributes:
        awe: average weekly earnings before the injury, before any limit.
        injury_date: chooses the limits.
        effect: how the offer changes wages: `same`, `fewer_hours` or `lower_rate`.
        weekly_wage: what light duty pays, where it is known.
        hours: hours a week on light duty.
        usual_hours: hours a week before the injury.
        salary_continues: salary goes on under Lab. Code 4850.
    """

    awe: int | None
    injury_date: date | None
    effect: str = SAME
    weekly_wage: int | None = None
    hours: Decimal | None = None
    usual_hours: Decimal | None = None
    salary_continues: bool = False


def light_duty_loss(wages: Wages, *, law: Law) -> Answer:
    """Temporary partial disability a week that is due while light duty pays less.

    What light duty pays is taken as it is given; else the same as before, or, for fewer hours, in
    proportion to the hours, which is an estimate and marked as not verified.

    Args:
        wages: what is known.
        law: table td_rates.

    Returns:
        Cents a week; details `wage`, what light duty pays a week, where it is known.

    Raises:
        Unanswered: average weekly earnings, the injury date or the wage is missing, or there are
            no limits for the year; the sentence says what to enter.

    Source: Lab. Code 4654, 4657; limit of earnings, 4453(a); full salary instead, 4850.
    """
    if wages.effect == SAME and wages.weekly_wage is None:
        said = Step("Wages stay the same: no wage is lost", "Lab. Code 4657")
        return Answer(0, PER_WEEK, (said,), "yes", {"wage": wages.awe})
    if wages.salary_continues:
        said = Step("Salary goes on in full instead of temporary disability", "Lab. Code 4850")
        return Answer(0, PER_WEEK, (said,), "yes", {"wage": wages.weekly_wage})
    if not wages.awe or not wages.injury_date:
        what = "average weekly earnings" if wages.injury_date else "injury date"
        raise Unanswered(f"The claim needs its {what} before a loss of wages can be worked out.")
    wage, steps = _paid(wages)
    found = tpd(wages.awe, wages.injury_date, wage, law=law)
    verified = weakest(("no", found.verified)) if wages.weekly_wage is None else found.verified
    return Answer(
        found.value, PER_WEEK, (*steps, *found.steps), verified, {"wage": wage}, found.used
    )


def _paid(wages: Wages) -> tuple[int, tuple[Step, ...]]:
    """What light duty pays a week, and how it is known.

    Raises:
        Unanswered: it is not.
    """
    if wages.weekly_wage is not None:
        return wages.weekly_wage, ()
    hours, usual = wages.hours, wages.usual_hours
    if wages.effect != FEWER_HOURS or not hours or not usual:
        raise Unanswered("Enter the wages a week: what is due for the loss follows from them.")
    share = min(Decimal(1), Decimal(hours) / Decimal(usual))
    wage = half_up(Decimal(wages.awe or 0) * share / 100)
    said = f"{hours.normalize():f} of {usual.normalize():f} hours a week pay {dollars(wage)}"
    return wage, (Step(f"{said}: an estimate until the wages a week are entered"),)

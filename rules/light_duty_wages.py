"""What light duty does to wages, and the temporary partial disability that is due for the loss."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from rules.answers import Answer, Step, weakest
from rules.calculators import Law
from rules.errors import Unanswered
from rules.money import dollars, half_up
from rules.temporary_disability import tpd

SAME, FEWER_HOURS, LOWER_RATE = "same", "fewer_hours", "lower_rate"
FULL_WEEK = Decimal(40)
"""Hours a week of full time, where an employee's own are not known (Lab. Code 510(a))."""
PER_WEEK = "USD/week"


@dataclass(frozen=True)
class Wages:
    """What is known of somebody's wages before and on light duty; amounts in cents a week.

    Attributes:
        awe: average weekly earnings before the injury, before any limit.
        injury_date: chooses the limits.
        effect: how the offer is said to change wages: `same`, `fewer_hours` or `lower_rate`; blank
            where nothing is said.
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


def effect_of(wages: Wages) -> str:
    """How light duty changes wages, by its figures; blank where they do not tell.

    What is said holds, save `same`, which gives way to figures that say otherwise.

    Args:
        wages: what is known; salary that continues under Lab. Code 4850 stays the same.

    Returns:
        `same`, `fewer_hours` or `lower_rate`; blank where a wage is given that nothing is known to
        compare with.

    Source: a loss of wages, Lab. Code 4654, 4657; full time, 510(a).
    """
    if wages.effect not in ("", SAME):
        return wages.effect
    if wages.salary_continues:
        return SAME
    fewer = wages.hours is not None and wages.hours < (wages.usual_hours or FULL_WEEK)
    if wages.weekly_wage is None:
        return FEWER_HOURS if fewer else SAME
    if wages.awe is not None and wages.weekly_wage >= wages.awe:
        return SAME
    if fewer:
        return FEWER_HOURS
    return "" if wages.awe is None else LOWER_RATE


def contradiction(wages: Wages) -> str:
    """Why the figures of light duty do not go with what is said of its wages, and what to do; blank
    where they do.

    Source: Lab. Code 4654, 4657: what is due follows from the figures.
    """
    found = effect_of(replace(wages, effect=""))
    hours = f"{(wages.hours or Decimal(0)).normalize():f}"
    usual, before = wages.usual_hours, wages.awe
    if not found and wages.effect in ("", SAME):
        return (
            "Enter the claim's average weekly earnings, or choose what becomes of the wages: "
            f"whether {dollars(wages.weekly_wage or 0)} a week is less than before is not known."
        )
    if wages.effect == SAME and found == FEWER_HOURS:
        full = f"{(usual or FULL_WEEK).normalize():f}" + ("" if usual else " of full time")
        return (
            f"Wages do not stay the same for {hours} hours a week in place of {full}: choose fewer "
            "hours, or enter wages a week that are as before."
        )
    if wages.effect == SAME and found == LOWER_RATE:
        return (
            f"Wages do not stay the same at {dollars(wages.weekly_wage or 0)} a week: before they "
            f"were {dollars(before or 0)}."
        )
    if wages.effect == FEWER_HOURS and usual and wages.hours and wages.hours >= usual:
        return f"{hours} hours a week are not fewer than before, {usual.normalize():f}."
    if wages.effect == LOWER_RATE and found == SAME and wages.weekly_wage is not None:
        return f"{dollars(wages.weekly_wage)} a week is not less than before."
    return ""


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
    if effect_of(wages) == SAME and wages.weekly_wage is None:
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
    if effect_of(wages) != FEWER_HOURS or not hours or not usual:
        raise Unanswered("Enter the wages a week: what is due for the loss follows from them.")
    share = min(Decimal(1), Decimal(hours) / Decimal(usual))
    wage = half_up(Decimal(wages.awe or 0) * share / 100)
    said = f"{hours.normalize():f} of {usual.normalize():f} hours a week pay {dollars(wage)}"
    return wage, (Step(f"{said}: an estimate until the wages a week are entered"),)

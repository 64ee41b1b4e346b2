"""Permanent disability: its weeks, what it comes to, and the life pension after it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rules.answers import Answer, Step, weakest_of
from rules.calculators import Law, calculator
from rules.dated import Row
from rules.errors import Unanswered
from rules.inputs import Dollars, Percent
from rules.money import dollars, half_up
from rules.needs import need_positive

STEP, LEAST, MOST = Decimal("0.25"), Decimal("0.25"), Decimal("99.75")
"""Ratings that have weeks; 100 % is paid for life as temporary disability is."""

ADJUSTED_FROM, ADJUSTED_TO = date(2005, 1, 1), date(2012, 12, 31)
WITHOUT_OFFER, WITH_OFFER = Decimal("1.15"), Decimal("0.85")
"""Lab. Code 4658(d)(2), (3): injuries of these years; the factors by offer of work."""

PENSION_FROM, PENSION_BASE, PENSION_RATE = Decimal(70), Decimal(60), Decimal("0.015")
"""Lab. Code 4659(a): 1.5 % of earnings for each percent over 60, from 70 %."""


@calculator(
    "pd_weeks",
    title="Permanent disability: weeks",
    source="Lab. Code 4658",
    tables=("pd_weeks",),
)
def pd_weeks(percent: Percent, injury_date: date, *, law: Law) -> Answer:
    """The weeks of permanent disability payments of a rating.

    Each band of percent gives its weeks for each percent within it; the first begins at 0.

    Args:
        percent: the final rating, a multiple of 0.25 from 0.25 to 99.75.
        injury_date: chooses the bands.
        law: table pd_weeks.

    Returns:
        Weeks, exact to two decimals.

    Raises:
        Unanswered: another rating, or no bands for the day.

    Source: Lab. Code 4658.
    """
    if percent % STEP or not LEAST <= percent <= MOST:
        raise Unanswered(
            f"{percent.normalize():f} % has no weeks: a rating is a multiple of 0.25 from 0.25 to "
            "99.75 %. Total disability, 100 %, is paid for life (Lab. Code 4659(b))."
        )
    used, steps, weeks, below = [], [], Decimal(0), Decimal(0)
    for row in law.tables["pd_weeks"].all_on(injury_date):
        top = min(percent, row.number("percent_to"))
        if top <= below:
            break
        each = row.number("weeks_per_percent")
        weeks += (top - below) * each
        steps.append(
            Step(
                f"{below.normalize():f} to {top.normalize():f} %: "
                f"{(top - below).normalize():f} x {each} = {(top - below) * each:.2f} weeks",
                "Lab. Code 4658",
            )
        )
        used.append(row)
        below = top
    steps.append(Step(f"Together {weeks:.2f} weeks"))
    return Answer(weeks, "weeks", tuple(steps), weakest_of(used), used=tuple(used))


@dataclass(frozen=True)
class Award:
    """A rating to be paid; offer and weeks paid before count for injuries of 2005 to 2012 alone.

    Attributes:
        percent: the final rating.
        awe: average weekly earnings, before any limit.
        injury_date: chooses weeks and limits.
        rtw_offer: whether a qualifying offer was made in time; injuries of 2005 to 2012.
        weeks_before: weeks paid before the 60th day; injuries of 2005 to 2012.
    """

    percent: Percent
    awe: Dollars
    injury_date: date
    rtw_offer: bool | None = None
    weeks_before: Decimal = Decimal(0)

    @property
    def adjusts(self) -> bool:
        """Whether an offer of work, or none, changes what is paid."""
        return self.rtw_offer is not None and ADJUSTED_FROM <= self.injury_date <= ADJUSTED_TO


@calculator(
    "pd_award",
    title="Permanent disability: what a rating comes to",
    source="Lab. Code 4453(b), 4658, 4659(a)",
    tables=("pd_rates", "pd_weeks", "life_pension_limits"),
    details={
        "weekly_rate": "USD/week",
        "weeks": "weeks",
        "total": "USD",
        "adjusted_weekly_rate": "USD/week",
        "life_pension": "USD/week",
    },
)
def pd_award(award: Award, *, law: Law) -> Answer:
    """What a rating comes to in all, without the life pension that follows it.

    For injuries of 2005 to 2012 what remains 60 days after the condition is permanent rises by 15 %
    without an offer of work, and falls by 15 % with one.

    Args:
        award: rating, earnings, day of injury.
        law: tables pd_rates, pd_weeks, life_pension_limits.

    Returns:
        The total in cents; the adjusted weekly rate is None where nothing adjusts, the weekly life
        pension 0 under 70 %.

    Raises:
        Unanswered: a rating without weeks, a negative figure, more weeks paid before than there
        are, or no row for the day.

    Source: Lab. Code 4453(b), 4658; the adjustment, 4658(d)(2), (3); life pension, 4659(a).
    """
    need_positive(awe=award.awe, weeks_before=award.weeks_before)
    counted = pd_weeks(award.percent, award.injury_date, law=law)
    weeks: Decimal = counted.value
    row = _limits(award, law)
    rate = _weekly(award.awe, row)
    steps = [*counted.steps, _rate_step(award.awe, row, rate)]
    if award.adjusts:
        adjusted, total, more = _adjusted(award, rate, weeks)
        steps += more
    else:
        adjusted, total = None, half_up(weeks * rate / 100)
        steps += _unadjusted(award)
        steps.append(Step(f"{weeks:.2f} weeks x {dollars(rate)} = {dollars(total)}"))
    pension, used, life = _life_pension(award, law)
    details = {
        "weekly_rate": rate,
        "weeks": weeks,
        "total": total,
        "adjusted_weekly_rate": adjusted,
        "life_pension": pension,
    }
    rows = (*counted.used, row, *used)
    return Answer(total, "USD", (*steps, *life), weakest_of(rows), details, rows)


def _limits(award: Award, law: Law) -> Row:
    """The weekly limits for the day of injury and the rating."""
    return next(
        row
        for row in law.tables["pd_rates"].all_on(award.injury_date)
        if row.number("percent_from") <= award.percent <= row.number("percent_to")
    )


def _weekly(awe: int, row: Row) -> int:
    two_thirds = half_up(Decimal(awe * 2) / 300)
    return min(max(two_thirds, row.cents("min_weekly")), row.cents("max_weekly"))


def _rate_step(awe: int, row: Row, rate: int) -> Step:
    least, most = dollars(row.cents("min_weekly")), dollars(row.cents("max_weekly"))
    return Step(
        f"Two thirds of {dollars(awe)} a week, at least {least} and at most {most}: "
        f"{dollars(rate)} a week",
        "Lab. Code 4453(b)",
    )


def _adjusted(award: Award, rate: int, weeks: Decimal) -> tuple[int, int, list[Step]]:
    """The adjusted weekly rate, the total with it, and the steps."""
    if award.weeks_before > weeks:
        raise Unanswered(
            f"{award.weeks_before.normalize():f} weeks cannot be paid before: the rating has "
            f"{weeks:.2f}."
        )
    factor = WITH_OFFER if award.rtw_offer else WITHOUT_OFFER
    adjusted = half_up(rate * factor / 100)
    before = half_up(award.weeks_before * rate / 100)
    after = half_up((weeks - award.weeks_before) * adjusted / 100)
    offer = "An offer of work in time" if award.rtw_offer else "No offer of work in time"
    said = f"{offer}: what remains is paid at {factor} x {dollars(rate)} = {dollars(adjusted)}"
    sums = (
        f"{award.weeks_before:.2f} weeks x {dollars(rate)} + {weeks - award.weeks_before:.2f} "
        f"weeks x {dollars(adjusted)} = {dollars(before + after)}"
    )
    citation = "Lab. Code 4658(d)(3)" if award.rtw_offer else "Lab. Code 4658(d)(2)"
    return adjusted, before + after, [Step(said, citation), Step(sums)]


def _unadjusted(award: Award) -> list[Step]:
    """That an offer was named but changes nothing."""
    if award.rtw_offer is None and not award.weeks_before:
        return []
    inside = ADJUSTED_FROM <= award.injury_date <= ADJUSTED_TO
    why = (
        "Nothing is said of an offer of work: no adjustment"
        if inside
        else "Offers of work adjust injuries of 2005 to 2012 alone: no adjustment"
    )
    return [Step(why, "Lab. Code 4658(d)")]


def _life_pension(award: Award, law: Law) -> tuple[int, tuple[Row, ...], tuple[Step, ...]]:
    """The weekly pension, the row of its limit, and the step; nothing under 70 %."""
    if award.percent < PENSION_FROM:
        return 0, (), ()
    row = law.tables["life_pension_limits"].on(award.injury_date)
    taken = min(award.awe, row.cents("max_weekly_earnings"))
    over = award.percent - PENSION_BASE
    pension = half_up(PENSION_RATE * over * taken / 100)
    sums = f"1.5 % x {over.normalize():f} x {dollars(taken)} = {dollars(pension)} a week"
    return pension, (row,), (Step(f"Then for life: {sums}", "Lab. Code 4659(a)"),)

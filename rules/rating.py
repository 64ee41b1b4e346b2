"""A permanent disability rating from impairments: adjusted, apportioned, combined."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from rules.answers import Answer, Step
from rules.calculators import calculator
from rules.errors import Unanswered
from rules.inputs import Percent
from rules.needs import need_positive

MOST = 100
FACTOR_FROM, FACTOR = date(2013, 1, 1), Decimal("1.4")
"""Lab. Code 4660.1(b): injuries from 2013."""

SCHEDULE_FROM = date(2005, 1, 1)
"""The 2005 schedule; what came before it has no rule here."""

FEC = (
    Decimal("1.1"),
    Decimal("1.142857"),
    Decimal("1.185714"),
    Decimal("1.228571"),
    Decimal("1.271429"),
    Decimal("1.314286"),
    Decimal("1.357143"),
    Decimal("1.4"),
)
"""Factors of future earning capacity by rank 1 to 8, 2005 schedule; not read in the schedule."""


@dataclass(frozen=True)
class Impairment:
    """One impairment: whole person percent; rank for injuries of 2005 to 2012; what the schedule's
    tables make of it for occupation and age, typed in; the percent that the work caused.
    """

    wpi: int
    fec_rank: int | None = None
    after_occupation: int | None = None
    after_age: int | None = None
    industrial_percent: Percent = Decimal(100)


@calculator(
    "pd_rating",
    title="Permanent disability: rating",
    source="Lab. Code 4660, 4660.1, 4663",
    details={"ratings": "count", "rating_string": "text"},
)
def pd_rating(parts: list[Impairment], injury_date: date) -> Answer:
    """The final rating of one or more impairments.

    Each is multiplied by the factor of its time, replaced by what was typed after occupation and
    age, and apportioned; then all are combined from the highest down, rounded after each step.

    Args:
        parts: at least one impairment; after occupation and age as the schedule's tables make it.
        injury_date: from 2005; until 2012 each impairment needs its FEC rank.

    Returns:
        Whole percent, at most 100; the rating of each part, and the rating string.

    Raises:
        Unanswered: no part, an injury before 2005, a missing rank, or a percent beyond 0 to 100.

    Source: Lab. Code 4660, 4660.1; apportionment, 4663; combining, the 2005 schedule.
    """
    if not parts:
        raise Unanswered("There is no impairment to rate.")
    if injury_date < SCHEDULE_FROM:
        raise Unanswered(
            "Injuries before 2005 are rated by an older schedule that has no rule here."
        )
    ratings, strings, steps = [], [], []
    for n, part in enumerate(parts):
        _need_percents(n, part)
        rating, string, own = _rated(part, injury_date)
        ratings.append(rating)
        strings.append(string)
        steps += own
    total, combining = _combined(ratings)
    steps += combining
    verified = "secondary" if injury_date >= FACTOR_FROM else "no"
    details = {"ratings": ratings, "rating_string": "; ".join(strings)}
    return Answer(Decimal(total), "percent", tuple(steps), verified, details)


def _rated(part: Impairment, injury_date: date) -> tuple[int, str, list[Step]]:
    """The rating of one impairment, its string and its steps."""
    factor, citation = _factor(part, injury_date)
    adjusted = min(MOST, _whole(part.wpi * factor))
    words = f"{part.wpi} % of the whole person x {factor} = {adjusted} %"
    steps = [Step(words, citation)]
    taken = adjusted
    for name, typed in (("occupation", part.after_occupation), ("age", part.after_age)):
        if typed is not None:
            taken = typed
            steps.append(
                Step(f"After {name}: {typed} %, as typed from the schedule", "Lab. Code 4660")
            )
    rating = _whole(taken * part.industrial_percent / 100)
    if part.industrial_percent != MOST:
        share = f"{part.industrial_percent.normalize():f}"
        steps.append(Step(f"{share} % of {taken} % is from work: {rating} %", "Lab. Code 4663"))
    columns = [
        "n" if typed is None else str(typed) for typed in (part.after_occupation, part.after_age)
    ]
    share = (
        f" - {part.industrial_percent.normalize():f}%" if part.industrial_percent != MOST else ""
    )
    return (
        rating,
        f"{part.wpi} - [{factor}]{adjusted} - {' - '.join(columns)}{share} - {rating}%",
        steps,
    )


def _need_percents(number: int, part: Impairment) -> None:
    given = {
        f"parts[{number}].{name}": percent
        for name, percent in vars(part).items()
        if name != "fec_rank" and percent is not None
    }
    need_positive(**given)
    if over := [name for name, percent in given.items() if percent > MOST]:
        raise Unanswered(*(f"“{name}” is more than 100 %." for name in over))


def _factor(part: Impairment, injury_date: date) -> tuple[Decimal, str]:
    if injury_date >= FACTOR_FROM:
        return FACTOR, "Lab. Code 4660.1(b)"
    if part.fec_rank is None or not 1 <= part.fec_rank <= len(FEC):
        raise Unanswered("An injury of 2005 to 2012 needs the FEC rank of each impairment, 1 to 8.")
    return FEC[part.fec_rank - 1], "Lab. Code 4660; 2005 schedule, table of FEC ranks"


def _combined(ratings: list[int]) -> tuple[int, list[Step]]:
    """All ratings in one: a + b x (100 - a) / 100, from the highest down."""
    total, *others = sorted(ratings, reverse=True)
    steps = []
    for other in others:
        both = _whole(total + Decimal(other * (MOST - total)) / 100)
        sums = f"{total} + {other} x {MOST - total} / 100 = {both} %"
        said = f"{total} % combined with {other} %: {sums}"
        steps.append(Step(said, "2005 schedule, combined values"))
        total = both
    return total, [*steps, Step(f"Rating {total} %")]


def _whole(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))

"""What several deadlines share: six months, and the move off a closed court day."""

from datetime import date, timedelta

from rules.answers import Step
from rules.calendars import Calendar, next_open, previous_open
from rules.days import add_months, long_day

HALF_YEAR = 182
"""Days that six months are at least (Gov. Code 6803, 6804; Gonzales v. County of Los Angeles)."""


def six_months(day: date) -> date:
    """Six calendar months after a day, or 182 days where these are longer."""
    return max(add_months(day, 6), day + timedelta(days=HALF_YEAR))


def off_closed_days(
    day: date, court: Calendar, *, earlier: bool = False
) -> tuple[date, list[Step]]:
    """The day itself when the court is open, else the next open day or the one before; the move as
    a step.
    """
    moved = previous_open(day, court) if earlier else next_open(day, court)
    if moved == day:
        return day, []
    way = "back" if earlier else "on"
    said = f"Courts are closed then: moves {way} to {long_day(moved)}"
    return moved, [Step(said, "Code Civ. Proc. 12a")]

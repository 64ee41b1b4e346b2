"""The last day to sue the City after a claim."""

from datetime import date, timedelta

from rules.answers import Answer, Step
from rules.calculators import Law, calculator
from rules.counting import HALF_YEAR, off_closed_days, six_months
from rules.days import add_years, long_day
from rules.needs import need_in_order, need_positive


@calculator("suit_deadline", title="Last day to sue the City", source="Gov. Code 945.6(a)")
def suit_deadline(
    accrual_date: date,
    rejected_mailed_date: date | None = None,
    conforming_notice: bool = True,
    extension_days: int = 0,
    *,
    law: Law,
) -> Answer:
    """The last day to sue: six months from a conforming notice of rejection, else two years.

    Six months are at least 182 days and run from the mailing without days for mail. Time agreed
    under 912.4 does not count in the two years. A last day on which the court is closed moves to
    its next open day.

    Args:
        accrual_date: when the cause of action accrued.
        rejected_mailed_date: when the notice was handed over or mailed, if it was.
        conforming_notice: the notice carries the warning of section 913.
        extension_days: days of an agreed extension.
        law: the Court calendar.

    Returns:
        The day.

    Raises:
        Unanswered: rejected before it accrued, or negative days.

    Source: Gov. Code 945.6(a)(1), (2); no days for mail, 915.2(b); the move, Code Civ. Proc. 12a.
    """
    need_in_order(accrual_date=accrual_date, rejected_mailed_date=rejected_mailed_date)
    need_positive(extension_days=extension_days)
    if rejected_mailed_date and conforming_notice:
        base = six_months(rejected_mailed_date)
        said = (
            f"Notice of rejection {long_day(rejected_mailed_date)} + six months, at least "
            f"{HALF_YEAR} days, no days for mail = {long_day(base)}"
        )
        step = Step(said, "Gov. Code 945.6(a)(1), 915.2(b)")
    else:
        base = add_years(accrual_date, 2) + timedelta(days=extension_days)
        extended = f" + {extension_days} days agreed" if extension_days else ""
        said = f"accrued {long_day(accrual_date)} + two years{extended} = {long_day(base)}"
        step = Step(f"No conforming notice of rejection: {said}", "Gov. Code 945.6(a)(2)")
    day, moved = off_closed_days(base, law.calendars["court"])
    return Answer(day, "date", (step, *moved), "yes")

"""What a missed deadline may cost, where the law gives a figure."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from rules.answers import Step
from rules.calculators import Law
from rules.errors import Unanswered
from rules.facts import Facts
from rules.money import dollars
from rules.permanent_disability import Award, pd_award
from rules.temporary_disability import Disability, late_increase, td_schedule
from rules.terms import counted

TREATMENT = 10_000_00
"""Lab. Code 5402(c): treatment owed while a claim is undecided, at most."""

PRESUMPTION = 50_000_00
"""Lab. Code 5814.3: five times the benefits delayed by an unreasonable rejection, at most."""

MEDICARE_DAILY = 1_512_00
"""42 CFR 402.1(c)(22): civil money penalty a day and record at most, as adjusted for 2026."""


TABLES = ("liability_deadlines", "wc_deadlines")


class Exposure(NamedTuple):
    """Cents at stake, with the working; `columns` are what they are worked out from."""

    cents: int
    steps: tuple[Step, ...]
    columns: tuple[str, ...] = ()


def consequence_of(law: Law, code: str, day: date) -> str:
    """What the table of deadlines says of missing one whose clock began on a day."""
    for table in TABLES:
        with suppress(Unanswered):
            return law.tables[table].on(day, code).text("consequence")
    return ""


def exposure(code: str, facts: Facts, *, due: date, on: date) -> Exposure | None:
    """What missing a deadline may cost by a day.

    Args:
        code: of the table of deadlines.
        facts: of the claim.
        due: the last day, before `on`.
        on: the day on which it is asked.

    Returns:
        None where the law gives no figure, or the facts do not suffice for it.
    """
    worked = FIGURES.get(code)
    if worked is None:
        return None
    try:
        return worked(facts, due, on)
    except Unanswered:
        return None


def _late_payments(facts: Facts, _due: date, on: date) -> Exposure | None:
    """Ten percent of each payment that was due before the day and was not made."""
    wages, left = facts["average_weekly_earnings"], facts["disabled_from"]
    if not wages or not left or not facts["injury_date"]:
        return None
    back = facts["return_to_work_date"]
    disability = Disability(
        awe=wages,
        injury_date=facts["injury_date"],
        disability_from=left,
        disability_to=min(on, back - timedelta(days=1) if back else on),
        knowledge_date=facts["knowledge_date"],
    )
    rows = td_schedule(disability, law=facts.law).details["rows"]
    late = [row for row in rows if row["due_date"] < on]
    if not late:
        return None
    owed = sum(row["amount"] for row in late)
    more = sum(late_increase(row["amount"], row["due_date"], on).value for row in late)
    due = f"{counted(len(late), 'payments')} due before today = {dollars(owed)}"
    then = f"If paid today, 10 percent more = {dollars(more)}"
    steps = (Step(due, "Lab. Code 4650(a), (c), 4653"), Step(then, "Lab. Code 4650(d)"))
    columns = ("average_weekly_earnings", "last_worked_date", "return_to_work_date")
    return Exposure(more, steps, columns)


def _rejection(_facts: Facts, _due: date, _on: date) -> Exposure:
    said = (
        f"Where a claim under a presumption is rejected unreasonably: up to {dollars(PRESUMPTION)}"
    )
    return Exposure(PRESUMPTION, (Step(said, "Lab. Code 5814.3"),))


def _treatment(_facts: Facts, _due: date, _on: date) -> Exposure:
    said = f"Treatment of up to {dollars(TREATMENT)} is owed until the claim is decided"
    return Exposure(TREATMENT, (Step(said, "Lab. Code 5402(c)"),))


def _medicare(_facts: Facts, due: date, on: date) -> Exposure:
    days = (on - due).days
    total = MEDICARE_DAILY * days
    said = f"{days} days late, at most {dollars(MEDICARE_DAILY)} a day = {dollars(total)}"
    return Exposure(total, (Step(said, "42 CFR 402.1(c)(22)"),), ("medicare_status",))


def _no_offer(facts: Facts, _due: date, _on: date) -> Exposure | None:
    """What permanent disability costs more without an offer of work than with one."""
    percent, wages = facts["pd_percent"], facts["average_weekly_earnings"]
    if not percent or not wages:
        return None
    known = {"percent": Decimal(percent), "awe": wages, "injury_date": facts["injury_date"]}
    without, with_one = (
        pd_award(Award(**known, rtw_offer=offer), law=facts.law).value for offer in (False, True)
    )
    said = f"{dollars(without)} without an offer, {dollars(with_one)} with one"
    columns = ("pd_percent", "average_weekly_earnings")
    return Exposure(without - with_one, (Step(said, "Lab. Code 4658(d)(2), (3)"),), columns)


FIGURES: dict[str, Callable[[Facts, date, date], Exposure | None]] = {
    "TD-01": _late_payments,
    "CMP-03": _rejection,
    "CMP-01": _treatment,
    "MSP_REPORT_365": _medicare,
    "PD-05": _no_offer,
}
"""Code -> what missing it costs."""

COLUMNS = ("average_weekly_earnings", "pd_percent")
"""Columns of a claim that figures rest on and no clock does."""

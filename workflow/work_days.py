"""Days off work and back: what the claim says of them, since the clocks of the law rest on it."""

from datetime import date, timedelta
from typing import Any

from models import Claim
from rules.days import long_day
from workflow.tasks import Plan

LAW = "Lab. Code 4650(a)"


def off_from(plan: Plan, claim: Any, first: date, *, on: date) -> None:
    """The employee is off work from a day: the claim's last day worked is the day before."""
    if first > on + timedelta(days=1):
        plan.lines.append(
            f"{claim.claim_no}: off work begins {long_day(first)}; the last day worked is entered "
            "when it has come."
        )
        return
    off, back = claim.last_worked_date, claim.return_to_work_date
    last = first - timedelta(days=1)
    values: dict[str, Any] = {}
    if off is None or (back and back < first):
        values["last_worked_date"] = last
    if back and back > (off or date.min):
        values["return_to_work_date"] = None
    _change(plan, claim, values)


def back_from(plan: Plan, claim: Any, first: date) -> None:
    """The employee is at work from a day: nothing where the claim knows of no day off."""
    off, back = claim.last_worked_date, claim.return_to_work_date
    if off is None or first <= off or (back and back <= first):
        return
    _change(plan, claim, {"return_to_work_date": first})


def _change(plan: Plan, claim: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        words = Claim._meta.fields[name].verbose_name.lower()
        shown = long_day(value) if value else "blank"
        plan.lines.append(f"{claim.claim_no}: {words} becomes {shown}, on which deadlines rest.")
    if values:
        plan.draft.change(Claim, claim.id, seen=claim.version, **values)

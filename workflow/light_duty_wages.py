"""What is said, and looked for, where light duty pays less than before."""

from collections.abc import Mapping
from typing import Any

from journal.duty_wages import loss_of, terms_of, wages_of
from models import Diary
from rules.errors import Unanswered
from rules.light_duty_wages import SAME, contradiction
from rules.money import dollars
from workflow.tasks import Plan, Task

DUE = "Light duty at lower pay: temporary partial disability is due"
LAW = "Labor Code 4654"


def unlike(claim: Any, terms: Mapping[str, Any]) -> str:
    """Why the figures of an offer do not go with what is said of its wages; blank where they do."""
    return contradiction(wages_of(claim, terms))


def say_loss(plan: Plan, task: Task, claim: Any, terms: Mapping[str, Any]) -> None:
    """What is due a week for the wages that an offer costs; nothing where they stay the same."""
    if terms["wage_effect"] != SAME or terms["weekly_wage"] is not None:
        plan.lines.append(f"{claim.claim_no}: {_loss(claim, terms, task)}")
        if terms["weekly_wage"] is None:
            plan.lines.append("The letter names no amount until the wages a week are entered.")


def look_for_loss(plan: Plan, task: Task, claim: Any, offer: Any) -> None:
    """A diary entry to pay for the wages that accepted light duty costs, where it costs any; an
    extension goes on with what is paid already.
    """
    terms = terms_of(offer)
    same = terms["wage_effect"] == SAME and terms["weekly_wage"] is None
    if same or offer.extends:
        return
    said = _loss(claim, terms, task)
    plan.lines.append(f"{claim.claim_no}: {said}")
    if said.startswith(NOTHING):
        return
    plan.draft.create(
        Diary,
        claim=claim.id,
        diary_date=max(task.on, offer.first_day),
        owner=claim.adjuster or task.who.user_id,
        subject=DUE,
        detail=said,
        sensitivity="personal",
    )


NOTHING = "Nothing is due for lost wages"


def _loss(claim: Any, terms: Mapping[str, Any], task: Task) -> str:
    try:
        found = loss_of(claim, terms, on=task.on)
    except Unanswered as error:
        return f"what is due for lost wages is not known yet. {error.sentence}"
    why = "; ".join(step.text for step in found.steps)
    if not found.value:
        return f"{NOTHING}. {why}."
    return f"temporary partial disability of {dollars(found.value)} a week is due ({LAW}): {why}."

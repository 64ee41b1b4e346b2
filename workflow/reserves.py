"""Stating what a claim will cost: the expected total of a category, within one's authority by
incurred.
"""

from typing import Any

from journal.derived import CATEGORY_CODES, claim_totals
from models import CATEGORIES, Claim, Reserve
from rules.errors import Blocked
from rules.money import dollars
from rules.statuses import CLAIM_OPEN, is_closed
from workflow import authority
from workflow.locks import hold
from workflow.tasks import DESK, Param, Plan, Task
from workflow.verbs import VERBS
from workflow.words import claim_words

WORDS = dict(CATEGORIES)
REASONS = tuple(choice for choice in Reserve.reason_code.choices if choice[0] != "opening")


@VERBS.add(
    "set_reserve",
    title="Set a reserve",
    sheets=("claim",),
    roles=DESK,
    statuses=CLAIM_OPEN,
    params=(
        Param("category", "choice", "Category", choices=CATEGORIES, required=True),
        Param(
            "amount", "money", "Expected total", "Paid and future payments together.", required=True
        ),
        Param("reason_code", "choice", "Reason", choices=REASONS, required=True),
        Param("reason", "long", "In words", "Kept as attorney work product."),
    ),
)
def set_reserve(task: Task) -> Plan:
    """A new statement of the expected total of one category."""
    claim, category, amount = task.records[0], task["category"], task["amount"]
    before = getattr(claim, f"reserved_{category}")
    plan = Plan(
        task.draft(f"Reserve {WORDS[category].lower()} {dollars(amount)} on {claim.claim_no}")
    )
    plan.draft.reason = dict(REASONS)[task["reason_code"]]
    _refuse(plan, claim, category, amount)
    if plan.refusals:
        return plan
    incurred = _incurred_with(claim, category, amount)
    plan.draft.create(
        Reserve,
        claim=claim.id,
        category=category,
        amount=amount,
        reserve_date=task.on,
        reason_code=task["reason_code"],
        reason=task["reason"],
    )
    plan.draft.guard(lambda: _stands(claim, category, before))
    if incurred > claim.incurred:
        plan.approval = authority.need(task.who, "reserve", incurred, line=claim.line, on=task.on)
    plan.lines = [
        f"{WORDS[category]} on {claim_words(claim)}: from {dollars(before)} to {dollars(amount)}.",
        f"Total incurred becomes {dollars(incurred)}.",
    ]
    plan.said = f"{WORDS[category]} is reserved at {dollars(amount)} on {claim.claim_no} now."
    return plan


def _refuse(plan: Plan, claim: Claim, category: str, amount: int) -> None:
    before, paid = getattr(claim, f"reserved_{category}"), getattr(claim, f"paid_{category}")
    if is_closed(claim.status):
        plan.refuse(claim, "It is closed: reopen it first.", "reopen_claim")
    elif amount < 0:
        plan.refuse(claim, "An expected total is never negative.")
    elif amount < paid:
        plan.refuse(
            claim,
            f"{dollars(paid)} of {WORDS[category].lower()} is paid already, and the expected "
            "total holds what is paid.",
        )
    elif amount == before:
        plan.refuse(claim, f"{WORDS[category]} stands at {dollars(amount)} already.")


def _incurred_with(claim: Claim, category: str, amount: int) -> int:
    row: dict[str, Any] = {
        f"{side}_{c}": getattr(claim, f"{side}_{c}")
        for side in ("reserved", "paid")
        for c in CATEGORY_CODES
    }
    return claim_totals({**row, f"reserved_{category}": amount})["incurred"]


def _stands(claim: Claim, category: str, before: int) -> None:
    """The figures that the authority was measured on, looked at again under the lock."""
    hold(Claim, [claim.id])
    row = Claim.select().where(Claim.id == claim.id).get()
    if getattr(row, f"reserved_{category}") != before or row.incurred != claim.incurred:
        raise Blocked(
            f"The figures of {claim.claim_no} changed meanwhile. Look at them and try again."
        )
    if is_closed(row.status):
        raise Blocked(f"{claim.claim_no} was closed meanwhile. Reopen it first.")

"""Paying back what came in beyond what was owed."""

from journal.reversal import followers
from models import Claim, Recovery, RecoveryReceipt
from rules.days import long_day
from rules.money import dollars
from workflow.recovery_ends import NOT_UNDONE, take_back
from workflow.recovery_facts import same_balance
from workflow.tasks import DESK, Param, Plan, Task
from workflow.verbs import VERBS


@VERBS.add(
    "refund_overpaid",
    title="Refund what was paid too much",
    sheets=("recovery",),
    roles=DESK,
    danger=True,
    params=(
        Param("refund_date", "day", "Date", default="today", required=True),
        Param("reason", "long", "Why", "Paid twice, or more than was owed.", required=True),
    ),
)
def refund_overpaid(task: Task) -> Plan:
    """What came in beyond what was owed goes back, from the latest receipts first."""
    recovery, day = task.records[0], task["refund_date"]
    plan = Plan(task.draft(f"Refund on {recovery.recovery_no}"))
    over = -recovery.balance
    if over <= 0 or not recovery.cost:
        plan.refuse(recovery, "No more came in than was owed: take a receipt back by itself.")
    if day > task.on:
        plan.refuse(recovery, f"{long_day(day)} lies ahead.")
    if plan.refusals:
        return plan
    left = over
    for receipt in _standing(recovery):
        back = min(left, receipt.amount)
        if day < receipt.receipt_date:
            plan.refuse(
                recovery,
                f"{receipt.receipt_no} came in on {long_day(receipt.receipt_date)}: it cannot go "
                "back before.",
            )
            return plan
        take_back(plan, receipt, receipt.amount - back, on=day)
        plan.lines.append(
            f"{receipt.receipt_no}: {dollars(back)} of {dollars(receipt.amount)} goes back to "
            f"{receipt.payer or 'who paid'}."
        )
        left -= back
        if not left:
            break
    if left:
        plan.refuse(recovery, f"{dollars(left)} of it is on no receipt that stands.")
        return plan
    plan.draft.guard(lambda: same_balance(recovery))
    claim = Claim.get_or_none(Claim.id == recovery.claim)
    if claim:
        plan.lines.append(f"{claim.claim_no} has {dollars(over)} less recovered.")
    plan.lines += [
        f"Nothing is owed on {recovery.recovery_no} then, and nothing too much.",
        NOT_UNDONE,
    ]
    plan.said = f"{dollars(over)} of {recovery.recovery_no} goes back."
    return plan


def _standing(recovery: Recovery) -> list[RecoveryReceipt]:
    """The receipts that were not taken back, latest first."""
    rows = list(
        RecoveryReceipt.select()
        .where(
            RecoveryReceipt.recovery == recovery.id,
            RecoveryReceipt.amount > 0,
            RecoveryReceipt.reverses.is_null(),
            RecoveryReceipt.trashed_at.is_null(),
        )
        .order_by(RecoveryReceipt.receipt_date.desc(), RecoveryReceipt.id.desc())
    )
    taken = followers(RecoveryReceipt, [row.id for row in rows])
    return [row for row in rows if len(taken[row.id]) % 2 == 0]

"""Restitution that a criminal court ordered: the order, and its instalments as a plan."""

from collections.abc import Iterator

from models import Recovery
from rules.days import long_day
from rules.money import dollars
from rules.recovery_follow_up import Instalments
from rules.status_wants import Want, recovery_wants
from rules.statuses import RECOVERY_STATUSES, recovery_move
from workflow.recovery_ends import MOST_INSTALMENTS
from workflow.recovery_facts import owed_of, same_balance
from workflow.tasks import DESK, Param, Plan, Task
from workflow.verbs import VERBS

BECOMES = "restitution_pending"
STATUSES = tuple(
    status
    for status, _ in RECOVERY_STATUSES
    if recovery_move(status, "restitution_pending").allowed
)


@VERBS.add(
    "order_restitution",
    title="Record a restitution order",
    source="Penal Code 1202.4",
    sheets=("recovery",),
    roles=DESK,
    statuses=STATUSES,
    params=(
        Param("restitution_order_no", "code", "Order no.", required=True),
        Param("court", "text", "Court"),
        Param("ordered", "money", "Ordered", "Blank: all that is owed."),
        Param("amount", "money", "Instalment", "As probation collects it.", required=True),
        Param("days", "whole", "Days between instalments", default="30", required=True),
        Param("first_date", "day", "First instalment", required=True),
        Param("reason", "long", "Why", "Stands in the history of the record."),
    ),
)
def order_restitution(task: Task) -> Plan:
    """A criminal court's order: what comes in through probation, by instalments as of a plan."""
    recovery = task.records[0]
    plan = Plan(task.draft(f"Restitution on {recovery.recovery_no}"))
    ordered = recovery.balance if task["ordered"] is None else task["ordered"]
    for want in _wants(task, recovery, ordered):
        plan.miss(recovery, want)
    if plan.refusals:
        return plan
    made = Instalments(
        task["first_date"], task["days"], task["amount"], recovery.balance, total=ordered
    )
    if made.count > MOST_INSTALMENTS:
        plan.refuse(recovery, f"That makes {made.count} instalments, more than anybody watches.")
        return plan
    _write(plan, task, recovery, made)
    left = recovery.balance - ordered
    plan.lines.append(
        f"{dollars(ordered)} is ordered by {task['restitution_order_no']}: {made.count} "
        f"instalments of {dollars(made.amount)}, from {long_day(made.first)} every {made.days} "
        f"days to {long_day(made.last)}."
    )
    if left:
        plan.lines.append(f"{dollars(left)} beyond the order stays owed, and can be sued for.")
    plan.said = f"The order {task['restitution_order_no']} stands on {recovery.recovery_no}."
    return plan


def _write(plan: Plan, task: Task, recovery: Recovery, made: Instalments) -> None:
    plan.draft.change(
        Recovery,
        recovery.id,
        seen=recovery.version,
        status=BECOMES,
        restitution_order_no=task["restitution_order_no"],
        court=task["court"] or recovery.court,
        restitution=made.whole,
        plan_amount=made.amount,
        plan_days=made.days,
        plan_first_date=made.first,
        plan_balance=made.began,
    )
    plan.draft.guard(lambda: same_balance(recovery))


def _wants(task: Task, recovery: Recovery, ordered: int) -> Iterator[Want]:
    if recovery.billed is None:
        yield Want("It is not billed yet: bill it first.", "bill_recovery")
    if recovery.balance <= 0:
        yield Want("Nothing is owed on it.")
        return
    move = recovery_move(recovery.status, BECOMES)
    if not move.allowed:
        yield Want(move.why)
    if not 0 < ordered <= recovery.balance:
        yield Want(f"A court orders between nothing and the {dollars(recovery.balance)} owed.")
    elif not 0 < task["amount"] <= ordered:
        yield Want(f"An instalment lies between nothing and the {dollars(ordered)} ordered.")
    if not 1 <= task["days"] <= 366:
        yield Want("Between two instalments lie 1 to 366 days.")
    if task["first_date"] < task.on:
        yield Want(f"{long_day(task['first_date'])} is over: the first instalment lies ahead.")
    yield from recovery_wants(BECOMES, owed_of(recovery, on=task.on))

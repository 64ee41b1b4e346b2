"""Interest on what is owed, charged as a line of its own that bears no overhead and no interest."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from journal.law import law
from models import Recovery, RecoveryCost
from rules.answers import Step
from rules.days import long_day
from rules.money import dollars
from rules.recovery_clocks import IN_PLAN
from rules.recovery_interest import KINDS, recovery_interest
from rules.status_wants import Want
from rules.statuses import RECOVERY_OPEN
from workflow.recovery_facts import same_balance, too_early
from workflow.recovery_owed import stretches
from workflow.tasks import DESK, Param, Plan, Task
from workflow.verbs import VERBS

ON_JUDGMENT = ("judgment", "personal_judgment")
"""Kinds of interest that a judgment bears."""
NOT_OUT = ("reported", "documenting", "ready_to_bill")
"""Open statuses in which no bill is out."""


@VERBS.add(
    "charge_interest",
    title="Charge interest",
    source="Cal. Const. art. XV, sec. 1; Civ. Code 3287, 3289; Code Civ. Proc. 685.010, 685.020",
    sheets=("recovery",),
    roles=DESK,
    statuses=tuple(status for status in RECOVERY_OPEN if status not in NOT_OUT),
    params=(
        Param(
            "kind",
            "choice",
            "Interest",
            "Blank: on a judgment once one was entered.",
            choices=KINDS,
        ),
        Param("from_date", "day", "From", "Blank: charged until, else due, or the judgment."),
        Param("to_date", "day", "To", default="today", required=True),
        Param("reason", "long", "Why", "The sum is certain: bill, contract or judgment."),
    ),
)
def charge_interest(task: Task) -> Plan:
    """Simple interest on what was owed from day to day, added as a cost line with its working."""
    recovery = task.records[0]
    plan = Plan(task.draft(f"Interest on {recovery.recovery_no}"))
    charged = _charged(recovery)
    kind = task["kind"] or ("judgment" if _is_judged(recovery) else "prejudgment")
    since = recovery.judgment_date if kind in ON_JUDGMENT else recovery.due_date
    start = task["from_date"] or max(filter(None, (charged, since)), default=None)
    wants = list(_judgment_wants(task, recovery, start, kind))
    for want in wants or _wants(task, recovery, start, charged):
        plan.miss(recovery, want)
    if plan.refusals or start is None:
        return plan
    amount, steps = _worked_out(task, recovery, start, kind)
    if not amount:
        plan.refuse(recovery, "No interest ran in that time.")
        return plan
    _charge(plan, task, recovery, amount, steps)
    plan.draft.guard(lambda: same_balance(recovery))
    plan.lines = [f"{step.text}." for step in steps]
    plan.lines.append(
        f"{dollars(recovery.balance + amount)} is owed on {recovery.recovery_no} then."
    )
    if kind == "prejudgment":
        plan.lines.append(
            "Before judgment only a sum that is certain bears interest (Civ. Code 3287)."
        )
    plan.said = f"{dollars(amount)} of interest is charged on {recovery.recovery_no}."
    return plan


def _wants(
    task: Task, recovery: Recovery, start: date | None, charged: date | None
) -> Iterator[Want]:
    until = task["to_date"]
    if recovery.billed is None:
        yield Want("It is not billed: no interest runs yet.", "bill_recovery")
    elif start is None:
        yield Want("No day is known from which interest runs: enter it.")
    elif until > task.on:
        yield Want(f"{long_day(until)} lies ahead: interest is charged up to today.")
    elif charged and start < charged:
        yield Want(f"Interest is charged until {long_day(charged)} already: begin there.")
    elif until <= start:
        yield Want(f"Interest runs from {long_day(start)}: charge it to a later day.")
    yield from too_early(recovery, "From", start, "damage_date", "invoice_date")
    if recovery.balance <= 0:
        yield Want("Nothing is owed on it.")


def _is_judged(recovery: Recovery) -> bool:
    return bool(recovery.judgment_date) or recovery.status == "judgment"


def _judgment_wants(
    task: Task, recovery: Recovery, start: date | None, kind: str
) -> Iterator[Want]:
    """Interest on a judgment runs from its entry; what ran before is of its own kind, until then.

    Source: Code Civ. Proc. 685.010, 685.020; Civ. Code 3287, 3289.
    """
    entered = recovery.judgment_date
    if kind in ON_JUDGMENT and entered is None:
        yield Want(
            "Interest on a judgment runs from the day it was entered (Code Civ. Proc. 685.020): "
            "enter that day.",
            column="judgment_date",
        )
    elif entered is None:
        return
    elif kind in ON_JUDGMENT and start and start < entered:
        yield Want(
            f"The judgment was entered on {long_day(entered)}, and its interest runs from then "
            "(Code Civ. Proc. 685.020): begin there."
        )
    elif kind not in ON_JUDGMENT and task["to_date"] > entered:
        yield Want(
            f"The judgment was entered on {long_day(entered)}: what ran before it is charged up "
            "to that day, and from then on interest on the judgment (Code Civ. Proc. 685.020)."
        )


def _charged(recovery: Recovery) -> date | None:
    """The day until which interest is charged already."""
    lines = _lines(recovery).where(RecoveryCost.element == "interest")
    return max((line.work_date for line in lines if line.work_date), default=None)


def _lines(recovery: Recovery) -> Any:
    return RecoveryCost.select().where(
        RecoveryCost.recovery == recovery.id, RecoveryCost.trashed_at.is_null()
    )


# --- Worked out ----------------------------------------------------------------------------------


def _worked_out(task: Task, recovery: Recovery, start: date, kind: Any) -> tuple[int, list[Step]]:
    """The interest of each stretch, rounded by itself, and the working."""
    steps: list[Step] = []
    amount = 0
    for one in stretches(recovery, start, task["to_date"]):
        days = (one.last - one.first).days
        answer = recovery_interest(one.owed, one.first, days, kind, law=law(task.on))
        amount += answer.value
        steps += answer.steps
    return amount, steps


# --- Written -------------------------------------------------------------------------------------


def _charge(plan: Plan, task: Task, recovery: Recovery, amount: int, steps: list[Step]) -> None:
    """The line, and the bill with it."""
    days = steps[0].text.partition(" to ")[0].removeprefix("From ")
    plan.draft.create(
        RecoveryCost,
        recovery=recovery.id,
        element="interest",
        description=f"Simple interest, {days} to {long_day(task['to_date'])}",
        work_date=task["to_date"],
        amount=amount,
        source=steps[-1].citation[:200],
    )
    kept = [*(recovery.bill_steps or [])]
    kept += [{"text": step.text, "citation": step.citation} for step in steps]
    values = {"billed": (recovery.billed or 0) + amount, "bill_steps": kept}
    if recovery.status in IN_PLAN and recovery.plan_balance:
        values["plan_balance"] = recovery.plan_balance + amount
    plan.draft.change(Recovery, recovery.id, seen=recovery.version, **values)

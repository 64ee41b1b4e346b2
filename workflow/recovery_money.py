"""The money of a recovery: what the damage cost, and what comes in."""

from typing import Any

from models import CATEGORIES, Claim, Department, Party, Recovery, RecoveryCost, RecoveryReceipt
from rules.days import long_day
from rules.errors import BadValue, Invalid, Problem
from rules.money import dollars
from rules.statuses import RECOVERY_OPEN, RECOVERY_STATUSES, recovery_move
from workflow.cost_lines import columns, read_lines, worked_out
from workflow.recovery_facts import same_balance
from workflow.tasks import DESK, Param, Plan, Task
from workflow.verbs import VERBS

WORDS = dict(RECOVERY_STATUSES)
FIELDS = (
    "element",
    "description",
    "work_date",
    "hours",
    "rate",
    "multiplier",
    "burden_percent",
    "amount",
    "tax_percent",
    "quantity",
    "percent",
    "source",
)


@VERBS.add(
    "add_recovery_cost",
    title="Add a cost",
    source="Veh. Code 17300",
    sheets=("recovery",),
    roles=DESK,
    statuses=RECOVERY_OPEN,
    primary=True,
    params=(
        Param("element", "choice", "Element", choices=RecoveryCost.element.choices),
        Param("description", "text", "Description", "Or the code of a rate card, such as SIG2."),
        Param("work_date", "day", "Work date", "Blank: today."),
        Param("hours", "quantity", "Hours", "Labor and equipment."),
        Param("rate", "money", "Rate an hour", "Blank: that of the rate card on the work date."),
        Param("multiplier", "quantity", "Overtime factor", "1.5 for time and a half."),
        Param("burden_percent", "quantity", "Burden %", "Blank: the office's rate."),
        Param("amount", "money", "Amount", "Material without tax, contractor, other, salvage."),
        Param("tax_percent", "quantity", "Tax %", "Blank: the office's rate."),
        Param("quantity", "quantity", "Quantity", "Pieces of stores or miles, by a rate card."),
        Param("percent", "quantity", "Overhead %", "Blank: the office's rate."),
        Param("source", "text", "Source", "Time card, work order, invoice, rate book."),
        Param(
            "lines",
            "long",
            "or many lines",
            "One a line, such as “labor: SIG2; 3 h” by a rate card, “labor: Technician; 3 h at "
            "48.20” or “material: Pole; 3,120.00”.",
        ),
    ),
)
def add_recovery_cost(task: Task) -> Plan:
    """Cost lines, each worked out and rounded by itself."""
    recovery = task.records[0]
    plan = Plan(task.draft(f"Costs of {recovery.recovery_no}"))
    if recovery.status not in RECOVERY_OPEN:
        plan.refuse(recovery, f"It is “{WORDS[recovery.status]}”: nothing is added to it.")
        return plan
    total = 0
    for fields, line in _worked_out(task, recovery):
        total += line.amount
        plan.draft.create(RecoveryCost, recovery=recovery.id, **columns(fields, line, task.on))
        plan.lines.append(
            f"{fields.get('description') or dict(RecoveryCost.element.choices)[line.element]}: "
            f"{line.working}."
        )
    if recovery.status == "reported":
        plan.draft.change(Recovery, recovery.id, seen=recovery.version, status="documenting")
        plan.lines.append(f"{recovery.recovery_no} is “{WORDS['documenting']}” from now on.")
    cost = dollars(recovery.cost + total)
    plan.lines.append(f"The cost of {recovery.recovery_no} becomes {cost}.")
    plan.said = f"{dollars(total)} added; {recovery.recovery_no} costs {cost} now."
    return plan


def _given(task: Task) -> list[dict[str, Any]]:
    single = {name: task[name] for name in FIELDS if task[name] is not None}
    try:
        lines = read_lines(task["lines"])
        found = read_lines([*([single] if single.get("element") else []), *lines])
    except BadValue as error:
        raise Invalid([Problem(task.key, None, "lines", task["lines"], error.sentence)]) from error
    if not found:
        raise Invalid(
            [Problem(task.key, None, "element", None, "Element is needed, or at least one line.")]
        )
    return found


def _worked_out(task: Task, recovery: Recovery) -> list[Any]:
    try:
        return worked_out(_given(task), task.on, _lines_of(recovery))
    except BadValue as error:
        raise Invalid([Problem(task.key, None, "amount", None, error.sentence)]) from error


def _lines_of(recovery: Recovery) -> list[tuple[str, int]]:
    return list(
        RecoveryCost.select(RecoveryCost.element, RecoveryCost.amount)
        .where(RecoveryCost.recovery == recovery.id, RecoveryCost.trashed_at.is_null())
        .tuples()
    )


@VERBS.add(
    "record_receipt",
    title="Record money received",
    sheets=("recovery",),
    roles=DESK,
    params=(
        Param("amount", "money", "Amount", required=True),
        Param("receipt_date", "day", "Date", default="today", required=True),
        Param("payer", "text", "Payer", "Blank: the responsible party."),
        Param(
            "method", "choice", "Method", choices=RecoveryReceipt.method.choices, default="check"
        ),
        Param("check_no", "code", "Check no."),
        Param("category", "choice", "Category", choices=CATEGORIES, default="indemnity"),
        Param("fund", "text", "Fund", "Blank: the fund of the department that bore the cost."),
    ),
)
def record_receipt(task: Task) -> Plan:
    """Money received, booked to recovery, claim and fund; the status follows the balance where it
    may.
    """
    recovery, amount = task.records[0], task["amount"]
    plan = Plan(task.draft(f"Receipt of {dollars(amount)} on {recovery.recovery_no}"))
    _refuse_receipt(plan, task, recovery)
    if plan.refusals:
        return plan
    fund, payer = task["fund"] or _fund(recovery), task["payer"] or _payer(recovery)
    plan.opens = ("recovery", recovery.id)
    plan.draft.create(
        RecoveryReceipt,
        recovery=recovery.id,
        claim=recovery.claim,
        receipt_date=task["receipt_date"],
        amount=amount,
        category=task["category"],
        payer=payer,
        method=task["method"],
        check_no=task["check_no"],
        fund=fund,
    )
    left = _left(recovery, amount)
    plan.lines = [
        f"{dollars(amount)} from {payer or 'a payer'} is booked to {recovery.recovery_no}"
        f"{f', claim {_number(recovery.claim)}' if recovery.claim else ''}"
        f"{f', fund {fund}' if fund else ''}."
    ]
    _status_after(plan, recovery, left, amount)
    plan.draft.guard(lambda: same_balance(recovery))
    owed = _owed(left)
    plan.lines.append(f"{owed[0].upper()}{owed[1:]}.")
    plan.said = f"{dollars(amount)} recorded; {owed}."
    return plan


def _left(recovery: Recovery, amount: int) -> int:
    """What is owed after it; what comes in on a balance that was written off makes up for that."""
    return int(recovery.balance + _made_up_for(recovery, amount) - amount)


def _made_up_for(recovery: Recovery, amount: int) -> int:
    given_up: int = recovery.adjusted or 0
    return min(given_up, amount) if recovery.status == "written_off" else 0


def _owed(left: int) -> str:
    if left > 0:
        return f"{dollars(left)} is still owed"
    return (
        f"that is {dollars(-left)} more than the cost on file"
        if left
        else "nothing is owed any more"
    )


def _refuse_receipt(plan: Plan, task: Task, recovery: Recovery) -> None:
    if task["amount"] <= 0:
        plan.refuse(
            recovery,
            "An amount received is more than nothing. A correction is the reversal of its change.",
        )
    if task["receipt_date"] > task.on:
        plan.refuse(recovery, f"{long_day(task['receipt_date'])} lies ahead.")


def _fund(recovery: Recovery) -> str | None:
    row = (
        Department.select(Department.fund)
        .where(Department.id == recovery.department)
        .tuples()
        .first()
    )
    return row[0] if row else None


def _payer(recovery: Recovery) -> str | None:
    row = Party.select(Party.name).where(Party.id == recovery.responsible_party).tuples().first()
    return row[0] if row else None


def _number(claim_id: int) -> str:
    return str(Claim.select(Claim.claim_no).where(Claim.id == claim_id).tuples().get()[0])


STAYS = ("payment_plan", "judgment", "collections", "restitution_pending", "small_claims_filed")
"""Statuses that a part of the money does not change."""


def _status_after(plan: Plan, recovery: Recovery, left: int, amount: int) -> None:
    """The status by what is left; what comes in on a balance that was given up counts first."""
    values: dict[str, Any] = {}
    back = _made_up_for(recovery, amount)
    if back:
        values["adjusted"] = (recovery.adjusted or 0) - back
        plan.lines.append(f"{dollars(back)} of what was written off came in after all.")
    status = recovery.status if values.get("adjusted") else _after(recovery, left)
    if (
        recovery.cost
        and recovery.status != status
        and recovery_move(recovery.status, status).allowed
    ):
        values["status"] = status
        plan.lines.append(f"{recovery.recovery_no} is “{WORDS[status]}” from now on.")
    if values:
        plan.draft.change(Recovery, recovery.id, seen=recovery.version, **values)


def _after(recovery: Recovery, left: int) -> str:
    if left > 0:
        return recovery.status if recovery.status in STAYS else "partially_paid"
    settled = (recovery.adjusted or 0) > 0 and recovery.status != "written_off"
    return "compromised_closed" if settled else "paid_closed"

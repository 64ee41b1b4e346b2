"""The money that comes in on a recovery."""

from datetime import date
from typing import Any

from exports.letters.parties import asks_carrier
from models import CATEGORIES, Claim, Department, Organization, Party, Recovery, RecoveryReceipt
from rules.days import long_day
from rules.errors import BadValue
from rules.money import dollars
from rules.recovery_split import oldest_first
from rules.statuses import RECOVERY_STATUSES, recovery_move
from workflow.recovery_facts import same_balance, too_early
from workflow.tasks import DESK, Param, Plan, Task
from workflow.verbs import VERBS
from workflow.words import counted

WORDS = dict(RECOVERY_STATUSES)


@VERBS.add(
    "record_receipt",
    title="Record money received",
    sheets=("recovery",),
    roles=DESK,
    many=True,
    order=25,
    params=(
        Param(
            "amount",
            "money",
            "Amount",
            "Blank: all that is owed. One sum for several pays the oldest bill first.",
        ),
        Param("receipt_date", "day", "Date", default="today", required=True),
        Param("payer", "text", "Payer", "Blank: who was asked last, the carrier or who did it."),
        Param(
            "method", "choice", "Method", choices=RecoveryReceipt.method.choices, default="check"
        ),
        Param("check_no", "code", "Check no."),
        Param("category", "choice", "Category", choices=CATEGORIES, default="indemnity"),
        Param("fund", "text", "Fund", "Blank: the fund of the department that bore the cost."),
    ),
)
def record_receipt(task: Task) -> Plan:
    """Money received, booked to the recovery, its claim, department and fund; the status follows
    what is still owed. One sum for several recoveries pays the oldest bill first.
    """
    plan = Plan(task.draft("Receipt"))
    records = sorted(task.records, key=_oldest)
    parts = _parts(plan, task, records)
    for recovery, amount in zip(records, parts, strict=False):
        if amount:
            _receive(plan, task, recovery, amount)
        else:
            plan.lines.append(f"{recovery.recovery_no}: nothing of it is left for this one.")
    came = sum(parts)
    where = records[0].recovery_no if len(records) == 1 else counted(len(records), "recovery")
    plan.draft.title = f"Receipt of {dollars(came)} on {where}"
    plan.said = f"{dollars(came)} recorded on {where}."
    if len(records) == 1 and parts:
        plan.opens = ("recovery", records[0].id)
        plan.said = f"{dollars(came)} recorded; {_owed(_left(records[0], came))}."
    return plan


def _oldest(recovery: Recovery) -> tuple[Any, ...]:
    """The place of a recovery when one sum is split: the oldest bill first."""
    return recovery.invoice_date or date.max, recovery.id


def _parts(plan: Plan, task: Task, records: list[Recovery]) -> list[int]:
    """What of the sum is booked to each; nothing where it cannot be booked."""
    for recovery in records:
        _refuse_receipt(plan, task, recovery)
    if plan.refusals:
        return []
    if task["amount"] is None:
        return [recovery.balance for recovery in records]
    if len(records) == 1:
        return [task["amount"]]
    try:
        return oldest_first(task["amount"], [recovery.balance for recovery in records])
    except BadValue as error:
        plan.refuse(records[0], error.sentence)
        return []


def _receive(plan: Plan, task: Task, recovery: Recovery, amount: int) -> None:
    fund, payer = task["fund"] or _fund(recovery), task["payer"] or _payer(recovery)
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
    booked = [str(recovery.recovery_no)]
    booked += [f"claim {_number(recovery.claim)}"] if recovery.claim else []
    booked += [f"fund {fund}"] if fund else []
    plan.lines.append(
        f"{dollars(amount)} from {payer or 'a payer'} is booked to {', '.join(booked)}."
    )
    status = _after(recovery, left, payer)
    _status_after(plan, recovery, status, amount)
    plan.draft.guard(lambda: same_balance(recovery))
    owed = _owed(left)
    several = len(task.records) > 1
    plan.lines.append(
        f"{recovery.recovery_no}: {owed}." if several else f"{owed[0].upper()}{owed[1:]}."
    )


def _refuse_receipt(plan: Plan, task: Task, recovery: Recovery) -> None:
    amount = task["amount"]
    if amount is None and recovery.balance <= 0:
        plan.refuse(recovery, "Nothing is owed on it: enter the amount that came in all the same.")
    elif amount is not None and amount <= 0:
        plan.refuse(
            recovery,
            "An amount received is more than nothing. A correction is the reversal of its change.",
        )
    day = task["receipt_date"]
    if day > task.on:
        plan.refuse(
            recovery, f"Date ({long_day(day)}) lies ahead of today: enter the day the money came."
        )
    for want in too_early(recovery, "Date", day, "damage_date"):
        plan.miss(recovery, want)


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


def _fund(recovery: Recovery) -> str | None:
    row = (
        Department.select(Department.fund)
        .where(Department.id == recovery.department)
        .tuples()
        .first()
    )
    return row[0] if row else None


def _payer(recovery: Recovery) -> str | None:
    """Who pays where nobody is named: who was asked last."""
    if asks_carrier(recovery):
        return _carrier(recovery)
    row = Party.select(Party.name).where(Party.id == recovery.responsible_party).tuples().first()
    return row[0] if row else None


def _carrier(recovery: Recovery) -> str | None:
    query = Organization.select(Organization.name).where(Organization.id == recovery.carrier)
    row = query.tuples().first()
    return row[0] if row else None


def _number(claim_id: int) -> str:
    return str(Claim.select(Claim.claim_no).where(Claim.id == claim_id).tuples().get()[0])


STAYS = (
    "payment_plan",
    "referred_attorney",
    "small_claims_filed",
    "judgment",
    "collections",
    "restitution_pending",
)
"""Statuses that a part of the money does not change."""


def _status_after(plan: Plan, recovery: Recovery, after: str, amount: int) -> None:
    """The status by what is left; what comes in on a balance that was given up counts first."""
    values: dict[str, Any] = {}
    back = _made_up_for(recovery, amount)
    if back:
        values["adjusted"] = (recovery.adjusted or 0) - back
        plan.lines.append(f"{dollars(back)} of what was written off came in after all.")
    status = recovery.status if values.get("adjusted") else after
    if (
        recovery.cost
        and recovery.status != status
        and recovery_move(recovery.status, status).allowed
    ):
        values["status"] = status
        plan.lines.append(f"{recovery.recovery_no} is “{WORDS[status]}” from now on.")
    if values:
        plan.draft.change(Recovery, recovery.id, seen=recovery.version, **values)


def _after(recovery: Recovery, left: int, payer: str | None) -> str:
    """The status by what is left; what another pays does not take a carrier that accepted out of
    its word.
    """
    if left > 0:
        of_another = (payer or "").casefold() != (_carrier(recovery) or "").casefold()
        held = recovery.status == "insurer_accepted" and of_another
        return recovery.status if held or recovery.status in STAYS else "partially_paid"
    settled = (recovery.adjusted or 0) > 0 and recovery.status != "written_off"
    return "compromised_closed" if settled else "paid_closed"

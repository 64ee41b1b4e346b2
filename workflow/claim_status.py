"""Moving a claim or recovery along its life: set a status, close with the checklist, reopen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from journal import derived
from models import Claim, Recovery
from rules.days import long_day
from rules.errors import Blocked
from rules.money import dollars
from rules.statuses import (
    CLAIM_STATUSES,
    CLOSED,
    RECOVERY_OPEN,
    RECOVERY_STATUSES,
    claim_move,
    is_closed,
    recovery_move,
)
from workflow import authority
from workflow.locks import hold
from workflow.tasks import DESK, Param, Plan, Task, label
from workflow.verbs import VERBS
from workflow.words import claim_words, counted

WORDS = dict(CLAIM_STATUSES)
RECOVERY_WORDS = dict(RECOVERY_STATUSES)
OPEN = tuple(code for code in WORDS if code not in CLOSED)

HOLD_DAYS = 15
"""Days after a notice of insufficiency in which the City does not act (Gov. Code 910.8)."""
MEDICARE_CENTS = 750_00
MEDICARE_SETTLED = ("not_beneficiary", "reported_accepted", "exempt_threshold")

DATED = {
    ("L", "insufficient"): ("insufficiency_mailed_date", "the notice of insufficiency was mailed"),
    ("L", "late_returned"): ("late_notice_mailed_date", "the late-claim notice was mailed"),
    ("L", "late_application"): ("late_application_date", "the late-claim application came in"),
    ("L", "rejected"): ("rejection_mailed_date", "the rejection was mailed"),
    ("W", "claim_form_given"): (
        "claim_form_given_date",
        "the claim form was given to the employee",
    ),
    ("W", "claim_form_filed"): ("claim_form_filed_date", "the employee filed the claim form"),
    ("W", "accepted"): ("decision_date", "the claim was accepted"),
    ("W", "denied"): ("decision_date", "the claim was denied"),
}
"""(line, status) -> the day that the status rests on: its column, and what happened on it."""

REASON = Param("reason", "long", "Why", "Stands in the history of the record.")
EVENT_DAY = Param(
    "event_date",
    "day",
    "Day of it",
    "When it was mailed, filed or decided, for a status that rests on a day.",
)


@dataclass(frozen=True)
class Gate:
    """What a claim must have before it is closed as paid: a test, and what to do where it fails."""

    holds: Callable[[Claim], bool]
    sentence: str
    action: str | None = None


CLOSED_PAID = (
    Gate(
        lambda c: c.paid > 0,
        "Nothing was paid on it: close it without payment, or pay first.",
        "pay",
    ),
    Gate(
        lambda c: c.line != "L" or bool(c.release_date),
        "No signed release is on file: enter the day it was signed.",
    ),
    Gate(
        lambda c: (
            c.claim_kind not in ("injury", "death")
            or c.paid <= MEDICARE_CENTS
            or c.medicare_status in MEDICARE_SETTLED
        ),
        f"More than {dollars(MEDICARE_CENTS)} was paid for an injury: enter the Medicare "
        "answer first.",
    ),
)


@VERBS.add(
    "set_status",
    title="Change the status",
    sheets=("claim", "recovery"),
    roles=DESK,
    many=True,
    params=(
        Param(
            "status",
            "choice",
            "To",
            choices=tuple({**WORDS, **RECOVERY_WORDS}.items()),
            required=True,
        ),
        EVENT_DAY,
        REASON,
    ),
)
def set_status(task: Task) -> Plan:
    """Each record moved to the status, where its life allows the step."""
    status = task["status"]
    words = {**RECOVERY_WORDS, **WORDS}[status]
    plan = Plan(task.draft(f"Status “{words}” on {_some(task)}"))
    for record in task.records:
        if isinstance(record, Recovery):
            _move_recovery(plan, task, record, status)
        else:
            _move_claim(plan, task, record, status)
    plan.said = f"Status is now “{words}” on {counted(len(plan.draft.edits), 'record')}."
    return plan


def _some(task: Task) -> str:
    first = task.records[0]
    return (
        label(first)
        if len(task.records) == 1
        else counted(len(task.records), type(first).__name__.lower())
    )


def _move_claim(plan: Plan, task: Task, claim: Claim, status: str) -> None:
    refused = len(plan.refusals)
    move = claim_move(claim.line, claim.status, status)
    if claim.status == status:
        plan.refuse(claim, f"It is “{WORDS[status]}” already.")
    elif not move.allowed:
        plan.refuse(claim, move.why)
    values = _dated(plan, task, claim, status)
    if status == "rejected":
        _refuse_in_hold(plan, task, claim)
    if is_closed(status):
        _refuse_gaps(plan, claim, status)
    if len(plan.refusals) == refused:
        plan.draft.change(Claim, claim.id, seen=claim.version, status=status, **values)
        plan.lines.append(
            f"{claim_words(claim)}: “{WORDS[claim.status]}” becomes “{WORDS[status]}”."
        )


def _dated(plan: Plan, task: Task, claim: Claim, status: str) -> dict[str, Any]:
    """The day that the status rests on, where it is given; refused where neither claim nor form has
    it.
    """
    column, event = DATED.get((claim.line, status), ("", ""))
    if not column:
        return {}
    day = task["event_date"]
    if day is None and getattr(claim, column) is None:
        plan.refuse(claim, f"Enter the day {event}.")
    if day and day > task.on:
        plan.refuse(claim, f"{long_day(day)} lies ahead: enter the day {event} once it has come.")
    return {column: day} if day else {}


def _refuse_in_hold(plan: Plan, task: Task, claim: Any) -> None:
    mailed = claim.insufficiency_mailed_date
    day = task["event_date"] or claim.rejection_mailed_date or task.on
    if mailed and claim.status == "insufficient" and day <= mailed + timedelta(days=HOLD_DAYS):
        until = long_day(mailed + timedelta(days=HOLD_DAYS))
        plan.refuse(
            claim,
            f"The claimant has until {until} to mend the claim; it cannot be rejected before "
            "(Gov. Code 910.8).",
        )


def _refuse_gaps(plan: Plan, claim: Claim, status: str) -> None:
    for sentence, action in closing_gaps(claim, status):
        plan.refuse(claim, sentence, action)


def closing_gaps(claim: Claim, status: str = "") -> Iterator[tuple[str, str | None]]:
    """What stands against closing a claim, each with the key of the verb that clears it."""
    yield from derived.closing_gaps(claim.id)
    if status == "closed_paid":
        yield from ((gate.sentence, gate.action) for gate in CLOSED_PAID if not gate.holds(claim))


def _move_recovery(plan: Plan, task: Task, recovery: Recovery, status: str) -> None:
    move = recovery_move(recovery.status, status)
    if recovery.status == status:
        plan.refuse(recovery, f"It is “{RECOVERY_WORDS[status]}” already.")
    elif not move.allowed:
        plan.refuse(recovery, move.why)
    else:
        closed = {} if status in RECOVERY_OPEN else {"closed_date": task.on}
        plan.draft.change(Recovery, recovery.id, seen=recovery.version, status=status, **closed)
        plan.lines.append(
            f"{recovery.recovery_no}: “{RECOVERY_WORDS[recovery.status]}” becomes "
            f"“{RECOVERY_WORDS[status]}”."
        )
        _give_up(plan, task, recovery, status)


def _give_up(plan: Plan, task: Task, recovery: Any, status: str) -> None:
    """Writing off, or settling for less, takes authority for what is given up; it may not move
    meanwhile.
    """
    kind = {"written_off": "write_off", "compromised_closed": "compromise"}.get(status)
    lost = max(0, recovery.balance)
    if not kind or not lost:
        return
    plan.lines.append(f"{recovery.recovery_no}: {dollars(lost)} is given up.")
    needed = authority.need(task.who, kind, lost, line=None, on=task.on)
    asked = plan.approval.amount if plan.approval else None
    if needed and (asked is None or (needed.amount or 0) > asked):
        plan.approval = needed
    plan.draft.guard(lambda: _same_balance(recovery))


def _same_balance(recovery: Recovery) -> None:
    hold(Recovery, [recovery.id])
    now = Recovery.select(Recovery.balance).where(Recovery.id == recovery.id).tuples().get()[0]
    if now != recovery.balance:
        raise Blocked(
            f"The balance of {recovery.recovery_no} changed meanwhile. Look at it and try again."
        )


@VERBS.add(
    "close_claim",
    title="Close",
    sheets=("claim",),
    roles=DESK,
    many=True,
    statuses=OPEN,
    params=(
        Param("status", "choice", "How it ended", choices=tuple(CLOSED.items()), required=True),
        REASON,
    ),
)
def close_claim(task: Task) -> Plan:
    """Claims closed, after the checklist: open reserves, unposted payments, open entries."""
    status = task["status"]
    plan = Plan(task.draft(f"Close {_some(task)}: {WORDS[status]}"))
    for claim in task.records:
        _move_claim(plan, task, claim, status)
    plan.said = f"{counted(len(plan.draft.edits), 'claim')} closed: {WORDS[status].lower()}."
    return plan


@VERBS.add(
    "reopen_claim",
    title="Reopen",
    sheets=("claim",),
    roles=DESK,
    many=True,
    statuses=tuple(CLOSED),
    params=(Param("reason", "long", "Why", "What came up.", required=True),),
)
def reopen_claim(task: Task) -> Plan:
    """Closed claims opened again; the day they closed stays in their history."""
    plan = Plan(task.draft(f"Reopen {_some(task)}"))
    for claim in task.records:
        if not is_closed(claim.status):
            plan.refuse(claim, f"It is not closed: it is “{WORDS[claim.status]}”.")
            continue
        plan.draft.change(Claim, claim.id, seen=claim.version, status="reopened")
        plan.lines.append(f"{claim_words(claim)}, closed {_closed_on(claim)}, is open again.")
    plan.said = f"{counted(len(plan.draft.edits), 'claim')} reopened."
    return plan


def _closed_on(claim: Claim) -> str:
    return long_day(claim.closed_date) if claim.closed_date else "on an unknown day"

"""What the carrier of who did it answers to a tender: acknowledged, accepted, denied."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from journal.law import law
from models import ContactLog, Organization, Recovery
from rules.days import long_day
from rules.errors import OfficeError
from rules.money import dollars
from rules.recovery_carrier import Code, carrier_deadline
from rules.status_wants import Want
from rules.statuses import RECOVERY_STATUSES, recovery_move
from workflow.tasks import DESK, Param, Plan, Task
from workflow.verbs import VERBS

WORDS = dict(RECOVERY_STATUSES)
ANSWERS = (
    ("acknowledged", "It acknowledged the tender"),
    ("accepted", "It accepted, in full or in part"),
    ("denied", "It denied"),
)
BECOMES = {"accepted": "insurer_accepted", "denied": "insurer_denied"}
"""Answer -> the status that follows."""
NEXT: dict[str, Code] = {"acknowledged": "CARRIER_DECISION", "accepted": "CARRIER_PAYMENT"}
"""Answer -> what the carrier owes next."""


@VERBS.add(
    "record_carrier_answer",
    title="Record the carrier's answer",
    source="10 CCR 2695.5, 2695.7",
    sheets=("recovery",),
    roles=DESK,
    statuses=("tendered", "disputed", "insurer_denied", "insurer_accepted", "partially_paid"),
    order=40,
    params=(
        Param("answer", "choice", "Answer", choices=ANSWERS, required=True),
        Param("answer_date", "day", "Of", default="today", required=True),
        Param("accepted", "money", "Accepted amount", "Blank: all that is owed."),
        Param("carrier_claim_no", "code", "Carrier's claim no.", "Blank: as it stands."),
        Param("carrier_adjuster", "text", "Carrier's adjuster", "Blank: as it stands."),
        Param("summary", "long", "What it said", "Its reasons, where it denied or accepted less."),
    ),
)
def record_carrier_answer(task: Task) -> Plan:
    """The carrier's answer: its day, the status that follows, and until when it answers next."""
    recovery, answer = task.records[0], task["answer"]
    plan = Plan(task.draft(f"Carrier's answer on {recovery.recovery_no}"))
    for want in _wants(task, recovery):
        plan.miss(recovery, want)
    if plan.refusals:
        return plan
    carrier = Organization.get_by_id(recovery.carrier)
    values = _values(task, recovery)
    plan.draft.change(Recovery, recovery.id, seen=recovery.version, **values)
    said = dict(ANSWERS)[answer].removeprefix("It ")
    plan.draft.create(
        ContactLog,
        recovery=recovery.id,
        claim=recovery.claim,
        contact_date=task["answer_date"],
        contact_name=task["carrier_adjuster"] or recovery.carrier_adjuster or carrier.name,
        channel="letter",
        direction="in",
        summary=task["summary"] or f"{carrier.name} {said}.",
    )
    plan.lines.append(f"{carrier.name} {said} on {long_day(task['answer_date'])}.")
    if "status" in values:
        plan.lines.append(
            f"{recovery.recovery_no}: “{WORDS[recovery.status]}” becomes "
            f"“{WORDS[values['status']]}”."
        )
    _comes_next(plan, task, recovery)
    plan.said = f"The answer of {carrier.name} stands on {recovery.recovery_no}."
    return plan


def _wants(task: Task, recovery: Recovery) -> Iterator[Want]:
    answer, day = task["answer"], task["answer_date"]
    if not recovery.tendered_date or not recovery.carrier:
        yield Want("It was not tendered to a carrier yet: tender it first.", "tender_recovery")
        return
    if day > task.on:
        yield Want(f"{long_day(day)} lies ahead.")
    elif day < recovery.tendered_date:
        yield Want(f"It was tendered on {long_day(recovery.tendered_date)}: no answer came before.")
    status = BECOMES.get(answer)
    if status and recovery.status != status:
        move = recovery_move(recovery.status, status)
        if not move.allowed:
            yield Want(move.why)
    if task["accepted"] is not None:
        yield from _accepted_wants(answer, task["accepted"], recovery)


def _accepted_wants(answer: str, accepted: int, recovery: Recovery) -> Iterator[Want]:
    if answer != "accepted":
        yield Want("An accepted amount goes with an acceptance: leave it blank.")
    elif not 0 < accepted <= recovery.balance:
        yield Want(
            f"The carrier accepts between nothing and the {dollars(recovery.balance)} that is owed."
        )


def _values(task: Task, recovery: Recovery) -> dict[str, Any]:
    names = ("carrier_claim_no", "carrier_adjuster")
    values: dict[str, Any] = {name: task[name] for name in names if task[name]}
    day: date = task["answer_date"]
    if not recovery.carrier_ack_date:
        values["carrier_ack_date"] = day
    if task["answer"] in BECOMES:
        values |= {"carrier_decision_date": day, "status": BECOMES[task["answer"]]}
    if values.get("status") == recovery.status:
        del values["status"]
    return values


def _comes_next(plan: Plan, task: Task, recovery: Recovery) -> None:
    """Until when it answers next, and what the office does with less or nothing."""
    accepted = task["accepted"]
    if accepted is not None and accepted < recovery.balance:
        left = dollars(recovery.balance - accepted)
        plan.lines.append(
            f"{dollars(accepted)} of {dollars(recovery.balance)} is accepted; {left} stays owed "
            "until it is settled for less or asked of who did it."
        )
    if task["answer"] == "denied":
        plan.lines.append("What is owed is asked of who did it from now on.")
        return
    code = NEXT[task["answer"]]
    start = recovery.tendered_date if code == "CARRIER_DECISION" else task["answer_date"]
    try:
        due = carrier_deadline(code, start, law=law(task.on))
    except OfficeError:
        return
    what = "decision" if code == "CARRIER_DECISION" else "payment"
    plan.lines.append(f"Its {what} is due by {long_day(due.value)} ({due.steps[0].citation}).")

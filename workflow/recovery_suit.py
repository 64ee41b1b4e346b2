"""The time to sue: decided on before it ends; filed in small claims court."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from models import Diary, FileNote, Recovery
from rules.choices import SUIT_DECISION
from rules.days import long_day
from rules.money import dollars
from rules.recovery_clocks import LIMIT, TO_SUE
from rules.status_wants import Want
from rules.statuses import RECOVERY_STATUSES, recovery_move
from workflow import authority
from workflow.court_facts import filing_limit, packet_for_court
from workflow.notes import person_words
from workflow.recovery_facts import court_wants, last_day_of, too_early
from workflow.tasks import DESK, Param, Plan, Task
from workflow.verbs import VERBS

WORDS = dict(RECOVERY_STATUSES)


@VERBS.add(
    "decide_suit",
    title="Decide on the suit",
    source="Code Civ. Proc. 338, 360.5",
    sheets=("recovery",),
    roles=DESK,
    statuses=tuple(status for status, _ in RECOVERY_STATUSES if status in TO_SUE),
    params=(
        Param("decision", "choice", "Decision", choices=SUIT_DECISION, required=True),
        Param("tolled_to", "day", "Agreed until", "Of a tolling agreement that is signed."),
        Param("reason", "long", "Why", "Kept as attorney, shown to fewer people.", required=True),
    ),
)
def decide_suit(task: Task) -> Plan:
    """Before the time to sue ends: sue, wait under a tolling agreement, or let it pass."""
    recovery, decision = task.records[0], task["decision"]
    plan = Plan(task.draft(f"Suit over {recovery.recovery_no}"))
    for want in _wants(task, recovery):
        plan.miss(recovery, want)
    if plan.refusals:
        return plan
    values: dict[str, Any] = {"suit_decision": decision}
    if decision == "attorney" and recovery.status != "referred_attorney":
        values["status"] = "referred_attorney"
    if decision == "tolled":
        values["tolled_to_date"] = task["tolled_to"]
    plan.draft.change(Recovery, recovery.id, seen=recovery.version, **values)
    plan.draft.create(
        FileNote,
        recovery=recovery.id,
        note_date=task.on,
        subject=f"Suit: {dict(SUIT_DECISION)[decision].lower()}",
        text=task["reason"],
        sensitivity="privileged",
        author=person_words(task),
    )
    plan.lines = list(_told(task, recovery))
    if decision == "let_pass":
        _finish_limit(plan, task, recovery)
        said = f"{dollars(recovery.balance)} of {recovery.recovery_no} is not sued for."
        plan.approval = authority.deviation(task.who, said)
    plan.said = f"{recovery.recovery_no}: {dict(SUIT_DECISION)[decision].lower()}."
    return plan


def _wants(task: Task, recovery: Recovery) -> Iterator[Want]:
    decision, until = task["decision"], task["tolled_to"]
    last = last_day_of(recovery, on=task.on)
    if decision == "attorney" and recovery.status != "referred_attorney":
        move = recovery_move(recovery.status, "referred_attorney")
        if not move.allowed:
            yield Want(move.why)
    if decision != "tolled":
        if until:
            yield Want("A day agreed on goes with a tolling agreement: leave it blank.")
    elif until is None:
        yield Want("Enter the day until which it was agreed.")
    elif last is None:
        yield Want("No damage date is known: enter it first.", column="damage_date")
    elif until <= last:
        yield Want(f"The time to sue runs until {long_day(last)} anyway: enter a later day.")


def _told(task: Task, recovery: Recovery) -> Iterator[str]:
    last = last_day_of(recovery, on=task.on)
    if task["decision"] == "attorney":
        ends = f" by {long_day(last)}" if last else ""
        yield f"{recovery.recovery_no} is with the attorney, who sues{ends}."
    elif task["decision"] == "tolled":
        yield f"The last day to sue becomes {long_day(task['tolled_to'])}."
    else:
        after = f" After {long_day(last)} nobody can be made to pay." if last else ""
        yield f"{recovery.recovery_no} is not sued over.{after}"
    yield "The reason is kept on a note, as attorney."


def _finish_limit(plan: Plan, task: Task, recovery: Recovery) -> None:
    entries = Diary.select().where(
        Diary.recovery == recovery.id,
        Diary.rule_code == LIMIT,
        Diary.status == "open",
        Diary.trashed_at.is_null(),
    )
    for entry in entries:
        plan.draft.change(Diary, entry.id, seen=entry.version, status="done", done_date=task.on)


@VERBS.add(
    "file_small_claims",
    title="File in small claims",
    source="Code Civ. Proc. 116.220, 116.231, 116.540",
    sheets=("recovery",),
    roles=DESK,
    statuses=tuple(
        status
        for status, _ in RECOVERY_STATUSES
        if status != "small_claims_filed" and recovery_move(status, "small_claims_filed").allowed
    ),
    params=(
        Param("court", "text", "Court", "Such as Superior Court, County of Sonora.", required=True),
        Param("court_case_no", "code", "Case no.", "Blank: not given yet."),
        Param("court_date", "day", "Filed", default="today", required=True),
    ),
)
def file_small_claims(task: Task) -> Plan:
    """A claim filed in small claims court: court, case number, day; within the limits of a city."""
    recovery, day = task.records[0], task["court_date"]
    plan = Plan(task.draft(f"Small claims over {recovery.recovery_no}"))
    for want in _filing_wants(task, recovery, day):
        plan.miss(recovery, want)
    if plan.refusals:
        return plan
    plan.draft.change(
        Recovery,
        recovery.id,
        seen=recovery.version,
        status="small_claims_filed",
        court=task["court"],
        court_case_no=task["court_case_no"] or recovery.court_case_no,
        court_date=day,
    )
    plan.lines.append(
        f"{recovery.recovery_no}: {dollars(recovery.balance)} is claimed in {task['court']}, filed "
        f"{long_day(day)}."
    )
    kept = packet_for_court(recovery)
    plan.lines.append(
        f"The packet for the court is on file: {kept}."
        if kept
        else "No packet for the court is on file yet: put it together before the hearing."
    )
    plan.lines.append("An employee with authorization appears, no attorney does.")
    plan.said = f"{recovery.recovery_no} is filed in small claims."
    return plan


def _filing_wants(task: Task, recovery: Recovery, day: date) -> Iterator[Want]:
    move = recovery_move(recovery.status, "small_claims_filed")
    if not move.allowed:
        yield Want(move.why)
    if day > task.on:
        yield Want(f"Filed ({long_day(day)}) lies ahead of today: enter it once it is filed.")
    yield from too_early(recovery, "Filed", day, "damage_date", "invoice_date")
    if recovery.billed is None:
        yield Want("It is not billed yet: bill it first.", "bill_recovery")
    if recovery.balance <= 0:
        yield Want("Nothing is owed on it.")
    if not recovery.responsible_party:
        yield Want("Nobody is known to sue: enter who did it.", column="responsible_party")
    last = last_day_of(recovery, on=task.on)
    if last and day > last:
        yield Want(f"The time to sue ran out on {long_day(last)}: ask the attorney first.")
    yield from court_wants(recovery, on=task.on)
    said = filing_limit(recovery, day)
    if said:
        yield Want(said)

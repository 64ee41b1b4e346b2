"""Handing what is owed to a collection agency."""

from collections.abc import Iterator
from datetime import timedelta

from journal.law import calendar_of
from models import Diary, Organization, Recovery
from rules.calendars import next_open
from rules.days import long_day
from rules.money import dollars
from rules.status_wants import Want, recovery_wants
from rules.statuses import RECOVERY_STATUSES, recovery_move
from workflow.recovery_facts import efforts_of, owed_of
from workflow.tasks import DESK, Param, Plan, Task
from workflow.verbs import VERBS
from workflow.words import counted

ASK_DAYS = 90
"""Days after which the agency is asked how it stands."""


@VERBS.add(
    "hand_to_agency",
    title="Hand to collections",
    sheets=("recovery",),
    roles=DESK,
    many=True,
    order=31,
    statuses=tuple(
        status
        for status, _ in RECOVERY_STATUSES
        if status != "collections" and recovery_move(status, "collections").allowed
    ),
    params=(
        Param("agency", "link", "Collection agency", sheet="organization", required=True),
        Param("agency_date", "day", "Handed over", default="today", required=True),
        Param("agency_file_no", "code", "Agency's file no.", "Of one recovery."),
        Param("reason", "long", "Why", "Stands in the history of the record."),
    ),
)
def hand_to_agency(task: Task) -> Plan:
    """Recoveries handed to an agency, with what goes along, and the day to ask how they stand."""
    agency = Organization.get_by_id(task["agency"])
    plan = Plan(task.draft(f"Collections: {counted(len(task.records), 'recovery')}"))
    total = 0
    for recovery in task.records:
        wants = list(_wants(task, recovery))
        for want in wants:
            plan.miss(recovery, want)
        if not wants:
            total += recovery.balance
            _hand_over(plan, task, recovery, agency.name)
    handed = counted(sum(edit.model is Recovery for edit in plan.draft.edits), "recovery")
    plan.said = f"{handed} handed to {agency.name}, {dollars(total)} together."
    return plan


def _wants(task: Task, recovery: Recovery) -> Iterator[Want]:
    move = recovery_move(recovery.status, "collections")
    if recovery.status == "collections" or not move.allowed:
        yield Want(move.why or "It is with an agency already.")
        return
    if recovery.billed is None:
        yield Want("It is not billed yet: bill it first.", "bill_recovery")
    if recovery.balance <= 0:
        yield Want("Nothing is owed on it.")
    if not recovery.responsible_party:
        yield Want("Nobody is known to collect from: enter who did it.", column="responsible_party")
    if not efforts_of(recovery).letters:
        yield Want(
            "It was not asked for in writing yet: send the demand first, or record the letter.",
            "add_contact",
            given={"channel": "letter"},
        )
    if task["agency_date"] > task.on:
        yield Want(f"{long_day(task['agency_date'])} lies ahead.")
    if task["agency_file_no"] and len(task.records) > 1:
        yield Want("One file number stands for one recovery: leave it blank for several.")
    yield from recovery_wants("collections", owed_of(recovery, on=task.on))


def _hand_over(plan: Plan, task: Task, recovery: Recovery, agency: str) -> None:
    day = task["agency_date"]
    values = {"status": "collections", "agency": task["agency"], "agency_date": day}
    if task["agency_file_no"]:
        values["agency_file_no"] = task["agency_file_no"]
    plan.draft.change(Recovery, recovery.id, seen=recovery.version, **values)
    due = next_open(day + timedelta(days=ASK_DAYS), calendar_of("court"))
    plan.draft.create(
        Diary,
        recovery=recovery.id,
        claim=recovery.claim,
        owner=recovery.handler or task.who.user_id,
        diary_date=due,
        subject=f"Ask {agency} how it stands"[:200],
        steps=[
            {
                "text": f"Handed over {long_day(day)} + {ASK_DAYS} days",
                "citation": "Practice of the office",
            }
        ],
        action="add_contact",
    )
    plan.lines.append(
        f"{recovery.recovery_no}: {dollars(recovery.balance)} goes to {agency}; it is asked on "
        f"{long_day(due)} how it stands."
    )

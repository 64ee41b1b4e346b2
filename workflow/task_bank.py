"""The task bank: a task with what it asks of the body, made and changed in one place."""

from dataclasses import replace
from typing import Any

from journal import light_duty as duty
from journal.duty_notes import beyond_notes
from models import Claim, LightDutyDemand, LightDutyOffer, LightDutyTask
from rules.errors import BadValue, Invalid, Problem
from rules.work_words import in_words
from workflow.light_duty_notes import why_not
from workflow.restriction_lines import read_demands
from workflow.tasks import DESK, Param, Plan, Task
from workflow.verbs import VERBS
from workflow.words import claim_words, counted

DEMANDS = Param(
    "demands",
    "long",
    "Physical demands",
    "The most of each, one a line: “lift 15 lb”, “stand 45 min at a time, 4 h a day”, “outdoors”.",
)
MADE = (
    "title",
    "department",
    "location",
    "description",
    "supervisor",
    "schedule",
    "hours_a_day",
    "days_a_week",
    "capacity",
)


@VERBS.add(
    "add_light_task",
    title="Add a light-duty task",
    sheets=("lightdutytask",),
    roles=DESK,
    alone=True,
    params=(
        Param("title", "text", "Task", required=True),
        Param("department", "link", "Department", sheet="department", required=True),
        Param("location", "text", "Where"),
        Param("description", "long", "Duties"),
        DEMANDS,
        Param("supervisor", "text", "Supervisor"),
        Param("schedule", "text", "Schedule"),
        Param("hours_a_day", "quantity", "Hours a day", default="8"),
        Param("days_a_week", "quantity", "Days a week", default="5"),
        Param("capacity", "whole", "Places", default="1"),
    ),
)
def add_light_task(task: Task) -> Plan:
    """A task of the bank with its physical demands."""
    demands = _demands(task)
    plan = Plan(task.draft(f"Light-duty task {task['title']}"[:300]))
    values = {name: task[name] for name in MADE if task[name] is not None}
    row = plan.draft.create(LightDutyTask, **values)
    _write(plan, row, demands)
    plan.lines.insert(0, f"Adds “{task['title']}” to the task bank.")
    plan.said = f"{task['title']} is in the task bank, with {counted(len(demands), 'demand')}."
    plan.opens = row
    return plan


@VERBS.add(
    "set_demands",
    title="Change the physical demands",
    sheets=("lightdutytask",),
    roles=DESK,
    many=True,
    primary=True,
    params=(replace(DEMANDS, required=True),),
)
def set_demands(task: Task) -> Plan:
    """The physical demands of each task as given; those that stood go to the trash.

    Whose light duty would go beyond a note is said; a person ends it.
    """
    demands = _demands(task)
    one = task.records[0]
    what = one.title if len(task.records) == 1 else counted(len(task.records), "task")
    plan = Plan(task.draft(f"Physical demands of {what}"[:300]))
    for row in task.records:
        standing = LightDutyDemand.select().where(
            LightDutyDemand.task == row.id, LightDutyDemand.trashed_at.is_null()
        )
        for old in standing:
            plan.draft.trash(LightDutyDemand, old.id, seen=old.version)
        plan.lines.append(f"{row.title} asks for:")
        _write(plan, row.id, demands)
        _say_beyond(plan, task, row, demands)
    plan.said = f"{what}: {counted(len(demands), 'physical demand')}."
    return plan


def _say_beyond(plan: Plan, task: Task, row: Any, demands: list[dict[str, Any]]) -> None:
    """Whose light duty at a task would go beyond a note, by its new demands."""
    query = LightDutyOffer.select().where(
        LightDutyOffer.task == row.id,
        LightDutyOffer.status << duty.TAKEN,
        LightDutyOffer.last_day >= task.on,
        LightDutyOffer.trashed_at.is_null(),
    )
    offers = list(query.order_by(LightDutyOffer.first_day, LightDutyOffer.id))
    asked = tuple(duty.demand(fields) for fields in demands)
    beyond = beyond_notes(offers, on=task.on, demands=asked)
    for offer in offers:
        if offer.id in beyond:
            claim = Claim.get_by_id(offer.claim)
            plan.lines.append(
                f"Light duty {offer.offer_no} of {claim_words(claim)} would go beyond the note "
                f"({why_not(beyond[offer.id])}): end it."
            )


def _demands(task: Task) -> list[dict[str, Any]]:
    try:
        return read_demands(task["demands"])
    except BadValue as error:
        problem = Problem(task.key, None, "demands", task["demands"], error.sentence)
        raise Invalid([problem]) from error


def _write(plan: Plan, row: Any, demands: list[dict[str, Any]]) -> None:
    for fields in demands:
        plan.draft.create(LightDutyDemand, task=row, **fields)
        plan.lines.append(f"{in_words(fields)}.")


def as_text(task_id: int) -> str:
    """The demands of a task as lines that read back the same."""
    query = LightDutyDemand.select().where(
        LightDutyDemand.task == task_id, LightDutyDemand.trashed_at.is_null()
    )
    names = ("activity", "side", "pounds", "frequency", "minutes", "hours")
    rows = query.order_by(LightDutyDemand.id)
    return "\n".join(in_words({name: getattr(row, name) for name in names}) for row in rows)

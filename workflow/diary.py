"""The diary: an entry of the office's own, entries finished or dropped, a claim's diary cleared."""

from typing import Any

from journal import closing
from models import ROW_SENSITIVITY, Claim, Diary, Policy, Recovery
from rules.days import long_day
from workflow.tasks import DESK, Param, Plan, Task, label
from workflow.verbs import VERBS
from workflow.words import claim_words, counted, name_of

ENDS = (("done", "Done"), ("dropped", "Dropped"))
SUBJECTS = {Claim: "claim", Recovery: "recovery", Policy: "policy"}


@VERBS.add(
    "add_diary",
    title="Add a diary entry",
    sheets=("claim", "recovery", "policy"),
    roles=DESK,
    many=True,
    params=(
        Param("diary_date", "day", "Due", required=True),
        Param("subject", "text", "What", required=True),
        Param("detail", "long", "More"),
        Param("owner", "link", "Whose", "Blank: yours.", sheet="user"),
        Param("sensitivity", "choice", "Kept as", choices=ROW_SENSITIVITY, default="public"),
    ),
)
def add_diary(task: Task) -> Plan:
    """An entry on each record."""
    owner = task["owner"] or task.who.user_id
    plan = Plan(task.draft(f"Diary: {task['subject']}"[:300]))
    for record in task.records:
        plan.draft.create(
            Diary,
            **{SUBJECTS[type(record)]: record.id},
            diary_date=task["diary_date"],
            subject=task["subject"],
            detail=task["detail"],
            owner=owner,
            sensitivity=task["sensitivity"],
        )
        plan.lines.append(
            f"{label(record)}: “{task['subject']}” on {long_day(task['diary_date'])}, "
            f"{name_of(owner)}."
        )
    plan.said = (
        f"{counted(len(task.records), 'diary entry')} written, due {long_day(task['diary_date'])}."
    )
    return plan


@VERBS.add(
    "finish_diary",
    title="Finish",
    sheets=("diary",),
    roles=DESK,
    many=True,
    primary=True,
    statuses=("open",),
    params=(
        Param("outcome", "choice", "It is", choices=ENDS, default="done"),
        Param("reason", "long", "Note", "Stands in the history of the entry."),
    ),
)
def finish_diary(task: Task) -> Plan:
    """Entries that are done, or no longer needed."""
    plan = Plan(task.draft(f"Finish {counted(len(task.records), 'diary entry')}"))
    for entry in task.records:
        if entry.status != "open":
            plan.refuse(
                entry,
                f"“{entry.subject}” is {dict(Diary.status.choices)[entry.status].lower()} already.",
            )
        else:
            _finish(plan, task, entry)
    plan.said = _said(plan, task)
    return plan


@VERBS.add(
    "clear_diary",
    title="Clear the diary",
    sheets=("claim",),
    roles=DESK,
    many=True,
    params=(
        Param("outcome", "choice", "They are", choices=ENDS, default="done"),
        Param("reason", "long", "Why", "Stands in the history of each entry.", required=True),
    ),
)
def clear_diary(task: Task) -> Plan:
    """Every open entry of a claim done or dropped, as closing asks; a recovery's own stay."""
    plan = Plan(task.draft(f"Clear the diary of {counted(len(task.records), 'claim')}"))
    for claim in task.records:
        entries = list(
            Diary.select()
            .where(*closing.own_entries(claim.id), Diary.trashed_at.is_null())
            .order_by(Diary.diary_date, Diary.id)
        )
        for entry in entries:
            _finish(plan, task, entry)
        if not entries:
            plan.lines.append(f"{claim_words(claim)} has no open entry.")
    plan.said = _said(plan, task)
    return plan


def _finish(plan: Plan, task: Task, entry: Any) -> None:
    plan.draft.change(
        Diary, entry.id, seen=entry.version, status=task["outcome"], done_date=task.on
    )
    plan.lines.append(f"{long_day(entry.diary_date)}: “{entry.subject}” is {task['outcome']}.")


def _said(plan: Plan, task: Task) -> str:
    return f"{counted(len(plan.draft.edits), 'diary entry')} {task['outcome']}."

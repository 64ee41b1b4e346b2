"""The diary: an entry of the office's own, entries finished or dropped, a claim's diary cleared."""

from collections.abc import Iterable
from typing import Any

from journal import closing
from models import ROW_SENSITIVITY, Claim, Diary, Incident, Policy, Recovery
from rules.days import long_day
from rules.recovery_clocks import LIMIT, TO_SUE
from rules.status_wants import Want
from workflow.tasks import DESK, Param, Plan, Task, label
from workflow.verbs import VERBS
from workflow.words import claim_words, counted, name_of

ENDS = (("done", "Done"), ("dropped", "Dropped"))
NOTE_HELP = "Stands in the history; of an entry that is not public, with the entry itself."
SUBJECTS = {Claim: "claim", Incident: "incident", Recovery: "recovery", Policy: "policy"}


@VERBS.add(
    "add_diary",
    title="Add a diary entry",
    sheets=("claim", "incident", "recovery", "policy"),
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
    on = label(task.records[0]) if len(task.records) == 1 else counted(len(task.records), "record")
    plan = Plan(task.draft(f"Diary entry on {on}"))
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
        Param("reason", "long", "Note", NOTE_HELP),
    ),
)
def finish_diary(task: Task) -> Plan:
    """Entries that are done, or no longer needed."""
    plan = Plan(task.draft(f"Finish {counted(len(task.records), 'diary entry')}"))
    _keep_note_apart(plan, task.records)
    for entry in task.records:
        if entry.status != "open":
            plan.refuse(
                entry,
                f"“{entry.subject}” is {dict(Diary.status.choices)[entry.status].lower()} already.",
            )
        elif undecided(entry):
            plan.miss(entry, undecided_want(entry))
        else:
            _finish(plan, task, entry)
    plan.said = _said(plan, task)
    return plan


def undecided(entry: Any) -> bool:
    """Whether an entry says that the time to sue ends, and nobody decided on it: finishing it would
    let the time pass without anybody's word.
    """
    if entry.rule_code != LIMIT:
        return False
    recovery = Recovery.get_or_none(Recovery.id == entry.recovery)
    if recovery is None or recovery.status not in TO_SUE:
        return False
    return not recovery.suit_decision and (recovery.balance > 0 or not recovery.cost)


def undecided_want(entry: Any) -> Want:
    """What such an entry wants first."""
    return Want(
        "The time to sue would pass without a decision: decide on the suit, settle or close.",
        "decide_suit",
        sheet="recovery",
        ids=(entry.recovery,),
    )


@VERBS.add(
    "clear_diary",
    title="Clear the diary",
    sheets=("claim",),
    roles=DESK,
    many=True,
    params=(
        Param("outcome", "choice", "They are", choices=ENDS, default="done"),
        Param("reason", "long", "Why", NOTE_HELP, required=True),
    ),
)
def clear_diary(task: Task) -> Plan:
    """Every open entry of a claim done or dropped, as closing asks; a recovery's own stay."""
    plan = Plan(task.draft(f"Clear the diary of {counted(len(task.records), 'claim')}"))
    by_claim = [(claim, _own_entries(claim)) for claim in task.records]
    _keep_note_apart(plan, [entry for _, entries in by_claim for entry in entries])
    for claim, entries in by_claim:
        for entry in entries:
            _finish(plan, task, entry)
        if not entries:
            plan.lines.append(f"{claim_words(claim)} has no open entry.")
    plan.said = _said(plan, task)
    return plan


def _own_entries(claim: Any) -> list[Any]:
    return list(
        Diary.select()
        .where(*closing.own_entries(claim.id), Diary.trashed_at.is_null())
        .order_by(Diary.diary_date, Diary.id)
    )


def _keep_note_apart(plan: Plan, entries: Iterable[Any]) -> None:
    """Where an entry is not public, what is noted stands with the entries, not with the batch."""
    if any(entry.sensitivity != "public" for entry in entries):
        plan.draft.reason = ""


def _finish(plan: Plan, task: Task, entry: Any) -> None:
    values = {"status": task["outcome"], "done_date": task.on}
    if task["reason"] and not plan.draft.reason:
        values["detail"] = "\n".join(filter(None, (entry.detail, task["reason"])))
    plan.draft.change(Diary, entry.id, seen=entry.version, **values)
    plan.lines.append(f"{long_day(entry.diary_date)}: “{entry.subject}” is {task['outcome']}.")


def _said(plan: Plan, task: Task) -> str:
    return f"{counted(len(plan.draft.edits), 'diary entry')} {task['outcome']}."

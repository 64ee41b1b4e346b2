"""What the City decided above the office: the city manager, its attorney, a board or the council.

They do not sign in. A manager who did not ask records who decided, when and in which document, and
the waiting action runs as if approved here.
"""

from collections.abc import Iterator
from typing import Any

from journal import agenda, policy
from models import BY_NAME, Approval, Document
from rules.days import long_day
from rules.errors import Refused
from workflow import authority
from workflow.approvals import granted
from workflow.tasks import MANAGERS, Need, Param, Plan, Task, label
from workflow.verbs import VERBS
from workflow.words import listed

FILES = ("claim", "recovery", "incident")
"""The records that documents lie with; so the columns of a document are called."""


@VERBS.add(
    "record_decision",
    title="Record a decision of the City",
    sheets=("approval",),
    roles=MANAGERS,
    statuses=("waiting",),
    params=(
        Param("tier", "choice", "Who", choices=tuple(policy.TIERS.items()), required=True),
        Param("name", "text", "Name", "Of the person, or of who signed.", required=True),
        Param("decided_on", "day", "Decided on", required=True),
        Param(
            "document", "link", "Document", "The signed decision.", sheet="document", required=True
        ),
        Param("reason", "long", "Note", "Goes to who asked, and into the record."),
    ),
)
def record_decision(task: Task) -> Plan:
    """What waits for one of the City's tiers is approved, and the record says by whom."""
    approval: Approval = task.records[0]
    tier, day = task["tier"], task["decided_on"]
    words = policy.TIERS[tier]
    if tier not in agenda.tiers_of(approval.approver_roles):
        raise Refused(
            f"This is not for the {words.lower()}. {agenda.waits_for(approval.approver_roles)}"
        )
    if day > task.on:
        raise Refused(f"{long_day(day)} lies ahead: record the decision when it was made.")
    who = f"{words}: {task['name']}"[:200]
    document = task["document"]
    _on_file(approval, document)
    plan = granted(task, _need_tier, outside_by=who, outside_date=day, outside_document=document)
    plan.lines.insert(1, f"Decided by the {words.lower()}, {task['name']}, on {long_day(day)}.")
    return plan


def _on_file(approval: Approval, document_id: int) -> None:
    """The decision lies in the file of what was decided on, where that is in a file."""
    model = BY_NAME.get(approval.parameters["sheet"])
    if model is None:
        return
    records = list(model.select().where(model.id << approval.parameters["ids"]))
    places = {place for record in records for place in _files(record)}
    document = Document.get_by_id(document_id)
    if places and not any(getattr(document, name) == row_id for name, row_id in places):
        numbers = listed([label(record) for record in records])
        raise Refused(
            f"{document.document_no} is not in the file of {numbers}: add the signed decision "
            "there first."
        )


def _files(record: Any) -> Iterator[tuple[str, int]]:
    """The files in which documents of a record lie, by the column of a document that says so."""
    own = type(record).__name__.lower()
    if own in FILES:
        yield own, record.id
    for name in FILES:
        row_id = getattr(record, name, None)
        if row_id:
            yield name, row_id


def _need_tier(task: Task, needed: Need) -> None:
    """The tier holds the authority today still."""
    held = authority.limits(needed.kind, needed.line, task.on)
    tier = task["tier"]
    if needed.kind == authority.LETTER and tier in needed.roles:
        return
    if not any(limit.holder == tier and limit.covers(needed.amount or 0) for limit in held):
        raise Refused(f"This is beyond the authority of the {policy.TIERS[tier].lower()} too.")

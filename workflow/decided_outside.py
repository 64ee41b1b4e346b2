"""What the City decided above the office: the city manager, its attorney, a board or the council.

They do not sign in. A manager who did not ask records who decided, when and in which document, and
the waiting action runs as if approved here.
"""

from journal import agenda, policy
from models import Approval
from rules.days import long_day
from rules.errors import Refused
from workflow import authority
from workflow.approvals import granted
from workflow.tasks import MANAGERS, Need, Param, Plan, Task
from workflow.verbs import VERBS


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
    plan = granted(task, _need_tier, outside_by=who, outside_date=day, outside_document=document)
    plan.lines.insert(1, f"Decided by the {words.lower()}, {task['name']}, on {long_day(day)}.")
    return plan


def _need_tier(task: Task, needed: Need) -> None:
    """The tier holds the authority today still."""
    held = authority.limits(needed.kind, needed.line, task.on)
    tier = task["tier"]
    if needed.kind == authority.LETTER and tier in needed.roles:
        return
    if not any(limit.holder == tier and limit.covers(needed.amount or 0) for limit in held):
        raise Refused(f"This is beyond the authority of the {policy.TIERS[tier].lower()} too.")

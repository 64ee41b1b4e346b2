"""Telling departments where their claims stand: what the report states of each, by e-mail."""

from typing import Any

from exports.reports import asking
from exports.reports.department_status import department_status
from models import ContactLog
from rules.days import long_day
from rules.statuses import CLAIM_STATUSES
from workflow.tasks import DESK, Plan, Task
from workflow.verbs import VERBS
from workflow.words import counted

STATUSES = dict(CLAIM_STATUSES)


@VERBS.add(
    "inform_departments",
    title="Inform departments",
    sheets=("department",),
    roles=DESK,
    many=True,
    source="Lab. Code 3762(c)",
)
def inform_departments(task: Task) -> Plan:
    """A message to each department: its open claims and what is asked of it; no names of
    claimants, no amounts, no medical details (Lab. Code 3762(c)).
    """
    plan = Plan(task.draft(f"Told {counted(len(task.records), 'department')} of open claims"))
    for department in task.records:
        rows = _rows(task, department)
        if not department.email:
            plan.refuse(department, "No e-mail address is known. Enter one on the department.")
        elif not rows:
            plan.refuse(department, "It has no open claim: there is nothing to tell.")
        else:
            _tell(plan, task, department, rows)
    plan.said = f"{counted(len(plan.messages), 'department')} told where the claims stand."
    return plan


def _rows(task: Task, department: Any) -> list[dict[str, Any]]:
    """The open claims of a department, as its report has them."""
    entry = asking.named(department_status.__name__)
    question = asking.asked(task.who, entry, {"department": department.code}, on=task.on)
    made = asking.make(question, entry)
    return list(asking.first_rows(made, made.count))


def _tell(plan: Plan, task: Task, department: Any, rows: list[dict[str, Any]]) -> None:
    """The message, and on each claim that it was told."""
    whom = department.contact_name or department.name
    said = [f"Open claims of {department.name} on {long_day(task.on)}:", *map(_words, rows)]
    plan.messages.append(
        (department.email, f"Your open claims: {department.name}", "\n".join(said))
    )
    asked = sum(row["asked"] for row in rows)
    plan.lines.append(
        f"{department.code}: {counted(len(rows), 'open claim')}, {counted(asked, 'open answer')}, "
        f"to {whom} ({department.email})."
    )
    for row in rows:
        plan.draft.create(
            ContactLog,
            claim=row["claim_id"],
            contact_name=whom,
            contact_date=task.on,
            channel="email",
            direction="out",
            summary=f"Told where it stands. {_words(row)}",
        )


def _words(row: dict[str, Any]) -> str:
    """A claim as a department is told of it."""
    parts = [f"{row['claim_no']}: {STATUSES[row['status']]}"]
    if row["loss_date"]:
        parts.append(f"loss of {row['loss_date'].isoformat()}")
    if row["asked"]:
        due = f", the first by {row['asked_by'].isoformat()}" if row["asked_by"] else ""
        parts.append(f"we wait for {counted(row['asked'], 'answer')} of yours{due}")
    if row["adjuster"]:
        parts.append(f"ask {row['adjuster']}")
    return "; ".join(parts) + "."

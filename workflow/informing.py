"""Telling a department or an employee of light duty: a message to send, or one to hand on.

A department hears restrictions and dates alone, never a diagnosis, a physician or a note's own
words (Lab. Code 3762(c)).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models import ContactLog, Department, Diary, Employee
from workflow.tasks import Plan, Task


@dataclass(frozen=True)
class Told:
    """What is told to whom: the day's subject and the sentences."""

    subject: str
    lines: Sequence[str]


def inform_department(plan: Plan, task: Task, claim: Any, department_id: Any, told: Told) -> None:
    """Tell a department, by its contact for light duty."""
    row = Department.get_or_none(Department.id == department_id) if department_id else None
    if row is None:
        plan.lines.append(f"{claim.claim_no}: no department is known to be told.")
        return
    whom = f"{row.contact_name}, {row.name}" if row.contact_name else row.name
    _tell(plan, task, claim, (whom, row.email), told)


def inform_employee(plan: Plan, task: Task, claim: Any, told: Told) -> None:
    """Tell the employee."""
    row = Employee.get_or_none(Employee.id == claim.employee) if claim.employee else None
    name = row.name if row else claim.claimant
    if name:
        _tell(plan, task, claim, (name, row.email if row else None), told)


def _tell(plan: Plan, task: Task, claim: Any, whom: tuple[str, str | None], told: Told) -> None:
    name, address = whom
    text = "\n".join(told.lines)
    if address:
        plan.draft.create(
            ContactLog,
            claim=claim.id,
            contact_name=name,
            contact_date=task.on,
            channel="email",
            direction="out",
            summary=text,
        )
        plan.messages.append((address, told.subject, text))
        plan.lines.append(f"A message goes to {name} ({address}): {' '.join(told.lines)}")
        return
    plan.draft.create(
        Diary,
        claim=claim.id,
        diary_date=task.on,
        owner=claim.adjuster or task.who.user_id,
        subject=f"Tell {name}: {told.subject}"[:200],
        detail=text,
        sensitivity="personal",
    )
    plan.lines.append(
        f"No e-mail address of {name} is known: your diary says what to hand on: "
        f"{' '.join(told.lines)}"
    )

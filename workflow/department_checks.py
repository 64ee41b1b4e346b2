"""Departments asked whether they can give light duty, home first, then others; and their answers.

A department hears restrictions and dates alone (Lab. Code 3762(c)); of somebody of another
department not the name either.
"""

from datetime import date, timedelta
from typing import Any

from journal import light_duty as duty
from journal.duty_checks import ANSWERS, checks_of
from models import Claim, Department, Diary, LightDutyCheck, LightDutyTask
from rules.days import long_day
from rules.errors import Invalid, Problem
from rules.light_duty_days import Span
from workflow.informing import Told, inform_department
from workflow.light_duty import usual_end
from workflow.light_duty_notes import allowed, fits, notes_to_match, why_not
from workflow.tasks import DESK, Param, Plan, Task, label
from workflow.verbs import VERBS
from workflow.words import claim_words, counted

ACTION = "answer_check"


@VERBS.add(
    "ask_department",
    title="Ask a department",
    source="Lab. Code 3762(c), 4658.7(b)",
    sheets=("claim",),
    roles=DESK,
    many=True,
    order=43,
    params=(
        Param(
            "department",
            "link",
            "Department",
            "Blank: that of the task, else the employee's own.",
            sheet="department",
        ),
        Param("task", "link", "Task", "Blank: any that it has.", sheet="lightdutytask"),
        Param("asked_date", "day", "Asked", default="today", required=True),
        Param("answer_by_date", "day", "Answer due", "Blank: as Settings say of offers."),
        Param("inform", "yesno", "Tell the department", "Restrictions and dates alone.",
              default=True),
    ),
)  # fmt: skip
def ask_department(task: Task) -> Plan:
    """A question to a department for each claim; who handles it is reminded of the answer."""
    row = LightDutyTask.get_by_id(task["task"]) if task["task"] else None
    plan = Plan(task.draft(f"Ask a department for light duty: {_some(task, 'claim')}"[:300]))
    for claim in task.records:
        wanted = task["department"] or (row and row.department) or claim.department
        department = Department.get_or_none(Department.id == wanted) if wanted else None
        if department is None:
            plan.refuse(claim, "No department is known: choose the one to ask.")
            continue
        note = _may_ask(plan, task, claim, department, row)
        if note:
            _ask(plan, task, claim, (department, row, note))
    asked = sum(create.model is LightDutyCheck for create in plan.draft.creates)
    plan.said = f"{counted(asked, 'department')} asked for light duty."
    return plan


def _some(task: Task, one: str) -> str:
    records = task.records
    return label(records[0]) if len(records) == 1 else counted(len(records), one)


def _may_ask(plan: Plan, task: Task, claim: Any, department: Any, row: Any) -> Any:
    """The note with whose restrictions the department is asked; None, and said, where it is not."""
    refused = len(plan.refusals)
    notes = notes_to_match(plan, claim, claim, Span(task.on, task.on))
    if not notes:
        return None
    if task["asked_date"] > task.on:
        plan.refuse(claim, f"{long_day(task['asked_date'])} lies ahead: ask on the day itself.")
    wanted = (department.id, row.id if row else None)
    for check in checks_of(claim.id):
        if check.answer is None and (check.department, check.task) == wanted:
            day = long_day(check.asked_date)
            plan.refuse(claim, f"{department.name} was asked on {day}; its answer is awaited.")
    if row is not None:
        fit = fits(row, notes, Span(task.on, usual_end(task.on)))
        if not fit.fits:
            plan.refuse(claim, f"{row.title} goes beyond what the note allows. {why_not(fit)}.")
    return notes[0] if len(plan.refusals) == refused else None


def _ask(plan: Plan, task: Task, claim: Any, asked: tuple[Any, Any, Any]) -> None:
    department, row, note = asked
    due = task["answer_by_date"] or task["asked_date"] + timedelta(days=duty.answer_days())
    plan.draft.create(
        LightDutyCheck,
        claim=claim.id,
        department=department.id,
        task=row.id if row else None,
        work_status=note.id,
        asked_date=task["asked_date"],
        answer_by_date=due,
    )
    plan.draft.create(
        Diary,
        claim=claim.id,
        diary_date=due,
        owner=claim.adjuster or task.who.user_id,
        subject=_subject(department, row),
        action=ACTION,
    )
    what = f" for “{row.title}”" if row else ""
    plan.lines.append(
        f"{claim_words(claim)}: {department.name} is asked{what}, answer due {long_day(due)}; your "
        "diary looks for it."
    )
    if task["inform"]:
        told = Told(f"Light duty: can {department.name} help?", _question(claim, asked, due))
        inform_department(plan, task, claim, department.id, told)


def _subject(department: Any, row: Any) -> str:
    what = f": {row.title}" if row else ""
    return f"Answer of {department.name} on light duty{what}"[:200]


def _question(claim: Any, asked: tuple[Any, Any, Any], due: date) -> list[str]:
    """What a department is told: who of its own, else from where, and what the note allows."""
    department, row, note = asked
    home = Department.get_or_none(Department.id == claim.department)
    who, may = claim.claimant or claim.claim_no, allowed(note)
    if department.id != claim.department:
        who = f"an employee of {home.name}" if home else "an employee of another department"
    what = f"do “{row.title}”" if row else "be given light duty"
    return [f"Can {who} {what} with you? {may[0].upper()}{may[1:]}.",
            f"Please answer by {long_day(due)}."]  # fmt: skip


# --- The answer ----------------------------------------------------------------------------------


@VERBS.add(
    "answer_check",
    title="Answer for the department",
    sheets=("lightdutycheck",),
    roles=(*DESK, "coordinator"),
    many=True,
    primary=True,
    order=10,
    params=(
        Param("answer", "choice", "Answer", choices=tuple(ANSWERS.items()), required=True),
        Param("duties", "long", "Duties it can give"),
        Param("reason", "long", "Why not, or not all", "Needed unless it can."),
        Param("answered_date", "day", "Answered on", default="today", required=True),
    ),
)
def answer_check(task: Task) -> Plan:
    """What a department answered; who handles the claim finds it in the diary."""
    answer, day = task["answer"], task["answered_date"]
    if answer != "can" and not task["reason"]:
        sentence = f"“{ANSWERS[answer]}” needs a reason: it goes into the file."
        raise Invalid([Problem(task.key, None, "reason", task["reason"], sentence)])
    plan = Plan(task.draft(f"Answer of a department: {_some(task, 'check')}"[:300]))
    for check in task.records:
        if check.answer:
            plan.refuse(check, f"It was answered on {long_day(check.answered_date)} already.")
        elif day > task.on or day < check.asked_date:
            plan.refuse(check, f"{long_day(day)} is not between the question and today.")
        else:
            _answer(plan, task, check)
    plan.said = f"{counted(len(task.records), 'answer')} recorded: {ANSWERS[answer].lower()}."
    return plan


NEXT = {
    "can": ("{} can take somebody: offer light duty", "offer_light_duty"),
    "partly": ("{} can help in part: read its answer", "offer_light_duty"),
    "cannot": ("{} cannot give light duty: ask another department", "ask_department"),
}
"""Answer -> what the diary says then, and the action that it leads to."""


def _answer(plan: Plan, task: Task, check: Any) -> None:
    names = ("answer", "duties", "reason", "answered_date")
    values = {name: task[name] for name in names if task[name] is not None}
    plan.draft.change(LightDutyCheck, check.id, seen=check.version, **values)
    department = Department.get_by_id(check.department)
    row = LightDutyTask.get_or_none(LightDutyTask.id == check.task) if check.task else None
    what = f", {row.title}" if row else ""
    plan.lines.append(f"{check.check_no}{what}: {department.name}: {ANSWERS[task['answer']]}.")
    words, action = NEXT[task["answer"]]
    entries = Diary.select().where(
        Diary.claim == check.claim,
        Diary.status == "open",
        Diary.action == ACTION,
        Diary.subject == _subject(department, row),
        Diary.trashed_at.is_null(),
    )
    for entry in entries:
        plan.draft.change(
            Diary,
            entry.id,
            subject=words.format(department.name)[:200],
            diary_date=task.on,
            action=action,
        )
    if task["answer"] == "cannot" and "coordinator" not in task.who.roles:
        claim = Claim.get_by_id(check.claim)
        plan.lines.append(f"{claim.claim_no}: {_without(claim, check)}")


def _without(claim: Any, check: Any) -> str:
    others = [c for c in checks_of(claim.id) if c.id != check.id and c.answer in (None, "can")]
    if others:
        return "another department was asked too."
    return "no department gives light duty yet, so temporary disability goes on; ask another one."

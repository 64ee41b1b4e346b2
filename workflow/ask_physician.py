"""A question to a treating physician: what the employee may do, in a letter, and the day the reply
is due.
"""

from datetime import date, timedelta
from typing import Any

from models import Diary, InvestigationStep
from rules.days import long_day
from rules.status_wants import Want
from workflow import verb_letters
from workflow.letter_rows import place_of
from workflow.tasks import DESK, Param, Plan, Task
from workflow.verb_letters import Mail, wish_of
from workflow.verbs import VERBS
from workflow.words import claim_words, counted
from workflow.work_status import OTHER_LINE, some_claims


@VERBS.add(
    "ask_physician",
    title="Ask the physician",
    source="8 CCR 9785(f)",
    sheets=("claim",),
    roles=DESK,
    many=True,
    order=46,
    params=(
        Param(
            "what",
            "text",
            "What",
            default="Work status: what may the employee do, and until when?",
            required=True,
        ),
        Param("reply_by_date", "day", "Reply by", "Blank: 20 days, as the regulation gives."),
        Param("asked_date", "day", "Asked", default="today"),
        Param("job_demands", "long", "What the job demands", "In the letter, one a line."),
        *verb_letters.PARAMS,
    ),
)
def ask_physician(task: Task) -> Plan:
    """A question to the treating physician of each claim, in a letter that asks of function alone,
    with the day the reply is due.
    """
    due = task["reply_by_date"] or task["asked_date"] + timedelta(days=20)
    plan = Plan(task.draft(f"Ask the physician on {some_claims(task.records)}"[:300]))
    mail = Mail(plan, task, frozenset(("address", "questions", "job_demands", "reply_by")))
    writes = verb_letters.wanted(plan, task, task["asked_date"])
    for claim in task.records:
        if claim.line != "W":
            plan.refuse(claim, OTHER_LINE)
        elif not claim.physician:
            want = Want("No treating physician is known: enter one first.", column="physician")
            plan.miss(claim, want)
        elif due < task["asked_date"]:
            plan.refuse(claim, f"The reply would be due {long_day(due)}, before it is asked.")
        else:
            _ask(mail, claim, due, writes=writes)
    asked = sum(create.model is InvestigationStep for create in plan.draft.creates)
    plan.said = f"{counted(asked, 'question')} to physicians recorded, due {long_day(due)}."
    mail.close()
    return plan


PHYSICIAN = "Treating physician"
"""How the file names who was asked: the name itself stays with the medical columns."""


def _ask(mail: Mail, claim: Any, due: date, *, writes: bool) -> None:
    plan, task, place, written = mail.plan, mail.task, place_of(claim), None
    if writes:
        given = {"questions": task["what"], "job_demands": task["job_demands"], "reply_by": due}
        written = mail.drawn("physician_inquiry", claim, place, wish_of(task, **given))
        if written is None:
            return
    plan.draft.create(
        InvestigationStep,
        claim=claim.id,
        asked_of=PHYSICIAN,
        what=task["what"],
        asked_date=task["asked_date"],
        due_date=due,
    )
    plan.draft.create(
        Diary,
        claim=claim.id,
        diary_date=due,
        owner=claim.adjuster or task.who.user_id,
        subject=f"{task['what']} from {PHYSICIAN}"[:200],
        action="record_answer",
    )
    plan.lines.append(
        f"{claim_words(claim)}: asks its treating physician “{task['what']}”, reply by "
        f"{long_day(due)}; your diary looks for it."
    )
    if written:
        mail.put(written, place)

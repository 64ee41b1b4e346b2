"""What a department is asked on light duty and has not answered: for its coordinator."""

from dataclasses import dataclass
from datetime import date

from peewee import JOIN

from journal import light_duty as duty
from journal import policy
from journal.duty_board import ELSEWHERE, short
from journal.who import Who
from models import Claim, Department, LightDutyCheck, LightDutyTask, WorkStatus

MOST = 100


@dataclass(frozen=True)
class Question:
    """One question: who it is about, with what restrictions, for which task, by when."""

    check_id: int
    name: str
    where: str
    task: str
    restrictions: str
    due: date | None
    late: bool


def questions(who: Who, *, on: date) -> list[Question]:
    """The questions to a person's own department; none for who sees all of them on the board.

    Of somebody of another department neither name nor claim is told (Lab. Code 3762(c)).
    """
    if not policy.view(who, LightDutyCheck).own_department or who.masked:
        return []
    query = (
        LightDutyCheck.select(
            LightDutyCheck.id,
            LightDutyCheck.answer_by_date,
            LightDutyCheck.work_status,
            LightDutyTask.title,
            Department.name,
            Claim.claimant,
            Claim.department == who.department_id,
        )
        .join(Claim, on=(LightDutyCheck.claim == Claim.id))
        .join(Department, JOIN.LEFT_OUTER, on=(Claim.department == Department.id))
        .switch(LightDutyCheck)
        .join(LightDutyTask, JOIN.LEFT_OUTER, on=(LightDutyCheck.task == LightDutyTask.id))
        .where(
            LightDutyCheck.answer.is_null(),
            LightDutyCheck.trashed_at.is_null(),
            policy.scope(who, LightDutyCheck),
        )
        .order_by(LightDutyCheck.answer_by_date, LightDutyCheck.id)
        .limit(MOST)
    )
    rows = list(query.tuples())
    notes = {n.id: n for n in WorkStatus.select().where(WorkStatus.id << [row[2] for row in rows])}
    lines = duty.lines_of(notes)
    return [
        Question(
            check_id,
            (name or ELSEWHERE) if own else ELSEWHERE,
            home or "",
            task or "",
            short(notes[note], lines.get(note, ())) if note in notes else "",
            due,
            due is not None and due < on,
        )
        for check_id, due, note, task, home, name, own in rows
    ]

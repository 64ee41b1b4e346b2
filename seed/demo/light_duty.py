"""Work status and light duty of the demonstration: task bank, and people in every state."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import models as m
import workflow
from exports.letters.printing import word_alone
from journal import light_duty as duty
from journal.clicks import Click
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR, Who, person_of
from rules.errors import OfficeError
from rules.light_duty import match
from rules.statuses import CLOSED
from seed.demo.chance import days_after
from seed.demo.directory import MAIL, Directory
from seed.demo.tasks import BANK, SUPERVISORS
from workflow.light_duty_wages import DUE
from workflow.verbs import Act, Done, run

RESTRICTIONS = {
    "Shoulder": "lift 10 lb\nno overhead work\nright arm: reach below the shoulder 2 h a day",
    "Back": "lift 15 lb\nbend 1 h a day\nstand 45 min at a time\nno ladders",
    "Lower back": "lift 15 lb\nbend 1 h a day\nstand 45 min at a time\nno ladders",
    "Knee": "no kneeling\nno ladders\nstand 30 min at a time, 3 h a day\nclimb 10 min at a time",
    "Ankle": "no ladders\nstand 20 min at a time, 2 h a day\nwalk 15 min at a time",
    "Hand": "right hand: grip 5 lb\nlift 10 lb\nno vibrating tools",
    "Wrist": "right hand: grip 5 lb\nkeyboard 30 min at a time, 4 h a day\nlift 5 lb",
    "Neck": "lift 10 lb\nno overhead work\nno safety-sensitive driving",
}
"""Body part -> what a physician limits; else `USUAL`."""
USUAL = "lift 20 lb\nno ladders"


class Course(NamedTuple):
    """How it goes with somebody, in days from today.

    `note` is (first, last, next appointment); `offer` (offered, first, last, answer due); `answer`
    (which, day); `after` a further act: (key, day, its values).
    """

    age: int
    note: tuple[int, int | None, int | None]
    status: str = "modified"
    offer: tuple[int, int, int, int] | None = None
    answer: tuple[str, int] | None = None
    after: tuple[str, int, dict[str, Any]] | None = None


COURSES = (
    Course(40, (-30, 20, 6), offer=(-28, -25, 64, -26), answer=("accepted", -27)),
    Course(100, (-20, 12, 3), offer=(-19, -18, 5, -18), answer=("accepted", -18)),
    Course(12, (-6, 24, 15), offer=(-1, 4, 60, 2)),
    Course(30, (-20, 18, 9), offer=(-16, -12, 60, -13), answer=("declined", -13)),
    Course(90, (-70, None, None), offer=(-68, -65, 24, -66), answer=("accepted", -66),
           after=("record_work_status", -5, {"status": "full_duty"})),
    Course(10, (-8, 9, 9), status="off_work"),
    Course(16, (-12, 2, 2), after=("ask_department", -2, {"inform": "no"})),
    Course(130, (-110, 30, 12), offer=(-108, -100, -11, -104), answer=("accepted", -105),
           after=("extend_offer", -30, {})),
    Course(50, (-40, -4, -5)),
    Course(20, (-15, 16, 7), offer=(-8, 3, 70, -2)),
    Course(35, (-28, 15, 8), offer=(-16, -9, 60, -10), answer=("expired", -9)),
    Course(45, (-35, 25, 10), offer=(-33, -30, 50, -31),
           after=("end_offer", -30, {"end_reason": "no_work", "inform": "no"})),
    Course(60, (-50, 14, 14), offer=(-48, -45, 44, -46), answer=("accepted", -46),
           after=("end_offer", -9, {"end_reason": "no_work", "inform": "no"})),
)  # fmt: skip
"""Whom the board shows: on light duty, ending soon, offered, declined, back, off, waiting,
extended, overdue, without an answer, withdrawn, ended.
"""


def fill_light_duty(directory: Directory, counts: Counter[str], *, today: date, mark: str) -> None:
    """The task bank, and the newest open compensation claims on their courses.

    `counts` learns how many rows of each sheet were made; `mark` names the office: asked again,
    nothing is added.
    """
    workflow.load()
    _bank(counts, on=today, mark=mark)
    _addresses(on=today, mark=mark)
    examiner = person_of(directory.staff["examiner"].id)
    claims = _claims(today)
    for number, course in enumerate(COURSES):
        old_enough = (c for c in claims if (today - c.injury_date).days >= course.age)
        claim = next(old_enough, None)
        if claim is not None:
            claims.remove(claim)
            with word_alone():
                _Life(examiner, counts, claim, today, f"{mark} duty {number}").go(course, number)


def _bank(counts: Counter[str], *, on: date, mark: str) -> None:
    departments = dict(m.Department.select(m.Department.code, m.Department.id).tuples())
    draft = Draft("Task bank", source="seed", on=on)
    for number, work in enumerate(BANK):
        task = draft.create(
            m.LightDutyTask,
            title=work.title,
            department=departments.get(work.department),
            location=work.where,
            description=work.duties,
            schedule="Monday to Friday",
            supervisor=SUPERVISORS[number % len(SUPERVISORS)],
            hours_a_day=work.hours,
            days_a_week=5,
            capacity=work.places,
        )
        for activity, pounds, minutes, hours in work.demands:
            figures = {"pounds": pounds, "minutes": minutes, "hours": hours}
            draft.create(m.LightDutyDemand, task=task, activity=activity, **figures)
    done = commit(OPERATOR, draft, key=Click(f"{mark} task bank"))
    counts.update(sheet for sheet, _ in done.created)


def _addresses(*, on: date, mark: str) -> None:
    """Where each department is written to."""
    draft = Draft("E-mail of the departments", source="seed", on=on)
    query = m.Department.select(m.Department.id, m.Department.code)
    for row_id, code in query.where(m.Department.email.is_null()).tuples():
        draft.change(m.Department, row_id, email=f"{code.lower()}@{MAIL}")
    commit(OPERATOR, draft, key=Click(f"{mark} addresses"))


def _claims(today: date) -> list[Any]:
    """Open compensation claims of who may work, the newest first."""
    query = m.Claim.select().where(
        m.Claim.line == "W",
        m.Claim.status.not_in([*CLOSED, "denied", "future_medical"]),
        m.Claim.injury_date.is_null(False),
        m.Claim.injury_date > days_after(today, -700),
        m.Claim.trashed_at.is_null(),
    )
    return list(query.order_by(m.Claim.injury_date.desc(), m.Claim.id))


class _Life:
    """One claim on its course."""

    def __init__(self, who: Who, counts: Counter[str], claim: Any, today: date, mark: str) -> None:
        self.who, self.counts, self.claim, self.today, self.mark = who, counts, claim, today, mark

    def go(self, course: Course, number: int) -> None:
        """Every act of the course on its day, as far as the office's rules let it."""
        for key, day, values in self._acts(course, number):
            sheet = "lightdutyoffer" if key.endswith("_offer") else "claim"
            row_id = self.claim.id if sheet == "claim" else self._offer()
            if row_id is None or self._run(Act(key, sheet, [row_id], values), day) is None:
                return
            if key == "answer_offer":
                self._paid(day)

    def _acts(self, course: Course, number: int) -> Iterator[tuple[str, date, dict[str, Any]]]:
        first, last, appointment = course.note
        begins = self._day(first)
        note = {"status": course.status, "from_date": begins, "inform": "no"}
        if course.status == "modified":
            note["restrictions"] = RESTRICTIONS.get(self.claim.body_part, USUAL)
        for name, days in (("to_date", last), ("next_appointment_date", appointment)):
            if days is not None:
                note[name] = self._day(days)
        yield "record_work_status", begins, {**note, "received_date": begins, "signed_date": begins}
        if course.offer:
            offered, starts, ends, answer_by = map(self._day, course.offer)
            yield "offer_light_duty", offered, {
                "task": self._task(starts, number),
                "first_day": starts,
                "last_day": ends,
                "offered_date": offered,
                "answer_by_date": answer_by,
            }  # fmt: skip
        if course.answer:
            answer, days = course.answer
            on = self._day(days)
            yield "answer_offer", on, {"answer": answer, "answered_date": on, "inform": "no"}
        if course.after:
            key, days, values = course.after
            on = self._day(days)
            if key == "extend_offer":
                yield key, on, {"notice_date": on, **values}
                yield (
                    "answer_offer",
                    on,
                    {"answer": "accepted", "answered_date": on, "inform": "no"},
                )
                return
            dated = {"record_work_status": "from_date", "ask_department": "asked_date"}
            yield key, on, {"inform": "no", **values, dated.get(key, "ended_date"): on}

    def _day(self, days: int) -> date:
        return days_after(self.today, days)

    def _task(self, on: date, number: int) -> int | None:
        """A task that fits, another one for each; its places are looked at by the offer."""
        note = duty.note_in_force(self.claim.id, on=on)
        rows = list(m.LightDutyTask.select().order_by(m.LightDutyTask.id))
        if note is None:
            return None
        bank = duty.tasks(rows, near=self.claim.department, taken={})
        fits = match(duty.limits_of(note), bank).fits
        return fits[number % len(fits)].task.key if fits else None

    def _offer(self) -> int | None:
        """The last offer, which an extension is too."""
        query = m.LightDutyOffer.select().where(m.LightDutyOffer.claim == self.claim.id)
        offer = query.order_by(m.LightDutyOffer.id.desc()).first()
        return offer.id if offer else None

    def _paid(self, on: date) -> None:
        """What accepted light duty at lower pay asks to be paid is seen to within the week."""
        draft = Draft("Wages of light duty looked at", source="seed", on=self.today)
        query = m.Diary.select(m.Diary.id, m.Diary.diary_date).where(
            m.Diary.claim == self.claim.id, m.Diary.subject == DUE, m.Diary.status == "open"
        )
        for row_id, day in query.tuples():
            done = days_after(max(day, on), 5)
            if done <= self.today:
                draft.change(m.Diary, row_id, status="done", done_date=done)
        commit(OPERATOR, draft, key=Click(f"{self.mark} wages {on}"))

    def _run(self, act: Act, on: date) -> Done | None:
        """The act done, or None where the office's rules refuse it."""
        try:
            done = run(self.who, act, on=on, click=f"{self.mark} {act.key} {on}")
        except OfficeError:
            return None
        self.counts.update(sheet for sheet, _ in done.receipt.created)
        return done

"""What becomes of an offer of light duty: answered, extended, ended."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from journal import light_duty as duty
from journal.duty_notes import as_offered, notes_within
from journal.duty_wages import effect_of_offer
from models import Diary, LightDutyOffer, LightDutyTask
from rules.days import long_day
from rules.light_duty_days import NOTICE_DAYS, Span
from rules.status_wants import Want
from workflow import offer_letters
from workflow.informing import Told, inform_department, inform_employee
from workflow.light_duty import claim_of, days_allow
from workflow.light_duty_notes import beyond, fits, notes_to_match, warn
from workflow.light_duty_wages import look_for_loss
from workflow.tasks import DESK, Param, Plan, Task, label
from workflow.verb_letters import Mail
from workflow.verbs import VERBS
from workflow.words import claim_words, counted
from workflow.work_days import back_from, off_from
from workflow.work_status import end_extended

STATUSES = dict(LightDutyOffer.status.choices)
REASONS = dict(LightDutyOffer.end_reason.choices)
ANSWERS = tuple((code, STATUSES[code]) for code in ("accepted", "declined", "expired"))
INFORM = Param(
    "inform",
    "yesno",
    "Tell the department and the employee",
    "Restrictions and dates alone (Labor Code 3762).",
    default=True,
)
KEPT = (
    "claim",
    "task",
    "department",
    "hours_a_day",
    "days_a_week",
    "schedule",
    "supervisor",
    "duties",
    "wage_effect",
    "weekly_wage",
)
"""What an extension takes over."""


@VERBS.add(
    "answer_offer",
    title="Record the answer",
    source="Lab. Code 3762(c), 4658.7(b)",
    sheets=("lightdutyoffer",),
    roles=DESK,
    many=True,
    primary=True,
    order=10,
    statuses=("offered",),
    params=(
        Param("answer", "choice", "Answer", choices=ANSWERS, required=True),
        Param("answered_date", "day", "Answered on", default="today", required=True),
        Param("words", "long", "In their words"),
        INFORM,
    ),
)
def answer_offer(task: Task) -> Plan:
    """The offer accepted, declined or without an answer; accepted, the employee is back."""
    answer, day = task["answer"], task["answered_date"]
    plan = Plan(task.draft(f"Light duty {STATUSES[answer].lower()}: {_some(task)}"[:300]))
    for offer in task.records:
        if offer.status != "offered":
            plan.refuse(offer, f"It is “{STATUSES[offer.status]}” already.")
        elif day > task.on or (offer.offered_date and day < offer.offered_date):
            plan.refuse(offer, f"{long_day(day)} is not between the offer and today.")
        elif answer == "expired" and offer.answer_by_date and day <= offer.answer_by_date:
            due, after = offer.answer_by_date, offer.answer_by_date + timedelta(days=1)
            plan.refuse(
                offer,
                f"The answer is due {long_day(due)}: that none came is known from "
                f"{long_day(after)} on.",
            )
        else:
            _answer(plan, task, offer)
    plan.said = f"{counted(_changed(plan), 'offer')}: {STATUSES[answer].lower()}."
    return plan


def _some(task: Task) -> str:
    one = task.records[0]
    return label(one) if len(task.records) == 1 else counted(len(task.records), "offer")


def _changed(plan: Plan) -> int:
    return len({edit.row_id for edit in plan.draft.edits if edit.model is LightDutyOffer})


def _answer(plan: Plan, task: Task, offer: Any) -> None:
    answer, claim = task["answer"], claim_of(offer)
    said = InWords(offer)
    if answer == "accepted" and not _may_accept(plan, task, offer, claim):
        return
    values = {"status": answer, "answered_date": task["answered_date"], "answer": task["words"]}
    plan.draft.change(LightDutyOffer, offer.id, seen=offer.version, **values)
    plan.lines.append(f"{claim_words(claim)}: {said.title} is {STATUSES[answer].lower()}.")
    if answer == "accepted":
        number = number_of(offer)
        if not number:
            back_from(plan, claim, offer.first_day)
        look_for_loss(plan, task, claim, offer)
        if task["inform"]:
            which = f", extension {number}," if number else ""
            _inform(plan, task, claim, offer, f"{said.days}{which} is agreed.")
        return
    what = "not extended" if offer.extends else "not taken"
    plan.draft.create(
        Diary,
        claim=claim.id,
        diary_date=task.on,
        owner=claim.adjuster or task.who.user_id,
        subject=f"Light duty {what}: look at temporary disability",
    )
    plan.lines.append(
        "Temporary disability does not stop by itself: your diary asks for a look at it."
    )


def _may_accept(plan: Plan, task: Task, offer: Any, claim: Any) -> bool:
    """Whether an offer may still be taken: within the limit of days and every note by now."""
    span = Span(offer.first_day, offer.last_day)
    if not days_allow(plan, offer, claim, span, but=offer.id):
        return False
    return _within_notes(plan, task, offer, span, by=min(task.on, offer.first_day))


def _within_notes(plan: Plan, task: Task, offer: Any, span: Span, *, by: date) -> bool:
    """Whether the task of an offer respects every note of some days; refused, and said, where not.

    `by` is the day on which the note still holds; that it lapses later is said, since the next
    one follows from the next appointment.
    """
    notes = notes_to_match(plan, offer, claim_of(offer), span, by=by)
    if not notes:
        return False
    row = as_offered([offer]).get(offer.id)
    fit = fits(row, notes, span, but=offer.id) if row is not None else None
    if fit is not None and not fit.fits:
        plan.miss(offer, beyond(row, fit))
        return False
    warn(plan, task.who, notes, span)
    return True


@dataclass(frozen=True)
class InWords:
    """An offer in words."""

    offer: Any

    @property
    def title(self) -> str:
        """Its number and its task."""
        row = LightDutyTask.get_or_none(LightDutyTask.id == self.offer.task)
        return f"{self.offer.offer_no} {row.title if row else 'light duty'}"

    @property
    def days(self) -> str:
        """Its task and its days."""
        first, last = long_day(self.offer.first_day), long_day(self.offer.last_day)
        return f"{self.title.partition(' ')[2]}, {first} through {last}"


def _inform(plan: Plan, task: Task, claim: Any, offer: Any, sentence: str) -> None:
    """Tell the departments concerned, each once, and the employee."""
    name = claim.claimant or claim.claim_no
    subject = f"Light duty of {name}"
    for department in dict.fromkeys((claim.department, offer.department)):
        if department:
            inform_department(
                plan, task, claim, department, Told(subject, (f"{name}: {sentence}",))
            )
    inform_employee(plan, task, claim, Told("Your light duty", (f"Light duty: {sentence}",)))


@VERBS.add(
    "extend_offer",
    title="Extend light duty",
    source="8 CCR 9785",
    sheets=("lightdutyoffer",),
    roles=DESK,
    many=True,
    order=20,
    statuses=("accepted",),
    params=(
        Param("last_day", "day", "New last day", "Blank: as long as the office usually gives."),
        Param("notice_date", "day", "Asked for on", default="today", required=True),
        Param(
            "answer_by_date", "day", "Answer due", "Blank: as Settings say, before it would end."
        ),
        Param("reason", "long", "Why", "Needed where less than two weeks were left."),
        *offer_letters.PARAMS,
    ),
)
def extend_offer(task: Task) -> Plan:
    """A further assignment at the same task offered from the day after, within the limit of days;
    it runs once the employee accepts it.
    """
    plan = Plan(task.draft(f"Extend light duty: {_some(task)}"[:300]))
    mail = Mail(plan, task, offer_letters.ABOVE - {"supervisor", "duties", "hours_words"})
    letter = offer_letters.letter_of(plan, task, "light_duty_extension")
    for offer in task.records:
        first = offer.last_day + timedelta(days=1)
        last = task["last_day"] or offer.last_day + timedelta(days=duty.usual_days())
        if _may_extend(plan, task, offer, Span(first, last)):
            _extend(mail, offer, Span(first, last), letter)
    plan.said = f"{counted(_changed(plan), 'extension')} offered."
    mail.close()
    return plan


def _may_extend(plan: Plan, task: Task, offer: Any, span: Span) -> bool:
    notice = task["notice_date"]
    until = offer.last_day - timedelta(days=NOTICE_DAYS)
    if offer.status != "accepted":
        plan.refuse(offer, f"It is “{STATUSES[offer.status]}”: only light duty that runs goes on.")
        return False
    if duty.extensions(offer.id):
        plan.refuse(offer, "It is extended already: extend the extension.")
        return False
    begun = offer.first_day <= task.on
    asked_from = offer.first_day if begun else offer.offered_date or offer.first_day
    if not asked_from <= notice <= task.on:
        plan.refuse(
            offer,
            f"{long_day(notice)} is not between {long_day(asked_from)} and today: enter the day "
            "on which it was asked for.",
        )
        return False
    if notice > until and not task["reason"]:
        plan.miss(
            offer,
            Want(
                f"Two weeks before its end was {long_day(until)}: say why it is extended later.",
                "extend_offer",
            ),
        )
        return False
    if not days_allow(plan, offer, claim_of(offer), span):
        return False
    return _within_notes(plan, task, offer, span, by=max(task.on, offer.first_day))


def number_of(offer: Any) -> int:
    """Which extension an offer is: 0 the first assignment, 1 its first extension."""
    number, link = 0, offer.extends
    while link:
        number += 1
        link = LightDutyOffer.get_by_id(link).extends
    return number


def _extend(mail: Mail, offer: Any, span: Span, letter: str) -> None:
    plan, task = mail.plan, mail.task
    claim, number = claim_of(offer), number_of(offer) + 1
    note = notes_within(claim.id, span)[0]
    answer_by = task["answer_by_date"] or _answer_by(offer, task.on)
    values = {
        **{name: getattr(offer, name) for name in KEPT},
        "wage_effect": effect_of_offer(offer) or offer.wage_effect,
        "work_status": note.id,
        "status": "offered",
        "first_day": span.first,
        "last_day": span.last,
        "offered_date": task.on,
        "answer_by_date": answer_by,
        "extends": offer.id,
    }
    if not offer_letters.make(mail, offer, claim, letter, values):
        return
    plan.draft.change(LightDutyOffer, offer.id, seen=offer.version, notice_date=task["notice_date"])
    plan.lines.append(
        f"{claim_words(claim)}: {InWords(offer).title} would go on {long_day(span.first)} through "
        f"{long_day(span.last)}, extension {number}; answer due {long_day(answer_by)}."
    )


def _answer_by(offer: Any, on: date) -> date:
    """When the answer to an extension is due: as to any offer, and while the assignment runs."""
    return max(on, min(on + timedelta(days=duty.answer_days()), offer.last_day))


@VERBS.add(
    "end_offer",
    title="End light duty",
    source="8 CCR 9785; Lab. Code 3762(c), 4650(a)",
    sheets=("lightdutyoffer",),
    roles=DESK,
    many=True,
    order=30,
    statuses=("offered", "accepted"),
    params=(
        Param("end_reason", "choice", "Why", choices=tuple(REASONS.items()), required=True),
        Param("ended_date", "day", "Last day worked", default="today", required=True),
        INFORM,
    ),
)
def end_offer(task: Task) -> Plan:
    """The assignment ends on a day; an offer that has not begun is withdrawn."""
    plan = Plan(task.draft(f"End light duty: {_some(task)}"[:300]))
    for offer in task.records:
        if offer.status not in duty.TAKEN:
            plan.refuse(offer, f"It is “{STATUSES[offer.status]}” already.")
        else:
            _end(plan, task, offer, task["ended_date"])
    plan.said = f"{counted(_changed(plan), 'assignment')} ended: {REASONS[task['end_reason']]}."
    return plan


def _end(plan: Plan, task: Task, offer: Any, day: date) -> None:
    claim, reason = claim_of(offer), task["end_reason"]
    begun = offer.status == "accepted" and offer.first_day <= task.on
    if begun and (why := _no_last_day(offer, day, on=task.on)):
        plan.refuse(offer, why)
        return
    day = min(day, offer.last_day)
    values: dict[str, Any] = {"status": "withdrawn", "end_reason": reason}
    if begun:
        values = duty.ending(day, reason, on=task.on)
    plan.draft.change(LightDutyOffer, offer.id, seen=offer.version, **values)
    what = f"ends {long_day(day)}" if begun else "is withdrawn"
    plan.lines.append(f"{claim_words(claim)}: {InWords(offer).title} {what}: {REASONS[reason]}.")
    if day > task.on and begun:
        plan.lines.append("Until then it stays accepted; end it once its last day is worked.")
    _withdraw_extension(plan, offer, reason)
    if begun:
        end_extended(plan, offer, reason)
    if begun and reason == "off_work":
        off_from(plan, claim, day + timedelta(days=1), on=task.on)
    if task["inform"]:
        _inform(plan, task, claim, offer, f"{InWords(offer).title.partition(' ')[2]} {what}.")


def _no_last_day(offer: Any, day: date, *, on: date) -> str:
    """Why light duty that has begun does not end on a day; empty where it does."""
    if day < offer.first_day:
        return (
            f"It began {long_day(offer.first_day)}: {long_day(day)} cannot be its last day worked. "
            "Where no day was worked, undo the answer that accepted it."
        )
    if day > on and day >= offer.last_day:
        return f"It ends {long_day(offer.last_day)} as it is: end it once that day is worked."
    extension = next((one for one in duty.extensions(offer.id) if one.first_day <= on), None)
    if extension is not None and extension.status == "accepted":
        return f"It goes on as its extension {extension.offer_no}: end that one."
    return ""


def _withdraw_extension(plan: Plan, offer: Any, reason: str) -> None:
    """An extension that was agreed falls with the assignment that it extends."""
    chosen = {edit.row_id for edit in plan.draft.edits}
    for extension in duty.extensions(offer.id):
        if extension.id not in chosen:
            values = {"status": "withdrawn", "end_reason": reason}
            plan.draft.change(LightDutyOffer, extension.id, seen=extension.version, **values)
            plan.lines.append(f"Its extension {extension.offer_no} is withdrawn.")

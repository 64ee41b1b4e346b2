"""Light duty: which tasks fit a note, and the offer of one that does."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from journal import light_duty as duty
from journal.duty_checks import said_of
from journal.duty_notes import limits_within
from journal.duty_wages import wages_of
from models import Claim, Department, LightDutyOffer, LightDutyTask
from rules.days import long_day
from rules.light_duty import UNKNOWN, Fit, Matching, match
from rules.light_duty_days import Span, days_used, last_day_within
from rules.light_duty_wages import effect_of
from rules.status_wants import Want
from workflow import offer_letters
from workflow.light_duty_notes import (
    allowed,
    beyond,
    fits,
    notes_to_match,
    own_words,
    warn,
    why_not,
)
from workflow.light_duty_wages import say_loss, unlike
from workflow.tasks import DESK, Param, Plan, Task, label
from workflow.verb_letters import Mail
from workflow.verbs import VERBS
from workflow.words import claim_words, counted

WAGES = dict(LightDutyOffer.wage_effect.choices)
DAY, WEEK = 24, 7
MOST_REFUSED = 12
"""Refused tasks that are told one by one; the nearest to fitting come first."""
LAW = "8 CCR 9785(e), (f); Lab. Code 4658.7(b)"


@VERBS.add(
    "find_tasks",
    title="Find light duty",
    source=LAW,
    sheets=("claim",),
    roles=DESK,
    many=True,
    looks=True,
    order=43,
    params=(
        Param("first_day", "day", "From", default="today", required=True),
        Param("last_day", "day", "Through", "Blank: as long as the office usually gives."),
    ),
)
def find_tasks(task: Task) -> Plan:
    """What fits each claim's note, best first; of the others what forbids them. Nothing is
    written.
    """
    plan = Plan(task.draft("Find light duty"))
    first = task["first_day"]
    last = task["last_day"] or usual_end(first)
    for claim in task.records:
        notes = notes_to_match(plan, claim, claim, Span(first, last))
        if not notes:
            continue
        bank = duty.bank(near=claim.department, first=first, last=last)
        found = match(limits_within(notes), bank)
        plan.lines += [f"{claim_words(claim)}: {allowed(note)}." for note in notes]
        plan.lines += own_words(task.who, notes)
        sentences = told(found)
        plan.lines += sentences
        whom = "" if len(task.records) == 1 else f" to {claim.claim_no}"
        place = len(plan.lines) - len(sentences) + len(found.steps)
        ways = [*_offers(claim, found, (first, task["last_day"]), whom), *_unknown(found)]
        plan.ways |= {place + number: way for number, way in enumerate(ways) if way}
    return plan


def _offers(claim: Any, found: Matching, days: tuple[date, date | None], whom: str) -> list[Want]:
    """A button for each task that fits, which opens its offer filled."""
    first, last = days
    given = {"first_day": first.isoformat(), **({"last_day": last.isoformat()} if last else {})}
    rows = {row.id: row for row in LightDutyTask.select()}
    return [
        Want(
            f"Offer {rows[fit.task.key].task_no}{whom}",
            "offer_light_duty",
            sheet="claim",
            ids=(claim.id,),
            given={"task": rows[fit.task.key].task_no, **given},
        )
        for fit in found.fits
    ]


def _unknown(found: Matching) -> list[Want | None]:
    """For each refused task that is told: a button to record its demands, where they are not
    known.
    """
    return [
        Want("Record its demands", "set_demands", sheet="lightdutytask", ids=(fit.task.key,))
        if any(step.text == UNKNOWN for step in fit.forbidden)
        else None
        for fit in found.refused[:MOST_REFUSED]
    ]


def usual_end(first: date) -> date:
    """The last day of an assignment of the usual length."""
    return first + timedelta(days=duty.usual_days() - 1)


def told(found: Matching) -> list[str]:
    """What fits and what does not, a sentence each."""
    departments = dict(Department.select(Department.id, Department.name).tuples())
    rows = {row.id: row for row in LightDutyTask.select()}
    lines = [f"{step.text}." for step in found.steps]
    for number, fit in enumerate(found.fits, 1):
        row = rows[fit.task.key]
        where = departments.get(row.department, "no department")
        hours, days = fit.task.hours_a_day.normalize(), fit.task.days_a_week.normalize()
        left = counted(fit.task.places, "place")
        own = ", own department" if fit.task.near else ""
        lines.append(
            f"{number}. {row.task_no} {row.title}: {where}{own}, {hours:f} h a day, {days:f} days a"
            f" week, {left} left."
        )
    for fit in found.refused[:MOST_REFUSED]:
        lines.append(f"Not {rows[fit.task.key].task_no} {fit.task.title}: {why_not(fit)}.")
    if len(found.refused) > MOST_REFUSED:
        lines.append(f"And {len(found.refused) - MOST_REFUSED} more that do not fit.")
    return lines


@VERBS.add(
    "offer_light_duty",
    title="Offer light duty",
    source=LAW,
    sheets=("claim",),
    roles=DESK,
    many=True,
    order=44,
    params=(
        Param("task", "link", "Task", "Of the task bank.", sheet="lightdutytask", required=True),
        Param("first_day", "day", "First day", default="today", required=True),
        Param("last_day", "day", "Last day", "Blank: as long as the office usually gives."),
        Param("hours_a_day", "quantity", "Hours a day", "Blank: as the task."),
        Param("days_a_week", "quantity", "Days a week", "Blank: as the task."),
        Param("schedule", "text", "Schedule", "Blank: as the task."),
        Param("supervisor", "text", "Supervisor", "Blank: as the task."),
        Param("duties", "long", "Duties", "Blank: as the task."),
        Param(
            "wage_effect",
            "choice",
            "Wages",
            "Blank: as the figures say.",
            choices=tuple(WAGES.items()),
        ),
        Param(
            "weekly_wage",
            "money",
            "Wages a week",
            "What light duty pays; the letter names it. Blank: as before, or in proportion to "
            "fewer hours.",
        ),
        Param("answer_by_date", "day", "Answer due", "Blank: as Settings say, before it begins."),
        Param("offered_date", "day", "Offered", default="today"),
        *offer_letters.PARAMS,
    ),
)
def offer_light_duty(task: Task) -> Plan:
    """The task offered on each claim; beyond a restriction or the limit of days it is refused."""
    row = LightDutyTask.get_by_id(task["task"])
    plan = Plan(task.draft(f"Offer {row.title} to {_some(task)}"[:300]))
    first = task["first_day"]
    last = task["last_day"] or usual_end(first)
    mail = Mail(plan, task, offer_letters.ABOVE)
    letter = offer_letters.letter_of(plan, task, "light_duty_offer", task["offered_date"])
    for claim in task.records:
        notes = notes_to_match(plan, claim, claim, Span(first, last))
        if not notes or not _free(plan, task, claim, Span(first, last)):
            continue
        if days_allow(plan, claim, claim, Span(first, last)):
            _offer(mail, claim, (row, notes, Span(first, last)), letter)
    made = sum(create.model is LightDutyOffer for create in plan.draft.creates)
    plan.said = f"{row.title}: {counted(made, 'offer')} made."
    mail.close()
    return plan


def _some(task: Task) -> str:
    one = task.records[0]
    return label(one) if len(task.records) == 1 else counted(len(task.records), "claim")


def _free(plan: Plan, task: Task, claim: Any, span: Span) -> bool:
    """Whether the days of an offer can be: after it is made, answered in time, and not promised to
    another offer of the employee.
    """
    offered, answer_by = task["offered_date"], task["answer_by_date"]
    if answer_by and answer_by < offered:
        plan.refuse(claim, f"The answer is due {long_day(answer_by)}, before it is offered.")
        return False
    if span.first < offered:
        plan.refuse(
            claim,
            f"It would begin {long_day(span.first)}, before it is offered: choose a later first "
            "day, or enter the day on which it was offered.",
        )
        return False
    own = _claims_of_employee(claim)
    other = LightDutyOffer.get_or_none(
        LightDutyOffer.claim << own,
        LightDutyOffer.status << duty.TAKEN,
        LightDutyOffer.first_day <= span.last,
        LightDutyOffer.last_day >= span.first,
        LightDutyOffer.trashed_at.is_null(),
    )
    if other is not None:
        days = f"{long_day(other.first_day)} through {long_day(other.last_day)}"
        where = "" if other.claim == claim.id else f" on {claim_of(other).claim_no}"
        plan.miss(
            claim,
            Want(
                f"{other.offer_no} stands{where} for {days}: end it before other light duty is "
                "offered.",
                "end_offer",
                sheet="lightdutyoffer",
                ids=(other.id,),
            ),
        )
        return False
    if any(
        create.model is LightDutyOffer and create.values["claim"] in own
        for create in plan.draft.creates
    ):
        plan.refuse(claim, "The same employee is offered it on another of these claims already.")
        return False
    return True


def _claims_of_employee(claim: Any) -> list[int]:
    """The claim with the other claims of its employee: nobody stands in two places at once."""
    if claim.employee is None:
        return [claim.id]
    own = Claim.select(Claim.id).where(Claim.employee == claim.employee)
    return [row_id for (row_id,) in own.tuples()]


def days_allow(plan: Plan, record: Any, claim: Any, span: Span, *, but: int | None = None) -> bool:
    """Whether the limit of days leaves room for an assignment; refused on `record` where not."""
    limit = duty.limit_days(claim.light_duty_limit_days)
    if span.last < span.first:
        plan.refuse(record, f"{long_day(span.last)} lies before {long_day(span.first)}.")
        return False
    spans = duty.spans_of([claim.id], but=but).get(claim.id, [])
    last = last_day_within(spans, span.first, limit=limit)
    if last is None:
        plan.refuse(record, f"The limit of {limit} days of light duty is used up.")
    elif last < span.last:
        plan.refuse(
            record,
            f"Through {long_day(span.last)} it would go beyond the limit of {limit} days of light "
            f"duty: {long_day(last)} is the last day.",
        )
    else:
        used = days_used([*spans, span], through=span.last)
        plan.lines.append(f"{claim.claim_no}: {used} of {limit} days of light duty by its end.")
        return True
    return False


def _offer(mail: Mail, claim: Any, fitting: tuple[Any, list[Any], Span], letter: str) -> None:
    plan, task, (row, notes, span) = mail.plan, mail.task, fitting
    names = ("hours_a_day", "days_a_week", "schedule", "supervisor")
    values = {name: task[name] or getattr(row, name) for name in names}
    wages = {"wage_effect": task["wage_effect"], "weekly_wage": task["weekly_wage"]}
    if why := _wrong_figure(values, task["weekly_wage"]) or unlike(claim, {**values, **wages}):
        plan.refuse(claim, why)
        return
    wages["wage_effect"] = effect_of(wages_of(claim, {**values, **wages}))
    asked = LightDutyTask(**{**row.__data__, **values})
    fit = _places(plan, fits(asked, notes, span), row)
    if not fit.fits:
        plan.miss(claim, beyond(row, fit))
        return
    offered = task["offered_date"]
    answer_by = task["answer_by_date"] or _answer_by(offered, span.first)
    offer = {
        "claim": claim.id,
        "work_status": notes[0].id,
        "task": row.id,
        "department": row.department,
        "status": "offered",
        "first_day": span.first,
        "last_day": span.last,
        "duties": task["duties"] or row.description or row.title,
        "offered_date": offered,
        "answer_by_date": answer_by,
        **wages,
        **values,
    }
    if not offer_letters.make(mail, claim, claim, letter, offer):
        return
    plan.lines.append(
        f"{claim_words(claim)}: {row.title}, {long_day(span.first)} through {long_day(span.last)}, "
        f"{values['hours_a_day'].normalize():f} h a day, {WAGES[wages['wage_effect']].lower()}; "
        f"answer due {long_day(answer_by)}."
    )
    say_loss(plan, task, claim, {**values, **wages})
    if task["duties"] and task["duties"].strip() not in (row.description, row.title):
        plan.lines.append(
            "The duties are typed: they are not compared with the restrictions. Read them against "
            "the note."
        )
    said = said_of(claim.id, row) if row.department else ""
    plan.lines += [said] if said else []
    warn(plan, task.who, notes, span)


def _answer_by(offered: date, first: date) -> date:
    """When the answer to an offer is due: as Settings say, and before light duty begins."""
    due = offered + timedelta(days=duty.answer_days())
    return max(offered, min(due, first - timedelta(days=1)))


def _wrong_figure(values: dict[str, Any], wage: int | None) -> str:
    """Which figure of an offer cannot be; empty where all can."""
    if not (0 < values["hours_a_day"] <= DAY and 0 < values["days_a_week"] <= WEEK):
        return f"Hours a day lie above 0, up to {DAY}, days a week up to {WEEK}: mend them."
    return "Wages a week cannot be less than nothing: mend the figure." if (wage or 0) < 0 else ""


def _places(plan: Plan, fit: Fit, row: Any) -> Fit:
    """The fit as it stands after the offers that this plan makes already."""
    made = sum(
        create.model is LightDutyOffer and create.values["task"] == row.id
        for create in plan.draft.creates
    )
    if not made or not fit.fits:
        return fit
    left = replace(fit.task, places=fit.task.places - made)
    found = match(duty.rule.Limits(), [left])
    return (found.fits + found.refused)[0]


def claim_of(offer: Any) -> Any:
    """The claim of an offer."""
    return Claim.get_by_id(offer.claim)

"""A physician's note on what an employee may do: recorded, confirmed, asked for."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from journal import light_duty
from journal.duty_notes import judged_tasks
from models import (
    Claim,
    ContactLog,
    LightDutyOffer,
    Restriction,
    WorkStatus,
)
from rules.days import long_day
from rules.errors import BadValue, Invalid, Problem
from rules.light_duty import match
from rules.work_words import IN_WORDS, in_words
from workflow.informing import Told, inform_department
from workflow.light_duty_notes import why_not
from workflow.restriction_lines import read_lines, whole_limits
from workflow.tasks import DESK, Param, Plan, Task, label
from workflow.verbs import VERBS
from workflow.words import claim_words, counted
from workflow.work_days import back_from, off_from

STATUSES = dict(WorkStatus.status.choices)
INFORM = Param(
    "inform",
    "yesno",
    "Tell the department",
    "Restrictions and dates alone (Labor Code 3762).",
    default=True,
)
NOTE = (
    "status",
    "from_date",
    "to_date",
    "hours_a_day",
    "days_a_week",
    "is_permanent",
    "signed_date",
    "received_date",
    "next_appointment_date",
    "full_duty_date",
    "author_role",
    "as_written",
    "document",
)
SAYS = tuple(name for name in NOTE if name not in ("received_date", "document"))
"""What makes a note another one, besides its lines: all but how it came in."""
WHOLE_WORDS = {"hours_a_day": "hours a day", "days_a_week": "days a week"}
OTHER_LINE = "It is a liability claim: work status belongs to workers' compensation."


@VERBS.add(
    "record_work_status",
    title="Record work status",
    source="8 CCR 9785; Lab. Code 3762(c), 4650(a)",
    sheets=("claim",),
    roles=DESK,
    many=True,
    order=42,
    params=(
        Param("status", "choice", "Work status", choices=tuple(STATUSES.items()), required=True),
        Param("from_date", "day", "From", default="today", required=True),
        Param("to_date", "day", "To", "Blank: until the next note."),
        Param(
            "restrictions",
            "long",
            "Restrictions",
            "One a line: “lift 10 lb”, “stand 30 min at a time, 2 h a day”, “no ladders”, “left "
            "hand: no grip”, “6 hours a day”.",
        ),
        Param("lines", "list", "Restrictions"),
        Param("hours_a_day", "quantity", "Hours a day, at most"),
        Param("days_a_week", "quantity", "Days a week, at most"),
        Param(
            "as_written",
            "long",
            "Restrictions as written",
            "What no line above can say. It is read before a task is offered.",
        ),
        Param("next_appointment_date", "day", "Next appointment"),
        Param("full_duty_date", "day", "Full duty expected"),
        Param("is_permanent", "yesno", "Restrictions are permanent", default=False),
        Param("physician", "link", "Physician", "Blank: the treating one.", sheet="physician"),
        Param(
            "author_role",
            "choice",
            "Written by",
            choices=WorkStatus.author_role.choices,
            default="treating",
        ),
        Param("signed_date", "day", "Signed"),
        Param("received_date", "day", "Received", default="today"),
        Param("document", "link", "Document", sheet="document"),
        INFORM,
    ),
)
def record_work_status(task: Task) -> Plan:
    """The note on each claim with its lines; days off, back and light duty follow from it."""
    task, lines = _understood(task)
    what = STATUSES[task["status"]]
    plan = Plan(task.draft(f"Work status “{what}” on {some_claims(task.records)}"[:300]))
    noted = [claim for claim in task.records if _may_note(plan, task, claim, lines)]
    for claim in noted:
        _note(plan, task, claim, lines)
    plan.said = f"Work status recorded on {counted(len(noted), 'claim')}: {what.lower()}."
    if len(noted) == 1:
        plan.said = f"{noted[0].claim_no}: {what.lower()} from {long_day(task['from_date'])}."
    return plan


def some_claims(records: Any) -> str:
    """One claim by its number, more by their count."""
    return label(records[0]) if len(records) == 1 else counted(len(records), "claim")


def _understood(task: Task) -> tuple[Task, list[dict[str, Any]]]:
    """The note as it is understood: what a line says of the whole day or week belongs to the note,
    the others are its lines, from text or as a list.

    Raises:
        Invalid: one cannot be read, or the note and its lines do not fit.
    """
    name = "lines" if task["lines"] else "restrictions"
    try:
        if name == "lines":
            return task, _checked(task, name, read_lines(task[name]))
        text, whole = whole_limits(task[name])
        for column, figure in whole.items():
            if task[column] not in (None, figure):
                said = f"{figure.normalize():f} {WHOLE_WORDS[column]}"
                raise BadValue(f"“{said}” is not what the field says: clear one of them.")
        understood = replace(task, values={**task.values, **whole})
        return understood, _checked(understood, name, read_lines(text))
    except BadValue as error:
        raise Invalid([Problem(task.key, None, name, task[name], error.sentence)]) from error


def _checked(task: Task, name: str, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines, where they fit the note.

    Raises:
        Invalid: they do not.
    """
    limited = lines or task["hours_a_day"] or task["days_a_week"] or task["as_written"]
    sentence = ""
    if task["status"] == "modified" and not limited:
        sentence = "Say what is limited: a line, the hours a day, or the note's own words."
    if task["status"] != "modified" and (lines or task["hours_a_day"] or task["days_a_week"]):
        sentence = f"“{STATUSES[task['status']]}” has no restrictions: choose modified work."
    if sentence:
        raise Invalid([Problem(task.key, None, name, task[name], sentence)])
    if task["to_date"] and task["to_date"] < task["from_date"]:
        sentence = f"{long_day(task['to_date'])} lies before {long_day(task['from_date'])}."
        raise Invalid([Problem(task.key, None, "to_date", task["to_date"], sentence)])
    return lines


def _may_note(plan: Plan, task: Task, claim: Any, lines: list[dict[str, Any]]) -> bool:
    refused = len(plan.refusals)
    if claim.line != "W":
        plan.refuse(claim, OTHER_LINE)
    elif claim.injury_date and task["from_date"] < claim.injury_date:
        day = long_day(claim.injury_date)
        plan.refuse(claim, f"The injury was on {day}: a note cannot begin before it.")
    elif same_note(claim.id, task, lines):
        plan.refuse(claim, "The same note is on file already.")
    return len(plan.refusals) == refused


def same_note(claim_id: int, task: Task, lines: list[dict[str, Any]]) -> bool:
    """Whether a note that says the same, line by line, is on the claim; one that was corrected is
    another note.
    """
    query = WorkStatus.select().where(
        WorkStatus.claim == claim_id,
        WorkStatus.from_date == task["from_date"],
        WorkStatus.trashed_at.is_null(),
    )
    alike = [row for row in query if all(_said(row, task, name) for name in SAYS)]
    known = light_duty.lines_of(row.id for row in alike)
    asked = {light_duty.restriction(fields) for fields in lines}
    return any(
        {light_duty.restriction(fields) for fields in known.get(row.id, ())} == asked
        for row in alike
    )


def _said(row: Any, task: Task, name: str) -> bool:
    return bool((getattr(row, name) or None) == (task[name] or None))


def _note(plan: Plan, task: Task, claim: Any, lines: list[dict[str, Any]]) -> None:
    values = {name: task[name] for name in NOTE if task[name] is not None}
    physician = task["physician"] or claim.physician
    note = plan.draft.create(WorkStatus, claim=claim.id, physician=physician, **values)
    for fields in lines:
        plan.draft.create(Restriction, work_status=note, **fields)
    for sentence in _note_words(task, lines):
        plan.lines.append(f"{claim_words(claim)}: {sentence}")
    governs = task["author_role"] not in light_duty.NOT_TREATING
    later = _later(claim, task["from_date"])
    if not governs:
        plan.lines.append("It does not change what the treating physician allows.")
    elif later and later[0].from_date <= task.on:
        plan.lines.append("A later note is on file: that one stays in force.")
    else:
        if later:
            plan.lines.append(
                f"A later note is on file: it takes over on {long_day(later[0].from_date)}."
            )
        _follow(plan, task, claim, lines)
        if task["inform"]:
            inform_department(
                plan, task, claim, claim.department, _for_department(task, claim, lines)
            )


def _later(claim: Any, first: date) -> list[Any]:
    """The notes of who treats that begin after a day, in the order in which they begin."""
    notes = light_duty.notes_of([claim.id]).get(claim.id, ())
    return [note for note in notes if note.from_date > first]


def _note_words(task: Task, lines: list[dict[str, Any]]) -> list[str]:
    """What was understood of the note."""
    until = f" through {long_day(task['to_date'])}" if task["to_date"] else ""
    found = [f"{STATUSES[task['status']]} from {long_day(task['from_date'])}{until}."]
    found += [f"{in_words(fields)}." for fields in lines]
    for name, unit in WHOLE_WORDS.items():
        if task[name]:
            found.append(f"At most {task[name].normalize():f} {unit}.")
    if task["next_appointment_date"]:
        found.append(f"Next appointment {long_day(task['next_appointment_date'])}.")
    return found


def _for_department(task: Task, claim: Any, lines: list[dict[str, Any]]) -> Told:
    name = claim.claimant or claim.claim_no
    found = _note_words(task, lines)
    if task["as_written"] and not lines and not any(task[unit] for unit in WHOLE_WORDS):
        found.insert(1, f"It is {IN_WORDS}.")
    return Told(f"Work status of {name}", (f"{name}:", *found))


def _follow(plan: Plan, task: Task, claim: Any, lines: list[dict[str, Any]]) -> None:
    """What the note does to days off, to days back, and to the light duty that runs."""
    first = task["from_date"]
    if task["status"] == "modified":
        _against_new(plan, task, claim, lines)
        return
    if task["status"] == "off_work":
        off_from(plan, claim, first, on=task.on)
    else:
        back_from(plan, claim, first)
        plan.lines.append(
            "The release is not confirmed yet: the diary asks for it with the physician."
        )
    end_running(plan, claim, first - timedelta(days=1), task["status"], on=task.on)


def running(claim: Any, first: date) -> list[Any]:
    """The offers of a claim that are open or accepted, but for those that begin only under a later
    note than one from `first`.
    """
    later = _later(claim, first)
    query = LightDutyOffer.select().where(
        LightDutyOffer.claim == claim.id,
        LightDutyOffer.status << light_duty.TAKEN,
        LightDutyOffer.trashed_at.is_null(),
        *([LightDutyOffer.first_day < later[0].from_date] if later else []),
    )
    return list(query.order_by(LightDutyOffer.first_day, LightDutyOffer.id))


def end_running(plan: Plan, claim: Any, last: date, reason: str, *, on: date) -> None:
    """End the assignments of a claim on a day, and withdraw what has not begun by then; what was
    worked before a note came in late was worked all the same.
    """
    for offer in running(claim, last + timedelta(days=1)):
        worked = offer.status == "accepted" and offer.first_day < on
        begun = offer.status == "accepted" and (offer.first_day <= last or worked)
        if begun and offer.last_day <= last:
            continue
        day = last if offer.first_day <= last else min(on, offer.last_day)
        values: dict[str, Any] = {"status": "withdrawn", "end_reason": reason}
        if begun:
            values = light_duty.ending(day, reason, on=on)
            end_extended(plan, offer, reason)
        plan.draft.change(LightDutyOffer, offer.id, seen=offer.version, **values)
        what = f"ends {long_day(day)}" if begun else "is withdrawn"
        plan.lines.append(f"Light duty {offer.offer_no} of {claim.claim_no} {what}.")


def end_extended(plan: Plan, offer: Any, reason: str) -> None:
    """What an offer that ran extended, and what that extended, ended each on its own last day."""
    link = offer.extends
    while link:
        before = LightDutyOffer.get_by_id(link)
        if before.status == "accepted":
            values = {"status": "ended", "ended_date": before.last_day, "end_reason": reason}
            plan.draft.change(LightDutyOffer, before.id, seen=before.version, **values)
        link = before.extends


def _against_new(plan: Plan, task: Task, claim: Any, lines: list[dict[str, Any]]) -> None:
    """Whether the light duty that runs respects the new restrictions: said, not decided."""
    note = WorkStatus(hours_a_day=task["hours_a_day"], days_a_week=task["days_a_week"])
    limits = light_duty.limits_of(note, lines)
    first = task["from_date"]
    offers = [offer for offer in running(claim, first) if offer.last_day >= first]
    if not offers and not claim.return_to_work_date and claim.last_worked_date:
        plan.lines.append(
            f"{claim.claim_no}: temporary disability goes on until modified work is found."
        )
    tasks = judged_tasks(offers)
    for offer in (one for one in offers if one.id in tasks):
        for fit in match(limits, [tasks[offer.id]]).refused:
            plan.lines.append(
                f"Light duty {offer.offer_no} goes beyond the new restrictions ({why_not(fit)}): "
                "end it."
            )


# --- Confirmed with the physician, and asked of one ----------------------------------------------


@VERBS.add(
    "verify_release",
    title="Confirm with the physician",
    source="8 CCR 9785",
    sheets=("workstatus",),
    roles=DESK,
    many=True,
    order=10,
    primary=True,
    params=(
        Param("verified_date", "day", "Confirmed on", default="today", required=True),
        Param("contact_name", "text", "With", "Who confirmed it at the physician's office."),
        Param("channel", "choice", "By", choices=ContactLog.channel.choices, default="phone"),
        Param("summary", "long", "What was said"),
    ),
)
def verify_release(task: Task) -> Plan:
    """That the physician's office confirmed the note, with the contact that shows it."""
    plan = Plan(task.draft(f"Confirmed with the physician: {counted(len(task.records), 'note')}"))
    day = task["verified_date"]
    for note in task.records:
        if day > task.on:
            plan.refuse(note, f"{long_day(day)} lies ahead: confirm it once it was confirmed.")
            continue
        if note.verified_date:
            plan.refuse(note, f"It was confirmed on {long_day(note.verified_date)} already.")
            continue
        if day < _written(note):
            plan.refuse(
                note,
                f"The note is of {long_day(_written(note))}: it cannot have been confirmed on "
                f"{long_day(day)}.",
            )
            continue
        words = f"{STATUSES[note.status].lower()} from {long_day(note.from_date)}"
        plan.draft.change(WorkStatus, note.id, seen=note.version, verified_date=day)
        plan.draft.create(
            ContactLog,
            claim=note.claim,
            contact_name=task["contact_name"],
            contact_date=day,
            channel=task["channel"],
            direction="out",
            summary=task["summary"] or f"The physician's office confirmed: {words}.",
        )
        claim = Claim.get_by_id(note.claim)
        plan.lines.append(f"{claim_words(claim)}: {words} is confirmed on {long_day(day)}.")
    plan.said = f"{counted(len(plan.draft.edits), 'note')} confirmed with the physician."
    return plan


def _written(note: Any) -> date:
    """The day on which a note was written: signed, else the earlier of its first day and the day
    it came in.
    """
    if note.signed_date:
        return note.signed_date
    return min(note.from_date, note.received_date or note.from_date)

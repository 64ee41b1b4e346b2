"""Light duty against the physician's notes: which hold on the days of an assignment, what they
allow, and what a task asks for beyond them.
"""

from datetime import date, timedelta
from typing import Any

from journal import light_duty as duty
from journal import policy
from journal.duty_notes import limits_within, notes_within
from journal.who import Who
from models import WorkStatus
from rules.days import long_day
from rules.light_duty import UNKNOWN, Fit, match
from rules.light_duty_days import Span
from rules.status_wants import Want
from rules.work_words import IN_WORDS, in_words
from workflow.tasks import Plan

OTHER_LINE = "It is a liability claim: light duty belongs to workers' compensation."
NO_DUTY = {"off_work": "off work", "full_duty": "at full duty"}
"""Status of a note that allows no light duty -> how the employee stands by it."""


def notes_to_match(
    plan: Plan, record: Any, claim: Any, span: Span, *, by: date | None = None
) -> list[Any]:
    """The notes that allow light duty on the days of a span, in the order in which they begin;
    none, and said of `record`, where one day of it is not allowed.

    Args:
        by: the day on which the first of them still holds; blank: the first of the span.
    """
    if claim.line != "W":
        plan.refuse(record, OTHER_LINE)
        return []
    notes = notes_within(claim.id, span)
    lapsed = notes and notes[0].to_date and notes[0].to_date < (by or span.first)
    if not notes or notes[0].from_date > span.first or lapsed:
        plan.miss(record, _note_wanted(claim, span.first, notes[0] if lapsed else None))
        return []
    none = next((note for note in notes if note.status in NO_DUTY), None)
    if none is None:
        return notes
    stands = f"he employee is {NO_DUTY[none.status]} by {none.status_no}"
    if none is notes[0]:
        plan.refuse(record, f"T{stands}.")
    else:
        day, before = long_day(none.from_date), long_day(none.from_date - timedelta(days=1))
        plan.refuse(record, f"From {day} t{stands}: end it on the day before, {before}.")
    return []


def _note_wanted(claim: Any, first: date, lapsed: Any) -> Want:
    """The note that is missing on the first day of light duty."""
    sentence = "No work status is on file: record the physician's note first."
    if lapsed:
        until = long_day(lapsed.to_date)
        sentence = f"The note {lapsed.status_no} held through {until}: record a new one first."
    given = {"status": "modified", "from_date": first.isoformat()}
    return Want(sentence, "record_work_status", sheet="claim", ids=(claim.id,), given=given)


def allowed(note: Any) -> str:
    """What a note allows, in a sentence."""
    parts = [in_words(fields) for fields in duty.lines_of([note.id]).get(note.id, ())]
    for number, unit in ((note.hours_a_day, "hours a day"), (note.days_a_week, "days a week")):
        if number is not None:
            parts.append(f"at most {number.normalize():f} {unit}")
    until = f" through {long_day(note.to_date)}" if note.to_date else ""
    said = "; ".join(parts) or IN_WORDS
    return f"modified work from {long_day(note.from_date)}{until}: {said}"


def fits(row: Any, notes: list[Any], span: Span, *, but: int | None = None) -> Fit:
    """How a task, with its hours as they are offered, stands under the notes of its days."""
    taken = duty.places_taken(span.first, span.last, but=but)
    found = match(limits_within(notes), duty.tasks([row], near=None, taken=taken))
    return (found.fits + found.refused)[0]


def beyond(row: Any, fit: Fit) -> Want:
    """Why a task is not offered; where its demands are not known, they are recorded first."""
    said = f"{row.title} goes beyond what the note allows. {why_not(fit)}."
    if not any(step.text == UNKNOWN for step in fit.forbidden):
        return Want(said)
    said = f"{row.title} is not offered: {why_not(fit)[0].lower()}{why_not(fit)[1:]}. Record them."
    return Want(said, "set_demands", sheet="lightdutytask", ids=(row.id,))


def why_not(fit: Fit) -> str:
    """What forbids a task, in one piece."""
    return "; ".join(step.text for step in fit.forbidden)


def own_words(who: Who, notes: list[Any]) -> list[str]:
    """What notes say in words, a sentence each, for who may read it."""
    written = [note for note in notes if note.as_written]
    if "as_written" not in policy.open_names(who, WorkStatus):
        return ["The note says more in words: a technician reads it first."] if written else []
    return [
        f"The note{'' if note is notes[0] else f' from {long_day(note.from_date)}'} says more in "
        f"words, read it first: “{note.as_written}”"
        for note in written
    ]


def warn(plan: Plan, who: Who, notes: list[Any], span: Span) -> None:
    """What is to be read, or to come, before light duty of some days goes well."""
    plan.lines += own_words(who, notes)
    last = notes[-1]
    if last.to_date and last.to_date < span.last:
        plan.lines.append(
            f"The note holds through {long_day(last.to_date)}: a new one is needed before the last "
            "day."
        )

"""The notes that hold on some day of an assignment, and what a task asks for beyond any of them.

A task is judged against every one of them (8 CCR 9785(e), (f)): the note in force on the first day,
and each later one that begins by the last.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from journal import light_duty as duty
from models import LightDutyTask
from rules.answers import Step
from rules.light_duty import Demand, Fit, Limits, Task, match
from rules.light_duty_days import Span

Lines = Mapping[int, list[dict[str, Any]]]
"""Note -> its lines, as fields."""


def notes_within(claim_id: int, span: Span) -> list[Any]:
    """The notes of a claim that hold on some day of a span, in the order in which they begin."""
    return within(duty.notes_of([claim_id], by=span.last).get(claim_id, ()), span)


def within(notes: Sequence[Any], span: Span) -> list[Any]:
    """Of the notes of a claim those that hold on some day of a span: of several that begin on one
    day the last that was recorded.
    """
    found: dict[date, Any] = {}
    for note in notes:
        if note.from_date <= span.first:
            found = {span.first: note}
        elif note.from_date <= span.last:
            found[note.from_date] = note
    return list(found.values())


def limits_within(notes: Sequence[Any], lines: Lines | None = None) -> Limits:
    """What some notes allow that hold one after the other, at least one: each stands for its own
    days, so a task respects all of them. `lines` are those of the notes, where they were read.
    """
    known = duty.lines_of(note.id for note in notes) if lines is None else lines
    first, *later = [duty.limits_of(note, known.get(note.id, ())) for note in notes]
    days = [note.from_date for note in notes[1:]]
    since = [replace(limits, since=day) for limits, day in zip(later, days, strict=True)]
    return replace(first, later=tuple(since))


def as_offered(offers: Iterable[Any]) -> dict[int, Any]:
    """Offer -> its task with the hours and days as they are offered; without a task it is left
    out.
    """
    known = [offer for offer in offers if offer.task]
    rows = {
        row.id: row.__data__
        for row in LightDutyTask.select().where(LightDutyTask.id << [o.task for o in known])
    }
    names = ("hours_a_day", "days_a_week")
    return {
        o.id: LightDutyTask(
            **{**rows[o.task], **{n: getattr(o, n) for n in names if getattr(o, n) is not None}}
        )
        for o in known
        if o.task in rows
    }


def beyond_notes(
    offers: Sequence[Any], *, on: date, demands: tuple[Demand, ...] | None = None
) -> dict[int, Fit]:
    """Offer -> what forbids it, of those that go beyond a note of some day from `on` to their last.

    Args:
        offers: open or accepted ones; one without a task is not judged.
        on: the day from which it is looked at, or from its first day where that lies ahead.
        demands: what their tasks would ask for; None: what they do.
    """
    tasks, notes = judged_tasks(offers, demands), duty.notes_of({o.claim for o in offers})
    spans = {o.id: Span(max(on, o.first_day), max(on, o.first_day, o.last_day)) for o in offers}
    held = {o.id: within(notes.get(o.claim, ()), spans[o.id]) for o in offers if o.id in tasks}
    lines = duty.lines_of(note.id for holding in held.values() for note in holding)
    fits = {
        offer_id: _judged(tasks[offer_id], holding, lines) for offer_id, holding in held.items()
    }
    return {offer_id: fit for offer_id, fit in fits.items() if not fit.fits}


def judged_tasks(
    offers: Sequence[Any], demands: tuple[Demand, ...] | None = None
) -> Mapping[int, Task]:
    """Offer -> its task as the matcher takes it, with a place of its own."""
    rows = as_offered(offers)
    return {
        offer_id: replace(task, places=1, demands=task.demands if demands is None else demands)
        for offer_id, task in zip(
            rows, duty.tasks(list(rows.values()), near=None, taken={}), strict=True
        )
    }


def _judged(task: Task, notes: Sequence[Any], lines: Lines) -> Fit:
    """How a task stands under the notes; off work, nothing fits."""
    off = next((note for note in notes if note.status == "off_work"), None)
    if off is not None:
        return Fit(task, (Step(f"Off work by {off.status_no}"),))
    modified = [note for note in notes if note.status == "modified"]
    found = match(limits_within(modified, lines) if modified else Limits(), [task])
    return (found.fits + found.refused)[0]

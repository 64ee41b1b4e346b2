"""Light duty as it stands: the note in force, what it allows, the task bank, days used."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from journal import settings
from models import LightDutyDemand, LightDutyOffer, LightDutyTask, Restriction, WorkStatus
from rules import light_duty as rule
from rules.light_duty_days import Span

NOT_TREATING = ("evaluator",)
"""Who writes notes that do not say what the employee may do: restrictions in force are the latest
of those who treat (8 CCR 9785).
"""
WORKED = ("accepted", "ended")
"""Statuses of an offer whose days were, or will be, worked."""
TAKEN = ("offered", "accepted")
"""Statuses of an offer that takes a place of its task."""
USUAL_DAYS, LIMIT_DAYS, ANSWER_DAYS, REVIEW_DAYS = 90, 180, 5, 30
LIMIT = "light_duty_limit_days"
"""Setting, and column of a claim, of the most days of light duty."""


def usual_days() -> int:
    """How many calendar days an assignment usually lasts."""
    return settings.number("light_duty_days", USUAL_DAYS)


def limit_days(own: int | None = None) -> int:
    """How many calendar days of light duty a claim may have in all; `own` is what it says."""
    if own is not None:
        return max(0, own)
    return settings.number("light_duty_limit_days", LIMIT_DAYS)


def answer_days() -> int:
    """How many days an offer stays open where nothing else is said."""
    return settings.number("light_duty_answer_days", ANSWER_DAYS)


def notes_of(claims: Iterable[int], *, by: date | None = None) -> dict[int, list[Any]]:
    """Claim -> the notes that say what the employee may do, in the order in which they begin; those
    that begin by a day, where one is given.
    """
    query = WorkStatus.select().where(
        WorkStatus.claim << list(claims),
        WorkStatus.trashed_at.is_null(),
        WorkStatus.author_role.is_null() | WorkStatus.author_role.not_in(NOT_TREATING),
        *([] if by is None else [WorkStatus.from_date <= by]),
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for note in query.order_by(WorkStatus.from_date, WorkStatus.id):
        found[note.claim].append(note)
    return dict(found)


def review_day(first: date, last: date) -> date:
    """By when an assignment is looked at again with the employee: while it runs."""
    days = settings.number("light_duty_review_days", REVIEW_DAYS)
    return min(first + timedelta(days=days), last)


def notes_in_force(claims: Iterable[int], *, on: date) -> dict[int, Any]:
    """Claim -> its latest note that has begun, also when it has lapsed."""
    return {claim: notes[-1] for claim, notes in notes_of(claims, by=on).items()}


def note_in_force(claim_id: int, *, on: date) -> Any:
    """The note in force of one claim, or None."""
    return notes_in_force([claim_id], on=on).get(claim_id)


def lines_of(notes: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """Note -> its lines, as fields."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    query = Restriction.select().where(
        Restriction.work_status << list(notes), Restriction.trashed_at.is_null()
    )
    names = ("activity", "side", "is_never", "pounds", "frequency", "minutes", "hours")
    for line in query.order_by(Restriction.id):
        found[line.work_status].append({name: getattr(line, name) for name in names})
    return dict(found)


def limits_of(note: Any, lines: Iterable[Mapping[str, Any]] | None = None) -> rule.Limits:
    """What a note allows, by its stored lines unless others are given."""
    known = lines_of([note.id]).get(note.id, []) if lines is None else lines
    return rule.Limits(
        rule.in_bands(restriction(fields) for fields in known),
        note.hours_a_day,
        note.days_a_week,
        bool(note.as_written),
    )


def restriction(fields: Mapping[str, Any]) -> rule.Restriction:
    """A line as the matcher takes it."""
    return rule.Restriction(
        fields["activity"],
        bool(fields.get("is_never")),
        fields.get("pounds"),
        fields.get("minutes"),
        fields.get("hours"),
        fields.get("frequency") or "",
        fields.get("side") or "",
    )


def demand(fields: Mapping[str, Any]) -> rule.Demand:
    """What a task asks for as the matcher takes it."""
    return rule.Demand(
        fields["activity"],
        fields.get("pounds"),
        fields.get("minutes"),
        fields.get("hours"),
        fields.get("frequency") or "",
        fields.get("side") or "",
    )


def bank(*, near: int | None, first: date, last: date, but: int | None = None) -> list[rule.Task]:
    """The open tasks with the places that are left between two days.

    Args:
        near: the employee's own department.
        first, last: the days of the assignment, both counted.
        but: an offer that takes no place, being the one that is looked at.
    """
    query = LightDutyTask.select().where(LightDutyTask.active, LightDutyTask.trashed_at.is_null())
    return tasks(list(query), near=near, taken=places_taken(first, last, but=but))


def tasks(rows: Sequence[Any], *, near: int | None, taken: Mapping[int, int]) -> list[rule.Task]:
    """Rows of the bank as the matcher takes them."""
    demands: dict[int, list[rule.Demand]] = defaultdict(list)
    query = LightDutyDemand.select().where(
        LightDutyDemand.task << [row.id for row in rows], LightDutyDemand.trashed_at.is_null()
    )
    for one in query.order_by(LightDutyDemand.id):
        demands[one.task].append(demand(one.__data__))
    return [
        rule.Task(
            row.id,
            row.title,
            tuple(demands.get(row.id, ())),
            Decimal(row.hours_a_day),
            Decimal(row.days_a_week),
            row.capacity - taken.get(row.id, 0),
            near is not None and row.department == near,
        )
        for row in rows
    ]


def places_taken(first: date, last: date, *, but: int | None = None) -> dict[int, int]:
    """Task -> the most places that are taken on one day between two days; what ends holds its place
    through the last day that is worked.
    """
    columns = (LightDutyOffer.first_day, LightDutyOffer.last_day, LightDutyOffer.ended_date)
    query = LightDutyOffer.select(LightDutyOffer.task, *columns).where(
        LightDutyOffer.status << (*TAKEN, "ended"),
        LightDutyOffer.first_day <= last,
        LightDutyOffer.last_day >= first,
        LightDutyOffer.task.is_null(False),
        LightDutyOffer.trashed_at.is_null(),
        *([LightDutyOffer.id != but] if but else []),
    )
    spans: dict[int, list[Span]] = defaultdict(list)
    for task, *days in query.tuples():
        begins, ends = span_of(*days)
        if ends >= first:
            spans[task].append(Span(max(begins, first), ends))
    return {
        task: max(sum(one.first <= s.first <= one.last for one in found) for s in found)
        for task, found in spans.items()
    }


def spans_of(claims: Iterable[int], *, but: int | None = None) -> dict[int, list[Span]]:
    """Claim -> its assignments, as worked and as planned."""
    found: dict[int, list[Span]] = defaultdict(list)
    query = LightDutyOffer.select().where(
        LightDutyOffer.claim << list(claims),
        LightDutyOffer.status << WORKED,
        LightDutyOffer.trashed_at.is_null(),
    )
    for offer in query:
        if offer.id != but:
            found[offer.claim].append(span_of(offer.first_day, offer.last_day, offer.ended_date))
    return dict(found)


def span_of(first: date, last: date, ended: date | None) -> Span:
    """The days of an assignment: to its end where it has ended."""
    return Span(first, last if ended is None else min(last, ended))


def extensions(offer_id: int) -> list[Any]:
    """The extensions of an offer that are open or accepted."""
    query = LightDutyOffer.select().where(
        LightDutyOffer.extends == offer_id,
        LightDutyOffer.status << TAKEN,
        LightDutyOffer.trashed_at.is_null(),
    )
    return list(query.order_by(LightDutyOffer.first_day, LightDutyOffer.id))


def ending(last: date, reason: str, *, on: date) -> dict[str, Any]:
    """What an assignment becomes whose last day is known: it has ended once that day has come, and
    is shorter until then.
    """
    if last > on:
        return {"last_day": last}
    return {"status": "ended", "ended_date": last, "end_reason": reason}

"""The board of light duty: who does what where until when, and who waits for a task.

Only restrictions and dates: no diagnosis, no physician, no note's own words (Lab. Code 3762(c)).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from peewee import JOIN

from journal import light_duty as duty
from journal import policy
from journal.duty_checks import asked_words
from journal.duty_notes import beyond_notes
from journal.who import Who
from models import Claim, Department, LightDutyOffer, LightDutyTask, WorkStatus
from rules.days import long_day
from rules.light_duty_days import days_used
from rules.statuses import CLOSED
from rules.work_words import IN_WORDS, in_words

MOST = 500
"""Lines that the board shows."""
ELSEWHERE = "Employee of another department"

Known = tuple[int, str, str, str, int]
"""Of a claim: its id, number, who it is about, the home department, and the limit of days."""


@dataclass
class Line:
    """One person of the board.

    `late` says what is overdue; `asked` what departments said where there is no task; `until` is
    the last day of the task, or of the note where there is no task; `used` are days of light duty
    so far.
    """

    claim_id: int
    claim_no: str
    name: str
    home: str
    limit: int
    state: str
    task: str = ""
    where: str = ""
    first: date | None = None
    until: date | None = None
    appointment: date | None = None
    restrictions: str = ""
    used: int = 0
    offer_id: int = 0
    asked: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Board:
    """The lines, overdue ones first, by department where the work is."""

    lines: tuple[Line, ...]

    @property
    def overdue(self) -> int:
        """How many lines something is late on."""
        return sum(bool(line.late) for line in self.lines)

    @property
    def departments(self) -> dict[str, list[Line]]:
        """Department -> its lines; that with the most overdue first."""
        found: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            found[line.where or line.home or "No department"].append(line)
        late = {name: sum(bool(one.late) for one in lines) for name, lines in found.items()}
        return dict(sorted(found.items(), key=lambda pair: (-late[pair[0]], pair[0])))


def board(who: Who, *, on: date) -> Board:
    """Whom a person may see on light duty, offered it, or waiting for it."""
    policy.need_read(who, LightDutyOffer)
    offers = _offers(who)
    notes = _notes(who, {offer.claim for offer in offers}, on)
    claims = _claims(who, {*notes, *(offer.claim for offer in offers)})
    names = _names(offers)
    spans = duty.spans_of(claims)
    lines = [_of_offer(o, claims, names[o.id], notes.get(o.claim), on) for o in offers]
    _say_beyond(offers, lines, on)
    _still_running(offers, lines)
    served = {offer.claim for offer in offers}
    lines += [
        _of_note(note, claims[claim], on)
        for claim, note in notes.items()
        if claim not in served and claim in claims
    ]
    asked = asked_words({line.claim_id for line in lines if line.state == "waiting"}, on=on)
    away = _away(offers, lines, on)
    of_note = duty.lines_of(note.id for note in (*notes.values(), *away.values()))
    for offer, line in zip(offers, lines, strict=False):
        if offer.id in away:
            line.restrictions = short(away[offer.id], of_note.get(away[offer.id].id, ()))
            line.appointment = away[offer.id].next_appointment_date
    for line in filter(lambda one: one.claim_id, lines):
        note = notes.get(line.claim_id)
        line.restrictions = short(note, of_note.get(note.id, ())) if note else ""
        if line.state == "waiting":
            _asked(line, asked.get(line.claim_id, ()))
        line.used = days_used(spans.get(line.claim_id, ()), through=on)
    lines.sort(key=lambda line: (not line.late, line.until or date.max, line.name, line.claim_id))
    return Board(tuple(lines[:MOST]))


def _away(offers: list[Any], lines: list[Line], on: date) -> dict[int, Any]:
    """Offer -> the note in force of who comes from elsewhere to work here: whoever gives out the
    work is told what the person may do, and not who it is (Lab. Code 3762(c)(2)).
    """
    claims = {o.id: o.claim for o, line in zip(offers, lines, strict=False) if not line.claim_id}
    notes = duty.notes_in_force(claims.values(), on=on) if claims else {}
    return {offer: notes[claim] for offer, claim in claims.items() if claim in notes}


def _in_sight(who: Who, model: Any) -> list[Any]:
    scope = policy.scope(who, model)
    return [model.trashed_at.is_null(), *([] if scope is None else [scope])]


def _offers(who: Who) -> list[Any]:
    """The offers in force; what is extended stands as its extension."""
    query = LightDutyOffer.select().where(
        LightDutyOffer.status << duty.TAKEN, *_in_sight(who, LightDutyOffer)
    )
    found = list(query.order_by(LightDutyOffer.last_day, LightDutyOffer.id).limit(MOST))
    extended = {offer.extends for offer in found}
    return [offer for offer in found if offer.id not in extended]


def _notes(who: Who, served: Iterable[int], on: date) -> dict[int, Any]:
    """Claim -> its note in force, of who is on modified work or has an offer."""
    query = (
        WorkStatus.select(WorkStatus.claim)
        .join(Claim, on=(WorkStatus.claim == Claim.id))
        .where(
            WorkStatus.status == "modified",
            WorkStatus.from_date <= on,
            Claim.status.not_in(list(CLOSED)),
            *_in_sight(who, WorkStatus),
        )
        .distinct()
    )
    limited = {claim for (claim,) in query.tuples()}
    found = duty.notes_in_force(limited | _own(who, served), on=on)
    return {c: note for c, note in found.items() if note.status == "modified" or c in served}


def _own(who: Who, claims: Iterable[int]) -> set[int]:
    """Of some claims those whose notes the person may see."""
    query = WorkStatus.select(WorkStatus.claim).where(
        WorkStatus.claim << list(claims), *_in_sight(who, WorkStatus)
    )
    return {claim for (claim,) in query.tuples()}


def _claims(who: Who, ids: Iterable[int]) -> dict[int, Known]:
    """Claim -> what the board knows of it; what is out of sight is not there."""
    columns = (Claim.id, Claim.claim_no, Claim.claimant, Department.name)
    query = (
        Claim.select(*columns, Claim.light_duty_limit_days)
        .join(Department, JOIN.LEFT_OUTER, on=(Claim.department == Department.id))
        .where(Claim.id << list(ids), *_in_sight(who, Claim))
    )
    seen = "claimant" in policy.open_names(who, Claim)
    return {
        row_id: (
            row_id,
            number,
            (name if seen else None) or number,
            home or "",
            duty.limit_days(own),
        )
        for row_id, number, name, home, own in query.tuples()
    }


def _names(offers: Iterable[Any]) -> dict[int, tuple[str, str]]:
    """Offer -> the title of its task, and the department where it is."""
    query = (
        LightDutyOffer.select(LightDutyOffer.id, LightDutyTask.title, Department.name)
        .join(LightDutyTask, JOIN.LEFT_OUTER, on=(LightDutyOffer.task == LightDutyTask.id))
        .switch(LightDutyOffer)
        .join(Department, JOIN.LEFT_OUTER, on=(LightDutyOffer.department == Department.id))
        .where(LightDutyOffer.id << [offer.id for offer in offers])
    )
    return {row_id: (title or "", name or "") for row_id, title, name in query.tuples()}


def _of_offer(
    offer: Any, claims: dict[int, Known], task_and_place: tuple[str, str], note: Any, on: date
) -> Line:
    known = claims.get(offer.claim, (0, "", ELSEWHERE, "", duty.limit_days()))
    task, where = task_and_place
    line = Line(
        *known,
        state="agreed" if _only_agreed(offer, on) else offer.status,
        task=task,
        where=where,
        first=offer.first_day,
        until=offer.last_day,
        offer_id=offer.id,
    )
    if offer.status == "accepted" and offer.last_day < on:
        line.late.append(f"ended {long_day(offer.last_day)}: extend or end it")
    if offer.status == "offered" and offer.answer_by_date and offer.answer_by_date < on:
        line.late.append(f"no answer by {long_day(offer.answer_by_date)}")
    _note(line, note, on)
    return line


def _only_agreed(offer: Any, on: date) -> bool:
    """Whether a first assignment is accepted and has not begun."""
    return offer.status == "accepted" and offer.first_day > on and not offer.extends


def _say_beyond(offers: list[Any], lines: list[Line], on: date) -> None:
    """Whose task asks for more than a note allows from today on: the first reason, and a word that
    there are more.
    """
    beyond = beyond_notes(offers, on=on)
    for offer, line in zip(offers, lines, strict=True):
        if offer.id in beyond:
            first, *others = beyond[offer.id].forbidden
            more = f", and {len(others)} more" if others else ""
            line.late.append(f"goes beyond the note: {first.text}{more}")


def _still_running(offers: Iterable[Any], lines: Iterable[Line]) -> None:
    """Who is offered an extension is on light duty meanwhile, since the day that it began."""
    waits = {
        o.extends: line for o, line in zip(offers, lines, strict=True) if o.status == "offered"
    }
    runs = LightDutyOffer.select(LightDutyOffer.id, LightDutyOffer.first_day).where(
        LightDutyOffer.id << [row_id for row_id in waits if row_id],
        LightDutyOffer.status == "accepted",
    )
    for row_id, first in runs.tuples():
        waits[row_id].state, waits[row_id].first = "extending", first


def _of_note(note: Any, known: Known, on: date) -> Line:
    line = Line(*known, state="waiting", until=note.to_date)
    _note(line, note, on)
    return line


def _note(line: Line, note: Any, on: date) -> None:
    """What the note in force adds to a line."""
    if note is None:
        return
    line.appointment = note.next_appointment_date
    if note.to_date and note.to_date < on:
        line.late.append(f"the note held through {long_day(note.to_date)}")
    if note.next_appointment_date and note.next_appointment_date < on:
        line.late.append(f"no report of {long_day(note.next_appointment_date)}")


def _asked(line: Line, said: Iterable[tuple[str, bool]]) -> None:
    """What departments said to a question for light duty; an answer that is late is overdue."""
    for words, late in said:
        (line.late if late else line.asked).append(words)


def short(note: Any, lines: Iterable[Mapping[str, Any]] | None = None) -> str:
    """What a note allows, in short, by its stored lines unless they are given; its own words stay
    with the claims staff.
    """
    if note.status != "modified":
        return str(dict(WorkStatus.status.choices)[note.status])
    known = duty.lines_of([note.id]).get(note.id, ()) if lines is None else lines
    parts = [in_words(fields) for fields in known]
    for number, unit in ((note.hours_a_day, "h a day"), (note.days_a_week, "days a week")):
        if number is not None:
            parts.append(f"at most {number.normalize():f} {unit}")
    return "; ".join(parts) or (
        f"Modified work, {IN_WORDS}" if note.as_written else "Modified work"
    )

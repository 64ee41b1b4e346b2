"""What the page of a record shows: its story, its tables, its deadlines, all through the policy."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import reduce
from operator import or_
from typing import Any

from peewee import Select, fn

from journal import history, policy, settings
from journal.deadline_story import deadline_story
from journal.policy import readable_names
from journal.question import Question
from journal.reading import Answer, ask, guarded
from journal.strands import DEADLINES, FRAMES, Frame, Strand
from journal.telling import Words
from journal.values import shower
from journal.who import Who
from models import Batch, Change, Diary, database
from rules.days import long_day

__all__ = (
    "FRAMES",
    "Event",
    "Frame",
    "Story",
    "Strand",
    "counts",
    "deadlines",
    "key_of",
    "story",
    "strands",
    "table",
    "tabs",
)


ENDS = {"trash": "Put in the trash", "restore": "Taken out of the trash"}
TAKEN_IN = {
    "import": "from a workbook",
    "verb": "at intake",
    "form": "by hand",
    "command": "by the command line",
}
"""Where the batch that made a record came from -> how it was taken in; others are untold."""

CHANGES_TOLD = 3
"""Changed columns that one entry names; of more it gives the number."""


BELOW = 0
"""In place of a row's id: of what one batch did, what follows stands below what was changed."""


@dataclass(frozen=True)
class Event:
    """One thing that happened on a record; `at` is the instant when it was written down."""

    day: date | None
    strand: Strand
    row_id: int
    words: Words
    sensitivity: str = ""
    at: datetime | None = None

    @property
    def clock(self) -> str:
        """The office's time of day, where it was written down on the day it happened."""
        same = self.at and self.day and settings.office_day(self.at) == self.day
        return f"{self.at.astimezone(settings.zone()):%H:%M}" if self.at and same else ""


@dataclass
class Story:
    """Events, newest first. `more`: there are older ones; `guarded`: medical, privileged, as far as
    shown.
    """

    events: list[Event] = field(default_factory=list)
    more: bool = False
    guarded: set[str] = field(default_factory=set)


def strands(who: Who, frame: Frame) -> list[Strand]:
    """The strands that `who` may read, in order."""
    return [strand for strand in frame.strands if policy.may_read(who, strand.model)]


def tabs(who: Who, frame: Frame) -> list[Strand]:
    """The strands with a tab of their own: a table, or the story of the strand alone."""
    return [strand for strand in strands(who, frame) if strand.listed or strand.day]


def counts(who: Who, frame: Frame, row_id: int) -> dict[str, int]:
    """How many rows each strand has, in one query."""
    shown = strands(who, frame)
    if not shown:
        return {}
    parts = [_count(who, strand, row_id) for strand in shown]
    found = next(iter(Select(columns=parts).bind(database).tuples()))
    return {strand.key: number for strand, number in zip(shown, found, strict=True)}


def _count(who: Who, strand: Strand, row_id: int):
    model = strand.model
    conditions = [getattr(model, strand.link) == row_id, model.trashed_at.is_null()]
    own = policy.scope(who, model)
    return model.select(fn.count(model.id)).where(*conditions, *([] if own is None else [own]))


def key_of(model: Any, row_id: int) -> str:
    """The number that people know a record by."""
    column = getattr(model, model._meta.key[0])
    return str(model.select(column).where(model.id == row_id).tuples().get()[0])


def table(who: Who, strand: Strand, row_id: int, *, limit: int = 200) -> Answer:
    """The rows of one strand as its tab lists them."""
    columns = tuple(name for name in strand.listed if name in readable_names(who, strand.model))
    return ask(
        who,
        Question(
            strand.model, filters=(f"{strand.link}.id={row_id}",), columns=columns, limit=limit
        ),
    )


def story(
    who: Who, frame: Frame, row_id: int, *, limit: int = 40, only: Strand | None = None
) -> Story:
    """Everything that happened on a record, or on one of its strands alone, newest first.

    What happened on one day is told by the instant at which it was written down.
    """
    told = Story()
    for strand in [only] if only else strands(who, frame):
        if strand.day:
            _tell(who, strand, row_id, limit, told)
    told.events = _timed(told.events)
    if not only:
        _tell_changes(who, frame, row_id, told)
        _tell_deadlines(who, frame, row_id, told)
    told.events.sort(key=_place, reverse=True)
    told.more = told.more or len(told.events) > limit
    told.events = told.events[:limit]
    return told


def _place(event: Event) -> tuple[date, datetime, int]:
    return event.day or date.min, event.at or datetime.min.replace(tzinfo=UTC), event.row_id


def _tell(who: Who, strand: Strand, row_id: int, limit: int, told: Story) -> None:
    columns = tuple(name for name in strand.columns if name in readable_names(who, strand.model))
    filters = (f"{strand.link}.id={row_id}", *strand.where)
    asked = Question(
        strand.model, filters=filters, columns=columns, sort=(f"-{strand.day}",), limit=limit
    )
    answer = ask(who, asked, counted=False)
    told.more = told.more or answer.next is not None
    told.guarded |= guarded(answer.fields, answer.rows)
    writers = [(f.name, _writer(f)) for f in answer.fields]
    for row in answer.rows:
        raw = dict(zip((f.name for f in answer.fields), row.values, strict=True))
        words = strand.told({**{name: write(raw[name]) for name, write in writers}, "raw": raw})
        kept_as = raw.get("sensitivity") or ""
        told.events.append(Event(raw.get(strand.day), strand, row.id, words, kept_as))


def _writer(column: Any) -> Callable[[Any], str]:
    """What writes a value in the story: days as the office writes them."""
    if column.kind == "day":
        return lambda value: long_day(value) if value else ""
    return shower(column)


def _timed(events: list[Event]) -> list[Event]:
    """The events with the instants at which their rows were made, in one query."""
    rows: dict[str, list[int]] = defaultdict(list)
    for event in events:
        rows[event.strand.sheet].append(event.row_id)
    if not rows:
        return []
    made = [(Change.sheet == sheet) & (Change.row_id << ids) for sheet, ids in rows.items()]
    query = (
        Change.select(Change.sheet, Change.row_id, Batch.committed_at)
        .join(Batch, on=(Change.batch == Batch.id))
        .where(reduce(or_, made), Change.operation == "create")
    )
    found = {(sheet, row): at for sheet, row, at in query.tuples()}
    return [replace(e, at=found.get((e.strand.sheet, e.row_id))) for e in events]


def _tell_changes(who: Who, frame: Frame, row_id: int, told: Story) -> None:
    """How the record was taken in, and what people changed on it; worked-out columns aside."""
    strand = Strand("history", "Changes", frame.model, "")
    versions = history.of_row(who, frame.model, row_id)
    for version in versions:
        cells = [cell for cell in version.changes if not cell.field.derived][:CHANGES_TOLD]
        untold = version.operation == "create" and version.source not in TAKEN_IN
        if untold or (version.operation == "change" and not cells):
            continue
        words = _changed(version, version.by)
        if version.operation == "change":
            told.guarded |= {cell.field.sensitivity for cell in cells} & {"medical", "privileged"}
        day = settings.office_day(version.at)
        told.events.append(Event(day, strand, version.seq, words, at=version.at))


def _tell_deadlines(who: Who, frame: Frame, row_id: int, told: Story) -> None:
    """When deadlines of the record moved, ended or opened again, and why."""
    if not frame.diary or not policy.may_read(who, Diary):
        return
    found = deadline_story(who, frame.diary, row_id)
    for one in found:
        words = replace(one.words, by=one.by)
        day = settings.office_day(one.at)
        told.events.append(Event(day, DEADLINES, BELOW, words, one.kept_as, one.at))
        told.guarded |= {one.kept_as} - {""}


def _changed(version: history.Version, by: str) -> Words:
    """One version of the record in words."""
    if version.operation == "create":
        title = version.title if version.source == "import" else ""
        return Words("Taken in", TAKEN_IN[version.source], title, by)
    if version.operation in ENDS:
        return Words(ENDS[version.operation], "", version.reason, by)
    cells = [cell for cell in version.changes if not cell.field.derived]
    words = [_cell(cell) for cell in cells[:CHANGES_TOLD]]
    words += [f"{len(cells) - CHANGES_TOLD} more"] if len(cells) > CHANGES_TOLD else []
    return Words("Changed", "; ".join(words), version.reason, by)


def _cell(cell: history.Cells) -> str:
    """One changed column in words; of a relation and of long text, that it changed."""
    label = (cell.field.verbose_name or cell.field.name).lower()
    if cell.field.kind in ("link", "long", "json"):
        return label
    write = _writer(cell.field)
    return f"{label} {write(cell.old) or 'blank'} → {write(cell.new) or 'blank'}"


def deadlines(who: Who, frame: Frame, row_id: int, *, limit: int = 8) -> Answer | None:
    """The next open diary entries of a record, soonest first; None where none may be seen."""
    if not frame.diary or not policy.may_read(who, Diary):
        return None
    columns = (
        *("diary_date", "remind_date", "subject", "detail", "steps", "owner", "rule_code"),
        *("moved_from_date", "moved_why", "action", "sensitivity", "recovery"),
    )
    return ask(
        who,
        Question(
            Diary,
            filters=(f"{frame.diary}.id={row_id}", "status=open"),
            columns=columns,
            sort=("diary_date",),
            limit=limit,
        ),
    )

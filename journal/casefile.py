"""What the page of a record shows: its story, its tables, its deadlines, all through the policy."""

from dataclasses import dataclass, field
from datetime import date

from peewee import Select, fn

from journal import history, policy, settings
from journal.policy import readable_names
from journal.question import Question
from journal.reading import Answer, ask, guarded
from journal.strands import FRAMES, Frame, Strand
from journal.values import shower
from journal.who import Who
from models import Diary, database

__all__ = (
    "FRAMES",
    "Event",
    "Frame",
    "Story",
    "Strand",
    "counts",
    "deadlines",
    "story",
    "strands",
    "table",
    "tabs",
)


ENDS = {"trash": "Put in the trash", "restore": "Taken out of the trash"}


@dataclass(frozen=True)
class Event:
    """One thing that happened on a record."""

    day: date | None
    strand: Strand
    row_id: int
    headline: str
    text: str
    sensitivity: str = ""


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
    """The strands with a table of their own."""
    return [strand for strand in strands(who, frame) if strand.listed]


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


def table(who: Who, strand: Strand, row_id: int, *, limit: int = 200) -> Answer:
    """The rows of one strand as its tab lists them."""
    columns = tuple(name for name in strand.listed if name in readable_names(who, strand.model))
    return ask(
        who,
        Question(
            strand.model, filters=(f"{strand.link}.id={row_id}",), columns=columns, limit=limit
        ),
    )


def story(who: Who, frame: Frame, row_id: int, *, limit: int = 40) -> Story:
    """Everything that happened on a record, newest first."""
    told = Story()
    for strand in strands(who, frame):
        if strand.day:
            _tell(who, strand, row_id, limit, told)
    _tell_changes(who, frame, row_id, limit, told)
    told.events.sort(key=lambda event: (event.day or date.min, event.row_id), reverse=True)
    told.more = told.more or len(told.events) > limit
    told.events = told.events[:limit]
    return told


def _tell(who: Who, strand: Strand, row_id: int, limit: int, told: Story) -> None:
    columns = tuple(name for name in strand.columns if name in readable_names(who, strand.model))
    filters = (f"{strand.link}.id={row_id}", *strand.where)
    asked = Question(
        strand.model, filters=filters, columns=columns, sort=(f"-{strand.day}",), limit=limit
    )
    answer = ask(who, asked, counted=False)
    told.more = told.more or answer.next is not None
    told.guarded |= guarded(answer.fields, answer.rows)
    for row in answer.rows:
        raw = dict(zip((f.name for f in answer.fields), row.values, strict=True))
        values = {f.name: shower(f)(raw[f.name]) for f in answer.fields}
        headline, text = strand.told({**values, "raw": raw})
        told.events.append(
            Event(raw.get(strand.day), strand, row.id, headline, text, raw.get("sensitivity") or "")
        )


def _tell_changes(who: Who, frame: Frame, row_id: int, limit: int, told: Story) -> None:
    """What people changed on the record; its making and worked-out columns aside."""
    strand = Strand("history", "Changes", frame.model, "", "", (), lambda _: ("", ""))
    for version in history.of_row(who, frame.model, row_id)[:limit]:
        cells = [cell for cell in version.changes if not cell.field.derived]
        if version.operation == "create" or (version.operation == "change" and not cells):
            continue
        words = [_changed(cell) for cell in cells[:3]]
        words += [f"{len(cells) - 3} more"] if len(cells) > 3 else []
        head = "; ".join(words) or ENDS.get(version.operation, version.operation)
        day = settings.office_day(version.at)
        told.guarded |= {cell.field.sensitivity for cell in cells[:3]} & {"medical", "privileged"}
        told.events.append(Event(day, strand, version.seq, head, f"{version.title} · {version.by}"))


def _changed(cell: history.Cells) -> str:
    """One changed column in words; of a relation and of long text, that it changed."""
    label = cell.field.verbose_name
    if cell.field.kind in ("link", "long", "json"):
        return f"{label} changed"
    write = shower(cell.field)
    return f"{label}: {write(cell.old) or 'blank'} → {write(cell.new) or 'blank'}"


def deadlines(who: Who, frame: Frame, row_id: int, *, limit: int = 8) -> Answer | None:
    """The next open diary entries of a record, soonest first; None where none may be seen."""
    if not frame.diary or not policy.may_read(who, Diary):
        return None
    columns = ("diary_date", "subject", "detail", "steps", "rule_code", "action", "sensitivity")
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

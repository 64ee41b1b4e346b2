"""Making rows as they are pasted: the good ones are written as one batch, the others come back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from peewee import IntegrityError

from journal import policy, writing
from journal.cells import Cell, links_of, unwritable, value_of
from journal.clicks import Click
from journal.commit import Open, batch, done_before
from journal.drafts import Draft
from journal.values import as_text, deciding
from journal.who import Who
from models import database, meta
from rules.errors import BadValue, Blocked, Invalid, NotFound, OfficeError, Refused

BY_ACTION = "This is given by a quick action; it is not typed."
EMPTY = "Nothing is typed in this row."


class Bad(NamedTuple):
    """Why a row is not made: its place in what was sent, the column (None: the whole row), what was
    typed there, the sentence.
    """

    place: int
    column: str | None
    value: Any
    message: str


@dataclass
class Made:
    """What became of the rows: place -> (id, version) of those that were made."""

    seq: int | None = None
    title: str = ""
    saved: dict[int, tuple[int, int]] = field(default_factory=dict)
    refused: list[Bad] = field(default_factory=list)


Ready = list[tuple[int, dict[str, Any]]]
"""(place, values by column) of rows that could be read."""


@dataclass(frozen=True)
class Sent:
    """What was sent.

    Args:
        rows: texts by column.
        columns: those that may be typed into a new row.
        click: the key of the click; the same one again makes no second rows.
    """

    rows: Sequence[dict[str, Any]]
    columns: Sequence[str]
    click: Click | None = None


def make_rows(who: Who, model, sent: Sent, *, on: date) -> Made:
    """Make the rows that can be made, as one batch; what is blank takes its default.

    Raises:
        Refused: the sheet may not be written at all. Blocked, Spent: the click made rows before.
    """
    policy.need_write(who, model)
    _need_unsent(model, sent.click)
    made = Made()
    ready = _read(who, model, sent, made)
    if not ready:
        return made
    head = Draft(f"New {meta(model, 'plural').lower()}", source="cell", on=on)
    try:
        with batch(who, head, key=sent.click) as open_batch:
            _write(open_batch, model, ready, made, sent.rows)
    except IntegrityError:
        _need_unsent(model, sent.click)
        raise
    made.seq, made.title = open_batch.receipt.seq, head.title if made.saved else ""
    made.refused.sort(key=lambda bad: bad.place)
    return made


def _need_unsent(model, click: Click | None) -> None:
    """Refuse a click that made rows before: its answer was lost on the way."""
    done = done_before(click)
    if done:
        count = sum(sheet == model.__name__.lower() for sheet, _ in done.created)
        many = meta(model, "singular") if count == 1 else meta(model, "plural").lower()
        raise Blocked(
            f"These rows were sent before and {count:,} {many} made of them, as change number "
            f"{done.seq}. Load the list anew to see them."
        )


def _read(who: Who, model, sent: Sent, made: Made) -> Ready:
    """The values of the rows that can be read; of the others each bad cell is refused."""
    allowed = {f.name: f for f in policy.writable(who, model) if f.name in sent.columns}
    typed = [{name: raw for name, raw in row.items() if not _is_blank(raw)} for row in sent.rows]
    links = links_of(
        who,
        allowed,
        [Cell(n, 1, name, raw) for n, row in enumerate(typed) for name, raw in row.items()],
    )
    ready: Ready = []
    for place, row in enumerate(typed):
        values, before = {}, len(made.refused)
        for name, raw in row.items():
            try:
                column = allowed.get(name) or _unwritable(who, model, name)
                kin = deciding(column)
                cell = Cell(place, 1, name, raw)
                values[name] = value_of(column, row.get(kin) if kin else None, cell, links)
            except (BadValue, Refused) as error:
                made.refused.append(Bad(place, name, raw, error.sentence))
        if not row:
            made.refused.append(Bad(place, None, None, EMPTY))
        if len(made.refused) == before:
            ready.append((place, {k: v for k, v in values.items() if v is not None}))
    return ready


def _is_blank(raw: Any) -> bool:
    return raw is None or not as_text(raw).strip()


def _unwritable(who: Who, model, name: str):
    if name in {f.name for f in policy.writable(who, model)}:
        raise BadValue(BY_ACTION)
    return unwritable(who, model, name)


def _write(open_batch: Open, model, ready: Ready, made: Made, rows: Sequence[dict]) -> None:
    """Write rows together; where one of them cannot stand, each half by itself."""
    draft = Draft("", source="cell", on=open_batch.head.on)
    for _, values in ready:
        draft.create(model, **values)
    try:
        with database.savepoint():
            open_batch.write(draft)
    except (Invalid, Blocked, NotFound, Refused, IntegrityError) as error:
        if len(ready) == 1:
            place = ready[0][0]
            made.refused += _reasons(model, place, rows[place], error)
            return
        half = len(ready) // 2
        _write(open_batch, model, ready[:half], made, rows)
        _write(open_batch, model, ready[half:], made, rows)
        return
    sheet = model.__name__.lower()
    for (place, _), create in zip(ready, draft.creates, strict=False):
        version = open_batch.receipt.versions[sheet, create.row_id]
        made.saved[place] = create.row_id, version


def _reasons(model, place: int, row: dict[str, Any], error: Exception) -> list[Bad]:
    """Why one row cannot stand, at its columns."""
    told = error if isinstance(error, OfficeError) else writing.in_words(error)
    if not isinstance(told, OfficeError):
        raise error
    if not isinstance(told, Invalid):
        return [Bad(place, getattr(told, "column", None), None, told.sentence)]
    own = (model.__name__.lower(), model._meta.table_name)
    found = []
    for problem in told.problems:
        name = problem.column if problem.sheet in own else None
        found.append(Bad(place, name, row.get(name) if name else None, problem.message))
    return list(dict.fromkeys(found))

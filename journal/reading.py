"""Reading a sheet: pages, counts, single rows and streams, all through the policy.

A page costs two queries (rows, capped count), one more when words are searched. Relations come
joined as
`Linked`; amounts are cents, days dates, instants aware UTC.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import repeat
from typing import Any, NamedTuple

from peewee import SQL, Select, fn

from journal import policy, search
from journal.database import is_sqlite, limited, snapshot
from journal.masking import MASK, is_covered, masked
from journal.question import (
    Key,
    Query,
    Question,
    cursor_of,
    forward,
    label_columns,
    ordering,
    values_of,
)
from journal.stored import from_driver
from journal.values import plainer
from journal.who import Who
from models import SHEETS, database, meta
from rules.errors import NotFound, TooBroad

COUNT_CAP = 10_000
WALKED_CAP = 1_000
"""Counting stops here where each row is looked at for words that many rows hold."""

COUNT_SECONDS = 0.5
MOST_ROWS = 1_000
AT_ONCE = 2_000


class Linked(NamedTuple):
    """The row behind a relation: its id, the key people know it by, and its name as far as it may
    be seen.
    """

    id: int
    key: str
    label: str


class Row(NamedTuple):
    """One row of an answer; `values` stand in the order of the answer's fields."""

    id: int
    version: int
    values: tuple


Take = Callable[[list[tuple]], Sequence[Any]]
"""How the values of a column are taken from the columns of raw rows."""


@dataclass(frozen=True)
class Answer:
    """A page of rows: cursors lead on where there is more; `count` stops at the cap."""

    fields: tuple
    rows: list[Row]
    next: str | None
    previous: str | None
    count: int
    capped: bool


class _Shape:
    """Which columns a query selects and how raw rows become Rows, a column at a time."""

    def __init__(self, query: Query, fields: tuple) -> None:
        self.fields, self.query = fields, query
        versioned = "version" in query.model._meta.fields
        self.selected = [query.base.id, query.base.version if versioned else query.base.id]
        self.takes = [self._take(field) for field in fields]

    def _take(self, field) -> Take:
        """Select a column; how its values are taken from the columns of the raw rows."""
        at = len(self.selected)
        self.selected.append(getattr(self.query.base, field.name))
        covered, link = is_covered(field), field.kind == "link"
        if link and not covered:
            return partial(_linked_column, at, self._join(field))
        unseen = _linked_unseen if link else masked
        return partial(_column, at, unseen if covered else from_driver(field))

    def _join(self, field) -> int:
        """Select key and label of a relation; returns how many columns that are."""
        names = known_by(self.query.who, field.rel_model)
        if names:
            target = self.query.joined((field.name,), self.query.base, field)
            self.selected.append(target.id)
            self.selected.extend(getattr(target, name) for name in names)
        return len(names)

    def selected_with(self, keys: list[Key]) -> list[Any]:
        """Everything to select: the columns, and behind them what the rows are ordered by."""
        return [*self.selected, *[key.expression for key in keys]]

    def rows(self, raws: list[tuple]) -> list[Row]:
        """What the driver returned, as rows with their relations put together."""
        columns = list(zip(*raws, strict=True))
        if not columns:
            return []
        values = zip(*(take(columns) for take in self.takes), strict=True)
        return list(map(Row, columns[0], columns[1], values if self.takes else repeat(())))


def _column(at: int, read: Callable[[Any], Any] | None, columns: list[tuple]) -> Sequence[Any]:
    """A column as Python values."""
    values = columns[at]
    return [None if value is None else read(value) for value in values] if read else values


def _linked_column(at: int, width: int, columns: list[tuple]) -> Sequence[Linked | None]:
    """A column of relations, each record behind them put together once."""
    if not width:
        return [None] * len(columns[at])
    parts = set(zip(*columns[at + 1 : at + width + 2], strict=True))
    known = {part[0]: linked(part) for part in parts if part[0] is not None}
    return list(map(known.get, columns[at + 1]))


def known_by(who: Who, model) -> tuple[str, ...]:
    """Key first, then the label columns, as far as `who` may see them."""
    if not policy.may_read(who, model):
        return ()
    seen = policy.open_names(who, model)
    key = model._meta.key[0]
    return tuple(name for name in dict.fromkeys((key, *label_columns(who, model))) if name in seen)


def _linked_unseen(row_id: int) -> Linked:
    return Linked(row_id, MASK, MASK)


def linked(part: Sequence[Any]) -> Linked:
    """A record from its id, key and label columns."""
    words = [str(value) for value in part[1:] if value is not None and value != ""]
    label = " ".join(words[1:]) if len(words) > 1 else (words[0] if words else "")
    return Linked(part[0], words[0] if words else "", label)


def fields_of(who: Who, question: Question) -> tuple:
    """The columns an answer shows: the asked ones, those a list shows at first, or all."""
    past = question.as_of is not None
    seen = policy.readable(who, question.model, past=past)
    if question.columns is None:
        listed = meta(question.model, "listed", ()) or tuple(f.name for f in seen)[:8]
        added = tuple(f.name for f in seen if f.added and not f.retired and f.name not in listed)
        return tuple(f for name in (*listed, *added) for f in seen if f.name == name)
    if question.columns == ("*",):
        return tuple(seen)
    return tuple(
        policy.need_column(who, question.model, name, past=past)
        for name in question.columns
        if name not in ("id", "version")
    )


def ask(who: Who, question: Question, *, counted: bool = True) -> Answer:
    """One page of a sheet.

    Raises:
        Refused: the sheet or a column is out of sight. BadQuestion: a filter, column or cursor is
        wrong.
        TooBroad: it took more than two seconds.
    """
    limit = max(1, min(question.limit, MOST_ROWS))
    with limited():
        query = Query(who, question)
        conditions = conditions_of(query)
        bare = query.bare()
        shape = _Shape(query, fields_of(who, question))
        keys = query.order()
        backward = question.last or question.before is not None
        raws = _page(query, shape, conditions, keys, limit + 1)
    count, capped = _count(bare, conditions) if counted else (len(raws), False)
    more, raws = len(raws) > limit, raws[:limit]
    if backward:
        raws.reverse()
    first, last = (_place(keys, raws[0]), _place(keys, raws[-1])) if raws else (None, None)
    ahead = more if not backward else question.before is not None
    behind = more if backward else question.after is not None
    return Answer(
        shape.fields,
        shape.rows(raws),
        last if ahead else None,
        first if behind else None,
        count,
        capped,
    )


def _place(keys: list[Key], raw: tuple) -> str:
    """The cursor of a raw row: the values that it is ordered by stand at its end."""
    reads = [from_driver(key.field) for key in keys]
    values = zip(reads, raw[-len(keys) :], strict=True)
    return cursor_of(keys, [read(v) if read and v is not None else v for read, v in values])


def _page(
    query: Query, shape: _Shape, conditions: list, keys: list[Key], limit: int
) -> list[tuple]:
    """The rows of a page as the driver returns them, segment by segment until it is full; the
    values that they are ordered by stand at the end of each.
    """
    asked = query.question
    backward = asked.last or asked.before is not None
    cursor = asked.before if asked.before is not None else asked.after
    segments: list = [None]
    if cursor is not None:
        segments = list(forward(keys, values_of(cursor, keys), backward))
    found: list[tuple] = []
    wanted_columns = shape.selected_with(keys)
    for segment in segments:
        wanted = limit - len(found)
        if wanted <= 0:
            break
        extra = [] if segment is None else [segment]
        selected = query.select(*wanted_columns)
        page = where(selected, conditions + extra).order_by(*ordering(keys, backward)).limit(wanted)
        found.extend(database.execute(page).fetchall())
    return found


def where(selected, conditions: list):
    """A query with its conditions, where there are any."""
    return selected.where(*conditions) if conditions else selected


def conditions_of(query: Query) -> list:
    """Everything that must hold of a row, the words looked for included."""
    found = query.conditions()
    return found + (search.conditions(query, query.question.q) if query.question.q.strip() else [])


def up_to(query: Query, conditions: list, most: int) -> int:
    """How many rows there are, counted no further than `most` and one more."""
    rows = where(query.select(query.base.id), conditions).limit(most + 1)
    if not (is_sqlite() and len(conditions) == 1 and query.model in SHEETS and query.stands()):
        return rows.count()
    # The key is an index over the rows that stand; without its order SQLite reads the rows, and
    # Peewee's own count drops an order.
    rows = rows.order_by(getattr(query.base, query.model._meta.key[0]))
    return Select([rows.alias("found")], [fn.COUNT(SQL("1"))]).scalar(database)


def _count(query: Query, conditions: list) -> tuple[int, bool]:
    """How many rows there are, and whether counting stopped at the cap, or after half a second."""
    cap = WALKED_CAP if query.walked else COUNT_CAP
    try:
        with limited(COUNT_SECONDS):
            count = up_to(query, conditions, cap)
    except TooBroad:
        return cap, True
    return min(count, cap), count > cap


def more_than(who: Who, question: Question, most: int) -> bool:
    """Whether there are more rows than `most`; yes also where it takes too long to tell."""
    try:
        with limited():
            query = Query(who, question)
            return up_to(query, conditions_of(query), most) > most
    except TooBroad:
        return True


def count_rows(who: Who, question: Question) -> int:
    """How many rows there are, to the end."""
    query = Query(who, question)
    conditions = conditions_of(query)
    return where(query.select(query.base.id), conditions).count()


def stream(who: Who, question: Question) -> Generator[Row, None, None]:
    """Every row of a question in its order, some thousands held at a time; one consistent view."""
    with snapshot():
        query = Query(who, question)
        shape = _Shape(query, fields_of(who, question))
        conditions, keys = conditions_of(query), query.order()
        while True:
            raws = _page(query, shape, conditions, keys, AT_ONCE)
            yield from shape.rows(raws)
            if len(raws) < AT_ONCE:
                return
            query.question = replace(query.question, after=_place(keys, raws[-1]))


def fetch(who: Who, model, row_id: int, *, trash: bool | None = None) -> Row:
    """One row with all columns that `who` may see.

    Raises:
        NotFound: there is none, or it is out of scope: the answer is the same.
    """
    if -(2**63) <= row_id < 2**63:
        for side in (False, True) if trash is None else (trash,):
            asked = Question(
                model, columns=("*",), sort=("id",), ids=(row_id,), trash=side, limit=1
            )
            answer = ask(who, asked, counted=False)
            if answer.rows:
                return answer.rows[0]
    raise NotFound(f"There is no such {meta(model, 'singular')}.")


def by_name(who: Who, model, row: Row) -> dict[str, Any]:
    """The values of a fetched row by column."""
    return dict(zip((f.name for f in policy.readable(who, model)), row.values, strict=True))


def guarded(fields: tuple, rows: list[Row]) -> set[str]:
    """Which guarded sensitivities an answer shows: medical or privileged values that are
    not blank.
    """
    found = set()
    for place, field in enumerate(fields):
        if (
            field.sensitivity in ("medical", "privileged")
            and field.sensitivity not in found
            and any(row.values[place] not in (None, "") for row in rows)
        ):
            found.add(field.sensitivity)
        elif field.name == "sensitivity":
            found |= {row.values[place] for row in rows} & {"medical", "privileged"}
    return found


def as_json(answer: Answer) -> list[dict[str, Any]]:
    """The rows as data: id, version, then each column in its plain form."""
    writers = [(field.name, plainer(field)) for field in answer.fields]
    return [
        {
            "id": row.id,
            "version": row.version,
            **{
                name: write(value) for (name, write), value in zip(writers, row.values, strict=True)
            },
        }
        for row in answer.rows
    ]

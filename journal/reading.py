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
    listed,
    ordering,
    values_of,
)
from journal.stored import days_from_driver, from_driver
from journal.values import plainer
from journal.who import Who
from models import SHEETS, database, meta
from rules.errors import NotFound, TooBroad
from sheets.prepared import prepared

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
        self.places: list[int] = []
        """Where that stands by which the rows are ordered."""

    def _take(self, field) -> Take:
        """Select a column; how its values are taken from the columns of the raw rows."""
        at, covered, link = len(self.selected), is_covered(field), field.kind == "link"
        if link and not covered:
            return self._linked(at, field)
        self.selected.append(getattr(self.query.base, field.name))
        if field.kind == "day" and not covered:
            return lambda columns: days_from_driver(columns[at])
        unseen = _linked_unseen if link else masked
        return partial(_column, at, unseen if covered else from_driver(field))

    def _linked(self, at: int, field) -> Take:
        """Select id, key and label of a relation; how its records are taken."""
        names = known_by(self.query.who, field.rel_model)
        if not names:
            return lambda columns: [None] * len(columns[0])
        target = self.query.joined((field.name,), self.query.base, field)
        self.selected.append(target.id)
        self.selected.extend(getattr(target, name) for name in names)
        return partial(_linked_column, at, len(names))

    def ordered_by(self, keys: list[Key]) -> None:
        """Select what the rows are ordered by too, where it is not selected yet."""
        for key in keys:
            known = (n for n, one in enumerate(self.selected) if one is key.expression)
            self.places.append(next(known, len(self.selected)))
            if self.places[-1] == len(self.selected):
                self.selected.append(key.expression)

    def place(self, keys: list[Key], raw: tuple) -> str:
        """The cursor of a raw row."""
        reads = [
            (from_driver(key.field), raw[at]) for key, at in zip(keys, self.places, strict=True)
        ]
        return cursor_of(keys, [read(v) if read and v is not None else v for read, v in reads])

    def rows(self, raws: list[tuple]) -> list[Row]:
        """What the driver returned, as rows with their relations put together."""
        columns = list(zip(*raws, strict=True))
        if not columns:
            return []
        values = zip(*(take(columns) for take in self.takes), strict=True)
        parts = zip(columns[0], columns[1], values if self.takes else repeat(()), strict=False)
        return list(map(_row, parts))


_row: Callable[[tuple], Row] = partial(tuple.__new__, Row)
"""A row from its parts; the class itself would take its arguments apart for each of very many."""


def _column(at: int, read: Callable[[Any], Any] | None, columns: list[tuple]) -> Sequence[Any]:
    """A column as Python values."""
    values = columns[at]
    return [None if value is None else read(value) for value in values] if read else values


def _linked_column(at: int, width: int, columns: list[tuple]) -> Sequence[Linked | None]:
    """A column of relations, each record behind them put together once."""
    ids = columns[at]
    parts = dict(zip(ids, zip(*columns[at : at + width + 1], strict=True), strict=True))
    known = {row_id: linked(part) for row_id, part in parts.items() if row_id is not None}
    return list(map(known.get, ids))


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
        asking = _asking(who, question)
        raws = asking.raws(question, limit + 1)
    count, capped = _count(asking) if counted else (len(raws), False)
    more, raws = len(raws) > limit, raws[:limit]
    backward = question.last or question.before is not None
    if backward:
        raws.reverse()
    ahead = more if not backward else question.before is not None
    behind = more if backward else question.after is not None
    return Answer(
        asking.shape.fields,
        asking.shape.rows(raws),
        asking.shape.place(asking.keys, raws[-1]) if ahead and raws else None,
        asking.shape.place(asking.keys, raws[0]) if behind and raws else None,
        count,
        capped,
    )


class _Asking:
    """A question on its way: its query, conditions, columns and order."""

    def __init__(self, who: Who, question: Question) -> None:
        self.query = Query(who, question)
        self.conditions = conditions_of(self.query)
        self._bare = self.query.bare()
        self.shape = _Shape(self.query, fields_of(who, question))
        self.keys = self.query.order()
        self.shape.ordered_by(self.keys)

    def raws(self, _: Question, limit: int) -> list[tuple]:
        """At most so many rows as the driver returns them."""
        return _page(self.query, self.shape, self.conditions, self.keys, limit)

    def count(self, most: int) -> int:
        """How many rows there are, counted no further than `most` and one more."""
        return up_to(self._bare, self.conditions, most)


class _Repeated(_Asking):
    """A question that is put over and over: its statements are put together once. Which rows by id
    it asks for is filled in each time.
    """

    def __init__(self, who: Who, question: Question) -> None:
        super().__init__(who, question)
        self._statements: dict[int | None, tuple[list[str], list]] = {}
        self._counts: dict[int, tuple[str, list]] = {}

    def raws(self, question: Question, limit: int) -> list[tuple]:
        """At most so many of the rows that this question asks for, as the driver returns them."""
        most = None if question.ids is not None and len(question.ids) <= limit else limit
        if most not in self._statements:
            page = _segment(self.query, self.shape, self.conditions, self.keys, most)
            self._statements[most] = _around_ids(*page.sql())
        parts, values = self._statements[most]
        statement = listed(question.ids or ()).join(parts)
        return database.execute_sql(statement, values).fetchall()

    def count(self, most: int) -> int:
        """How many rows there are, counted no further than `most` and one more."""
        if most not in self._counts:
            self._counts[most] = _counting(self._bare, self.conditions, most).sql()
        return int(database.execute_sql(*self._counts[most]).fetchone()[0])


def _around_ids(statement: str, values: list) -> tuple[list[str], list]:
    """A statement without the ids that it asks for, and its values."""
    return statement.split(listed(())), values


def _asking(who: Who, question: Question) -> _Asking:
    """A question on its way. One that only names columns, an order and ids rests on nothing but
    the person and the columns of the sheets: it is put together once.
    """
    placed = question.as_of or question.after is not None or question.before is not None
    if placed or question.filters or question.q:
        return _Asking(who, question)
    ids = None if question.ids is None else ()
    return _repeated(who, replace(question, ids=ids, limit=0, on=None), is_sqlite())


@prepared(most=512)
def _repeated(who: Who, question: Question, _: bool) -> _Repeated:
    """What one person asks over and over of an engine, put together."""
    return _Repeated(who, question)


def _page(
    query: Query, shape: _Shape, conditions: list, keys: list[Key], limit: int
) -> list[tuple]:
    """The rows of a page as the driver returns them, segment by segment until it is full."""
    asked = query.question
    backward = asked.last or asked.before is not None
    cursor = asked.before if asked.before is not None else asked.after
    segments: list = [None]
    if cursor is not None:
        segments = list(forward(keys, values_of(cursor, keys), backward))
    found: list[tuple] = []
    for segment in segments:
        wanted = limit - len(found)
        if wanted <= 0:
            break
        extra = [] if segment is None else [segment]
        page = _segment(query, shape, conditions + extra, keys, wanted)
        found.extend(database.execute(page).fetchall())
    return found


def _segment(
    query: Query, shape: _Shape, conditions: list, keys: list[Key], limit: int | None
) -> Any:
    """The query over some of the rows, in their order."""
    backward = query.question.last or query.question.before is not None
    selected = where(query.select(*shape.selected), conditions)
    return selected.order_by(*ordering(keys, backward)).limit(limit)


def where(selected, conditions: list):
    """A query with its conditions, where there are any."""
    return selected.where(*conditions) if conditions else selected


def conditions_of(query: Query) -> list:
    """Everything that must hold of a row, the words looked for included."""
    found = query.conditions()
    return found + (search.conditions(query, query.question.q) if query.question.q.strip() else [])


def up_to(query: Query, conditions: list, most: int) -> int:
    """How many rows there are, counted no further than `most` and one more."""
    return int(_counting(query, conditions, most).scalar())


def _counting(query: Query, conditions: list, most: int) -> Select:
    """The query that counts the rows."""
    rows = where(query.select(query.base.id), conditions).limit(most + 1)
    if is_sqlite() and len(conditions) == 1 and query.model in SHEETS and query.stands():
        # The key is an index over the rows that stand; without its order SQLite reads the rows.
        rows = rows.order_by(getattr(query.base, query.model._meta.key[0]))
    return Select([rows.alias("found")], [fn.COUNT(SQL("1"))]).bind(database)


def _count(asking: _Asking) -> tuple[int, bool]:
    """How many rows there are, and whether counting stopped at the cap, or after half a second."""
    cap = WALKED_CAP if asking.query.walked else COUNT_CAP
    try:
        with limited(COUNT_SECONDS):
            count = asking.count(cap)
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
        shape.ordered_by(keys)
        while True:
            raws = _page(query, shape, conditions, keys, AT_ONCE)
            yield from shape.rows(raws)
            if len(raws) < AT_ONCE:
                return
            query.question = replace(query.question, after=shape.place(keys, raws[-1]))


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

"""The rows of a sheet in their order, as ids alone: all of them, or a window of a large sheet.

What a page of rows says is asked with the same question; here stands which rows there are, and in
which groups (`journal/grouping.py`).
"""

from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from journal import grouping
from journal.database import is_sqlite, limited, run, snapshot
from journal.grouping import Group
from journal.question import Key, Query, Question, cursor_of, forward, ordering, values_of
from journal.reading import COUNT_SECONDS, conditions_of, up_to, where
from journal.stored import from_driver
from journal.who import Who
from models import database
from rules.errors import BadQuestion, TooBroad

MOST_IDS = 100_000
"""Rows of one window."""
ALL = 2**31 - 2


@dataclass(frozen=True)
class Order:
    """Which rows there are, in order.

    Args:
        ids: the rows of the window.
        start: how many rows stand before the first of them; None where that takes long to count.
        total: how many rows there are; None where that takes long to count.
        next, previous: cursors of the windows beside it; None where there is none.
        seq: the newest batch by then: what is changed later has a higher number.
        groups: every group, also those of other windows, each before its parts.
    """

    ids: list[int]
    start: int | None
    total: int | None
    next: str | None
    previous: str | None
    seq: int
    groups: list[Group]
    guarded: dict[str, int] = field(default_factory=dict)
    """Medical or privileged values that the groups tell: sensitivity -> of so many rows."""


def newest() -> int:
    """The number of the newest batch; 0 before the first."""
    row = run("SELECT seq FROM head WHERE id = 1").fetchone()
    return int(row[0]) if row else 0


def order_of(
    who: Who, question: Question, *, around: int | None = None, group: tuple[str, ...] = ()
) -> Order:
    """The ids of the rows that a question asks for, a window of them in a large sheet.

    Rows and groups are two questions: each may take the time of one.

    Args:
        around: a row that the window shall hold; one that is not among them gives the first window.
        group: up to three columns by which rows stand together, before the order of the question.

    Raises:
        Refused, BadQuestion, TooBroad: as `journal.reading.ask`.
    """
    with snapshot():
        with limited():
            seq, rows = newest(), _Rows(who, question, group)
            window = rows.around(around) if around is not None else rows.from_cursor()
        with limited():
            groups = grouping.groups(rows.plain, rows.conditions, rows.levels) if group else []
            return rows.order(window, seq, groups)


@dataclass(frozen=True)
class Edge:
    """What is looked for from a row on.

    Args:
        row: the row, which is not looked at itself.
        column: the column.
        filled: whether the next row that holds something is looked for, or the next blank one.
        back: towards the first row.
    """

    row: int
    column: str
    filled: bool
    back: bool = False


def edge_of(who: Who, question: Question, edge: Edge, group: tuple[str, ...] = ()) -> int | None:
    """The id of the next row in the order of a question whose cell is filled, or blank; None where
    there is none.

    Raises:
        BadQuestion: the row is not in the list, or as `order_of`.
        Refused, TooBroad: as `order_of`.
    """
    wanted = f"{edge.column}{'!=' if edge.filled else '='}"
    narrowed = replace(question, filters=(*question.filters, wanted))
    with snapshot(), limited():
        place = _Rows(who, question, group).place(edge.row)
        if place is None:
            raise BadQuestion("The row is no longer in this list. Open the list anew.")
        return _Rows(who, narrowed, group).beside(place, back=edge.back)


@dataclass(frozen=True)
class _Window:
    """Some ids in order, and whether there are rows before and behind them."""

    ids: list[int]
    behind: bool
    ahead: bool


class _Rows:
    """The rows of one question in their order."""

    def __init__(self, who: Who, question: Question, group: tuple[str, ...]) -> None:
        self.query = Query(who, question)
        self.conditions = conditions_of(self.query)
        self.plain = self.query.bare()
        """The query without what its order joins: for counts and groups."""
        self.levels = grouping.levels(self.query, group)
        self.keys: list[Key] = [key for level in self.levels for key in level.keys]
        self.keys += self.query.order()

    def from_cursor(self) -> _Window:
        """The window behind or before the cursor of the question, or the first one."""
        asked = self.query.question
        backward = asked.last or asked.before is not None
        cursor = asked.before if asked.before is not None else asked.after
        values = None if cursor is None else values_of(cursor, self.keys)
        ids = self._ids(values, MOST_IDS + 1, backward=backward)
        more = len(ids) > MOST_IDS
        ids = ids[:MOST_IDS]
        if backward:
            return _Window(ids[::-1], more, cursor is not None)
        return _Window(ids, cursor is not None, more)

    def around(self, row_id: int) -> _Window:
        """The window that holds a row, half of it before the row where there are so many."""
        values = self.place(row_id)
        if values is None:
            return self.from_cursor()
        before = self._ids(values, MOST_IDS, backward=True)
        after = self._ids(values, MOST_IDS, backward=False)
        ahead_of_it = min(len(before), max(MOST_IDS // 2, MOST_IDS - 1 - len(after)))
        behind_it = min(len(after), MOST_IDS - 1 - ahead_of_it)
        ids = [*before[:ahead_of_it][::-1], row_id, *after[:behind_it]]
        return _Window(ids, len(before) > ahead_of_it, len(after) > behind_it)

    def beside(self, place: list[Any], *, back: bool) -> int | None:
        """The next row behind a place, or before it."""
        return next(iter(self._ids(place, 1, backward=back)), None)

    def order(self, window: _Window, seq: int, groups: list[Group]) -> Order:
        """The window with its place among the rows."""
        ids, keys = window.ids, self.keys
        first = self.place(ids[0]) if window.behind and ids else None
        last = self.place(ids[-1]) if window.ahead and ids else None
        whole = not window.behind and not window.ahead
        return Order(
            ids,
            self._before(first) if first else (None if window.behind else 0),
            len(ids) if whole else self._total(groups),
            cursor_of(keys, last) if last else None,
            cursor_of(keys, first) if first else None,
            seq,
            groups,
            grouping.guarded(self.plain, self.levels, groups),
        )

    def _ids(self, values: list | None, limit: int, *, backward: bool) -> list[int]:
        """Ids from a place on, segment by segment until there are so many."""
        found: list[int] = []
        segments = [None] if values is None else forward(self.keys, values, backward)
        for segment in segments:
            if len(found) >= limit:
                break
            extra = [] if segment is None else [segment]
            query = where(self.query.select(self.query.base.id), self.conditions + extra)
            query = query.order_by(*ordering(self.keys, backward)).limit(limit - len(found))
            cursor = database.execute(query)
            rows = cursor if is_sqlite() else cursor.fetchall()  # each is the quicker one there
            found.extend(chain.from_iterable(rows))
        return found

    def place(self, row_id: int) -> list[Any] | None:
        """The values that a row is ordered by; None where it is not among the rows."""
        query = self.query.select(*[key.expression for key in self.keys])
        query = where(query, [*self.conditions, self.query.base.id == row_id])
        raw = database.execute(query).fetchone()
        if raw is None:
            return None
        reads = [from_driver(key.field) for key in self.keys]
        return [
            read(value) if read and value is not None else value
            for read, value in zip(reads, raw, strict=True)
        ]

    def _before(self, values: list) -> int | None:
        """How many rows stand before a place; None where that takes long."""
        segments = forward(self.keys, values, True)
        try:
            with limited(COUNT_SECONDS):
                return sum(up_to(self.query, [*self.conditions, s], ALL) for s in segments)
        except TooBroad:
            return None

    def _total(self, groups: list[Group]) -> int | None:
        """How many rows there are; None where that takes long."""
        if groups:
            return sum(group.count for group in groups if group.level == 0)
        try:
            with limited(COUNT_SECONDS):
                return up_to(self.plain, self.conditions, ALL)
        except TooBroad:
            return None

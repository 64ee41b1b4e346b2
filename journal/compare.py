"""Two moments of a sheet compared: which rows were added, changed, put in the trash or taken out
again between them, what of them changed, how their money moved, and who did it when and why.

The rows are found by the batches between the moments, never by reading the sheet. A row counts as
the list of each moment would show it: in scope, out of the trash; one that matches the filters at
either moment counts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import and_
from typing import Any, NamedTuple

from peewee import CTE, SQL, Case, Value

from journal import expr, history, policy, search, world
from journal.database import is_sqlite, limited
from journal.history import Cells
from journal.masking import is_covered, masked
from journal.question import Query, Question
from journal.stored import from_driver
from journal.strands import FRAMES
from journal.twins import column_names, past_name
from journal.who import Who
from models import SHEETS, Batch, Change, database, meta
from rules.errors import BadQuestion, NotFound

ADDED, CHANGED, TRASHED, RESTORED = "added", "changed", "trashed", "restored"
KINDS = (ADDED, CHANGED, TRASHED, RESTORED)
"""What can have become of a row between two moments."""
MONEY = "money"
"""Asked for beside the kinds: only rows whose money moved."""
SIDES = ("b", "a")
"""Before and after, in the names of the statement."""
VERSIONS = {"b": "was", "a": "became"}
AT_ONCE = 500
MOST_STEPS = 6
"""Batches that are named of one row; of more it gives the number."""


@dataclass(frozen=True)
class Asked:
    """What is compared.

    Args:
        question: the sheet with its filters and words; its moment, order and place do not count.
        since: the earlier moment.
        until: the later one; None: now.
        kinds: of `KINDS`, or `MONEY`; none: all.
        after: the id behind which a page starts.
        limit: rows of a page.
    """

    question: Question
    since: datetime
    until: datetime | None = None
    kinds: tuple[str, ...] = ()
    after: int = 0
    limit: int = 100

    def takes(self, kind: str, moved: bool) -> bool:
        """Whether a row is of the kinds that are asked for."""
        kinds = set(self.kinds) - {MONEY}
        return (not kinds or kind in kinds) and (moved or MONEY not in self.kinds)


class Movement(NamedTuple):
    """An amount at the two moments, in cents; blank where the row did not count."""

    field: Any
    old: int | None
    new: int | None

    @property
    def by(self) -> int:
        """By how much it moved."""
        return (self.new or 0) - (self.old or 0)


class Step(NamedTuple):
    """A batch between the moments that wrote the row."""

    seq: int
    at: datetime
    by: str
    source: str
    title: str
    reason: str


class Difference(NamedTuple):
    """What became of one row. `sensitivities`: how its values and the row itself are kept."""

    id: int
    kind: str
    cells: list[Cells]
    money: list[Movement]
    steps: list[Step]
    more_steps: int
    sensitivities: frozenset[str]


@dataclass(frozen=True)
class Totals:
    """How many rows of each kind, how many of them with money that moved, and the sums of the
    amounts that moved in the rows of the kinds that were asked for.
    """

    counts: dict[str, int]
    moved: int
    money: list[Movement]


def totals(who: Who, asked: Asked) -> Totals:
    """The counts over all rows, whatever kinds are asked for, and the sums over those of the kinds;
    the page does not count.

    Raises:
        BadQuestion: the moments are the wrong way round, or a filter is wrong. Refused: the sheet
        or a column is out of sight. TooBroad: it took more than two seconds.
    """
    with limited():
        two = _Two(who, asked)
        amounts = money_of(who, asked.question.model)
        sums = [
            f"SUM(CASE WHEN {side}_stands = 1 THEN {_at(side, field)} END)"
            for field in amounts
            for side in SIDES
        ]
        moved = [f"MAX({two.moved(field)})" for field in amounts]
        columns = ", ".join(["kind", two.money_moved(), "COUNT(*)", *sums, *moved])
        rows = two.run(columns, "GROUP BY 1, 2")
    counts = dict.fromkeys(KINDS, 0)
    for kind, _, count, *_ in rows:
        counts[kind] += int(count)
    wanted = [row for row in rows if asked.takes(row[0], bool(row[1]))]
    return Totals(
        counts, sum(int(row[2]) for row in rows if row[1]), list(_summed(amounts, wanted))
    )


def _summed(amounts: list[Any], rows: list[tuple]) -> Iterator[Movement]:
    """The sum of each amount that moved in some row, over the kinds."""
    flags = 3 + 2 * len(amounts)
    for n, field in enumerate(amounts):
        if any(row[flags + n] for row in rows):
            old, new = (sum(int(row[3 + 2 * n + side] or 0) for row in rows) for side in (0, 1))
            yield Movement(field, old, new)


def money_of(who: Who, model: Any) -> list[Any]:
    """The amounts whose movement is told: those of a record's money strip, else all of the sheet
    that add up, as far as they may be seen.
    """
    frame = FRAMES.get(model.__name__.lower())
    fields = [
        f for f in policy.readable(who, model) if f.kind == "money" and f.adds and not is_covered(f)
    ]
    strip = {f.name: f for f in fields}
    named = [strip[name] for name in frame.money if name in strip] if frame else []
    return named or fields


def differences(who: Who, asked: Asked) -> tuple[list[Difference], int | None]:
    """A page of the rows by id, and the id behind which the next one starts.

    Raises:
        As `totals`.
    """
    with limited():
        return _page(who, _Two(who, asked))


def every(who: Who, asked: Asked) -> Iterator[Difference]:
    """All rows, read in parts."""
    after: int | None = asked.after
    while after is not None:
        found, after = _page(who, _Two(who, replace(asked, after=after, limit=AT_ONCE)))
        yield from found


def _page(who: Who, two: "_Two") -> tuple[list[Difference], int | None]:
    asked = two.asked
    columns = [_at(side, field) for side in SIDES for field in two.fields]
    marks = [f"{side}_mark" for side in SIDES if two.mark]
    place = f"AND the_row > {int(asked.after)} {two.only()}"
    raws = two.run(
        ", ".join(("the_row", "kind", *columns, *marks)),
        f"{place} ORDER BY the_row LIMIT {int(asked.limit) + 1}",
    )
    more, raws = len(raws) > asked.limit, raws[: asked.limit]
    steps = _steps(who, two, [raw[0] for raw in raws])
    found = [_difference(two, raw, *steps.get(raw[0], ([], 0))) for raw in raws]
    return found, found[-1].id if more and found else None


def _difference(two: "_Two", raw: tuple, steps: list[Step], more: int) -> Difference:
    row_id, kind, width = raw[0], raw[1], len(two.fields)
    pairs = zip(two.fields, raw[2 : 2 + width], raw[2 + width : 2 + 2 * width], strict=True)
    cells: list[Cells] = []
    moved: dict[str, Movement] = {}
    for field, old, new in pairs:
        before = None if kind in (ADDED, RESTORED) else _python(field, old)
        after = None if kind == TRASHED else _python(field, new)
        if field.name in two.amounts:
            if (before or 0) != (after or 0):
                moved[field.name] = Movement(field, before, after)
        elif old != new if kind == CHANGED else field.name in two.listed and after:
            cells.append(Cells(field, before, after))
    money = [moved[name] for name in two.amounts if name in moved]
    kept = {cell.field.sensitivity for cell in cells} | set(raw[2 + 2 * width :])
    kept |= {move.field.sensitivity for move in money}
    return Difference(row_id, kind, cells, money, steps, more, frozenset(kept - {None}))


def _python(field: Any, value: Any) -> Any:
    """What the driver returned for a column, as a Python value; of a covered one the mask."""
    if value is None:
        return None
    if is_covered(field):
        return masked(value)
    read = from_driver(field)
    return read(value) if read else value


def _steps(who: Who, two: "_Two", ids: list[int]) -> dict[int, tuple[list[Step], int]]:
    """The batches between the moments that changed something visible of each row, oldest first;
    the newest of them, and how many more there are.
    """
    if not ids:
        return {}
    query = (
        history.changes_told(Change.row_id, Change.columns)
        .where(Change.sheet == two.sheet, Change.row_id << ids, Batch.seq > two.first)
        .order_by(Batch.seq)
    )
    if two.last is not None:
        query = query.where(Batch.seq <= two.last)
    words, seen = history.batch_words(who), {field.name for field in two.fields}
    found: dict[int, list[Step]] = {}
    for one in query.dicts():
        if one["operation"] != "change" or seen & set((one["columns"] or "").split(",")):
            told = (words("title", one), words("reason", one))
            step = Step(one["seq"], one["committed_at"], one["actor"], one["source"], *told)
            found.setdefault(one["row_id"], []).append(step)
    return {
        row_id: (steps[-MOST_STEPS:], max(0, len(steps) - MOST_STEPS))
        for row_id, steps in found.items()
    }


class _Side(world.Now):
    """A sheet as the compared rows stood at one of the moments; other sheets as they stood then."""

    def __init__(self, model: Any, moment: datetime | None, version: str) -> None:
        self.model, self.version, self.then = model, version, world.at(moment)
        self.is_past = self.then.is_past
        self.stood = world.stood(model)

    @property
    def seq(self) -> int | None:
        """The last batch that counts of the other sheets."""
        return self.then.seq

    def source(self, model: Any) -> Any:
        """The table to read a sheet from."""
        return self.stood if model is self.model else self.then.source(model)

    def ctes(self, models: Iterable[Any]) -> list[CTE]:
        """The compared versions, and what the relations of the filters read from."""
        others = [one for one in models if one is not self.model]
        return [self._compared(), *self.then.ctes(others)]

    def _compared(self) -> CTE:
        columns = ", ".join(f't."{name}"' for name in column_names(self.model))
        tables = (self.model._meta.table_name, past_name(self.model))
        arms = (
            f'SELECT {columns} FROM compared AS w CROSS JOIN "{table}" AS t '
            f"WHERE t.id = w.id AND t.version = w.{self.version}"
            for table in tables
        )
        return CTE(self.stood._meta.table_name, SQL(" UNION ALL ".join(arms)))


class _Two:
    """The statement that puts the two moments side by side."""

    def __init__(self, who: Who, asked: Asked) -> None:
        model = asked.question.model
        policy.need_read(who, model)
        if model not in SHEETS:
            raise NotFound("These records are never changed: there is nothing to compare.")
        if asked.until is not None and asked.until < asked.since:
            raise BadQuestion("The first day lies after the second. Compare the earlier one first.")
        self.who, self.asked, self.model = who, asked, model
        self.sheet, self.mark = model.__name__.lower(), meta(model, "row_sensitivity", None)
        self.first = world.at(asked.since).seq or 0
        self.last = world.at(asked.until).seq
        self.fields = list(policy.readable(who, model, past=True))
        self.amounts = {field.name: field for field in money_of(who, model)}
        told = set(meta(model, "listed")) - set(model._meta.key)
        self.listed = {f.name for f in self.fields if f.name in told and f.kind != "long"}

    def moved(self, field: Any) -> str:
        """1 where an amount of a row moved."""
        before, after = (
            f"CASE WHEN {side}_stands = 1 THEN COALESCE({_at(side, field)}, 0) ELSE 0 END"
            for side in SIDES
        )
        return f"CASE WHEN {before} <> {after} THEN 1 ELSE 0 END"

    def money_moved(self) -> str:
        """1 where some amount of a row moved."""
        parts = [f"{self.moved(field)} = 1" for field in self.amounts.values()]
        return f"CASE WHEN {' OR '.join(parts)} THEN 1 ELSE 0 END" if parts else "0"

    def only(self) -> str:
        """The condition on the kinds that are asked for."""
        kinds = [kind for kind in KINDS if kind in self.asked.kinds]
        found = f"AND kind IN ({', '.join(map(repr, kinds))}) " if kinds else ""
        return found + (f"AND {self.money_moved()} = 1" if MONEY in self.asked.kinds else "")

    def run(self, columns: str, rest: str) -> list[tuple]:
        """The rows that became something between the moments: `the_row`, `kind`, and each column at
        either side.
        """
        (before, given), (after, more) = self._side("b").sql(), self._side("a").sql()
        sheet, until = "+sheet = ?" if is_sqlite() else "sheet = %s", ""  # by batch, not by sheet
        if self.last is not None:
            until = f" AND seq <= {int(self.last)}"
        statement = (
            "WITH compared AS MATERIALIZED ("
            "SELECT row_id AS id, MIN(version) - 1 AS was, MAX(version) AS became "
            f"FROM {_table(Change)} WHERE {sheet} AND batch_id IN "
            f"(SELECT id FROM {_table(Batch)} WHERE seq > {int(self.first)}{until}) "
            "GROUP BY row_id) "
            f"SELECT {columns} FROM ("
            f"SELECT COALESCE(b_id, a_id) AS the_row, {self._kind()} AS kind, b.*, a.* "
            f"FROM {_joined(before, after)} "
            "WHERE (b_stands = 1 AND b_fits = 1) OR (a_stands = 1 AND a_fits = 1)) AS found "
            f"WHERE kind IS NOT NULL {rest}"
        )
        return database.execute_sql(statement, (self.sheet, *given, *more)).fetchall()

    def _kind(self) -> str:
        apart = "IS NOT" if is_sqlite() else "IS DISTINCT FROM"
        differs = " OR ".join(f"{_at('b', f)} {apart} {_at('a', f)}" for f in self.fields)
        return (
            "CASE WHEN a_stands = 1 AND b_stands = 1 "
            f"THEN CASE WHEN {differs} THEN '{CHANGED}' END "
            f"WHEN a_stands = 1 AND b_id IS NULL THEN '{ADDED}' "
            f"WHEN a_stands = 1 THEN '{RESTORED}' "
            f"WHEN b_stands = 1 AND a_id IS NOT NULL THEN '{TRASHED}' END"
        )

    def _side(self, side: str) -> Any:
        """The compared rows at one of the moments, as far as they are in scope then and today."""
        moment = self.asked.since if side == "b" else self.asked.until
        query = Query(self.who, self.asked.question)
        query.world = _Side(self.model, moment, VERSIONS[side])
        query.base = query.world.source(self.model)
        fits = [query.any_of(expr.parse(text)) for text in self.asked.question.filters]
        if self.asked.question.q.strip():
            fits += search.conditions(query, self.asked.question.q)
        columns = [getattr(query.base, f.name).alias(_at(side, f)) for f in self.fields]
        if self.mark:
            columns.append(getattr(query.base, self.mark).alias(f"{side}_mark"))
        own = query.own(self.model, query.base)
        selected = query.select(
            query.base.id.alias(f"{side}_id"),
            _flag(query.base.trashed_at.is_null()).alias(f"{side}_stands"),
            (_flag(reduce(and_, fits)) if fits else Value(1)).alias(f"{side}_fits"),
            *columns,
        )
        return selected if own is None else selected.where(own)


def _joined(before: str, after: str) -> str:
    """Both sides of each row, found without looking at every pair: SQLite joins two sides in full
    row by row, and PostgreSQL takes two that hang on a third for few.
    """
    if is_sqlite():
        sides = f"LEFT JOIN ({before}) AS b ON b.b_id = compared.id"
        return f"compared {sides} LEFT JOIN ({after}) AS a ON a.a_id = compared.id"
    return f"({before}) AS b FULL JOIN ({after}) AS a ON a.a_id = b.b_id"


def _flag(condition: Any) -> Any:
    return Case(None, [(condition, 1)], 0)


def _at(side: str, field: Any) -> str:
    """What a column at one of the moments is called in the statement."""
    return f"{side}_v_{field.name}"


def _table(model: Any) -> str:
    return f'"{model._meta.table_name}"'

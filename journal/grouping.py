"""The rows of a sheet in groups, by up to three columns, counted and added up by the database.

A group knows the filters that lead to exactly its rows. Groups stand in the order of their rows: a
blank below every value, records by their name and then by their id.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from peewee import JOIN, SQL, Join, NodeList, Select, fn

from journal import policy
from journal.access import GUARDED
from journal.database import is_sqlite
from journal.expr import Condition
from journal.masking import is_covered
from journal.parts_of_time import PARTS, PartOfTime, filters_of, part_of, words_of
from journal.question import Key, Query, ordering
from journal.reading import fields_of, known_by, linked, where
from journal.stored import from_driver
from journal.values import plain, shown
from models import SHEETS, database, meta
from rules.errors import BadQuestion, TooBroad

MOST_LEVELS = 3
MOST_GROUPS = 10_000
GROUPED = (
    "text",
    "code",
    "choice",
    "yesno",
    "whole",
    "quantity",
    "money",
    "day",
    "instant",
    "link",
)
NUMBERS = ("money", "whole", "quantity")
BLANK = "Blank"


@dataclass(frozen=True)
class Level:
    """One column by which rows stand together.

    Args:
        name: as it was asked for, without the sign before it.
        path: the column, through relations.
        part: a part of time, or empty.
        keys: their order.
    """

    name: str
    path: tuple[str, ...]
    field: Any
    part: str
    keys: tuple[Key, ...]

    @property
    def is_link(self) -> bool:
        """Whether it is a relation."""
        return bool(self.field.kind == "link")


@dataclass
class Group:
    """Rows that have the same values: `values` and `filters` of this level and those above it.

    `sums` holds the stored total by column, None where no row has a value.
    """

    level: int
    values: dict[str, Any]
    words: str
    filters: tuple[str, ...]
    count: int = 0
    sums: dict[str, int | None] = field(default_factory=dict)

    def add(self, count: int, sums: dict[str, int | None]) -> None:
        """Take in the rows of a part."""
        self.count += count
        for name, value in sums.items():
            before = self.sums.get(name)
            self.sums[name] = before if value is None else value + (before or 0)


# --- The columns --------------------------------------------------------------------------------


def levels(query: Query, names: tuple[str, ...]) -> list[Level]:
    """The columns by which rows stand together, joined to the query.

    Raises:
        Refused: a column is out of sight. BadQuestion: there is none, or it is not grouped by.
    """
    bare = [name.lstrip("-") for name in names]
    if len(names) > MOST_LEVELS or len(set(bare)) < len(bare):
        raise BadQuestion(f"Rows are grouped by at most {MOST_LEVELS} columns, each once.")
    return [_level(query, name) for name in names]


def _level(query: Query, asked: str) -> Level:
    down, (name, _, part) = asked.startswith("-"), asked.lstrip("-").partition(":")
    path = tuple(name.split("."))
    column, expression = query.column(path)
    kind = getattr(column, "kind", "")
    if kind not in GROUPED:
        raise BadQuestion(f"Rows are not grouped by “{name}”: too few share a value.")
    if part and (kind not in ("day", "instant") or part not in PARTS):
        raise BadQuestion(
            f"“{asked[:60]}” is no way to group. A day is grouped by {', '.join(PARTS)}."
        )
    part = part or ("day" if kind == "instant" else "")
    if kind == "link":
        return Level(name, path, column, "", _keys_of_link(query, path, column, down))
    told = _told_apart(column, expression, part)
    key = Key(told, down, True, PartOfTime() if part else column)
    return Level(asked.lstrip("-"), path, column, part, (key,))


def _told_apart(column: Any, expression: Any, part: str) -> Any:
    """What tells the rows of one group from those of another."""
    if part:
        return part_of(column, expression, part)
    return fn.NULLIF(expression, SQL("''")) if column.kind in ("text", "code") else expression


def _keys_of_link(query: Query, path: tuple[str, ...], column: Any, down: bool) -> tuple[Key, ...]:
    """A relation goes by what it is known by, then by the record."""
    name = ".".join(path)
    label = query.key(f"-{name}" if down else name)
    target = query.joined(path, query.source_of(path), column)
    return label, Key(target.id, down, True, column.rel_model._meta.fields["id"])


# --- The groups ---------------------------------------------------------------------------------


def groups(query: Query, conditions: list, wanted: list[Level]) -> list[Group]:
    """Every group in order, each before its parts.

    Args:
        query: the question with its conditions' joins.
        wanted: the levels, made on any query of the same question.

    Raises:
        TooBroad: there are more than 10,000.
    """
    columns = summed(query)
    outer = _outer(query, conditions, wanted, columns)
    rows = database.execute(outer.statement()).fetchall()
    if len(rows) > MOST_GROUPS:
        raise TooBroad(
            f"That makes more than {MOST_GROUPS:,} groups. Group by a column that more rows share, "
            "or narrow the list."
        )
    return list(_gathered(map(outer.read, rows), wanted, [f.name for f in columns]))


def statement(query: Query, conditions: list, wanted: list[Level]) -> Any:
    """The one question that `groups` puts."""
    return _outer(query, conditions, wanted, summed(query)).statement()


def _outer(query: Query, conditions: list, wanted: list[Level], columns: list[Any]) -> "_Outer":
    """The database counts and sums by the bare values first; what records are called is joined to
    the few groups, not to the many rows.
    """
    inner = query.bare()
    values = [_bare(inner, level).alias(f"g{n}") for n, level in enumerate(wanted)]
    sums = [fn.SUM(getattr(inner.base, f.name)).alias(f"s{n}") for n, f in enumerate(columns)]
    found = where(inner.inner(*values, fn.COUNT(SQL("1")).alias("n"), *sums), conditions)
    found = found.group_by(*[SQL(str(n + 1)) for n in range(len(wanted))])
    return _Outer(inner, found.alias("found"), wanted, len(columns))


def _bare(query: Query, level: Level) -> Any:
    """The values of a level as they stand in the rows. SQLite reads the rows in their order then,
    and not one by one by an index over them, which takes longer.
    """
    column, expression = query.column(level.path)
    told = _told_apart(column, expression, level.part)
    return NodeList((SQL("+"), told), glue="") if is_sqlite() else told


def summed(query: Query) -> list[Any]:
    """The columns that are added up, among those that the question shows; none of which only the
    mask is shown.
    """
    columns = fields_of(query.who, query.question)
    return [f for f in columns if is_added(f) and not is_covered(f)]


def is_added(column: Any) -> bool:
    """Whether the values of a column are added up over rows."""
    return column.kind in NUMBERS and column.adds


def total(column: Any, stored: int) -> Any:
    """A stored total of a column as its value."""
    read = from_driver(column)
    return read(stored) if read else stored


def guarded(query: Query, wanted: list[Level], found: list[Group]) -> dict[str, int]:
    """The medical or privileged values that groups tell: sensitivity -> of how many rows."""
    told: dict[str, int] = {}
    mark = meta(query.model, "row_sensitivity", None)
    for group in found:
        level = wanted[group.level]
        value, kind = group.values[level.name], level.field.sensitivity
        if level.path == (mark,):
            kind = value
        if kind in GUARDED and value is not None:
            told[kind] = told.get(kind, 0) + group.count
    for column in summed(query) if found else ():
        if column.sensitivity in GUARDED and any(g.sums[column.name] is not None for g in found):
            told[column.sensitivity] = sum(g.count for g in found if g.level == 0)
    return told


class _Outer:
    """The groups with the names of their records, in order."""

    def __init__(self, inner: Query, found: Any, wanted: list[Level], sums: int) -> None:
        self.inner, self.levels = inner, wanted
        self.source, self.found = found, found
        self.columns: list[Any] = []
        self.keys: list[Key] = []
        self.takes: list[tuple[int, int]] = []
        """Where the values of each level begin, and how many they are."""
        for n, level in enumerate(wanted):
            start, raw = len(self.columns), getattr(found.c, f"g{n}")
            if level.is_link:
                self._join(level, raw)
            else:
                self.columns.append(raw)
                self.keys.append(Key(raw, level.keys[0].descending, True, level.field))
            self.takes.append((start, len(self.columns) - start))
        self.sums = len(self.columns)
        self.columns += [found.c.n, *[getattr(found.c, f"s{n}") for n in range(sums)]]

    def _join(self, level: Level, raw: Any) -> None:
        """What a record is called: those out of scope join as nothing, like a blank."""
        model = level.field.rel_model
        target = self.inner.target(model)
        own = self.inner.own(model, target)
        condition = target.id == raw
        on = condition if own is None else condition & own
        self.source = Join(self.source, target, JOIN.LEFT_OUTER, on)
        names = known_by(self.inner.who, model)
        lies = target.trashed_at.is_null(False) if model in SHEETS else SQL("1 = 0")
        self.columns += [target.id, lies, *[getattr(target, name) for name in names]]
        down, label = level.keys[0].descending, level.keys[0].field
        self.keys += [
            Key(getattr(target, label.name), down, True, label),
            Key(target.id, down, True, level.keys[1].field),
        ]

    def statement(self) -> Any:
        """The query over all groups and one too many."""
        query = Select([self.source], self.columns).order_by(*ordering(self.keys, False))
        return self.inner.over(query.limit(MOST_GROUPS + 1))

    def read(self, raw: tuple) -> tuple[tuple["_Said", ...], int, list[int | None]]:
        """One row as what each level says, the count and the sums."""
        parts = tuple(
            _said(self.inner, level, raw[start : start + width])
            for level, (start, width) in zip(self.levels, self.takes, strict=True)
        )
        sums = [None if value is None else int(value) for value in raw[self.sums + 1 :]]
        return parts, raw[self.sums], sums


@dataclass(frozen=True)
class _Said:
    """What a group is at one level: the value as data, in words, the filters that lead to it."""

    value: Any
    words: str
    filters: tuple[str, ...]


def _said(query: Query, level: Level, raw: tuple) -> _Said:
    """What the values of one level say."""
    if level.is_link:
        return _record(query, level, raw)
    value = raw[0]
    if value is None:
        return _Said(None, BLANK, (_equal(level.path, ""),))
    if level.part:
        return _Said(value, words_of(level.part, value), filters_of(level.path, level.part, value))
    read = from_driver(level.field)
    value = read(value) if read else value
    written, words = plain(level.field, value), str(shown(level.field, value))
    text = words if isinstance(written, bool) else str(written)
    words = words.capitalize() if level.field.kind == "yesno" else words
    return _Said(written, words, (_equal(level.path, text),))


def _equal(path: tuple[str, ...], value: str) -> str:
    return str(Condition(path, "=", value))


def _record(query: Query, level: Level, raw: tuple) -> _Said:
    """A record: by its number where that leads to it alone, else by its id."""
    model, by_id = level.field.rel_model, (*level.path, "id")
    if raw[0] is None:
        hides = policy.scope(query.who, model) is not None
        return _Said(None, BLANK, (_equal(by_id if hides else level.path, ""),))
    record = linked((raw[0], *raw[2:]))
    alone = len(model._meta.key) == 1 and not raw[1] and not query.world.is_past
    named = alone and meta(model, "key")[0] in policy.open_names(query.who, model)
    filters = _equal(level.path, record.key) if named else _equal(by_id, str(record.id))
    return _Said(record.key, record.label or record.key, (filters,))


def _gathered(rows: Iterator, wanted: list[Level], names: list[str]) -> Iterator[Group]:
    """The groups of each level, one before its parts; rows of the deepest level come in order."""
    above: list[tuple[_Said, Group]] = []
    for parts, count, values in rows:
        sums = dict(zip(names, values, strict=True))
        same = 0
        while same < len(above) and above[same][0] == parts[same]:
            same += 1
        del above[same:]
        for n in range(same, len(parts)):
            above.append((parts[n], _within([g for _, g in above], wanted[n], parts[n])))
            yield above[-1][1]
        for _, group in above:
            group.add(count, sums)


def _within(above: list[Group], level: Level, said: _Said) -> Group:
    """A group of a level within the last one above it."""
    values = above[-1].values if above else {}
    filters = above[-1].filters if above else ()
    return Group(
        len(above), {**values, level.name: said.value}, said.words, (*filters, *said.filters)
    )

"""A question put to a sheet, turned into one query: joins through relations, filters, scope, order,
cursor.

Policy is part of the query: a column out of sight cannot be shown, filtered or sorted by, and rows
out of
scope are not there.
"""

import base64
import copy
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import and_, or_
from typing import Any

from peewee import JOIN, SQL, Case, Expression, ModelSelect, fn

from journal import expr, policy, settings, world
from journal.compared import LARGEST, bounds, compared, is_me, mine, need_whole, value_of
from journal.database import is_sqlite
from journal.masking import is_covered
from journal.stored import storing, to_python
from journal.values import kept_text
from journal.who import Who
from models import SHEETS, meta
from rules.errors import BadQuestion, BadValue, Refused

FOLDED = ("text", "code", "long", "choice")
MOST_SORTS = 8


@dataclass(frozen=True)
class Question:
    """What is asked of a sheet.

    Args:
        model: the sheet.
        filters: filters that must all hold (see `journal.expr`).
        q: words that must all occur.
        sort: columns, `-` before one for descending; None: the sheet's own order.
        columns: columns by name; None: what a list shows at first, `("*",)`: all that may be seen.
        as_of: an instant in the past; None: now.
        after, before: cursor of the page to go on from.
        limit: rows of a page.
        trash: the rows in the trash instead of those that stand.
        last: the last page.
        ids: only these rows; None: all.
        on: the day that counts as today in its filters; None: none of them counts from a day. Of
            a past moment they count from its day.
    """

    model: Any
    filters: tuple[str, ...] = ()
    q: str = ""
    sort: tuple[str, ...] | None = None
    columns: tuple[str, ...] | None = None
    as_of: datetime | None = None
    after: str | None = None
    before: str | None = None
    limit: int = 100
    trash: bool = False
    last: bool = False
    ids: tuple[int, ...] | None = None
    on: date | None = None


@dataclass(frozen=True)
class Key:
    """One part of an order: its expression and whether it descends."""

    expression: Any
    descending: bool
    nullable: bool
    field: Any


class Query:
    """One question on its way to SQL."""

    def __init__(self, who: Who, question: Question) -> None:
        policy.need_read(who, question.model)
        self.who, self.question, self.model = who, question, question.model
        self.world = world.at(question.as_of)
        self.base = self.world.source(question.model)
        self.joins: dict[tuple[str, ...], tuple[Any, Any, Any]] = {}
        self.sheets = [question.model]
        self.on = settings.office_day(question.as_of) if question.as_of else question.on
        self.walked = False
        """Whether rows are looked at one by one, since the index has many for a word."""

    # --- columns ---

    def visible(self, model, name: str):
        """A column that may be seen; refused in words when hidden, a bad question when unknown."""
        if name in ("id", "version"):
            return model._meta.fields[name]
        return policy.need_column(self.who, model, name, past=self.world.is_past)

    def column(self, path: tuple[str, ...]):
        """(column, expression) at the end of a path through relations."""
        model, source = self.model, self.base
        for step in range(len(path) - 1):
            self.visible(model, path[step])
            field = model._meta.fields[path[step]]
            if field.name == "id" or getattr(field, "kind", "") != "link":
                raise BadQuestion(
                    f"“{path[step]}” is no relation, so “{'.'.join(path)}” leads nowhere."
                )
            policy.need_read(self.who, field.rel_model)
            source = self.joined(path[: step + 1], source, field)
            model = field.rel_model
        field = self.visible(model, path[-1])
        if is_covered(field):
            raise Refused(policy.MASKED)
        return field, getattr(source, field.name)

    def joined(self, path: tuple[str, ...], source, field):
        """The table behind a relation, joined once; rows out of scope join as nothing."""
        if path not in self.joins:
            target = self.target(field.rel_model)
            condition = target.id == getattr(source, field.name)
            own = self.own(field.rel_model, target)
            self.joins[path] = (source, target, condition if own is None else condition & own)
        return self.joins[path][1]

    def target(self, model):
        """Another name for the table to read a sheet from."""
        self.sheets.append(model)
        return self.world.source(model).alias()

    def bare(self) -> "Query":
        """The query with the joins that it has by now, for a second question with the same
        conditions.
        """
        other = copy.copy(self)
        other.joins, other.sheets = dict(self.joins), list(self.sheets)
        return other

    def stands(self) -> bool:
        """Whether the rows are asked for that stand now, neither of the past nor in the trash."""
        return not self.world.is_past and not self.question.trash

    # --- conditions ---

    def conditions(self) -> list[Expression]:
        """Everything that must hold of a row."""
        asked = self.question
        found = [self.any_of(expr.parse(text)) for text in asked.filters]
        own = self.own(self.model, self.base)
        if own is not None:
            found.append(own)
        if self.model in SHEETS:
            found.append(self.base.trashed_at.is_null(not asked.trash))
        if asked.ids is not None:
            found.append(among(self.base.id, asked.ids))
        return found

    def own(self, model, source):
        """The condition on the rows of a sheet that may be seen, or None when all.

        A row of the past is shown where it may be seen today as well: it was closed off since, or
        went to another department.
        """
        own = policy.scope(self.who, model, source)
        if own is None or not self.world.is_past or model not in SHEETS:
            return own
        today = policy.scope(self.who, model)
        return own & (source.id << model.select(model.id).where(today))

    def any_of(self, alternatives: Iterable[expr.Alternative]) -> Expression:
        """The alternatives of one filter."""
        return reduce(or_, [reduce(and_, map(self.compare, every)) for every in alternatives])

    def compare(self, condition: expr.Condition) -> Expression:
        """One comparison as SQL."""
        field, column = self.column(condition.path)
        operator, text = condition.operator, condition.value
        kind = getattr(field, "kind", "whole")
        if text == "":
            return _blank(column, kind, operator, condition)
        if is_me(field, text) and operator not in expr.CONTAINS:
            return mine(self.who, column, operator)
        if kind == "link":
            link, key = column, field.rel_model._meta.key
            if operator == "=" and len(key) == 1:
                return link == self.pointed(field.rel_model, key[0], text)
            field, column = self.column((*condition.path, key[0]))
        if operator in expr.CONTAINS:
            need_whole(field, text)
            found = contains(as_written(field, column), self.fit(text))
            return found if operator == "~" else column.is_null() | ~found
        return compared(operator, column, bounds(field, text, self.on))

    def pointed(self, model, key: str, text: str):
        """The id of the record with this key, as one value, so that the index on the relation is
        used: the one that stands, else the last in the trash.
        """
        policy.need_read(self.who, model)
        field = self.visible(model, key)
        if is_covered(field):
            raise Refused(policy.MASKED)
        value, found = value_of(field, text), []
        for is_trash in (False, True) if model in SHEETS else (None,):
            target = self.target(model)
            own = self.own(model, target)
            query = target.select(target.id).where(getattr(target, field.name) == value)
            query = query if own is None else query.where(own)
            if is_trash is not None:
                query = query.where(target.trashed_at.is_null(not is_trash))
            found.append(query.order_by(target.id.desc()).limit(1) if is_trash else query)
        return fn.COALESCE(*found) if len(found) > 1 else found[0]

    def fit(self, text: str) -> str:
        """The text of a filter, where the office can hold it."""
        try:
            return kept_text(text)
        except BadValue as error:
            raise BadQuestion(error.sentence) from error

    # --- order ---

    def order(self) -> list[Key]:
        """The order of the rows; `id`, in the direction of the last column, closes it."""
        sort = self.question.sort
        if sort is None:
            sort = tuple(s for s in meta(self.model, "sort") if self.may_sort(s))
        names = [name.lstrip("-") for name in sort]
        if len(names) > MOST_SORTS or len(set(names)) < len(names):
            raise BadQuestion(f"A list is sorted by at most {MOST_SORTS} columns, each once.")
        keys = [self.key(name) for name in sort if name.lstrip("-") != "id"]
        down = keys[-1].descending if keys else False
        closing = next((s for s in sort if s.lstrip("-") == "id"), None)
        if closing is not None:
            down = closing.startswith("-")
        return [*keys, Key(self.base.id, down, False, self.model._meta.fields["id"])]

    def may_sort(self, name: str) -> bool:
        """Whether the sheet's own order may use a column."""
        return name.lstrip("-") in {"id", *policy.open_names(self.who, self.model)}

    def key(self, name: str) -> Key:
        """One part of an order; a relation sorts by what it is known by."""
        path = tuple(name.lstrip("-").split("."))
        field, column = self.column(path)
        if getattr(field, "kind", "") == "link":
            label = label_columns(self.who, field.rel_model)
            if not label:
                raise Refused(policy.why_hidden(field))
            if label[0] not in policy.open_names(self.who, field.rel_model):
                raise Refused(policy.MASKED)
            return Key(
                getattr(self.joined(path, self.source_of(path), field), label[0]),
                name.startswith("-"),
                True,
                field.rel_model._meta.fields[label[0]],
            )
        return Key(column, name.startswith("-"), field.null or len(path) > 1, field)

    def source_of(self, path: tuple[str, ...]):
        """The table that the last column of a path stands in, once the path was joined."""
        return self.base if len(path) == 1 else self.joins[path[:-1]][1]

    # --- putting it together ---

    def select(self, *columns) -> ModelSelect:
        """The query over the given columns, joins and unions in place."""
        return self.over(self.inner(*columns))

    def inner(self, *columns) -> ModelSelect:
        """The query over the given columns, to stand within another one that has the unions."""
        query = self.base.select(*columns)
        for source, target, condition in self.joins.values():
            query = query.join_from(source, target, JOIN.LEFT_OUTER, on=condition)
        return query

    def over(self, query: Any) -> Any:
        """A query with the unions that the world of this one reads from."""
        ctes = self.world.ctes(self.sheets)
        return query.with_cte(*ctes) if ctes else query


def among(column, ids: Iterable[int]) -> Expression:
    """Whether a column holds one of these whole numbers, which stand in the statement themselves:
    many bound ones take longer than the question.
    """
    return Expression(column, "IN", SQL(listed(ids)))


def listed(ids: Iterable[int]) -> str:
    """Whole numbers as a list of SQL; of none, one that holds nothing."""
    return f"({','.join(map(str, map(int, ids))) or 'NULL'})"


def label_columns(who: Who, model) -> tuple[str, ...]:
    """The columns that name a row of a sheet in a relation, as far as `who` may see them; else its
    key.
    """
    if not policy.may_read(who, model):
        return ()
    seen = policy.readable_names(who, model)
    label = tuple(name for name in meta(model, "label", ()) or model._meta.key if name in seen)
    return label or tuple(name for name in model._meta.key[:1] if name in seen)


def _blank(column, kind: str, operator: str, condition: expr.Condition) -> Expression:
    if operator not in ("=", "!="):
        raise BadQuestion(f"“{condition}” compares with nothing. Give a value, or use = for blank.")
    empty = (column.is_null()) | (column == "") if kind in FOLDED else column.is_null()
    return ~empty if operator == "!=" else empty


def as_written(field, column) -> Any:
    """A column as text, as `rows` writes its values."""
    kind = getattr(field, "kind", "whole")
    if kind in FOLDED:
        return column
    if kind in ("money", "quantity"):
        return _decimal(column, getattr(field, "places", 2))
    if kind == "yesno":
        return Case(None, [(column == True, "yes"), (column == False, "no")])  # noqa: E712
    text = column.cast("TEXT")
    return fn.REPLACE(text, " ", "T").concat("Z") if kind == "instant" else text


def _decimal(column, places: int) -> Expression:
    """A number kept as an integer of so many decimals, as its digits: -50 cents are -0.50."""
    sign = Case(None, [(column < 0, "-")], "")
    size, unit = fn.ABS(column), 10**places
    whole = size / unit
    part = (size - whole * unit + unit).cast("TEXT")
    return sign.concat(whole.cast("TEXT")).concat(".").concat(fn.SUBSTR(part, 2))


def begins(column, text: str) -> Expression:
    """Whether a printed number begins with a text; asked so that its index is used."""
    if is_sqlite():
        return (column >= text) & (column < text + chr(0x10FFFF))
    return Expression(column, "LIKE", _bound(f"{_escaped(text)}%"))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def contains(column, text: str) -> Expression:
    """Whether a text contains another, in any case; `%` and `_` are letters like others."""
    escaped = _escaped(text)
    if is_sqlite() and not text.isascii():
        column, escaped = fn.fold(column), escaped.casefold()
    return Expression(
        column, "ILIKE", Expression(_bound(f"%{escaped}%"), "ESCAPE", _bound("\\"), flat=True)
    )


def _bound(text: str) -> SQL:
    return SQL("?" if is_sqlite() else "%s", (text,))


def forward(keys: list[Key], values: list, backward: bool) -> list[Expression]:
    """The rows behind a cursor as segments to be read one after the other.

    A blank sorts below every value. The first key bounds each segment, so that an index on it is
    walked from
    the cursor on.
    """
    first, value = keys[0], values[0]
    down = first.descending != backward
    rest = _beyond(keys[1:], values[1:], backward) if len(keys) > 1 else None
    if value is None:
        blank = [first.expression.is_null() & rest]
        return blank if down else [*blank, first.expression.is_null(False)]
    bound = first.expression <= value if down else first.expression >= value
    past = first.expression < value if down else first.expression > value
    segment = past if rest is None else bound & (past | ((first.expression == value) & rest))
    return [segment, first.expression.is_null()] if down and first.nullable else [segment]


def _beyond(keys: list[Key], values: list, backward: bool) -> Expression:
    key, value = keys[0], values[0]
    down = key.descending != backward
    if value is None:
        past = SQL("1 = 0") if down else key.expression.is_null(False)
        same = key.expression.is_null()
    else:
        past = key.expression < value if down else key.expression > value
        if down and key.nullable:
            past |= key.expression.is_null()
        same = key.expression == value
    return past if len(keys) == 1 else past | (same & _beyond(keys[1:], values[1:], backward))


def ordering(keys: list[Key], backward: bool) -> list:
    """ORDER BY: a blank sorts below every value on either engine."""
    found = []
    for key in keys:
        down = key.descending != backward
        nulls = None if is_sqlite() or not key.nullable else ("LAST" if down else "FIRST")
        found.append(key.expression.desc(nulls=nulls) if down else key.expression.asc(nulls=nulls))
    return found


def cursor_of(keys: list[Key], values: list) -> str:
    """The place of a row in an order, as text for an address."""
    stored = [
        storing(k.field)(v) if hasattr(k.field, "kind") else v
        for k, v in zip(keys, values, strict=True)
    ]
    return (
        base64.urlsafe_b64encode(json.dumps(stored, separators=(",", ":")).encode())
        .decode()
        .rstrip("=")
    )


def values_of(cursor: str, keys: list[Key]) -> list:
    """The values behind a cursor."""
    try:
        stored = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(stored, list) or len(stored) != len(keys):
            raise ValueError(cursor)
        return [_valid(key, value) for key, value in zip(keys, stored, strict=True)]
    except (ValueError, TypeError, RecursionError, BadValue) as error:
        raise BadQuestion("This page address is broken. Go back to the first page.") from error


NUMBERED = ("whole", "money", "quantity", "link")


def _valid(key: Key, value: Any) -> Any:
    """A value that a column can hold, in Python: an address can be written by hand."""
    kind = getattr(key.field, "kind", "whole")
    if value is None and key.nullable:
        return None
    if kind in NUMBERED:
        if type(value) is not int or abs(value) > LARGEST:
            raise ValueError(value)
    elif kind == "yesno":
        if type(value) is not bool:
            raise ValueError(value)
    else:
        kept_text(value)
    return to_python(key.field)(value) if hasattr(key.field, "kind") else value

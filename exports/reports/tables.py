"""From a query to the table of a report: its rows streamed, its totals summed by the database."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from typing import Any

from peewee import SQL, Select, fn

from exports.reports.asking import seen
from exports.reports.report import Asked, Column, Made, Picture
from journal import search
from journal.database import is_sqlite, snapshot
from journal.question import Query, Question
from models import database

Expressions = Mapping[str, Any]
AT_ONCE = 2_000


class Reading(Query):
    """A sheet as a report reads it: through the policy, in the world of its day, of it what the
    view holds that is asked for. Its conditions are made before the query that they stand in,
    since they join what they compare.
    """

    def __init__(self, question: Asked, model: Any, *, of_view: bool = True) -> None:
        filters = question.filters_of(model) if of_view else ()
        words = question.words_of(model) if of_view else ""
        super().__init__(question.who, Question(model, filters, q=words, on=question.as_of))
        self.world = question.world
        self.base = self.world.source(model)

    def conditions(self) -> list[Any]:
        """Everything that must hold of a row, the words that the view searches for included."""
        words = self.question.q
        return super().conditions() + (search.conditions(self, words) if words else [])

    def at(self, *path: str) -> Any:
        """The column at the end of a path through relations."""
        return self.column(path)[1]


def table(
    question: Asked,
    columns: Sequence[Column],
    query: Callable[[list[Any]], Any],
    given: Expressions,
    order: Sequence[Any],
) -> Made:
    """The table that a query gives.

    Args:
        question: what is asked.
        columns: the columns; those out of sight are left out.
        query: gives the query that selects the expressions it is handed.
        given: name of a column -> its expression.
        order: the order of the rows.
    """
    kept = seen(question.who, columns)
    selected = query([given[column.name].alias(column.name) for column in kept])
    # What adds up, or one column to count by: the totals ask for no more.
    adding = summed_of(kept) or kept[:1]
    summed = query([given[column.name].alias(column.name) for column in adding])

    def rows(most: int | None) -> Iterator[tuple[Any, ...]]:
        with snapshot():
            yield from _read(kept, selected.order_by(*order).limit(most), whole=most is None)

    return Made(kept, lambda: _totals(summed, kept), rows, question)


def listed(columns: Sequence[Column], rows: list[tuple[Any, ...]], question: Asked) -> Made:
    """The table of rows that are worked out already; the values stand as in `columns`."""
    kept = seen(question.who, columns)
    places = [n for n, column in enumerate(columns) if column in kept]
    held = [tuple(row[n] for n in places) for row in rows]
    totals = {
        column.name: sum(row[n] or 0 for row in held)
        for n, column in enumerate(kept)
        if column.total
    }
    return Made(kept, lambda: (len(held), totals), lambda most: iter(held[:most]), question)


def grouped(
    made: Made, label: str, values: Sequence[str], title: str, kind: str = "bar"
) -> Picture | None:
    """The picture of a table of few rows, a series for each of the named columns; none of none."""
    names = [column.name for column in made.columns]
    rows, at = list(made.rows(MOST_BARS)), names.index(label)
    by_name = {column.name: column for column in made.columns}
    if not rows:
        return None
    opens = by_name[label].opens or by_name[values[0]].opens
    return Picture(
        kind,
        title,
        [_label(by_name[label], row[at]) for row in rows],
        {by_name[n].label: [row[names.index(n)] for row in rows] for n in values},
        by_name[values[0]].kind,
        [opens(made.question, dict(zip(names, row, strict=True))) for row in rows] if opens else [],
    )


def _label(column: Column, value: Any) -> str:
    """What a bar is called."""
    if value in (None, ""):
        return "not given"
    return str(dict(column.choices).get(value, value))


MOST_BARS = 30


def _totals(selected: Any, columns: Sequence[Column]) -> tuple[int, dict[str, int]]:
    """How many rows there are, and the sums of the columns that add up."""
    inner = selected.alias("found")
    adding = [column.name for column in summed_of(columns)]
    sums = [fn.SUM(getattr(inner.c, name)) for name in adding]
    count, *found = next(
        iter(database.execute(Select([inner], [fn.COUNT(SQL("1")), *sums])).fetchall())
    )
    totals = {name: int(amount or 0) for name, amount in zip(adding, found, strict=True)}
    for column in columns:
        if column.total and column.name not in totals:
            totals[column.name] = sum(
                -totals[name[1:]] if name.startswith("-") else totals[name] for name in column.adds
            )
    return count, {column.name: totals[column.name] for column in columns if column.total}


def summed_of(columns: Sequence[Column]) -> list[Column]:
    """The columns whose sums the database is asked for: those that add up and follow from no
    others.
    """
    there = {column.name for column in columns if column.total}
    return [
        column
        for column in columns
        if column.total
        and not (column.adds and {name.lstrip("-") for name in column.adds} <= there)
    ]


def _read(columns: Sequence[Column], query: Any, *, whole: bool) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, each value as its column holds it; `whole`: there may be very many."""
    reads = [
        (n, column.reads or READ[column.kind])
        for n, column in enumerate(columns)
        if column.reads or column.kind in READ
    ]
    with closing(_kept_there(query) if whole and not is_sqlite() else database.execute(query)) as c:
        while part := c.fetchmany(AT_ONCE):
            for raw in part:
                row = list(raw)
                for n, read in reads:
                    if row[n] is not None:
                        row[n] = read(row[n])
                yield tuple(row)


def _kept_there(query: Any) -> Any:
    """A cursor whose rows wait in PostgreSQL: a plain one would bring them all here at once."""
    statement, values = database.get_sql_context().sql(query).query()
    cursor = database.connection().cursor(name="report")
    cursor.execute(statement, values)
    return cursor


def as_day(value: Any) -> date:
    """A day as the driver returned it."""
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


READ: dict[str, Callable[[Any], Any]] = {"day": as_day, "money": int, "whole": int, "yesno": bool}

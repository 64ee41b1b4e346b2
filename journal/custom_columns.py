"""Columns that the office added itself: put on the sheets of this process as the database has them.

Which there are, the sheet CustomColumn says; each is a real column of its sheet and of the twin.
Every process looks at the sum of that sheet's versions, which grows with each change of it: with
the person of a request, at the start of a job or command, and first of all in a batch. Within a
batch nobody adds one, so that no row is sealed or moved to its past without a value that it has.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from typing import Any, NamedTuple

from peewee import Field
from playhouse.migrate import SchemaMigrator

import models as m
from journal import database as engine
from journal import schema
from journal.database import is_sqlite, run
from journal.turnstile import cleared
from journal.twins import bare, past, past_name
from models import database
from sheets import columns as c
from sheets.prepared import forget

COLUMNS_CHANGE = 7_040_126
"""The number of the lock that a batch shares on PostgreSQL, and who adds a column holds alone."""
LOCK_WAIT_SECONDS = 5.0
"""So long who adds a column waits for those who read the sheet."""
LATER = 1_000_000
"""Added columns stand behind the product's own, in the order in which they were added."""

MARK = "SELECT COALESCE(SUM(version), 0) FROM custom_column"
"""What grows with every change of the list; the statement also stands inside others."""


class Added(NamedTuple):
    """One column of the list."""

    id: int
    sheet: str
    name: str
    label: str
    help: str | None
    kind: str
    decimals: int | None
    choices: Any
    sensitivity: str
    retired_date: date | None
    trashed_at: Any
    version: int


class _Known:
    """What this process has put on its sheets, and of which database and state of it."""

    database: Any = None
    mark = -1
    on: dict[tuple[str, str], Added] = {}


_changing = threading.RLock()


# --- Keeping up with the database ----------------------------------------------------------------


def begin() -> None:
    """Put on what a database that was just bound has; one without the list yet has none."""
    with database.connection_context() if database.is_closed() else nullcontext():
        if m.CustomColumn.table_exists():
            keep_up()
        else:
            take_off()


def keep_up(mark: int | None = None) -> None:
    """Put on what was added since, here or by another process; `mark` is the state of the database
    where it was read already.
    """
    now = int(run(MARK).fetchone()[0]) if mark is None else mark
    if _Known.database is not database.obj or _Known.mark != now:
        with _changing:
            _follow(list(_listed()))


def hold() -> None:
    """First in a batch: until it ends nobody adds a column, and this process knows them all."""
    if not is_sqlite():
        run("SELECT pg_advisory_xact_lock_shared(?)", (COLUMNS_CHANGE,))
    keep_up()


def take_off() -> None:
    """Take every added column off the sheets: another database is bound."""
    with _changing:
        if _Known.on:
            _take_off(_Known.on)
            forget()
        _Known.database, _Known.mark, _Known.on = None, -1, {}


engine.BOUND.append(take_off)


def _listed() -> Iterable[Added]:
    fields = [getattr(m.CustomColumn, name) for name in Added._fields]
    return (Added(*row) for row in m.CustomColumn.select(*fields).order_by(fields[0]).tuples())


def _follow(found: list[Added]) -> None:
    """Make the sheets of this process such as the list says."""
    wanted = {(one.sheet, one.name): one for one in found if one.sheet in m.BY_NAME}
    if _Known.on != wanted:
        with cleared():
            _take_off([place for place in _Known.on if place not in wanted])
            for place, one in wanted.items():
                if _Known.on.get(place) != one:
                    _put_on(one)
            _Known.on = wanted
            forget()
    _Known.database, _Known.mark = database.obj, sum(one.version for one in found)


def _take_off(those: Iterable[tuple[str, str]]) -> None:
    for sheet, name in those:
        for model in (m.BY_NAME[sheet], past(m.BY_NAME[sheet])):
            model._meta.remove_field(name)
            delattr(model, name)


def _put_on(one: Added) -> None:
    """Put a column on sheet and twin; on one that stands, what may change is set anew."""
    model = m.BY_NAME[one.sheet]
    for sheet in (model, past(model)):
        standing = sheet._meta.fields.get(one.name)
        field = _dressed(standing or made(one), one)
        if standing is None:
            field = field if sheet is model else bare(field)
            field._order = LATER + one.id
            field._sort_key = 2, field._order
            sheet._meta.add_field(one.name, field)


def _dressed(field: Any, one: Added) -> Any:
    field.verbose_name, field.help_text = one.label, one.help
    field.sensitivity, field.added = one.sensitivity, True
    field.retired = bool(one.retired_date or one.trashed_at)
    if one.kind == "choice":
        field.choices = tuple((code, words) for code, words in one.choices or ())
    return field


def made(one: Added) -> Field:
    """The column of a sheet that one of the list is."""
    field = _MAKERS[one.kind](one)
    field.name = field.column_name = one.name
    return field


def _number(one: Added) -> Field:
    if not one.decimals:
        return c.Whole(one.label, null=True)
    return c.Quantity(one.label, null=True, places=one.decimals, least=None)


_MAKERS: dict[str, Callable[[Added], Field]] = {
    "text": lambda one: c.Line(one.label, null=True),
    "long": lambda one: c.LongText(one.label, null=True),
    "number": _number,
    "money": lambda one: c.MoneyField(one.label, null=True),
    "day": lambda one: c.DayField(one.label, null=True),
    "yesno": lambda one: c.YesNo(one.label, null=True),
    "choice": lambda one: c.Choice(one.label, null=True),
}


# --- In the database ------------------------------------------------------------------------------


def lay(those: Iterable[Added]) -> None:
    """Add columns to sheet and twin within the transaction that writes them into the list.

    Raises:
        peewee.OperationalError: PostgreSQL waited too long for who reads or writes the sheet.
    """
    migrator = SchemaMigrator.from_database(database.obj)
    with _alone():
        for one in those:
            model = m.BY_NAME[one.sheet]
            table = model._meta.table_name
            if one.name not in {column.name for column in database.get_columns(table)}:
                migrator.add_column(table, one.name, made(one)).run()
                migrator.add_column(past_name(model), one.name, bare(made(one))).run()
                schema.guard_past(past(model))


def lay_created(chunk: Any) -> None:
    """Add the columns that a batch writes into the list; `chunk` is `journal.chunk.Chunk`."""
    rows = chunk.created(m.CustomColumn)
    if rows:
        lay([Added(*(row.get(name) for name in Added._fields)) for row in rows])


def lay_listed() -> None:
    """Add every column of the list that the database lacks, and put them on: a restore brought the
    list.
    """
    lay(_listed())
    keep_up()


@contextmanager
def _alone() -> Iterator[None]:
    """Without any other batch at work; nobody is kept waiting long for it."""
    if is_sqlite():
        yield
        return
    run(f"SET LOCAL lock_timeout = {int(LOCK_WAIT_SECONDS * 1000)}")
    run("SELECT pg_advisory_xact_lock(?)", (COLUMNS_CHANGE,))
    yield
    run(f"SET LOCAL lock_timeout = {engine.LOCK_WAIT_SECONDS * 1000}")


def lost() -> list[str]:
    """The columns of the list that the database does not have, as `sheet.column`."""
    found = []
    for one in _listed():
        model = m.BY_NAME.get(one.sheet)
        tables = (model._meta.table_name, past_name(model)) if model else ()
        there = [one.name in {c.name for c in database.get_columns(table)} for table in tables]
        if not there or not all(there):
            found.append(f"{one.sheet}.{one.name}")
    return found


def any_retired() -> bool:
    """Whether some of the added columns are out of use."""
    return any(one.retired_date or one.trashed_at for one in _Known.on.values())


def known() -> list[Added]:
    """The added columns that stand on the sheets of this process, in the order of the list."""
    return sorted(_Known.on.values(), key=lambda one: one.id)

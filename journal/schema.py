"""What the database holds besides the sheets: twins, search tables, composite indexes, and the
record's triggers.

The triggers stand on both engines. They refuse UPDATE and DELETE on the journal (sealing a Batch
once aside), on the access log, on the twins (a purge by rule aside) and on the frozen columns of a
posted ledger row; on SQLite also INSERT OR REPLACE, on PostgreSQL TRUNCATE.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from journal import search_tables
from journal.database import is_sqlite
from journal.twins import PASTS, past_name
from models import (
    RECORDS,
    SHEETS,
    TABLES,
    AccessEvent,
    Batch,
    Change,
    Payment,
    RecoveryReceipt,
    Reserve,
    database,
    meta,
)

JOURNAL = "the journal is never changed"
PAST = "the past of a row is never changed"
TRASH = "rows go to the trash, they are not deleted"
FINAL = "posted money is final: it is reversed"
POSTED: dict[Any, str] = {
    Payment: "OLD.posted_at IS NOT NULL",
    Reserve: "1 = 1",
    RecoveryReceipt: "1 = 1",
}
"""Ledger sheet -> when its row is final. A final row can only be put in the trash by undoing what
reversed it.
"""


def create_all() -> None:
    """Make every table, twin, search table and trigger in an empty database (tests; the office
    migrates).
    """
    database.create_tables(TABLES)
    database.create_tables(PASTS)
    for statement in indexes():
        database.execute_sql(statement)
    search_tables.create()
    install()


def indexes() -> list[str]:
    """The statements that make the indexes beside those of the sheets themselves."""
    return [*_composite(), *_numbered()]


def _numbered() -> Iterator[str]:
    """By which the highest number of a series is found, in a sheet and in its past."""
    collate = "" if is_sqlite() else ' COLLATE "C"'
    for model in SHEETS:
        if "{n" in meta(model, "number", ""):
            column = getattr(model, model._meta.key[0]).column_name
            for table in (model._meta.table_name, past_name(model)):
                yield (
                    f'CREATE INDEX IF NOT EXISTS "{table}_numbered" ON "{table}" '
                    f'("{column}"{collate})'
                )


def _composite() -> list[str]:
    """For lists: over live rows, closed by id, blanks below every value."""
    found = []
    for model in (*SHEETS, *RECORDS):
        table = model._meta.table_name
        for group in meta(model, "composite"):
            fields = [getattr(model, name) for name in group]
            columns = [
                f'"{f.column_name}"' + ("" if is_sqlite() or not f.null else " NULLS FIRST")
                for f in fields
            ]
            found.append(
                f'CREATE INDEX IF NOT EXISTS "{table}_by_{"_".join(group)}" ON "{table}" '
                f"({', '.join(columns)}, id)"
                + (" WHERE trashed_at IS NULL" if model in SHEETS else "")
            )
    return found


def install() -> None:
    """Put the triggers back; every migration ends with this, since rebuilding a table
    loses them.
    """
    for trigger in triggers():
        _install(trigger)


class Trigger(NamedTuple):
    """What refuses an event on a table under a condition, in a sentence."""

    name: str
    table: str
    event: str
    when: str
    words: str


def triggers() -> list[Trigger]:
    """Every trigger of the bound engine."""
    found = [*_of_journal(), *_of_pasts(), *_of_sheets()]
    return found + (_replacing() if is_sqlite() else _truncating())


def looked_at() -> set[str]:
    """The tables of which a trigger looks at each row that comes in; none but on SQLite."""
    return {trigger.table for trigger in triggers() if trigger.event == "INSERT"}


def _of_journal() -> Iterator[Trigger]:
    for model, when, words in (
        (Batch, "OLD.seq IS NOT NULL", "a sealed change set is never changed"),
        (Change, "1 = 1", JOURNAL),
        (AccessEvent, "1 = 1", "the access log is never changed"),
    ):
        table = model._meta.table_name
        yield Trigger(f"{table}_kept", table, "UPDATE", when, words)
        yield Trigger(f"{table}_stays", table, "DELETE", when, words)


def _of_pasts() -> Iterator[Trigger]:
    """A purge by rule blanks values of a past row, once; which row it is and who made and ended it
    stays.
    """
    for twin in PASTS:
        table = twin._meta.table_name
        yield _kept(table, [f.column_name for f in twin._meta.sorted_fields])
        yield Trigger(f"{table}_stays", table, "DELETE", "1 = 1", PAST)


def _kept(table: str, columns: list[str]) -> Trigger:
    fixed = ("id", "version", "batch_id", "ended_batch")
    filled = [
        _changed(c) if c in fixed else f'(NEW."{c}" IS NOT NULL AND {_changed(c)})'
        for c in columns
        if c != "purge_rule"
    ]
    when = " OR ".join(("OLD.purge_rule IS NOT NULL", "NEW.purge_rule IS NULL", *filled))
    return Trigger(f"{table}_kept", table, "UPDATE", when, PAST)


def guard_past(twin: Any) -> None:
    """Guard every column that the past of a sheet has by now: it just gained one."""
    table, known = twin._meta.table_name, [f.column_name for f in twin._meta.sorted_fields]
    there = [column.name for column in database.get_columns(table)]
    _install(_kept(table, [*known, *(name for name in there if name not in known)]))


def _of_sheets() -> Iterator[Trigger]:
    for model in SHEETS:
        table = model._meta.table_name
        yield Trigger(f"{table}_stays", table, "DELETE", "1 = 1", TRASH)
    for model, posted in POSTED.items():
        table = model._meta.table_name
        frozen = [_changed(getattr(model, name).column_name) for name in model._meta.frozen]
        if model is Payment:
            frozen.append(f"({_changed('status')} AND NEW.status <> 'void')")
        when = f"({posted}) AND ({' OR '.join(frozen)})"
        yield Trigger(f"{table}_final", table, "UPDATE", when, FINAL)


def _changed(column: str) -> str:
    comparison = "IS NOT" if is_sqlite() else "IS DISTINCT FROM"
    return f'OLD."{column}" {comparison} NEW."{column}"'


def _replacing() -> list[Trigger]:
    """SQLite deletes what INSERT OR REPLACE replaces without asking the triggers of DELETE, unless
    each connection says so.
    """
    keys: dict[Any, tuple[str, ...]] = {
        Batch: ("id = NEW.id", "seq = NEW.seq", "idempotency_key = NEW.idempotency_key"),
        Change: (
            "id = NEW.id",
            "(sheet = NEW.sheet AND row_id = NEW.row_id AND version = NEW.version)",
        ),
        AccessEvent: ("id = NEW.id",),
        **dict.fromkeys(PASTS, ("(id = NEW.id AND version = NEW.version)",)),
        **{
            model: (f"(id = NEW.id AND {posted.replace('OLD.', '')})",)
            for model, posted in POSTED.items()
        },
    }
    found = []
    for model, same in keys.items():
        table = model._meta.table_name
        when = f'EXISTS (SELECT 1 FROM "{table}" WHERE {" OR ".join(same)})'
        words = PAST if model in PASTS else FINAL if model in POSTED else JOURNAL
        found.append(Trigger(f"{table}_once", table, "INSERT", when, words))
    return found


def _truncating() -> list[Trigger]:
    """PostgreSQL empties a table without asking the triggers of its rows."""
    kept: list[Any] = [Batch, Change, AccessEvent, *SHEETS, *PASTS]
    tables = [model._meta.table_name for model in kept]
    return [Trigger(f"{table}_full", table, "TRUNCATE", "1 = 1", JOURNAL) for table in tables]


def _install(trigger: Trigger) -> None:
    name, table, event, when, words = trigger
    if is_sqlite():
        database.execute_sql(f'DROP TRIGGER IF EXISTS "{name}"')
        database.execute_sql(
            f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" WHEN {when} '
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
        return
    answer = {"UPDATE": "RETURN NEW", "DELETE": "RETURN OLD"}.get(event, "RETURN NULL")
    database.execute_sql(
        f'CREATE OR REPLACE FUNCTION "refuse_{name}"() RETURNS trigger LANGUAGE plpgsql AS '
        f"$$ BEGIN IF {when} THEN RAISE EXCEPTION '{words}'; END IF; {answer}; END $$"
    )
    each = "STATEMENT" if event == "TRUNCATE" else "ROW"
    database.execute_sql(f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"')
    database.execute_sql(
        f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH {each} EXECUTE FUNCTION '
        f'"refuse_{name}"()'
    )

"""What the database holds besides the sheets: twins, search tables, composite indexes, and the
record's triggers.

The triggers stand on both engines. They refuse UPDATE and DELETE on the journal (sealing a batch
once
aside), on the twins (a purge by rule aside) and on the frozen columns of a posted ledger row.
"""

from collections.abc import Iterator

from journal import search_tables
from journal.database import is_sqlite
from journal.twins import PASTS, past_name
from models import (
    RECORDS,
    SHEETS,
    TABLES,
    Batch,
    Change,
    Payment,
    RecoveryReceipt,
    Reserve,
    database,
    meta,
)

POSTED = {Payment: "OLD.posted_at IS NOT NULL", Reserve: "1 = 1", RecoveryReceipt: "1 = 1"}
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
    for name, table, event, when, words in triggers():
        _install(name, table, event, when, words)


def triggers() -> list[tuple[str, str, str, str, str]]:
    """(name, table, event, condition, sentence) of each trigger."""
    found = []
    for model, when, words in (
        (Batch, "OLD.seq IS NOT NULL", "a sealed change set is never changed"),
        (Change, "1 = 1", "the journal is never changed"),
    ):
        table = model._meta.table_name
        found.append((f"{table}_kept", table, "UPDATE", when, words))
        found.append((f"{table}_stays", table, "DELETE", when, words))
    for twin in PASTS:
        table, words = twin._meta.table_name, "the past of a row is never changed"
        found.append(
            (
                f"{table}_kept",
                table,
                "UPDATE",
                "OLD.purge_rule IS NOT NULL OR NEW.purge_rule IS NULL",
                words,
            )
        )
        found.append((f"{table}_stays", table, "DELETE", "1 = 1", words))
    for model in SHEETS:
        table = model._meta.table_name
        found.append(
            (
                f"{table}_stays",
                table,
                "DELETE",
                "1 = 1",
                "rows go to the trash, they are not deleted",
            )
        )
    for model, posted in POSTED.items():
        found.append(
            (
                f"{model._meta.table_name}_final",
                model._meta.table_name,
                "UPDATE",
                f"({posted}) AND ({_differs(model)})",
                "posted money is final: it is reversed",
            )
        )
    return found


def _differs(model) -> str:
    columns = [getattr(model, name).column_name for name in model._meta.frozen]
    comparison = "IS NOT" if is_sqlite() else "IS DISTINCT FROM"
    return " OR ".join(f'OLD."{c}" {comparison} NEW."{c}"' for c in columns)


def _install(name: str, table: str, event: str, when: str, words: str) -> None:
    if is_sqlite():
        database.execute_sql(f'DROP TRIGGER IF EXISTS "{name}"')
        database.execute_sql(
            f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" WHEN {when} '
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
        return
    database.execute_sql(
        f'CREATE OR REPLACE FUNCTION "refuse_{name}"() RETURNS trigger LANGUAGE plpgsql AS '
        f"$$ BEGIN IF {when} THEN RAISE EXCEPTION '{words}'; END IF; "
        f"{'RETURN NEW' if event == 'UPDATE' else 'RETURN OLD'}; END $$"
    )
    database.execute_sql(f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"')
    database.execute_sql(
        f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW EXECUTE FUNCTION '
        f'"refuse_{name}"()'
    )

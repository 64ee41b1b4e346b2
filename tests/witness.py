"""A log kept by the database's own triggers, against which the journal is compared after a test.

A test that changes the database behind the journal's back on purpose says so with `tampering()`.
"""

from collections import Counter

from journal import rollups
from journal.database import is_sqlite, run
from journal.twins import column_names
from models import SHEETS, SIGN_IN_COLUMNS, database

EXEMPT = (
    "the twins",
    "Batch, Change and the head row",
    "ImportRow, Job and AccessEvent",
    "the tables of queue, search and migrations",
    f"of User the sign-in columns: {', '.join(SIGN_IN_COLUMNS)}",
)
"""What changes without a Change row. None of it is watched: the log looks at the columns of the
sheets that the journal keeps."""

EVENTS = {"INSERT": ("create", "NEW"), "UPDATE": ("change", "NEW"), "DELETE": ("delete", "OLD")}
OPERATIONS = {"create": "create", "change": "change", "trash": "change", "restore": "change"}
"""Operation of the journal -> what the database sees of it. It never sees a row deleted."""

SHOWN = 10
_excused = False


def install_witness() -> None:
    """Put the log and its triggers into a template office."""
    serial = "INTEGER PRIMARY KEY" if is_sqlite() else "BIGSERIAL PRIMARY KEY"
    run(
        f"CREATE TABLE witness (id {serial}, sheet TEXT, row_id BIGINT, version BIGINT, event TEXT)"
    )
    for model in SHEETS:
        _watch(model.__name__.lower(), model._meta.table_name, column_names(model))


def _watch(sheet: str, table: str, columns: tuple[str, ...]) -> None:
    listed = ", ".join(f'"{c}"' for c in columns)
    for event, (said, row) in EVENTS.items():
        name = f"witness_{table}_{said}"
        when = f"AFTER {event} OF {listed}" if event == "UPDATE" else f"AFTER {event}"
        write = (
            "INSERT INTO witness (sheet, row_id, version, event) "
            f"VALUES ('{sheet}', {row}.id, {row}.version, '{said}');"
        )
        _install(name, f'{when} ON "{table}"', write)


def _install(name: str, when: str, write: str) -> None:
    if is_sqlite():
        run(f'CREATE TRIGGER "{name}" {when} BEGIN {write} END')
        return
    database.execute_sql(
        f'CREATE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS '
        f"$$ BEGIN {write} RETURN NULL; END $$"
    )
    run(f'CREATE TRIGGER "{name}" {when} FOR EACH ROW EXECUTE FUNCTION "{name}"()')


def tampering() -> None:
    """This test changes the database behind the journal's back."""
    global _excused
    _excused = True


def faults() -> list[str]:
    """Where journal and database disagree, and every total that its ledger does not bear out."""
    global _excused
    excused, _excused = _excused, False
    return [] if excused else [*_compare(), *map(str, rollups.check())][:SHOWN]


def _compare() -> list[str]:
    """What the database saw and the journal did not record, or the other way round."""
    seen = Counter(map(tuple, run("SELECT sheet, row_id, version, event FROM witness").fetchall()))
    changes = run("SELECT sheet, row_id, version, operation FROM change").fetchall()
    told = Counter((*row, OPERATIONS[operation]) for *row, operation in changes)
    return [
        *(f"seen, not recorded: {row}" for row in sorted((seen - told).elements())),
        *(f"recorded, not seen: {row}" for row in sorted((told - seen).elements())),
    ]

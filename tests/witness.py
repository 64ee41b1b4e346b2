"""A log kept by the database's own triggers, against which the journal is compared after every test.

Exempt are the tables that the design names: the record itself and the sign-in columns of User. A test that
changes the database behind the journal's back on purpose says so with `tampering()`.
"""

from collections import Counter

from journal import rollups
from journal.database import is_sqlite, run
from journal.twins import column_names
from models import SHEETS, database

_excused = False
_TABLE = ("CREATE TABLE witness (id {serial}, sheet TEXT NOT NULL, row_id BIGINT NOT NULL, version BIGINT NOT NULL, "
          "made INTEGER NOT NULL)")


def install_witness() -> None:
    """Put the log and its triggers into a template office."""
    serial = "INTEGER PRIMARY KEY" if is_sqlite() else "BIGSERIAL PRIMARY KEY"
    database.execute_sql(_TABLE.format(serial=serial))
    for model in SHEETS:
        _watch(model.__name__.lower(), model._meta.table_name, column_names(model))


def _watch(sheet: str, table: str, columns: tuple[str, ...]) -> None:
    listed = ", ".join(f'"{c}"' for c in columns)
    for event, made in (("INSERT", 1), (f"UPDATE OF {listed}", 0)):
        name = f"witness_{table}_{made}"
        write = f"INSERT INTO witness (sheet, row_id, version, made) VALUES ('{sheet}', NEW.id, NEW.version, {made});"
        if is_sqlite():
            database.execute_sql(f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" BEGIN {write} END')
            continue
        database.execute_sql(f'CREATE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS '
                             f"$$ BEGIN {write} RETURN NEW; END $$")
        database.execute_sql(f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" FOR EACH ROW '
                             f'EXECUTE FUNCTION "{name}"()')


def tampering() -> None:
    """This test changes the database behind the journal's back."""
    global _excused
    _excused = True


def faults() -> list[str]:
    """Where journal and database disagree, and every total that its ledger does not bear out."""
    global _excused
    excused, _excused = _excused, False
    return [] if excused else [*_compare(), *map(str, rollups.check())]


def _compare() -> list[str]:
    """What the database saw and the journal did not record, or the other way round."""
    seen = Counter(tuple(row) for row in run("SELECT sheet, row_id, version, made FROM witness").fetchall())
    told = Counter((sheet, row_id, version, int(operation == "create")) for sheet, row_id, version, operation
                   in run("SELECT sheet, row_id, version, operation FROM change").fetchall())
    return [f"seen, not recorded: {row}" for row in seen - told] + [f"recorded, not seen: {row}" for row in told - seen]

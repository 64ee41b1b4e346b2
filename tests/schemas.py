"""What a database is made of, read from its own catalogue, to compare two of them."""

from datetime import date, datetime

from journal.database import is_sqlite, run
from journal.twins import PASTS
from models import TABLES, database

KEPT_BY_THE_RUNNER = "schema_migration"


def schema_now() -> dict[str, object]:
    """Name of a table, index, trigger, constraint -> what it is; the runner's own table aside.

    The order of a table's columns does not count: a step adds a column last, wherever it is declared.
    """
    found = _sqlite() if is_sqlite() else _postgres()
    return {name: what for name, what in found.items() if KEPT_BY_THE_RUNNER not in name}


def _sqlite() -> dict[str, object]:
    found: dict[str, object] = {}
    things = run("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    for kind, name, table, text in things:
        if kind == "table":
            columns = run(f'PRAGMA table_xinfo("{name}")').fetchall()
            found[f"columns of {name}"] = sorted(column[1:] for column in columns)
            links = run(f'PRAGMA foreign_key_list("{name}")').fetchall()
            found[f"links of {name}"] = sorted(link[2:] for link in links)
        elif kind == "index":
            facts = [f for f in run(f'PRAGMA index_list("{table}")').fetchall() if f[1] == name]
            columns = [(c[0], *c[2:]) for c in run(f'PRAGMA index_xinfo("{name}")').fetchall()]
            _, _, where = (text or "").partition("WHERE")
            found[f"index {name}"] = (table, facts[0][2:], columns, where.strip())
        else:
            found[f"{kind} {name}"] = text
    return found


POSTGRES = {
    "column": """
        SELECT table_name || '.' || column_name, data_type,
               character_maximum_length, is_nullable, column_default
        FROM information_schema.columns WHERE table_schema = 'public'""",
    "index": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraint": """
        SELECT conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "trigger": """
        SELECT tgrelid::regclass || ' ' || tgname, pg_get_triggerdef(oid)
        FROM pg_trigger WHERE NOT tgisinternal""",
    "function": """
        SELECT p.proname, pg_get_functiondef(p.oid) FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace AND p.prolang =
              (SELECT oid FROM pg_language WHERE lanname = 'plpgsql')""",
    "extension": "SELECT extname FROM pg_extension",
}


def _postgres() -> dict[str, object]:
    return {
        f"{kind} {row[0]}": row[1:]
        for kind, query in POSTGRES.items()
        for row in run(query.replace("%", "%%")).fetchall()
    }


def contents() -> dict[str, list[tuple]]:
    """Table -> its rows in order, of every table of the sheets, their past and the record."""
    tables = [model._meta.table_name for model in (*TABLES, *PASTS)]
    return {table: _rows(table) for table in tables}


def _rows(table: str) -> list[tuple]:
    columns = [c.name for c in database.get_columns(table)]
    listed = ", ".join(f'"{c}"' for c in columns)
    found = run(f'SELECT {listed} FROM "{table}"').fetchall()
    return sorted((tuple(map(_alike, row)) for row in found), key=repr)


def _alike(value: object) -> object:
    """A value as either engine gives it: instants and days as text, yes and no as numbers."""
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value

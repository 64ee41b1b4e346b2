"""The floors of what is written in bulk: rows put into the tables by executemany, nothing else."""

import shutil
import tempfile
from itertools import islice
from pathlib import Path
from typing import Any

from peewee import sqlite3
from python_calamine import CalamineWorkbook

import models as m
from journal import database, migrate
from journal.stored import storing
from tests.bench import offices
from tests.bench.measure import Spent, once, told

AT_ONCE = 20_000
GIVEN = {"version": 1, "batch_id": 1}


def read_and_insert(empty: str, file: str) -> dict[str, float]:
    """What reading a register and one executemany cost, in a copy of an empty office."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(empty, Path(folder) / "office.db"))
        offices.bind(path)
        found = once(lambda: _work(Path(file)))
        count = database.run("SELECT count(*) FROM claim").fetchone()[0]
    assert count, "nothing was brought in"
    return told(found)


def _work(file: Path) -> None:
    rows = iter(CalamineWorkbook.from_path(file).get_sheet_by_index(0).iter_rows())
    headings = next(rows)
    fields = [m.Claim._meta.fields[name] for name in headings]
    filled = {**GIVEN, **_blanks({field.name for field in fields})}
    columns = [field.column_name for field in fields] + list(filled)
    takes, rest = [_take(field) for field in fields], tuple(filled.values())
    made = [(*[take(cell) for take, cell in zip(takes, row, strict=True)], *rest) for row in rows]
    marks, names = ", ".join("?" * len(columns)), ", ".join(f'"{name}"' for name in columns)
    with database.write_transaction():
        database.run_many(f"INSERT INTO claim ({names}) VALUES ({marks})", made)


def _blanks(given: set[str]) -> dict[str, Any]:
    """The columns that a row cannot be without, by their defaults."""
    return {
        field.column_name: storing(field)(field.default)
        for field in m.Claim._meta.sorted_fields
        if field.default is not None and not callable(field.default) and field.name not in given
    }


def _take(field: Any) -> Any:
    """A cell as the table keeps it."""
    if field.kind == "link":
        key = getattr(field.rel_model, field.rel_model._meta.key[0])
        return dict(field.rel_model.select(key, field.rel_model.id).tuples()).get
    if field.kind == "money":
        return lambda cell: round(cell * 100)
    return str if field.kind == "day" else lambda cell: cell


def copy(source: str, folder: str, indexed: str) -> dict[str, float]:
    """What one executemany a sheet costs for the same rows as an office holds, in one transaction.

    Without indexes, the tables have none but their primary keys, and no triggers.
    """
    path = Path(folder) / "bare.db"
    path.unlink(missing_ok=True)
    offices.bind(path)
    migrate.migrate()
    m.database.close_all()
    rows, target = sqlite3.connect(source), sqlite3.connect(path, isolation_level=None)
    target.executescript(
        "PRAGMA journal_mode=wal; PRAGMA synchronous=FULL; PRAGMA cache_size=-64000"
    )
    if indexed != "indexed":
        _strip(target)
    found = [once(lambda: target.execute("BEGIN"))]
    for model in m.SHEETS:
        found += _copied(rows, target, model._meta.table_name)
    found.append(once(lambda: target.execute("COMMIT")))
    path.unlink()
    return told(Spent(sum(one.cpu for one in found), sum(one.wall for one in found)))


def _strip(target: Any) -> None:
    for kind in ("trigger", "index"):
        named = target.execute(
            "SELECT name FROM sqlite_master WHERE type = ? AND sql IS NOT NULL", (kind,)
        )
        for (name,) in named.fetchall():
            target.execute(f'DROP {kind} "{name}"')


def _copied(source: Any, target: Any, table: str) -> list[Spent]:
    """The writing alone; rows are read some thousands at a time."""
    found, cursor = [], source.execute(f'SELECT * FROM "{table}"')
    marks = ", ".join("?" * len(cursor.description))
    statement = f'INSERT INTO "{table}" VALUES ({marks})'
    while part := list(islice(cursor, AT_ONCE)):
        found.append(once(lambda part=part: target.executemany(statement, part)))
    return found

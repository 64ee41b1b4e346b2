"""Bringing the database to the newest schema: numbered scripts, each once, triggers put back last.

SQLite rebuilds a table for some steps and loses its triggers, so every run ends with all of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from playhouse.migrations import Runner

from journal import custom_columns, schema
from journal.database import is_sqlite, run
from models import database
from rules.errors import Blocked

FOLDER = Path(__file__).resolve().parent.parent / "migrations"
ONE_AT_A_TIME = 7_040_124
"""The number of the lock by which two processes do not migrate one PostgreSQL database at once."""


def migrate(folder: Path = FOLDER) -> list[str]:
    """Run the scripts that have not run, in order, and put the triggers back; returns their names.

    Raises:
        Blocked: the database was made by a newer version of the product.
    """
    with _alone():
        refuse_newer(folder)
        names: list[str] = _runner(folder).up()
        custom_columns.begin()
        with database.atomic():
            schema.install()
    return names


def pending(folder: Path = FOLDER) -> list[str]:
    """The scripts that have not run yet."""
    return [m.name for m in _runner(folder).status() if m.path is not None and not m.applied]


def newest(folder: Path = FOLDER) -> str:
    """The name of the newest script: the schema that this version of the product works with."""
    return max(_runner(folder).migrations(), key=lambda m: m.idx).name


def applied() -> str:
    """The name of the newest script that ran on this database, or nothing."""
    done = _runner(FOLDER).applied()
    return max(done, default="")


def refuse_newer(folder: Path = FOLDER) -> None:
    """Raise Blocked where a script ran that this version does not have."""
    unknown = [m.name for m in _runner(folder).status() if m.path is None]
    if unknown:
        raise Blocked(
            f"This database was made by a newer version of the product (step {unknown[-1]}). "
            "Start that version; this one would not understand what is in it."
        )


def _runner(folder: Path) -> Runner:
    return Runner(database.obj, str(folder))


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock of the scripts; SQLite's own lock does it by itself."""
    if is_sqlite():
        yield
        return
    with database.connection_context() if database.is_closed() else nullcontext():
        run("SELECT pg_advisory_lock(?)", (ONE_AT_A_TIME,))
        try:
            yield
        finally:
            run("SELECT pg_advisory_unlock(?)", (ONE_AT_A_TIME,))

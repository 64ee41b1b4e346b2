"""Connecting to the database, and the one kind of transaction that writes.

Two engines behave alike here: SQLite takes the write lock at once (BEGIN IMMEDIATE) behind a first-
come queue
in the process, PostgreSQL locks the rows that a batch touches.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import unquote, urlparse
from zoneinfo import ZoneInfo

import peewee
from peewee import PostgresqlDatabase, SqliteDatabase
from playhouse.pool import PooledPostgresqlDatabase, PooledSqliteDatabase

from journal.disk import SENTENCE
from models import database
from rules.errors import Busy, DiskFull, OfficeError, TooBroad

SQLITE = "sqlite:///"
SAFE_SQLITE = (3, 51, 3)
"""Older libraries can corrupt a write-ahead log: they get a rollback journal and one process."""

PRAGMAS = {
    "foreign_keys": 1,
    "synchronous": "FULL",
    "busy_timeout": 15_000,
    "cache_size": -48_000,
    "temp_store": "MEMORY",
    "mmap_size": 268_435_456,
    "recursive_triggers": 1,
}
LOCK_WAIT_SECONDS = 30
HELD = "Another program holds the database. Nothing was written: try again in a moment."


class FairLock:
    """A lock that is handed over in the order in which it was asked for."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._queue: deque[threading.Event] = deque()
        self._held = False

    def acquire(self, timeout: float) -> bool:
        """Wait for one's turn; false when `timeout` seconds passed."""
        with self._guard:
            if not self._held:
                self._held = True
                return True
            turn = threading.Event()
            self._queue.append(turn)
        if turn.wait(timeout):
            return True
        with self._guard:
            if turn.is_set():
                return True
            self._queue.remove(turn)
            return False

    def release(self) -> None:
        """Hand the lock to whoever has waited longest."""
        with self._guard:
            if self._queue:
                self._queue.popleft().set()
            else:
                self._held = False


_fair = FairLock()

BOUND: list[Callable[[], None]] = []
"""What hears that another database is bound: it forgets what it knew of the one before."""


def connect(url: str) -> None:
    """Bind the sheets to the database at `url`: `sqlite:///path` or `postgresql://...`."""
    parts = urlparse(url)
    bound = _sqlite(url) if parts.scheme == "sqlite" else _postgres(parts)
    database.initialize(bound)
    for hear in BOUND:
        hear()


def file_of(url: str) -> Path | None:
    """The file of an SQLite database; of another engine none."""
    return Path(unquote(url.removeprefix(SQLITE))) if url.startswith(SQLITE) else None


def _sqlite(url: str) -> SqliteDatabase:
    path = str(file_of(url))
    bound = PooledSqliteDatabase(path, pragmas=PRAGMAS, max_connections=64, check_same_thread=False)
    mode = "wal" if bound.server_version >= SAFE_SQLITE else "delete"
    bound.pragma("journal_mode", mode, permanent=True)
    bound.register_function(
        lambda text: text.casefold() if text else "", "fold", 1, deterministic=True
    )
    bound.register_function(_office_day, "office_day", 2, deterministic=True)
    return bound


def _office_day(text: str | None, zone: str) -> str | None:
    """The day in a time zone of an instant as it is stored."""
    if text is None:
        return None
    at = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return at.astimezone(ZoneInfo(zone)).date().isoformat()


def _postgres(parts) -> PostgresqlDatabase:
    return _Postgres(
        parts.path.lstrip("/"),
        host=parts.hostname,
        port=parts.port or 5432,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        prefer_psycopg3=True,
        max_connections=64,
        stale_timeout=300,
        timeout=15,
    )


def is_sqlite() -> bool:
    """Whether the bound engine is SQLite."""
    return isinstance(database.obj, SqliteDatabase)


def write_ahead() -> bool:
    """Whether readers and the writer work side by side (false with an old SQLite library)."""
    return not is_sqlite() or database.obj.server_version >= SAFE_SQLITE


@contextmanager
def write_transaction() -> Iterator[None]:
    """One transaction that writes: all of it or nothing; a full disk or a held lock becomes a plain
    sentence.
    """
    if database.transaction_depth():
        raise RuntimeError("a batch is one transaction: it does not stand inside another")
    if not is_sqlite():
        with _lock_in_words(), database.atomic():
            database.execute_sql(
                "SET LOCAL statement_timeout = 0; "
                f"SET LOCAL lock_timeout = {LOCK_WAIT_SECONDS * 1000}"
            )
            yield
        return
    if not _fair.acquire(LOCK_WAIT_SECONDS):
        raise Busy(
            "Somebody else's long change is being written. Nothing of yours is lost: try again "
            "in a moment."
        )
    try:
        with _begun("IMMEDIATE"):
            yield
    finally:
        _fair.release()


@contextmanager
def _begun(kind: str) -> Iterator[None]:
    """BEGIN ... COMMIT; SQLite may have rolled back by itself when the disk was full."""
    connection = database.connection()
    with limits_in_words(), database.manual_commit():
        connection.execute(f"BEGIN {kind}")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def own_transaction() -> AbstractContextManager[None]:
    """One transaction over tables of this connection alone: nobody waits for it."""
    return _begun("DEFERRED") if is_sqlite() else database.atomic()


@contextmanager
def checkpoint_after() -> Iterator[None]:
    """Within, a commit does not copy the write-ahead log into the database while it keeps others
    waiting; it is copied at the end, beside their work.
    """
    if not is_sqlite() or not write_ahead():
        yield
        return
    every = run("PRAGMA wal_autocheckpoint").fetchone()[0]
    run("PRAGMA wal_autocheckpoint = 0")
    try:
        yield
    finally:
        run(f"PRAGMA wal_autocheckpoint = {every}")
        run("PRAGMA main.wal_checkpoint(PASSIVE)").fetchall()


@contextmanager
def limits_in_words() -> Iterator[None]:
    """A full disk, or a database that others hold, as a plain sentence."""
    try:
        yield
    except Exception as error:
        told = _in_words(error)
        if told is None:
            raise
        raise told from error


@contextmanager
def _lock_in_words() -> Iterator[None]:
    try:
        yield
    except peewee.OperationalError as error:
        if "lock timeout" not in str(error) and "deadlock detected" not in str(error):
            raise
        raise Busy(HELD) from error


def _in_words(error: Exception) -> OfficeError | None:
    """The sentence for a fault that a person can wait out or clear; None for any other."""
    if type(error).__name__ != "OperationalError":
        return None
    text = str(error).lower()
    if "database or disk is full" in text or "disk i/o error" in text:
        return DiskFull(SENTENCE)
    if "locked" in text or "busy" in text:
        return Busy(HELD)
    if "readonly" in text:
        return Busy("The database cannot be written to at the moment. Nothing was written.")
    return None


@contextmanager
def snapshot() -> Iterator[None]:
    """One consistent view for several reads, while others write."""
    if database.transaction_depth():
        yield
    elif is_sqlite():
        with database.atomic("DEFERRED"):
            yield
    else:
        with database.atomic():
            database.execute_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            database.execute_sql("SET LOCAL statement_timeout = 0")
            yield


def optimize() -> None:
    """Let SQLite look anew at how the sheets are filled, so that its plans fit; PostgreSQL does so
    by itself. It looks at all rows: with a limit it would not learn which values are frequent, and
    would walk an index for nearly every row.
    """
    if not is_sqlite() or not _fair.acquire(LOCK_WAIT_SECONDS):
        return
    try:
        with suppress(peewee.OperationalError):  # another program writes: the next time will do
            database.execute_sql("PRAGMA analysis_limit = 0")
            database.execute_sql("PRAGMA optimize = 0x10002")
    finally:
        _fair.release()


QUESTION_SECONDS = 2.0
"""After this long a question that a screen asks is stopped."""
TOLD_AGAIN_SECONDS = 0.1
"""So long PostgreSQL may work on with what it was told of the time left."""
STOPPED = ("interrupted", "statement timeout")
SAVEPOINTS = ("SAVEPOINT", "RELEASE", "ROLLBACK")
STEPS = 20_000
"""Steps of SQLite between two looks at the clock."""


class _Asking(threading.local):
    """The question of this thread: when it ends, and when PostgreSQL was last told of that."""

    end: float | None = None
    told_at: float | None = None


_asking = _Asking()


class _Postgres(PooledPostgresqlDatabase):
    """PostgreSQL; each statement gets what is left of its question's time."""

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        if _asking.end is not None and not sql.startswith(SAVEPOINTS):
            self._tell(monotonic())
        return super().execute_sql(sql, params)

    def _tell(self, now: float) -> None:
        left = (_asking.end or now) - now
        if left <= 0:
            raise TimeoutError(f"{STOPPED[1]}: no time is left")
        if _asking.told_at is None or now - _asking.told_at > TOLD_AGAIN_SECONDS:
            self.connection().execute(f"SET LOCAL statement_timeout = {int(left * 1000) + 1}")
            _asking.told_at = now


@contextmanager
def limited(seconds: float | None = None) -> Iterator[None]:
    """Stop what is asked inside, all its statements together, after `seconds` (left out: the two of
    a screen), in words that say how to narrow it.
    """
    allowed = QUESTION_SECONDS if seconds is None else seconds
    outer, end = _asking.end, monotonic() + allowed
    try:
        with _ends_at(end if outer is None else min(end, outer)):
            yield
    except Exception as error:
        if any(word in str(error) for word in STOPPED):
            raise TooBroad(
                f"This took more than {allowed:g} seconds and was stopped. Narrow it: fewer dates, "
                "one status, one department, or a longer word."
            ) from error
        raise


def _ends_at(end: float) -> AbstractContextManager[None]:
    return _sqlite_ends_at(end) if is_sqlite() else _postgres_ends_at(end)


@contextmanager
def _sqlite_ends_at(end: float) -> Iterator[None]:
    connection, outer = database.connection(), _asking.end
    _watch(connection, end)
    try:
        yield
    finally:
        _watch(connection, outer)


def _watch(connection: Any, end: float | None) -> None:
    """Let SQLite look at the clock from time to time."""
    _asking.end = end
    if end is None:
        connection.set_progress_handler(None, 0)
    else:
        connection.set_progress_handler(lambda: monotonic() > end, STEPS)


@contextmanager
def _postgres_ends_at(end: float) -> Iterator[None]:
    """In a transaction, so that the connection goes back to the pool as it came."""
    inside, outer = database.transaction_depth() > 0, _asking.end
    with database.atomic():
        _asking.end, _asking.told_at = end, None
        try:
            yield
        finally:
            _asking.end, _asking.told_at = outer, None
        if inside and outer is None:
            database.execute_sql("SET LOCAL statement_timeout = 0")


def run_many(statement: str, rows: list[tuple]) -> None:
    """Run one statement, written with `?`, over many rows."""
    if not rows:
        return
    if not is_sqlite():
        statement = statement.replace("?", "%s")
    with peewee.__exception_wrapper__, closing(database.connection().cursor()) as cursor:
        cursor.executemany(statement, rows)


def run(statement: str, parameters: tuple = ()):
    """Run one statement, written with `?`; returns the cursor."""
    if not is_sqlite():
        statement = statement.replace("?", "%s")
    return database.execute_sql(statement, parameters)

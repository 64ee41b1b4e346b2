"""Connecting to the database, and the one kind of transaction that writes.

Two engines behave alike here: SQLite takes the write lock at once (BEGIN IMMEDIATE) behind a first-
come queue
in the process, PostgreSQL locks the rows that a batch touches.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import closing, contextmanager
from time import monotonic
from urllib.parse import unquote, urlparse

import peewee
from peewee import PostgresqlDatabase, SqliteDatabase
from playhouse.pool import PooledPostgresqlDatabase, PooledSqliteDatabase

from models import database
from rules.errors import Busy, DiskFull, OfficeError, TooBroad

SAFE_SQLITE = (3, 51, 3)
"""Older libraries can corrupt a write-ahead log: they get a rollback journal and one process."""

PRAGMAS = {
    "foreign_keys": 1,
    "synchronous": "FULL",
    "busy_timeout": 15_000,
    "cache_size": -64_000,
    "temp_store": "MEMORY",
    "mmap_size": 268_435_456,
    "recursive_triggers": 1,
}
LOCK_WAIT_SECONDS = 30


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


def connect(url: str) -> None:
    """Bind the sheets to the database at `url`: `sqlite:///path` or `postgresql://...`."""
    parts = urlparse(url)
    bound = _sqlite(url) if parts.scheme == "sqlite" else _postgres(parts)
    database.initialize(bound)


def _sqlite(url: str) -> SqliteDatabase:
    path = unquote(url.removeprefix("sqlite:///"))
    bound = PooledSqliteDatabase(path, pragmas=PRAGMAS, max_connections=64, check_same_thread=False)
    mode = "wal" if bound.server_version >= SAFE_SQLITE else "delete"
    bound.pragma("journal_mode", mode, permanent=True)
    bound.register_function(
        lambda text: text.casefold() if text else "", "fold", 1, deterministic=True
    )
    return bound


def _postgres(parts) -> PostgresqlDatabase:
    return PooledPostgresqlDatabase(
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
        with database.atomic():
            database.execute_sql("SET LOCAL statement_timeout = 0")
            yield
        return
    if not _fair.acquire(LOCK_WAIT_SECONDS):
        raise Busy(
            "Somebody else's long change is being written. Nothing of yours is lost: try again "
            "in a moment."
        )
    try:
        with _immediate():
            yield
    finally:
        _fair.release()


@contextmanager
def _immediate() -> Iterator[None]:
    """BEGIN IMMEDIATE ... COMMIT; SQLite may have rolled back by itself when the disk was full."""
    connection = database.connection()
    try:
        with database.manual_commit():
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
    except Exception as error:
        told = _in_words(error)
        if told is None:
            raise
        raise told from error


def _in_words(error: Exception) -> OfficeError | None:
    """The sentence for a fault that a person can wait out or clear; None for any other."""
    if type(error).__name__ != "OperationalError":
        return None
    text = str(error).lower()
    if "database or disk is full" in text or "disk i/o error" in text:
        return DiskFull("The disk is full. Nothing was written; what you typed is still here.")
    if "locked" in text or "busy" in text:
        return Busy(
            "Another program holds the database. Nothing was written: try again in a moment."
        )
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


QUESTION_SECONDS = 2.0
"""After this long a question that a screen asks is stopped."""


@contextmanager
def limited(seconds: float = QUESTION_SECONDS) -> Iterator[None]:
    """Stop what is asked inside after `seconds` (two on PostgreSQL), in words that say how to
    narrow it.
    """
    connection = database.connection()
    if is_sqlite():
        end = monotonic() + seconds
        connection.set_progress_handler(lambda: monotonic() > end, 20_000)
    elif not getattr(connection, "is_limited", False):
        connection.execute(f"SET statement_timeout = {int(QUESTION_SECONDS * 1000)}")
        connection.is_limited = True
    try:
        yield
    except Exception as error:
        if any(word in str(error) for word in ("interrupted", "statement timeout")):
            raise TooBroad(
                "This took more than 2 seconds and was stopped. Narrow it: fewer dates, one "
                "status, "
                "one department, or a longer word."
            ) from error
        raise
    finally:
        if is_sqlite():
            connection.set_progress_handler(None, 0)


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

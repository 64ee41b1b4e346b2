"""Long work: a row in Job, run by a worker thread of this process, with progress, cancel and its
result kept.

The row is the truth; the queue only says what is next. A queue that was lost is filled again from
the rows, and
a job that shows no sign of life is marked failed in words.
"""

import logging
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

from huey import PostgresHuey, SqliteHuey
from huey.api import Huey
from huey.consumer import Consumer, Scheduler
from huey.serializer import SignedSerializer

from journal import custom_columns
from journal.database import is_sqlite, write_transaction
from journal.instance import Instance, keep_private
from journal.traces import trace_of
from journal.who import OPERATOR, Who, person_of
from models import Job, database
from rules.errors import Busy, NotFound, OfficeError, Refused
from rules.registry import Registry

BEAT_SECONDS = 2
"""How often a running job's progress is written down."""
LOST_SECONDS = 180
"""A running job without a sign of life for so long is lost: longer than any write keeps the
database.
"""
LOOK_SECONDS = 30
"""How often lost jobs are looked for."""
KEPT_DAYS = 7
"""So long the files of a job are kept."""
LOST_WORDS = (
    "The program stopped while this was running. Look under Changes whether it is in; what is "
    "in already "
    "is not written twice. Then start it again."
)
FAULT_WORDS = "Something went wrong in the program; nothing half-done was kept. The log says more."
CANCELLED_WORDS = "Cancelled. Nothing was written."
STOPPED_WORDS = "The program was stopped meanwhile. Nothing was written: start it again."

Told = Callable[[int], object]
"""Hears how many rows are done; what it raises ends the work."""

JOBS = Registry("job")
LOOKS: list[Callable[[], object]] = []
"""What looks now and then for work that has come due, beside the running jobs."""
_log = logging.getLogger("office.jobs")


class Cancelled(Exception):
    """The work was asked to stop; it says why."""


@dataclass
class Task:
    """One job while it runs: whose it is, what was asked, and how far it is.

    `folder` is where files that it makes belong; the result names them.
    """

    job_id: int
    who: Who
    parameters: dict[str, Any]
    folder: Path
    done: int = 0
    total: int | None = None
    cancel: str = ""

    def progress(self, done: int, total: int | None = None) -> None:
        """Say how many rows are done; stops the work where it was asked to stop."""
        self.done, self.total = done, self.total if total is None else total
        if self.cancel:
            raise Cancelled(self.cancel)


def untold(_rows: int) -> None:
    """Nobody waits for word of how far the work is."""


def job(kind: str, *, title: str) -> Callable:
    """Decorator: the function does the work of this kind; it takes a Task and returns the result as
    data.
    """
    return JOBS.add(kind, title=title)


def enqueue(who: Who, kind: str, title: str, parameters: dict[str, Any]) -> int:
    """Ask for long work; returns the id of its row. Whoever asked finds it in the inbox.

    Raises:
        NotFound: there is no work of this kind. Refused: `who` only looks through another role.
    """
    JOBS.get(kind)
    if who.masked:
        raise Refused("You are looking through another role: nothing can be started.")
    row_id = _insert(who, kind=kind, title=title, parameters=parameters)
    _send(row_id)
    return row_id


def ask_once(who: Who, kind: str, title: str, parameters: dict[str, Any]) -> None:
    """Ask for work that waits for nobody, unless it is asked for already. Where the queue is not
    open, it is found by the next process that works jobs off.
    """
    waits = Job.kind == kind, Job.status == "queued"
    if Job.select(Job.id).where(*waits).exists():
        return
    row_id = _insert(who, kind=kind, title=title, parameters=parameters)
    if _shop.send is not None:
        _send(row_id)


def ask_marked(who: Who, kind: str, title: str, parameters: dict[str, Any], mark: str) -> bool:
    """Ask for work that is to be done once under this mark; false where it was asked for before.

    The row is the whole of it: what the queue does not hear of now, it finds later.
    """
    if Job.select(Job.id).where(Job.mark == mark).exists():
        return False
    row_id = _insert(who, kind=kind, title=title, parameters=parameters, mark=mark)
    if row_id is not None and _shop.send is not None:
        _send(row_id)
    return row_id is not None


def record(
    who: Who, kind: str, title: str, result: dict[str, Any], *, mark: str | None = None
) -> int:
    """Put something that is finished into the inbox of `who`; under a mark once (0: it is there
    already).
    """
    now = datetime.now(UTC)
    done = {"status": "done", "result": result, "heartbeat_at": now, "ended_at": now}
    return _insert(who, kind=kind, title=title, mark=mark, **done) or 0


def hand_over(who: Who, kind: str, title: str, result: dict[str, Any], files: list[Path]) -> int:
    """Put finished files into the inbox of `who`; `result` names them."""
    row_id = record(who, kind, title, {**result, "files": [place.name for place in files]})
    folder = _shop.results / f"{row_id:06d}"
    folder.mkdir(parents=True, exist_ok=True)
    for place in files:
        shutil.copyfile(place, folder / place.name)
    return row_id


def _insert(who: Who, **values: Any) -> Any:
    """The id of the new row; None where its mark was taken already."""
    values["title"] = values["title"][:300]
    marked = Job.mark.is_null(False) & (Job.mark == values.get("mark"))
    with write_transaction():
        if values.get("mark") and Job.select(Job.id).where(marked).exists():
            return None
        made = Job.insert(actor=who.email, user=who.user_id, queued_at=datetime.now(UTC), **values)
        if not values.get("mark"):
            return made.execute()
        return made.on_conflict_ignore().execute() or None


def cancel(who: Who, job_id: int) -> None:
    """Ask a job to stop: its owner or an administrator may.

    Raises:
        NotFound: there is none, or it is another person's.
    """
    own = Job.id == job_id
    if not (who.operator or "administrator" in who.roles):
        own &= Job.user == who.user_id
    with write_transaction():
        asked = (
            Job.update(cancel_asked=True).where(own, Job.status << ("queued", "running")).execute()
        )
        now = datetime.now(UTC)
        Job.update(status="cancelled", ended_at=now, message=CANCELLED_WORDS).where(
            own, Job.status == "queued"
        ).execute()
    if not asked:
        raise NotFound("This work is not running any more.")
    if job_id in _running:
        _running[job_id].cancel = CANCELLED_WORDS


def progress_of(row: Job) -> tuple[int, int | None]:
    """(rows done, rows in all) of a job: fresher than its row while it runs in this process."""
    task = _running.get(row.id)
    return (task.done, task.total) if task else (row.done_rows, row.total_rows)


# --- The queue and its worker -------------------------------------------------------------------


class _Scheduler(Scheduler):
    """Huey's scheduler; as it ends it lets go of the queue's connection, as the workers do."""

    def shutdown(self) -> None:
        """Close what its thread may have opened."""
        _let_go(self.huey)
        super().shutdown()


class _Consumer(Consumer):
    """Huey's consumer inside a served process: signals belong to the process, not to it."""

    scheduler_class = _Scheduler

    def _set_signal_handlers(self) -> None:
        pass


class _Shop:
    """The queue of this process, and what works it off."""

    def __init__(self) -> None:
        self.huey: Huey | None = None
        self.send: Callable[[int], Any] | None = None
        self.consumer: _Consumer | None = None
        self.keeper: threading.Thread | None = None
        self.end = threading.Event()
        self.results = Path()


_shop = _Shop()
_running: dict[int, Task] = {}
_letting_go = threading.Lock()


def open_queue(instance: Instance, key: str) -> None:
    """Open the queue: a file of its own beside an SQLite database, tables of its own in PostgreSQL.

    What it holds is signed with `key`, since reading an entry can run code.
    """
    close_queue()
    facts = {"results": False, "serializer": SignedSerializer(secret=key, salt="jobs")}
    if is_sqlite():
        place = instance.folder / "queue.db"
        keep_private(place)
        _shop.huey = SqliteHuey("office", filename=str(place), journal_mode="delete", **facts)
    else:
        _shop.huey = PostgresHuey("office", dsn=instance.url, table_prefix="queue", **facts)
    _shop.send = _shop.huey.task(name="run_job")(_run)
    _shop.huey.on_shutdown(name="let_go")(partial(_let_go, _shop.huey))
    _shop.results = instance.results


def close_queue() -> None:
    """Stop the worker, if it runs, and let go of the queue."""
    stop()
    if _shop.huey is not None:
        _let_go(_shop.huey)
    _shop.huey = _shop.send = None


def _let_go(huey: Huey) -> None:
    """Close the queue's connection: one thread at a time, since those that end together would both
    close the one that they share.
    """
    with _letting_go:
        huey.storage.close()


def start() -> None:
    """Start the worker thread and the keeper that writes progress down and looks for lost jobs."""
    if _shop.huey is None or _shop.consumer is not None:
        return
    _shop.end.clear()
    _mend()
    clear_old()
    _shop.consumer = _Consumer(
        _shop.huey,
        workers=1,
        periodic=False,
        initial_delay=0.1,
        max_delay=1.0,
        check_worker_health=False,
        shutdown_timeout=10,
    )
    _shop.consumer.start()
    _shop.keeper = threading.Thread(target=_keep, name="jobs", daemon=True)
    _shop.keeper.start()


def stop() -> None:
    """Stop working jobs off; a running one is asked to end and given ten seconds."""
    if _shop.consumer is None:
        return
    for task in list(_running.values()):
        task.cancel = STOPPED_WORDS
    _shop.end.set()
    _shop.consumer.stop(graceful=True)
    if _shop.keeper is not None:
        _shop.keeper.join(10)
    _shop.consumer = _shop.keeper = None


def work_off() -> int:
    """Run what is queued, here and now; returns how many jobs that were."""
    count = 0
    while _shop.huey is not None and (task := _shop.huey.dequeue()) is not None:
        _shop.huey.execute(task)
        count += 1
    return count


def _send(job_id: int) -> None:
    if _shop.send is None:
        raise RuntimeError("the queue of jobs is not open")
    _shop.send(job_id)


def _run(job_id: int) -> None:
    """Work one job off, in its own connection; whatever happens ends in its row."""
    opened = database.connect(reuse_if_open=True)
    try:
        custom_columns.keep_up()
        row = _claim(job_id)
        if row is not None:
            _work(row)
    finally:
        if opened:
            database.close()


def _claim(job_id: int) -> Job | None:
    """The row, if it is still to be done and no other worker took it."""
    with write_transaction():
        taken = (
            Job.update(status="running", heartbeat_at=datetime.now(UTC))
            .where(Job.id == job_id, Job.status == "queued")
            .execute()
        )
    return Job.get_by_id(job_id) if taken else None


def _work(row: Job) -> None:
    task = _running[row.id] = Task(
        row.id, OPERATOR, row.parameters or {}, _shop.results / f"{row.id:06d}"
    )
    try:
        task.who = person_of(row.user_id) if row.user_id else OPERATOR
        result = JOBS.get(row.kind).run(task)
        _finish(task, "done", result=result)
    except Cancelled as stopped:
        _finish(task, "cancelled", message=str(stopped))
    except OfficeError as error:
        _finish(task, "failed", message=error.sentence)
    except Exception as error:
        _log.error("job %s (%s) failed\n%s", row.id, row.kind, trace_of(error))
        _finish(task, "failed", message=FAULT_WORDS)
    finally:
        _running.pop(row.id, None)


def _finish(task: Task, status: str, *, result: Any = None, message: str | None = None) -> None:
    now = datetime.now(UTC)
    with write_transaction():
        Job.update(
            status=status,
            result=result,
            message=message,
            done_rows=task.done,
            total_rows=task.total,
            heartbeat_at=now,
            ended_at=now,
        ).where(Job.id == task.job_id).execute()


def is_kept(row: Job) -> bool:
    """Whether the files of a job that ended are still kept."""
    return row.ended_at is not None and datetime.now(UTC) - row.ended_at < timedelta(days=KEPT_DAYS)


def clear_old() -> None:
    """Take away the files of jobs that are not kept any longer, with what a stop left half-done."""
    oldest = (datetime.now(UTC) - timedelta(days=KEPT_DAYS)).timestamp()
    for folder in _shop.results.glob("[0-9]*"):
        if folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)


# --- Signs of life ------------------------------------------------------------------------------


def _keep() -> None:
    """Write progress down while jobs run; now and then look for lost ones, and for what is due."""
    looked = float("-inf")
    while not _shop.end.wait(BEAT_SECONDS):
        look = monotonic() - looked > LOOK_SECONDS
        if not (_running or look):
            continue
        try:
            with database.connection_context():
                _beat()
                if look:
                    looked = monotonic()
                    _mend()
                    clear_old()
                    for look_for in LOOKS:
                        look_for()
        except Busy:
            continue
        except Exception as error:
            _log.error("the keeper of jobs stumbled\n%s", trace_of(error))


def _beat() -> None:
    """Progress and sign of life of the running jobs; who asked to cancel is heard."""
    for task in list(_running.values()):
        with write_transaction():
            (
                Job.update(
                    heartbeat_at=datetime.now(UTC), done_rows=task.done, total_rows=task.total
                )
                .where(Job.id == task.job_id, Job.status == "running")
                .execute()
            )
        row = Job.select(Job.cancel_asked).where(Job.id == task.job_id).tuples().first()
        if row and row[0]:
            task.cancel = CANCELLED_WORDS


def _mend() -> None:
    """Mark lost jobs failed; put queued ones that the queue no longer knows back into it."""
    now = datetime.now(UTC)
    with write_transaction():
        (
            Job.update(status="failed", message=LOST_WORDS, ended_at=now)
            .where(
                Job.status == "running",
                Job.id.not_in(list(_running) or [0]),
                Job.heartbeat_at < now - timedelta(seconds=LOST_SECONDS),
            )
            .execute()
        )
    if _shop.huey is not None and not _shop.huey.pending_count():
        waiting = Job.select(Job.id).where(
            Job.status == "queued", Job.queued_at < now - timedelta(seconds=5)
        )
        for (job_id,) in list(waiting.order_by(Job.id).tuples()):
            _send(job_id)

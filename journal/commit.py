"""The one way to write: a draft becomes one batch in one transaction, complete or not at all.

Order: policy by row and column, then in the transaction: the rows are locked, values checked, stale
cells found,
roll-ups and days derived, rows written with their past, the search index brought up, the batch
sealed.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from peewee import IntegrityError

from journal import (
    authority,
    chain,
    checks,
    closing,
    custom_columns,
    derived,
    heads,
    own_power,
    saved_views,
    sessions,
    settings,
    writing,
)
from journal.chunk import Chunk
from journal.clicks import Click
from journal.database import optimize, run, write_transaction
from journal.drafts import Draft, Ref
from journal.objections import objections
from journal.staging import Stage
from journal.stale import stale_cells
from journal.who import Who
from models import Batch, Change, Claim
from rules.errors import Invalid, Spent, Stale
from rules.statuses import is_closed

Heard = Callable[[Who, frozenset[str], date | None], None]
LISTENERS: list[Heard] = []
"""Who hears of a batch once it stands: who wrote it, the sheets that it touched, its day."""

BIG = 2_000
"""From so many rows on a batch may have changed which index serves a question best."""


@dataclass
class Receipt:
    """What a batch did: its id and number, how many rows it wrote, the ids of the rows it made, and
    each row's new version; how many `deadlines` it put into the diary, and how many it `left_out`
    that passed before those that count.
    """

    batch_id: int = 0
    seq: int | None = None
    created: list[tuple[str, int]] = field(default_factory=list)
    versions: dict[tuple[str, int], int] = field(default_factory=dict)
    rows: int = 0
    deadlines: int = 0
    left_out: int = 0
    repeated: bool = False
    _refs: list[int] = field(default_factory=list)

    def id_of(self, ref: Ref) -> int:
        """The id that a row of the draft was given."""
        return self._refs[ref.n]

    def note(self, place: tuple[str, int], version: int, operation: str) -> None:
        """Keep what became of a row."""
        self.rows += 1
        self.versions[place] = version
        if operation == "create":
            self.created.append(place)

    def forget_rows(self) -> None:
        """Keep the number of rows alone: a batch of many parts does not hold them all."""
        self.versions.clear()
        self.created.clear()


def commit(who: Who, draft: Draft, *, key: Click | None = None) -> Receipt:
    """Write a draft as one batch.

    Args:
        who: under whose policy; the operator may do all.
        draft: what to write; an empty draft writes nothing and returns a Receipt without number.
        key: the click; the same one again returns the first Receipt, `repeated`.

    Raises:
        Refused, Invalid, Stale, Blocked, NotFound: nothing was written.
    """
    if not draft:
        return Receipt()
    return commit_parts(who, draft, [draft], key=key)


def commit_parts(
    who: Who, head: Draft, parts: Iterable[Draft], *, key: Click | None = None
) -> Receipt:
    """Write several drafts as one batch in one transaction, part after part, so that memory stays
    small.

    Later parts refer to rows of earlier ones by id. `head` gives the header; the parts give the
    rows.
    """
    done = done_before(key)
    if done:
        return done
    try:
        with batch(who, head, key=key) as open_batch:
            for part in parts:
                open_batch.write(part)
        return open_batch.receipt
    except IntegrityError as error:
        return done_before(key) or _raise(error)


def _raise(error: IntegrityError) -> Receipt:
    raise writing.in_words(error) from error


@contextmanager
def batch(who: Who, head: Draft, *, key: Click | None = None, stamp: str = "") -> Iterator["Open"]:
    """An open batch in its own transaction, sealed at the end; nothing stands if anything fails.

    `stamp` is the instant at which it was begun, where that was before the lock.
    """
    with write_transaction():
        custom_columns.hold()
        open_batch = Open(who, head, key, stamp)
        yield open_batch
        sealed = open_batch.seal()
    if sealed:
        heads.publish(sealed.seq, sealed.digest)
        settings.forget() if "setting" in open_batch.touched else None
        saved_views.forget() if "savedview" in open_batch.touched else None
        custom_columns.keep_up() if "customcolumn" in open_batch.touched else None
        optimize() if open_batch.receipt.rows >= BIG else None
        for hear in LISTENERS:
            hear(who, frozenset(open_batch.touched), head.on)


class Open:
    """A batch that is being written."""

    def __init__(self, who: Who, head: Draft, key: Click | None, stamp: str) -> None:
        self.who, self.head, self.content, self.receipt = who, head, chain.Content(), Receipt()
        self.touched: set[str] = set()
        self.batch: dict[str, Any] = {
            "user": who.user_id,
            "actor": who.email,
            "source": head.source,
            "verb": head.verb,
            "reason": head.reason[:500] or None,
            "title": head.title[:300],
            "undoes": head.undoes,
            "idempotency_key": key.key if key else None,
            "request_digest": (key.request or None) if key else None,
            "started_at": stamp or datetime.now(UTC).replace(tzinfo=None).isoformat(" "),
            "changes": 0,
        }
        columns = ", ".join(f'"{getattr(Batch, name).column_name}"' for name in self.batch)
        marks = ", ".join("?" * len(self.batch))
        cursor = run(
            f"INSERT INTO batch ({columns}) VALUES ({marks}) RETURNING id",
            tuple(self.batch.values()),
        )
        self.batch["id"] = self.receipt.batch_id = cursor.fetchone()[0]

    @property
    def stamp(self) -> str:
        """The instant of the batch, as it is stored."""
        return str(self.batch["started_at"])

    def write(self, draft: Draft, pick: Callable[[Chunk, list, list], None] | None = None) -> None:
        """Write one part. `pick` may take out what cannot stand instead of refusing the whole."""
        for guard in draft.guards:
            guard()
        chunk = Chunk(draft, self.batch["id"], self.stamp)
        chunk.take_in()
        authority.need(self.who, chunk)
        writing.fill(chunk)
        stale = stale_cells(chunk)
        problems = list(objections(self.who, chunk))
        if pick:
            pick(chunk, problems, stale)
        elif stale:
            raise Stale(stale)
        elif problems:
            raise Invalid(problems)
        derived.derive(chunk)
        self.receipt.deadlines += chunk.deadlines
        self.receipt.left_out += chunk.left_out
        guarded = not self.who.operator and own_power.touches_people(chunk)
        led = guarded and own_power.administrators()
        custom_columns.lay_created(chunk)
        self._put(chunk)
        if led:
            own_power.need_administrator()

    def write_ready(self, stage: Stage) -> None:
        """Write what was prepared before the lock; the batch holds nothing else yet."""
        stage.move_over(self.batch["id"])
        self.content, self.batch["changes"] = stage.content, stage.changes
        self.receipt.rows += stage.changes
        self.receipt.deadlines += stage.deadlines
        self.receipt.left_out += stage.left_out
        self.touched |= {model.__name__.lower() for model in stage.models}

    def _put(self, chunk: Chunk) -> None:
        changes, closings = writing.put(chunk), []
        sessions.end_of_changed(chunk)
        self.content.add(c[1:] for c in changes)
        self.batch["changes"] += len(changes)
        for _, sheet, row_id, version, operation, columns, _ in changes:
            self.receipt.note((sheet, row_id), version, operation)
            self.touched.add(sheet)
            if (
                sheet == "claim"
                and operation == "change"
                and "status" in (columns or "").split(",")
            ):
                closings.append(row_id)
        self.receipt._refs = [create.row_id for create in chunk.draft.creates]
        if chunk.source not in checks.HISTORIC:
            closing.refuse_open_ends(
                chunk, [i for i in closings if is_closed(chunk.now[Claim][i]["status"])]
            )

    def seal(self) -> chain.Sealed | None:
        """Close the batch; one that changed nothing leaves no trace."""
        if not self.batch["changes"]:
            run("DELETE FROM batch WHERE id = ?", (self.batch["id"],))
            self.receipt.batch_id = 0
            return None
        sealed = chain.seal(self.batch, self.content)
        self.receipt.seq = sealed.seq
        return sealed


def done_before(key: Click | None) -> Receipt | None:
    """The receipt of the batch that this click wrote before.

    Raises:
        Spent: it asked for something else then.
    """
    if not key:
        return None
    query = Batch.select(Batch.id, Batch.seq, Batch.request_digest)
    found = query.where(Batch.idempotency_key == key.key).tuples().first()
    if not found:
        return None
    if (found[2] or "") != key.request:
        raise Spent(found[1])
    receipt = Receipt(found[0], found[1], repeated=True)
    query = Change.select(Change.sheet, Change.row_id, Change.version, Change.operation).where(
        Change.batch == found[0]
    )
    for sheet, row_id, version, operation in query.order_by(Change.id).tuples():
        receipt.note((sheet, row_id), version, operation)
    return receipt

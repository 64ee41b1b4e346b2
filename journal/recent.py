"""What changed on a sheet since a batch: for a page that stays open while others work."""

from collections.abc import Iterable
from dataclasses import dataclass

from peewee import ModelSelect, fn

from journal import policy
from journal.database import limited
from journal.order import newest
from journal.who import Who, called
from models import SHEETS, Batch, Change

MOST_IDS = 1_000
MOST_BATCHES, MOST_READ = 500, 20_000
"""Batches, and rows of theirs, that are looked through; beyond, the page is loaded anew."""


@dataclass(frozen=True)
class Recent:
    """The rows that stand otherwise than at a batch, as far as `who` may see them.

    Args:
        seq: the newest batch that is told of; the next question starts from it.
        changed, added, gone: ids; what went to the trash is gone, what came out of it is added.
        by: the names of others who did it.
        more: there is more than can be told row by row.
    """

    seq: int
    changed: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()
    by: tuple[str, ...] = ()
    more: bool = False


def recent(who: Who, model, since: int) -> Recent:
    """What changed on a sheet after batch `since`: one indexed query where nothing did.

    Raises:
        Refused: the sheet is out of sight.
    """
    policy.need_read(who, model)
    seq = newest()
    if since >= seq or model not in SHEETS:
        return Recent(seq)
    with limited():
        by = _batches(since, seq)
        rows = list(changes(model, by).tuples()) if 0 < len(by) <= MOST_BATCHES else []
        if len(by) > MOST_BATCHES or len(rows) > MOST_READ:
            return Recent(seq, more=True)
        came = {row_id for row_id, operation, _ in rows if operation in ("create", "restore")}
        standing = _standing(who, model, {row[0] for row in rows})
    if len(standing) > MOST_IDS:
        return Recent(seq, more=True)
    here = [row_id for row_id, is_gone in standing.items() if not is_gone]
    others = [by[batch] for row_id, _, batch in rows if row_id in standing]
    return Recent(
        seq,
        tuple(row_id for row_id in here if row_id not in came),
        tuple(row_id for row_id in here if row_id in came),
        tuple(row_id for row_id, is_gone in standing.items() if is_gone),
        tuple(sorted({name for actor, name in others if actor != who.email})),
    )


def _batches(since: int, seq: int) -> dict[int, tuple[str, str]]:
    """The batches after `since`: id -> (e-mail, name) of who wrote it."""
    query = (
        Batch.select(Batch.id, Batch.actor, called(Batch.actor))
        .where(Batch.seq > since, Batch.seq <= seq)
        .order_by(Batch.seq)
        .limit(MOST_BATCHES + 1)
    )
    return {batch: (actor, name) for batch, actor, name in query.tuples()}


def changes(model, batches: Iterable[int]) -> ModelSelect:
    """(row, operation, batch) of what batches did to a sheet; asked so that the index of their
    sheet, which leads to all that was ever done to it, is left alone.
    """
    of_sheet = fn.LOWER(Change.sheet) == model.__name__.lower()
    return (
        Change.select(Change.row_id, Change.operation, Change.batch)
        .where(Change.batch << list(batches), of_sheet)
        .limit(MOST_READ + 1)
    )


def _standing(who: Who, model, ids: Iterable[int]) -> dict[int, bool]:
    """The rows that may be seen -> whether they lie in the trash."""
    wanted, found = sorted(ids), dict[int, bool]()
    own = policy.scope(who, model)
    for start in range(0, len(wanted), 5_000):
        query = model.select(model.id, model.trashed_at).where(
            model.id << wanted[start : start + 5_000]
        )
        query = query if own is None else query.where(own)
        found |= {row_id: at is not None for row_id, at in query.order_by(model.id).tuples()}
    return found

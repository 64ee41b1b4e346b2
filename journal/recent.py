"""What changed on a sheet since a batch: for a page that stays open while others work."""

from collections.abc import Iterable
from dataclasses import dataclass

from journal import policy
from journal.database import limited
from journal.order import newest
from journal.who import Who, called
from models import SHEETS, Batch, Change

MOST_IDS = 1_000
MOST_READ = 20_000
"""Changed rows that are looked through; beyond, the page is loaded anew."""


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
        rows = _changes(model, since, seq)
        if len(rows) > MOST_READ:
            return Recent(seq, more=True)
        came = {row_id for row_id, operation, *_ in rows if operation in ("create", "restore")}
        standing = _standing(who, model, {row[0] for row in rows})
    if len(standing) > MOST_IDS:
        return Recent(seq, more=True)
    gone = [row_id for row_id, is_gone in standing.items() if is_gone]
    here = [row_id for row_id, is_gone in standing.items() if not is_gone]
    by = {
        name: None for row_id, _, actor, name in rows if row_id in standing and actor != who.email
    }
    return Recent(
        seq,
        tuple(row_id for row_id in here if row_id not in came),
        tuple(row_id for row_id in here if row_id in came),
        tuple(gone),
        tuple(by),
    )


def _changes(model, since: int, seq: int) -> list[tuple]:
    """(row, operation, e-mail, name) of what the batches after `since` did to a sheet."""
    query = (
        Change.select(Change.row_id, Change.operation, Batch.actor, called(Batch.actor))
        .join(Batch, on=(Change.batch == Batch.id))
        .where(Batch.seq > since, Batch.seq <= seq, Change.sheet == model.__name__.lower())
        .order_by(Change.id)
        .limit(MOST_READ + 1)
    )
    return list(query.tuples())


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

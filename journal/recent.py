"""What changed on a sheet since a batch: for a page that stays open while others work."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import ModelSelect, fn

from journal import policy
from journal.database import limited
from journal.order import newest
from journal.twins import past
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
        changed, added, gone: ids; what went to the trash, or out of what `who` may see, is gone,
            what came from there is added.
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
        if _moved(who, policy.THROUGH.get(model), by, since):
            return Recent(seq, more=True)
        standing = _standing(who, model, {row[0] for row in rows})
        came, left = _over_the_edge(who, model, standing, by, since)
        came |= {row_id for row_id, operation, _ in rows if operation in ("create", "restore")}
    if len(standing) + len(left) > MOST_IDS:
        return Recent(seq, more=True)
    here = [row_id for row_id, is_gone in standing.items() if not is_gone]
    others = [by[batch] for row_id, _, batch in rows if row_id in standing]
    return Recent(
        seq,
        tuple(row_id for row_id in here if row_id not in came),
        tuple(row_id for row_id in here if row_id in came),
        tuple(sorted({row_id for row_id, is_gone in standing.items() if is_gone} | left)),
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


def _over_the_edge(
    who: Who, model, standing: Iterable[int], by: Iterable[int], since: int
) -> tuple[set[int], set[int]]:
    """Which changed rows came within what `who` may see since a batch, and which left it."""
    own = policy.scope(who, model, past(model))
    if own is None:
        return set(), set()
    was = past(model)
    query = (
        was.select(was.id)
        .join(Batch, on=Batch.id == was.batch_id)
        .where(was.ended_batch << list(by), Batch.seq <= since, was.trashed_at.is_null(), own)
    )
    stood = {row_id for (row_id,) in query.tuples()}
    return set(standing) - stood, stood - set(standing)


def _moved(who: Who, model, by: dict[int, Any], since: int) -> bool:
    """Whether rows of the sheet that decides what `who` may see came or left since a batch."""
    if model is None or policy.scope(who, model) is None:
        return False
    rows = {row_id for row_id, _, _ in changes(model, by).tuples()}
    came, left = _over_the_edge(who, model, _standing(who, model, rows), by, since)
    return bool(came or left)

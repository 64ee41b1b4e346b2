"""Writing a plan: its new and changed rows in one batch, complete or not at all."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from peewee import IntegrityError

from imports.drafting import REFUSED, Drafts, empty
from imports.outcome import ImportPlan
from journal import commit as journal
from journal import staging, writing
from journal.at_rest import at_rest
from journal.database import checkpoint_after
from journal.drafts import Draft
from journal.jobs import Told, untold
from journal.who import Who
from models import ImportRow

IN_DIARY, OUT = "deadlines", "deadlines_left_out"
"""Under which names the record of a run keeps what it put into the diary, and what it left out."""

AHEAD_FROM = 500
"""From so many new rows on a plan is made ready before the write lock: people save meanwhile."""


@at_rest()
def commit(who: Who, plan: ImportPlan, progress: Told = untold) -> dict[str, Any]:
    """Write the new and changed rows of a plan as one batch; refused rows are left out and kept.

    `progress` is told how many rows are made ready or written; what it raises ends it, with nothing
    written.

    Returns:
        The plan as JSON with the number of the batch, None when nothing was to be written.

    Raises:
        Stale: somebody changed a row, or its money, since the plan was made; nothing was written.
        Invalid, Blocked, Refused: nothing was written.
    """
    result = plan.as_json()
    if not plan.writes:
        return result
    try:
        receipt = _write(who, plan, progress)
    except IntegrityError as error:
        raise writing.in_words(error) from error
    told = {"in_diary": receipt.deadlines, "left_out": receipt.left_out}
    result["batch"], result["details"]["deadlines"] = receipt.seq, plan.deadlines() | told
    return result


def _write(who: Who, plan: ImportPlan, progress: Told) -> journal.Receipt:
    """Write a plan; the receipt of the batch that now holds it."""
    if sum(part.new for part in plan.parts) >= AHEAD_FROM:
        return _write_ahead(who, plan, progress)
    with journal.batch(who, empty(plan)) as batch:
        _write_whole(batch, Drafts(who, plan, batch.stamp, progress))
    return batch.receipt


def _write_ahead(who: Who, plan: ImportPlan, progress: Told) -> journal.Receipt:
    """Make ready what can be; where that holds no longer under the lock, write all there."""
    with staging.stage(who) as stage:
        drafts = Drafts(who, plan, stage.stamp, progress)
        rest = _made_ready(stage, drafts)
        with checkpoint_after(), journal.batch(who, empty(plan), stamp=stage.stamp) as batch:
            drafts.tell()
            if stage.holds():
                batch.write_ready(stage)
                _write_drafts(batch, rest)
                _end(batch, drafts)
            else:
                _write_whole(batch, Drafts(who, plan, stage.stamp, progress))
    return batch.receipt


def _made_ready(stage: staging.Stage, drafts: Drafts) -> Iterator[Draft]:
    """Make ready what stands by itself, up to the first draft that does not; gives that one and
    those behind it.
    """
    each = iter(drafts)
    rest: Iterator[Draft] = iter(())
    for draft in each:
        if not stage.take(draft):
            rest = chain([draft], each)
            break
    for records in drafts.refused():
        stage.keep(ImportRow, REFUSED, records)
    return rest


def _write_whole(batch: journal.Open, drafts: Drafts) -> None:
    """Write a plan under the lock from its first draft to its last refused row."""
    _write_drafts(batch, drafts)
    for records in drafts.refused():
        writing.insert(ImportRow._meta.table_name, REFUSED, records)
    _end(batch, drafts)


def _end(batch: journal.Open, drafts: Drafts) -> None:
    """Let the record of the run say what is in the diary, where anything is to say."""
    done = batch.receipt
    if done.deadlines or done.left_out:
        _write_drafts(batch, [drafts.ending({IN_DIARY: done.deadlines, OUT: done.left_out})])


def _write_drafts(batch: journal.Open, drafts: Iterable[Draft]) -> None:
    for draft in drafts:
        batch.write(draft)
        batch.receipt.forget_rows()

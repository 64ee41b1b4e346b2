"""When deadlines of a record moved, ended or opened again, and why: told from their history, what
one batch did in one piece.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from journal import policy
from journal.masking import masked
from journal.telling import Words
from journal.turns import Turn, happened, turn
from journal.twins import past
from journal.who import Who, called
from models import Batch, Diary

NAMES = (
    "id",
    "version",
    "batch_id",
    "rule_code",
    "subject",
    "diary_date",
    "status",
    "moved_why",
    "trashed_at",
    "sensitivity",
)
KINDS = {
    "moved": "moved",
    "done": "done",
    "dropped": "dropped",
    "back": "open again",
}
GUARDED = ("medical", "privileged")


class Told(NamedTuple):
    """What one batch did to deadlines; `by` is who wrote it, `kept_as` medical, privileged or
    empty.
    """

    at: datetime
    by: str
    words: Words
    kept_as: str


def deadline_story(who: Who, link: str, row_id: int) -> list[Told]:
    """Each batch that moved or ended deadlines of a record; two queries.

    Args:
        link: the column of the diary that leads to the record.
    """
    versions = sorted(_versions(who, link, row_id), key=lambda v: (v["id"], v["version"]))
    turns: list[Turn] = []
    for _, several in groupby(versions, key=lambda v: v["id"]):
        rows = list(several)
        found = (turn(old, new) for old, new in pairwise(rows))
        turns += [one for one in found if one]
    turns.sort(key=lambda one: one.new["batch_id"])
    by_batch = groupby(turns, key=lambda one: one.new["batch_id"])
    covered = not {"subject", "moved_why"} <= policy.open_names(who, Diary)
    return [_told(list(several), covered=covered) for _, several in by_batch]


def _versions(who: Who, link: str, row_id: int) -> Iterator[dict[str, Any]]:
    """Every version of the record's deadlines, as far as the entries may be seen."""
    own = policy.scope(who, Diary)
    conditions = [
        getattr(Diary, link) == row_id,
        Diary.rule_code.is_null(False),
        Diary.trashed_at.is_null(),
        *([] if own is None else [own]),
    ]
    now = list(_with_batch(Diary, *conditions))
    yield from now
    changed = [row["id"] for row in now if row["version"] > 1]
    if changed:
        yield from _with_batch(past(Diary), past(Diary).id << changed)


def _with_batch(model: Any, *conditions: Any):
    """Versions with the instant and the writer of their batch."""
    columns = [getattr(model, name) for name in NAMES]
    written_by = called(Batch.actor).alias("actor")
    query = model.select(*columns, Batch.committed_at, written_by, Batch.source)
    return query.join(Batch, on=(model.batch_id == Batch.id)).where(*conditions).dicts()


def _told(turns: list[Turn], *, covered: bool) -> Told:
    last = turns[-1].new
    mixed = len({one.how for one in turns}) > 1
    lines = [f"{KINDS[one.how].capitalize()}: " * mixed + happened(one) for one in turns]
    whys = [_why(one) for one in turns]
    shared = whys[0] if len(set(whys)) == 1 else ""
    if not shared:
        lines = [f"{line}. {why}" if why else line for line, why in zip(lines, whys, strict=True)]
    head = lines.pop() if len(lines) == 1 else ""
    text = "\n".join([*lines, *([shared] if shared else [])])
    if covered:
        head, text = masked(head), masked(text)
    kept = [one.new["sensitivity"] for one in turns if one.new["sensitivity"] in GUARDED]
    words = Words(_kind(turns, mixed=mixed), head, text)
    return Told(last["committed_at"], last["actor"], words, kept[0] if kept else "")


def _kind(turns: list[Turn], *, mixed: bool) -> str:
    """What happened, in the words of a title."""
    how = "changed" if mixed else KINDS[turns[0].how]
    return f"Deadline {how}" if len(turns) == 1 else f"{len(turns)} deadlines {how}"


def _why(one: Turn) -> str:
    """Why it turned; an entry that a person finished says nothing of itself."""
    if one.new["source"] == "undo":
        return "Taken back"
    why = one.new["moved_why"] or ""
    if one.how in ("done", "dropped"):
        return why if why != one.old["moved_why"] else ""
    return why

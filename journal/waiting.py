"""How much waits at each desk: the counts of the side bar, by one query that never counts past a
cap.
"""

from datetime import date
from functools import reduce
from operator import or_

from peewee import Select, fn

from journal import policy
from journal.who import Who
from models import Approval, Claim, Diary, Job, Recovery, database
from rules.statuses import CLOSED, RECOVERY_OPEN

CAP = 2_000
"""Counting stops here; the side bar shows "2,000+"."""
OPEN_CLAIM = [code for code, _ in Claim.status.choices if code not in CLOSED]


def waiting(who: Who, *, on: date) -> dict[str, int]:
    """Open work by what it is: day, approvals, inbox, claim, recovery; left out where `who` sees
    none of it.
    """
    wanted = [(name, rows) for name, rows in _parts(who, on) if rows is not None]
    if not wanted:
        return {}
    counts = [
        Select([rows.limit(CAP + 1).alias(f"part_{n}")], [fn.count(1)])
        for n, (_, rows) in enumerate(wanted)
    ]
    found = next(iter(Select(columns=counts).bind(database).tuples()))
    return {name: number for (name, _), number in zip(wanted, found, strict=True)}


def spoken(number: int) -> str:
    """A count as the side bar shows it; nothing at 0."""
    if not number:
        return ""
    return f"{CAP:,}+" if number > CAP else f"{number:,}"


def _parts(who: Who, on: date):
    yield (
        "day",
        _seen(
            who, Diary, Diary.owner == who.user_id, Diary.status == "open", Diary.diary_date <= on
        ),
    )
    yield "approvals", _seen(who, Approval, Approval.status == "waiting", *_for(who))
    yield "inbox", _seen(who, Job, Job.user == who.user_id, Job.seen_at.is_null())
    yield "claim", _seen(who, Claim, Claim.status << OPEN_CLAIM)
    yield "recovery", _seen(who, Recovery, Recovery.status << list(RECOVERY_OPEN))


def _for(who: Who) -> list:
    """Waiting actions that `who` may decide; no approver, nothing to decide."""
    roles = [Approval.approver_roles.contains(role) for role in sorted(who.roles)]
    if not roles:
        return [Approval.id.is_null()]
    return [reduce(or_, roles), Approval.asked_by.is_null() | (Approval.asked_by != who.user_id)]


def _seen(who: Who, model, *conditions):
    if not policy.may_read(who, model):
        return None
    own = policy.scope(who, model)
    standing = [model.trashed_at.is_null()] if "trashed_at" in model._meta.fields else []
    return model.select(model.id).where(*conditions, *standing, *([] if own is None else [own]))

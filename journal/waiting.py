"""How much waits at each desk: the counts of the side bar, by one query that never counts past a
cap.
"""

from datetime import date
from functools import lru_cache, reduce
from operator import or_

from peewee import Select, fn

from journal import policy
from journal.database import is_sqlite
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
    names, statement, values = _statement(who, on, is_sqlite())
    if not names:
        return {}
    found = database.execute_sql(statement, values).fetchone()
    return dict(zip(names, found, strict=True))


@lru_cache(maxsize=256)
def _statement(who: Who, on: date, _: bool) -> tuple[tuple[str, ...], str, list]:
    """(what is counted, statement, its values): every page asks, so it is put together once for
    each person, day and engine.
    """
    wanted = [(name, rows) for name, rows in _parts(who, on) if rows is not None]
    counts = [
        Select([rows.limit(CAP + 1).alias(f"part_{n}")], [fn.count(1)])
        for n, (_, rows) in enumerate(wanted)
    ]
    statement, values = Select(columns=counts).bind(database).sql() if counts else ("", [])
    return tuple(name for name, _ in wanted), statement, values


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
    yield "claim", _in_order(_seen(who, Claim, Claim.status << OPEN_CLAIM), Claim.status)
    open_status = Recovery.status << list(RECOVERY_OPEN)
    yield "recovery", _in_order(_seen(who, Recovery, open_status), Recovery.status)


def _in_order(rows, column):
    """The rows in the order of an index: without it, SQLite reads the wide rows themselves."""
    return rows and rows.order_by(column)


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

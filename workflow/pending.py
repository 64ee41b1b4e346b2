"""What waits for approval on a record, and what came back to be asked anew."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from peewee import JOIN

from journal import agenda, policy
from journal.history import moment
from journal.masking import masked
from journal.who import Who
from models import Approval, User

LATELY = timedelta(days=60)
"""How long an action that came back stands on the page of its record."""


@dataclass(frozen=True)
class Pending:
    """One action that waits (`returned` false) or came back: since when, who asked, with whom it is
    or what was said, and how it was asked.
    """

    id: int
    title: str
    amount: int | None
    since: datetime | None
    asked_by: str
    waits_for: str
    returned: bool = False
    note: str = ""
    verb: str = ""
    asked: dict[str, Any] = field(default_factory=dict)

    def masked(self) -> "Pending":
        """That something waits or came back, for who looks through another role."""
        words = {n: masked(getattr(self, n)) for n in ("title", "asked_by", "waits_for", "note")}
        return replace(self, **words, amount=None, asked={})


def pending(who: Who, sheet: str, row_id: int, *, on: date) -> list[Pending]:
    """The actions on a record that wait, oldest first, then those that came back lately.

    One that was asked anew since stands no more.
    """
    if not policy.may_read(who, Approval):
        return []
    rows = list(_rows(sheet, row_id))
    again = {(row.verb, row.asked_by): row.id for row in rows if row.status != "returned"}
    since = moment(on - LATELY)
    found = [_pending(who, row) for row in rows if row.status == "waiting"]
    found += [
        _pending(who, row)
        for row in rows
        if row.status == "returned"
        and (row.decided_at or since) >= since
        and again.get((row.verb, row.asked_by), 0) < row.id
    ]
    return [one.masked() for one in found] if who.masked else found


def _rows(sheet: str, row_id: int):
    about = (Approval.sheet == sheet) & (Approval.row_id == row_id)
    if sheet == "claim":
        about |= Approval.claim == row_id
    return (
        Approval.select(Approval, User.name.alias("asker"))
        .join_from(Approval, User, JOIN.LEFT_OUTER, on=(Approval.asked_by == User.id))
        .where(
            about,
            Approval.status << ("waiting", "returned", "approved"),
            Approval.trashed_at.is_null(),
        )
        .order_by(Approval.id)
        .objects()
    )


def _pending(who: Who, row: Any) -> Pending:
    seen = "parameters" in policy.readable_names(who, Approval)
    return Pending(
        row.id,
        row.title,
        row.amount,
        row.asked_at,
        row.asker or "",
        agenda.waits_for(row.approver_roles),
        row.status == "returned",
        row.decision_note or "",
        row.verb,
        (row.parameters or {}) if seen else {},
    )

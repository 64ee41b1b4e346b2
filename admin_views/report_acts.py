"""What may be done with a report at once: its departments are told what it states of them."""

from collections.abc import Mapping

from admin_views.offers import Offer, offer_of
from journal import policy
from journal.who import Who
from models import Claim, Department
from rules.statuses import CLOSED

ACTS = {"department_status": "inform_departments"}
"""Report -> the action that tells departments of it."""


def act_of(who: Who, key: str, typed: Mapping[str, str], *, back: str) -> Offer | None:
    """The action on the departments of a report: that which was asked for, else each with an open
    claim and an e-mail address; None where there is none, or the person may not.
    """
    if key not in ACTS or not policy.may_read(who, Department):
        return None
    open_ones = Claim.select(Claim.department).where(
        Claim.status.not_in(list(CLOSED)), Claim.trashed_at.is_null()
    )
    query = Department.select(Department.id).where(
        Department.id << open_ones,
        Department.email.is_null(False),
        Department.trashed_at.is_null(),
    )
    if typed.get("department"):
        query = query.where(Department.code == typed["department"])
    ids = [row_id for (row_id,) in query.order_by(Department.code).tuples()]
    return offer_of(who, ACTS[key], "department", ids, back=back) if ids else None

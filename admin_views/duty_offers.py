"""Actions on light duty that a diary asks for: they stand on the offer or note that it is about."""

from typing import Any

from admin_views.offers import Offer, offer_of
from journal import policy
from journal.who import Who
from models import LightDutyOffer, WorkStatus

ABOUT: dict[str, tuple[Any, str, Any]] = {
    "answer_offer": (LightDutyOffer, "offered", LightDutyOffer.answer_by_date),
    "extend_offer": (LightDutyOffer, "accepted", LightDutyOffer.last_day.desc()),
    "verify_release": (WorkStatus, "full_duty", WorkStatus.from_date.desc()),
}
"""Action -> the sheet and the status of what it is about, and by what the first one is found."""
BESIDE = {"extend_offer": "end_offer"}
"""Action -> the other way to clear the same entry."""


def clears(who: Who, action: str | None, claim: int, *, back: str) -> tuple[Offer | None, ...]:
    """The action on light duty that clears an entry of a claim, and the other way to clear it; both
    None where there is none.
    """
    if action not in ABOUT:
        return None, None
    model, status, first = ABOUT[action]
    own = policy.scope(who, model)
    query = model.select(model.id).where(
        model.claim == claim,
        model.status == status,
        model.trashed_at.is_null(),
        *([] if own is None else [own]),
    )
    found = query.order_by(first, model.id.desc()).tuples().first()
    if found is None:
        return None, None
    keys = (action, BESIDE.get(action))
    made = [
        offer_of(who, key, model.__name__.lower(), found, back=back) if key else None
        for key in keys
    ]
    return tuple(made)

"""Actions on light duty that a claim's diary asks for: they stand on the offer that it is about."""

from typing import Any

from admin_views.offers import Offer, offer_of
from journal import policy
from journal.who import Who
from models import LightDutyOffer

SHEET = "lightdutyoffer"
ABOUT: dict[str, tuple[str, Any]] = {
    "answer_offer": ("offered", LightDutyOffer.answer_by_date),
    "extend_offer": ("accepted", LightDutyOffer.last_day.desc()),
}
"""Action -> the status of the offer that it is about, and by what the first one is found."""
BESIDE = {"extend_offer": "end_offer"}
"""Action -> the other way to clear the same entry."""


def clears(who: Who, action: str | None, claim: int, *, back: str) -> tuple[Offer | None, ...]:
    """The action on light duty that clears an entry of a claim, and the other way to clear it; both
    None where there is none.
    """
    if action not in ABOUT:
        return None, None
    status, first = ABOUT[action]
    own = policy.scope(who, LightDutyOffer)
    query = LightDutyOffer.select(LightDutyOffer.id).where(
        LightDutyOffer.claim == claim,
        LightDutyOffer.status == status,
        LightDutyOffer.trashed_at.is_null(),
        *([] if own is None else [own]),
    )
    found = query.order_by(first, LightDutyOffer.id).tuples().first()
    if found is None:
        return None, None
    keys = (action, BESIDE.get(action))
    made = [offer_of(who, key, SHEET, found, back=back) if key else None for key in keys]
    return tuple(made)

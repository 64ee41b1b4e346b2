"""The letters by which a bill is asked for, and the days on which they went out."""

from datetime import date
from typing import Any

from models import Letter

DEMANDS = ("DEMAND", "DEMAND-CARR")
"""Letters by which the bill goes out."""
ASKING = (*DEMANDS, "FOLLOW-30", "FOLLOW-60", "FOLLOW-90", "SC-NOTICE")
"""Letters by which payment is asked for."""


def days_asked(recovery_id: int, *more: Any) -> set[date]:
    """The days on which a letter asked for payment; `more` are further conditions on the letter."""
    query = Letter.select(Letter.sent_date).where(
        Letter.recovery == recovery_id,
        Letter.code << ASKING,
        Letter.status == "sent",
        Letter.sent_date.is_null(False),
        Letter.trashed_at.is_null(),
        *more,
    )
    return {day for (day,) in query.tuples()}

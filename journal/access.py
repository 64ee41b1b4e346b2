"""The access log: that somebody saw guarded values, took something out, signed in or was refused.
Never the value.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from journal.database import write_transaction
from journal.who import Who
from models import AccessEvent

MOST_IDS = 1_000


def note(
    who: Who,
    event: str,
    *,
    sheet: str | None = None,
    ids: Iterable[int] = (),
    sensitivities: Iterable[str] = (),
    purpose: str = "",
    row_filter: str = "",
) -> None:
    """Leave one AccessEvent; of more than 1,000 rows the first ids and the count are kept."""
    rows = list(ids)
    with write_transaction():
        AccessEvent.insert(
            at=datetime.now(UTC),
            actor=who.email,
            user=who.user_id,
            event=event,
            sheet=sheet,
            row_ids=",".join(map(str, rows[:MOST_IDS])) or None,
            row_count=len(rows) or None,
            filter=row_filter[:500] or None,
            sensitivities=",".join(sorted(sensitivities)) or None,
            purpose=purpose[:300] or None,
        ).execute()


def note_count(
    who: Who,
    event: str,
    sheet: str,
    count: int,
    *,
    sensitivities: Iterable[str] = (),
    row_filter: str = "",
) -> None:
    """Leave one AccessEvent for many rows that are not named one by one, as an export."""
    with write_transaction():
        AccessEvent.insert(
            at=datetime.now(UTC),
            actor=who.email,
            user=who.user_id,
            event=event,
            sheet=sheet,
            row_count=count,
            filter=row_filter[:500] or None,
            sensitivities=",".join(sorted(sensitivities)) or None,
        ).execute()

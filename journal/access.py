"""The access log: that somebody saw guarded values, took something out, signed in or was refused.
Never the value.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from journal import expr
from journal.database import write_transaction
from journal.masking import MASK
from journal.who import Who
from models import BY_NAME, AccessEvent, meta

GUARDED = ("medical", "privileged")
"""Who sees values kept as these is noted."""
MOST_IDS = 1_000
TELLING = ("text", "long", "json")
"""Kinds of columns whose value in a filter is not kept: somebody's words."""


def note(
    who: Who,
    event: str,
    *,
    sheet: str | None = None,
    ids: Iterable[int] = (),
    sensitivities: Iterable[str] = (),
    purpose: str = "",
    filters: Iterable[str] = (),
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
            filter=_kept(sheet, filters)[:500] or None,
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
    purpose: str = "",
    filters: Iterable[str] = (),
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
            filter=_kept(sheet, filters)[:500] or None,
            sensitivities=",".join(sorted(sensitivities)) or None,
            purpose=purpose[:300] or None,
        ).execute()


def _kept(sheet: str | None, filters: Iterable[str]) -> str:
    """Filters as they are kept: columns and comparisons, and values where they tell of nobody: none
    of a sheet whose rows are kept as more or less.
    """
    return " and ".join(
        expr.rewritten(text, lambda condition: _unsaid(sheet, condition)) for text in filters
    )


def _unsaid(sheet: str | None, condition: expr.Condition) -> expr.Condition:
    model = BY_NAME.get(sheet or "")
    told = model is not None and bool(meta(model, "row_sensitivity", None))
    for name in condition.path:
        field = model._meta.fields.get(name) if model else None
        public = getattr(field, "sensitivity", "public") == "public"
        told = told or field is None or not public or getattr(field, "kind", "") in TELLING
        model = getattr(field, "rel_model", None)
    return replace(condition, value=MASK) if told and condition.value else condition

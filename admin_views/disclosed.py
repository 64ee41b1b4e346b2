"""Guarded values on their way out: one AccessEvent a request, with the rows that show them and
never a value.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import g

from journal import access
from journal.access import GUARDED
from journal.reading import Row
from journal.who import Who
from models import meta

MARK = "sensitivity"
"""The column by which a row is kept as more than its sheet."""


def shown(
    who: Who,
    model,
    fields: Sequence,
    rows: Iterable[Row],
    *,
    purpose: str,
    filters: Iterable[str] = (),
) -> None:
    """Note that a page shows guarded values, where it does."""
    ids, kinds = guarded(model, fields, rows)
    note(who, model.__name__.lower(), ids, kinds, purpose=purpose, filters=filters)


def note(
    who: Who,
    sheet: str,
    ids: Sequence[int],
    kinds: Iterable[str],
    *,
    purpose: str,
    filters: Iterable[str] = (),
) -> None:
    """Leave the one AccessEvent of this request."""
    kept = set(kinds) & set(GUARDED)
    if kept and not g.get("disclosed"):
        g.disclosed = True
        access.note(
            who,
            "read",
            sheet=sheet,
            ids=ids,
            sensitivities=kept,
            purpose=purpose,
            filters=filters,
        )


def counted(
    who: Who,
    sheet: str,
    told: Mapping[str, int],
    *,
    purpose: str,
    filters: Iterable[str] = (),
) -> None:
    """Leave the one AccessEvent of this request where what is said of all rows together tells
    guarded values: sensitivity -> of so many rows.
    """
    kept = {kind: count for kind, count in told.items() if kind in GUARDED and count}
    if kept and not g.get("disclosed"):
        g.disclosed = True
        count = max(kept.values())
        access.note_count(
            who, "read", sheet, count, sensitivities=kept, purpose=purpose, filters=filters
        )


def guarded(model, fields: Sequence, rows: Iterable[Row]) -> tuple[list[int], set[str]]:
    """The rows that show guarded values, and the sensitivities among them."""
    places = [(place, f.sensitivity) for place, f in enumerate(fields) if f.sensitivity in GUARDED]
    mark = _mark(model, fields)
    if not places and mark is None:
        return [], set()
    ids: list[int] = []
    kinds: set[str] = set()
    for row in rows:
        found = {kind for place, kind in places if row.values[place] not in (None, "")}
        if mark is not None and row.values[mark] in GUARDED:
            found.add(row.values[mark])
        if found:
            ids.append(row.id)
            kinds |= found
    return ids, kinds


def _mark(model, fields: Sequence) -> int | None:
    """Where among the fields stands how a row is kept."""
    name = meta(model, "row_sensitivity", None)
    return next((place for place, f in enumerate(fields) if name and f.name == name), None)


def of_changes(changes: Iterable[Any]) -> set[str]:
    """The sensitivities of the columns that a history shows."""
    return {
        change.field.sensitivity
        for version in changes
        for change in version.changes
        if change.old not in (None, "") or change.new not in (None, "")
    }

"""The office's reference tables: what stands in `tables/`, and the holidays that the rules give.

Only what is missing is added. What the office changed, renamed or put in the trash stays as it is.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from imports.profiles import from_file, values_of
from journal import values
from journal.commit import commit
from journal.drafts import Draft
from journal.twins import past
from journal.who import OPERATOR
from models import (
    AuthorityLimit,
    CauseCode,
    Department,
    Holiday,
    ImportProfile,
    KnownValue,
    RateCard,
    Role,
    SavedView,
    Setting,
)
from rules import calendars

TABLES = Path(__file__).parent / "tables"
FILES = (
    (Role, "roles.csv"),
    (Setting, "settings.csv"),
    (Department, "departments.csv"),
    (CauseCode, "cause_codes.csv"),
    (KnownValue, "known_values.csv"),
    (AuthorityLimit, "authority_limits.csv"),
    (RateCard, "rate_cards.csv"),
    (SavedView, "saved_views.csv"),
)
"""Sheet and file; its headings are columns, a row that another one names stands before it."""

Row = dict[str, Any]
Key = tuple[Any, ...]


def seed_reference() -> dict[str, int]:
    """Add the reference rows that the office has never had.

    Returns:
        How many rows were added, by sheet; zeros when nothing was missing.
    """
    draft = Draft("Reference tables", source="seed")
    counts: dict[str, int] = {}
    for model, rows in reference_rows():
        counts[model.__name__.lower()] = _add_missing(draft, model, rows)
    commit(OPERATOR, draft)
    return counts


def reference_rows() -> Iterator[tuple[Any, list[Row]]]:
    """Every sheet of reference with its rows: values by column, a link as the key that it names."""
    for model, name in FILES:
        yield model, _read(model, TABLES / name)
    yield Holiday, holiday_rows()
    yield ImportProfile, profile_rows()


def profile_rows() -> list[Row]:
    """The import profiles that come with the product: one small file each, as an office keeps
    them.
    """
    found = sorted((TABLES / "profiles").glob("*.json"))
    return [values_of(from_file(path.read_text(encoding="utf-8"))) for path in found]


def holiday_rows() -> list[Row]:
    """The closed days of the State and Court calendars, each with the section that closes it."""
    return [
        {
            "calendar": calendar.code,
            "day": day,
            "name": name,
            "source": calendar.source,
            "verified": calendar.verified,
        }
        for calendar in (calendars.STATE, calendars.COURT)
        for year in calendars.WRITTEN_OUT
        for day, name in calendars.holidays(calendar, year).items()
    ]


def _read(model: Any, path: Path) -> list[Row]:
    with path.open(newline="", encoding="utf-8") as file:
        return [
            {name: _value(model, name, text) for name, text in row.items() if text}
            for row in csv.DictReader(file)
        ]


def _value(model: Any, name: str, text: str) -> Any:
    field = model._meta.fields[name]
    return text if field.kind == "link" else values.parse(field, text)


def _add_missing(draft: Draft, model: Any, rows: list[Row]) -> int:
    """Add the rows whose key was never used; returns how many."""
    known = _known(model)
    added: dict[Key, Any] = {}
    for row in rows:
        key = _key(model, row)
        if key not in known:
            linked = {name: _linked(model, name, value, added) for name, value in row.items()}
            added[key] = draft.create(model, **linked)
    return len(added)


def _linked(model: Any, name: str, value: Any, added: dict[Key, Any]) -> Any:
    """A link to a row of the same table: the one added just now, else the one that stands."""
    field = model._meta.fields[name]
    if field.kind != "link":
        return value
    return added.get((value,)) or values.parse(field, value)


def _known(model: Any) -> set[Key]:
    """The keys that rows of the sheet bear or ever bore, in the trash too."""
    found: set[Key] = set()
    for source in (model, past(model)):
        columns = [getattr(source, name) for name in model._meta.key]
        found.update(tuple(map(_plain, row)) for row in source.select(*columns).tuples())
    return found


def _key(model: Any, row: Row) -> Key:
    return tuple(_plain(row.get(name)) for name in model._meta.key)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value

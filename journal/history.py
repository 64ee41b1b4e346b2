"""The history of a row or of one cell, and instants: who changed what, when, from where and why."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from journal import policy, settings
from journal.database import run
from journal.masking import is_covered, masked
from journal.reading import fetch
from journal.stored import row_of, to_python
from journal.twins import column_names, past_name
from journal.who import Who, called
from models import OWN_COLUMNS, Batch, Change
from rules.errors import BadQuestion

AT_ONCE = 2_000
"""Rows of one query."""


class Cells(NamedTuple):
    """One column of a version: the column, what stood before, what stands after."""

    field: Any
    old: Any
    new: Any


class Version(NamedTuple):
    """One version of a row: its number, the batch that made it, and what changed."""

    version: int
    seq: int
    at: datetime
    by: str
    source: str
    title: str
    reason: str
    operation: str
    changes: list[Cells]


def of_row(who: Who, model, row_id: int) -> list[Version]:
    """Every version of a row, newest first, with the columns that `who` may see.

    Raises:
        NotFound: the row is not there or out of scope.
    """
    fetch(who, model, row_id)
    rows = versions(model, row_id)
    fields, words = policy.readable(who, model, past=True), batch_words(who)
    found, before = [], None
    for change in _changes(model, row_id):
        row = rows.get(change["version"])
        if row is None:
            continue
        changes = [
            Cells(f, _python(f, before), _python(f, row))
            for f in fields
            if f.name in row
            and (row[f.name] != before[f.name] if before else row[f.name] is not None)
        ]
        if changes or change["operation"] != "change":
            found.append(
                Version(
                    change["version"],
                    change["seq"],
                    change["committed_at"],
                    change["actor"],
                    change["source"],
                    words("title", change),
                    words("reason", change),
                    change["operation"],
                    changes,
                )
            )
        before = row
    return found[::-1]


def batch_words(who: Who) -> Callable[[str, dict], str]:
    """What a batch says of itself, by column, as far as `who` may see it."""
    shown = {f.name: f for f in policy.readable(who, Batch)} if policy.may_read(who, Batch) else {}

    def words(name: str, row: dict) -> str:
        if name not in shown:
            return ""
        return (masked(row[name]) if is_covered(shown[name]) else row[name]) or ""

    return words


def of_cell(who: Who, model, row_id: int, column: str) -> list[Version]:
    """The versions of a row in which one column changed, newest first."""
    policy.need_column(who, model, column, past=True)
    found = []
    for version in of_row(who, model, row_id):
        changes = [cell for cell in version.changes if cell.field.name == column]
        if changes:
            found.append(version._replace(changes=changes))
    return found


def _python(field, row: dict | None) -> Any:
    if row is None or is_covered(field):
        return row and masked(row[field.name])
    return to_python(field)(row[field.name])


def versions(model, row_id: int) -> dict[int, dict]:
    """Stored values of every version of a row that is kept, by number."""
    columns = ", ".join(f'"{c}"' for c in column_names(model))
    found = {}
    for table in (past_name(model), model._meta.table_name):
        for raw in run(f'SELECT {columns} FROM "{table}" WHERE id = ?', (row_id,)).fetchall():
            row = row_of(model, raw)
            found[row["version"]] = row
    return dict(sorted(found.items()))


def at_versions(model, wanted: dict[int, int]) -> dict[int, dict]:
    """Stored values of many rows as of one past version each (id -> version), by id; those that are
    no longer kept are left out.
    """
    columns = ", ".join(f'"{c}"' for c in column_names(model))
    table, found, pairs = past_name(model), {}, list(wanted.items())
    for start in range(0, len(pairs), AT_ONCE):
        part = pairs[start : start + AT_ONCE]
        marks = ", ".join(["(?, ?)"] * len(part))
        sql = f'SELECT {columns} FROM "{table}" WHERE (id, version) IN (VALUES {marks})'
        for raw in run(sql, tuple(value for pair in part for value in pair)).fetchall():
            row = row_of(model, raw)
            found[row["id"]] = row
    return found


def at_version(model, row_id: int, version: int) -> dict | None:
    """Stored values of a row as of one of its versions, without what the journal keeps itself."""
    row = versions(model, row_id).get(version)
    return None if row is None else {k: v for k, v in row.items() if k not in OWN_COLUMNS}


def _changes(model, row_id: int):
    return (
        changes_told(Change.version)
        .where(Change.sheet == model.__name__.lower(), Change.row_id == row_id)
        .order_by(Change.version)
        .dicts()
    )


def changes_told(*columns) -> Any:
    """Changes with what is told of their batch: when, by whom, from where and why; `columns` of the
    change come along.
    """
    return Change.select(
        *columns,
        Change.operation,
        Batch.seq,
        Batch.committed_at,
        called(Batch.actor).alias("actor"),
        Batch.source,
        Batch.title,
        Batch.reason,
    ).join(Batch, on=(Change.batch == Batch.id))


def moment(given: date | datetime) -> datetime:
    """The instant meant by a day (its end in the office) or an instant."""
    if isinstance(given, datetime):
        return given.astimezone(UTC) if given.tzinfo else given.replace(tzinfo=UTC)
    return settings.instant_at_end_of(given)


def moment_of(text: str) -> datetime:
    """The instant that a text means: `2026-11-01` (the end of that day of the office) or an ISO
    instant.

    Raises:
        BadQuestion: it is neither.
    """
    bare = text.strip()
    try:
        return moment(date.fromisoformat(bare) if len(bare) == 10 else datetime.fromisoformat(bare))
    except (ValueError, OverflowError) as error:
        raise BadQuestion(
            f"“{bare[:40]}” is neither a day like 2026-11-19 nor an instant."
        ) from error

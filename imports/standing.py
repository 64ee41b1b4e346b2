"""The rows of a sheet that a file speaks of, found by natural key, set by set."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from peewee import fn

from imports import ledger
from imports.mapping import Columns
from journal import policy
from journal.database import run
from journal.stored import from_driver, storing
from journal.values import deciding
from journal.who import Who
from models import (
    Batch,
    Claim,
    LightDutyCheck,
    LightDutyDemand,
    LightDutyOffer,
    Payment,
    Recovery,
    Reserve,
    Restriction,
    WorkStatus,
    meta,
)
from rules.capacities import MEASURES

AT_ONCE = 500
"""Keys asked for in one query."""

BESIDE = {
    Claim: ("line", "status", "closed_date", "paid"),
    Recovery: ("status",),
    Payment: ("claim", "status", "posted_at"),
    Reserve: ("amount",),
    Restriction: ("work_status", "activity", "side", "is_never", "frequency", *MEASURES),
    LightDutyDemand: ("activity", "side", *MEASURES),
    WorkStatus: ("claim",),
    LightDutyCheck: ("claim",),
    LightDutyOffer: ("claim", "wage_effect", "weekly_wage", "hours_a_day", "days_a_week"),
}
"""Columns that are judged together with others."""


class Stands(NamedTuple):
    """A row as it stands: its id, its version, and the values that matter by column."""

    row_id: int
    version: int
    values: dict[str, Any]


@dataclass
class Standing:
    """Rows by natural key; `hidden` are ids of those that the person may not see."""

    rows: dict[tuple[Any, ...], Stands] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)


def find_standing(who: Who, columns: Columns, keys: Iterable[tuple[Any, ...]]) -> Standing:
    """The standing rows with these keys, out of the trash."""
    model = columns.model
    names = _wanted(columns)
    selected = [model.id, model.version, *(getattr(model, name) for name in names)]
    reads = [(at, read) for at, c in enumerate(selected) if (read := from_driver(c))]
    standing, asked = Standing(), sorted({key[0] for key in keys if key[0] is not None})
    width = len(model._meta.key)
    question, store = _question(model, selected), storing(selected[2])
    for start in range(0, len(asked), AT_ONCE):
        part = tuple([store(key) for key in asked[start : start + AT_ONCE]])
        for raw in run(question.format(", ".join("?" * len(part))), part):
            row_id, version, *values = _python(raw, reads)
            standing.rows[tuple(values[:width])] = Stands(
                row_id, version, dict(zip(names, values, strict=True))
            )
    standing.hidden = _hidden(who, model, [row.row_id for row in standing.rows.values()])
    return standing


def _question(model: Any, selected: Sequence[Any]) -> str:
    """What is asked of a sheet, with a place for the marks of the keys; for many keys it takes long
    to put together from expressions.
    """
    columns = ", ".join(f'"{column.column_name}"' for column in selected)
    first = model._meta.fields[model._meta.key[0]].column_name
    return (
        f'SELECT {columns} FROM "{model._meta.table_name}" '
        f'WHERE "{first}" IN ({{}}) AND trashed_at IS NULL'
    )


def changed_since(model: Any, ids: Iterable[int], batch: int) -> set[int]:
    """Those of some rows that a batch after this one made or changed."""
    wanted, found = sorted(ids), set()
    for start in range(0, len(wanted), AT_ONCE):
        condition = (model.id << wanted[start : start + AT_ONCE]) & (model.batch_id > batch)
        found |= {row_id for (row_id,) in model.select(model.id).where(condition).tuples()}
    return found


def last_batch() -> int:
    """The batch that was written last; 0 before the first."""
    return Batch.select(fn.MAX(Batch.id)).scalar() or 0


def _python(raw: tuple[Any, ...], reads: list[tuple[int, Any]]) -> list[Any]:
    """What the driver returned, as Python values; quicker than row by row through the sheet."""
    values = list(raw)
    for at, read in reads:
        if values[at] is not None:
            values[at] = read(values[at])
    return values


def _wanted(columns: Columns) -> list[str]:
    """The key first, then every column that is compared, judged or summed."""
    model = columns.model
    names = dict.fromkeys((*model._meta.key, *columns.names, *BESIDE.get(model, ())))
    for pair in meta(model, "ordered"):
        names |= dict.fromkeys(pair)
    for name in columns.names:
        if other := deciding(model._meta.fields[name]):
            names[other] = None
    if set(columns.names) & set(ledger.totals_of(model)):
        names |= dict.fromkeys(ledger.HELD)
    return list(names)


def _hidden(who: Who, model: Any, ids: list[int]) -> set[int]:
    scope = policy.scope(who, model)
    if scope is None or not ids:
        return set()
    query = model.select(model.id).where(model.id << ids, scope).tuples()
    return set(ids) - {row_id for (row_id,) in query}

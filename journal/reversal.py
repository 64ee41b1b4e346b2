"""Taking posted money back: by a row of its own, the mirror of the row that it reverses.

Undoing the undo reverses the reversing row in turn, so a ledger row heads a chain of reversals. An
even number of rows weighs nothing, an odd number what the first one says.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import models as m

REVERSED = {
    m.Payment: (
        "claim",
        "payee",
        "payee_name",
        "category",
        "benefit",
        "service_from",
        "service_to",
        "fund",
    ),
    m.RecoveryReceipt: ("recovery", "claim", "category", "payer", "method", "fund"),
    m.Reserve: ("claim", "category"),
}
"""Ledger sheet -> the columns that a reversing row repeats."""


def followers(model: Any, ids: Iterable[int]) -> dict[int, list[Any]]:
    """The rows that reverse each of these ledger rows, one the other, in order."""
    found: dict[int, list[Any]] = {row_id: [] for row_id in ids}
    ends = {row_id: {row_id} for row_id in found}
    while ends:
        further: dict[int, set[int]] = defaultdict(set)
        query = model.select().where(model.reverses << list(ends), model.trashed_at.is_null())
        for row in query:
            for start in ends[row.__data__["reverses"]]:
                found[start].append(row)
                further[row.id].add(start)
        ends = further
    return found


def chain(model: Any, row_id: int) -> list[int]:
    """The ids of the chain that a ledger row stands in, from the row that was posted first."""
    first = row_id
    while before := _reversed_by(model, first):
        first = before
    return [first, *(row.id for row in followers(model, [first])[first])]


def _reversed_by(model: Any, row_id: int) -> int | None:
    found = model.select(model.reverses).where(model.id == row_id).tuples().first()
    return found[0] if found else None


def mirror(model: Any, row: Any, on: date | None) -> dict[str, Any]:
    """The values of the row that takes a ledger row back, dated the office's day."""
    values = {name: row.__data__[name] for name in REVERSED[model]}
    values |= {"source": "reversal", "reverses": row.id}
    if model is m.Reserve:
        return values | {
            "amount": 0,
            "change": -row.change,
            "reserve_date": on,
            "reason_code": "error_correction",
        }
    if model is m.Payment:
        loose = row.reverses and not values["claim"]
        return values | {
            "amount": -row.amount,
            "payment_date": on,
            "posted_at": datetime.now(UTC),
            "status": "unallocated" if loose else "posted",
            "memo": f"Reverses {row.payment_no}",
        }
    return values | {"amount": -row.amount, "receipt_date": on}

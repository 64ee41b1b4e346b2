"""Holding rows for the rest of a transaction, so that what a guard reads stands until it is
written.
"""

from collections.abc import Iterable
from typing import Any

from journal.database import is_sqlite, run


def hold(model: Any, ids: Iterable[int | None]) -> None:
    """Lock rows in the order of their ids; on SQLite the transaction holds all of them already."""
    wanted = sorted({row_id for row_id in ids if row_id})
    if is_sqlite() or not wanted:
        return
    marks = ", ".join("?" * len(wanted))
    run(
        f'SELECT id FROM "{model._meta.table_name}" WHERE id IN ({marks}) ORDER BY id FOR UPDATE',
        tuple(wanted),
    )

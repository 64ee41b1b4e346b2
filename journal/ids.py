"""Ids for rows to be made: the next ones under the write lock, or a block that is kept for a batch
which is still being prepared.

Nothing is ever deleted, so the highest id shows where SQLite goes on; above a kept block, others of
this process go on. PostgreSQL gives each number once by itself.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from journal.database import is_sqlite, run, write_transaction

_kept: "set[Blocks]" = set()


def next_ids(model: Any, count: int, *, above: int = 0) -> Sequence[int]:
    """Ids for `count` rows, above those that were drawn and are not written yet; drawn under the
    write lock.
    """
    table = model._meta.table_name
    if is_sqlite():
        highest = run(f'SELECT max(id) FROM "{table}"').fetchone()[0] or 0
        first = 1 + max([highest, above, *(blocks.highest(model) for blocks in _kept)])
        return range(first, first + count)
    cursor = run(
        f"SELECT nextval(pg_get_serial_sequence('\"{table}\"', 'id')) FROM generate_series(1, ?)",
        (count,),
    )
    return [row[0] for row in cursor.fetchall()]


class Blocks:
    """The ids that a batch drew before its lock, sheet by sheet, until it ends."""

    def __init__(self) -> None:
        self._drawn: dict[Any, list[Sequence[int]]] = defaultdict(list)
        _kept.add(self)

    def draw(self, model: Any, count: int) -> Sequence[int]:
        """Ids for some rows more."""
        with write_transaction():
            ids = next_ids(model, count)
            self._drawn[model].append(ids)
        return ids

    def holds(self, model: Any, row_id: int) -> bool:
        """Whether an id is one of these."""
        return any(row_id in ids for ids in self._drawn.get(model, ()))

    def highest(self, model: Any) -> int:
        """The highest id of a sheet; 0 where none was drawn."""
        return max((ids[-1] for ids in self._drawn.get(model, ())), default=0)

    def free(self) -> bool:
        """Whether no other process gave one of the ids to a row; asked under the write lock."""
        if not is_sqlite():
            return True
        return not any(
            run(
                f'SELECT 1 FROM "{model._meta.table_name}" WHERE id BETWEEN ? AND ? LIMIT 1',
                (ids[0], ids[-1]),
            ).fetchone()
            for model, drawn in self._drawn.items()
            for ids in drawn
        )

    def end(self) -> None:
        """Keep the ids no longer."""
        _kept.discard(self)

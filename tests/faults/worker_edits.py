"""One editor who adds one cent to a row, sees a conflict, looks again and goes on; and a process of
eight of them.
"""

import sys
import threading
from datetime import date

import models as m
from journal import database
from journal.cells import Cell, save_cells
from journal.who import OPERATOR
from rules import money


def edit_many(ids: list[int], number: int, edits: int, *, on: date) -> dict[str, int]:
    """Make `edits` edits over the rows in turn; returns how many were saved and how many conflicts
    were told.
    """
    saved = conflicts = 0
    while saved < edits:
        row_id = ids[(number + saved) % len(ids)]
        version, amount = (
            m.Claim.select(m.Claim.version, m.Claim.amount_claimed)
            .where(m.Claim.id == row_id)
            .tuples()
            .get()
        )
        outcome = save_cells(
            OPERATOR,
            m.Claim,
            [Cell(row_id, version, "amount_claimed", money.plain(amount + 1))],
            on=on,
        )
        saved += bool(outcome.saved)
        conflicts += len(outcome.stale)
        if outcome.refused:
            raise AssertionError(outcome.refused)
    return {"saved": saved, "conflicts": conflicts}


def _process(url: str, ids: list[int], number: int) -> int:
    database.connect(url)
    results: list[int] = []

    def work(editor: int) -> None:
        try:
            results.append(edit_many(ids, editor, 20, on=date(2026, 11, 24))["saved"])
        finally:
            m.database.close()

    threads = [threading.Thread(target=work, args=(number * 8 + n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(results)


if __name__ == "__main__":
    print(_process(sys.argv[1], [int(i) for i in sys.argv[2].split(",")], int(sys.argv[3])))

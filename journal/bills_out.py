"""A bill that is out is lowered with a reason and by who may, never by changing its cost lines.

What the debtor owes is the cost less what came in and was given up. So a line that is changed,
moved or trashed under a bill would give up money past the authority for it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from journal.checks import BY_HAND
from journal.chunk import Chunk
from models import Recovery, RecoveryCost
from rules.errors import Problem
from rules.money import dollars


def is_lowered(case: Mapping[str, Any], change: int) -> bool:
    """Whether a change of its cost, cents, brings a case below what its bill asks for."""
    billed = case.get("billed")
    return change < 0 and billed is not None and (case.get("cost") or 0) + change < billed


def why(case: Mapping[str, Any]) -> str:
    """That the lines of a bill stay as they are, and what is done instead."""
    return (
        f"{case['recovery_no']} is billed with {dollars(case['billed'])}, and this would lower "
        "what is owed. “Bill it” again with a credit instead: it says why, and who may decides."
    )


def problems(chunk: Chunk) -> Iterator[Problem]:
    """Cost lines by which a case would come below its bill.

    What a file brings is judged row by row where it is read; undo judges what it takes back.
    """
    if chunk.source not in (*BY_HAND, "verb"):
        return
    sums: dict[Any, int] = defaultdict(int)
    first: dict[Any, dict[str, Any]] = {}
    for old, new in chunk.before_and_after(RecoveryCost):
        for sign, row in ((-1, old), (1, new)):
            if row and row.get("recovery") and not row.get("trashed_at"):
                sums[row["recovery"]] += sign * (row.get("amount") or 0)
                first.setdefault(row["recovery"], new)
    for recovery, change in sums.items():
        case = chunk.row(Recovery, recovery)
        if not case.get("trashed_at") and is_lowered(case, change):
            row = first[recovery]
            yield Problem("recoverycost", row["id"], "amount", row.get("amount"), why(case))

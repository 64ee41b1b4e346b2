"""New claims of a file that may be there already under another number, scored, with the reasons."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import NamedTuple

from imports.outcome import ImportPlan, New
from journal import likeness
from journal.who import Who
from models import Claim

MOST_ROWS = 5_000
"""So many new rows are compared; nobody looks through the likenesses of more."""

MOST_SHOWN = 500
MOST_PAIRS = 30_000
"""So many pairs are judged; a register of one day and one family of names has millions."""
NEEDED = ("claim_no", "claimant", "loss_date")


class Likely(NamedTuple):
    """A new row and what it is like: a claim of the office (by id), or another row of the file."""

    row: int
    claim_no: str
    claimant: str
    points: int
    why: str
    other: str
    other_id: int | None


class _One(NamedTuple):
    """What is compared of a claim."""

    row: int
    claim_no: str
    claimant: str
    day: date
    place: str


def likely(who: Who, plan: ImportPlan) -> list[Likely]:
    """The new rows of a plan that look like a claim of the office or like a row above, likeliest
    first; none for another sheet, or for who sees no claimants.
    """
    if plan.model is not Claim or not set(NEEDED) <= set(plan.names):
        return []
    rows = list(_rows(plan))
    others = _Others(_standing(who, {row.day for row in rows}))
    found = []
    for row in rows:
        best = max((_judged(row, *other) for other in others.near(row)), default=None)
        if best and best[0] >= likeness.ENOUGH + likeness.WEIGHTS["day"]:
            found.append(best[1])
        others.add(row, None)
    return sorted(found, key=lambda one: (-one.points, one.row))[:MOST_SHOWN]


class _Others:
    """Claims by their day and by how the words of their claimants begin: only those that share both
    with a row are compared with it.
    """

    def __init__(self, standing: Iterable[tuple[_One, int]]) -> None:
        self._found: dict[tuple[date, str], dict[_One, int | None]] = defaultdict(dict)
        self._left = MOST_PAIRS
        for one, row_id in standing:
            self.add(one, row_id)

    def add(self, one: _One, row_id: int | None) -> None:
        """Take in a claim of the office (with its id) or a row of the file."""
        for start in likeness.starts(one.claimant):
            self._found[one.day, start][one] = row_id

    def near(self, row: _One) -> list[tuple[_One, int | None]]:
        """What a row is compared with, as long as pairs are left."""
        found: dict[_One, int | None] = {}
        for start in likeness.starts(row.claimant):
            found |= self._found.get((row.day, start), {})
        part = list(found.items())[: self._left]
        self._left -= len(part)
        return part


def _rows(plan: ImportPlan) -> Iterator[_One]:
    """The new rows that can be compared: with a claimant and a day."""
    place = {name: n for n, name in enumerate(plan.names)}
    for record in islice(plan.new_rows, MOST_ROWS):
        row = New(*record)
        number, claimant, day = (row.values[place[name]] for name in NEEDED)
        where = row.values[place["location"]] if "location" in place else ""
        if claimant and day:
            yield _One(row.row, number, claimant, day, where or "")


def _standing(who: Who, days: set[date]) -> Iterator[tuple[_One, int]]:
    """The claims of the office with a loss on these days that may be seen, with their ids."""
    for alike in likeness.on_days(who, days):
        if alike.loss_date is not None:
            one = _One(0, alike.claim_no, alike.claimant, alike.loss_date, alike.location)
            yield one, alike.id


def _judged(row: _One, other: _One, row_id: int | None) -> tuple[int, Likely]:
    points, why = likeness.judged(
        (row.claimant, row.day, row.place), (other.claimant, other.day, other.place)
    )
    named = f"row {other.row}" if row_id is None else other.claim_no
    return points, Likely(row.row, row.claim_no, row.claimant, points, why, named, row_id)

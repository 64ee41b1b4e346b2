"""Printed totals as a control: what a file says that its rows make, and what of them comes in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from imports.files.totals import Total
from imports.grid import Grid
from imports.outcome import Control
from imports.planner import Planner, Verdict

MOST_NAMED = 12
"""Rows that equal one above which a control names."""

Filled = dict[int, list[tuple[Planner, str]]]
"""Index of a column of the file -> the money columns that are filled from it."""


@dataclass
class _Check:
    """One printed figure, and the sums of the rows that it covers."""

    total: Total
    label: str
    filled: list[tuple[Planner, str]]
    printed: int
    imported: int = 0
    refused: int = 0
    refused_rows: int = 0
    twice: int = 0
    twice_rows: list[int] = field(default_factory=list)

    def settled(self) -> Control:
        """The figure beside what comes in."""
        total, rows = self.total, tuple(self.twice_rows)
        amounts = self.printed, self.imported, self.refused, self.refused_rows, self.twice
        return Control(total.row, total.text, self.label, *amounts, rows)


class Controls:
    """Sums, row by row, what each printed total covers."""

    def __init__(self, grid: Grid, planners: Sequence[Planner]) -> None:
        """Look which printed figures stand under columns of money that are read."""
        filled: Filled = {}
        for planner in planners:
            for name in planner.money:
                place = planner.plan.columns.places.get(name)
                if place is not None:
                    filled.setdefault(place, []).append((planner, name))
        labels = {heading.column: heading.text for heading in grid.headings}
        self._checks = [
            _Check(total, " + ".join(labels.get(p, "") for p in places), into, _cents(number))
            for total in grid.totals
            if total.first is not None
            for place, number in total.numbers.items()
            for places in [total.across or (place,)]
            for into in [[pair for p in places for pair in filled.get(p, ())]]
            if into and all(p in filled for p in places)
        ]

    def take(self, number: int, verdicts: Iterable[Verdict | None], *, refused: bool) -> None:
        """Add a row that was judged."""
        if not self._checks:
            return
        given = {id(v.planner): v for v in verdicts if v is not None}
        for check in self._checks:
            first, last = check.total.first, check.total.last
            if first is None or last is None or not first <= number <= last:
                continue
            found = [(given.get(id(p)), name) for p, name in check.filled]
            amount = sum(_amount(verdict, name) for verdict, name in found)
            if refused:
                check.refused += amount
                check.refused_rows += 1
                continue
            again = sum(_amount(v, name) for v, name in found if v is not None and v.again)
            check.imported += amount - again
            check.twice += again
            if again and len(check.twice_rows) < MOST_NAMED:
                check.twice_rows.append(number)

    def settled(self) -> list[Control]:
        """Each printed figure beside what comes in."""
        return [check.settled() for check in self._checks]


def _amount(verdict: Verdict | None, name: str) -> int:
    amount = verdict.row.values.get(name) if verdict is not None else None
    return amount if isinstance(amount, int) else 0


def _cents(number: Any) -> int:
    """A printed figure in cents; a spreadsheet's sum is off by tiny parts of one."""
    return round(Decimal(str(number)) * 100)

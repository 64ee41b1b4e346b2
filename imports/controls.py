"""Printed totals as a control: what a file says that its rows make, and what of them comes in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from imports.files.totals import Total
from imports.grid import Grid
from imports.outcome import Control
from imports.planner import Planner, Verdict

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
        values = {id(v.planner): v.row.values for v in verdicts if v is not None}
        for check in self._checks:
            first, last = check.total.first, check.total.last
            if first is None or last is None or not first <= number <= last:
                continue
            amount = sum(_amount(values.get(id(p)), name) for p, name in check.filled)
            if refused:
                check.refused += amount
                check.refused_rows += 1
            else:
                check.imported += amount

    def settled(self) -> list[Control]:
        """Each printed figure beside what comes in."""
        return [
            Control(
                c.total.row, c.total.text, c.label, c.printed, c.imported, c.refused, c.refused_rows
            )
            for c in self._checks
        ]


def _amount(values: dict[str, Any] | None, name: str) -> int:
    amount = (values or {}).get(name)
    return amount if isinstance(amount, int) else 0


def _cents(number: Any) -> int:
    """A printed figure in cents; a spreadsheet's sum is off by tiny parts of one."""
    return round(Decimal(str(number)) * 100)

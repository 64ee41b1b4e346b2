"""Chance that repeats itself: the same seed gives the same office."""

from bisect import bisect
from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from random import Random
from typing import Any, NamedTuple


class Weighted(NamedTuple):
    """Things to choose from and their running weights."""

    items: tuple[Any, ...]
    running: tuple[float, ...]


def weighted(rows: Sequence[Any], weights: Sequence[float]) -> Weighted:
    """A choice among `rows`, each as likely as its weight."""
    return Weighted(tuple(rows), tuple(accumulate(weights)))


def days_after(day: date, count: int) -> date:
    """The day `count` days later (earlier when negative)."""
    return date.fromordinal(day.toordinal() + count)


class Chance(Random):
    """The dice of the demonstration office."""

    def pick(self, items: Sequence[Any]) -> Any:
        """One of the items, each as likely."""
        return items[int(self.random() * len(items))]

    def draw(self, table: Weighted) -> Any:
        """One of the items by weight."""
        return table.items[bisect(table.running, self.random() * table.running[-1])]

    def likely(self, share: float) -> bool:
        """True in `share` of the cases."""
        return self.random() < share

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self.random() * (high - low + 1))

    def spread(self, median: float, sigma: float, most: float) -> float:
        """A number around `median` with a long tail, never above `most`."""
        return min(most, median * self.lognormvariate(0.0, sigma))

    def amount(self, median: float, sigma: float, most: float) -> int:
        """Cents around `median` dollars with a long tail; larger amounts come in round dollars."""
        dollars = self.spread(median, sigma, most)
        if dollars < 1000:
            return max(100, int(dollars * 100))
        return int(dollars / 25) * 2500 if dollars > 10_000 else int(dollars) * 100

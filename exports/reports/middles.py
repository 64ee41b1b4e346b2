"""The middle of figures and their percentiles, as the reports state them."""

from collections.abc import Sequence
from decimal import Decimal


def median(values: Sequence[int]) -> Decimal:
    """The middle one of at least one value; of an even number of them, halfway between the two."""
    ordered = sorted(values)
    half = len(ordered) // 2
    if len(ordered) % 2:
        return Decimal(ordered[half])
    middle = Decimal(ordered[half - 1] + ordered[half]) / 2
    return middle.to_integral() if middle == middle.to_integral() else middle


def percentile(values: Sequence[int], share: int) -> int:
    """The smallest of the values that at least `share` percent of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]

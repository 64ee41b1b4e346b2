"""One sum that came in for several recoveries: the oldest is paid first."""

from collections.abc import Sequence

from rules.errors import BadValue
from rules.money import dollars


def oldest_first(amount: int, owed: Sequence[int]) -> list[int]:
    """What of a sum pays each balance.

    Args:
        amount: what came in, cents; more than nothing.
        owed: what is owed on each, oldest first, cents; nothing where it is below 0.

    Returns:
        Cents for each, in the same order; together exactly the sum.

    Raises:
        BadValue: the sum is nothing, or more than is owed on all together.

    Source: practice of cost recovery: what comes in covers the oldest first.
    """
    if amount <= 0:
        raise BadValue(f"{dollars(amount)} is no sum that came in.")
    parts, left = [], amount
    for balance in owed:
        part = min(left, max(0, balance))
        parts.append(part)
        left -= part
    if left:
        raise BadValue(
            f"{dollars(amount)} is {dollars(left)} more than is owed on them together: record the "
            "rest on one of them by itself."
        )
    return parts

"""How many small claims a city files in a year."""

from collections.abc import Iterable

from rules.money import dollars

FREE = 5_000_00
"""Code Civ. Proc. 116.231(d): claims of a local public entity up to this are not counted."""
MOST = 2
"""Code Civ. Proc. 116.231(a): so many claims beyond that a calendar year."""


def filing_limit(amount: int, filed: Iterable[int], year: int) -> str:
    """Why a claim is not filed this year any more; empty where it may be.

    Args:
        amount: what is claimed, cents.
        filed: what the City claimed in small claims so far in the year, cents each.
        year: the calendar year.

    Source: Code Civ. Proc. 116.231(a), (d), in secondary texts.
    """
    beyond = [one for one in filed if one > FREE]
    if amount <= FREE or len(beyond) < MOST:
        return ""
    return (
        f"{MOST} claims beyond {dollars(FREE)} were filed in {year} already, which is all that a "
        f"city may (Code Civ. Proc. 116.231): wait for {year + 1}, or refer it to the attorney."
    )

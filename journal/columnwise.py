"""Many rows at once, column by column: what all of them share is looked at once."""

from collections.abc import Sequence
from itertools import repeat
from operator import is_
from typing import Any


def by_column(rows: Sequence[dict[str, Any]]) -> dict[str, list[Any]]:
    """Column -> its value in each row, None where a row has none; only columns that a row has."""
    names = set().union(*rows)
    return {name: [row.get(name) for row in rows] for name in names}


def is_one(values: Sequence[Any]) -> bool:
    """Whether a column holds one value throughout: a default, most often."""
    return all(map(is_, values, repeat(values[0])))


def is_blank(values: Sequence[Any]) -> bool:
    """Whether no row has a value in a column."""
    return values[0] is None and is_one(values)

"""What an administrator who looks through another role is shown in place of values: a fixed mask.

A column that the administrator's own role does not read stands covered: it shows that something is
there, never what. Status words, days, counts and yes or no of public columns stay; relations lead
on.
"""

from typing import Any

MASK = "•••"
"""What stands for a covered value."""

KEPT = ("choice", "yesno", "whole", "day", "instant")
"""Kinds of public columns that are not covered."""


class Covered:
    """A column of which only the mask is shown; in all else like the column, drawn as text."""

    is_covered, sensitivity, derived = True, "public", True

    def __init__(self, column: Any) -> None:
        self._column = column
        leads_on = column.kind == "link" and column.sensitivity == "public"
        self.kind = "link" if leads_on else "text"

    def __getattr__(self, name: str) -> Any:
        return getattr(self._column, name)


def covered(column: Any) -> Any:
    """The column, covered where its values tell something."""
    if column.sensitivity == "public" and column.kind in KEPT:
        return column
    return Covered(column)


def is_covered(column: Any) -> bool:
    """Whether only the mask of a column is shown."""
    return getattr(column, "is_covered", False)


def masked(value: Any) -> Any:
    """The mask, where there is a value."""
    return value if value in (None, "") else MASK

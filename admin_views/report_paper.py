"""A report on paper: how many of its rows are printed, and its columns in parts that fit a page."""

from collections.abc import Sequence

MOST = 3_000
"""Rows that are printed; beyond them the workbook is taken."""
ROOM = 130
"""Letters that stand beside each other on a page across, in the type of the paper."""
LONGEST = 26
"""Letters at which a text is broken."""
BESIDE = 3
"""Room beside the letters of a column."""


def parts(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[list[int]]:
    """The places of the columns of each part, in order; the first column stands in each.

    Args:
        heads: the labels of the columns.
        rows: the texts of the rows that are printed, each as long as `heads`.
    """
    wide = [_width(label, [row[n] for row in rows]) for n, label in enumerate(heads)]
    found, room = [[0]], ROOM - wide[0]
    for n in range(1, len(heads)):
        if wide[n] > room and len(found[-1]) > 1:
            found.append([0])
            room = ROOM - wide[0]
        found[-1].append(n)
        room -= wide[n]
    return found


def _width(label: str, texts: Sequence[str]) -> int:
    """The letters that a column takes: its longest text, broken at blanks where it is long."""
    longest = max((len(word) for word in label.split()), default=0)
    return max([longest, *(min(len(text), LONGEST) for text in texts)]) + BESIDE

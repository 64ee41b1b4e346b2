"""A header over several rows: group headings above, merged cells, and one name for each column."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from imports.files.layout import Row, blank, is_year
from imports.files.traits import Area
from rules.headings import alike

DEEPEST = 4
"""So many rows a header has at most."""

_FIGURE = re.compile(r"[\s$£€()\d.,:/+−-]*\d[\s$£€()\d.,:/+−%-]*")
"""Text of a cell that is a number, an amount or a day, and no heading; a year alone may be one."""


@dataclass(frozen=True)
class Header:
    """Indices of its first and last row, and the heading of each column."""

    first: int
    last: int
    cells: list[Any]


def whole_header(
    rows: Sequence[Row], index: int, *, known: Iterable[str], merged: Iterable[Area]
) -> Header:
    """The header that the row at `index` is part of; its names, joined with those above if need be.

    A column is called by the lowest row where that name is known or else the only one of its kind;
    by what stands above it too ("Paid Indemnity") where it is not, where only the joined name is
    known, or where it names nothing and a heading above is merged over it.
    """
    areas = [a for a in merged if a[0] <= index + 1 + DEEPEST and a[2] >= index + 1 - DEEPEST]
    last = _deepest(rows, index, areas)
    return _named(rows, (_highest(rows, index, last, areas), last), set(known), areas)


def given_header(
    rows: Sequence[Row], index: int, *, known: Iterable[str], merged: Iterable[Area]
) -> Header:
    """The header that ends with the row at `index`: joined with those above where it needs them."""
    areas = [a for a in merged if a[0] <= index + 1 and a[2] >= index + 1 - DEEPEST]
    return _named(rows, (_highest(rows, index, index, areas), index), set(known), areas)


def _named(
    rows: Sequence[Row], ends: tuple[int, int], names: set[str], areas: list[Area]
) -> Header:
    """The header between these rows, its columns named."""
    first, last = ends
    if first == last and not (first and _broken_over(rows[first - 1], rows[first], names)):
        return Header(first, last, list(rows[last]))
    first = min(first, last - 1)
    return Header(first, last, _joined(rows[first : last + 1], first, areas, names))


def _broken_over(upper: Row, lower: Row, known: set[str]) -> bool:
    """Whether headings begin in the upper row and end in the lower: "Date of" over "loss"."""
    above = _texts(upper)
    if len(above) < 2 or not _all_headings(upper):
        return False
    return any(
        name not in known and alike(f"{upper[column]} {lower[column]}") in known
        for column, name in _texts(lower).items()
        if column in above
    )


def _deepest(rows: Sequence[Row], index: int, areas: list[Area]) -> int:
    """The last row of the header whose upper row is at `index`."""
    last = index
    for top, left, bottom, right in areas:
        if top <= index + 1 < bottom < top + DEEPEST and _is_part(rows[index], left, right):
            last = max(last, bottom - 1)
    last = min(last, len(rows) - 1)
    while last - index < DEEPEST - 1 and last + 1 < len(rows):
        upper, lower = rows[last], rows[last + 1]
        if not (_under_groups(upper, lower, last + 1, areas) or _fills_gaps(upper, lower)):
            break
        last += 1
    return last


def _is_part(row: Row, left: int, right: int) -> bool:
    """Whether columns are only a part of the row, as no title's are."""
    return (
        sum(not blank(cell) for cell in row[:left])
        + sum(not blank(cell) for cell in row[right + 1 :])
        > 0
    )


def _under_groups(upper: Row, lower: Row, row: int, areas: list[Area]) -> bool:
    """Whether the lower row names columns under headings of the upper that are merged sideways."""
    spans = [
        a for a in areas if a[0] == a[2] == row and a[3] > a[1] and _is_part(upper, a[1], a[3])
    ]
    texts = _texts(lower)
    under = [c for c in texts if any(a[1] <= c <= a[3] for a in spans)]
    loose = [c for c in texts if c not in under and not blank(_at(upper, c))]
    return len(under) >= 2 and not loose and _all_headings(lower)


def _fills_gaps(upper: Row, lower: Row) -> bool:
    """Whether the lower row names just those columns that the upper leaves open or groups."""
    width = max(len(upper), len(lower))
    high = [not blank(_at(upper, c)) for c in range(width)]
    low = [not blank(_at(lower, c)) for c in range(width)]
    filled = [c for c in range(width) if high[c] or low[c]]
    if sum(low) < 2 or sum(high) < 2 or not (_all_headings(lower) and _all_headings(upper)):
        return False
    gaps = [c for c in range(filled[0], filled[-1] + 1) if not high[c]]
    if not gaps or not all(low[c] for c in gaps):
        return False
    starts = {c for c in range(width - 1) if high[c] and not high[c + 1] and low[c + 1]}
    if not all(c in starts for c in range(width) if high[c] and low[c]):
        return False
    return any(high[c] and not low[c] for c in range(width)) or _repeats(lower)


def _highest(rows: Sequence[Row], index: int, last: int, areas: list[Area]) -> int:
    """The first row of the header whose lower row is at `index`."""
    first = index
    for top, left, bottom, right in areas:
        covers = top < index + 1 <= bottom < top + DEEPEST
        if covers and not blank(_at(rows[top - 1], left)) and _is_part(rows[index], left, right):
            first = min(first, top - 1)
    while first > 0 and last - first < DEEPEST - 1:
        upper = rows[first - 1]
        if not _groups(upper, rows[first], first, areas):
            break
        first -= 1
    return first


def _groups(upper: Row, lower: Row, row: int, areas: list[Area]) -> bool:
    """Whether the upper row is needed to tell the columns of the lower apart, and is no title."""
    texts = _texts(upper)
    if not _all_headings(upper) or not texts:
        return False
    spans = [a for a in areas if a[0] == row and a[3] > a[1]]
    if any(not _is_part(lower, a[1], a[3]) for a in spans):
        return False
    if len(texts) < 2 and not spans:
        return False
    filled = _spread(upper, row, areas, max(len(upper), len(lower)))
    names = _texts(lower)
    twice = {c for c in names if list(names.values()).count(names[c]) > 1}
    needed = [c for c in range(len(filled)) if filled[c] and (c in twice or c not in names)]
    return bool(needed) and (bool(twice) or len(names) >= len(texts))


def _joined(part: Sequence[Row], first: int, areas: list[Area], known: set[str]) -> list[Any]:
    """The name of each column of these rows, the first of which is at index `first`."""
    width = max(map(len, part))
    levels = [_spread(row, first + 1 + n, areas, width) for n, row in enumerate(part[:-1])]
    lowest = [_at(part[-1], c) for c in range(width)]
    names = [alike(str(cell)) for cell in lowest]
    grouped = _grouped(areas, first + 1, first + len(part) - 1)
    joined: list[Any] = []
    for column in range(width):
        pieces = [level[column] for level in levels if level[column]]
        whole = " ".join(dict.fromkeys([*pieces, str(lowest[column]).strip()])).strip()
        alone = not blank(lowest[column]) and names.count(names[column]) == 1
        needed = column in grouped or alike(whole) in known
        if alone and (names[column] in known or not needed):
            joined.append(lowest[column])
        else:
            joined.append(whole)
    return joined


def _grouped(areas: list[Area], top: int, bottom: int) -> set[int]:
    """The columns under a heading that is merged sideways, in rows of these numbers."""
    wide = [a for a in areas if a[3] > a[1] and top <= a[0] and a[2] <= bottom]
    return {column for a in wide for column in range(a[1], a[3] + 1)}


def _spread(row: Row, number: int, areas: list[Area], width: int) -> list[str]:
    """The texts of a row above others: each goes on over the merged, or else the blank, cells."""
    found = [str(cell).strip() if not blank(cell) else "" for cell in row]
    merged = {a[1]: a for a in areas if a[0] <= number <= a[2]}
    found += [""] * (width - len(found))
    carried, until = "", -1
    for column in range(width):
        if found[column]:
            area = merged.get(column)
            carried, until = found[column], area[3] if area else (-1 if merged else width)
        elif column <= until:
            found[column] = carried
    return found


def _texts(row: Row) -> dict[int, str]:
    return {
        c: alike(cell) for c, cell in enumerate(row) if isinstance(cell, str) and not blank(cell)
    }


def _repeats(row: Row) -> bool:
    texts = list(_texts(row).values())
    return len(set(texts)) < len(texts)


def _all_headings(row: Row) -> bool:
    return all(blank(cell) or _is_heading(cell) for cell in row)


def _is_heading(cell: Any) -> bool:
    return is_year(cell) or (isinstance(cell, str) and not _FIGURE.fullmatch(cell.strip()))


def _at(row: Row, column: int) -> Any:
    return row[column] if column < len(row) else ""

"""Columns that headings without a known name may mean: by similar words, and by values that fit.

A proposal is shown and never used by itself.
"""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from imports.cells import as_known, cell_reader
from imports.files.layout import blank
from imports.grid import Heading
from imports.mapping import fillable, label
from imports.names import alike
from journal import policy
from journal.links import find_links
from journal.values import deciding
from journal.who import Who
from rules.errors import BadValue

SIMILAR = 0.78
"""From here on two names are similar."""

FIT = 0.8
"""So many of the values have to be legal."""

FEWEST = 2
"""Values that speak for a column on their own have to differ in so many ways."""

BY_VALUES = ("choice", "link")
"""Kinds of columns whose legal values are a list: those alone speak for themselves."""


class Proposal(NamedTuple):
    """A column that a heading may mean, how likely (0 to 1), and why."""

    column: str
    points: float
    why: str


def proposals(
    who: Who, model: Any, unknown: Iterable[Heading], taken: set[str], rows: Sequence[list[Any]]
) -> dict[int, Proposal]:
    """Proposals by the index of the heading, each column proposed once, where it fits best.

    Args:
        who: only columns that they may fill.
        model: the sheet.
        unknown: headings that name no column.
        taken: columns that are filled, or about which something was decided.
        rows: cells of some rows under the headings.
    """
    fields = {n: f for n, f in fillable(who, model).items() if n not in taken}
    scored = [
        (proposal, heading.column)
        for heading in unknown
        for proposal in _of(who, heading, fields, _under(heading, rows))
    ]
    found: dict[int, Proposal] = {}
    used: set[str] = set()
    for proposal, place in sorted(scored, key=lambda pair: (-pair[0].points, pair[1])):
        if place not in found and proposal.column not in used:
            found[place] = proposal
            used.add(proposal.column)
    return found


def _under(heading: Heading, rows: Sequence[list[Any]]) -> list[Any]:
    cells = (row[heading.column] for row in rows if len(row) > heading.column)
    return [cell for cell in cells if not blank(cell)]


def _of(who: Who, heading: Heading, fields: dict[str, Any], cells: list[Any]) -> Iterable[Proposal]:
    for name, field in fields.items():
        words = max(_likeness(heading.text, text) for text in (name, label(field), *field.aliases))
        typed = field.kind not in ("text", "long", "code")
        if words >= SIMILAR and (not typed or not cells or _fitting(who, field, cells) >= FIT):
            yield Proposal(name, words, "similar words")
        elif field.kind in BY_VALUES and len({as_known(cell) for cell in cells}) >= FEWEST:
            share = _fitting(who, field, cells)
            if share >= FIT:
                yield Proposal(name, share * SIMILAR, "its values fit")


def _likeness(heading: str, name: str) -> float:
    """How similar two names are; one that is part of the other counts as quite similar."""
    one, other = alike(heading), alike(name)
    if not one or not other:
        return 0.0
    short, long = sorted((one, other), key=len)
    if len(short) > 3 and short in long:
        return max(SIMILAR, len(short) / len(long))
    return SequenceMatcher(None, one, other).ratio()


def _fitting(who: Who, field: Any, cells: list[Any]) -> float:
    """The share of the values that the column takes."""
    if field.kind == "link":
        texts = sorted({as_known(cell) for cell in cells})
        own = policy.scope(who, field.rel_model)
        return 1 - len(find_links(field.rel_model, texts, within=own).refused) / len(texts)
    if deciding(field):
        return 0.0
    read = cell_reader(field)
    return sum(_reads(read, cell) for cell in cells) / len(cells)


def _reads(read: Any, cell: Any) -> bool:
    try:
        return read(cell) is not None
    except BadValue:
        return False

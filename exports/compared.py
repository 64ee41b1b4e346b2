"""What differs between two moments of a sheet as .xlsx: a line a row, its money as figures, and the
sums in the last line, as a report of changes of reserves reads.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from exports import workbook
from exports.columns import FORMATS, NUMBERS, WIDTHS, Shape
from journal import access
from journal.compare import Asked, Difference, Movement, every, totals
from journal.who import Who
from models import meta
from rules.errors import Blocked

MOST = 50_000
"""Rows of one file."""
AT_ONCE = 500
Words = Callable[[Sequence[Difference]], list[tuple[str, ...]]]
"""What the lines of some rows say beside the money: a text for each of `HEADINGS`."""
HEADINGS = (
    ("Record", "text"),
    ("Name", "text"),
    ("What happened", "code"),
    ("What changed", "long"),
    ("By", "text"),
    ("When", "instant"),
    ("Why", "long"),
)
"""Headings of the texts, with the kind of column whose width they take."""


def write_compared(who: Who, asked: Asked, path: Path, heading: str, words: Words) -> int:
    """Write all rows that differ; returns how many they are. The access log says who took it out.

    Args:
        who: under whose policy it is read.
        asked: what is compared; its page does not count.
        path: the .xlsx to make.
        heading: stands above each page on paper.
        words: what the lines say beside the money.

    Raises:
        Blocked: more rows differ than one file holds.
    """
    told = totals(who, asked)
    if sum(told.counts.values()) > MOST:
        raise Blocked(
            f"More than {MOST:,} records differ. Choose days that lie closer together, or a filter."
        )
    title = f"{meta(asked.question.model, 'plural')} compared"[:31]
    shapes = [_text(label, kind) for label, kind in HEADINGS]
    shapes += [shape for move in told.money for shape in _amounts(move)]
    seen: set[str] = set()
    lines = _lines(every(who, asked), [move.field.name for move in told.money], words, seen)
    count = workbook.write(
        path, title, shapes, lines, lambda book: workbook.headed(book.worksheets[0], heading)
    )
    count -= bool(told.money)  # the sums are no record
    sheet, filters = asked.question.model.__name__.lower(), asked.question.filters
    kinds = seen & {"medical", "privileged"}
    access.note_count(who, "export", sheet, count, sensitivities=kinds, filters=filters)
    return count


def _lines(
    rows: Iterator[Difference], amounts: list[str], words: Words, seen: set[str]
) -> Iterator[tuple[Any, ...]]:
    """A line a row, and the sums below; `seen` gathers how what they show is kept."""
    sums = [0] * (3 * len(amounts))
    while part := list(islice(rows, AT_ONCE)):
        for row, said in zip(part, words(part), strict=True):
            seen |= row.sensitivities
            moved = {move.field.name: move for move in row.money}
            figures = [part for name in amounts for part in _figures(moved.get(name))]
            sums = [total + (part or 0) for total, part in zip(sums, figures, strict=True)]
            yield (*said, *figures)
    if amounts:
        yield ("Total", *[""] * (len(HEADINGS) - 1), *sums)


def _figures(move: Movement | None) -> tuple[int | None, int | None, int | None]:
    return (None, None, None) if move is None else (move.old, move.new, move.by)


def _text(label: str, kind: str) -> Shape:
    return Shape(label, "text", WIDTHS[kind], FORMATS["text"], False, str)


def _amounts(move: Movement) -> Iterator[Shape]:
    label = move.field.verbose_name or move.field.name
    for part in ("before", "after", "moved by"):
        yield Shape(
            f"{label} {part}", "money", WIDTHS["money"], FORMATS["money"], False, str,
            NUMBERS["money"],
        )  # fmt: skip

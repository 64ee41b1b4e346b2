"""A table as .csv: UTF-8 with a byte-order mark, and texts that look like formulas guarded.

The guard is an apostrophe before the text; our own import takes it off again. Figures need none.
"""

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from exports.columns import Shape

NEEDS_GUARD = re.compile(r"'*\s*[=+\-@\t\r\0]")
"""Also a text with apostrophes before such a sign, so that taking off one restores it."""

_UNKEPT = re.compile("[\ud800-\udfff]")


def guarded(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if NEEDS_GUARD.match(text) else text


def write(path: Path, shapes: Sequence[Shape], rows: Iterable[Sequence[Any]]) -> int:
    """Write rows as a text file; returns how many they were. The file is absent when it fails."""
    part = path.with_name(f"{path.name}.part")
    writers = [_writer(shape) for shape in shapes]
    count = 0
    try:
        with part.open("w", encoding="utf-8-sig", newline="") as handle:
            out = csv.writer(handle)
            out.writerow([guarded(shape.heading) for shape in shapes])
            for row in rows:
                out.writerow(
                    ["" if v is None else write(v) for write, v in zip(writers, row, strict=True)]
                )
                count += 1
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return count


def _writer(shape: Shape) -> Callable[[Any], str]:
    text = shape.text
    if shape.number is not None:
        return text
    return lambda value: guarded(_UNKEPT.sub("\N{REPLACEMENT CHARACTER}", text(value)))

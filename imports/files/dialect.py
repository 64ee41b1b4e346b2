"""How the records of a text file are written: delimiter, quote, usual width."""

import csv
import io
import re
from dataclasses import dataclass
from typing import Any

DELIMITERS = ",;\t|"
RARE = "^~:"
"""Delimiters that are taken only where every record has equally many fields, three or more."""

_SEPARATOR_LINE = re.compile(r"sep=(.)", re.IGNORECASE)


@dataclass(frozen=True)
class Dialect:
    """How records are written; `width` is how many fields most of them have.

    `named`: the first line only names the delimiter. `spaced`: quotes open after a blank.
    """

    delimiter: str = ","
    quote: str = '"'
    width: int = 1
    named: bool = False
    spaced: bool = False

    def reading(self) -> dict[str, Any]:
        """The settings of a reader that refuses what is malformed."""
        return {
            "delimiter": self.delimiter,
            "quotechar": self.quote,
            "skipinitialspace": self.spaced,
            "strict": True,
        }


def dialect_of(lines: str) -> Dialect:
    """From the first lines of a file."""
    first = next(iter(lines.splitlines()), "")
    if named := _SEPARATOR_LINE.fullmatch(first):
        rest = lines[len(first) :].lstrip("\r\n")
        return Dialect(named[1], '"', _widths(rest, named[1], '"')[1], named=True)
    found = [_judged(lines, delimiter) for delimiter in DELIMITERS]
    score, dialect = max(found, key=lambda one: one[0])
    if not score:
        for delimiter in RARE:
            score, rare = _judged(lines, delimiter)
            if score >= 1 and rare.width >= 3:
                return rare
    return dialect


def _judged(lines: str, delimiter: str) -> tuple[float, Dialect]:
    quote = "'" if _single_quoted(lines, delimiter) else '"'
    score, width = _widths(lines, delimiter, quote)
    spaced = _spaced(lines, delimiter, quote)
    return score, Dialect(delimiter, quote, width, spaced=spaced)


def _spaced(lines: str, delimiter: str, quote: str) -> bool:
    """Whether a blank follows the delimiter, so that quotes open after it and none right there."""
    edge, other = re.escape(delimiter), f"[^{quote}]"
    return bool(re.search(f"{edge} +{quote}{other}", lines)) and not re.search(
        f"{edge}{quote}{other}", lines
    )


def _single_quoted(lines: str, delimiter: str) -> bool:
    """Whether whole fields stand between single quotes, and none between double ones."""
    edge = re.escape(delimiter)
    whole = len(re.findall(rf"(?:^|{edge})'[^'\n]*'(?={edge}|\r?$)", lines, re.MULTILINE))
    return whole >= 2 and not re.search(rf'(?:^|{edge})"', lines, re.MULTILINE)


def _widths(lines: str, delimiter: str, quote: str) -> tuple[float, int]:
    """How well the records agree in width with a delimiter, 0 where it splits none; the width."""
    try:
        parsed = csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter, quotechar=quote)
        widths = [len(row) for row in parsed if row]
    except csv.Error:
        return 0.0, 1
    split = [width for width in widths if width > 1]
    if not split or len(split) == 1 < len(widths):
        return 0.0, 1
    usual = max(set(split), key=lambda width: (split.count(width), width))
    return split.count(usual) / len(widths) + min(usual, 50) / 1000, usual

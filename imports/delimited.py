"""Reading .csv: encoding, delimiter, quote and line ends are found from the file itself."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from rules.errors import BadValue

DELIMITERS = ",;\t|"
SAMPLE_ROWS = 200
LONGEST_FIELD = 1_000_000

MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
"""Byte-order marks and the encodings that they mean, longest first where one starts another."""

GUARDED = re.compile(r"'+\s*[=+\-@\t\r\0]")
"""Text that our own export guards with an apostrophe, as it stands in the file."""

_END = "\0\0end"
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)


def rows(path: Path) -> Iterator[list[str]]:
    """The records of the file in order, blank ones too; a guarded text without its guard.

    Raises:
        BadValue: a field is not closed or longer than `LONGEST_FIELD`, or the encoding changes.
    """
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as sample:
        skip, dialect = _shape(sample)
    csv.field_size_limit(LONGEST_FIELD)
    with path.open(encoding=encoding, newline="") as handle:
        if skip:
            handle.readline()
            yield []
        yield from _records(handle, dialect, int(skip))


def _records(lines: Iterable[str], dialect: dict[str, Any], number: int) -> Iterator[list[str]]:
    """The records of the lines; the last line is our own: it shows a quotation mark left open."""
    reader = csv.reader(chain(lines, [_END]), **dialect)
    last: list[str] = []
    try:
        for row in reader:
            if row and row[-1].endswith(_END):
                last = row
            else:
                number += 1
                yield [unguarded(cell) for cell in row]
    except csv.Error as error:
        raise BadValue(
            f"Row {number + 1} cannot be read: a field is longer than {LONGEST_FIELD:,} characters."
        ) from error
    except UnicodeError as error:
        raise BadValue(
            f"After row {number} the text is not in the encoding that the file starts with."
        ) from error
    if last != [_END]:
        raise BadValue(
            f"In row {number + 1} a quotation mark is opened and never closed; "
            "the rows after it cannot be told apart."
        )


def unguarded(cell: str) -> str:
    """The text without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell[:1] == "'" and GUARDED.match(cell) else cell


def encoding_of(path: Path) -> str:
    """By byte-order mark, else UTF-16 by its zeros, else UTF-8 if all of it is, else Windows'."""
    with path.open("rb") as handle:
        head = handle.read(4096)
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding
    if len(head) > 1 and b"\0" in head:
        even, odd = head[::2].count(0), head[1::2].count(0)
        if max(even, odd) * 5 >= len(head) and min(even, odd) * 10 <= len(head):
            return "utf-16-le" if odd > even else "utf-16-be"
    for encoding in ("utf-8", "cp1252"):
        if _fits(path, encoding):
            return encoding
    return "latin-1"


def _fits(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as handle:
            while handle.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _shape(sample: io.TextIOBase) -> tuple[bool, dict[str, Any]]:
    """Whether the first line only names the delimiter, and how the records are written."""
    lines = "".join(islice(sample, SAMPLE_ROWS))
    if named := _SEPARATOR_LINE.match(lines.split("\n", 1)[0] + "\n"):
        return True, {"delimiter": named[1], "quotechar": '"'}
    scored = []
    for place, delimiter in enumerate(DELIMITERS):
        quote = "'" if _single_quoted(lines, delimiter) else '"'
        scored.append((_score(lines, delimiter, quote), -place, delimiter, quote))
    _, _, delimiter, quote = max(scored)
    spaced = _spaced(lines, delimiter, quote)
    return False, {"delimiter": delimiter, "quotechar": quote, "skipinitialspace": spaced}


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


def _score(lines: str, delimiter: str, quote: str) -> float:
    """How well the records agree in width with this delimiter; 0 where it does not split them."""
    try:
        parsed = csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter, quotechar=quote)
        widths = [len(row) for row in parsed if row]
    except csv.Error:
        return 0.0
    split = [width for width in widths if width > 1]
    if not split or len(split) == 1 < len(widths):
        return 0.0
    usual = max(set(split), key=lambda width: (split.count(width), width))
    return split.count(usual) / len(widths) + min(usual, 50) / 1000

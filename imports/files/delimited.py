"""Reading .csv: the records of a text file of any habit, in order."""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from imports.files import loose, texts
from imports.files.dialect import Dialect, dialect_of
from rules.errors import BadValue

SAMPLE_ROWS = 200
MOST_SAMPLED = 1_000_000
"""Characters that tell how the records are written."""
LONGEST_FIELD = 1_000_000
LONGEST_MENDING = 50
"""So many lines are put together at most to mend one record."""

GUARDED = re.compile(r"'+\s*[=+\-@\t\r\0]")
"""Text that our own export guards with an apostrophe, as it stands in the file."""

_END = "\0\0end"


def rows(path: Path) -> Iterator[list[str]]:
    """The records of the file in order, blank ones too; a guarded text without its guard.

    Raises:
        BadValue: a field is not closed or longer than `LONGEST_FIELD`, or the encoding changes.
    """
    with texts.opened(path) as sample:
        dialect = dialect_of(_sampled(islice(sample, SAMPLE_ROWS)))
    csv.field_size_limit(LONGEST_FIELD)
    with texts.opened(path) as handle:
        if dialect.named:
            handle.readline()
            yield []
        yield from _Records(handle, dialect).read(int(dialect.named))


def _sampled(lines: Iterable[str]) -> str:
    """The first whole lines, as many as have room; the first alone is cut where it has none."""
    found = ""
    for line in lines:
        if found and len(found) + len(line) > MOST_SAMPLED:
            break
        found += line[:MOST_SAMPLED]
    return found


class _Records:
    """The records of lines; the last line is our own: it shows a quotation mark left open."""

    def __init__(self, lines: Iterable[str], dialect: Dialect) -> None:
        self._source, self._dialect = iter(lines), dialect
        self._waiting: deque[str] = deque()
        self._taken: list[str] = []
        self._ended = False

    def _lines(self) -> Iterator[str]:
        while not self._ended:
            line = self._waiting.popleft() if self._waiting else next(self._source, _END)
            self._ended = line == _END
            self._taken.append(line)
            yield line

    def read(self, number: int) -> Iterator[list[str]]:
        """The records; `number` rows stand above them."""
        reader = csv.reader(self._lines(), **self._dialect.reading())
        while True:
            self._taken.clear()
            try:
                row = next(reader)
            except csv.Error as error:
                row = self._after(error, number)
            except UnicodeError as error:
                raise BadValue(
                    f"After row {number} the text is not in the encoding that the file starts with."
                ) from error
            if self._ended:
                return
            number += 1
            if len(row) != self._dialect.width:
                row = self._first_alone() or row
            yield [unguarded(cell) for cell in row]

    def _after(self, error: csv.Error, number: int) -> list[str]:
        """The record at which the reader stopped, mended or else read without its rules."""
        if "field larger" in str(error):
            raise BadValue(
                f"Row {number + 1} cannot be read: a field is longer than {LONGEST_FIELD:,} "
                "characters."
            ) from error
        if self._ended:
            raise _left_open(number + 1)
        alone = self._first_alone()
        if alone is not None:
            return alone
        given = len(self._taken)
        lines = self._lines()
        while len(self._taken) < given + LONGEST_MENDING and not self._ended:
            fields = loose.mended(self._text(), self._dialect)
            if fields is not None:
                return fields
            next(lines, None)
        self._give_back(given)
        plain = {**self._dialect.reading(), "strict": False}
        row = next(csv.reader([*self._taken, _END], **plain))
        if row[-1].endswith(_END):
            raise _left_open(number + 1)
        return row

    def _first_alone(self) -> list[str] | None:
        """The first of several lines, where a quote that is none tied them together.

        It and the next must then be as wide as usual, each by itself; the others are read again.
        """
        alone = [loose.mended(_bare(line), self._dialect) for line in self._taken[:2]]
        if len(alone) < 2 or None in alone:
            return None
        self._give_back(1)
        return alone[0]

    def _give_back(self, count: int) -> None:
        """Put the lines beyond `count` back, to be read again."""
        self._waiting.extendleft(reversed(self._taken[count:]))
        self._ended = False
        del self._taken[count:]

    def _text(self) -> str:
        return _bare("".join(self._taken))


def _bare(line: str) -> str:
    return line.rstrip("\r\n")


def _left_open(row: int) -> BadValue:
    return BadValue(
        f"In row {row} a quotation mark is opened and never closed; "
        "the rows after it cannot be told apart."
    )


def unguarded(cell: str) -> str:
    """The text without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell[:1] == "'" and GUARDED.match(cell) else cell

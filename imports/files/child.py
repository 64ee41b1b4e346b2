"""The child process that reads a file: it limits itself, reads, and writes plain rows to a spool.

Run as `python -m imports.files.child REQUEST FOLDER`. REQUEST is JSON (see `Request`). FOLDER
receives the file `rows`, a spool of (number, cells, marks or None), and last `summary.json`, which
is one of: `refused`, the sentence why it cannot be read; `fault`, the trace of a fault of this
program; or tab, tabs, hidden_tabs, header_first, header_row, header, ignored [number, reason,
text], totals (the fields of `totals.Total`), doubted [number, text], merged [first row, last row,
column], hidden_rows, hidden_columns, epoch_1904, count and
surplus. A cell that its row ends before is None.
"""

import errno
import json
import sys
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any

from imports.files import book, delimited, kinds
from imports.files.book import Table
from imports.files.headers import Header, given_header, whole_header
from imports.files.layout import SEARCHED_ROWS, Sorter, blank, find_header
from imports.files.totals import Control
from imports.files.traits import Traits, within
from imports.names import letters
from imports.spool import Spool
from rules.errors import BadValue

MEMORY, CPU_SECONDS, SPOOL_BYTES = 1 << 30, 60, 2 << 30
MOST_ROWS = 1_048_576
MOST_MERGED = 20_000
"""So many cells that are merged over several rows are filled on."""

UNNAMED = 0
"""The row of the headings where there are none."""

NO_ROOM, FULL = (errno.ENOSPC, errno.EDQUOT), 75
"""Faults of the system that mean a full disk, and how this process then ends."""

TOO_MUCH = (
    "The file needs more memory to read than is allowed: its cells span an impossible area, or it "
    "is built to do harm."
)


@dataclass(frozen=True)
class Request:
    """What to read: file, ending of its name, known headings made alike, what was given by hand.

    `hidden`: whether hidden rows and columns are read too.
    """

    path: str
    named: str
    known: tuple[str, ...] = ()
    tab: str | None = None
    header_row: int | None = None
    hidden: bool = True

    def text(self) -> str:
        """The request as JSON."""
        return json.dumps(asdict(self))


def main(request: str, folder: str) -> int:
    """Limit this process, read the file, leave rows and summary in the folder."""
    limit()
    try:
        run(Request(**json.loads(request)), Path(folder))
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        return FULL
    return 0


def limit() -> None:
    """Bound memory, processor time and output of this process, where the system can."""
    try:
        import resource  # not on Windows, where the time limit of the parent stays
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (SPOOL_BYTES, SPOOL_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(request: Request, folder: Path) -> None:
    """Read the file into the folder; what is wrong with it becomes the summary."""
    try:
        summary = _read(request, folder / "rows")
    except BadValue as error:
        summary = {"refused": error.sentence}
    except UnicodeError:
        summary = {"refused": "The text is not in the encoding that the file starts with."}
    except MemoryError:
        summary = {"refused": TOO_MUCH}
    except Exception as error:  # the job ends here: what is no fault of the file is told as ours
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            raise
        summary = {"fault": traceback.format_exc()}
    except BaseException as error:
        # The reader of workbooks ends so where it did not foresee a file.
        if type(error).__name__ != "PanicException":
            raise
        summary = {"refused": book.DAMAGED}
    (folder / "summary.json").write_text(json.dumps(summary, default=_plain))


def _plain(value: Any) -> Any:
    return {"exact": str(value)} if isinstance(value, Decimal) else str(value)


def _read(request: Request, rows: Path) -> dict[str, Any]:
    path = Path(request.path)
    kind = kinds.check(path, named=request.named)
    table, index = _choose(_tables(path, kind, request.tab), request)
    traits = table.look()
    if traits.texts:
        table.rows = traits.spelled(table.rows)
    first = list(islice(table.rows, max(SEARCHED_ROWS, index + 1)))
    table.rows = chain(first, table.rows)
    header = _whole(first, index, request, traits)
    with rows.open("w+b") as handle:
        summary = _Reading(table, traits, header, hidden=request.hidden).into(Spool(handle))
    proved = summary.pop("proved")
    if proved:
        _leave_out(rows, proved)
    return summary


def _whole(first: list[list[Any]], index: int, request: Request, traits: Traits) -> Header:
    """The header that was found, or the one that ends with the row that was given; where these end
    in the same row they are one.
    """
    if request.header_row == UNNAMED:
        return _unnamed(first)
    found, _ = find_header(first[:SEARCHED_ROWS], request.known)
    if found >= 0:
        header = whole_header(first, found, known=request.known, merged=traits.merged)
        if request.header_row is None or header.last == index:
            return header
    return given_header(first, index, known=request.known, merged=traits.merged)


def _unnamed(first: list[list[Any]]) -> Header:
    """Of a table without headings: its columns are called by their letters."""
    return Header(-1, -1, [f"Column {letters(place)}" for place in range(max(map(len, first)))])


def _leave_out(rows: Path, proved: set[int]) -> None:
    """Write the spool anew without some rows."""
    kept = rows.with_name("kept")
    with rows.open("rb") as old, kept.open("w+b") as new:
        spool = Spool(new)
        spool.extend(record for record in Spool(old) if record[0] not in proved)
        spool.flush()
    kept.replace(rows)


class _Reading:
    """One table on its way to the spool."""

    def __init__(self, table: Table, traits: Traits, header: Header, *, hidden: bool) -> None:
        self.table, self.traits, self.header, self.hidden = table, traits, header, hidden
        self.ignored: list[tuple[int, str, str]] = []
        self.control = Control()
        self.columns = within(traits.columns, table.width - 1)
        self.left_out = set() if hidden else set(within(traits.rows, table.height))
        if not hidden:
            for column in self.columns:
                header.cells[column : column + 1] = [""] if column < len(header.cells) else []

    def into(self, spool: Spool) -> dict[str, Any]:
        """Write the rows of data; the summary of the rest."""
        table, header, marks = self.table, self.header, self.traits.marks
        above = list(islice(table.rows, header.last + 1))
        self.ignored += [
            (number, "title", _title(row))
            for number, row in enumerate(above[: header.first], 1)
            if not _empty(row)
        ]
        widths = set()
        sorter = Sorter(header.cells, above[header.first :], above[: header.first])
        for number, row, reason in self._body(sorter):
            if reason:
                self.ignored.append((number, reason, _first_text(row)))
            else:
                widths.add(len(row))
                spool.add((number, row, marks.get(number)))
        spool.flush()
        return {**self._summary(spool), "surplus": _surplus(widths, len(header.cells))}

    def _summary(self, spool: Spool) -> dict[str, Any]:
        table, header = self.table, self.header
        totals, proved, doubted = self.control.settle(spool)
        for total in totals:
            if total.row in proved:
                self.ignored.append((total.row, "total", total.text))
        return {
            "tab": table.tab,
            "tabs": table.tabs,
            "hidden_tabs": table.hidden_tabs,
            "header_first": header.first + 1,
            "header_row": header.last + 1,
            "header": header.cells,
            "ignored": sorted(self.ignored),
            "totals": totals,
            "doubted": [(one.row, one.text) for one in doubted],
            "merged": self._merged(),
            "hidden_rows": within(self.traits.rows, table.height),
            "hidden_columns": self.columns,
            "epoch_1904": self.traits.epoch_1904,
            "count": spool.count - len(proved),
            "proved": proved,
        }

    def _merged(self) -> list[tuple[int, int, int]]:
        """The cells below the header that are merged over several rows."""
        areas = self.traits.merged
        down = (a for a in areas if a[2] > a[0] > self.header.last + 1)
        return sorted((top, bottom, left) for top, left, bottom, _ in down)[:MOST_MERGED]

    def _body(self, sorter: Sorter) -> Iterator[tuple[int, list[Any], str]]:
        """(number, cells, why it is left out or "") of each row below the header but blank ones."""
        width, marks, control = len(self.header.cells), self.traits.marks, self.control
        for number, row in enumerate(self.table.rows, self.header.last + 2):
            if number > MOST_ROWS:
                raise BadValue(f"The file has more than {MOST_ROWS:,} rows. Split it.")
            if len(row) < width:
                row += [self.table.missing] * (width - len(row))
            if not self.hidden:
                self._blank_hidden(row)
            if number not in marks and _empty(row):
                continue
            reason = "hidden" if number in self.left_out else sorter.reason(row)
            if reason == "total":
                control.total(number, row)
            elif reason != "hidden":
                if reason:
                    control.title(number)
                else:
                    control.data(number, row, hint=sorter.hint(row))
            yield number, row, reason

    def _blank_hidden(self, row: list[Any]) -> None:
        for column in self.columns:
            if column < len(row):
                row[column] = ""


def _surplus(widths: set[int], width: int) -> int:
    """By how many cells every row is wider than the header."""
    return widths.pop() - width if len(widths) == 1 else 0


def _empty(row: list[Any]) -> bool:
    if row and not blank(row[0]):
        return False
    return row.count("") == len(row) or all(map(blank, row))


def _first_text(row: list[Any]) -> str:
    return next((str(cell).strip()[:80] for cell in row if not blank(cell)), "")


def _title(row: list[Any]) -> str:
    """A title, with what stands in cells of their own beside it."""
    return " ".join(str(cell).strip() for cell in row if not blank(cell))[:80]


def _tables(path: Path, kind: str, tab: str | None) -> Iterable[Table]:
    if kind == "csv":
        return [Table(None, delimited.rows(path), missing=None)]
    return book.tables(path, kind, wanted=tab)


def _choose(tables: Iterable[Table], request: Request) -> tuple[Table, int]:
    """The first table with the most known headings, and the index of its header row."""
    best: tuple[int, Table, int] | None = None
    for table in tables:
        first = list(islice(table.rows, max(SEARCHED_ROWS, request.header_row or 0)))
        table.rows = chain(first, table.rows)
        index, hits = _header(first, request)
        if index >= 0 and (best is None or hits > best[0]):
            best = hits, table, index
    if best is None:
        raise BadValue(_nothing(request))
    return best[1], best[2]


def _header(first: list[list[Any]], request: Request) -> tuple[int, int]:
    if request.header_row is None:
        return find_header(first, request.known)
    index = max(request.header_row - 1, 0)
    if request.header_row == UNNAMED:
        index = next((n for n, row in enumerate(first) if not all(map(blank, row))), 0)
    found = 0 <= index < len(first) and not all(map(blank, first[index]))
    return (index, 1) if found else (-1, 0)


def _nothing(request: Request) -> str:
    if request.header_row:
        return f"Row {request.header_row} holds no headings."
    return "The file holds no rows." if request.tab is None else f"“{request.tab}” holds no rows."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))

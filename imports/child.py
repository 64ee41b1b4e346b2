"""The child process that reads a file: it limits itself, reads, and writes plain rows to a spool.

Run as `python -m imports.child REQUEST FOLDER`. REQUEST is JSON (see `Request`). FOLDER receives
the file `rows`, a spool of (number, cells, marks or None), and last `summary.json`: tab, tabs,
header_row, header, ignored [number, reason, text], count and surplus; a cell that its row ends
before is None; or only `refused`, the sentence why it
cannot be read; or only `fault`, the trace of a fault of this program.
"""

import errno
import json
import sys
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from imports import archive, delimited
from imports.layout import SEARCHED_ROWS, Sorter, blank, find_header
from imports.spool import Spool
from rules.errors import BadValue

MEMORY, CPU_SECONDS, SPOOL_BYTES = 1 << 30, 60, 2 << 30
MOST_ROWS = 1_048_576
MOST_FILE_BYTES = 100_000_000
NO_ROOM, FULL = (errno.ENOSPC, errno.EDQUOT), 75
"""Faults of the system that mean a full disk, and how this process then ends."""

TOO_MUCH = (
    "The file needs more memory to read than is allowed: its cells span an impossible area, or it "
    "is built to do harm."
)

_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"


@dataclass(frozen=True)
class Request:
    """What to read: file, kind (xlsx or csv), known headings made alike, what was given by hand."""

    path: str
    kind: str
    known: tuple[str, ...] = ()
    tab: str | None = None
    header_row: int | None = None

    def text(self) -> str:
        """The request as JSON."""
        return json.dumps(asdict(self))


@dataclass
class Table:
    """Rows of one tab from its top, each a list of cells, with the marks of odd cells."""

    tab: str | None
    rows: Iterator[list[Any]]
    marks: archive.Marks
    tabs: tuple[str, ...] = ()


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
        with (folder / "rows").open("w+b") as handle:
            summary = _read(request, Spool(handle))
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
    (folder / "summary.json").write_text(json.dumps(summary, default=str))


def _read(request: Request, spool: Spool) -> dict[str, Any]:
    path = Path(request.path)
    _check_kind(path, request.kind)
    table, index = _choose(_tables(path, request), request)
    above = list(islice(table.rows, index))
    header = next(table.rows)
    ignored = [
        (number, "title", _first_text(row))
        for number, row in enumerate(above, 1)
        if not _empty(row)
    ]
    widths = set()
    for number, row, reason in _body(table, index + 2, header):
        if reason:
            ignored.append((number, reason, _first_text(row)))
        else:
            widths.add(len(row))
            spool.add((number, row, table.marks.get(number)))
    spool.flush()
    return {
        "tab": table.tab,
        "tabs": table.tabs,
        "header_row": index + 1,
        "header": header,
        "ignored": ignored,
        "count": spool.count,
        "surplus": widths.pop() - len(header) if len(widths) == 1 else 0,
    }


def _body(table: Table, first: int, header: list[Any]) -> Iterator[tuple[int, list[Any], str]]:
    """(number, cells, why it is left out or "") of each row below the header that is not blank."""
    reason, width, marks = Sorter(header).reason, len(header), table.marks
    for number, row in enumerate(table.rows, first):
        if number > MOST_ROWS:
            raise BadValue(f"The file has more than {MOST_ROWS:,} rows. Split it.")
        if len(row) < width:
            row += [None] * (width - len(row))
        if number in marks or not _empty(row):
            yield number, row, reason(row)


def _empty(row: list[Any]) -> bool:
    return row.count("") == len(row) or all(map(blank, row))


def _first_text(row: list[Any]) -> str:
    return next((str(cell).strip()[:80] for cell in row if not blank(cell)), "")


def _check_kind(path: Path, kind: str) -> None:
    size = path.stat().st_size
    if size == 0:
        raise BadValue("The file is empty.")
    if size > MOST_FILE_BYTES:
        raise BadValue(
            f"The file has {size // 1_000_000:,} MB; "
            f"at most {MOST_FILE_BYTES // 1_000_000} MB are read. Split it."
        )
    with path.open("rb") as handle:
        start = handle.read(8)
    if start == _OLD_EXCEL:
        raise BadValue(
            "The file is an older Excel file (.xls) or protected with a password. "
            "Save it as .xlsx without a password."
        )
    if kind == "csv" and start.startswith(_ZIP) and b"\x03\x04" in start:
        raise BadValue("The file is named .csv but is a workbook. Name it .xlsx.")
    if kind == "xlsx" and not start.startswith(_ZIP):
        raise BadValue("The file is named .xlsx but is no workbook. Save it as .xlsx or .csv.")


def _tables(path: Path, request: Request) -> Iterable[Table]:
    if request.kind == "csv":
        return [Table(None, delimited.rows(path), {})]
    archive.check(path)
    return _tabs(path, request.tab)


def _tabs(path: Path, wanted: str | None) -> Iterator[Table]:
    """The tab that was given, else every visible tab, read one after the other."""
    try:
        book = CalamineWorkbook.from_path(path)
        names = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet
            and (sheet.visible == SheetVisibleEnum.Visible or sheet.name == wanted)
        ]
        if wanted is not None and wanted not in names:
            raise BadValue(f"There is no tab “{wanted}”. The file has {', '.join(names)}.")
        for name in [wanted] if wanted is not None else names:
            sheet = book.get_sheet_by_name(name)
            if sheet.start is not None:
                rows = _from_first_column(sheet.iter_rows(), sheet.start[1])
                yield Table(name, rows, archive.marks(path, name), tuple(names))
    except CalamineError as error:
        raise BadValue("The file is damaged or no workbook that can be read.") from error


def _from_first_column(rows: Iterable[list[Any]], left: int) -> Iterator[list[Any]]:
    empty = [""] * left
    return (empty + row for row in rows) if left else iter(rows)


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
    index = request.header_row - 1
    found = 0 <= index < len(first) and not all(map(blank, first[index]))
    return (index, 1) if found else (-1, 0)


def _nothing(request: Request) -> str:
    if request.header_row is not None:
        return f"Row {request.header_row} holds no headings."
    return "The file holds no rows." if request.tab is None else f"“{request.tab}” holds no rows."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))

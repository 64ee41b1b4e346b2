"""The error workbook: the user's own file back, with what was refused coloured and explained.

Made in a limited child process, since it opens the file once more. A workbook stays the user's own,
with all that the library keeps; what it drops is told. Another kind of file, or one of many rows,
comes back as a new workbook in the same order, of many rows those alone that were refused.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from imports.grid import Grid
from imports.marking import Bad, Request
from imports.outcome import MOST_LISTED, ImportPlan, RefusedRow
from imports.reading import run_limited
from imports.spool import Spool
from journal import policy
from journal.links import naming
from journal.who import Who
from rules.errors import BadValue

OWN_FILE_ROWS = 20_000
"""Up to so many rows a workbook comes back as it was."""

MOST_RECORDS = 300
"""So many records of another sheet a cell offers at most."""


@dataclass(frozen=True)
class ErrorBook:
    """The workbook that was made, and what the user's own file lost on the way, in words."""

    path: Path
    dropped: tuple[str, ...]


def make(
    who: Who, plan: ImportPlan, source: Path, folder: Path, decided: dict[str, Any]
) -> ErrorBook:
    """Make the error workbook of a plan.

    Args:
        who: what records a refused relation may name is what they see.
        plan: with refused rows.
        source: the user's file.
        folder: where the workbook is put.
        decided: how the file is read; it is kept in the workbook, and used when that comes back.

    Raises:
        BadValue: the file cannot be opened once more.
    """
    kind = Path(plan.grid.file_name).suffix.lower()
    own = kind in (".xlsx", ".xlsm") and plan.grid.header_row > 0
    own = own and plan.grid.rows_read <= OWN_FILE_ROWS
    ending = kind if own else ".xlsx"
    target = folder / f"{Path(plan.grid.file_name).stem[:80]} - to mend{ending}"
    rows = folder / "rows"
    if not own:
        _write_rows(plan, rows)
    request = Request(
        str(source),
        str(target),
        own,
        kind == ".xlsm",
        plan.grid.tab,
        plan.grid.header_row,
        _headings(plan.grid),
        list(_bad_cells(who, plan)),
        "" if own else str(rows),
        json.dumps(decided),
    )
    asked = folder / "request.json"
    asked.write_text(json.dumps(asdict(request)), encoding="utf-8")
    try:
        run_limited("imports.marking", [str(asked)])
        said = json.loads((folder / "made.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise BadValue("The file cannot be opened once more.") from error
    finally:
        for place in (asked, rows, folder / "made.json"):
            place.unlink(missing_ok=True)
    return ErrorBook(target, tuple(said["dropped"]))


def _headings(grid: Grid) -> list[str]:
    width = max((heading.column for heading in grid.headings), default=-1) + 1
    texts = {heading.column: heading.text for heading in grid.headings}
    return [texts.get(place, "") for place in range(width)]


def _bad_cells(who: Who, plan: ImportPlan) -> Iterator[Bad]:
    """The refused cells; what is wrong with a whole row stands at its first heading."""
    first, offered = plan.grid.headings[0].column, _Offered(who, plan.model)
    for record in islice(plan.refused_rows, MOST_LISTED):
        row = RefusedRow(*record)
        for _, column, _, reason in row.errors:
            place = plan.columns.places.get(column or "", first)
            yield Bad(row.row, place, reason, offered.of(column or ""))


class _Offered:
    """What a refused cell may hold, by column; records of a relation are looked up once."""

    def __init__(self, who: Who, model: Any) -> None:
        self._who, self._fields = who, model._meta.fields
        self._found: dict[str, tuple[str, ...]] = {}

    def of(self, column: str) -> tuple[str, ...]:
        if column not in self._found:
            self._found[column] = self._look_up(self._fields.get(column))
        return self._found[column]

    def _look_up(self, field: Any) -> tuple[str, ...]:
        if field is None:
            return ()
        if field.kind == "yesno":
            return ("yes", "no")
        if field.kind == "link" and policy.may_read(self._who, field.rel_model):
            within = policy.scope(self._who, field.rel_model)
            return tuple(naming(field.rel_model, within=within, most=MOST_RECORDS))
        return tuple(label for _, label in field.choices) if field.kind == "choice" else ()


def _write_rows(plan: ImportPlan, path: Path) -> None:
    """The rows for a new workbook: all of them, of a long file those that are refused."""
    with path.open("w+b") as handle:
        spool = Spool(handle)
        if plan.grid.rows_read <= OWN_FILE_ROWS:
            spool.extend((row.number, row.cells) for row in plan.grid.rows())
        else:
            refused = (RefusedRow(*record) for record in plan.refused_rows)
            spool.extend((row.row, row.cells) for row in refused)
        spool.flush()

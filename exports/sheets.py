"""A sheet, or what a filter leaves of it, as a file: .xlsx or .csv, read through the policy."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from exports import csvfile, workbook
from exports.columns import shape, title_of
from journal import access, policy
from journal.jobs import Told, untold
from journal.question import Question
from journal.reading import Row, fields_of, guarded, stream
from journal.settings import office_day
from journal.who import Who
from rules.days import long_day
from rules.errors import BadQuestion

KINDS = (".xlsx", ".csv")
"""Endings of files that a sheet is exported to."""

CHECKED_AT_ONCE = 2_000


@dataclass(frozen=True)
class Exported:
    """What was written: the file, how many rows, and which guarded sensitivities and columns it
    shows.
    """

    path: Path
    rows: int
    sensitivities: frozenset[str]
    columns: tuple[str, ...]


def export(who: Who, question: Question, path: str | Path, *, told: Told = untold) -> Exported:
    """Write what a question asks for to a file, by its ending: all readable columns or those named.

    One entry in the access log says who took out how many rows by which filter. `told` hears how
    many rows are written, now and then; what it raises ends the work and leaves no file.

    Raises:
        BadQuestion: the ending is neither .xlsx nor .csv, or the question is wrong.
        Refused: the sheet or a column is out of sight.
        Blocked: more rows than a workbook holds.
    """
    path = Path(path)
    if path.suffix.lower() not in KINDS:
        raise BadQuestion(f"“{path.name}” must end in {' or '.join(KINDS)}.")
    policy.need_read(who, question.model)
    if question.columns is None:
        question = replace(question, columns=("*",))
    fields = fields_of(who, question)
    seen: set[str] = set()
    shapes = [shape(field) for field in fields]
    with closing(stream(who, question)) as found:
        rows = _values(found, fields, seen, told)
        if path.suffix.lower() == ".csv":
            count = csvfile.write(path, shapes, rows)
        else:
            title = title_of(question.model)
            count = workbook.write(path, title, shapes, rows, _headed(question, title))
    sheet = question.model.__name__.lower()
    access.note_count(who, "export", sheet, count, sensitivities=seen, filters=question.filters)
    return Exported(path, count, frozenset(seen), tuple(field.name for field in fields))


def _headed(question: Question, title: str) -> workbook.Beside | None:
    """What names the past day above each page on paper; none where there is no such day."""
    moment = question.as_of
    if moment is None:
        return None
    heading = f"{title}, as of {long_day(office_day(moment))}"
    return lambda book: workbook.headed(book.worksheets[0], heading)


def _values(
    rows: Iterator[Row], fields: tuple[Any, ...], seen: set[str], told: Told
) -> Iterator[tuple[Any, ...]]:
    """The values of the rows; `seen` gathers the guarded sensitivities among them."""
    part: list[Row] = []
    count = 0
    for row in rows:
        part.append(row)
        if len(part) >= CHECKED_AT_ONCE:
            seen |= guarded(fields, part)
            count += len(part)
            told(count)
            part = []
        yield row.values
    seen |= guarded(fields, part)

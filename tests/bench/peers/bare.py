"""The floor of an import: the workbook read, its rows put into the sheet's table, nothing else."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

import models as m
from journal import database
from journal.stored import storing
from tests.bench import offices
from tests.bench.measure import once, told

GIVEN = {"version": 1, "batch_id": 1}


def read_and_insert(empty: str, file: str) -> dict[str, float]:
    """What reading a register and one executemany cost, in a copy of an empty office."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(empty, Path(folder) / "office.db"))
        offices.bind(path)
        found = once(lambda: _work(Path(file)))
        count = database.run("SELECT count(*) FROM claim").fetchone()[0]
    assert count, "nothing was brought in"
    return told(found)


def _work(file: Path) -> None:
    rows = iter(CalamineWorkbook.from_path(file).get_sheet_by_index(0).iter_rows())
    headings = next(rows)
    fields = [m.Claim._meta.fields[name] for name in headings]
    filled = {**GIVEN, **_blanks({field.name for field in fields})}
    columns = [field.column_name for field in fields] + list(filled)
    takes, rest = [_take(field) for field in fields], tuple(filled.values())
    made = [
        (*[take(cell) for take, cell in zip(takes, row, strict=True)], *rest) for row in rows
    ]
    marks, names = ", ".join("?" * len(columns)), ", ".join(f'"{name}"' for name in columns)
    with database.write_transaction():
        database.run_many(f"INSERT INTO claim ({names}) VALUES ({marks})", made)


def _blanks(given: set[str]) -> dict[str, Any]:
    """The columns that a row cannot be without, by their defaults."""
    return {
        field.column_name: storing(field)(field.default)
        for field in m.Claim._meta.sorted_fields
        if field.default is not None and not callable(field.default) and field.name not in given
    }


def _take(field: Any) -> Any:
    """A cell as the table keeps it."""
    if field.kind == "link":
        key = getattr(field.rel_model, field.rel_model._meta.key[0])
        return dict(field.rel_model.select(key, field.rel_model.id).tuples()).get
    if field.kind == "money":
        return lambda cell: round(cell * 100)
    return str if field.kind == "day" else lambda cell: cell

"""A report for all departments at once: a workbook each, with that department's rows alone."""

import re
import tempfile
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

from exports.reports import asking, writing
from exports.reports.claim_rows import departments
from exports.reports.report import Asked
from journal.jobs import Told, untold
from rules.errors import BadQuestion
from rules.registry import Entry

REPORTS = ("department_status",)
"""Reports whose columns are made to be handed to a department (Lab. Code 3762(c))."""
ODD = re.compile(r"[^\w.-]+")


def write(entry: Entry, question: Asked, path: Path, *, told: Told = untold) -> int:
    """Write a .zip with a workbook for each department that has rows; returns how many rows.

    Each is asked anew for its department, so what one holds is what its own report would.

    Raises:
        BadQuestion: the report is not made for departments, or one department is asked for.
    """
    if entry.key not in REPORTS:
        raise BadQuestion(f"“{entry.title}” is not made to be handed to departments.")
    if question.values["department"]:
        raise BadQuestion("One department is asked for: take its workbook, or ask for all.")
    day, count = question.as_of.isoformat(), 0
    with ZipFile(path, "w", ZIP_STORED) as parcel, tempfile.TemporaryDirectory() as folder:
        for code in departments():
            texts = {"as_of": day, **question.texts, "department": code}
            own = asking.asked(question.who, entry, texts, on=question.on)
            made = asking.make(own, entry)
            if not made.count:
                continue
            name = f"{entry.key.replace('_', '-')}-{ODD.sub('-', code)}-{day}.xlsx"
            count += writing.write(entry, own, made, Path(folder) / name)
            parcel.write(Path(folder) / name, name)
            (Path(folder) / name).unlink()
            told(count)
    return count

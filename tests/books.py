"""Small workbooks and text files for the tests of imports and exports, made on the spot."""

import csv
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

import models as m
from imports.commit import commit
from imports.outcome import ImportPlan, Options, Part
from imports.plan import plan_file
from imports.profiles import Profile, Recipe
from journal.who import OPERATOR, Who

TODAY = date(2026, 11, 24)


def xlsx(
    path: Path, *rows: Sequence[Any], tab: str = "Claims", **tabs: Sequence[Sequence[Any]]
) -> Path:
    """A workbook with these rows in a tab, and further tabs by name."""
    book = Workbook()
    book.remove(book.active)
    for name, lines in {tab: rows, **tabs}.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    book.save(path)
    return path


def csv_file(path: Path, *rows: Sequence[Any], encoding: str = "utf-8", **dialect: Any) -> Path:
    """A text file with these rows."""
    with path.open("w", encoding=encoding, newline="") as handle:
        csv.writer(handle, **dialect).writerows(rows)
    return path


PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="Raw" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def raw_xlsx(
    path: Path, cells: str = "", parts: Mapping[str, str | bytes | None] | None = None
) -> Path:
    """A workbook written part by part: `cells` is the XML of its rows; a part given as None is left
    out.
    """
    sheet = f"<worksheet {MAIN}><sheetData>{cells}</sheetData></worksheet>"
    whole = {**PARTS, "xl/worksheets/sheet1.xml": sheet, **(parts or {})}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in whole.items():
            if data is not None:
                archive.writestr(name, data)
    return path


def options(**values: Any) -> Options:
    """Decisions about an import on the fixed day."""
    return Options(on=TODAY, **values)


def planned(
    path: Path, model: Any = m.Claim, *, who: Who = OPERATOR, **decisions: Any
) -> ImportPlan:
    """The plan of a file."""
    return plan_file(who, model, path, options(**decisions))


def bring_in(
    path: Path, model: Any = m.Claim, *, who: Who = OPERATOR, **decisions: Any
) -> dict[str, Any]:
    """Plan and commit a file; the result as the command line prints it."""
    plan = planned(path, model, who=who, **decisions)
    try:
        return commit(who, plan)
    finally:
        plan.close()


def counts(result: Mapping[str, Any]) -> tuple[int, int, int, int]:
    """(new, changed, unchanged, refused)."""
    return tuple(result[name] for name in ("new", "changed", "unchanged", "refused"))


CASES = Profile(
    "Payments with their claims",
    "payment",
    ("case", "who", "sum", "fees", "day"),
    Recipe(
        columns={"amount": "Sum", "payee_name": "Who", "payment_date": "Day"},
        fixed={"category": "indemnity", "status": "posted"},
        keyless=True,
        before=(
            Part(
                "claim",
                {"claim_no": "Case", "claimant": "Who"},
                {"status": "litigation"},
                {},
                "claim",
            ),
        ),
        after=(
            Part(
                "payment",
                {"amount": "Fees", "payee_name": "Who", "payment_date": "Day"},
                {"category": "expense", "status": "posted"},
                {},
                "claim",
                "amount",
            ),
        ),
    ),
)
CASE_HEAD = ["Case", "Who", "Sum", "Fees", "Day"]
"""A keyless register: a row is a payment with its claim, and a payment of fees where it names some."""

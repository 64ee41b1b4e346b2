"""Real registers through the ordinary import, each with its shipped profile and a golden file.

What a golden file says was compared with the totals that the register prints, or with an
independent reading of its columns; a second run adds nothing.
"""

import csv
import json
import os
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from books import TODAY
from openpyxl import load_workbook

import models as m
from imports.commit import commit
from imports.outcome import ImportPlan, Options
from imports.plan import plan_file
from journal import audit
from journal.who import OPERATOR
from rules.errors import BadQuestion

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("seeded_office"),
    pytest.mark.skipif(
        not SAMPLES.is_dir() and os.environ.get("CI") != "true",
        reason=f"the sample registers are not beside the repository ({SAMPLES.name}/)",
    ),
]
GOLDENS = json.loads((Path(__file__).parent / "goldens.json").read_text(encoding="utf-8"))
SHORT = 40
"""Signs of a reason that tell it from others."""


def brought(path: Path, sheet: str, tab: str | None = None) -> tuple[ImportPlan, dict[str, Any]]:
    """A file planned and brought in."""
    plan = plan_file(OPERATOR, m.BY_NAME[sheet], path, Options(TODAY, tab=tab))
    return plan, commit(OPERATOR, plan)


def told(result: dict[str, Any]) -> dict[str, Any]:
    """What a golden file says of a result."""
    details = result["details"]
    refused = Counter(f"{e['column']}: {_reason(e['message'])}" for e in result["errors"])
    controls = details["controls"]
    return {
        "profile": details["profile"],
        "rows": {n: result[n] for n in ("rows_read", "new", "changed", "unchanged", "refused")},
        "refused": dict(sorted(refused.items())),
        "ignored": dict(sorted(Counter(row["reason"] for row in details["ignored"]).items())),
        "sums": result["sums"],
        "beside": [{n: part[n] for n in ("sheet", "new", "sums")} for part in details["beside"]],
        "printed": {
            "figures": len(controls),
            "agree": sum(one["agrees"] for one in controls),
            "last": [[one["heading"], one["printed"], one["imported"]] for one in controls[-3:]],
        },
    }


def _reason(message: str) -> str:
    """The reason of a refusal without the value that it quotes."""
    return message.rpartition("”")[2].strip(" .,")[:SHORT] or message[:SHORT]


@pytest.mark.parametrize("name", sorted(GOLDENS))
def test_a_real_register_comes_in_as_its_golden_file_says(name):
    golden = GOLDENS[name]
    path = SAMPLES / golden["file"]
    _, result = brought(path, golden["sheet"], golden["tab"])
    assert told(result) == golden["told"]
    assert audit.verify().problems == []
    _, again = brought(path, golden["sheet"], golden["tab"])
    done = result["new"] + result["unchanged"]
    assert (again["batch"], again["new"], again["changed"]) == (None, 0, 0)
    assert (again["unchanged"], again["refused"]) == (done, result["refused"])


@pytest.mark.only_on("sqlite")
@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
@pytest.mark.parametrize("name", sorted(n for n, g in GOLDENS.items() if g["columns"]))
def test_its_sums_are_those_of_an_independent_reading(name):
    golden = GOLDENS[name]
    path = SAMPLES / golden["file"]
    plan, result = brought(path, golden["sheet"], golden["tab"])
    left = {row.row for row in plan.grid.ignored}
    left |= {record[0] for record in plan.refused_rows}
    for column, heading in golden["columns"].items():
        read = _read(path, golden["tab"], plan.grid.header_row, heading, left)
        assert Decimal(result["sums"][column]) == read, (column, heading)


def _read(path: Path, tab: str | None, header: int, heading: str, left: set[int]) -> Decimal:
    """The sum of a column, read by another library, without the rows that are left out."""
    rows = _csv_rows(path) if path.suffix == ".csv" else _book_rows(path, tab)
    place = [" ".join(str(cell or "").split()) for cell in rows[header - 1]].index(heading)
    total = Decimal()
    for number, row in enumerate(rows[header:], header + 1):
        cell = row[place] if place < len(row) else None
        if number in left or cell in (None, "", "N/A", "(blank)"):
            continue
        total += Decimal(str(cell).replace(",", "").replace("$", "")).quantize(Decimal("0.01"))
    return total


def _csv_rows(path: Path) -> list[list[Any]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    return list(csv.reader(text.splitlines()))


def _book_rows(path: Path, tab: str | None) -> list[list[Any]]:
    book = load_workbook(path, data_only=True)
    sheet = book[tab] if tab else book.worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    book.close()
    return rows


def test_the_totals_of_the_airports_are_refused_with_a_useful_reason():
    path = SAMPLES / "liability/tsa_claims_by_airport_2010-2013.xlsx"
    with pytest.raises(BadQuestion, match=r"no column for Claim no.*It has “Airport_Code”"):
        brought(path, "claim")


def test_accidents_without_a_day_come_in_and_say_so():
    path = SAMPLES / "osha/osha_accident_abstracts.csv"
    plan, result = brought(path, "incident")
    assert (result["new"], result["refused"]) == (599, 0)
    assert any("Loss date" in note.message for note in plan.notes)
    assert m.Incident.select().where(m.Incident.loss_date.is_null()).count() == 599


@pytest.mark.only_on("sqlite")
def test_of_the_national_registry_nearly_all_values_are_known():
    """Of 5,000 providers 4,936 have a credential, 4,708 a known one; 4,926 of 4,976 specialties are."""
    path = SAMPLES / "physicians" / "clean_NPPES_sample.csv"
    plan = plan_file(OPERATOR, m.Physician, path, Options(TODAY))
    doubts = Counter()
    for note in plan.notes:
        if "is not among the known values of" in note.message:
            doubts[note.message.partition(" values of ")[2].partition(";")[0]] += note.number
    plan.close()
    assert plan.new == 5000
    assert doubts == {"Credential": 228, "Specialty": 50}

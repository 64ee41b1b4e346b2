"""Two real registers come in whole: every row in or refused, the sums equal to an independent reading."""

import os
import re
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from books import bring_in

import models as m
from journal.who import OPERATOR
from rules import money

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "samples" / "liability"
REGISTERS = {
    "caltrans_District_Claims_D-12_2020-2023.xlsx": (1542, 1467, 75),
    "caltrans_SDLO-D-12_CLAIMS_2018-2019.xlsx": (399, 353, 46),
}
"""File -> rows, rows brought in, rows refused."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("office"),
    pytest.mark.skipif(
        not FOLDER.is_dir() and os.environ.get("CI") != "true",
        reason=f"the sample registers are not beside the repository ({FOLDER.name}/)",
    ),
]


def independent(path: Path) -> tuple[str, dict[int, dict[str, object]]]:
    """The tab, and the filled rows by number, as openpyxl reads them, cell by heading."""
    sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    head = [str(cell.value).strip() for cell in sheet[1]]
    rows = {}
    for number, row in enumerate(sheet.iter_rows(min_row=2, values_only=True), 2):
        if any(value is not None and str(value).strip() for value in row):
            rows[number] = dict(zip(head, row, strict=True))
    return sheet.title, rows


def total(rows, heading: str) -> str:
    """The exact sum of the figures of a column, to the cent."""
    figures = [row[heading] for row in rows if isinstance(row[heading], int | float)]
    return str(sum((round(Decimal(str(f)), 2) for f in figures), Decimal("0.00")))


def refused_rows(result, tab: str) -> set[int]:
    return {
        int(re.fullmatch(re.escape(tab) + r"![A-Z]*(\d+)", e["cell"])[1]) for e in result["errors"]
    }


@pytest.mark.parametrize("name", REGISTERS)
def test_every_row_is_in_or_refused_with_cell_and_reason(name):
    tab, rows = independent(FOLDER / name)
    result = bring_in(FOLDER / name)
    read, made, left = REGISTERS[name]
    assert (result["rows_read"], result["new"], result["refused"]) == (read, made, left)
    assert len(rows) == read
    assert result["details"]["unknown"] == ["COUNTY", "DISTRICT", "ROUTE", "POST MILE", "OFFICE"]
    out = refused_rows(result, tab)
    assert len(out) == left
    numbers = {str(row["CLAIM ID"]).strip() for n, row in rows.items() if n not in out}
    assert {c.claim_no for c in m.Claim.select(m.Claim.claim_no)} == numbers
    for error in result["errors"]:
        letter, number = re.fullmatch(r".*!([A-Z]+)(\d+)", error["cell"]).groups()
        cell = list(rows[int(number)].values())[openpyxl.utils.column_index_from_string(letter) - 1]
        assert error["message"]
        assert error["value"] == (None if cell is None else str(cell))
    assert m.ImportRow.select().count() == left


@pytest.mark.parametrize("name", REGISTERS)
def test_the_sums_are_those_of_an_independent_reading(name):
    tab, rows = independent(FOLDER / name)
    result = bring_in(FOLDER / name)
    kept = [row for number, row in rows.items() if number not in refused_rows(result, tab)]
    assert result["sums"] == {
        "amount_claimed": total(kept, "AMOUNT SOUGHT"),
        "paid": total(kept, "AMOUNT PAID"),
    }
    claimed = sum(c.amount_claimed or 0 for c in m.Claim.select())
    paid = sum(c.paid for c in m.Claim.select())
    assert (money.plain(claimed), money.plain(paid)) == tuple(result["sums"].values())


@pytest.mark.parametrize("name", REGISTERS)
def test_paid_amounts_are_rows_of_the_ledger(name):
    result = bring_in(FOLDER / name)
    payments = list(m.Payment.select())
    assert money.plain(sum(p.amount for p in payments)) == result["sums"]["paid"]
    assert {(p.source, p.status, p.category) for p in payments} == {
        ("opening", "posted", "indemnity")
    }
    by_claim = Counter()
    for payment in payments:
        by_claim[payment.claim_id] += payment.amount
    assert all(by_claim[c.id] == c.paid for c in m.Claim.select())


@pytest.mark.parametrize("name", REGISTERS)
def test_the_cells_are_those_of_an_independent_reading(name):
    tab, rows = independent(FOLDER / name)
    result = bring_in(FOLDER / name)
    out = refused_rows(result, tab)
    claims = {c.claim_no: c for c in m.Claim.select()}
    for row in (row for number, row in rows.items() if number not in out):
        claim = claims[str(row["CLAIM ID"]).strip()]
        assert claim.loss_date == as_day(row["INCIDENT DATE"])
        assert claim.presented_date == as_day(row["DATE PRESENTED"])
        assert (claim.description or "") == (row["CLAIM DESCRIPTION"] or "")
        assert (claim.location or "") == (row["INCIDENT LOCATION DETAILS"] or "").strip()
        assert claim.status == {"Denied": "rejected", "Approved": "allowed", "Approved In Part": "allowed_in_part",
                                "Small Claims Court": "litigation", "Denied-ORIM": "rejected",
                                "ORIM-Payment Recommended": "payment_requested"}[row["STATUS"]]  # fmt: skip


def as_day(value) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return datetime.strptime(value.strip(), "%m/%d/%y").date() if value else None


def test_both_come_in_one_after_the_other_and_a_second_run_changes_nothing():
    for name in REGISTERS:
        bring_in(FOLDER / name, who=OPERATOR)
    batches, payments = m.Batch.select().count(), m.Payment.select().count()
    for name, (_, made, left) in REGISTERS.items():
        result = bring_in(FOLDER / name)
        assert (result["batch"], result["unchanged"], result["refused"]) == (None, made, left)
    assert (m.Batch.select().count(), m.Payment.select().count()) == (batches, payments)

"""Workbooks that spreadsheets open: typed, formatted, with lists of choices, and no text ever a formula."""

import csv
import shutil
import subprocess
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from machine import missing
from python_calamine import CalamineWorkbook

import models as m
from exports import workbook
from exports.columns import heading_of, shape
from journal.reading import Linked
from rules.errors import Blocked

COLUMNS = (
    m.Claim.claim_no, m.Claim.status, m.Claim.claimant, m.Claim.department, m.Claim.loss_date, m.Claim.description,
    m.Claim.amount_claimed, m.Claim.paid, m.Claim.litigated, m.Claim.pd_percent, m.ImportRun.rows_read,
    m.Approval.asked_at, m.StatutoryRow.values,
)  # fmt: skip
AT = datetime(2026, 11, 24, 10, 30, 15, 123456, tzinfo=UTC)
ROW = (
    "007", "closed_paid", "=1+1", Linked(1, "PW-T", "PW-T Public Works"), date(2026, 1, 2), "two\nlines", -1_234_56,
    0, False, Decimal("12.50"), 7, AT, {"a": 1},
)  # fmt: skip
BLANK = (None,) * len(COLUMNS)


@pytest.fixture
def made(tmp_path):
    """A workbook with these rows; its path."""

    def make(*rows, columns=COLUMNS, title="Claims"):
        path = tmp_path / "out.xlsx"
        assert workbook.write(path, title, [shape(c) for c in columns], rows) == len(rows)
        return path

    return make


def test_cells_are_typed_and_formatted(made):
    sheet = openpyxl.load_workbook(made(ROW, BLANK)).worksheets[0]
    cells = {cell.column_letter: cell for cell in sheet[2]}
    assert [cell.value for cell in sheet[1]] == [heading_of(c) for c in COLUMNS]
    assert (cells["A"].value, cells["A"].number_format) == ("007", "@")
    assert cells["B"].value == "Closed, paid"
    assert (cells["C"].value, cells["C"].data_type, cells["C"].quotePrefix) == ("=1+1", "s", True)
    assert (cells["D"].value, cells["D"].quotePrefix) == ("PW-T", False)
    assert (cells["E"].value, cells["E"].number_format) == (datetime(2026, 1, 2), "yyyy-mm-dd")
    assert cells["F"].value == "two\nlines"
    assert (cells["G"].value, cells["G"].number_format) == (-1234.56, "#,##0.00")
    assert cells["H"].value == 0
    assert cells["H"].fill.fgColor.rgb == "00F3F3F3"
    assert cells["I"].value == "no"
    assert (cells["J"].value, cells["J"].number_format) == (12.5, "#,##0.00")
    assert cells["K"].value == 7
    assert cells["L"].value == datetime(2026, 11, 24, 10, 30, 15, 123000)
    assert cells["M"].value == '{"a": 1}'
    assert all(cell.value is None for cell in sheet[3])


def test_the_tab_is_ready_to_work_in(made):
    book = openpyxl.load_workbook(made(ROW, ROW))
    sheet, lists = book.worksheets
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("Claims", "B2", "A1:M3")
    assert sheet.column_dimensions["F"].width == 48
    assert sheet["A1"].font.bold
    assert (lists.title, lists.sheet_state) == ("Choices", "hidden")
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules == {
        "B2:B3": f"Choices!$A$2:$A${len(m.Claim.status.choices) + 1}",
        "I2:I3": "Choices!$B$2:$B$3",
    }
    assert [cell.value for cell in lists["B"][:3]] == ["In litigation", "yes", "no"]
    assert lists["A2"].value == m.Claim.status.choices[0][1]


def test_a_sheet_without_choices_or_rows_is_a_workbook_too(made):
    book = openpyxl.load_workbook(made(columns=(m.Claim.claim_no, m.Claim.description)))
    assert [sheet.title for sheet in book] == ["Claims"]
    assert book.worksheets[0].max_row == 1
    assert book.worksheets[0].auto_filter.ref == "A1:B2"


@pytest.mark.parametrize(
    "day",
    [date(1800, 1, 1), date(1899, 12, 31), date(1900, 2, 28), date(1900, 3, 1), date(2199, 12, 31)],
)
def test_a_day_that_spreadsheets_disagree_about_is_text(made, day):
    cell = openpyxl.load_workbook(made((day,), columns=(m.Claim.loss_date,))).worksheets[0]["A2"]
    if day < date(1900, 3, 1):
        assert cell.value == day.isoformat()
    else:
        assert cell.value.date() == day


def test_an_old_instant_is_text(made):
    at = datetime(1850, 1, 1, tzinfo=UTC)
    cell = openpyxl.load_workbook(made((at,), columns=(m.Approval.asked_at,))).worksheets[0]["A2"]
    assert cell.value == "1850-01-01T00:00:00Z"


NAUGHTY = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", " =1", "'=1", "=HYPERLINK(\"x\")", "<b>&amp;", "]]>", " outer ",
    "a\r\nb", "\x01\x0b\x1f", "_x0041_", "_x005F_", "\u202eabc", "😜", "#REF!", "TRUE", "1E5", "00123",
]  # fmt: skip


@pytest.mark.parametrize("text", NAUGHTY)
def test_no_text_breaks_a_cell(made, text):
    path = made((text, text), columns=(m.Claim.claimant, m.Claim.description))
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert rows[1] == [text, text]
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert {cell.data_type for cell in sheet[2]} == {"s"}


@given(
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"),
        min_size=1,
        max_size=60,
    )
)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
def test_any_text_is_read_as_it_was_written(tmp_path, text):
    path = tmp_path / "any.xlsx"
    workbook.write(path, "Any", [shape(m.Claim.description)], [(text,)])
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert rows[1][0] == text


def test_a_sign_that_no_workbook_holds_is_spelled_out(made):
    path = made(("a\uffffb",), columns=(m.Claim.description,))
    assert openpyxl.load_workbook(path).worksheets[0]["A2"].value == "a_xFFFF_b"


def test_a_text_longer_than_a_cell_is_said_and_leaves_no_file(made, tmp_path):
    with pytest.raises(Blocked, match="32,768 characters does not fit"):
        made(("x" * 32_768,), columns=(m.Claim.description,))
    assert list(tmp_path.iterdir()) == []
    made(("x" * 32_767,), columns=(m.Claim.description,))


def test_more_rows_than_a_tab_holds_are_said(made, tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    made(("1",), ("2",), columns=(m.Claim.claim_no,))
    with pytest.raises(Blocked, match="more than 2 rows"):
        made(("1",), ("2",), ("3",), columns=(m.Claim.claim_no,))


def test_rows_are_taken_one_by_one_and_memory_stays_small(tmp_path):
    import resource

    def rows():
        for n in range(60_000):
            yield (f"L-{n}", f"Somebody called {n}", date(2026, 1, 1), n)

    columns = [
        shape(c) for c in (m.Claim.claim_no, m.Claim.claimant, m.Claim.loss_date, m.Claim.paid)
    ]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert workbook.write(tmp_path / "big.xlsx", "Claims", columns, rows()) == 60_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40_000
    with zipfile.ZipFile(tmp_path / "big.xlsx") as archive:
        assert archive.testzip() is None


@pytest.mark.libreoffice
@pytest.mark.slow
def test_libreoffice_opens_it(made, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        missing("LibreOffice")
    path = made(ROW, BLANK, *[(text, *BLANK[1:]) for text in NAUGHTY if text.isprintable()])
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle))
    assert rows[1][:5] == ["007", "Closed, paid", "=1+1", "PW-T", "2026-01-02"]
    assert float(rows[1][6].replace(",", "")) == -1234.56
    assert [row[0] for row in rows[3:]] == [text for text in NAUGHTY if text.isprintable()]

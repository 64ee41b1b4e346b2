"""Public collections of files that broke other readers: each is read or refused, as it should be."""

import os
from pathlib import Path

import pytest

from imports import reading
from rules.errors import BadValue
from tests.bench import reading_figures

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "samples" / "bad_inputs"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not FOLDER.is_dir() and os.environ.get("CI") != "true",
        reason="the sample files are not beside the repository",
    ),
]

BROKEN = "The file is damaged"
LOCKED = "protected with a password"
EMPTY = "The file holds no rows."

VERDICTS: dict[str, int | str] = {
    "calamine/OOM_alloc3.xls": BROKEN,
    "calamine/any_sheets.xls": 3,
    "calamine/date.xlsx": 2,
    "calamine/date_1904.xls": 2,
    "calamine/empty_shared_string.xlsx": 0,
    "calamine/encoded_entities.xlsx": 0,
    "calamine/header-row.xlsx": 1,
    "calamine/inlineStr_cdata.xlsx": 1,
    "calamine/issues.xlsx": 3,
    "calamine/malformed_format.xls": 31,
    "calamine/merge_cells.xlsx": 0,
    "calamine/minimal_package.xlsx": 193,
    "calamine/no-header.xlsx": 1,
    "calamine/non_monotonic_si.xlsx": 5,
    "calamine/pass_protected.ods": LOCKED,
    "calamine/table_with_absolute_paths.xlsx": 4,
    "calamine/vba.xlsm": EMPTY,
    "calamine/xls_wrong_decimals.xls": 0,
    "naughty_strings/blns.json": "cannot be read. Choose an Excel workbook",
    "naughty_strings/blns.txt": 629,
    "poi/1900DateWindowing.xls": 0,
    "poi/DateFormats.xls": 4,
    "poi/InlineString.xlsx": 0,
    "poi/MissingBits.xls": 0,
    "poi/SimpleMacro.xls": 0,
    "poi/TwoSheetsOneHidden.xls": 0,
    "poi/blankworkbook.xls": EMPTY,
    "poi/clusterfuzz-testcase-minimized-POIFuzzer-5040805309710336.xlsx": "is a text document (.docx)",
    "poi/clusterfuzz-testcase-minimized-POIHSSFFuzzer-4819588401201152.xls": BROKEN,
    "poi/clusterfuzz-testcase-minimized-POIXSSFFuzzer-5089447305609216.xlsx": BROKEN,
    "poi/clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-5025401116950528.xlsx": BROKEN,
    "poi/clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-6504225896792064.xlsx": BROKEN,
    "poi/duplicate-filename-case-insensitive.xlsx": "two parts of the same name",
    "poi/poc-xmlbomb-empty.xlsx": BROKEN,
    "poi/protected_passtika.xlsb": LOCKED,
    "poi/sample.strict.xlsx": 9,
    "poi/sample.xlsb": 9,
    "poi/sheetProtection_allLocked.xlsx": EMPTY,
    "poi/testVarious.xlsb": 20,
    "poi/workbookProtection-sheet_password-2013.xlsx": 0,
    "sheetjs/Attendance.csv": 23,
    "sheetjs/Attendance.xlsx": 23,
    "sheetjs/AutoFilter.xlsb": 21,
    "sheetjs/BlankSheetTypes.xlsm": "holds a tab of a kind that is not read",
    "sheetjs/ErrorTypes.csv": 13,
    "sheetjs/ErrorTypes.xls": 13,
    "sheetjs/LONumbers.xlsx": 37,
    "sheetjs/RkNumber.xls.0.csv": 4,
    "sheetjs/RkNumber.xlsx": 4,
}
"""File -> rows below its header, or a part of the sentence why it is refused."""


def test_no_file_is_forgotten():
    whole = {
        str(path.relative_to(FOLDER))
        for path in FOLDER.rglob("*")
        if path.is_file() and path.parts[len(FOLDER.parts)] not in ("csv-spectrum", "pollock")
    }
    assert whole == set(VERDICTS)


@pytest.mark.parametrize("name", VERDICTS)
def test_each_file_gets_its_verdict(name):
    verdict = VERDICTS[name]
    if isinstance(verdict, int):
        assert reading.read(FOLDER / name).rows_read == verdict
        return
    with pytest.raises(BadValue) as refused:
        reading.read(FOLDER / name)
    assert verdict in refused.value.sentence


def test_errors_of_an_xls_are_told_as_its_text_version_shows_them():
    shown = reading.read(FOLDER / "sheetjs" / "ErrorTypes.csv")
    marked = reading.read(FOLDER / "sheetjs" / "ErrorTypes.xls")
    found = {row.number: (row.marks or {}).get(0) for row in marked.rows()}
    for row in shown.rows():
        error = row.cells[0]
        if error in ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"):
            assert found[row.number] == error


def test_days_of_the_1904_system_are_the_same_days():
    grids = [reading.read(FOLDER / "calamine" / name) for name in ("date.xlsx", "date_1904.xls")]
    assert [grid.epoch_1904 for grid in grids] == [False, True]
    first, second = ([row.cells for row in grid.rows()] for grid in grids)
    assert first == second


def test_rows_that_a_filter_hides_are_found():
    grid = reading.read(FOLDER / "sheetjs" / "AutoFilter.xlsb", tab="Top10")
    assert (grid.rows_read, len(grid.hidden_rows)) == (21, 9)
    shown = reading.read(FOLDER / "sheetjs" / "AutoFilter.xlsb", tab="Top10", hidden=False)
    assert shown.rows_read == 12


@pytest.mark.parametrize(
    ("compare", "missed"),
    [
        (reading_figures.spectrum, {"newlines_crlf.csv"}),
        (
            reading_figures.pollock,
            {
                "file_field_delimiter_0x20.csv", "file_header_multirow_2.csv",
                "file_quotation_char_0x27.csv", "row_less_sep_row4_col4.csv",
                "row_more_sep_row38_col4.csv", "row_more_sep_row68_col7.csv",
            },
        ),
    ],
)  # fmt: skip
def test_text_files_are_read_as_their_clean_versions(compare, missed):
    found = {name for name, exact in compare().items() if not exact}
    assert found <= missed


REGISTERS = FOLDER.parent / "liability"


@pytest.mark.parametrize(
    ("name", "rows", "printed"),
    [
        ("chicago_2010_expenditures_through_12312010_accessible.xls", 957, "59928818.23"),
        ("chicago_2013expendituresthrough12312013.xlsx", 1068, "158558356.01"),
        ("chicago_2017expendituresthrough12312017.xlsx", 941, "51210155.75"),
        ("chicago_Finance_Cmte_YTD_thru_12.31.20.xlsx", 533, "58849727.59"),
    ],
)
def test_the_printed_totals_of_a_register_cover_its_rows(name, rows, printed):
    grid = reading.read(REGISTERS / name)
    assert (grid.header_row, grid.rows_read, len(grid.totals)) == (6, rows, 3)
    payments, fees, both = grid.totals
    assert all(total.grand and total.first == 7 for total in grid.totals)
    assert (set(payments.numbers), set(fees.numbers), both.across) == ({2}, {3}, (2, 3))
    assert f"{both.numbers[2]:.2f}" == printed
    sums = [
        sum(row.cells[column] for row in grid.rows() if isinstance(row.cells[column], int | float))
        for column in (2, 3)
    ]
    assert f"{sum(sums):.2f}" == printed


def test_totals_of_departments_cover_their_sections():
    name = "atlanta_FY2016_Q1-4_Litigation_And_Claims_Settlement_Reports.xlsx"
    grid = reading.read(REGISTERS / name, tab="FY2016 Q1 Claim Settlements")
    covered = {total.row: (total.first, total.last) for total in grid.totals}
    assert covered[43] == (36, 41)
    assert (covered[51], covered[52], covered[96]) == ((45, 50), (36, 50), (56, 94))
    assert [total.row for total in grid.totals if total.grand] == [98]


def test_a_total_that_does_not_say_so_is_told_by_its_figures():
    name = "atlanta_FY2019_Litigation_Settlement_Report_(7-1-18_thru_3-31-19).xlsx"
    grid = reading.read(REGISTERS / name)
    assert [(t.row, t.text, t.first, t.last, t.grand) for t in grid.totals] == [
        (42, "", 3, 41, True)
    ]

"""The error workbook: the user's own file back, and what was refused in it brought in once."""

import json
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from books import TODAY, csv_file, xlsx
from builders import write
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font

import models as m
from imports import error_book
from imports import upload as uploads
from imports.returned import REFUSED_BECAUSE, decisions_in
from journal.who import OPERATOR
from rules.errors import BadQuestion

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("office")]

HEAD = ["Claim no.", "Claimant", "Status", "Loss date", "Paid"]
ROWS = [
    ["A-1", "Ann", "Received", "2026-01-02", 10],
    ["A-2", "Bob", "Lost", "2026-01-03", 20],
    ["A-3", "Cid", "Received", "some day", "much"],
]


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "uploads"


def chosen(folder: Path, path: Path, sheet: str = "claim"):
    with path.open("rb") as handle:
        return uploads.keep(
            OPERATOR, folder, sheet=sheet, file_name=path.name, stream=BytesIO(handle.read())
        )


def book_of(folder: Path, path: Path):
    upload = chosen(folder, path)
    return upload, uploads.error_book(OPERATOR, folder, upload, on=TODAY)


def bring_in(folder: Path, path: Path) -> tuple[int, int, int, int]:
    result = uploads.bring_in(OPERATOR, folder, chosen(folder, path), on=TODAY)
    return tuple(result[n] for n in ("new", "changed", "unchanged", "refused"))


def styled(path: Path) -> Path:
    """A register with a title, a colour, a formula, a second tab and a chart."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Register"
    sheet["A1"] = "CITY OF EXAMPLE"
    sheet["A1"].font = Font(bold=True, color="00FF00")
    for row in (HEAD, *ROWS):
        sheet.append(row)
    sheet["H1"] = "=SUM(E3:E4)"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=5, min_row=2, max_row=4))
    sheet.add_chart(chart, "J2")
    book.create_sheet("Notes")["A1"] = "kept"
    book.save(path)
    return path


class TestOwnFile:
    def test_bad_cells_are_coloured_and_say_why(self, tmp_path, folder):
        _, made = book_of(folder, styled(tmp_path / "register.xlsx"))
        assert made.path.name == "register - to mend.xlsx"
        sheet = load_workbook(made.path)["Register"]
        assert sheet["C4"].fill.fgColor.rgb == "00F8D7DA"
        assert "“Lost” is not a status" in sheet["C4"].comment.text
        assert "not a day" in sheet["D5"].comment.text
        assert "not an amount" in sheet["E5"].comment.text
        assert sheet["C3"].comment is None
        reasons = {c.row: c.value for c in next(sheet.iter_cols(min_col=9, max_col=9)) if c.value}
        assert reasons[2] == REFUSED_BECAUSE
        assert reasons.keys() == {2, 4, 5}

    def test_what_the_library_keeps_is_kept(self, tmp_path, folder):
        _, made = book_of(folder, styled(tmp_path / "register.xlsx"))
        book = load_workbook(made.path)
        sheet = book["Register"]
        assert (sheet["A1"].value, sheet["A1"].font.color.rgb) == ("CITY OF EXAMPLE", "0000FF00")
        assert sheet["H1"].value == "=SUM(E3:E4)"
        assert book["Notes"]["A1"].value == "kept"
        assert len(sheet._charts) == 1
        assert made.dropped == ()

    def test_what_it_drops_is_told(self, tmp_path, folder):
        path = styled(tmp_path / "register.xlsx")
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("customXml/item1.xml", "<data/>")
            archive.writestr("xl/printerSettings/printerSettings1.bin", b"x")
        _, made = book_of(folder, path)
        lost = ("data that another program keeps in the file", "settings of the printer")
        assert made.dropped == lost
        said = load_workbook(made.path)["Register"]["I2"].comment.text
        assert said == f"Not kept from your file: {', '.join(lost)}."

    def test_legal_values_are_offered(self, tmp_path, folder):
        rows = [["A-1", "gone", "Received"]]
        path = xlsx(tmp_path / "a.xlsx", ["Claim no.", "Line", "Status"], *rows)
        _, made = book_of(folder, path)
        (offer,) = load_workbook(made.path).active.data_validations.dataValidation
        assert offer.formula1 == '"Liability,Workers\' compensation"'
        assert str(offer.sqref) == "B2"


class TestOtherFiles:
    def test_a_text_file_comes_back_as_a_workbook_in_the_same_order(self, tmp_path, folder):
        path = csv_file(tmp_path / "a.csv", HEAD, *ROWS, ["A-4", "=1+1", "Received", "", ""])
        _, made = book_of(folder, path)
        assert made.path.name == "a - to mend.xlsx"
        sheet = load_workbook(made.path).active
        assert [c.value for c in sheet["A"]] == ["Claim no.", "A-1", "A-2", "A-3", "A-4"]
        assert (sheet["B5"].value, sheet["B5"].data_type) == ("=1+1", "s")
        assert sheet["C3"].comment

    def test_of_many_rows_only_the_refused_ones(self, tmp_path, folder, monkeypatch):
        monkeypatch.setattr("imports.error_book.OWN_FILE_ROWS", 2)
        _, made = book_of(folder, xlsx(tmp_path / "a.xlsx", HEAD, *ROWS))
        sheet = load_workbook(made.path).active
        assert [c.value for c in sheet["A"]] == ["Claim no.", "A-2", "A-3"]
        assert "not a day" in sheet["D3"].comment.text

    def test_a_file_without_a_refused_row_has_none(self, tmp_path, folder):
        upload = chosen(folder, xlsx(tmp_path / "a.xlsx", HEAD, ROWS[0]))
        with pytest.raises(BadQuestion, match="nothing to mend"):
            uploads.error_book(OPERATOR, folder, upload, on=TODAY)


class TestComesBack:
    def mend(self, path: Path, to: Path, cells: dict[str, object]) -> Path:
        book = load_workbook(path)
        sheet = book.worksheets[0]
        for cell, value in cells.items():
            sheet[cell] = value
        book.save(to)
        return to

    def test_only_what_was_refused_comes_in_and_once(self, tmp_path, folder):
        path = styled(tmp_path / "register.xlsx")
        _, made = book_of(folder, path)
        assert bring_in(folder, path) == (1, 0, 0, 2)
        cells = {"C4": "Received", "D5": "2026-01-04", "E5": 30, "B3": "Changed by accident"}
        mended = self.mend(made.path, tmp_path / "back.xlsx", cells)
        assert bring_in(folder, mended) == (2, 0, 0, 0)
        claims = {c.claim_no: c for c in m.Claim.select()}
        assert (claims["A-1"].claimant, claims["A-2"].paid, claims["A-3"].paid) == (
            "Ann",
            20_00,
            30_00,
        )
        again = uploads.prepare(OPERATOR, folder, chosen(folder, mended), on=TODAY).plan
        assert (again.new, again.changed, again.unchanged, again.passed) == (0, 0, 2, 1)
        assert again.passed_rows[0].reason == "row that is in already"

    def test_a_refused_relation_offers_its_records(self, tmp_path, folder):
        for n in range(40):
            write(department={"code": f"D{n:02d}", "name": f"Department, number {n:02d}"})
        path = xlsx(tmp_path / "a.xlsx", ["Claim no.", "Department"], ["x", "Nowhere"], ["y", "?"])
        _, made = book_of(folder, path)
        book = load_workbook(made.path)
        (rule,) = book["Claims"].data_validations.dataValidation
        assert (str(rule.sqref), rule.formula1) == ("B2 B3", "'Legal values'!$A$1:$A$40")
        lists = book["Legal values"]
        assert (lists.sheet_state, lists["A40"].value) == ("hidden", "Department, number 39")
        back = self.mend(made.path, tmp_path / "back.xlsx", {"B2": lists["A2"].value, "B3": "D03"})
        assert bring_in(folder, back) == (2, 0, 0, 0)
        codes = m.Department.select(m.Department.code).join(m.Claim).order_by(m.Department.code)
        assert [department.code for department in codes] == ["D01", "D03"]

    def test_too_many_records_are_not_offered(self, tmp_path, folder, monkeypatch):
        monkeypatch.setattr(error_book, "MOST_RECORDS", 1)
        for code in ("PW", "FD"):
            write(department={"code": code, "name": code})
        path = xlsx(tmp_path / "a.xlsx", ["Claim no.", "Department"], ["x", "Nowhere"])
        _, made = book_of(folder, path)
        assert load_workbook(made.path)["Claims"].data_validations.dataValidation == []

    def test_what_has_come_in_since_is_left_alone_and_said(self, tmp_path, folder):
        path = styled(tmp_path / "register.xlsx")
        _, first = book_of(folder, path)
        assert bring_in(folder, path) == (1, 0, 0, 2)
        _, second = book_of(folder, path)
        good = {"C4": "Received", "D5": "2026-01-04", "E5": 30}
        later = self.mend(second.path, tmp_path / "second.xlsx", good)
        assert bring_in(folder, later) == (2, 0, 0, 0)
        other = {**good, "B4": "Somebody else", "E4": 99, "E5": 31}
        back = self.mend(first.path, tmp_path / "first.xlsx", other)
        plan = uploads.prepare(OPERATOR, folder, chosen(folder, back), on=TODAY).plan
        assert (plan.new, plan.changed, plan.unchanged, plan.refused) == (0, 0, 2, 0)
        said = [
            note
            for note in plan.as_json()["details"]["notes"]
            if "stays as it is" in note["message"]
        ]
        assert [note["cell"] for note in said] == ["Register!A4", "Register!A5"]
        assert bring_in(folder, back) == (0, 0, 2, 0)
        claims = {c.claim_no: (c.claimant, c.paid) for c in m.Claim.select()}
        assert claims == {"A-1": ("Ann", 10_00), "A-2": ("Bob", 20_00), "A-3": ("Cid", 30_00)}

    def test_a_refused_change_of_a_record_that_stood_before_still_comes_in(self, tmp_path, folder):
        bring_in(
            folder, xlsx(tmp_path / "a.xlsx", HEAD, ["A-2", "Bob", "Received", "2026-01-03", 5])
        )
        _, made = book_of(folder, styled(tmp_path / "register.xlsx"))
        back = self.mend(made.path, tmp_path / "back.xlsx", {"C4": "Received"})
        assert bring_in(folder, back) == (0, 1, 0, 1)
        assert m.Claim.get(claim_no="A-2").paid == 20_00

    def test_it_is_read_as_the_file_was(self, tmp_path, folder):
        rows = [["x", "Lost", "7"], ["y", "Received", "8"]]
        path = xlsx(tmp_path / "a.xlsx", ["Nr", "How it stands", "Cost"], *rows)
        upload = chosen(folder, path)
        columns = {"claim_no": "Nr", "status": "How it stands", "amount_claimed": "Cost"}
        upload = uploads.decide(folder, upload, columns=columns, fixed={"line": "L"})
        made = uploads.error_book(OPERATOR, folder, upload, on=TODAY)
        back = chosen(folder, self.mend(made.path, tmp_path / "back.xlsx", {"B2": "Received"}))
        assert back.returned
        assert (back.columns, back.fixed, back.header_row) == (columns, {"line": "L"}, 1)
        assert bring_in(folder, tmp_path / "back.xlsx") == (1, 0, 0, 0)
        assert m.Claim.get().amount_claimed == 700

    def test_a_mark_that_was_tampered_with_does_no_harm(self, tmp_path, folder):
        _, made = book_of(folder, xlsx(tmp_path / "a.xlsx", HEAD, *ROWS))
        book = load_workbook(made.path)
        names = {"sheet": "claim", "columns": ["x"], "fixed": {"line": 1}, "header_row": "2"}
        (mark,) = book.custom_doc_props.props
        mark.value = json.dumps({**names, "token": "../x", "owner": "other"})
        book.save(tmp_path / "b.xlsx")
        upload = chosen(folder, tmp_path / "b.xlsx")
        assert (upload.columns, upload.fixed, upload.header_row) == ({}, {}, None)
        assert upload.owner == OPERATOR.email

    def test_other_workbooks_bear_no_mark(self, tmp_path):
        assert decisions_in(xlsx(tmp_path / "a.xlsx", HEAD)) is None
        assert decisions_in(csv_file(tmp_path / "a.csv", HEAD)) is None


def test_of_a_file_without_headings_the_workbook_to_mend_has_some(tmp_path, folder):
    upload = chosen(folder, xlsx(tmp_path / "bare.xlsx", *ROWS))
    given = {"claim_no": "Column A", "status": "Column C"}
    upload = replace(upload, header_row=0, columns=given)
    made = uploads.error_book(OPERATOR, folder, upload, on=TODAY)
    sheet = load_workbook(made.path)["Rows"]
    assert [cell.value for cell in sheet[1]][:3] == ["Column A", "Column B", "Column C"]
    assert [sheet["A2"].value, sheet["C3"].fill.fgColor.rgb] == ["A-1", "00F8D7DA"]
    sheet["C3"] = "Received"
    load_back = tmp_path / "back.xlsx"
    sheet.parent.save(load_back)
    assert bring_in(folder, load_back)[0] > 0
    assert m.Claim.get(claim_no="A-2").status == "received"

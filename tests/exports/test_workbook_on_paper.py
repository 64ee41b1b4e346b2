"""A workbook on paper, as LibreOffice prints it: across, whole, headed, its pages numbered."""

import io
import shutil
import subprocess
from datetime import date

import openpyxl
import pytest
from asked import written
from desk import claim, make, reserve
from machine import missing
from pypdf import PdfReader

import models as m
from exports import workbook
from exports.columns import shape
from exports.sheets import export
from journal.history import moment_of
from journal.question import Question
from journal.who import OPERATOR


def printed(path, folder) -> list[str]:
    """The text of each page that LibreOffice prints; every page lies across."""
    office = shutil.which("soffice")
    if office is None:
        missing("LibreOffice")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    paper = PdfReader(io.BytesIO((folder / f"{path.stem}.pdf").read_bytes()))
    for page in paper.pages:
        assert page.mediabox.width > page.mediabox.height
    return [" ".join(page.extract_text().split()) for page in paper.pages]


def test_a_tab_says_how_it_is_printed(tmp_path):
    columns = [shape(c) for c in (m.Claim.claim_no, m.Claim.claimant, m.Claim.paid)]
    workbook.write(tmp_path / "a.xlsx", "Claims & more", columns, [("L-1", "Rosa", 1)])
    tab = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert tab.page_setup.orientation == "landscape"
    assert tab.sheet_properties.pageSetUpPr.fitToPage
    assert (tab.page_setup.fitToWidth, tab.page_setup.fitToHeight) == (1, 0)
    assert tab.print_title_rows == "$1:$1"
    assert tab.oddHeader.left.text == "Claims && more"
    assert tab.oddFooter.right.text == "Page &P of &N"


@pytest.mark.usefixtures("office")
def test_a_tab_too_wide_to_read_takes_more_pages_with_its_first_column(tmp_path):
    claim(claim_no="L-1")
    tab = openpyxl.load_workbook(written("loss_run", tmp_path / "run.xlsx")).worksheets[0]
    assert tab.page_setup.fitToWidth > 1
    assert tab.print_title_cols == "$A:$A"


@pytest.mark.usefixtures("office")
def test_a_list_of_a_past_day_names_it_above_each_page(tmp_path):
    claim(claim_no="L-1")
    asked = Question(m.Claim, as_of=moment_of("2020-01-31"))
    export(OPERATOR, asked, tmp_path / "past.xlsx")
    tab = openpyxl.load_workbook(tmp_path / "past.xlsx").worksheets[0]
    assert tab.oddHeader.left.text == "Claims, as of Fri 31 Jan 2020"


@pytest.mark.libreoffice
@pytest.mark.slow
@pytest.mark.usefixtures("office")
def test_a_report_is_printed_whole(tmp_path):
    works = make("department", code="PW", name="Public Works")
    for number in range(120):
        one = claim(claim_no=f"L-{number:03d}", department=works, received_date=date(2026, 6, 1))
        reserve(one, 1_000_00 + number)
    pages = printed(written("open_claims", tmp_path / "open.xlsx"), tmp_path)
    assert len(pages) < 9
    for number, text in enumerate(pages, 1):
        assert "Open claims, as of Tue 24 Nov 2026" in text
        assert f"Page {number} of {len(pages)}" in text
    rows = [text for text in pages if "L-0" in text or "L-1" in text]
    assert all("Claim no." in text and "Adjuster" in text for text in rows)
    assert all(any(f"L-{n:03d}" in text for text in rows) for n in range(120))
    drawn = [text for text in pages if "Open claims by age" in text]
    assert len(drawn) == 1
    for words in ("0 to 90 days", "over 5 years"):
        assert drawn[0].count(words) >= 2

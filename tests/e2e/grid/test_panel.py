"""The record beside the grid: it follows the row, saves, refuses, keeps what is typed, by keyboard."""

import axe
import pytest
from browsing import until

pytestmark = pytest.mark.browser
PANEL = "aside.panel"
CLAIMS = "claim/?columns=claim_no,claimant,status,location&filter=line=L&sort=claim_no"


@pytest.fixture(scope="session")
def axe_text(tmp_path_factory) -> str:
    """axe-core, once for the run."""
    return axe.program(tmp_path_factory.mktemp("axe"))


@pytest.fixture
def beside_rows(at_grid):
    """The record of the second row stands beside the grid."""
    at_grid.be("technician")
    page = at_grid.grid(CLAIMS)
    page.evaluate("localStorage.clear()")
    page = at_grid.grid(CLAIMS)
    at_grid.focus(1, "claimant")
    at_grid.keys("F4")
    tells(at_grid, at_grid.cell(1, "claim_no").inner_text())
    return at_grid


def tells(at_grid, words: str) -> None:
    """The record beside the grid comes to be the one of this number."""
    at_grid.page.wait_for_selector(f"{PANEL} h2:has-text('{words}')")


def test_it_follows_the_row_and_esc_leads_back_to_the_cell(beside_rows):
    page = beside_rows.page
    beside_rows.keys("ArrowDown")
    tells(beside_rows, beside_rows.cell(2, "claim_no").inner_text())
    beside_rows.keys("F6")
    until(page, f"document.querySelector('{PANEL}').contains(document.activeElement)")
    beside_rows.keys("Escape")
    page.wait_for_selector(PANEL, state="hidden")
    beside_rows.keys("ArrowDown", "F4")
    tells(beside_rows, beside_rows.cell(3, "claim_no").inner_text())


def test_what_is_typed_there_is_saved_and_stands_in_the_grid(beside_rows):
    page = beside_rows.page
    page.fill(f"{PANEL} #location", "Beside the grid 7")
    page.click(f"{PANEL} #record .form-buttons .btn-primary")
    beside_rows.says("is saved")
    beside_rows.shows(1, "location", "Beside the grid 7")


def test_a_bad_entry_is_told_in_place_and_nothing_typed_is_lost(beside_rows):
    page = beside_rows.page
    page.fill(f"{PANEL} #location", "Kept street 3")
    page.fill(f"{PANEL} #loss_date", "someday")
    page.click(f"{PANEL} #record .form-buttons .btn-primary")
    page.wait_for_selector(f"{PANEL} .notice:has-text('is not a day')")
    assert page.input_value(f"{PANEL} #location") == "Kept street 3"
    number = beside_rows.cell(1, "claim_no").inner_text()
    beside_rows.focus(3, "claimant")
    page.wait_for_selector(f"{PANEL} .panel-note:has-text('did not save')")
    tells(beside_rows, number)
    page.click(f"{PANEL} .panel-note button:has-text('Drop it')")
    tells(beside_rows, beside_rows.cell(3, "claim_no").inner_text())


def test_enter_in_the_question_about_unsaved_words_keeps_them(beside_rows):
    page = beside_rows.page
    for way in ("Escape", "tab"):
        page.fill(f"{PANEL} #location", "Not saved yet")
        if way == "tab":
            page.click(f"{PANEL} .tabs a:has-text('Notes')")
        else:
            beside_rows.keys(way)
        beside_rows.asks("did not save")
        beside_rows.keys("Enter")
        page.wait_for_selector("dialog[open]", state="detached")
        assert page.input_value(f"{PANEL} #location") == "Not saved yet"
    beside_rows.keys("Escape")
    beside_rows.asks("did not save").get_by_role("button", name="Discard what I typed").click()
    page.wait_for_selector(PANEL, state="hidden")


def test_a_note_takes_two_clicks(beside_rows):
    page = beside_rows.page
    page.click(f"{PANEL} .tabs a:has-text('Notes')")
    page.click(f"{PANEL} .quick-add summary:has-text('Note')")
    until(page, "document.activeElement.name === 'subject'")
    beside_rows.type("Called from beside the grid")
    page.click(f"{PANEL} #add_note .form-buttons .btn-primary")
    beside_rows.says("Note added")
    page.wait_for_selector(f"{PANEL} .timeline:has-text('Called from beside the grid')")
    beside_rows.keys("Escape")
    page.wait_for_selector(PANEL, state="hidden")


def test_it_shuts_nobody_out_and_its_width_is_remembered(beside_rows, axe_text):
    page = beside_rows.page
    assert axe.findings(page, axe_text) == []
    page.focus(f"{PANEL} .panel-edge")
    before = page.locator(PANEL).bounding_box()["width"]
    beside_rows.keys("ArrowLeft", "ArrowLeft")
    wider = page.locator(PANEL).bounding_box()["width"]
    assert wider > before
    page = beside_rows.grid(CLAIMS)
    page.wait_for_selector(f"{PANEL} h2")
    assert page.locator(PANEL).bounding_box()["width"] == wider

"""Typing into a grid: what is saved, what comes back, where the focus goes."""

import pytest
from browsing import until

pytestmark = pytest.mark.browser


def test_a_word_typed_over_a_cell_is_saved_and_the_focus_goes_down(at_grid):
    at_grid.be("technician")
    at_grid.grid("claim/?columns=claim_no,claimant,description&sort=claim_no")
    (first, _, *_) = at_grid.rows("claim/rows?sort=claim_no&limit=2")
    at_grid.focus(0, "description")
    at_grid.type("Cart struck a hydrant")
    at_grid.keys("Enter")
    at_grid.shows(0, "description", "Cart struck a hydrant")
    assert at_grid.kept("claim", first["id"], "description") == "Cart struck a hydrant"
    until(at_grid.page, "document.activeElement.dataset.rgrow === '1'")


def test_escape_leaves_a_cell_as_it_was(at_grid):
    at_grid.be("technician")
    at_grid.grid("claim/?columns=claim_no,description&sort=claim_no")
    before = at_grid.cell(2, "description").inner_text()
    at_grid.focus(2, "description")
    at_grid.type("never mind")
    at_grid.keys("Escape")
    at_grid.shows(2, "description", before)


def test_a_column_that_is_worked_out_says_so(at_grid):
    at_grid.be("technician")
    at_grid.grid("claim/?columns=claim_no,paid&sort=claim_no")
    at_grid.focus(1, "paid")
    at_grid.type("5")
    at_grid.says("worked out by the office")


def test_who_types_fast_loses_no_letter_and_no_enter(at_grid):
    at_grid.be("technician")
    page = at_grid.grid("claim/?columns=claim_no,location&sort=claim_no")
    (first, second, *_) = at_grid.rows("claim/rows?sort=claim_no&limit=2")
    at_grid.focus(0, "location")
    for words in ("Elm Street", "Oak Street"):
        for letter in words:
            page.keyboard.down(letter)
            page.keyboard.up(letter)
        page.keyboard.press("Enter")
    at_grid.shows(1, "location", "Oak Street")
    at_grid.shows(0, "location", "Elm Street")
    assert at_grid.kept("claim", first["id"], "location") == "Elm Street"
    assert at_grid.kept("claim", second["id"], "location") == "Oak Street"


def test_a_busy_browser_loses_no_key_that_is_struck_while_a_cell_opens(at_grid):
    at_grid.page.add_init_script(
        "const later = window.setTimeout;"
        "window.setTimeout = (act, wait = 0, ...given) => later(act, Math.max(wait, 200), ...given);"
    )
    at_grid.be("technician")
    page = at_grid.grid("claim/?columns=claim_no,location&sort=claim_no")
    before = at_grid.cell(2, "location").inner_text().strip()
    at_grid.focus(2, "location")
    at_grid.keys("F2", "!", "Enter")
    at_grid.shows(2, "location", f"{before}!")
    until(page, "document.activeElement.dataset.rgrow === '3'")
    page.wait_for_timeout(300)
    assert page.evaluate("document.activeElement.dataset.rgrow") == "3", "nothing takes it back"


def test_a_day_is_typed_in_short(at_grid):
    at_grid.be("technician")
    page = at_grid.grid("diary/?columns=subject,diary_date&filter=done_date=&sort=id")
    today = page.evaluate(
        "JSON.parse(document.querySelector('[data-grid-facts]').textContent).today"
    )
    for short, day in (("today", today), ("1/5", f"{today[:4]}-01-05")):
        at_grid.write(4, "diary_date", short)
        until(page, f"document.querySelector('revo-grid').source[4].diary_date === '{day}'")


def test_what_is_being_typed_stands_over_no_other_record_when_the_list_is_sorted_anew(at_grid):
    at_grid.be("technician")
    page = at_grid.grid("claim/?columns=claim_no,claimant,location&sort=claim_no")
    (row, *_) = at_grid.rows("claim/rows?sort=claim_no&limit=1")
    at_grid.focus(0, "location")
    at_grid.type("Half typed St")
    page.evaluate(
        """() => document.dispatchEvent(new CustomEvent("office:go", {
            cancelable: true, detail: { url: `${location.pathname}?columns=claim_no,claimant,location&sort=-claim_no` } }))"""
    )
    until(page, "location.search.includes('sort=-claim_no')")
    until(page, "!document.querySelector('.cell-editor')")
    at_grid.says("Undo: Location of")
    assert at_grid.kept("claim", row["id"], "location") == "Half typed St"


def test_an_arrow_ends_what_is_typed_over_a_cell_and_moves_in_the_text_after_f2(at_grid):
    at_grid.be("technician")
    page = at_grid.grid("claim/?columns=claim_no,claimant,location&sort=claim_no")
    at_grid.focus(2, "claimant")
    at_grid.type("Arrow, Ann")
    at_grid.keys("ArrowDown")
    at_grid.shows(2, "claimant", "Arrow, Ann")
    at_grid.type("Arrow, Art")
    at_grid.keys("ArrowRight")
    at_grid.shows(3, "claimant", "Arrow, Art")
    until(page, "document.activeElement.dataset.rgrow === '3'")
    at_grid.type("Elm")
    at_grid.keys("Enter")
    until(page, "document.activeElement.dataset.rgrow === '4'")
    at_grid.keys("ArrowUp")
    until(page, "document.activeElement.dataset.rgrow === '3'")
    at_grid.keys("F2")
    page.wait_for_selector(".cell-editor input:focus")
    at_grid.keys("ArrowLeft")
    at_grid.type("-")
    at_grid.keys("Enter")
    at_grid.shows(3, "location", "El-m")


def test_a_click_on_the_words_of_a_relation_chooses_its_cell(at_grid):
    at_grid.be("technician")
    page = at_grid.grid("claim/?columns=claim_no,department&filter=department!%3D&sort=claim_no")
    at_grid.cell(0, "department").click(position={"x": 12, "y": 8})
    until(page, "document.activeElement.dataset.rgrow === '0'")
    assert "/admin/claim/" in page.url
    at_grid.cell(0, "department").hover()
    at_grid.cell(0, "department").locator("a").click()
    page.wait_for_url("**/admin/department/**")

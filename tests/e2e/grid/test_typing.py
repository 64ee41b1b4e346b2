"""Typing into a grid: what is saved, what comes back, where the focus goes."""

import pytest

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
    assert at_grid.page.evaluate("document.activeElement.dataset.rgrow") == "1"


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

"""Finding words within a grid, and its map of keys."""

import pytest
from browsing import until

pytestmark = pytest.mark.browser


def at(at_grid) -> str:
    """The words of the cell that the keyboard comes to stand in."""
    until(at_grid.page, "document.activeElement.matches('[role=gridcell]')")
    return at_grid.page.evaluate("document.activeElement.innerText.trim()")


@pytest.fixture
def claims(at_grid):
    at_grid.be("technician")
    at_grid.grid("claim/?columns=claim_no,claimant,status&sort=claim_no")
    return at_grid


def test_words_are_found_in_the_next_cell_that_holds_them(claims):
    rows = claims.rows("claim/rows?sort=claim_no&limit=100&columns=claimant")
    name = rows[20]["claimant"]
    claims.focus(0, "claim_no")
    claims.keys("Control+f")
    claims.type(name.lower())
    claims.keys("Enter")
    first = next(n for n, row in enumerate(rows) if name.lower() in row["claimant"].lower())
    claims.page.wait_for_selector(f".find-told:has-text('Row {first + 1}, Claimant')")
    claims.keys("Escape")
    assert at(claims) == name


def test_rows_that_were_never_in_sight_are_found_too(claims):
    rows = claims.rows("claim/rows?sort=-claim_no&limit=1&columns=claimant,claim_no")
    claims.focus(0, "claim_no")
    claims.keys("Control+f")
    claims.type(rows[0]["claim_no"])
    claims.keys("Enter")
    claims.page.wait_for_selector(".find-told:has-text('Row 160')")
    claims.keys("Escape")
    assert at(claims) == rows[0]["claim_no"]


def test_f3_goes_on_and_what_is_nowhere_is_said(claims):
    claims.focus(0, "claim_no")
    claims.keys("Control+f")
    claims.type("L-20")
    claims.keys("Enter")
    claims.page.wait_for_selector(".find-told:has-text('Row ')")
    claims.keys("Escape")
    first = at(claims)
    assert first.startswith("L-20")
    claims.keys("F3")
    until(claims.page, f"document.activeElement.innerText.trim() !== {first!r}")
    assert at(claims).startswith("L-20")
    claims.keys("Control+f")
    claims.type("xyzzy plugh")
    claims.keys("Enter")
    claims.page.wait_for_selector(".find-told:has-text('Nothing holds')")


def test_f1_shows_the_map_of_keys(claims):
    claims.focus(0, "claim_no")
    claims.keys("F1")
    claims.page.wait_for_selector("dialog[open] dt:has-text('Ctrl F')")
    claims.page.wait_for_selector("dialog[open] dd:has-text('Choose all rows of the list')")

"""Cells that came back: what was typed stays, with its reason, until it is mended or left."""

import pytest

pytestmark = pytest.mark.browser

CLAIMS = "claim/?columns=claim_no,claimant,amount_claimed,loss_date,location&sort=claim_no"


@pytest.fixture
def claims(at_grid):
    """The claims, at a technician's browser."""
    at_grid.be("technician")
    at_grid.grid(CLAIMS)
    at_grid.page.on("dialog", lambda asked: asked.accept())
    return at_grid


def test_a_bad_cell_keeps_what_was_typed_and_the_good_ones_are_saved(claims):
    claims.paste(0, "amount_claimed", "100\n14,2OO\n300")
    claims.says("1 cell kept as typed")
    claims.says("“14,2OO” is not")
    claims.shows(0, "amount_claimed", "100.00")
    claims.shows(2, "amount_claimed", "300.00")
    assert claims.cell(1, "amount_claimed").inner_text().startswith("14,2OO")
    assert "refused" in claims.cell(1, "amount_claimed").get_attribute("class")
    claims.says("Undo: paste 2 cells")


def test_the_foot_leads_to_it_and_the_box_says_why(claims):
    claims.write(3, "amount_claimed", "much")
    claims.says("1 cell kept as typed")
    claims.focus(12, "claimant")
    claims.page.get_by_role("button", name="go to it").click()
    box = claims.page.locator(".cell-pop")
    box.wait_for()
    assert "“much” is not" in box.inner_text()
    claims.keys("F2")
    assert claims.page.locator(".cell-editor input").input_value() == "much"
    assert box.count() == 0
    claims.keys("Control+a")
    claims.type("77")
    claims.keys("Enter")
    claims.shows(3, "amount_claimed", "77.00")
    assert claims.page.locator("[data-grid-kept]").inner_text() == ""


def test_by_keyboard_the_box_is_entered_and_the_cell_left_as_it_was(claims):
    before = claims.cell(4, "amount_claimed").inner_text().strip()
    claims.write(4, "amount_claimed", "a lot")
    claims.says("1 cell kept as typed")
    claims.keys("ArrowUp")
    claims.page.wait_for_selector(".cell-pop")
    claims.keys("Shift+F2", "Escape")
    claims.page.wait_for_selector(".cell-pop", state="detached")
    claims.keys("Shift+F2", "Tab", "Enter")
    claims.shows(4, "amount_claimed", before)
    assert claims.page.locator(".cell-pop").count() == 0


def test_all_that_came_back_is_left_as_it_was_at_once(claims):
    before = [claims.cell(row, "amount_claimed").inner_text().strip() for row in (5, 6)]
    claims.paste(5, "amount_claimed", "x\ny")
    claims.says("2 cells kept as typed")
    claims.page.get_by_role("button", name="leave all as it was").click()
    for row, words in zip((5, 6), before, strict=True):
        claims.shows(row, "amount_claimed", words)


def test_it_outlives_a_reload_of_the_window(claims):
    before = claims.cell(7, "amount_claimed").inner_text().strip()
    claims.write(7, "amount_claimed", "plenty")
    claims.says("1 cell kept as typed")
    claims.page.reload()
    claims.ready()
    claims.says("1 cell kept as typed")
    claims.says("“plenty” is not")
    assert claims.cell(7, "amount_claimed").inner_text().startswith("plenty")
    claims.page.get_by_role("button", name="leave it as it was").click()
    claims.shows(7, "amount_claimed", before)
    claims.page.reload()
    claims.ready()
    claims.shows(7, "amount_claimed", before)


def test_the_plain_list_shows_the_same_box(at_grid):
    at_grid.be("technician")
    page = at_grid.go("claim/?plain=yes&columns=claim_no,amount_claimed&sort=claim_no")
    cell = page.locator("td[data-cell=amount_claimed]").nth(8)
    cell.focus()
    cell.press("F2")
    page.keyboard.press("Control+a")
    page.keyboard.type("heaps")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cell-pop:has-text('“heaps” is not')")

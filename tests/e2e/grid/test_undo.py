"""Undo and redo in a grid: named, a paste as one step, several at once, never over what somebody else changed."""

import pytest

pytestmark = pytest.mark.browser

CLAIMS = "claim/?columns=claim_no,claimant,location,description&sort=claim_no"


@pytest.fixture
def claims(at_grid):
    """The claims, at a technician's browser."""
    at_grid.be("technician")
    at_grid.grid(CLAIMS)
    return at_grid


def write(desk, row: int, column: str, words: str) -> None:
    """Type over a cell; it is saved."""
    desk.focus(row, column)
    desk.type(words)
    desk.keys("Enter")
    desk.shows(row, column, words)
    number = desk.cell(row, "claim_no").inner_text().strip()
    desk.says(f" of {number}")


def test_a_typed_cell_is_undone_and_done_again(claims):
    before = claims.cell(0, "claimant").inner_text().strip()
    write(claims, 0, "claimant", "Undone, Una")
    claims.keys("Control+z")
    claims.shows(0, "claimant", before)
    claims.says("Undone: Claimant of")
    claims.keys("Control+y")
    claims.shows(0, "claimant", "Undone, Una")
    claims.keys("Control+z")
    claims.shows(0, "claimant", before)
    claims.keys("Control+Shift+Z")
    claims.shows(0, "claimant", "Undone, Una")


def test_a_paste_is_one_step_with_its_name_at_the_foot(claims):
    before = [claims.cell(row, "location").inner_text().strip() for row in range(3)]
    claims.paste(0, "location", "First St\nSecond St\nThird St")
    claims.shows(2, "location", "Third St")
    claims.page.get_by_role("button", name="Undo: paste 3 cells").click()
    for row in range(3):
        claims.shows(row, "location", before[row])
    claims.says("Undone: paste 3 cells")


def test_several_steps_are_taken_back_at_once_from_the_list(claims):
    before = claims.cell(3, "claimant").inner_text().strip()
    write(claims, 3, "claimant", "Step, One")
    write(claims, 3, "claimant", "Step, Two")
    write(claims, 3, "location", "Step Three St")
    claims.page.click("[data-grid-steps] summary")
    steps = claims.page.locator("[data-grid-steps] .menu-list button")
    assert steps.nth(0).inner_text().startswith("Undo: Location of")
    assert steps.nth(2).inner_text().startswith("Back before: Claimant of")
    steps.nth(2).click()
    claims.shows(3, "claimant", before)
    assert claims.cell(3, "location").inner_text().strip() != "Step Three St"
    claims.keys("Control+y", "Control+y", "Control+y")
    claims.shows(3, "location", "Step Three St")
    claims.shows(3, "claimant", "Step, Two")


def test_a_new_step_cuts_what_could_be_done_again(claims):
    before = claims.cell(5, "claimant").inner_text().strip()
    write(claims, 5, "claimant", "Gone, For Good")
    claims.keys("Control+z")
    claims.shows(5, "claimant", before)
    write(claims, 5, "claimant", "New, Path")
    claims.keys("Control+y")
    claims.says("There is nothing to do again")
    claims.shows(5, "claimant", "New, Path")


def test_steps_outlive_a_reload_of_the_window_and_not_the_person(claims):
    before = claims.cell(6, "claimant").inner_text().strip()
    write(claims, 6, "claimant", "Kept, Over")
    claims.page.reload()
    claims.ready()
    claims.focus(6, "claimant")
    claims.keys("Control+z")
    claims.shows(6, "claimant", before)
    write(claims, 6, "claimant", "Kept, Over")
    claims.be("risk_manager")
    claims.grid(CLAIMS)
    claims.focus(6, "claimant")
    claims.keys("Control+z")
    claims.says("There is nothing to undo here")
    claims.shows(6, "claimant", "Kept, Over")


def test_what_somebody_else_changed_since_stays_and_the_foot_says_who(claims, beside):
    claims.paste(7, "location", "Mine One\nMine Two")
    claims.shows(8, "location", "Mine Two")
    claims.says("Undo: paste 2 cells")
    beside.be("risk_manager")
    beside.grid(CLAIMS)
    beside.focus(8, "location")
    beside.type("Theirs")
    beside.keys("Enter")
    beside.says("Location of")
    name = beside.page.locator(".account summary").inner_text().strip().splitlines()[0]
    claims.keys("Control+z")
    claims.says("changed it since")
    said = claims.page.locator("[data-grid-said]").inner_text()
    assert name.split(" ")[0] in said
    claims.shows(8, "location", "Theirs")
    assert claims.cell(7, "location").inner_text().strip() != "Mine One"


def test_new_rows_are_a_step_too(at_grid):
    at_grid.be("technician")
    at_grid.grid("organization/?columns=name,kind&sort=id")
    total = len(at_grid.rows("organization/rows?limit=1000"))
    at_grid.focus(0, "name")
    at_grid.keys("Control+End", "Home")
    last = at_grid.page.evaluate("document.activeElement.innerText") or "Same"
    at_grid.put_on_clipboard(f"{last.strip()}\nShort Lived Inc.")
    at_grid.keys("Control+v")
    at_grid.asks("1 row stands below the last one: make a new organization?")
    at_grid.keys("Enter")
    at_grid.says("1 organization made.")
    assert len(at_grid.rows("organization/rows?limit=1000")) == total + 1
    at_grid.keys("Control+z")
    at_grid.says("Undone: 1 organization made")
    assert len(at_grid.rows("organization/rows?limit=1000")) == total


def test_a_quick_action_that_came_back_here_is_a_step(at_grid):
    at_grid.be("technician")
    (claim,) = at_grid.rows("claim/rows?filter=status%3Dopen&limit=1&columns=claim_no")
    at_grid.form("add_diary", "claim", f"{claim['id']}&back=%2Fadmin%2Fclaim%2F")
    at_grid.page.fill("#diary_date", "2026-12-01")
    at_grid.page.fill("#subject", "Call the garage")
    at_grid.page.locator("#action .form-buttons .btn-primary").last.click()
    at_grid.ready()
    at_grid.says("Undo: ")
    at_grid.page.locator(".toast-note button:has-text('Undo')").click()
    at_grid.says("Undone: ")
    assert at_grid.page.locator(".toast-note").count() == 0


def test_nothing_is_undone_before_what_is_typed_is_saved(claims):
    before = claims.cell(10, "claimant").inner_text().strip()
    claims.focus(10, "claimant")
    claims.type("Quick, Fingers")
    claims.keys("Enter", "Control+z")
    claims.says("Undone: Claimant of")
    claims.shows(10, "claimant", before)
    (row,) = claims.rows("claim/rows?sort=claim_no&limit=11&columns=claimant")[10:]
    assert (row["claimant"] or "") == before

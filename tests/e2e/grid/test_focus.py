"""The keyboard is never lost: ways in and out of the grid, and what a screen reader hears of it."""

import pytest
from browsing import until

pytestmark = pytest.mark.browser
CLAIMS = "claim/?columns=claim_no,claimant,status,amount_claimed&sort=claim_no"
PLACES = {"head": "[data-grid-head]", "foot": "[data-grid-foot]", "panel": "aside.panel"}


def inside(at_grid, place: str) -> None:
    """The keyboard comes to stand in a place of the page."""
    chosen = PLACES.get(place, place)
    until(at_grid.page, f"document.querySelector('{chosen}').contains(document.activeElement)")


def at(at_grid, row: int, column: int = 1) -> None:
    """The keyboard comes to stand at a cell."""
    here = "document.activeElement?.dataset"
    until(at_grid.page, f"{here}.rgrow === '{row}' && {here}.rgcol === '{column}'")


@pytest.fixture
def claims(at_grid):
    """A technician at a claimant in the claims, nothing beside the grid."""
    at_grid.be("technician")
    at_grid.grid(CLAIMS).evaluate("localStorage.clear()")
    at_grid.grid(CLAIMS)
    at_grid.focus(3, "claimant")
    return at_grid


def test_f6_leads_below_the_rows_and_back_to_the_cell(claims):
    claims.keys("F6")
    inside(claims, "foot")
    for keys in ("F6", "Shift+F6"):
        claims.keys(keys)
        at(claims, 3)
        claims.keys("F6")
        inside(claims, "foot")
    claims.keys("F6")
    at(claims, 3)
    claims.keys("ArrowDown")
    at(claims, 4)


def test_shift_f6_leads_above_the_rows_then_below_them_then_back(claims):
    claims.keys("Shift+F6")
    inside(claims, "head")
    claims.keys("Shift+F6")
    inside(claims, "foot")
    claims.keys("Shift+F6")
    at(claims, 3)
    claims.keys("Shift+F6")
    inside(claims, "head")
    claims.keys("F6")
    at(claims, 3)


def test_the_actions_are_reached_by_keys_for_the_cell_one_comes_from(claims):
    claims.keys("Shift+ArrowDown", "F6")
    inside(claims, "foot")
    claims.page.wait_for_selector("[data-verbs-words]:has-text('On 2 rows')")


@pytest.mark.parametrize("out", ["F6", "Escape", "F4"])
def test_from_the_record_beside_it_one_comes_back_to_the_cell(claims, out):
    claims.keys("F4")
    claims.page.wait_for_selector("aside.panel h2")
    claims.keys("F6")
    inside(claims, "panel")
    claims.keys(out)
    at(claims, 3)
    claims.keys("ArrowDown")
    at(claims, 4)


def test_the_menu_of_the_foot_gives_the_keyboard_back(claims):
    claims.page.locator("[data-foot-menu=amount_claimed]").click()
    claims.page.wait_for_selector(".grid-menu")
    claims.keys("Escape")
    at(claims, 3)
    claims.keys("ArrowDown")
    at(claims, 4)


def test_a_list_that_is_sorted_or_grouped_anew_keeps_the_keyboard(claims):
    claims.page.locator(".rgHeaderCell[data-column=claimant] .head-words").click()
    claims.page.wait_for_selector(".rgHeaderCell[data-column=claimant][aria-sort=ascending]")
    at(claims, 3)
    claims.keys("ArrowDown")
    at(claims, 4)


def test_a_click_on_the_cell_in_focus_takes_the_keyboard_from_a_field(claims):
    claims.page.locator("[data-grid-head] input[name=q]").focus()
    claims.cell(3, "claimant").click(position={"x": 4, "y": 4})
    at(claims, 3)


def test_enter_with_ctrl_on_a_group_closes_it(at_grid):
    at_grid.be("technician")
    page = at_grid.grid(f"{CLAIMS}&group=status")
    at_grid.focus(1, "claimant")
    at_grid.keys("ArrowUp", "Control+Enter")
    page.wait_for_selector("[data-group-turn][aria-expanded=false]")


# --- What a screen reader hears -------------------------------------------------------------------


def chosen(at_grid) -> list[str]:
    """The cells that are told as chosen, as row:column."""
    return at_grid.page.evaluate(
        """() => [...document.querySelectorAll(
            "revogr-data[type=rgRow] [role=gridcell][aria-selected=true]")].map(
            (cell) => `${cell.dataset.rgrow}:${cell.dataset.rgcol}`)"""
    )


def test_what_is_chosen_is_told(claims):
    until(claims.page, "document.querySelectorAll('[aria-selected=true]').length === 1")
    claims.keys("Shift+ArrowDown", "Shift+ArrowRight")
    until(claims.page, "document.querySelectorAll('[aria-selected=true]').length === 4")
    assert chosen(claims) == ["3:1", "3:2", "4:1", "4:2"]
    claims.keys("ArrowLeft", "ArrowRight", "Shift+Space")
    until(claims.page, "document.querySelector('[role=rowheader][aria-selected=true]')?.innerText")
    assert chosen(claims) == ["3:0", "3:1", "3:2", "3:3"]


def test_chosen_rows_grow_with_shift_and_an_arrow(claims):
    claims.keys("Shift+Space", "Shift+ArrowDown", "Shift+ArrowDown")
    claims.page.wait_for_selector("[data-verbs-words]:has-text('3 chosen')")
    claims.keys("Shift+ArrowUp")
    claims.page.wait_for_selector("[data-verbs-words]:has-text('2 chosen')")


def test_chosen_rows_stay_when_one_goes_elsewhere(claims):
    claims.keys("Shift+Space")
    claims.focus(6, "claimant")
    claims.keys("Shift+ArrowDown")
    until(claims.page, "document.querySelectorAll('[aria-selected=true]').length === 7")
    claims.page.wait_for_selector("[data-verbs-words]:has-text('1 chosen')")


def test_the_map_of_keys_says_where_each_works(claims):
    claims.keys("F1")
    told = claims.asks("In a cell of the grid").inner_text()
    assert "in a cell they are typed into it" in told
    assert "Next and previous row" not in told
    claims.keys("Escape")
    claims.type("n")
    until(claims.page, "document.querySelector('.cell-editor input')?.value === 'n'")
    claims.keys("Escape")


def test_forced_colours_show_the_cell_in_focus_what_is_chosen_and_the_entry(claims):
    page = claims.page
    page.emulate_media(forced_colors="active")
    claims.keys("Shift+Space", "ArrowDown", "Shift+ArrowDown")
    lines = ("revogr-focus.focused-cell", ".selection-border-range")
    for place in lines:
        until(page, f"getComputedStyle(document.querySelector('{place}')).outlineStyle !== 'none'")
    page.wait_for_selector("[role=gridcell].picked")
    plain, picked = (
        page.evaluate(f"getComputedStyle(document.querySelector('{cell}')).backgroundColor")
        for cell in ("[role=gridcell]:not(.picked)", "[role=gridcell].picked")
    )
    assert plain != picked
    claims.keys("Shift+F10")
    page.wait_for_selector(".grid-menu")
    claims.keys("ArrowDown")
    until(page, "getComputedStyle(document.activeElement).outlineStyle === 'solid'")
    claims.keys("Escape")
    page.emulate_media(forced_colors="none")


def test_no_two_rows_and_no_two_columns_have_one_number(claims):
    page = claims.page
    page.locator(".rgHeaderCell[data-column=claim_no]").hover()
    page.locator("[data-head-menu=claim_no]").click()
    page.get_by_role("menuitem", name="Freeze up to here").click()
    page.wait_for_selector(".colPinStart [data-column=claim_no]")
    claims.keys("ArrowDown")
    found = page.evaluate(
        """() => ({
            rows: [...document.querySelectorAll("revogr-viewport-scroll.rgCol .rgRow")].map((row) => row.getAttribute("aria-rowindex")),
            columns: [...document.querySelectorAll(".rgHeaderCell[data-column]")].map((head) => head.getAttribute("aria-colindex")),
        })"""
    )
    page.evaluate("localStorage.clear()")
    assert len(set(found["rows"])) == len(found["rows"]) > 10
    assert sorted(found["columns"]) == ["1", "2", "3", "4"]

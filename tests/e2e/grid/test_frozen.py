"""Cells chosen across the line of the frozen columns: by keys, by mouse, copied, summed and pasted."""

import pytest
from browsing import until

pytestmark = pytest.mark.browser
LINE = "revogr-viewport-scroll.colPinStart [data-column='claimant']"
PLACE = "claim/?columns=claim_no,claimant,location,amount_claimed,paid&sort=claim_no"

CELL = "revogr-data[type=rgRow][col-type=rgCol] [data-rgrow='2'][data-rgcol='1']"


@pytest.fixture
def claims(at_grid):
    """The claims at a technician's browser, frozen up to the claimant."""
    at_grid.be("technician")
    at_grid.grid(PLACE)
    menu(at_grid, "Freeze up to here")
    at_grid.page.wait_for_selector(LINE)
    yield at_grid
    menu(at_grid, "Unfreeze")
    at_grid.page.wait_for_selector(LINE, state="detached")


def menu(desk, words: str) -> None:
    """An entry of the menu of the claimant's head."""
    desk.page.locator("revogr-header [data-column='claimant']").hover()
    desk.page.click("[data-head-menu='claimant']")
    desk.page.locator(f".grid-menu [role^=menuitem]:has-text('{words}')").first.click()


def frozen(desk, row: int, at: int):
    """A cell of the frozen columns."""
    return desk.page.locator(
        f"revogr-data[type=rgRow][col-type=colPinStart] [data-rgrow='{row}'][data-rgcol='{at}']"
    )


def free(desk, row: int, at: int):
    """A cell of the free columns."""
    return desk.page.locator(
        f"revogr-data[type=rgRow][col-type=rgCol] [data-rgrow='{row}'][data-rgcol='{at}']"
    )


def start(desk, row: int, at: int) -> None:
    """Put the focus on a frozen cell, beside its words."""
    box = frozen(desk, row, at).bounding_box()
    desk.page.mouse.click(box["x"] + box["width"] - 4, box["y"] + 8)
    until(desk.page, f"document.activeElement.dataset.rgrow === '{row}'")


def sums(desk, words: str) -> None:
    """The foot of the grid says so of the chosen cells."""
    desk.page.wait_for_selector(f"[data-grid-cells]:has-text({words!r})")


def copied(desk, *keys: str) -> list[list[str]]:
    """What keys choose, as another program takes it."""
    desk.keys(*keys, "Control+c")
    desk.says("copied.")
    return [line.split("\t") for line in desk.clipboard().splitlines()]


def test_shift_and_arrows_choose_across_the_line_and_back(claims):
    start(claims, 1, 1)
    chosen = copied(claims, *["Shift+ArrowRight"] * 2, "Shift+ArrowDown")
    expected = claims.rows("claim/rows?sort=claim_no&limit=3&columns=claimant,location")[1:]
    assert [row[0] for row in chosen] == [row["claimant"] for row in expected]
    assert [len(row) for row in chosen] == [3, 3]
    claims.page.wait_for_selector(f"{CELL}[aria-selected='true']")
    assert free(claims, 2, 2).get_attribute("aria-selected") != "true"
    assert [len(row) for row in copied(claims, *["Shift+ArrowLeft"] * 2)] == [1, 1]


def test_all_cells_are_chosen_on_both_sides(claims):
    start(claims, 0, 0)
    count = claims.page.evaluate("document.querySelector('revo-grid').source.length")
    claims.keys("Control+a")
    sums(claims, f"{count * 5:,} cells")


def test_a_click_with_shift_and_a_drawn_mouse_choose_across_the_line(claims):
    start(claims, 0, 0)
    free(claims, 2, 1).click(modifiers=["Shift"], position={"x": 30, "y": 8})
    sums(claims, "12 cells")
    start(claims, 1, 1)
    end = free(claims, 3, 0).bounding_box()
    box = frozen(claims, 1, 1).bounding_box()
    claims.page.mouse.move(box["x"] + box["width"] - 6, box["y"] + 8)
    claims.page.mouse.down()
    claims.page.mouse.move(end["x"] + 10, end["y"] + 4, steps=8)
    claims.page.mouse.move(end["x"] + 20, end["y"] + 8, steps=3)
    claims.page.mouse.up()
    sums(claims, "6 cells")


def test_what_is_chosen_across_the_line_is_written_at_once(claims):
    start(claims, 4, 1)
    claims.put_on_clipboard("Across, Ann\tElm St\nAcross, Art\tOak St")
    claims.keys("Control+v")
    claims.says("Undo: paste 4 cells")
    chosen = copied(claims)
    assert chosen == [["Across, Ann", "Elm St"], ["Across, Art", "Oak St"]]
    claims.keys("Delete")
    claims.says("Undo: clear 4 cells")
    claims.keys("Control+z", "Control+z")
    claims.says("Undone: paste 4 cells")

"""Views in the grid: what is saved, its look included, and what is said of a look that was changed."""

import pytest

pytestmark = pytest.mark.browser


def widen(page, name: str, pixels: int) -> None:
    """Make a column wider by its edge."""
    head = page.locator(f".rgHeaderCell[data-column='{name}']")
    box = head.bounding_box()
    edge = box["x"] + box["width"] - 2, box["y"] + box["height"] / 2
    page.mouse.move(*edge)
    page.mouse.down()
    page.mouse.move(edge[0] + pixels, edge[1], steps=4)
    page.mouse.up()


def test_a_view_keeps_filters_and_the_look_of_the_grid(at_grid, until):
    at_grid.be("technician")
    page = at_grid.grid("claim/?filter=line%3DL&columns=claim_no,claimant,description&view=none")
    widen(page, "claimant", 80)
    page.click("[data-views] > summary")
    page.click("[data-views] summary:has-text('Save as a new view')")
    page.fill("[data-views] input[name=name]", "Liability, wide")
    page.click("[data-view-save-as]")
    page.wait_for_selector(".toast-note:has-text('Liability, wide')")
    until(
        page, "document.querySelector('[data-views] > summary').textContent.includes('Liability')"
    )
    at_grid.page.goto(page.url)
    at_grid.ready()
    wide = page.locator(".rgHeaderCell[data-column='claimant']").bounding_box()["width"]
    assert wide > 200
    shown = page.url.partition("view=")[2]
    kept = page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('look:'))")
    assert [key for key in kept if key.endswith(f":{shown}")] == []


def test_a_look_that_was_changed_is_saved_in_its_view_or_left(at_grid):
    at_grid.be("technician")
    page = at_grid.grid("claim/?filter=line%3DW&view=none")
    page.click("[data-views] > summary")
    page.click("[data-views] summary:has-text('Save as a new view')")
    page.fill("[data-views] input[name=name]", "Compensation")
    page.click("[data-view-save-as]")
    page.wait_for_selector("[data-views] > summary:has-text('Compensation')")
    before = page.locator(".rgHeaderCell[data-column='status']").bounding_box()["width"]
    widen(page, "status", 60)
    page.click("[data-look-changed] >> text=Discard the changes")
    page.wait_for_selector("[data-look-changed]", state="detached")
    assert (
        abs(page.locator(".rgHeaderCell[data-column='status']").bounding_box()["width"] - before)
        < 2
    )
    widen(page, "status", 60)
    page.click("[data-look-changed] >> text=Save the look")
    page.wait_for_selector("[data-look-changed]", state="detached")
    page.reload()
    at_grid.ready()
    assert page.locator(".rgHeaderCell[data-column='status']").bounding_box()["width"] > before + 40

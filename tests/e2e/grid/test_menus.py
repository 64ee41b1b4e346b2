"""The menus of a grid: of a column's head, by mouse and by keyboard, and of a cell."""

from urllib.parse import parse_qs, urlparse

import pytest
from browsing import until

pytestmark = pytest.mark.browser


def asked(at_grid, name: str) -> str | None:
    """What the address says of a part of the list."""
    return parse_qs(urlparse(at_grid.page.url).query).get(name, [None])[0]


def until_asked(at_grid, name: str, value: str | None) -> None:
    """The address comes to say so, and the grid stands."""
    for _ in range(200):
        if asked(at_grid, name) == value:
            at_grid.page.wait_for_selector("[data-grid]:not(.waiting)")
            return
        at_grid.page.wait_for_timeout(50)
    pytest.fail(f"{name} is {asked(at_grid, name)!r}, not {value!r}")


def heads(at_grid) -> list[str]:
    """The columns as they stand, from left to right."""
    return at_grid.page.evaluate(
        "[...document.querySelectorAll('revogr-header [data-column]')]"
        ".sort((a, b) => a.getBoundingClientRect().left - b.getBoundingClientRect().left).map((head) => head.dataset.column)"
    )


def head(at_grid, column: str):
    return at_grid.page.locator(f"revogr-header [data-column='{column}']")


def choose(at_grid, column: str, *words: str) -> None:
    """The menu of a column's head, and entries of it one behind the other."""
    head(at_grid, column).hover()
    at_grid.page.click(f"[data-head-menu='{column}']")
    for each in words:
        at_grid.page.locator(f".grid-menu [role^=menuitem]:has-text('{each}')").first.click()


@pytest.fixture
def claims(at_grid):
    at_grid.be("technician")
    at_grid.grid("claim/?columns=claim_no,claimant,loss_date,paid&sort=claim_no")
    return at_grid


def test_a_column_is_sorted_by_from_its_menu_and_another_after_it(claims):
    choose(claims, "loss_date", "Sort latest first")
    until_asked(claims, "sort", "-loss_date")
    choose(claims, "claimant", "Then by this, A to Z")
    until_asked(claims, "sort", "-loss_date,claimant")
    latest = max(r["loss_date"] for r in claims.rows("claim/rows?limit=1000&columns=loss_date"))
    claims.shows(0, "loss_date", latest)


def test_the_menu_of_a_head_is_used_by_keyboard_alone(claims):
    claims.focus(2, "claimant")
    claims.keys("Alt+ArrowDown", "h")
    assert claims.page.evaluate("document.activeElement.innerText").strip() == "Hide"
    claims.keys("Escape")
    until(claims.page, "document.activeElement.dataset.rgrow === '2'")
    claims.keys("Alt+ArrowDown", "ArrowDown", "Enter")
    until_asked(claims, "sort", "-claimant")


def test_a_column_is_hidden_and_moved(claims):
    choose(claims, "loss_date", "Hide")
    until_asked(claims, "columns", "claim_no,claimant,paid")
    assert heads(claims) == ["claim_no", "claimant", "paid"]
    choose(claims, "paid", "Move left")
    until_asked(claims, "columns", "claim_no,paid,claimant")
    assert heads(claims) == ["claim_no", "paid", "claimant"]


def test_columns_are_frozen_up_to_one_and_stay_so(claims):
    choose(claims, "claimant", "Freeze up to here")
    frozen = "revogr-viewport-scroll.colPinStart [data-column='claimant']"
    claims.page.wait_for_selector(frozen)
    claims.grid("claim/?columns=claim_no,claimant,loss_date,paid&sort=claim_no")
    claims.page.wait_for_selector(frozen)
    choose(claims, "claimant", "Unfreeze")
    claims.page.wait_for_selector(frozen, state="detached")


def test_a_head_is_dragged_to_another_place(claims):
    start, end = head(claims, "paid").bounding_box(), head(claims, "claimant").bounding_box()
    mouse = claims.page.mouse
    mouse.move(start["x"] + 12, start["y"] + 12)
    mouse.down()
    mouse.move(end["x"] + 60, end["y"] + 12, steps=8)
    mouse.move(end["x"] + 20, end["y"] + 12, steps=4)
    mouse.up()
    until_asked(claims, "columns", "claim_no,paid,claimant,loss_date")
    assert heads(claims) == ["claim_no", "paid", "claimant", "loss_date"]


def test_a_width_is_kept_for_the_next_time(claims):
    edge = head(claims, "claimant").bounding_box()
    mouse = claims.page.mouse
    mouse.move(edge["x"] + edge["width"] - 2, edge["y"] + 12)
    mouse.down()
    mouse.move(edge["x"] + edge["width"] + 80, edge["y"] + 12, steps=6)
    mouse.up()
    least = edge["width"] + 50
    until(
        claims.page,
        f"document.querySelector('.rgHeaderCell[data-column=claimant]').offsetWidth > {least}",
    )
    wider = head(claims, "claimant").bounding_box()["width"]
    claims.grid("claim/?columns=claim_no,claimant,loss_date,paid&sort=claim_no")
    assert abs(head(claims, "claimant").bounding_box()["width"] - wider) < 2


def test_a_cell_has_its_menu_by_keyboard(claims):
    (first,) = claims.rows("claim/rows?sort=claim_no&limit=1")
    claims.focus(0, "paid")
    claims.keys("Shift+F10")
    history = claims.page.get_by_role("menuitem", name="History of the cell")
    assert history.get_attribute("href") == f"/admin/claim/cell/{first['id']}/paid"
    history.click()
    claims.page.wait_for_url("**/cell/**")


def test_a_cell_leads_to_what_its_relation_names(at_grid):
    at_grid.be("technician")
    at_grid.grid("payment/?columns=payment_no,claim")
    words = at_grid.cell(0, "claim").inner_text().strip()
    at_grid.cell(0, "claim").click(button="right")
    at_grid.page.get_by_role("menuitem", name=f"Open {words}").click()
    at_grid.page.wait_for_url("**/admin/claim/**")
    assert words in at_grid.page.inner_text("main h1")


def test_rows_are_made_higher(claims):
    foot = claims.page.locator("revogr-data[type=rowPinEnd] .rgCell").first
    before, below = (each.bounding_box()["height"] for each in (claims.cell(0, "claimant"), foot))
    choose(claims, "claimant", "Height of the rows", "High rows")
    claims.page.wait_for_selector("[data-grid][data-height=high]")
    assert claims.cell(0, "claimant").bounding_box()["height"] > 1.5 * before
    assert foot.bounding_box()["height"] == below, "the sums stand in one line"
    claims.page.reload()
    claims.ready()
    assert claims.cell(0, "claimant").bounding_box()["height"] > 1.5 * before
    assert foot.bounding_box()["height"] == below, "also where the list opens so"
    choose(claims, "claimant", "Height of the rows", "Usual rows")


def test_the_address_to_send_carries_the_look_to_somebody_else(claims):
    choose(claims, "claimant", "Freeze up to here")
    frozen = "revogr-viewport-scroll.colPinStart [data-column='claimant']"
    claims.page.wait_for_selector(frozen)
    address = claims.page.locator("[data-view-address]").input_value()
    claims.page.evaluate("localStorage.clear()")
    claims.be("risk_manager")
    claims.grid(address.partition("/admin/")[2])
    claims.page.wait_for_selector(frozen)
    choose(claims, "claimant", "Unfreeze")
    claims.page.wait_for_selector(frozen, state="detached")
    claims.page.reload()
    claims.ready()
    assert not claims.page.locator(frozen).count(), "what one changes of it is kept"


def test_the_list_is_narrowed_by_the_value_of_a_cell(claims):
    (row,) = claims.rows("claim/rows?sort=claim_no&limit=1&columns=claimant")
    claims.focus(0, "claimant")
    claims.keys("Shift+F10")
    claims.page.get_by_role("menuitem", name=f"Only rows with “{row['claimant']}”").click()
    until_asked(claims, "filter", f"claimant={row['claimant']}")
    claims.shows(0, "claimant", row["claimant"])
    claims.focus(0, "claimant")
    claims.keys("Shift+F10")
    claims.page.get_by_role("menuitem", name=f"Only rows without “{row['claimant']}”").click()
    until_asked(claims, "filter", f"claimant!={row['claimant']}")
    assert claims.page.url.count("filter=") == 1, "it takes the place of its opposite"
    claims.page.go_back()
    claims.page.go_back()
    until_asked(claims, "filter", None)
    choose(claims, "claimant", "Filter by this")
    claims.page.wait_for_selector("dialog[open] h2:has-text('Filters')")


def test_a_cell_is_copied_and_cleared_from_its_menu(claims):
    claims.grid("claim/?columns=claim_no,description&sort=-claim_no")
    words = claims.cell(0, "description").inner_text().strip()
    claims.focus(0, "description")
    claims.keys("Shift+F10")
    claims.page.get_by_role("menuitem", name="Copy").click()
    claims.focus(1, "description")
    claims.keys("Control+v")
    claims.shows(1, "description", words)
    claims.focus(1, "description")
    claims.keys("Shift+F10")
    claims.page.get_by_role("menuitem", name="Clear").click()
    claims.shows(1, "description", "")

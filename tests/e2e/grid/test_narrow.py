"""A grid where there is little room: cards on a phone that are typed into by taps, a grid in a small window."""

import axe
import pytest
from browsing import until

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 800}
DESKTOP = {"width": 1400, "height": 900}
LONG = "columns=claim_no,claimant,amount_claimed,description"


@pytest.fixture
def phone(at_grid):
    at_grid.be("technician")
    at_grid.page.set_viewport_size(PHONE)
    return at_grid


def value(at_grid, number: str, column: str):
    (row,) = at_grid.rows(f"claim/rows?columns={column}&filter=id%3D{number}")
    return row[column]


def saved(at_grid) -> None:
    at_grid.page.wait_for_selector("[data-saved]:has-text('Saved')")
    at_grid.page.locator("[data-saved]").evaluate("e => e.replaceChildren()")


def test_a_card_is_opened_and_its_values_blank_ones_too_are_changed_by_taps(phone):
    page = phone.go(f"claim/?{LONG}&filter=amount_claimed%3D")
    card = page.locator("#rows tbody tr").first
    number = card.get_attribute("data-id")
    blank = card.locator("td[data-cell=amount_claimed]")
    assert not blank.is_visible()
    button = card.get_by_role("button", name="Edit")
    assert button.bounding_box()["height"] >= 44
    button.click()
    assert "Tap a value to change it" in card.inner_text()
    assert "Add Claimed" in blank.evaluate("e => getComputedStyle(e, '::after').content")
    assert blank.bounding_box()["height"] >= 44
    blank.click()
    page.keyboard.type("1,250")
    page.keyboard.press("Enter")
    saved(phone)
    assert value(phone, number, "amount_claimed") == "1250.00"
    card.locator("td[data-cell=description]").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("First line")
    page.keyboard.press("Enter")
    page.keyboard.type("second" * 30)
    page.keyboard.press("ControlOrMeta+Enter")
    saved(phone)
    assert value(phone, number, "description") == f"First line\n{'second' * 30}"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    card.get_by_role("button", name="Done").click()
    assert "Tap a value" not in card.inner_text()


def test_an_open_card_shuts_nobody_out(phone, tmp_path):
    page = phone.go(f"claim/?{LONG}")
    page.locator("#rows tbody tr").first.get_by_role("button", name="Edit").click()
    assert axe.findings(page, axe.program(tmp_path)) == []


def test_a_long_word_breaks_in_its_card(phone):
    page = phone.go("claim/")
    cell = page.locator("#rows td[data-cell=claimant]").first
    cell.evaluate("e => { e.textContent = 'Wilhelmina'.repeat(9); }")
    assert cell.evaluate("e => e.scrollWidth <= e.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_groups_that_a_phone_does_not_show_are_said(phone):
    page = phone.go("claim/?group=status,loss_date:year")
    page.wait_for_selector("text=in groups by Status and Loss date; here one by one")


def test_the_phones_list_is_a_grid_again_where_there_is_room(phone):
    page = phone.go("claim/?sort=claim_no")
    page.wait_for_selector(".card-foot")
    assert "plain" not in page.url, "the address may be sent to a colleague at a desk"
    with page.expect_navigation():
        page.set_viewport_size(DESKTOP)
    phone.ready()
    assert "sort=claim_no" in page.url


@pytest.mark.parametrize("width", [640, 768, 820, 900, 1000, 1048])
def test_a_window_of_less_width_keeps_the_grid_and_does_not_scroll_sideways(at_grid, width):
    at_grid.be("technician")
    at_grid.page.set_viewport_size({"width": width, "height": 800})
    at_grid.grid("claim/")
    assert at_grid.page.evaluate("document.documentElement.scrollWidth") <= width


def test_words_share_the_room_that_is_left_and_give_it_back(at_grid):
    at_grid.be("technician")
    at_grid.page.set_viewport_size({"width": 1920, "height": 900})
    at_grid.grid("claim/?columns=claim_no,claimant,status,department,description,paid")
    head = at_grid.page.locator("revogr-header [data-column=description]").first
    room = at_grid.page.locator(".grid-frame").bounding_box()
    last = at_grid.page.locator("revogr-header [data-column=paid]").first
    ends = last.bounding_box()
    assert room["x"] + room["width"] - 60 < ends["x"] + ends["width"] <= room["x"] + room["width"]
    wide = head.bounding_box()["width"]
    at_grid.page.set_viewport_size({"width": 1350, "height": 900})
    now = (
        "document.querySelector('revogr-header [data-column=description]').getBoundingClientRect()"
    )
    until(at_grid.page, f"{now}.width < {wide}")
    assert last.bounding_box()["width"] == ends["width"], "amounts stand as they did"

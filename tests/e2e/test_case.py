"""The case file in a browser: what one adds stays on the page, figures explain themselves in sight."""

import pytest
from engines import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def office(demonstration, page):
    """A page of a technician."""
    demonstration.sign_in(page, "technician")

    def go(place: str):
        page.goto(f"{demonstration.address}/admin/{place}")
        page.wait_for_selector("html[data-ready]")
        return page

    page.go = go
    return page


def test_a_case_file_keeps_one_where_one_is(office):
    """One sign-in: the office lets a person in five times a minute."""
    office.go("claim/1/")
    _write_a_note(office)
    for width in (1400, 1000, 390):
        office.set_viewport_size({"width": width, "height": 900})
        _ask_why(office, width)
    office.set_viewport_size({"width": 1400, "height": 900})
    _open_a_tab(office)


def _write_a_note(office) -> None:
    """It is written without leaving the page, and its lines stand as they were typed."""
    office.click("summary:has-text('+ Note')")
    office.wait_for_selector("#add_note-subject:focus")
    office.keyboard.type("Pole measured")
    office.fill("#add_note-text", "First line\nSecond line")
    office.click("button:has-text('Add a note')")
    office.wait_for_selector("text=Note added to")
    assert office.url.endswith("/admin/claim/1/")
    told = office.locator(".entry:has-text('Pole measured') .entry-text")
    assert told.inner_text() == "First line\nSecond line"


def _ask_why(office, width: int) -> None:
    """Each figure explains itself inside the window."""
    for n in range(office.locator(".money .why").count()):
        office.locator(".money .why > summary").nth(n).click()
        side = office.locator("#side").bounding_box() if width > 800 else None
        left = side["width"] if side else 0
        assert wait_until(lambda n=n, left=left: _inside(office, n, left, width)), (n, width)
        office.keyboard.press("Escape")


def _inside(office, n: int, left: float, width: int) -> bool:
    box = office.locator(".money .why-box").nth(n).bounding_box()
    return box["x"] >= left and box["x"] + box["width"] <= width


def _open_a_tab(office) -> None:
    """They stand on one line; what does not fit is under "More"."""
    tops = office.evaluate(
        "[...document.querySelectorAll('.tabs > *')].map((tab) => tab.getBoundingClientRect().top)"
    )
    assert max(tops) - min(tops) < 8
    office.click(".tabs .menu summary")
    office.click(".tabs .menu-list a:has-text('Inquiries')")
    assert office.locator(".tabs > a[aria-current]").inner_text().startswith("Inquiries")


def test_what_may_be_told_follows_the_caller_and_keeps_what_was_typed(office):
    office.go("do/answer_call?sheet=claim&ids=1")
    office.fill("#question", "When is it decided?")
    assert "Choose who is calling" in office.inner_text(".told.amber")
    office.click(".callers a >> nth=0")
    office.check("#identity_checked")
    office.wait_for_selector(".told.green")
    assert office.input_value("#question") == "When is it decided?"
    assert office.input_value("#caller") != ""
    office.select_option("#caller_kind", "public")
    office.wait_for_selector(".told.amber >> text=City Clerk")

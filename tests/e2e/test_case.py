"""The case file in a browser: what one adds stays on the page, figures explain themselves in sight."""

import pytest

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


def test_a_note_is_written_without_leaving_the_case_file(office):
    office.go("claim/1/")
    office.click("summary:has-text('+ Note')")
    assert office.evaluate("document.activeElement.id") == "add_note-subject"
    office.keyboard.type("Pole measured")
    office.fill("#add_note-text", "First line\nSecond line")
    office.click("button:has-text('Add a note')")
    office.wait_for_selector("text=Note added to")
    assert office.url.endswith("/admin/claim/1/")
    told = office.locator(".entry:has-text('Pole measured') .entry-text")
    assert told.inner_text() == "First line\nSecond line"


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


@pytest.mark.parametrize("width", [1400, 1000, 390])
def test_each_why_opens_inside_the_window_and_names_its_rows(office, width):
    office.set_viewport_size({"width": width, "height": 900})
    office.go("claim/1/")
    for n in range(office.locator(".money .why").count()):
        office.locator(".money .why > summary").nth(n).click()
        box = office.locator(".money .why-box").nth(n).bounding_box()
        side = office.locator("#side").bounding_box() if width > 800 else None
        assert box["x"] >= (side["width"] if side else 0), n
        assert box["x"] + box["width"] <= width, n


def test_the_tabs_stand_on_one_line(office):
    office.go("claim/1/")
    tops = office.evaluate(
        "[...document.querySelectorAll('.tabs > *')].map((tab) => tab.getBoundingClientRect().top)"
    )
    assert max(tops) - min(tops) < 8
    office.click(".tabs .menu summary")
    office.click(".tabs .menu-list a:has-text('Inquiries')")
    assert office.locator(".tabs > a[aria-current]").inner_text().startswith("Inquiries")

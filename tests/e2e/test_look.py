"""Every kind of page, in each theme and width: readable, named, inside its window."""

import pytest
from looks import WINDOWS, lacking

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = {
    "technician": (
        "", "?whose=office", "claim/", "claim/1/", "claim/edit/?id=1", "claim/history/1",
        "claim/?as_of=2026-11-24", "intake/", "search?q=an", "import/", "approvals/", "inbox/",
        "payment/", "recovery/", "incident/", "diary/", "dictionary/", "do/", "batch/", "filenote/new/",
        "organization/details/?id=1", "do/open_recovery?sheet=claim&ids=1",
        "do/answer_call?sheet=claim&ids=1", "claim/1/notes", "claim/1/documents", "recovery/1/",
        "document/details/?id=1",
    ),
    "administrator": ("", "people/", "setting/"),
    "coordinator": ("", "claim/"),
}  # fmt: skip
"""Role -> addresses below /admin/."""


@pytest.mark.parametrize("role", PAGES)
def test_pages_can_be_read_by_everybody(role, demonstration, page):
    demonstration.sign_in(page, role)
    found = {}
    for place in PAGES[role]:
        answer = page.goto(f"{demonstration.address}/admin/{place}")
        assert answer.status == 200, place
        page.wait_for_selector("html[data-ready]")
        for line, where in lacking(page):
            found.setdefault(line, f"{place} {where}")
    assert found == {}


def test_a_phone_folds_the_side_bar_away_and_gives_focus_back(demonstration, page):
    demonstration.sign_in(page, "technician")
    page.set_viewport_size(WINDOWS[1])
    page.goto(f"{demonstration.address}/admin/claim/")
    page.wait_for_selector("html[data-ready]")
    assert not page.locator("#side").is_visible()
    page.click("[data-menu]")
    page.wait_for_selector("#side", state="visible")
    page.keyboard.press("Escape")
    page.wait_for_selector("#side", state="hidden")
    assert page.evaluate("document.activeElement.hasAttribute('data-menu')")


def test_the_chosen_theme_is_kept_from_page_to_page(demonstration, page):
    demonstration.sign_in(page, "technician")
    page.wait_for_selector("html[data-ready]")
    page.click(".account summary")
    page.click("[data-theme-choice=dark]")
    page.goto(f"{demonstration.address}/admin/claim/")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.evaluate("localStorage.clear()")

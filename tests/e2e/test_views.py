"""Named views on the plain list: a list is kept under a name, changed, shared by its address, and acted on as a whole."""

import re

import machine
import pytest
from browsing import FLAGS

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def claims(demonstration, page):
    """The plain list of claims, as a technician sees it."""
    demonstration.sign_in(page, "technician")
    page.goto(f"{demonstration.address}/admin/claim/?plain=yes&view=none")
    page.wait_for_selector("html[data-ready]")
    return page


def keep(page, name: str) -> None:
    """Keep the list as it stands under a name."""
    page.click("[data-views] > summary")
    page.click("text=Save as a new view")
    page.fill(".views input[name=name]", name)
    page.click("[data-view-save-as]")
    page.wait_for_selector(f"[data-views] > summary:has-text('{name}')")


def narrow(page, words: str) -> None:
    page.fill(".list-search input[name=q]", words)
    page.press(".list-search input[name=q]", "Enter")
    page.wait_for_url(f"**q={words}**")
    page.wait_for_selector("html[data-ready]")


def rows(page) -> int:
    return page.locator("table[data-rows] tbody tr").count()


def test_a_list_is_kept_changed_saved_and_left_again(claims):
    narrow(claims, "sidewalk")
    few = rows(claims)
    keep(claims, "Sidewalks by hand")
    assert rows(claims) == few
    assert "view=" in claims.url
    claims.click("thead th a:has-text('Status')")
    claims.wait_for_selector("[data-views] > summary:has-text('Sidewalks by hand (changed)')")
    claims.click("[data-view-discard]")
    claims.wait_for_selector("[data-views] > summary:has-text('Sidewalks by hand'):not(:has-text('changed'))")  # fmt: skip
    claims.click("thead th a:has-text('Status')")
    claims.click("[data-views] > summary")
    claims.click("[data-view-save]")
    claims.wait_for_selector(".toast-note:has-text('is saved')")
    assert "(changed)" not in claims.inner_text("[data-views] > summary")
    assert claims.locator("thead th[aria-sort]").inner_text() == "Status"
    claims.click("[data-views] > summary")
    claims.click("text=Put the view in the trash")
    claims.wait_for_selector("[data-views] > summary:has-text('Views')")


@pytest.mark.parametrize("width", [1280, 360])
def test_a_long_word_leaves_what_a_message_offers_in_the_window(claims, width):
    claims.set_viewport_size({"width": width, "height": 800})
    keep(claims, f"{width}{'W' * 90}")
    for part in (".toast-note p", ".toast-note button:has-text('Undo')", "[data-toast-close]"):
        box = claims.locator(part).last.bounding_box()
        assert box["x"] >= 0, part
        assert box["x"] + box["width"] <= width, part


def test_a_filter_taken_away_is_a_change_and_the_view_is_left_as_it_is(claims):
    claims.click("[data-views] > summary")
    claims.click(".views a:has-text('Deadlines in 14 days')")
    claims.wait_for_selector("[data-views] > summary:has-text('Deadlines in 14 days')")
    few = rows(claims)
    claims.click(".filters a[aria-label^='Remove the filter']")
    claims.wait_for_selector("[data-views] > summary:has-text('(changed)')")
    assert rows(claims) > few
    claims.go_back()
    claims.wait_for_selector("[data-views] > summary:not(:has-text('(changed)'))")
    assert rows(claims) == few


def test_all_rows_of_a_list_are_chosen_and_said_by_the_action(claims):
    total = claims.locator("[data-verbs]").get_attribute("data-count")
    claims.check("[data-pick-page]")
    claims.click("[data-pick-all]")
    claims.wait_for_selector(f"text=All {int(total):,} rows chosen")
    lead = claims.locator("[data-verb]:not([hidden])[aria-disabled=false]").first
    lead.click()
    claims.wait_for_url("**of=**")
    assert re.search(rf"All {int(total):,} claims of the list", claims.inner_text("main"))


def test_a_view_works_without_scripts(demonstration, playwright):
    browser = playwright.chromium.launch(executable_path=machine.chromium(), args=FLAGS)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    demonstration.sign_in(page, "technician")
    page.goto(f"{demonstration.address}/admin/claim/?plain=yes&filter=line=W")
    page.click("[data-views] > summary")
    page.click("text=Save as a new view")
    page.fill(".views input[name=name]", "Comp without scripts")
    page.click("[data-view-save-as]")
    assert "Comp without scripts" in page.inner_text("[data-views] > summary")
    few = page.locator("table[data-rows] tbody tr").count()
    assert few
    page.fill(".list-search input[name=q]", "shoulder")
    page.press(".list-search input[name=q]", "Enter")
    assert "(changed)" in page.inner_text("[data-views] > summary")
    assert page.locator("table[data-rows] tbody tr").count() < few
    browser.close()

"""The filter builder over a grid: the rows change where the page stands."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from browsing import until

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def builder(page):
    dialog = page.get_by_role("dialog", name="Filters")
    dialog.get_by_role("status").filter(has_text=re.compile(r"\.$")).wait_for()
    return dialog


def test_a_filter_is_built_changed_and_gone_back_from_without_leaving_the_page(at_grid):
    at_grid.be("technician")
    page = at_grid.grid("claim/")
    page.evaluate("window.here = true")
    before = page.evaluate("document.querySelector('revo-grid').source.length")
    page.click("text=+ filter")
    line = builder(page).get_by_role("group", name="Condition")
    line.get_by_label("Column", exact=True).fill("Loss date")
    page.keyboard.press("Enter")
    line.get_by_label("When").select_option(label="this fiscal year")
    builder(page).get_by_role("button", name="Show the list").click()
    page.wait_for_selector("button:has-text('Loss date this fiscal year')")
    at_grid.ready()
    assert parse_qs(urlsplit(page.url).query)["filter"] == ["loss_date=this fiscal year"]
    until(page, f"document.querySelector('revo-grid').source.length < {before}")
    page.click("button:has-text('Loss date this fiscal year')")
    line = builder(page).get_by_role("group", name="Condition")
    line.get_by_label("Comparison").select_option(label="is not blank")
    builder(page).get_by_role("button", name="Show the list").click()
    page.wait_for_selector("button:has-text('Loss date is not blank')")
    page.go_back()
    page.wait_for_selector("button:has-text('Loss date this fiscal year')")
    assert page.evaluate("window.here")

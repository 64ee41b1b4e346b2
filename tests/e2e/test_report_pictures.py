"""A bar of a picture opens its rows: by the mouse, and by the Tab and Enter keys."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("place", ["dashboard/", "reports/open_claims/"])
def test_a_bar_opens_its_rows_by_key_and_by_mouse(demonstration, page, place):
    demonstration.sign_in(page, "technician")
    faults = []
    page.on("console", lambda said: said.type == "error" and faults.append(said.text))
    for way in ("key", "mouse"):
        page.goto(f"{demonstration.address}/admin/{place}")
        page.wait_for_selector("html[data-ready]")
        bar = page.locator(".bar-links a").first
        words = bar.get_attribute("aria-label")
        with page.expect_navigation():
            if way == "key":
                bar.focus()
                page.keyboard.press("Enter")
            else:
                box = bar.bounding_box()
                page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        assert "age=0+to+90+days" in page.url
        assert words.startswith("0 to 90 days: Claims ")
        assert f"{words.rpartition(' ')[2]} row" in page.locator("main").inner_text().lower()
    assert faults == []

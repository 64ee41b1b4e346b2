"""A report on paper: all its columns, all its rows, its total, its code, and the number of each page."""

import io
from unicodedata import normalize

import pytest
from browsing import until
from pypdf import PdfReader

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ASKED = {"loss_run": "", "large_losses": "?share=1&amount=1000"}
TITLES = {
    "loss_run": "Loss run, as of Tue 24 Nov 2026",
    "large_losses": "R06 Large losses, as of Tue 24 Nov 2026",
}


def on_paper(page) -> list[str]:
    """The text of each page that the browser prints."""
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    for sheet in paper.pages:
        assert sheet.mediabox.width > sheet.mediabox.height
    return [" ".join(normalize("NFKC", sheet.extract_text()).split()) for sheet in paper.pages]


@pytest.mark.parametrize("key", ["loss_run", "large_losses"])
def test_every_column_and_every_row_stands_on_paper(demonstration, page, key):
    demonstration.sign_in(page, "technician")
    page.goto(f"{demonstration.address}/admin/reports/{key}/{ASKED[key]}")
    page.wait_for_selector("html[data-ready]")
    heads = page.locator(
        ".grid-box:not(.on-paper) > .report > thead > tr:not(.paper-head) > th"
    ).all_text_contents()
    total = page.locator(".grid-box:not(.on-paper) > .report > tfoot td").all_text_contents()
    count = int(
        page.locator("section[aria-label=Rows] h2").text_content().split()[0].replace(",", "")
    )
    plain = " ".join(on_paper(page))
    page.add_init_script("window.print = () => { document.title = 'printed'; }")
    page.goto(demonstration.address + page.get_by_role("link", name="Print").get_attribute("href"))
    page.wait_for_selector("html[data-ready]")
    until(page, "document.title === 'printed'")
    pages = on_paper(page)
    printed = " ".join(pages)
    for text in (plain, printed):
        for words in [*heads, *total]:
            assert all(word in text for word in words.split()), words
    rows = set(page.locator(".report tbody tr td:first-child").all_text_contents())
    assert len(rows) == count
    assert all(number in printed for number in rows)
    if key == "loss_run":
        assert count > 50
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text
    assert sum(TITLES[key] in text for text in pages) >= len(pages) - 2

"""The calculators worked by hand: a line added with the keyboard, the list narrowed, the paper."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def at(demonstration, page):
    """Opens a page of the calculators, as a technician sees it."""
    demonstration.sign_in(page, "technician")

    def go(place: str = ""):
        page.goto(f"{demonstration.address}/admin/rules/{place}")
        page.wait_for_selector("html[data-ready]")
        return page

    return go


def test_lines_open_as_the_last_one_is_begun_with_the_keyboard_alone(at):
    page = at("recovery_bill/")
    page.focus("[id='lines.0.element']")
    for cells in (
        ("Labor", "3", "48.20", "", "62", "", ""),
        ("Equipment", "8", "44", "", "", "", ""),
        ("Material", "", "", "", "", "3120", "8.75"),
        ("Other", "", "", "", "", "10", ""),
    ):
        for text in cells:
            page.keyboard.type(text)
            page.keyboard.press("Tab")
    assert page.locator("table.lines tbody tr").count() == 5
    assert page.locator("[id='lines.4.amount']").get_attribute("aria-label") == "Amount, line 5"
    page.fill("#overhead_percent", "15")
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer")
    assert page.locator(".answer strong").inner_text() == "$4,587.64"
    assert page.locator("[id='lines.3.amount']").input_value() == "10"


def test_the_list_narrows_while_a_word_is_typed(at):
    page = at()
    every = page.locator("#calculators li:visible").count()
    assert every > 20
    page.fill("[data-narrows]", "mail")
    assert page.locator("#calculators li:visible").count() < every
    page.fill("[data-narrows]", "mileage")
    assert page.locator("#calculators li:visible a").all_inner_texts() == ["Medical mileage"]
    assert page.locator("#calculators section:visible").count() == 1
    page.fill("[data-narrows]", "zebra")
    assert page.locator("[data-narrowed-none]").is_visible()
    page.fill("[data-narrows]", "")
    assert page.locator("#calculators li:visible").count() == every


def test_paper_holds_question_answer_and_sources_and_nothing_else(at):
    page = at("td_rate/?awe=1200&injury_date=2026-03-02")
    page.evaluate("window.print = () => { document.title = 'printed'; }")
    page.click("[data-print]")
    assert page.title() == "printed"
    assert page.locator(".on-paper:visible").count() == 0
    page.emulate_media(media="print")
    words = page.locator("body").inner_text()
    for held in ("What was asked", "Mon 2 Mar 2026", "$800.00", "Lab. Code 4653", "rule td_rate"):
        assert held.casefold() in words.casefold()
    for left_out in ("My day", "Work it out", "Link to this answer", "All calculators", "Sign out"):
        assert left_out not in words
    assert page.locator("form:visible").count() == 0

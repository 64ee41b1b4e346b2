"""The search box as the way to everything, by keyboard alone."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BOX = "[data-search-box]"
LIST = ".palette"


def typed(page, words: str) -> list[str]:
    """Ctrl+K and some letters; what is offered."""
    page.keyboard.press("Control+k")
    page.wait_for_selector(f"{BOX}:focus")
    page.fill(BOX, "")
    page.keyboard.type(words)
    page.wait_for_selector(f"{LIST} [role=option]:has-text('Search for “{words}”')")
    return page.locator(f"{LIST} [role=option]").all_inner_texts()


def test_a_few_letters_and_enter_lead_to_a_sheet(desk):
    desk.be("technician")
    page = desk.go("")
    assert any(text.startswith("Payments") for text in typed(page, "payments"))
    assert page.get_attribute(BOX, "aria-expanded") == "true"
    assert page.get_attribute(BOX, "aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    chosen = page.get_attribute(BOX, "aria-activedescendant")
    assert "Payments" in page.inner_text(f"#{chosen}[aria-selected=true]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/payment/**")


def test_enter_without_a_choice_searches_and_esc_closes(desk):
    desk.be("technician")
    page = desk.go("")
    typed(page, "alvarez")
    page.keyboard.press("Escape")
    assert page.locator(LIST).is_hidden()
    assert page.input_value(BOX) == "alvarez"
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/search**q=alvarez**")


def test_an_action_runs_on_the_claim_one_looks_at(desk):
    desk.be("technician")
    (row,) = desk.rows(
        "claim/rows?limit=1&filter=line=L&filter=status=investigation|status=evaluation"
    )
    page = desk.go(f"claim/{row['id']}/")
    assert typed(page, "open rec")[0].startswith("Open billing recovery")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/admin/do/open_recovery?sheet=claim&ids={row['id']}**")


def test_a_claim_is_found_by_its_number_and_an_empty_box_knows_where_one_was(desk):
    desk.be("technician")
    (row,) = desk.rows("claim/rows?limit=1&columns=claim_no")
    page = desk.go("policy/?plain=yes")
    assert row["claim_no"] in typed(page, row["claim_no"])[0]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/admin/claim/{row['id']}/")
    page.wait_for_selector("html[data-ready]")
    page.keyboard.press("Control+k")
    page.wait_for_selector(f"{LIST} .lookup-group:has-text('Lately')")
    assert any(
        "Policies" in text for text in page.locator(f"{LIST} [role=option]").all_inner_texts()
    )


def test_an_action_runs_on_the_chosen_rows_of_a_list(desk):
    desk.be("technician")
    page = desk.go("claim/?plain=yes")
    for n in range(2):
        page.locator("tbody [data-pick]").nth(n).check()
    ids = [page.locator("tbody [data-pick]").nth(n).get_attribute("value") for n in range(2)]
    assert typed(page, "reassign")[0].startswith("Reassign")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/admin/do/reassign?sheet=claim&ids={'%2C'.join(ids)}**")

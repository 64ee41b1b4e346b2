"""Cells that stand out in a grid: by the office's own formats and by rules of one's own."""

import pytest

pytestmark = pytest.mark.browser


def menu(at_grid, column: str, *words: str) -> None:
    at_grid.page.locator(f"revogr-header [data-column='{column}']").hover()
    at_grid.page.click(f"[data-head-menu='{column}']")
    for each in words:
        at_grid.page.locator(f".grid-menu [role^=menuitem]:has-text('{each}')").first.click()


@pytest.fixture
def claims(at_grid):
    at_grid.be("wc_manager")
    at_grid.grid(
        "claim/?columns=claim_no,claimant,paid,next_deadline&sort=next_deadline&filter=next_deadline!%3D"
    )
    yield at_grid
    at_grid.page.evaluate("localStorage.clear()")


def test_overdue_days_stand_out_with_a_word_and_can_be_switched_off(claims):
    claims.page.wait_for_selector(
        "revogr-data .chip.red .sr-only:has-text('late')", state="attached"
    )
    menu(claims, "next_deadline", "Colours of cells", "Overdue")
    claims.page.wait_for_selector("revogr-data .chip.red", state="detached")


def test_a_rule_of_ones_own_marks_cells_and_is_kept(claims):
    menu(claims, "paid", "Colours of cells", "Add a rule")
    claims.page.select_option("dialog[open] [name=column]", "claimant")
    claims.page.select_option("dialog[open] [name=sign]", "~")
    name = claims.cell(1, "claimant").inner_text().strip()
    claims.page.fill("dialog[open] [name=value]", name)
    claims.page.select_option("dialog[open] [name=tone]", "green")
    claims.page.click("dialog[open] .btn-primary")
    marked = f"revogr-data .rgCell.tone-green:has-text('{name}')"
    claims.page.wait_for_selector(
        f"{marked} .sr-only:has-text('Claimant contains')", state="attached"
    )
    claims.grid(
        "claim/?columns=claim_no,claimant,paid,next_deadline&sort=next_deadline&filter=next_deadline!%3D"
    )
    claims.page.wait_for_selector(marked)
    menu(claims, "paid", "Colours of cells", "Take away: Claimant contains")
    claims.page.wait_for_selector("revogr-data .rgCell.tone-green", state="detached")


def test_a_rule_compares_amounts_as_amounts(claims):
    menu(claims, "paid", "Colours of cells", "Add a rule")
    claims.page.select_option("dialog[open] [name=column]", "paid")
    claims.page.select_option("dialog[open] [name=sign]", ">=")
    claims.page.fill("dialog[open] [name=value]", "1,000")
    claims.page.click("dialog[open] .btn-primary")
    claims.page.wait_for_selector("revogr-data .rgCell.tone-amber")
    texts = claims.page.locator("revogr-data[type=rgRow] .rgCell.tone-amber").all_inner_texts()
    assert texts
    assert all(float(text.split()[0].replace(",", "")) >= 1000 for text in texts)

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
    late = claims.page.wait_for_selector("revogr-data .chip.red")
    assert late.inner_text().endswith(" late"), "it is read, not only seen by its colour"
    inside = "e => e.parentElement.scrollWidth <= e.parentElement.clientWidth"
    assert late.evaluate(inside), "and it has room"
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
    before = "e => getComputedStyle(e, '::before').content"
    assert "●" in claims.page.locator(marked).first.evaluate(before), "not by its colour alone"
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


def test_amounts_beyond_ones_own_authority_stand_out(at_grid):
    at_grid.be("technician")
    at_grid.grid(
        "payment/?columns=payment_no,amount&sort=-amount&filter=amount%3E%3D2000&filter=amount%3C%3D3500"
    )
    limits = at_grid.page.evaluate(
        "JSON.parse(document.querySelector('[data-grid-facts]').textContent).columns.map((c) => c.authority)"
    )
    limit = next(one for one in limits if one)
    amounts = [
        row["amount"]
        for row in at_grid.rows(
            "payment/rows?sort=-amount&limit=100&columns=amount&filter=amount%3E%3D2000&filter=amount%3C%3D3500"
        )
    ]
    beyond = sum(float(amount) > float(limit) for amount in amounts)
    assert 0 < beyond < len(amounts)
    over = at_grid.page.locator(
        "revogr-data .rgCell.tone-amber .sr-only:has-text('over your authority')"
    )
    over.nth(beyond - 1).wait_for(state="attached")
    assert over.count() == beyond
    menu(at_grid, "amount", "Colours of cells", "Over your authority")
    at_grid.page.wait_for_selector("revogr-data .rgCell.tone-amber", state="detached")
    menu(at_grid, "amount", "Colours of cells", "Over your authority")


def test_a_limit_of_one_line_marks_the_amounts_of_that_line(at_grid):
    at_grid.be("examiner")
    asked = "sort=-amount&filter=(amount%3E%3D3600%26amount%3C%3D6500)|(amount%3E%3D2400%26claim.line%3DW)"
    at_grid.grid(f"payment/?columns=payment_no,amount&{asked}")
    office = f"{at_grid.office.address}/admin/payment/rows?limit=100&columns=amount&lines=yes"
    told = at_grid.page.request.get(f"{office}&{asked}").json()
    limits = {"W": 5000, "L": 0}
    amounts = [(told["lines"][str(row["id"])], float(row["amount"])) for row in told["rows"]]
    beyond = [(line, amount) for line, amount in amounts if amount > limits[line]]
    assert {line for line, _ in amounts} == {"L", "W"}
    assert 0 < len(beyond) < len(amounts) <= 20, "all in sight, and some within"
    over = at_grid.page.locator("revogr-data .sr-only:has-text('over your authority')")
    over.nth(len(beyond) - 1).wait_for(state="attached")
    assert over.count() == len(beyond)

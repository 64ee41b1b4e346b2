"""Rows of a grid in groups with their subtotals."""

from collections import defaultdict
from decimal import Decimal

import pytest

pytestmark = pytest.mark.browser


def groups(at_grid) -> list[tuple[str, str]]:
    """The heads of groups in sight, each as (words, whether it is open)."""
    found = at_grid.page.evaluate(
        "[...document.querySelectorAll('[data-group-turn]')]"
        ".sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)"
        ".map((b) => [b.querySelector('b').textContent, b.getAttribute('aria-expanded')])"
    )
    return [tuple(one) for one in found]


def by_status(at_grid) -> dict[str, list[Decimal]]:
    """What was paid on each claim, by status."""
    found = defaultdict(list)
    for row in at_grid.rows("claim/rows?limit=1000&columns=status,paid"):
        found[row["status"]].append(Decimal(row["paid"] or 0))
    return dict(found)


@pytest.fixture
def claims(at_grid):
    """A technician at the claims in groups by their status, all closed."""
    at_grid.be("technician")
    at_grid.grid("claim/?columns=claim_no,status,paid")
    at_grid.focus(0, "status")
    at_grid.keys("Alt+ArrowDown", "g", "Enter")
    at_grid.page.wait_for_selector("[data-grid-groups] button:has-text('Status')")
    at_grid.page.wait_for_selector("[data-group-turn]")
    at_grid.page.click("[data-grid-groups] button:has-text('Close all')")
    at_grid.page.wait_for_selector("revogr-data .rgCell a[data-open]", state="detached")
    return at_grid


def test_rows_are_grouped_with_count_and_subtotal(claims):
    assert "group=status" in claims.page.url
    found = by_status(claims)
    heads = claims.page.locator("[data-group-turn]")
    heads.nth(len(found) - 1).wait_for()
    assert heads.count() == len(found)
    assert len(groups(claims)) == len(found)
    counts = [text.split()[-2] for text in heads.all_text_contents()]
    sums = [claims.cell(n, "paid").inner_text().strip() for n in range(len(found))]
    assert sorted(zip(map(int, counts), sums, strict=True)) == sorted(
        (len(paid), f"{sum(paid):,.2f}") for paid in found.values()
    )


def test_a_group_is_opened_and_closed_by_keyboard(claims):
    closed = len(groups(claims))
    claims.focus(0, "paid")
    claims.keys("Enter")
    claims.page.wait_for_selector("[data-group-turn][aria-expanded=true]")
    claims.page.wait_for_selector("revogr-data .rgCell a[data-open]")
    claims.keys("ArrowDown", "Alt+ArrowLeft")
    claims.page.wait_for_selector("[data-group-turn][aria-expanded=true]", state="detached")
    claims.page.wait_for_selector("revogr-data .rgCell a[data-open]", state="detached")
    assert len(groups(claims)) == closed


def test_groups_stand_within_groups_up_to_three(at_grid):
    at_grid.be("technician")
    at_grid.page.evaluate("localStorage.clear()")  # widths and frozen columns of other tests
    at_grid.grid(
        "claim/?columns=claim_no,status,department,loss_date,paid&group=department,status,loss_date:year"
    )
    for level in (0, 1, 2):
        at_grid.page.wait_for_selector(f".rgRow.level-{level} [data-group-turn]")
    at_grid.focus(2, "paid")
    at_grid.cell(2, "loss_date").click()
    at_grid.page.locator("revogr-header [data-column='claim_no']").hover()
    at_grid.page.click("[data-head-menu='claim_no']")
    entry = at_grid.page.get_by_role("menuitem", name="Then group by this")
    assert entry.get_attribute("aria-disabled") == "true"


def test_a_group_is_taken_away_at_the_head(claims):
    claims.page.click("[data-grid-groups] button:has-text('Status ×')")
    claims.page.wait_for_selector("[data-group-turn]", state="detached")
    assert "group=" not in claims.page.url


def test_what_is_typed_in_a_group_reaches_its_row(at_grid):
    at_grid.be("technician")
    at_grid.grid("claim/?columns=claim_no,description&group=status")
    at_grid.page.wait_for_selector("[data-group-turn]")
    words = at_grid.cell(1, "claim_no").inner_text().strip()
    at_grid.focus(1, "description")
    at_grid.type("Mended in its group")
    at_grid.keys("Enter")
    at_grid.shows(1, "description", "Mended in its group")
    (row,) = at_grid.rows(f"claim/rows?filter=claim_no%3D{words}&columns=claim_no")
    assert at_grid.kept("claim", row["id"], "description") == "Mended in its group"

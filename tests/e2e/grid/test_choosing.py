"""Choosing rows of a grid by their numbers, and acting on them."""

from urllib.parse import parse_qs, urlparse

import pytest

pytestmark = pytest.mark.browser


def number(at_grid, row: int):
    """The number of a row, at its left."""
    return at_grid.page.locator(
        f"revogr-row-headers revogr-data[type=rgRow] .rgCell[data-rgrow='{row}']"
    )


def chosen(at_grid, words: str) -> None:
    at_grid.page.wait_for_selector(f"[data-verbs-words]:has-text('{words}')")


def lead(at_grid):
    """The first action that is offered."""
    return at_grid.page.locator("[data-verbs] [data-verb]:visible").first


def acted_on(at_grid) -> list[int]:
    """The rows that the first action is opened on."""
    lead(at_grid).click()
    at_grid.page.wait_for_url("**/admin/do/**")
    return [int(one) for one in parse_qs(urlparse(at_grid.page.url).query)["ids"][0].split(",")]


def ids(at_grid, count: int) -> list[int]:
    return [row["id"] for row in at_grid.rows(f"claim/rows?sort=claim_no&limit={count}")]


@pytest.fixture
def claims(at_grid):
    """A technician at the claims in the order of their numbers."""
    at_grid.be("technician")
    at_grid.grid("claim/?columns=claim_no,claimant,status&sort=claim_no")
    return at_grid


def test_rows_are_chosen_one_by_one_and_as_a_range(claims):
    number(claims, 1).click()
    number(claims, 3).click(modifiers=["Shift"])
    chosen(claims, "3 chosen")
    number(claims, 5).click(modifiers=["Control"])
    chosen(claims, "4 chosen")
    first = ids(claims, 6)
    assert acted_on(claims) == [first[1], first[2], first[3], first[5]]


def test_without_chosen_rows_an_action_takes_those_of_the_chosen_cells(claims):
    claims.focus(2, "claimant")
    claims.keys("Shift+ArrowDown")
    chosen(claims, "On 2 rows")
    assert acted_on(claims) == ids(claims, 4)[2:]


def test_sorting_keeps_the_chosen_rows_and_another_list_has_none(claims):
    number(claims, 1).click()
    number(claims, 3).click(modifiers=["Control"])
    first = ids(claims, 4)
    claims.page.locator(".rgHeaderCell[data-column=claim_no] .head-words").click()
    claims.page.wait_for_selector(".rgHeaderCell[data-column=claim_no][aria-sort=descending]")
    chosen(claims, "2 chosen")
    assert sorted(acted_on(claims)) == sorted([first[1], first[3]])
    claims.grid("claim/?columns=claim_no,claimant,status&sort=claim_no")
    number(claims, 1).click()
    chosen(claims, "1 chosen")
    claims.page.fill("[data-grid-head] input[name=q]", "L-")
    claims.keys("Enter")
    claims.page.wait_for_url("**q=L-**")
    chosen(claims, "Choose rows")


def test_shift_and_space_choose_the_row_in_focus_and_escape_none(claims):
    claims.focus(4, "claimant")
    claims.keys("Shift+Space")
    chosen(claims, "1 chosen")
    claims.keys("Escape")
    chosen(claims, "On the row in focus")


def test_the_corner_chooses_the_whole_list(claims):
    claims.page.click("[data-pick-every]")
    chosen(claims, "All 160 rows chosen")
    claims.page.wait_for_selector("[data-grid-cells]:has-text('160 rows chosen')")
    claims.page.click("[data-pick-every]")
    chosen(claims, "Choose rows")


def test_nothing_is_offered_that_the_status_does_not_allow(claims):
    offered = claims.page.evaluate(
        "[...document.querySelectorAll('[data-verb][data-statuses]')].map(v => [v.textContent, v.dataset.statuses.split(' ')])"
    )
    rows = claims.rows("claim/rows?sort=claim_no&limit=20&columns=status")
    place, row = next(
        (n, r) for n, r in enumerate(rows) if any(r["status"] not in s for _, s in offered)
    )
    claims.focus(place, "claimant")
    chosen(claims, "On the row in focus")
    hidden = claims.page.evaluate(
        "[...document.querySelectorAll('[data-verb][data-statuses]')].filter(v => v.hidden).map(v => v.textContent)"
    )
    assert sorted(hidden) == sorted(w for w, s in offered if row["status"] not in s)

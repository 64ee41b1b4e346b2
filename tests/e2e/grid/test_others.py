"""Two people at one grid: each sees what the other does within five seconds."""

import time

import pytest

pytestmark = pytest.mark.browser
PLACE = "claim/?columns=claim_no,claimant,description&sort=claim_no"


@pytest.fixture
def two(at_grid, beside):
    """A technician and an examiner before the same claims."""
    at_grid.be("technician")
    at_grid.grid(PLACE)
    beside.be("risk_manager")
    beside.grid(PLACE)
    return at_grid, beside


def test_what_somebody_else_types_appears_within_five_seconds(two):
    mine, theirs = two
    theirs.focus(3, "description")
    theirs.type("Seen by two people")
    theirs.keys("Enter")
    theirs.shows(3, "description", "Seen by two people")
    began = time.monotonic()
    mine.shows(3, "description", "Seen by two people")
    assert time.monotonic() - began < 5


def test_what_is_being_typed_stays_while_others_change_the_row(two):
    mine, theirs = two
    mine.focus(4, "description")
    mine.type("Half a sent")
    theirs.focus(4, "claimant")
    theirs.type("Somebody Else")
    theirs.keys("Enter")
    mine.shows(4, "claimant", "Somebody Else")
    mine.type("ence")
    mine.keys("Enter")
    mine.shows(4, "description", "Half a sentence")
    (row,) = mine.rows("claim/rows?sort=claim_no&limit=5&columns=description")[4:]
    assert row["description"] == "Half a sentence"


def test_new_rows_are_told_of_and_shown_when_asked_for(at_grid, beside):
    at_grid.be("technician")
    at_grid.grid("diary/?columns=diary_date,subject&sort=-id")
    before = at_grid.page.locator("[data-foot-menu='diary_date']").inner_text()
    beside.be("risk_manager")
    page = beside.go("diary/new/?url=/admin/diary/")
    page.fill("#subject", "Ask the yard for its log")
    page.fill("#diary_date", "2026-12-01")
    page.click("main button.btn-primary")
    page.wait_for_url("**/admin/diary/**")
    at_grid.page.wait_for_selector("[data-grid-others]:has-text('1 row was added by')")
    at_grid.page.click("[data-grid-others] button")
    at_grid.page.wait_for_selector(
        "revogr-data[type=rgRow] .rgCell:has-text('Ask the yard for its log')"
    )
    at_grid.page.wait_for_selector("[data-grid-others]", state="hidden")
    assert at_grid.page.locator("[data-foot-menu='diary_date']").inner_text() != before


def test_a_row_that_leaves_ones_department_leaves_the_open_grid(at_grid, beside):
    at_grid.be("coordinator")
    at_grid.grid("claim/?columns=claim_no,department&sort=claim_no")
    row = at_grid.rows("claim/rows?columns=claim_no,department&sort=claim_no&limit=1")[0]
    beside.be("technician")
    beside.go("department/")
    codes = [each["code"] for each in beside.rows("department/rows?columns=code&limit=1000")]
    new = next(code for code in codes if code != row["department"])
    put(beside, row, "department", new)
    at_grid.page.wait_for_selector("[data-grid-others]:has-text('1 row went')")
    cell = at_grid.page.locator(f"revogr-data[type=rgRow] .rgCell:has-text('{row['claim_no']}')")
    cell.wait_for(state="detached")
    assert at_grid.page.locator("[data-grid-others]").inner_text().strip() == "1 row went"
    (now,) = beside.rows(f"claim/rows?columns=department&filter=id%3D{row['id']}")
    put(beside, now, "department", row["department"])
    at_grid.page.wait_for_selector("[data-grid-others]:has-text('1 row was added')")


def put(somebody, row: dict, column: str, value: str) -> None:
    """Save a cell as a page of theirs does."""
    cell = {"id": row["id"], "version": row["version"], "column": column, "value": value}
    status = somebody.page.evaluate(
        """async (cell) => (await fetch("/admin/claim/rows", {
            method: "PATCH", body: JSON.stringify([cell]),
            headers: { "Content-Type": "application/json",
                "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content } })).status""",
        cell,
    )
    assert status == 200

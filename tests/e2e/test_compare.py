"""Two days of the claims compared in a browser: from the menu of the list to the record of who and why."""

from datetime import UTC, datetime

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
OPEN = "claim/rows?limit=1&filter=status=investigation|status=evaluation|status=under_review"


def test_what_moved_since_is_read_row_by_row_and_taken_out(desk):
    desk.be("technician")
    (row,) = desk.rows(f"{OPEN}&filter=line=L&columns=claim_no,location")
    since = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    page = desk.go(f"claim/edit/?id={row['id']}")
    page.fill("#location", "Corner of Elm and Oak")
    page.click("#record .form-buttons .btn-primary")
    page.wait_for_selector(".toast-note:has-text('is saved')")
    stated = f"reserve/rows?filter=claim={row['claim_no']}&filter=category=expense"
    before = desk.rows(f"{stated}&sort=-reserve_date&limit=1&columns=amount")
    expected = float(before[0]["amount"]) + 34 if before else 34
    desk.form("set_reserve", "claim", row["id"])
    page.select_option("#category", label="Expense")
    page.fill("#amount", f"{expected:.2f}")
    page.select_option("#reason_code", index=1)
    page.fill("#reason", "An expert is needed")
    desk.press("is reserved")
    desk.go(f"claim/compare?from={since}")
    assert page.inner_text(".compare-said strong") == "1 changed."
    line = page.inner_text("table.compare tbody tr")
    for words in (row["claim_no"], "Corner of Elm and Oak", "+34.00", "Initial", "Nora Castell"):
        assert words in line, words
    assert "+34.00" in page.inner_text("table.compare tfoot")
    page.click(".compare-kinds a:has-text('Money moved')")
    page.wait_for_selector(".compare-kinds a[aria-current]:has-text('Money moved')")
    assert page.locator("table.compare tbody tr").count() == 1
    with page.expect_download() as taken:
        page.click("button:text-is('Export to a workbook')")
    assert taken.value.suggested_filename == "claims-compared-2026-11-24.xlsx"
    page.click("table.compare tbody .compare-step a >> nth=0")
    page.wait_for_url("**/admin/batch/*/")


def test_the_list_offers_days_to_compare_and_keeps_its_filter(desk):
    desk.be("technician")
    page = desk.go("claim/?filter=line=W&plain=yes")
    page.click("summary:has-text('As of today')")
    page.fill(".compare-menu input[name=from]", "2026-11-20")
    page.click(".compare-menu button")
    page.wait_for_url("**/compare?filter=line%3DW&from=2026-11-20&to=")
    assert "From the end of Fri 20 Nov 2026 to now" in page.inner_text("main")
    assert "Line is" in page.inner_text("main .filters >> nth=0")
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

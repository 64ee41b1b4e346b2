"""A claim over the counter is rejected: the notice waits for who may sign it, and its clock runs."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ADDRESS = "410 Elm Street\nRiverton, CA 95000"
TO_SUE = "Last day for the claimant to sue"


def test_a_rejected_claims_letter_and_its_clock(desk):
    desk.be("technician")
    case = over_the_counter(desk)
    the_clocks_of_the_law_stand(desk, case)
    the_letter_is_asked_for(desk, case)
    desk.be("risk_manager")
    the_manager_reads_and_approves(desk)
    desk.be("technician")
    the_letter_lies_in_the_file(desk, case)
    the_clock_runs(desk, case)


def over_the_counter(desk) -> str:
    """A claim is taken in; its page opens."""
    page = desk.go("claim/new/?line=L")
    for name, value in {
        "claimant": "Rosa Delgado",
        "loss_date": "2026-10-02",
        "location": "Sidewalk at 410 Elm Street",
        "description": "Tripped over a raised slab",
        "presented_date": "2026-11-16",
        "received_date": "2026-11-16",
    }.items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=claim_kind]", "injury")
    page.locator(".form-buttons .btn-primary").last.click()
    page.wait_for_selector(".toast-note")
    page = desk.go("claim/?q=Tripped%20over%20a%20raised%20slab")
    page.locator("main tbody a[data-open]").first.click()
    page.wait_for_selector("html[data-ready]")
    assert "Rosa Delgado" in page.locator("h1").inner_text()
    return page.url.split("/admin/")[1].split("?")[0]


def the_clocks_of_the_law_stand(desk, case: str) -> None:
    """20 days for an insufficiency, 45 to act, each with its section."""
    text = desk.go(f"{case}deadlines").locator("main").inner_text()
    assert "2026-12-07\tLast day for a notice of insufficiency\tOpen" in text
    assert "2026-12-31\tLast day to act on the claim\tOpen" in text
    assert "+ 45 calendar days = Thu 31 Dec 2026. Gov. Code 912.4(a)." in text
    assert TO_SUE not in text


def the_letter_is_asked_for(desk, case: str) -> None:
    """What is missing is named; with it, the notice and its warning are read, then asked for."""
    desk.go(case)
    desk.act("Begin the review")
    desk.press("Status is now “Under review”")
    desk.go(f"{case}letters")
    desk.page.click("main summary:has-text('Write a letter')")
    desk.page.click(".menu-list a:has-text('rejection notice')")
    desk.page.wait_for_selector("#action")
    desk.page.wait_for_selector("[data-preview]:has-text('lacks the address it goes to')")
    desk.page.fill("#address", ADDRESS)
    desk.page.fill("#served_by", "Nora Castell")
    desk.page.wait_for_selector("[data-preview] .paper:has-text('only six (6) months')")
    desk.page.wait_for_selector(f"[data-preview]:has-text('{TO_SUE}: Tue 25 May 2027')")
    desk.press("Nothing is written yet. It waits for the city attorney or the risk manager.")
    assert "Waiting for approval" in desk.page.locator("aside").inner_text().capitalize()


def the_manager_reads_and_approves(desk) -> None:
    page = desk.go("approvals/")
    page.locator("main li:has-text('Rejection notice')").last.locator("a:text('Decide')").click()
    page.wait_for_selector(".paper:has-text('Rosa Delgado')")
    assert "only six (6) months" in page.locator(".paper").inner_text()
    page.locator("main button:text-is('Approve')").click()
    page.wait_for_selector(".toast-note:has-text('1 letter written')")


def the_letter_lies_in_the_file(desk, case: str) -> None:
    """As it went out, in Word."""
    page = desk.go(f"{case}letters")
    assert "Rejection notice\tRosa Delgado\tSent\t2026-11-24\tMail" in page.locator(
        "main"
    ).inner_text().replace("\n", "\t").replace("\t\t", "\t")
    assert "Rejected" in page.locator("h1").inner_text()


def the_clock_runs(desk, case: str) -> None:
    """The deadlines that the notice answers are done; the day to sue says how it is counted."""
    text = desk.go(f"{case}deadlines").locator("main").inner_text()
    assert "2026-12-07\tLast day for a notice of insufficiency\tDone" in text
    assert "2026-12-31\tLast day to act on the claim\tDone" in text
    assert f"2027-05-25\t{TO_SUE}\tOpen" in text
    assert "Six months are at least 182 days: Tue 25 May 2027." in text

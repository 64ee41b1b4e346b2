"""Forms: nothing that was typed is lost."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
KEPT = "Object.keys(sessionStorage).some((name) => name.startsWith('office.form'))"


@pytest.fixture
def office(demonstration, page):
    """A page of a technician; leaving with unsaved words is answered with yes."""
    demonstration.sign_in(page, "technician")
    page.asked = []
    page.on("dialog", lambda dialog: (page.asked.append(dialog.type), dialog.accept()))

    def go(place: str):
        page.goto(f"{demonstration.address}/admin/{place}")
        page.wait_for_selector("html[data-ready]")
        return page

    page.go = go
    return page


def test_unsaved_words_are_asked_about_and_offered_again(office, until):
    office.go("filenote/new/")
    office.locator("[name=text]").fill("The plate was raised by two inches.")
    until(office, KEPT)
    office.go("claim/")
    assert office.asked == ["beforeunload"]
    office.go("filenote/new/")
    assert office.locator("[name=text]").input_value() == ""
    office.click("button:has-text('Put it back')")
    assert office.locator("[name=text]").input_value() == "The plate was raised by two inches."


def test_words_of_another_record_are_not_offered(office, until):
    office.go("filenote/new/?claim=1")
    office.locator("[name=text]").fill("For the first claim.")
    until(office, KEPT)
    office.go("filenote/new/?claim=2")
    assert office.locator("button:has-text('Put it back')").count() == 0


def test_signing_out_leaves_no_words_behind(office, until):
    office.go("filenote/new/")
    office.locator("[name=text]").fill("Kept for a while.")
    until(office, KEPT)
    office.click(".account summary")
    office.click("[data-sign-out] button")
    office.wait_for_url("**/login*")
    assert office.evaluate("Object.keys(sessionStorage).length") == 0


def test_what_is_wrong_stands_at_its_field_and_the_text_stays(office):
    office.go("claim/edit/?id=2")
    office.fill("[name=loss_date]", "10/00/19")
    office.fill("[name=location]", "Corner of Main and 3rd")
    office.locator(".form-buttons .btn-primary").last.click()
    office.wait_for_selector(".field-error")
    assert "Month 10 has no day 0" in office.locator(".field.bad .field-error").inner_text()
    assert office.input_value("[name=loss_date]") == "10/00/19"
    assert office.input_value("[name=location]") == "Corner of Main and 3rd"
    assert office.evaluate("document.activeElement.getAttribute('role')") == "alert"


def test_what_goes_along_is_shown_before_a_record_is_thrown_away(office):
    office.go("organization/details/?id=1")
    office.click("a:has-text('Put in the trash')")
    office.wait_for_url("**/admin/do/put_in_trash?*")
    said = office.locator("[data-preview]").inner_text()
    assert "goes to the trash" in said or "this hangs on it" in said


def test_a_question_comes_before_an_older_link_is_good_no_more(demonstration, page):
    demonstration.sign_in(page, "administrator")
    page.goto(f"{demonstration.address}/admin/people/")
    page.wait_for_selector("html[data-ready]")
    page.locator("summary:has-text('More')").first.click()
    page.locator("button[data-confirm]").first.click()
    assert page.locator("dialog[open]").is_visible()
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog[open]", state="detached")
    assert page.url.endswith("/admin/people/")


def test_a_look_up_takes_a_number_that_was_typed_without_choosing(office):
    office.go("claim/edit/?id=3")
    field = office.locator(".lookup:has([name=department]) input[role=combobox]")
    field.fill("PD")
    field.blur()
    assert office.locator("[name=department]").input_value() == "PD"
    office.locator(".form-buttons .btn-primary").last.click()
    office.wait_for_url("**/admin/claim/3/")
    assert "Police" in office.locator(".page-head .sub").first.inner_text()


def test_claims_that_look_alike_show_beside_the_form_while_typing(office):
    found = office.evaluate(
        "fetch('/admin/claim/rows?filter=line%3DL&filter=loss_date!%3D&limit=1').then((answer) => answer.json())"
    )["rows"][0]
    office.go("intake/")
    office.fill("[name=claimant]", found["claimant"])
    office.fill("[name=loss_date]", found["loss_date"])
    office.wait_for_selector(f"[data-duplicates] a:has-text('{found['claim_no']}')")

"""A list worked by hand: a cell typed into, rows chosen, filters built, all with the keyboard."""

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def claims(demonstration, page):
    """The list of claims, as a technician sees it."""
    demonstration.sign_in(page, "technician")
    page.goto(f"{demonstration.address}/admin/claim/")
    page.wait_for_selector("html[data-ready]")
    return page


def type_into(cell, text: str) -> None:
    """Type over a cell as it stands, with the keyboard alone."""
    cell.focus()
    cell.press("F2")
    cell.page.keyboard.press("ControlOrMeta+a")
    cell.page.keyboard.type(text)
    cell.page.keyboard.press("Enter")


def test_a_cell_is_saved_shown_as_the_office_writes_it_and_undone(claims):
    cell = claims.locator("td[data-cell=amount_claimed]").nth(1)
    before = cell.inner_text()
    type_into(cell, "$12,345.5")
    claims.wait_for_selector("[data-saved]:has-text('Saved')")
    assert cell.inner_text() == "12,345.50"
    claims.click("[data-saved] button")
    claims.wait_for_selector(".toast-note:has-text('put back')")
    assert claims.locator("td[data-cell=amount_claimed]").nth(1).inner_text() == before


def test_a_refused_cell_keeps_what_was_typed_with_the_reason(claims):
    cell = claims.locator("td[data-cell=loss_date]").nth(2)
    before = cell.inner_text()
    type_into(cell, "10/00/19")
    claims.wait_for_selector(".cell-pop:has-text('Month 10 has no day 0')")
    assert "10/00/19" in cell.inner_text()
    claims.keyboard.press("Enter")
    assert cell.locator("input").input_value() == "10/00/19"
    claims.keyboard.press("Escape")
    assert "10/00/19" in cell.inner_text()
    cell.press("F2")
    claims.keyboard.press("Escape")
    claims.reload()
    assert claims.locator("td[data-cell=loss_date]").nth(2).inner_text() == before


def test_a_stale_cell_shows_both_values_and_takes_the_one_chosen(claims, until):
    row = claims.locator("tbody tr").nth(3)
    number = row.get_attribute("data-id")
    elsewhere(claims, number, "Wilhelmina Oaks")
    cell = row.locator("td[data-cell=claimant]")
    type_into(cell, "Wilma Oaks")
    claims.wait_for_selector(".cell-pop:has-text('Somebody else changed this meanwhile')")
    words = claims.locator(".cell-pop").inner_text()
    assert "Wilma Oaks" in words
    assert "Wilhelmina Oaks" in words
    claims.click(".cell-pop button:has-text('Take theirs')")
    until(claims, "!document.querySelector('.refused')")
    assert cell.inner_text() == "Wilhelmina Oaks"
    type_into(cell, "Wilma Oaks")
    claims.wait_for_selector("[data-saved]:has-text('Saved')")
    assert cell.inner_text() == "Wilma Oaks"


def elsewhere(page, number: str, name: str) -> None:
    """The same claim changed from another window."""
    page.evaluate(
        """async ([number, name]) => {
            const { rows } = await (await fetch(`/admin/claim/rows?filter=id%3D${number}`)).json();
            const token = document.querySelector('meta[name=csrf-token]').content;
            const cells = [{ id: Number(number), version: rows[0].version, column: 'claimant', value: name }];
            await fetch('/admin/claim/rows', { method: 'PATCH', body: JSON.stringify(cells),
                headers: { 'Content-Type': 'application/json', 'X-CSRFToken': token } });
        }""",
        [number, name],
    )


def test_a_relation_is_found_by_typing_and_chosen_with_the_keyboard(claims, until):
    cell = claims.locator("td[data-cell=department]").nth(4)
    cell.focus()
    cell.press("Enter")
    claims.keyboard.press("ControlOrMeta+a")
    claims.keyboard.type("poli")
    claims.wait_for_selector("[role=option][aria-selected=true]:has-text('Police')")
    assert cell.locator("input[role=combobox]").get_attribute("aria-expanded") == "true"
    claims.keyboard.press("Enter")
    claims.keyboard.press("Enter")
    until(claims, "!document.querySelector('.editing, .saving')")
    assert "Police" in cell.inner_text()


def test_a_filter_is_built_in_words_and_removed_again(claims):
    claims.click(".filter-add")
    claims.fill(".filter-column input[role=combobox]", "Status")
    claims.keyboard.press("Enter")
    claims.select_option(".filter-value select", "accepted")
    claims.click(".filter-dialog .btn-primary")
    claims.wait_for_url("**/admin/claim/?*filter=status*")
    claims.wait_for_selector("html[data-ready]")
    assert set(claims.locator("td[data-cell=status]").all_inner_texts()) == {"Accepted"}
    claims.click(".filters a[aria-label^='Remove the filter']")
    claims.wait_for_url(re.compile(r"/admin/claim/(\?(?!.*filter).*)?$"))


def test_rows_are_chosen_in_a_range_and_an_action_takes_them_along(claims):
    claims.locator("[data-pick]").nth(0).click()
    claims.locator("[data-pick]").nth(3).click(modifiers=["Shift"])
    assert claims.locator("tr[aria-selected=true]").count() == 4
    assert claims.locator("[data-verbs-words]").inner_text().startswith("4 chosen")
    claims.keyboard.press("Escape")
    verb = claims.locator("[data-verb]:not([data-many])").first
    if not verb.is_visible():
        claims.click(".selection summary")
    verb.click()
    claims.wait_for_url(re.compile(r"ids=\d+(%2C|,)\d+(%2C|,)\d+(%2C|,)\d+"))


def test_an_action_is_offered_where_one_of_the_chosen_rows_is_in_its_status(claims):
    def offered() -> set[str]:
        buttons = claims.locator("[data-verb]:not([hidden])").all()
        return {button.text_content().partition(" (")[0] for button in buttons}

    statuses = claims.locator("td[data-status]")
    values = [cell.get_attribute("data-value") for cell in statuses.all()]
    closed = next(n for n, value in enumerate(values) if value.startswith("closed"))
    is_open = next(n for n, value in enumerate(values) if not value.startswith("closed"))
    claims.locator("[data-pick]").nth(closed).click()
    assert "Reopen" in offered()
    assert not offered() & {"Pay", "Request a payment", "Set a reserve", "Close"}
    claims.locator("[data-pick]").nth(is_open).click()
    assert {"Reopen", "Close"} <= offered()
    claims.locator("[data-pick]").nth(closed).click()
    assert {"Pay", "Request a payment", "Set a reserve", "Close"} <= offered()
    assert "Reopen" not in offered()


def test_keys_search_walk_and_explain_themselves(claims):
    claims.keyboard.press("/")
    assert claims.evaluate("document.activeElement.name") == "q"
    claims.keyboard.press("Escape")
    claims.evaluate("document.activeElement.blur()")
    claims.keyboard.press("ControlOrMeta+k")
    assert claims.evaluate("document.activeElement.name") == "q"
    claims.evaluate("document.activeElement.blur()")
    claims.keyboard.press("j")
    claims.keyboard.press("j")
    assert claims.evaluate("document.activeElement.closest('tr').rowIndex") == 2
    claims.keyboard.press("x")
    assert claims.locator("tr[aria-selected=true]").count() == 1
    claims.keyboard.press("?")
    assert claims.locator("dialog#keys").is_visible()

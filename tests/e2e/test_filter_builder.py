"""Filters built, read and changed as people of the office do it, on the plain list, with the keyboard."""

import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def claims(demonstration, page):
    """The plain list of claims, as a technician sees it."""
    demonstration.sign_in(page, "technician")
    return opened(page, f"{demonstration.address}/admin/claim/?plain=yes")


def opened(page, address: str):
    page.goto(address)
    page.wait_for_selector("html[data-ready]")
    return page


def asked(page) -> list[str]:
    """The filters of the page's address."""
    return parse_qs(urlsplit(page.url).query).get("filter", [])


def chips(page) -> list[str]:
    """The filters of the list in words."""
    return page.locator(".filters [data-filter-edit]").all_inner_texts()


def builder(page):
    """The builder, opened and filled."""
    dialog = page.get_by_role("dialog", name="Filters")
    dialog.get_by_role("status").filter(has_text=re.compile(r"\.$")).wait_for()
    return dialog


def line(dialog, number: int = 0):
    return dialog.get_by_role("group", name="Condition").nth(number)


def column_of(one, words: str, label: str = "Column") -> None:
    """Find a column by its name, as one types."""
    box = one.get_by_role("combobox", name=label, exact=True)
    box.fill(words)
    box.press("Enter")


def choose(one, column: str, how: str, **value: str) -> None:
    """Choose in a line: the column, the comparison, and values by the names of their fields."""
    column_of(one, column)
    one.get_by_label("Comparison").select_option(label=how)
    for name, given in value.items():
        field = one.get_by_label(name.replace("_", " "), exact=True)
        if field.evaluate("element => element.tagName") == "SELECT":
            field.select_option(label=given)
        else:
            field.fill(given)


def show(page, dialog) -> None:
    with page.expect_navigation():
        dialog.get_by_role("button", name="Show the list").click()
    page.wait_for_selector("html[data-ready]")


def test_a_deadline_of_the_next_days_or_a_status_and_a_sum(claims):
    """Two boxes that must both hold, the second with an alternative."""
    claims.click("text=+ filter")
    dialog = builder(claims)
    choose(line(dialog), "Loss date", "is", When="this fiscal year")
    dialog.get_by_role("button", name="Add a filter").click()
    choose(line(dialog, 1), "Status", "is", Value="Accepted")
    dialog.get_by_role("button", name="or…").nth(1).click()
    choose(line(dialog, 2), "Paid", "above", Value="1000")
    words = "Loss date this fiscal year; and Status is Accepted or Paid above 1000."
    dialog.get_by_role("status").filter(has_text=words).wait_for()
    show(claims, dialog)
    assert asked(claims) == ["loss_date=this fiscal year", "status=accepted|paid>1000"]
    assert chips(claims) == ["Loss date this fiscal year", "Status is Accepted or Paid above 1000"]


def test_a_chip_opens_the_builder_where_it_stands_and_changes(claims):
    base = claims.url
    opened(
        claims, f"{base}&filter=loss_date%3Dthis%20year&filter=status%3Daccepted%7Cadjuster%3Dme"
    )
    claims.click("button:has-text('Adjuster is you')")
    dialog = builder(claims)
    assert (
        line(dialog, 1)
        .get_by_label("Column", exact=True)
        .evaluate("e => e === document.activeElement")
    )
    assert line(dialog, 0).get_by_label("When").input_value() == "this year"
    assert line(dialog, 2).get_by_label("Who").input_value() == "me"
    line(dialog, 1).get_by_role("button", name="Remove this line").click()
    line(dialog, 0).get_by_label("When").select_option(label="the last … days")
    line(dialog, 0).get_by_label("Days").fill("900")
    show(claims, dialog)
    assert asked(claims) == ["loss_date=last 900 days", "adjuster=me"]
    claims.click("button:has-text('Loss date within the last 900 days')")
    dialog = builder(claims)
    assert line(dialog).get_by_label("When").input_value() == "last {n} days"
    assert line(dialog).get_by_label("Days").input_value() == "900"
    assert parse_qs(urlsplit(claims.url).query)["plain"] == ["yes"]


def test_what_cannot_be_asked_is_said_beside_its_line(claims):
    claims.click("text=+ filter")
    dialog = builder(claims)
    choose(line(dialog), "Claimed", "at least", Value="plenty")
    dialog.get_by_role("button", name="Add a filter").click()
    choose(line(dialog, 1), "Claimant", "contains")
    dialog.get_by_role("button", name="Show the list").click()
    line(dialog, 0).get_by_text("“plenty” is not").wait_for()
    line(dialog, 1).get_by_text("Give a value, or choose “is blank”.").wait_for()
    assert line(dialog, 0).get_by_label("Value").get_attribute("aria-invalid") == "true"
    line(dialog, 0).get_by_label("Value").fill("1,000")
    line(dialog, 1).get_by_label("Comparison").select_option(label="is not blank")
    show(claims, dialog)
    assert asked(claims) == ["amount_claimed>=1,000", "claimant!="]
    assert "Claimant is not blank" in chips(claims)


def test_a_filter_left_out_of_an_address_is_mended_where_it_is_told(claims):
    opened(claims, f"{claims.url}&filter=paid%3E%3Dplenty&filter=status%3Daccepted")
    assert chips(claims) == ["Status is Accepted"]
    claims.get_by_text("The filter “Paid at least plenty” was left out").wait_for()
    claims.get_by_role("button", name="Mend it").click()
    dialog = builder(claims)
    line(dialog, 1).get_by_text("“plenty” is not").wait_for()
    line(dialog, 1).get_by_label("Value").fill("1000")
    show(claims, dialog)
    assert asked(claims) == ["status=accepted", "paid>=1000"]
    assert claims.get_by_text("was left out").count() == 0


def test_between_is_one_line(claims):
    claims.click("text=+ filter")
    dialog = builder(claims)
    choose(line(dialog), "Loss date", "between", From="2026-01-01", To="2026-06-30")
    show(claims, dialog)
    assert asked(claims) == ["loss_date>=2026-01-01", "loss_date<=2026-06-30"]
    claims.click("button:has-text('Loss date until 2026-06-30')")
    dialog = builder(claims)
    assert dialog.get_by_role("group", name="Condition").count() == 1
    assert line(dialog).get_by_label("To").input_value() == "2026-06-30"


def test_a_column_of_a_related_record_and_a_record_by_its_name(claims):
    claims.click("text=+ filter")
    dialog = builder(claims)
    column_of(line(dialog), "Department, its")
    line(dialog).get_by_label("Column of the related record").wait_for()
    column_of(line(dialog), "Name", "Column of the related record")
    line(dialog).get_by_label("Comparison").select_option(label="contains")
    line(dialog).get_by_label("Value").fill("works")
    dialog.get_by_role("button", name="Add a filter").click()
    choose(line(dialog, 1), "Department", "is")
    line(dialog, 1).get_by_role("combobox", name="Department").press_sequentially("publ")
    claims.wait_for_selector("[role=option][aria-selected=true]:has-text('Public Works')")
    claims.keyboard.press("Enter")
    show(claims, dialog)
    assert asked(claims)[0] == "department.name~works"
    assert asked(claims)[1].startswith("department=")
    claims.click("button:has-text('Department, Name contains works')")
    dialog = builder(claims)
    assert line(dialog).get_by_label("Column of the related record").input_value() == "Name"
    assert (
        "Public Works" in line(dialog, 1).get_by_role("combobox", name="Department").input_value()
    )


def test_the_keyboard_alone_builds_a_filter_and_leaves_it(claims):
    claims.locator("[data-filter-builder]").focus()
    claims.keyboard.press("Enter")
    dialog = builder(claims)
    claims.keyboard.type("Claimant")
    claims.keyboard.press("Tab")
    claims.keyboard.press("Tab")
    claims.keyboard.type("a")
    claims.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    assert claims.evaluate("document.activeElement.matches('[data-filter-builder]')")
    claims.keyboard.press("Enter")
    builder(claims)
    claims.keyboard.type("Claimant")
    claims.keyboard.press("Tab")
    claims.keyboard.press("Tab")
    claims.keyboard.type("a")
    with claims.expect_navigation():
        claims.keyboard.press("Enter")
    assert asked(claims) == ["claimant~a"]


def test_all_filters_are_removed_at_once(claims):
    opened(claims, f"{claims.url}&filter=status%3Daccepted&filter=paid%3E0")
    claims.click("text=+ filter")
    dialog = builder(claims)
    dialog.get_by_role("button", name="Remove all").click()
    show(claims, dialog)
    assert asked(claims) == []


def test_an_apply_of_ones_own_takes_the_filters(claims, until):
    claims.evaluate(
        """async () => {
            const { openBuilder } = await import('/static/office/filters.js');
            await openBuilder({ filters: ['status=accepted'], add: 'loss_date', apply: (made) => { window.made = made; } });
        }"""
    )
    dialog = builder(claims)
    line(dialog, 1).get_by_label("When").select_option(label="today")
    dialog.get_by_role("button", name="Show the list").click()
    until(claims, "window.made")
    assert claims.evaluate("window.made") == ["status=accepted", "loss_date=today"]


def test_the_list_is_shown_while_the_last_change_is_still_looked_at(claims):
    claims.click("text=+ filter")
    dialog = builder(claims)
    choose(line(dialog), "Claimant", "is not blank")
    claims.route("**/filters?*", lambda route: (time.sleep(0.6), route.continue_()))
    with claims.expect_navigation():
        dialog.locator("form").evaluate(
            "form => { form.dispatchEvent(new Event('change')); form.requestSubmit(); }"
        )
    claims.wait_for_selector("html[data-ready]")
    assert asked(claims) == ["claimant!="]


def test_conditions_are_written_as_the_office_reads_them(claims):
    made = claims.evaluate(
        """async () => {
            const { alternatives, together, written } = await import('/static/office/filter_text.js');
            const text = (...line) => written(alternatives(...line));
            return [text('a', '~', ['x|y']), text('a', '=', ['say "no"']), text('a', '=', [' b']), text('a', '=', ['>5']),
                    text('d', '..', ['2026-01-01', '2026-02-01']), text('d', '..', ['', '2026-02-01']), text('a', 'blank', []),
                    text('a', 'filled', []), text('a', 'in', ['x', 'y|z']), text('a', '=', ['b & c']), text('a', '!~', ['b']),
                    text('a', 'none', ['x', 'y']), text('a', 'none', ['x']),
                    written(together([alternatives('a', 'in', ['x', 'y']), alternatives('b', '=', ['c & (d)'])]))];
        }"""
    )
    assert made == [
        'a~"x|y"', 'a="say ""no"""', 'a=" b"', 'a=">5"', "(d>=2026-01-01&d<=2026-02-01)", "d<=2026-02-01", "a=", "a!=",
        'a=x|a="y|z"', "a=b & c", "a!~b", "(a!=x&a!=y)", "a!=x", '(a=x&b="c & (d)")|(a=y&b="c & (d)")',
    ]  # fmt: skip


def test_a_status_is_one_of_several_and_a_text_holds_none(claims):
    claims.click("text=+ filter")
    dialog = builder(claims)
    choose(line(dialog), "Status", "is one of")
    for words in ("Accepted", "Delayed", "Received"):
        line(dialog).get_by_label(words, exact=True).check()
    line(dialog).get_by_label("Delayed", exact=True).uncheck()
    dialog.get_by_role("button", name="Add a filter").click()
    choose(line(dialog, 1), "Description", "does not contain", Value="sidewalk")
    show(claims, dialog)
    assert asked(claims)[1] == "description!~sidewalk"
    assert sorted(asked(claims)[0].split("|")) == ["status=accepted", "status=received"]
    claims.click("button:has-text('Status is Accepted')")
    dialog = builder(claims)
    assert dialog.get_by_role("group", name="Condition").count() == 2
    assert line(dialog).get_by_label("Comparison").input_value() == "in"
    assert line(dialog).get_by_label("Accepted", exact=True).is_checked()
    assert not line(dialog).get_by_label("Delayed", exact=True).is_checked()


def test_a_status_is_none_of_several(claims):
    claims.click("text=+ filter")
    dialog = builder(claims)
    choose(line(dialog), "Status", "is none of")
    for words in ("Accepted", "Delayed"):
        line(dialog).get_by_label(words, exact=True).check()
    dialog.get_by_role("button", name="and…").click()
    choose(line(dialog, 1), "Paid", "above", Value="10")
    show(claims, dialog)
    assert asked(claims) == ["(status!=delayed&status!=accepted)", "paid>10"]
    claims.locator("[data-filter-edit]").first.click()
    dialog = builder(claims)
    assert dialog.get_by_role("group", name="Condition").count() == 2
    assert line(dialog).get_by_label("Comparison").input_value() == "none"
    assert line(dialog).get_by_label("Delayed", exact=True).is_checked()
    show(claims, dialog)
    assert asked(claims) == ["(status!=delayed&status!=accepted)", "paid>10"]


def test_a_column_two_relations_away_is_a_condition_in_words(demonstration, page):
    demonstration.sign_in(page, "technician")
    address = f"{demonstration.address}/admin/payment/?plain=yes"
    opened(page, f"{address}&filter=claim.department.name~Works")
    page.locator("[data-filter-edit]").first.click()
    dialog = builder(page)
    box = line(dialog).get_by_role("combobox", name="Column", exact=True)
    assert box.input_value() == "Claim › Department › Name"
    assert line(dialog).get_by_label("Comparison").input_value() == "~"
    choose_how = line(dialog).get_by_label("Comparison")
    choose_how.select_option(label="is one of")
    line(dialog).get_by_label("Values, one a line").fill("Public Works\nFire")
    show(page, dialog)
    assert asked(page) == ["claim.department.name=Public Works|claim.department.name=Fire"]


def test_several_records_and_several_texts_are_one_line_each(claims):
    claims.click("text=+ filter")
    dialog = builder(claims)
    choose(line(dialog), "Department", "is one of")
    finder = line(dialog).get_by_role("combobox", name="Department")
    for typed, name in (("publ", "Public Works"), ("fire", "Fire")):
        finder.press_sequentially(typed)
        claims.wait_for_selector(f"[role=option][aria-selected=true]:has-text('{name}')")
        claims.keyboard.press("Enter")
        line(dialog).locator(f".filter-chosen:has-text('{name}')").wait_for()
    dialog.get_by_role("button", name="Add a filter").click()
    choose(line(dialog, 1), "Claimant", "is one of", **{"Values, one a line": "Ana\nBran, Co.\n"})
    show(claims, dialog)
    assert [text.count("department=") for text in asked(claims)] == [2, 0]
    assert asked(claims)[1] == "claimant=Ana|claimant=Bran, Co."
    claims.locator("[data-filter-edit]").first.click()
    dialog = builder(claims)
    assert "Public Works" in line(dialog).locator(".filter-chosen").inner_text()
    line(dialog).get_by_role("button", name="Leave out").first.click()
    show(claims, dialog)
    assert asked(claims)[0].count("department=") == 1


def test_what_was_chosen_is_not_looked_for_once_more(claims):
    claims.click("text=+ filter")
    dialog = builder(claims)
    choose(line(dialog), "Department", "is one of")
    finder = line(dialog).get_by_role("combobox", name="Department")
    finder.press_sequentially("publ")
    claims.wait_for_selector("[role=option][aria-selected=true]:has-text('Public Works')")
    finder.evaluate(
        """finder => {
            finder.dispatchEvent(new Event("input", { bubbles: true }));
            finder.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
        }"""
    )
    line(dialog).locator(".filter-chosen:has-text('Public Works')").wait_for()
    claims.wait_for_timeout(500)
    assert finder.get_attribute("aria-expanded") == "false", "nothing opens over what stands below"


def test_a_button_below_an_open_list_is_pressed_and_a_press_let_go_outside_closes_nothing(claims):
    claims.click("text=+ filter")
    dialog = builder(claims)
    choose(line(dialog), "Department", "is")
    line(dialog).get_by_role("combobox", name="Department").press_sequentially("p")
    claims.wait_for_selector("[role=option][aria-selected=true]:visible")
    box = dialog.get_by_role("button", name="Add a filter").bounding_box()
    claims.mouse.move(box["x"] + 8, box["y"] + 8)
    claims.mouse.down()
    claims.mouse.up()
    line(dialog, 1).wait_for()
    claims.wait_for_selector("[role=option]:visible", state="detached")
    box = line(dialog).get_by_label("Comparison").bounding_box()
    claims.mouse.move(box["x"] - 4, box["y"] + 4)
    claims.mouse.down()
    claims.mouse.move(2, 2)
    claims.mouse.up()
    assert dialog.is_visible()
    claims.mouse.click(2, 2)
    dialog.wait_for(state="detached")


def test_alternatives_of_several_conditions_are_built_and_read_again(claims):
    claims.click("text=+ filter")
    dialog = builder(claims)
    choose(line(dialog), "Status", "is", Value="Accepted")
    dialog.get_by_role("button", name="and…").click()
    choose(line(dialog, 1), "Paid", "between", From="10", To="2000")
    dialog.get_by_role("button", name="or…").click()
    choose(line(dialog, 2), "In litigation", "is", Value="Yes")
    dialog.get_by_role("button", name="and…").click()
    choose(line(dialog, 3), "Claimant", "is not blank")
    words = "(Status is Accepted and Paid at least 10 and Paid at most 2000) or (In litigation is Yes and Claimant is not blank)."
    dialog.get_by_role("status").filter(has_text=words).wait_for()
    show(claims, dialog)
    asking = ["(status=accepted&paid>=10&paid<=2000)|(litigated=yes&claimant!=)"]
    assert asked(claims) == asking
    claims.locator("[data-filter-edit]").first.click()
    dialog = builder(claims)
    assert dialog.get_by_role("group", name="Condition").count() == 4
    assert line(dialog, 1).get_by_label("To").input_value() == "2000"
    joints = [line(dialog, n).get_by_label("With the line before").input_value() for n in (1, 2, 3)]  # fmt: skip
    assert joints == ["and", "or", "and"]
    line(dialog, 2).get_by_label("With the line before").select_option(label="and")
    show(claims, dialog)
    assert asked(claims) == [
        "status=accepted",
        "paid>=10",
        "paid<=2000",
        "litigated=yes",
        "claimant!=",
    ]


def test_a_column_is_found_by_the_keyboard_among_all_of_them(claims):
    claims.locator("[data-filter-builder]").focus()
    claims.keyboard.press("Enter")
    dialog = builder(claims)
    box = line(dialog).get_by_role("combobox", name="Column", exact=True)
    before = box.input_value()
    claims.keyboard.type("litig")
    assert line(dialog).get_by_role("option").all_inner_texts()[0] == "In litigation"
    claims.keyboard.press("Escape")
    assert dialog.is_visible()
    claims.keyboard.press("Tab")
    assert box.input_value() == before
    claims.keyboard.press("Shift+Tab")
    claims.keyboard.type("litig")
    claims.keyboard.press("Tab")
    assert box.input_value() == "In litigation"
    assert line(dialog).get_by_label("Comparison").evaluate("e => e === document.activeElement")
    claims.keyboard.press("Shift+Tab")
    claims.keyboard.press("ArrowDown")
    assert line(dialog).get_by_role("option").count() > 40


CELLS = [
    ({"name": "claimant", "kind": "text"}, "Rosa Alvarez", "claimant=Rosa Alvarez", "claimant!=Rosa Alvarez"),
    ({"name": "claimant", "kind": "text"}, None, "claimant=", "claimant!="),
    ({"name": "claimant", "kind": "text"}, "", "claimant=", "claimant!="),
    ({"name": "claimant", "kind": "text"}, 'Bob "Jr" A|B', 'claimant="Bob ""Jr"" A|B"', 'claimant!="Bob ""Jr"" A|B"'),
    ({"name": "claimant", "kind": "text"}, "=SUM(1)", 'claimant="=SUM(1)"', 'claimant!="=SUM(1)"'),
    ({"name": "loss_date", "kind": "day"}, "2026-11-24", "loss_date=2026-11-24", "loss_date!=2026-11-24"),
    ({"name": "run_at", "kind": "instant"}, "2026-11-25T07:59:59Z", "run_at=2026-11-24", "run_at!=2026-11-24"),
    ({"name": "paid", "kind": "money"}, "-1234.50", "paid=-1234.50", "paid!=-1234.50"),
    ({"name": "litigated", "kind": "yesno"}, False, "litigated=no", "litigated!=no"),
    ({"name": "department", "kind": "link"}, "PW", "department=PW", "department!=PW"),
    ({"name": "status", "kind": "choice"}, "under_review", "status=under_review", "status!=under_review"),
    ({"name": "row", "kind": "whole"}, 7, "row=7", "row!=7"),
    ({"name": "description", "kind": "long"}, "He fell.\nTwice.", "description~He fell.", "description!~He fell."),
    ({"name": "ssn", "kind": "text", "covered": "Hidden."}, "•••", None, None),
]  # fmt: skip


def test_a_cells_value_is_a_filter(claims):
    made = claims.evaluate(
        """async (cells) => {
            const { filterFor } = await import('/static/office/filters.js');
            return cells.map(([column, value]) => [filterFor(column, value, { zone: 'America/Los_Angeles' }),
                filterFor(column, value, { not: true, zone: 'America/Los_Angeles' })]);
        }""",
        [[column, value] for column, value, _, _ in CELLS],
    )
    assert made == [[only, without] for _, _, only, without in CELLS]


def test_a_list_is_narrowed_by_the_value_of_a_cell(claims):
    cell = claims.locator("td[data-cell=status]").first
    words = cell.inner_text()
    cell.click(button="right")
    menu = claims.get_by_role("menu", name="Show by this cell")
    with claims.expect_navigation():
        menu.get_by_role("menuitem", name=f"Only rows with “{words}”").click()
    claims.wait_for_selector("html[data-ready]")
    assert set(claims.locator("td[data-cell=status]").all_inner_texts()) == {words}
    assert chips(claims) == [f"Status is {words}"]


def test_the_keyboard_leaves_a_cells_value_out(claims):
    cell = claims.locator("td[data-cell=claimant]").nth(1)
    words = cell.inner_text()
    cell.focus()
    claims.keyboard.press("Shift+F10")
    menu = claims.get_by_role("menu", name="Show by this cell")
    menu.wait_for()
    claims.keyboard.press("Escape")
    assert cell.evaluate("e => e === document.activeElement")
    claims.keyboard.press("Shift+F10")
    menu.wait_for()
    claims.keyboard.press("ArrowDown")
    with claims.expect_navigation():
        claims.keyboard.press("Enter")
    claims.wait_for_selector("html[data-ready]")
    assert words not in claims.locator("td[data-cell=claimant]").all_inner_texts()

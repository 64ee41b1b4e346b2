"""What axe-core finds in a grid and around it: nothing grave, in any theme."""

import axe
import pytest

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def axe_text(tmp_path_factory) -> str:
    """axe-core, once for the run."""
    return axe.program(tmp_path_factory.mktemp("axe"))


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_a_grid_shuts_nobody_out(at_grid, axe_text, theme):
    at_grid.be("technician")
    page = at_grid.grid("claim/")
    page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
    at_grid.focus(1, "claimant")
    assert axe.findings(page, axe_text) == []


def test_neither_does_an_empty_one(at_grid, axe_text):
    at_grid.be("technician")
    page = at_grid.grid("claim/?filter=claimant%3Dnobody+at+all")
    assert axe.findings(page, axe_text) == []


def test_nor_does_the_filter_builder_with_what_it_refuses(at_grid, axe_text):
    at_grid.be("technician")
    page = at_grid.grid(
        "claim/?filter=adjuster%3Dme%7Closs_date%3Dnext+7+days&filter=department.name~a"
        "&filter=status%3Dreceived%7Cstatus%3Daccepted&filter=department%3DPW%7Cdepartment%3DFD"
        "&filter=claimant%3Da%7Cclaimant%3Db&filter=(line%3DL%26paid%3E1)%7Clitigated%3Dyes&filter=paid%3Dx"
    )
    page.click("text=+ filter")
    dialog = page.get_by_role("dialog", name="Filters")
    dialog.get_by_role("button", name="Add a filter").click()
    dialog.get_by_role("button", name="Show the list").click()
    dialog.get_by_text("Give a value").wait_for()
    assert axe.findings(page, axe_text) == []


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_nor_do_two_days_compared(at_grid, axe_text, theme):
    at_grid.be("technician")
    page = at_grid.go("claim/compare?from=2026-11-01")
    page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
    assert page.locator("table.compare tbody tr").count() > 1
    assert axe.findings(page, axe_text) == []


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_nor_what_is_chosen_its_menus_and_the_map_of_keys(at_grid, axe_text, theme):
    at_grid.be("technician")
    page = at_grid.grid("claim/?group=status&columns=claim_no,claimant,loss_date,amount_claimed")
    page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
    at_grid.focus(1, "claimant")
    at_grid.keys("Shift+Space", "Shift+ArrowDown", "Shift+ArrowRight")
    for key in ("Alt+ArrowDown", "Shift+F10", "F1"):
        at_grid.keys(key)
        page.wait_for_selector(".grid-menu, dialog[open]")
        assert axe.findings(page, axe_text) == []
        at_grid.keys("Escape")
    for menu in ("[data-views] > summary", "[data-columns] summary"):
        page.click(menu)
        assert axe.findings(page, axe_text) == []
        at_grid.keys("Escape")


def test_nor_the_plain_list(at_grid, axe_text):
    at_grid.be("technician")
    page = at_grid.go("claim/?plain=yes")
    assert axe.findings(page, axe_text) == []


def test_a_cell_that_is_typed_into_has_its_name(at_grid, axe_text):
    at_grid.be("technician")
    page = at_grid.grid("claim/?columns=claim_no,claimant,status,loss_date,department")
    for column in ("claimant", "loss_date", "department"):
        at_grid.focus(1, column)
        at_grid.keys("F2")
        assert axe.findings(page, axe_text) == []
        at_grid.keys("Escape")

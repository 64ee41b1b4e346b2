"""A column of the office's own: added by the administrator, in use by the desk at once, taken out
in a workbook and brought back in, retired without losing a word.
"""

import openpyxl
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_column_is_added_typed_into_taken_out_brought_in_and_retired(desk, tmp_path):
    add_the_column(desk)
    type_into_it(desk)
    path = take_it_out(desk, tmp_path)
    bring_it_back_in(desk, path)
    retire_it(desk)


def add_the_column(desk) -> None:
    desk.be("administrator")
    page = desk.go("organization/")
    page.click("summary:has-text('Columns')")
    page.click("[data-columns] a:has-text('Add a column')")
    page.wait_for_selector("#action")
    assert page.locator("#on_sheet").input_value() == "organization"
    page.fill("#label", "Bond held")
    page.select_option("#kind", "money")
    assert not page.locator("#choices").is_visible()
    desk.sees("Adds “Bond held” (money) to organizations")
    desk.sees("Undo retires it again; what it holds by then is kept.")
    desk.press("Organizations have the column “Bond held”.")
    assert page.locator("thead th:has-text('Bond held')").count() == 1
    page = desk.go("columns/")
    assert "x_bond_held" in page.inner_text("main")


def type_into_it(desk) -> None:
    desk.be("technician")
    page = desk.go("organization/?sort=code")
    cell = page.locator("td[data-cell=x_bond_held]").first
    cell.focus()
    page.keyboard.press("F2")
    page.keyboard.type("$12,345.5")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-saved]:has-text('Saved')")
    assert cell.inner_text() == "12,345.50"
    rows = desk.rows("organization/rows?filter=x_bond_held%3E1000&columns=x_bond_held")
    assert [row["x_bond_held"] for row in rows] == ["12345.50"]


def take_it_out(desk, folder):
    page = desk.go("organization/?sort=code")
    page.click("summary:has-text('Export')")
    with page.expect_download() as waited:
        page.click("button:has-text('Workbook (.xlsx)')")
    path = folder / waited.value.suggested_filename
    waited.value.save_as(path)
    book = openpyxl.load_workbook(path)
    heads = [cell.value for cell in book.active[1]]
    second = book.active.cell(3, heads.index("Bond held") + 1)
    assert book.active.cell(2, heads.index("Bond held") + 1).value == 12345.5
    assert second.value is None
    second.value = 500
    book.save(path)
    return path


def bring_it_back_in(desk, path) -> None:
    page = desk.go("import/?sheet=organization")
    page.set_input_files("form[action='/admin/import/'] input[type=file]", path)
    page.wait_for_selector(f"h1:has-text('{path.name}')")
    page.locator("main button:has-text('Bring in 1 row')").first.click()
    page.wait_for_selector(".toasts:has-text('1 changed')")
    rows = desk.rows("organization/rows?filter=x_bond_held!=&columns=x_bond_held")
    assert sorted(row["x_bond_held"] for row in rows) == ["12345.50", "500.00"]


def retire_it(desk) -> None:
    desk.be("administrator")
    page = desk.go("columns/")
    page.click("li:has-text('Bond held') a:has-text('Retire it')")
    page.wait_for_selector("#action, [data-preview]")
    desk.sees("What 2 organizations hold in it is kept")
    page.locator("main .form-buttons .btn-primary, main .form-buttons .btn-danger").last.click()
    page.wait_for_selector(".toast-note:has-text('what it holds is kept')")
    desk.be("technician")
    page = desk.go("organization/?sort=code")
    assert page.locator("thead th:has-text('Bond held')").count() == 0
    (row, *_) = desk.rows("organization/rows?sort=code&limit=1")
    assert "x_bond_held" not in row
    page = desk.go(f"organization/history/{row['id']}")
    assert "Bond held" in page.inner_text("main")

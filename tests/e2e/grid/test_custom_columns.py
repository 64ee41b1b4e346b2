"""An added column in the grid: there at once, typed into by its kind, gone once it is retired."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_an_added_column_is_typed_into_in_the_grid_at_once(at_grid):
    at_grid.be("administrator")
    at_grid.go("do/add_column?sheet=customcolumn&on_sheet=party&kind=choice&back=/admin/columns/")
    at_grid.page.fill("#label", "Preferred way")
    at_grid.page.fill("#choices", "Letter\nTelephone")
    at_grid.press("Parties have the column “Preferred way”.")
    at_grid.be("technician")
    at_grid.grid("party/?columns=party_no,name,x_preferred_way&sort=party_no")
    (first, *_) = at_grid.rows("party/rows?sort=party_no&limit=1")
    at_grid.focus(0, "x_preferred_way")
    at_grid.type("Tel")
    at_grid.keys("Enter")
    at_grid.shows(0, "x_preferred_way", "Telephone")
    assert at_grid.kept("party", first["id"], "x_preferred_way") == "telephone"
    at_grid.be("administrator")
    page = at_grid.go("columns/")
    page.click("li:has-text('Preferred way') a:has-text('Retire it')")
    at_grid.sees("What 1 party holds in it is kept")
    at_grid.press("what it holds is kept")
    at_grid.be("technician")
    at_grid.grid("party/?sort=party_no")
    names = at_grid.page.evaluate("document.querySelector('revo-grid').columns.map(c => c.prop)")
    assert "x_preferred_way" not in names


def test_a_column_that_is_retired_meanwhile_stops_nobody(at_grid, beside):
    at_grid.be("administrator")
    at_grid.go("do/add_column?sheet=customcolumn&on_sheet=party&kind=text&back=/admin/columns/")
    at_grid.page.fill("#label", "Gate code")
    at_grid.press("Parties have the column “Gate code”.")
    at_grid.be("technician")
    at_grid.grid("party/?columns=party_no,name,x_gate_code&sort=party_no")
    first, second = at_grid.rows("party/rows?sort=party_no&limit=2")
    at_grid.write(0, "x_gate_code", "1234")
    at_grid.shows(0, "x_gate_code", "1234")
    beside.be("administrator")
    beside.go("columns/").click("li:has-text('Gate code') a:has-text('Retire it')")
    beside.press("what it holds is kept")
    at_grid.write(1, "name", "Typed after it was retired")
    at_grid.says("“Gate code” was retired: it takes nothing more.")
    assert at_grid.kept("party", second["id"], "name") == "Typed after it was retired"
    at_grid.write(1, "x_gate_code", "99")
    at_grid.says("“Gate code” was retired: nothing is typed into it any more.")
    assert at_grid.page.locator(".toast-note:has-text('takes nothing more')").count() == 1
    page = at_grid.page
    page.reload()
    at_grid.ready()
    page.wait_for_selector(".notice:has-text('“Gate code” was retired and is no longer shown.')")
    at_grid.shows(0, "name", first["name"])
    page.goto(f"{at_grid.office.address}/admin/party/?filter=x_gate_code%3D1234")
    page.wait_for_selector(".notice:has-text('“Gate code is 1234” was left out')")
    page.click("text=Go on without it")
    page.wait_for_selector(".notice:has-text('was left out')", state="detached")

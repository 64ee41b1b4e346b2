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

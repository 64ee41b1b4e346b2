"""Copy and paste between LibreOffice and a grid, on a screen with one clipboard for both.

Only where Xvfb, xclip, xdotool, python3-uno and a LibreOffice that shows windows are installed. What LibreOffice
writes is kept in `tests/data/clipboards`, and read in every run by `test_spreadsheets.py`.
"""

import re

import pytest
from browsing import browser
from clipboards import CLAIMS, COLUMNS, KEPT, MERGED, SHEET, clipboard
from screen import calc, screen

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def shown_screen():
    """A screen of its own."""
    with screen() as shown:
        yield shown


@pytest.fixture(scope="module")
def spreadsheet(shown_screen):
    """LibreOffice Calc on the screen."""
    with calc(shown_screen) as worked:
        yield worked


@pytest.fixture
def beside_it(shown_screen, spreadsheet, playwright, desk_at):
    """A technician's browser on the same screen as LibreOffice."""
    with browser(playwright, shown_screen.name) as context:
        page = context.new_page()
        page.set_default_timeout(15_000)
        desk = desk_at(page)
        desk.be("technician")
        desk.grid(CLAIMS)
        yield desk


def table_of(html: str) -> str:
    """The table of a page without what hangs on the fonts of a machine."""
    return re.sub(r' (height|width)="\d+"', "", html.partition("<table")[2])


def test_libreoffice_writes_what_is_kept_here_of_it(shown_screen, spreadsheet):
    spreadsheet.ask("write", cells=SHEET, merge=MERGED)
    for name, cells in [("libreoffice", "A1:E4"), ("libreoffice_one", "B1:B1")]:
        spreadsheet.ask("copy", range=cells)
        html, kept = shown_screen.copied("text/html"), clipboard(name)
        if "LibreOffice 7.4" not in html:
            pytest.skip("what is kept is of LibreOffice 7.4, and this one is another")
        assert table_of(html) == table_of(kept["html"])
        assert shown_screen.copied("UTF8_STRING") == kept["text"]


def test_a_range_goes_from_libreoffice_into_the_grid(spreadsheet, beside_it):
    spreadsheet.ask("write", cells=SHEET, merge=MERGED)
    spreadsheet.ask("copy", range="A1:E4")
    beside_it.focus(10, "claimant")
    beside_it.keys("Control+v")
    beside_it.says("Undo: paste")
    rows = beside_it.rows(f"claim/rows?sort=claim_no&limit=14&columns={','.join(COLUMNS)}")
    assert [[row[name] for name in COLUMNS] for row in rows[10:14]] == KEPT
    beside_it.keys("Control+z")
    beside_it.says("Undone: paste")


def test_a_range_goes_from_the_grid_into_libreoffice(spreadsheet, beside_it):
    beside_it.copied_elsewhere(**clipboard("libreoffice"))
    beside_it.focus(10, "claimant")
    beside_it.keys("Control+v")
    beside_it.says("Undo: paste")
    beside_it.choose(10, "claim_no", 12, "location")
    beside_it.keys("Control+c")
    beside_it.says("18 cells copied")
    cells = [row[1:] for row in spreadsheet.paste()]
    assert [[cell["shown"] for cell in row] for row in cells] == [
        [
            "Ochoa, Ana",
            'Fell on a step,\nleft wrist; said "wet"',
            "2023-10-05",
            "1,234.56",
            "00123",
        ],
        ['"Park" Jin', '"wet floor"', "2023-09-30", "950.50", "=1+1"],
        ['5" pipe', "one\n\nthree four", "2023-08-31", "33.33", '","'],
    ]
    kinds = ["TEXT", "TEXT", "VALUE", "VALUE", "TEXT"]
    assert [[cell["kind"] for cell in row] for row in cells] == [kinds] * 3
    assert [cells[0][2]["value"], cells[0][3]["value"]] == [45204, 1234.56]
    beside_it.keys("Control+z")
    beside_it.says("Undone: paste")

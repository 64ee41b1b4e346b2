"""The map of the grid's keys: every key that a workbook has, each with its words, as F1 shows them."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from browsing import until

README = Path(__file__).parents[3] / "README.md"
pytestmark = pytest.mark.browser

WANTED = (
    "F1 F2 Enter Tab Escape Delete ArrowUp ArrowDown ArrowLeft ArrowRight Home End PageUp PageDown "
    "ctrl+ArrowUp ctrl+ArrowDown ctrl+ArrowLeft ctrl+ArrowRight ctrl+Home ctrl+End ctrl+a ctrl+c ctrl+d "
    "ctrl+f ctrl+r ctrl+v ctrl+x ctrl+y ctrl+z ctrl+shift+z ctrl+; ctrl+' shift+F2"
).split()


def test_every_key_of_a_workbook_is_in_the_map_with_its_words(at_grid):
    at_grid.be("technician")
    at_grid.grid("claim/?columns=claim_no,claimant")
    found = at_grid.page.evaluate(
        "async () => (await import('/static/office/grid/keys.js')).keysInWords()"
    )
    named = dict(found)
    assert [key for key in WANTED if key not in named] == []
    assert [key for key, words in found if len(words.split()) < 2 or "undefined" in words] == []


def test_a_key_without_words_is_refused(at_grid):
    at_grid.be("technician")
    at_grid.grid("claim/?columns=claim_no,claimant")
    said = at_grid.page.evaluate(
        """async () => {
            const { addKeys } = await import("/static/office/grid/keys.js");
            try { addKeys({ "ctrl+9": [() => true] }); } catch (error) { return error.message; }
        }"""
    )
    assert said == "The key ctrl+9 needs its words."


def section() -> str:
    """What the README says of the grid."""
    return README.read_text(encoding="utf-8").partition("## The grid\n")[2].partition("\n## ")[0]


def test_the_readme_names_every_key_as_the_map_does(at_grid):
    at_grid.be("technician")
    page = at_grid.grid("claim/?columns=claim_no,claimant")
    shown = page.evaluate(
        """() => [...document.querySelectorAll("[data-grid-keys] dt")].map(
            (key) => [key.textContent, key.nextElementSibling.textContent])"""
    )
    told = section().partition("| Key | What it does |\n| --- | --- |\n")[2].strip().splitlines()
    assert [line.strip("| ").split(" | ", 1) for line in told] == shown


def test_the_readme_names_what_the_grid_does_by_the_tests_that_show_it():
    named = re.findall(r"`(test_\w+\.py)`", section())
    there = sorted(path.name for path in Path(__file__).parent.glob("test_*.py"))
    assert sorted(named) == there


# --- Ctrl and an arrow ----------------------------------------------------------------------------

SPARSE = "adjuster location amount_claimed litigated tpa presented_date amount_settled".split()

CHOSEN = "document.querySelector('revo-grid').getSelectedRange().then((range) => range.y1 + 1)"
SLOW_EDGE = """() => {
    const real = fetch;
    window.fetch = async (url, more) => {
        if (String(url).includes("/edge?")) await new Promise((go) => setTimeout(go, 900));
        return real(url, more);
    };
}"""


def stands(at_grid, row: int) -> None:
    """The focus comes to a row, by its number from 0."""
    until(at_grid.page, f"document.activeElement?.dataset?.rgrow === '{row}'")


def edges(cells: list, back: bool = False) -> list[int]:
    """The rows at which Ctrl and an arrow stop in a column, from the first (or last) row to the end."""
    holds = [cell not in (None, "") for cell in cells]
    order = list(range(len(cells)))[:: -1 if back else 1]
    stops = [here for here, beside in pairwise(order) if holds[here] and not holds[beside]] + [
        here for before, here in pairwise(order) if holds[here] and not holds[before]
    ]
    stops = [row for row in stops if row != order[0]] + [order[-1]]
    return sorted(set(stops), reverse=back)


def far_edges(at_grid) -> tuple[str, list]:
    """A column of the claims that is filled or blank over many rows, and its cells in order."""
    asked = "claim/rows?sort=claim_no&limit=1000&columns="
    for column in SPARSE:
        cells = [row[column] for row in at_grid.rows(asked + column)]
        stops = edges(cells)
        if len(cells) > 140 and any(row > 110 for row in stops[:-1]) and len(stops) < 30:
            return column, cells
    pytest.fail("no column of the demonstration has far edges")


def test_ctrl_and_an_arrow_stop_at_the_edge_also_in_rows_that_are_not_there_yet(at_grid):
    at_grid.be("technician")
    column, cells = far_edges(at_grid)
    at_grid.grid(f"claim/?sort=claim_no&columns=claim_no,{column}")
    at_grid.focus(0, column)
    for row in edges(cells):
        at_grid.keys("Control+ArrowDown")
        stands(at_grid, row)
    at_grid.grid(f"claim/?sort=claim_no&columns=claim_no,{column}")
    at_grid.focus(0, column)
    at_grid.keys("Control+End")
    stands(at_grid, len(cells) - 1)
    for row in edges(cells, back=True):
        at_grid.keys("Control+ArrowUp")
        stands(at_grid, row)


def test_ctrl_shift_and_an_arrow_widen_from_where_the_chosen_cells_end(at_grid):
    at_grid.be("technician")
    column, cells = far_edges(at_grid)
    at_grid.grid(f"claim/?sort=claim_no&columns=claim_no,{column}")
    at_grid.focus(0, column)
    for row in edges(cells)[:3]:
        at_grid.keys("Control+Shift+ArrowDown")
        at_grid.page.wait_for_selector(f"[data-grid-cells] span:text-matches('^{row + 1} cells')")


def test_what_is_typed_while_the_edge_is_looked_for_comes_after_it(at_grid):
    at_grid.be("technician")
    column, cells = far_edges(at_grid)
    page = at_grid.grid(f"claim/?sort=claim_no&columns=claim_no,{column},claimant")
    at_grid.focus(0, column)
    page.evaluate(SLOW_EDGE)
    first, *_ = (row for row in edges(cells) if row > 110)
    for _ in range(edges(cells).index(first) + 1):
        at_grid.keys("Control+ArrowDown")
    at_grid.keys("ArrowUp")
    at_grid.says("Looking further on")
    stands(at_grid, first - 1)


# --- What is chosen -------------------------------------------------------------------------------


def test_what_is_chosen_by_keys_alone_is_told_in_full(at_grid):
    at_grid.be("technician")
    page = at_grid.grid("claim/?columns=claim_no,claimant&sort=claim_no")
    at_grid.focus(0, "claimant")
    at_grid.keys("Shift+PageDown", "Shift+PageDown", "Shift+PageDown")
    until(page, CHOSEN.replace("+ 1)", "+ 1 > 60)"))
    rows = page.evaluate(CHOSEN)
    page.wait_for_selector(f"[data-grid-cells]:has-text('{rows} cells')")
    page.wait_for_selector(f"[data-verbs-words]:has-text('On {rows} rows')")

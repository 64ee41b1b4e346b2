"""Cells that are merged over several rows: every row has the value, no figure counts twice."""

from datetime import date

import pytest
from books import bring_in, planned
from openpyxl import Workbook

import models as m
from imports.error_book import make
from imports.merged import Merged, Spread
from imports.reading import read
from journal.who import OPERATOR

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("office")]


@pytest.fixture
def book(tmp_path):
    """A workbook of rows with some cells merged."""

    def make(*rows, merged):
        made = Workbook()
        sheet = made.active
        sheet.title = "Claims"
        for row in rows:
            sheet.append(row)
        for area in merged:
            sheet.merge_cells(area)
        made.save(tmp_path / "a.xlsx")
        return tmp_path / "a.xlsx"

    return make


HEAD = ["Loss date", "Claim no.", "Line", "Claimed"]
ROWS = [
    [date(2026, 1, 5), "A", "L", 100], [None, "B", "L", None], [None, "C", "L", None],
    [date(2026, 2, 6), "D", "L", 7], [None, "E", "L", None],
]  # fmt: skip


def claims():
    """(number, day, claimed) of what came in."""
    rows = m.Claim.select(m.Claim.claim_no, m.Claim.loss_date, m.Claim.amount_claimed)
    return sorted(rows.tuples())


def test_each_row_has_the_value_of_a_cell_that_is_merged_over_it(book):
    result = bring_in(book(HEAD, *ROWS, merged=("A2:A4", "A5:A6")))
    first, second = date(2026, 1, 5), date(2026, 2, 6)
    assert [(no, day) for no, day, _ in claims()] == [
        ("A", first), ("B", first), ("C", first), ("D", second), ("E", second),
    ]  # fmt: skip
    assert [(n["cell"], n["message"]) for n in result["details"]["notes"]] == [
        ("Claims!A2", "This cell is merged over rows 2 to 4: each of them has its value."),
        ("Claims!A5", "This cell is merged over rows 5 to 6: each of them has its value."),
    ]
    assert bring_in(book(HEAD, *ROWS, merged=("A2:A4", "A5:A6")))["unchanged"] == 5


def test_a_figure_that_is_merged_over_rows_counts_once(book):
    result = bring_in(book(HEAD, *ROWS, merged=("D2:D4",)))
    assert [cents for *_, cents in claims()] == [100_00, None, None, 7_00, None]
    assert result["sums"]["amount_claimed"] == "107.00"
    assert [n["message"] for n in result["details"]["notes"]] == [
        "This cell is merged over rows 2 to 4: its figure counts once, in the first."
    ]


def test_what_is_merged_sideways_or_above_the_headings_is_left(book):
    path = book(["Register", None, None, None], [], HEAD, *ROWS, merged=("A1:D2", "C4:D4"))
    assert read(path).merged == []


def test_the_workbook_to_mend_has_the_values_too(book, tmp_path):
    rows = [[*row[:3], "x" if row[1] == "B" else row[3]] for row in ROWS]
    path = book(HEAD, *rows, merged=("A2:A4",))
    plan = planned(path)
    plan.grid.file_name = "a.ods"
    made = make(OPERATOR, plan, path, tmp_path, {"sheet": "claim"})
    shown = read(made.path)
    assert [row.cells[0] for row in shown.rows()][:3] == [date(2026, 1, 5)] * 3
    plan.close()


class Row:
    """A row with its number."""

    def __init__(self, number, *cells):
        self.number, self.cells = number, list(cells)


def test_what_is_filled_ends_with_the_area_and_keeps_what_stands_there():
    rows = [Row(2, "a", ""), Row(4, "", "x"), Row(5, "b"), Row(6, "", ""), Row(7, "", "")]
    spread = Spread([Merged(2, 6, 0), Merged(3, 7, 1), Merged(6, 9, 5)])
    spread.fill(rows[:2])
    spread.fill(rows[2:])
    assert [row.cells for row in rows] == [["a", ""], ["a", "x"], ["b"], ["a", ""], ["", ""]]

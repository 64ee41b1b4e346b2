"""Refused cells are mended in the table that was read; the table itself stays as it was."""

import pytest
from books import csv_file, options, raw_xlsx

import models as m
from imports.mending import mended
from imports.plan import plan
from imports.reading import read
from journal.who import OPERATOR
from rules.errors import BadQuestion


@pytest.fixture
def grid(tmp_path):
    return read(
        csv_file(
            tmp_path / "a.csv", ["Claim no.", "Paid"], ["L-1", "x"], ["L-2", "y"], ["L-3", "1"]
        )
    )


@pytest.mark.usefixtures("office")
def test_mended_cells_are_planned_anew(grid):
    assert plan(OPERATOR, m.Claim, grid, options()).refused == 2
    better = mended(grid, {"B2": "5.00", "Tab!B3": "6.00"})
    made = plan(OPERATOR, m.Claim, better, options())
    assert (made.new, made.refused, made.sums["paid"]) == (3, 0, 12_00)
    assert plan(OPERATOR, m.Claim, grid, options()).refused == 2


def test_nothing_to_mend_is_the_same_table(grid):
    assert mended(grid, {}) is grid


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"here": "1"}, "“here” is not the name of a cell."),
        ({"B9": "1"}, "The file has no row 9 to mend."),
        ({"ZZ2": "1"}, "Row 2 of the file has no such cell."),
    ],
)
def test_what_is_no_cell_of_the_table_is_refused(grid, cells, reason):
    with pytest.raises(BadQuestion) as refused:
        mended(grid, cells)
    assert refused.value.sentence == reason


def test_a_mended_cell_loses_its_mark(tmp_path):
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>'
        '<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2"><f>1</f><v>1</v></c></row>'
    )
    grid = read(raw_xlsx(tmp_path / "a.xlsx", cells))
    assert next(mended(grid, {"A2": "x"}).rows()).marks == {1: "formula"}
    assert next(mended(grid, {"A2": "x", "B2": "y"}).rows()).marks is None

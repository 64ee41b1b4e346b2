"""Refused cells are mended in the table that was read; the table itself stays as it was."""

from datetime import date

import pytest
from books import csv_file, options, raw_xlsx

import models as m
from imports.manner import TYPED
from imports.mending import mended
from imports.plan import plan
from imports.reading import read
from journal.who import OPERATOR
from rules.errors import BadQuestion

pytestmark = pytest.mark.slow


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


def test_a_mended_cell_is_marked_so_and_nothing_else(tmp_path):
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>'
        '<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2"><f>1</f><v>1</v></c></row>'
    )
    grid = read(raw_xlsx(tmp_path / "a.xlsx", cells))
    assert next(mended(grid, {"A2": "x"}).rows()).marks == {0: TYPED, 1: "formula"}
    assert next(mended(grid, {"A2": "x", "B2": "y"}).rows()).marks == {0: TYPED, 1: TYPED}


ABROAD = ("Claim no.", "Loss date", "Received", "Claimed")


def planned_of(tmp_path, *rows, mends):
    """The plan of a table with some cells mended: its days and amounts by claim, and itself."""
    made = plan(OPERATOR, m.Claim, mended(read(csv_file(tmp_path / "b.csv", ABROAD, *rows)), mends), options())  # fmt: skip
    names = [made.names.index(n) for n in ("claim_no", "loss_date", "received_date", "amount_claimed")]  # fmt: skip
    return {new[1][names[0]]: [new[1][n] for n in names[1:]] for new in made.new_rows}, made


@pytest.mark.usefixtures("office")
def test_what_is_typed_is_read_as_the_office_writes_whatever_the_column_is_like(tmp_path):
    rows = ("A", "31/01/2020", "", "12,50"), ("B", "soon", "", "much")
    found, made = planned_of(tmp_path, *rows, mends={"B3": "10/01/26", "D3": "1,234.50"})
    assert found == {
        "A": [date(2020, 1, 31), None, 12_50],
        "B": [date(2026, 10, 1), None, 1234_50],
    }
    assert made.refused == 0


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("typed", ["10/01/26", "2026-10-01", "Oct 1, 2026"])
def test_what_is_typed_makes_nobody_ask_how_it_is_written(tmp_path, typed):
    rows = ("A", "2020-01-31", "2020-02-28", "5"), ("B", "soon", "never", "5")
    found, made = planned_of(tmp_path, *rows, mends={"B3": typed, "C3": typed})
    assert found["B"][:2] == [date(2026, 10, 1)] * 2
    assert (made.asked, [*made.notes]) == ({}, [])


@pytest.mark.usefixtures("office")
def test_what_is_typed_turns_no_other_cell_round(tmp_path):
    rows = ("A", "", "03/04/2020", "5"), ("B", "", "soon", "5")
    found, made = planned_of(tmp_path, *rows, mends={"C3": "31/10/2026"})
    assert found == {"A": [None, date(2020, 3, 4), 5_00]}
    assert [(e.cell, e.value) for e in made.errors()] == [("C3", "31/10/2026")], "no day of ours"
    assert list(made.asked) == ["received_date"], "as before: the file does not tell"

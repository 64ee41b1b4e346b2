"""What a file says of itself: the day of its figures, and the line of its claims."""

import pytest
from books import xlsx

import models as m
from imports import told
from imports.mapping import known
from imports.reading import read

pytestmark = pytest.mark.slow

HEAD = ["Claim no.", "Claimant", "Loss date", "Paid"]
ROW = ["1", "Ann", "2026-01-02", 5]


def grid(path, *rows, tab="Sheet1", name="register.xlsx"):
    return read(xlsx(path / name, *rows, tab=tab), known=known(m.Claim))


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("Valued as of 10/31/2026", "2026-10-31"),
        ("Loss run as of October 31, 2026 (all years)", "2026-10-31"),
        ("Valuation date: 2026-06-30", "2026-06-30"),
        ("Evaluated 6/30/26", "2026-06-30"),
        ("Printed 11/02/2026", None),
        ("As of 13/45/2026", None),
        ("As of today", None),
    ],
)
def test_the_title_tells_the_day_of_the_figures(tmp_path, title, day):
    found = told.valued(grid(tmp_path, [title], [], HEAD, ROW))
    assert (found and found.value) == day
    if found:
        assert found.why == f"row 1 says “{title}”"


def test_the_day_may_stand_in_a_cell_of_its_own(tmp_path):
    assert told.valued(grid(tmp_path, ["Valuation date", "10/31/2026"], [], HEAD, ROW)).value == "2026-10-31"  # fmt: skip


def test_two_days_tell_nothing(tmp_path):
    rows = ["As of 10/31/2026"], ["Evaluated 9/30/2026"], HEAD, ROW
    assert told.valued(grid(tmp_path, *rows)) is None


@pytest.mark.parametrize(
    ("title", "head", "tab", "number", "line"),
    [
        ("City - Workers' Compensation Loss Run", HEAD, "Sheet1", "1", "W"),
        ("General Liability", HEAD, "Sheet1", "1", "L"),
        ("Loss run", [*HEAD, "Body Part"], "Sheet1", "1", "W"),
        ("Loss run", ["Claim no.", "Claimant", "DOI", "Paid"], "Sheet1", "1", "W"),
        ("Loss run", [*HEAD, "Med Reserve"], "Sheet1", "1", "W"),
        ("Loss run", [*HEAD, "Amount sought"], "Sheet1", "1", "L"),
        ("Loss run", [*HEAD, "Body Part", "Demand"], "Sheet1", "1", None),
        ("Loss run", HEAD, "WC 2026", "1", "W"),
        ("Loss run", HEAD, "GL", "1", "L"),
        ("Loss run", HEAD, "Sheet1", "WC26-00001", "W"),
        ("Loss run", HEAD, "Sheet1", "26-1", None),
        ("Workers' comp and general liability", HEAD, "Sheet1", "1", None),
    ],
)
def test_a_file_tells_the_line_of_its_claims_or_nothing(tmp_path, title, head, tab, number, line):
    row = [number, *ROW[1:], *[""] * (len(head) - 4)]
    table = grid(tmp_path, [title], [], head, row, tab=tab)
    found = told.line(table, [row], 0)
    assert (found and found.value) == line

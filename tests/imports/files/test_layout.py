"""Where a table starts, and which rows of it are no data."""

from datetime import date

import pytest

from imports.files.layout import BARE, DOUBTED, FIGURES, Sorter, blank, find_header
from rules.headings import alike

KNOWN = [alike(name) for name in ("Claim no.", "Status", "Paid", "Claimant")]


@pytest.mark.parametrize(
    ("rows", "index", "hits", "why"),
    [
        ([["Claim no.", "Status"], ["1", "open"]], 0, 2, "the first row"),
        ([["Register", ""], ["", ""], ["CLAIM #", "status"]], 2, 2, "below a title"),
        ([["Status of", "claims"], ["Claim no.", "Status"]], 1, 2, "a title of two cells"),
        ([["Claim no.", "Status"], ["Claim no.", "Status"]], 0, 2, "the first of equals"),
        (
            [["Claim no.", "Other", "x"], ["Claim no.", "Paid", "x"]],
            1,
            2,
            "the row with most known names",
        ),
        ([["Claim no."], ["1"]], 0, 1, "one known name in a narrow table"),
        ([["a", "b", "c"], [1, 2, 3]], 0, 0, "distinct texts as wide as the table"),
        ([["Title", "", ""], ["a", "b", "c"], [1, 2, 3]], 1, 0, "a title is narrower"),
        ([["a", "a", "a"], ["b", "c", "d"]], 1, 0, "equal texts are no headings"),
        (
            [["Title"], ["a", "b", "Quarter", "Quarter"], [1, 2, 3, 4]],
            1,
            0,
            "one heading may come twice",
        ),
        ([["Title"], ["a", "b", 2023.0, "2024"], [1, 2, 3, 4]], 1, 0, "years are headings"),
        ([[1, 2], [3, 4]], 0, 0, "no texts at all: the first filled row"),
        ([["", ""], [1, 2]], 1, 0, "no texts below a blank row"),
        (
            [["x", "Paid", "y"], [1, 2, 3]],
            0,
            1,
            "one known name in a wide table: the shape decides",
        ),
        ([["", None], ["  ", ""]], -1, 0, "nothing there"),
        ([], -1, 0, "no rows"),
    ],
)
def test_the_header_is_found_by_names_then_by_shape(rows, index, hits, why):
    assert find_header(rows, KNOWN) == (index, hits), why


HEADER = ["Claim no.", "Claimant", "Paid", "Reserve"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["L-1", "Rosa", 1.0, 2.0], ""),
        (["", "", "", ""], ""),
        (["Claim no.", "Claimant", "Paid", "Reserve"], "repeated header"),
        (["CLAIM #", "claimant", "", "reserve"], "repeated header"),
        (["Claim no.", "Rosa", 1.0, 2.0], ""),
        (["Claim no.", "", "", ""], "title"),
        (["C-1", "", "", ""], ""),
        ([" 12-20-0015 ", "", "", ""], ""),
        (["Client Department: Fire Department", "", "", ""], "title"),
        (["", "Client Department: Fire Department", "", None], "title"),
        (["1 Year-to-date payments are authorized", "", "", ""], "title"),
        (["", "", "", "continued on the next line"], ""),
        (["", 5.0, "", ""], ""),
        (["Cx", "Rosa", 1.0, 2.0, "wider"], ""),
        (["Claim no.", "Claimant", "Paid", "Reserve", "wider"], ""),
        (["Claim no.", "Claimant", "Paid", "Reserve", ""], "repeated header"),
        (["", "Total", 12.0, 3.0], "total"),
        (["TOTAL:", "", 12.0, ""], "total"),
        (["Grand Total", "", "", ""], "total"),
        (["Grand Total", "", 1.0, None], "total"),
        (["Sub-total for Police", "", "", ""], "total"),
        (["Sub-total for Police", "", 1.0, ""], ""),
        (["TOTAL JUDGMENTS & SETTLEMENTS", "", 12.0, ""], ""),
        (["Report Total:", "18 claims", 12.0, 3.0], "total"),
        (["Summe", "", "1.021,41", ""], "total"),
        (["Gesamt:", "", 1.0, ""], "total"),
        (["Summer", "", 1.0, ""], ""),
        (["", "Police Department Total", 3.0, ""], "total"),
        (["L-9", "Total Wine", 3.0, ""], ""),
        (["", "Totally unlike", 3.0, ""], ""),
        (["", "Sub total", 12.0, "GF"], "total"),
        (["", "Sub total", "GF", ""], ""),
        (["", "Total", "$1,234.50", "(2.00)"], "total"),
        (["", "Total", date(2024, 1, 2), ""], ""),
        (["", "Total", True, ""], ""),
        (["", "Rosa", 3.0, ""], ""),
    ],
)
def test_rows_that_are_no_data_are_told_apart(row, reason):
    assert Sorter(HEADER).reason(row) == reason


@pytest.mark.parametrize(
    ("row", "hint"),
    [
        (["", "", 1.0, 2], BARE),
        (["", "12 Cases", 1.0, ""], BARE),
        (["", "", "$1.00", ""], BARE),
        (["", "", "950,25", ""], BARE),
        (["6", "", 1.0, 2.0], FIGURES),
        (["18 claims", "", 1.0, 2.0], FIGURES),
        (["", "Rosa", 1.0, ""], FIGURES),
        (["All Departments", "Total", 1.0, ""], FIGURES),
        (["Count: 6", "", 1.0, ""], FIGURES),
        (["Sub-total for Police", "", 1.0, ""], DOUBTED),
        (["", "Total Wine", 1.0, ""], DOUBTED),
        (["Subtotal LLC", "", "1.00", None], DOUBTED),
        (["Acme", "Total Wine", 1.0, ""], FIGURES),
        (["L-1", "", 1.0, ""], ""),
        (["", "1/5/2026", 1.0, ""], ""),
        (["", date(2026, 1, 5), 1.0, ""], ""),
        (["a", "b", "c", 1.0], ""),
        (["", "", True, ""], ""),
        (["", "12 Cases", "", ""], ""),
        (["Total Wine", "", "", ""], ""),
    ],
)
def test_a_row_of_data_may_yet_be_a_total(row, hint):
    assert Sorter(HEADER).hint(row) == hint


PAGE = [["Loss Experience Report", "", "", "Page 1 of 3"], ["", "Valued as of 10/31/2026", "", ""]]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["Loss Experience Report", "", "", "Page 12 of 13"], "title"),
        (["loss experience report", "", "", "Page 2 of 3"], "title"),
        (["", "Valued as of 11/30/2026", None, ""], "title"),
        (["Loss Experience Report", "", "", ""], "title"),
        (["Loss Experience Report", "", 5.0, "Page 2 of 3"], ""),
        (["Loss Experience Report", "Rosa", "", "Page 2 of 3"], ""),
        (["Loss of a bag", "Rosa", "1.00", "2.00"], ""),
    ],
)
def test_the_titles_of_another_page_are_no_data(row, reason):
    assert Sorter(HEADER, above=PAGE).reason(row) == reason


def test_each_row_of_a_header_is_known_when_it_is_repeated():
    parts = [["Claim", "Paid", ""], ["", "Ind", "Exp"]]
    sorter = Sorter(["Claim", "Paid Ind", "Paid Exp"], parts)
    assert [sorter.reason(row) for row in (*parts, ["", 1.0, 2.0])] == [
        "repeated header", "repeated header", "",
    ]  # fmt: skip


def test_a_narrow_table_has_no_titles():
    assert Sorter(["Code", "Name"]).reason(["Fire Department", ""]) == ""


def test_a_table_of_one_column_repeats_its_header_too():
    assert Sorter(["Code"]).reason(["code"]) == "repeated header"
    assert Sorter([2010.0, "Paid"]).reason(["2010", 1.0]) == ""


@pytest.mark.parametrize(
    ("cell", "is_blank"),
    [(None, True), ("", True), (" \n\u00a0", True), (0.0, False), (False, False), ("x", False)],
)
def test_a_cell_is_blank_when_it_shows_nothing(cell, is_blank):
    assert blank(cell) is is_blank

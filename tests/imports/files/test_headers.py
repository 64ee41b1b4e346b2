"""A header over several rows: each column gets one name, and titles stay titles."""

import pytest

from imports.files.headers import Header, given_header, whole_header

DATA = ["L-1", 1.0, 2.0, 3.0, 4.0]


@pytest.mark.parametrize(
    ("rows", "index", "merged", "header", "why"),
    [
        ([["a", "b"], ["1", "x"]], 0, [], Header(0, 0, ["a", "b"]), "one row"),
        (
            [["Claim", "Paid", "", "Reserve"], ["", "Ind", "Exp", "Ind", "Exp"], DATA], 0, [],
            Header(0, 1, ["Claim", "Paid Ind", "Paid Exp", "Reserve Ind", "Reserve Exp"]), "groups, nothing merged",
        ),
        (
            [["", "Paid", "", "Reserve", ""], ["Claim", "Ind", "Exp", "Ind", "Exp"], DATA], 1, [],
            Header(0, 1, ["Claim", "Paid Ind", "Paid Exp", "Reserve Ind", "Reserve Exp"]), "groups above, found from below",
        ),
        (
            [["", "Paid", "", "Reserve", ""], ["Claim", "Ind", "Exp", "Ind", "Exp"], DATA], 0, [],
            Header(0, 1, ["Claim", "Paid Ind", "Paid Exp", "Reserve Ind", "Reserve Exp"]), "and from above",
        ),
        (
            [["Claim", "Paid", ""], ["", "Ind", "Exp"], ["L-1", 1.0, 2.0]], 0, [(1, 0, 2, 0), (1, 1, 1, 2)],
            Header(0, 1, ["Claim", "Paid Ind", "Paid Exp"]), "merged both ways: names that are not known take the group's",
        ),
        (
            [["Claim", "Paid", ""], ["", "Ind", "Exp"], ["L-1", 1.0, 2.0]], 1, [(1, 0, 2, 0), (1, 1, 1, 2)],
            Header(0, 1, ["Claim", "Paid Ind", "Paid Exp"]), "the same, found from below",
        ),
        (
            [["Claim", "Status", "2023", "", "2024", ""], ["", "", "Paid", "Open", "Paid", "Open"], ["L", "x", 1, 2, 3, 4]],
            0, [(1, 2, 1, 3), (1, 4, 1, 5)],
            Header(0, 1, ["Claim", "Status", "2023 Paid", "2023 Open", "2024 Paid", "2024 Open"]), "years over columns",
        ),
        (
            [["All", "", "", ""], ["Paid", "", "Open", ""], ["Ind", "Exp", "Ind", "Exp"], [1, 2, 3, 4]], 2,
            [(1, 0, 1, 3), (2, 0, 2, 1), (2, 2, 2, 3)],
            Header(1, 2, ["Paid Ind", "Paid Exp", "Open Ind", "Open Exp"]), "a title over all of it stays a title",
        ),
        ([["Register", ""], ["Claim", "Claim"], ["1", "2"]], 1, [], Header(1, 1, ["Claim", "Claim"]), "one text above is a title"),
        ([["Register", "of 2024"], ["Claim", "Paid"], ["1", "2"]], 1, [], Header(1, 1, ["Claim", "Paid"]), "distinct names need none"),
        ([["Claim", "", "Paid"], ["L-1", "x", 1.0]], 0, [], Header(0, 0, ["Claim", "", "Paid"]), "figures are no headings"),
        ([["Claim", "", "Paid"], ["", "x", ""]], 0, [], Header(0, 0, ["Claim", "", "Paid"]), "one text below is data"),
        ([["Claim", "", "", "Paid"], ["", "x", "", "y"]], 0, [], Header(0, 0, ["Claim", "", "", "Paid"]), "a gap stays open"),
        ([["Claim", "", "Paid"], ["x", "y", "z"]], 0, [], Header(0, 0, ["Claim", "", "Paid"]), "every column is filled below"),
        ([["Name", "Court"], ["Name", "Court"]], 0, [], Header(0, 0, ["Name", "Court"]), "a header twice is one and a repetition"),
        ([["a", "b"]] * 2, 1, [(1, 0, 2, 1)], Header(1, 1, ["a", "b"]), "merged over the whole width is no heading"),
        ([["a", "b"], ["", ""], ["1", "2"]], 0, [(1, 0, 9, 0)], Header(0, 0, ["a", "b"]), "merged over many rows is no header"),
    ],
)  # fmt: skip
def test_the_whole_header_is_found(rows, index, merged, header, why):
    assert whole_header(rows, index, known=(), merged=merged) == header, why


def test_a_heading_broken_over_two_rows_is_known_when_joined():
    rows = [["Date of", "Claim", "Paid"], ["Loss", "Number", "Paid"], ["1/2/2024", "L-1", "3"]]
    header = whole_header(rows, 1, known=("dateofloss", "claimno", "paid"), merged=())
    assert header == Header(0, 1, ["Date of Loss", "Claim Number", "Paid"])


def test_a_title_that_is_merged_does_not_name_columns():
    rows = [["Totals", "", ""], ["Claim", "Paid", "Paid"], ["L-1", 1, 2]]
    header = whole_header(rows, 1, known=(), merged=[(1, 0, 1, 2)])
    assert header == Header(1, 1, ["Claim", "Paid", "Paid"])


LOSS_RUN = [
    ["Claim", "", "Dates", "", "Paid", ""],
    ["Number", "Worker", "Injury date", "Rpt'd", "Ind", "Med"],
    ["W-1", "Lee", "1/2/2026", "1/3/2026", 1.0, 2.0],
]
OVER_ALL = [(1, 0, 1, 1), (1, 2, 1, 3), (1, 4, 1, 5)]


def test_a_merged_heading_is_joined_where_the_lower_one_names_nothing():
    header = whole_header(LOSS_RUN, 1, known=("injurydate", "worker", "claimno"), merged=OVER_ALL)
    joined = ["Claim Number", "Worker", "Injury date", "Dates Rpt'd", "Paid Ind", "Paid Med"]
    assert header == Header(0, 1, joined)


def test_a_given_header_row_ends_the_header_and_is_joined_with_those_above():
    header = given_header(LOSS_RUN, 1, known=("claimno",), merged=OVER_ALL)
    assert (header.first, header.last, header.cells[4]) == (0, 1, "Paid Ind")
    assert given_header(LOSS_RUN, 0, known=(), merged=OVER_ALL) == Header(0, 0, LOSS_RUN[0])

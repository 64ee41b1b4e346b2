"""Printed totals: what they cover is told by the figures, and what is left out of the rows is kept."""

from decimal import Decimal

import pytest
from books import csv_file, xlsx

from imports import reading
from imports.files.totals import Control, Total
from imports.grid import Ignored

HEAD = ["Claim no.", "Claimant", "Paid", "Reserve"]


def settled(*rows, titles=(), bare=()):
    """The totals of rows numbered from 2; what begins with "Total" or "Sub" is one, None a title."""
    control, data = Control(), []
    for number, row in enumerate(rows, 2):
        if row is None:
            control.title(number)
        elif "otal" in str(row[0]) or "Sub" in str(row[0]):
            control.total(number, row)
        else:
            control.data(number, row, bare=not row[0])
            data.append((number, row, None))
    return control.settle(data)


def row(name, *figures):
    return [name, *figures]


@pytest.mark.parametrize(
    ("rows", "totals", "why"),
    [
        ([row("a", 1.0), row("b", 2.0)], [], "none is printed"),
        ([row("Total", 3.0)], [Total(2, "Total", {1: 3.0}, None, None, False)], "nothing is above it"),
        (
            [row("a", 1.0), row("b", 2.0), row("Total", 3.0)],
            [Total(4, "Total", {1: 3.0}, 2, 3, True)], "it covers all",
        ),
        (
            [row("a", 1.0), row("Sub", 1.0), row("b", 2.0), row("Sub", 2.0), row("Total", 3.0)],
            [Total(3, "Sub", {1: 1.0}, 2, 2, False), Total(5, "Sub", {1: 2.0}, 4, 4, False), Total(6, "Total", {1: 3.0}, 2, 4, True)],
            "sub-totals, then all",
        ),
        (
            [None, row("a", 1.0), row("Sub", 1.0), row("b", 2.0), row("Sub", 2.0), row("Dept total", 3.0),
             None, row("c", 5.0), row("Dept total", 5.0)],
            [Total(4, "Sub", {1: 1.0}, 3, 3, False), Total(6, "Sub", {1: 2.0}, 5, 5, False),
             Total(7, "Dept total", {1: 3.0}, 3, 5, False), Total(10, "Dept total", {1: 5.0}, 9, 9, False)],
            "two levels below titles",
        ),
        (
            [None, row("a", 1.0), row("Sub", 1.0), row("b", 2.0), row("Sub", 2.0), row("Dept total", 9.0)],
            [Total(4, "Sub", {1: 1.0}, 3, 3, False), Total(6, "Sub", {1: 2.0}, 5, 5, False), Total(7, "Dept total", {1: 9.0}, 3, 5, True)],
            "no figure agrees: since the title",
        ),
        (
            [row("a", 1.0), row("Sub", 1.0), row("b", 2.0), row("Subtotal", 9.0)],
            [Total(3, "Sub", {1: 1.0}, 2, 2, False), Total(5, "Subtotal", {1: 9.0}, 4, 4, False)],
            "no figure agrees: since the total before",
        ),
        (
            [row("a", 1.0), row("Sub", 1.0), row("b", 2.0), row("Grand Total", 9.0)],
            [Total(3, "Sub", {1: 1.0}, 2, 2, False), Total(5, "Grand Total", {1: 9.0}, 2, 4, True)],
            "a grand total covers all even if it is wrong",
        ),
        (
            [row("a", "", 1.0, 4.0), row("b", "", 2.0, 5.0), row("Total", 2.0, 3.0, 9.0)],
            [Total(4, "Total", {1: 2.0, 2: 3.0, 3: 9.0}, 2, 3, True)], "the number of the rows stands beside the sums",
        ),
        (
            [row("a", 1.0, 4.0), row("Total paid", 1.0, ""), row("Total fees", "", 4.0), row("Total of both", 5.0, "")],
            [Total(3, "Total paid", {1: 1.0}, 2, 2, True), Total(4, "Total fees", {2: 4.0}, 2, 2, True),
             Total(5, "Total of both", {1: 5.0}, 2, 2, True, (1, 2))],
            "one figure for several columns",
        ),
        (
            [row("a", "$1,000.50"), row("b", "n/a"), row("c", "2"), row("Total", "$1,002.50")],
            [Total(5, "Total", {1: Decimal("1002.50")}, 2, 4, True)], "amounts as text",
        ),
        (
            [row("a", 1.0), row("b", 2.0), row("Total", ""), row("", 3.0)],
            [Total(4, "Total", {}, 2, 3, True), Total(5, "", {1: 3.0}, 2, 3, True)], "the figure below its word",
        ),
        ([row("a", 1.0), row("b", 2.0), row("", 3.0)], [Total(4, "", {1: 3.0}, 2, 3, True)], "a figure without its word"),
        ([row("a", 1.0), row("b", 2.0), row("", 4.0)], [], "a figure that is no sum is data"),
        ([row("a", 1.0), row("", 1.0)], [], "the same figure twice is data"),
        ([row("", 1.0)], [], "a figure alone is data"),
        ([row("a", 1.0), row("b", 2.0), row("", 3.0), row("c", 4.0)], [], "in the middle it is data"),
    ],
)  # fmt: skip
def test_what_a_total_covers_is_told(rows, totals, why):
    found, proved = settled(*rows)
    assert found == totals, why
    assert proved == {t.row for t in totals if not t.text}, why


def test_totals_are_kept_beside_the_rows(tmp_path):
    path = xlsx(
        tmp_path / "a.xlsx",
        HEAD,
        ["Police"],
        ["L-1", "Rosa", 12.5, 1],
        ["L-2", "Ann", 7.5, 2],
        [None, "Sub-total", 20, 3],
        ["Fire"],
        ["L-3", "Bo", 1, 1],
        [None, None, 21, 4],
    )
    grid = reading.read(path)
    assert [r.number for r in grid.rows()] == [3, 4, 7]
    assert grid.rows_read == 3
    assert grid.totals == [
        Total(5, "Sub-total", {2: 20.0, 3: 3.0}, 3, 4, False),
        Total(8, "", {2: 21.0, 3: 4.0}, 3, 7, True),
    ]
    assert grid.ignored == [
        Ignored(2, "title", "Police"), Ignored(5, "total", "Sub-total"), Ignored(6, "title", "Fire"),
        Ignored(8, "total", ""),
    ]  # fmt: skip


def test_totals_of_a_text_file_are_exact(tmp_path):
    rows = [
        ["L-1", "a", "$1,000.10", "0"],
        ["L-2", "b", "(0.10)", "0"],
        ["Total", "", "$1,000.00", ""],
    ]
    grid = reading.read(csv_file(tmp_path / "a.csv", HEAD, *rows))
    assert grid.totals == [Total(4, "Total", {2: Decimal("1000.00")}, 2, 3, True)]

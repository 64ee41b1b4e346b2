"""Printed totals: what they cover is told by the figures, and what is left out of the rows is kept."""

from datetime import date
from decimal import Decimal

import pytest
from books import csv_file, xlsx

from imports import reading
from imports.files.layout import BARE
from imports.files.totals import Control, Total
from imports.grid import Ignored

HEAD = ["Claim no.", "Claimant", "Paid", "Reserve"]


def settled(*rows):
    """The totals of rows numbered from 2; what begins with "Total" or "Sub" is one, None a title."""
    control, data = Control(), []
    for number, row in enumerate(rows, 2):
        if row is None:
            control.title(number)
        elif "otal" in str(row[0]) or "Sub" in str(row[0]):
            control.total(number, row)
        else:
            control.data(number, row, hint="" if row[0] else BARE)
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
    found = settled(*rows)
    assert found.totals == totals, why
    assert found.proved == {t.row for t in totals if not t.text}, why


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


CLAIMS = ["Claim no.", "Claimant", "Loss date", "Paid", "Reserve"]


def claims(*figures):
    """Rows of claims with these figures."""
    return [[f"V-{n}", f"P {n}", date(2026, 1, 1 + n), *pair] for n, pair in enumerate(figures)]


def read(tmp_path, *rows, head=CLAIMS):
    """(rows of data, totals, doubted) of a workbook."""
    grid = reading.read(xlsx(tmp_path / "a.xlsx", head, *rows))
    return [r.number for r in grid.rows()], grid.totals, grid.doubted


SIX = claims(*((100.5 + n, 10 + n) for n in range(6)))
SUMS = (618, 75)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Report Total:", "18 claims"), ("Overall total", "6 claims"), ("All Departments", "Total"),
        ("6 claims", None), ("Count: 6", None), ("6", None), ("Summe", None), ("Gesamt", None),
        ("TOTAL - 6 CLAIMS", None), ("Total claims: 6", None), (None, "Total (6)"), (None, None),
        ("Todos los reclamos", None), ("Total for all departments:", None), (6, None),
    ],
)  # fmt: skip
def test_its_figures_prove_a_total_whatever_its_words(tmp_path, one, other):
    numbers, totals, doubted = read(tmp_path, *SIX, [one, other, None, *SUMS])
    assert numbers == [2, 3, 4, 5, 6, 7]
    assert [(t.row, t.numbers[3], t.numbers[4], t.grand) for t in totals] == [(8, 618, 75, True)]
    assert doubted == []


@pytest.mark.parametrize(
    ("rows", "last", "why"),
    [
        (SIX, ["6 claims", None, None, 618, 75.01], "a cent off in one column"),
        (SIX, ["V-9", None, None, *SUMS], "it bears a number like its neighbours"),
        (SIX, ["Smith", None, date(2026, 2, 1), *SUMS], "it bears a day"),
        (SIX, ["Smith", "Rosa", None, 618, 3], "one figure is none"),
        (claims((100, 0), (100, 0)), ["Smith", None, None, 200, 0], "one sum over two rows"),
        (claims((100, 5)), ["Smith", None, None, 100, 5], "sums over one row"),
        (claims((0, 0), (0, 0), (0, 0)), ["Smith", None, None, 0, 0], "nothing but noughts"),
    ],
)
def test_figures_that_leave_a_doubt_prove_no_total(tmp_path, rows, last, why):
    numbers, totals, _ = read(tmp_path, *rows, last, *claims((1, 2)))
    assert numbers == list(range(2, len(rows) + 4)), why
    assert totals == [], why


def test_a_sum_over_three_rows_and_one_in_the_middle_are_totals(tmp_path):
    three = [row[:4] for row in claims((1, 0), (2, 0), (4, 0))]
    numbers, totals, _ = read(tmp_path, *three, ["Police", None, None, 7], *three, head=CLAIMS[:4])
    assert numbers == [2, 3, 4, 6, 7, 8]
    assert [(t.row, t.text, t.first, t.last) for t in totals] == [(5, "Police", 2, 4)]


def test_a_name_that_begins_like_a_total_is_a_record(tmp_path):
    head = ["Payee", "Amount"]
    rows = [["Total Renal Care Inc", 250], ["Acme", 10], ["Total Wine & More", 20], ["Bo", 30]]
    numbers, totals, doubted = read(tmp_path, *rows, ["Grand Total", 310], head=head)
    assert numbers == [2, 3, 4, 5]
    assert [(t.row, t.first, t.last) for t in totals] == [(6, 2, 5)]
    assert doubted == [(2, "Total Renal Care Inc"), (4, "Total Wine & More")]


def test_words_that_begin_like_a_total_make_one_of_a_row_that_leaves_cells_open(tmp_path):
    numbers, totals, doubted = read(tmp_path, *SIX, ["Total of the year", None, None, 1, 2])
    assert numbers == [2, 3, 4, 5, 6, 7]
    assert [(t.row, t.numbers) for t in totals] == [(8, {3: 1, 4: 2})]
    assert doubted == []


def test_a_table_of_names_and_figures_keeps_a_row_that_equals_the_rows_above(tmp_path):
    rows = [["Acme", 10], ["Bo", 10], ["Cy", 10], ["Di", 30]]
    numbers, totals, _ = read(tmp_path, *rows, head=["Payee", "Amount"])
    assert (numbers, totals) == ([2, 3, 4, 5], [])


def test_beyond_the_sample_a_total_is_still_proved(tmp_path):
    many = [[f"V-{n}", "P", "x", 1.5, 2] for n in range(250)]
    names = [["Smith", "P", "x", 1, 2]]
    numbers, totals, _ = read(tmp_path, *many, *names, ["251 claims", None, None, 376, 502])
    assert len(numbers) == 251
    assert [(t.row, t.first, t.last) for t in totals] == [(253, 2, 252)]


def test_sums_with_a_comma_before_the_decimals_are_totals(tmp_path):
    rows = [["1", "a", "950,25", ""], ["2", "b", "1.000,50", ""], ["Summe", "", "1.950,75", ""]]
    grid = reading.read(csv_file(tmp_path / "a.csv", HEAD, *rows, delimiter=";"))
    assert grid.totals == [Total(4, "Summe", {2: Decimal("1950.75")}, 2, 3, True)]

"""What the page of a file says of totals that do not agree, of no rows, and of what it asks."""

import pytest
from books import csv_file, planned

import models as m
from admin_views import import_shown

pytestmark = pytest.mark.usefixtures("office")

HEAD = ("Payment no.", "Payee's name", "Posted on", "Amount", "Category")
ONE = ("5001", "Acme", "2026-01-05", "100.00", "expense")
BAD = ("5002", "Acme", "2026-01-05", "50.00", "no such category")
TWICE = "$100.00 stands in rows that equal one above (row 3)."


@pytest.mark.parametrize(
    ("rows", "total", "word", "why"),
    [
        ([ONE], "100.00", "to the cent", ""),
        ([ONE, ONE], "200.00", "$100.00 less comes in", TWICE),
        ([ONE, ONE, BAD], "250.00", "$150.00 less comes in", f"1 refused row under it. {TWICE}"),
        ([ONE, BAD], "150.00", "$50.00 less comes in", "1 refused row makes the difference."),
        ([ONE], "90.00", "$10.00 more comes in", ""),
    ],
)
def test_a_total_that_does_not_agree_says_what_is_known(tmp_path, rows, total, word, why):
    path = csv_file(tmp_path / "pay.csv", HEAD, *rows, ("Total", "", "", total, ""))
    plan = planned(path, m.Payment)
    (shown,) = import_shown.controls(plan)
    assert (shown.word, shown.why) == (word, why)
    plan.close()


def test_a_file_without_rows_is_not_one_that_is_in_already(tmp_path):
    plan = planned(csv_file(tmp_path / "pay.csv", HEAD), m.Payment)
    assert import_shown.nothing_words(plan) == "Nothing would be written: the file has no rows."
    plan.close()


@pytest.mark.parametrize(
    ("days", "help_"),
    [
        (("1/2/2026",), "Seen: 1/2/2026 in B2."),
        (
            ("1/25/2026", "25/1/2026", "1/2/2026"),
            "Written both ways: 1/25/2026 in B2, 25/1/2026 in B3.",
        ),
    ],
)
def test_what_is_asked_shows_cells_of_both_sides(tmp_path, days, help_):
    rows = [(f"L-{n}", day) for n, day in enumerate(days)]
    plan = planned(csv_file(tmp_path / "claims.csv", ("Claim no.", "Loss date"), *rows))
    (asked,) = import_shown.asked(plan)
    assert asked.help == help_
    plan.close()

"""Printed totals beside what comes in: to the cent, and what is missing is named."""

import pytest
from books import bring_in, csv_file

import models as m
from imports.outcome import besides

pytestmark = pytest.mark.usefixtures("office")

HEAD = ("Payment no.", "Payee's name", "Posted on", "Amount", "Category")


def paid(number, amount, category="expense"):
    """A row of a register."""
    return number, "Acme", "2026-01-05", amount, category


def register(tmp_path, *rows, total="250.00"):
    """The result of a register with a total under its rows."""
    path = csv_file(tmp_path / "pay.csv", HEAD, *rows, ("Total", "", "", total, ""))
    return bring_in(path, m.Payment)


def test_a_total_that_agrees_is_counted(tmp_path):
    result = register(tmp_path, paid("1", "100.00"), paid("2", "150.00"))
    (control,) = result["details"]["controls"]
    assert (control["printed"], control["imported"], control["agrees"]) == (
        "250.00",
        "250.00",
        True,
    )
    assert besides(result["details"]) == [
        "Row 4 is ignored as a total: Total",
        "Printed totals: 1 of 1 agree with what comes in.",
    ]


def test_a_check_that_stands_twice_does_not_agree_and_its_rows_are_named(tmp_path):
    rows = paid("5001", "100.00"), paid("5001", "100.00"), paid("5002", "50.00")
    result = register(tmp_path, *rows)
    assert (result["new"], result["unchanged"], result["sums"]) == (2, 1, {"amount": "150.00"})
    assert sum(row.amount for row in m.Payment.select()) == 150_00
    (control,) = result["details"]["controls"]
    assert (control["imported"], control["agrees"]) == ("150.00", False)
    assert (control["twice"], list(control["twice_rows"])) == ("100.00", [3])
    (note,) = result["details"]["notes"]
    assert note["message"] == (
        "“5001” stands in the file twice, here and in A2: the rows are equal, and only the first "
        "comes in, without Amount $100.00 of this one. If both are meant, give each its own number."
    )
    assert besides(result["details"])[-2:] == [
        "Row 5, “Total”: 250.00 is printed for Amount, 150.00 comes in; "
        "100.00 stands in rows that equal one above (row 3).",
        "Printed totals: 0 of 1 agree with what comes in.",
    ]


def test_refused_money_is_named_beside_the_total(tmp_path):
    result = register(tmp_path, paid("1", "100.00"), paid("2", "150.00", "no such category"))
    assert besides(result["details"])[-2] == (
        "Row 4, “Total”: 250.00 is printed for Amount, 100.00 comes in; "
        "150.00 stands in refused rows."
    )


def test_a_payee_whose_name_begins_like_a_total_is_paid_and_noted(tmp_path):
    head = ("Payee's name", "Amount", "Payment no.", "Posted on", "Category")
    rows = [
        ("Total Renal Care Inc", "250.00", "1", "2026-01-05", "medical"),
        ("Total Wine & More", "20.00", "2", "2026-01-05", "expense"),
    ]
    result = bring_in(csv_file(tmp_path / "pay.csv", head, *rows), m.Payment)
    assert (result["new"], result["ignored"]) == (2, 0)


def test_a_row_that_only_sounds_like_a_total_is_noted(tmp_path):
    head, rows = ("Name", "Claimed"), [("Total Renal Care", "250.00"), ("Acme", "10.00")]
    result = bring_in(csv_file(tmp_path / "claims.csv", head, *rows), columns={"claim_no": "Name"})
    assert (result["new"], result["ignored"]) == (2, 0)
    (note,) = result["details"]["notes"]
    assert (note["cell"], note["message"]) == (
        "A2",
        "“Total Renal Care” begins like a total, but its figures are no sum of the rows above: "
        "it is a record.",
    )

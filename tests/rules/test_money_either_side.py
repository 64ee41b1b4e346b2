"""Amounts on either side of a cent, of nothing, of a doubt."""

import json
from decimal import Decimal

import pytest
from asking import told, value

from rules import money
from rules import recovery_cost as cost
from rules.errors import BadValue


@pytest.mark.parametrize(
    ("amount", "plain", "shown", "dollars"),
    [
        (0, "0.00", "0.00", "$0.00"),
        (1, "0.01", "0.01", "$0.01"),
        (-1, "-0.01", "-0.01", "-$0.01"),
        (-2, "-0.02", "-0.02", "-$0.02"),
        (99, "0.99", "0.99", "$0.99"),
        (100, "1.00", "1.00", "$1.00"),
        (-100, "-1.00", "-1.00", "-$1.00"),
        (-101, "-1.01", "-1.01", "-$1.01"),
        (99_999, "999.99", "999.99", "$999.99"),
        (100_000, "1000.00", "1,000.00", "$1,000.00"),
        (-123_456_789, "-1234567.89", "-1,234,567.89", "-$1,234,567.89"),
    ],
)
def test_an_amount_is_shown_to_the_cent(amount, plain, shown, dollars):
    assert money.plain(amount) == plain
    assert money.shown(amount) == shown
    assert money.dollars(amount) == dollars


@pytest.mark.parametrize(
    ("amount", "cents"),
    [
        ("0.004", 0), ("0.005", 1), ("0.0049999", 0), ("1.005", 101), ("1.015", 102),
        ("-0.005", -1), ("-0.004", 0), ("-1.005", -101), ("2.675", 268), ("12.3456", 1235),
    ],
)  # fmt: skip
def test_half_a_cent_is_rounded_away_from_nothing(amount, cents):
    assert money.half_up(Decimal(amount)) == cents


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("$5.00-", -500), ("5.00 USD", 500), ("(5.00) USD", -500), ("USD 5.00-", -500),
        ("1 234.50", 123_450), ("12 345.67", 1_234_567), ("5.00CR", -500), ("$ 5", 500),
        ("999999999999.99", 99_999_999_999_999),
    ],
)  # fmt: skip
def test_an_amount_is_read_with_its_signs(text, cents):
    assert money.cents(text) == cents


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("$(5.00)$", "is not an amount of money."),
        ("$5.00 USD", "is not an amount of money."),
        ("123 456.78", "is not an amount of money."),
        ("1 234", "is not an amount of money."),
        ("+(5.00)", "has a plus and a minus."),
        ("+5.00-", "has a plus and a minus."),
        ("(5.00-)", "is not an amount of money."),
        ("(5.00)-", "has more than one minus."),
        ("-(5.00)", "has more than one minus."),
        ("1000000000000", "is larger than any amount of this office."),
        ("1.001", "has fractions of a cent."),
    ],
)
def test_what_may_be_meant_otherwise_is_not_guessed(text, said):
    with pytest.raises(BadValue) as found:
        money.cents(text)
    assert said in found.value.sentence


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1234", {".": Decimal(1234), ",": Decimal(1234)}),
        ("1,234", {".": Decimal(1234), ",": Decimal("1.234")}),
        ("1,23", {",": Decimal("1.23")}),
        ("1,234.50", {".": Decimal("1234.50")}),
        ("1.234,50", {",": Decimal("1234.50")}),
        ("12.5", {".": Decimal("12.5")}),
        ("x", {}),
    ],
)
def test_a_number_is_read_by_each_sign_before_its_decimals(text, numbers):
    assert money.readings(text, places=3) == numbers
    if text == "1,234":
        assert money.readings(text) == {".": Decimal(1234)}


# --- Figures that do not come out even -------------------------------------------------------------


def test_a_line_without_burden_tax_or_overhead_is_what_was_worked_or_paid():
    assert cost.labor(Decimal(3), 40_00).amount == 120_00
    assert cost.labor(Decimal("2.5"), 33_33).amount == 83_33
    assert cost.material(19_99).amount == 19_99
    assert cost.bill([cost.material(100_00), cost.invoiced("other", 1)]) == cost.Bill(
        100_01, 0, 0, 100_01
    )


@pytest.mark.parametrize(
    ("line", "total"),
    [
        ({"element": "labor", "hours": "2", "rate": "42.5", "multiplier": "1.5"}, "127.50"),
        ({"element": "labor", "hours": "2", "rate": "42.5"}, "85.00"),
        ({"element": "material", "amount": "19.99", "tax_percent": "8.75"}, "21.74"),
        ({"element": "material", "amount": "19.99"}, "19.99"),
        ({"element": "equipment", "hours": "0.1", "rate": "15.55"}, "1.56"),
    ],
)
def test_a_line_of_a_bill_is_rounded_half_up_to_the_cent(line, total):
    """19.99 x 0.0875 = 1.749; 0.1 x 15.55 = 1.555."""
    assert value("recovery_bill", lines=json.dumps([line])) == total


@pytest.mark.parametrize(
    ("premium", "percent", "taxes"),
    [("1000.55", "10", "100.06"), ("1000.54", "10", "100.05"), ("0.05", "10", "0.01")],
)
def test_taxes_of_a_renewal_are_rounded_half_up(premium, percent, taxes):
    found = told("renewal_estimate", expiring_premium=premium, expiring_exposure="1",
                 projected_exposure="1", rate_change_percent="0", taxes_percent=percent)  # fmt: skip
    assert found["details"]["taxes"] == taxes


@pytest.mark.parametrize(
    ("salary", "last", "amount"),
    [("91234.56", "2026-02-11", "249.96"), ("91234.56", "2026-02-12", "499.92"), ("1", "2026-02-12", "0.01")],
)  # fmt: skip
def test_a_days_salary_is_a_365th_rounded_once(salary, last, amount):
    """91,234.56 / 365 = 249.9577; x 2 = 499.915."""
    assert amount == value("salary_4850", annual_salary=salary, from_date="2026-02-11",
                           to_date=last, used_weeks="0")  # fmt: skip


@pytest.mark.parametrize(("limits", "third"), [("100", "33.33"), ("200", "66.67"), ("0", "0.00")])
def test_a_third_of_the_limits_is_rounded_half_up(limits, third):
    found = told("wc_subrogation", recovery="1000", fees="0", paid="900", future="0", safety="yes",
                 policy_limits=limits)  # fmt: skip
    assert found["value"] == third

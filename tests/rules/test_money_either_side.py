"""Amounts on either side of a cent, of nothing, of a doubt."""

from decimal import Decimal

import pytest

from rules import money
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

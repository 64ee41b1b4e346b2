"""Pieces of stores and miles of a vehicle: each line rounded once, the tax apart."""

from decimal import Decimal

import pytest

from rules.errors import OfficeError
from rules.recovery_units import extended, miles, stores


@pytest.mark.parametrize(
    ("quantity", "rate", "cents", "why"),
    [
        ("0", 61_50, 0, "none"),
        ("1", 61_50, 61_50, "one"),
        ("2", 61_50, 123_00, "two"),
        ("0.5", 61_49, 30_75, "half a cent goes up"),
        ("0.5", 61_47, 30_74, "half a cent goes up from an odd cent too"),
        ("0.33", 1_00, 33, "a part of one"),
    ],
)
def test_a_quantity_at_a_price_is_rounded_once(quantity, rate, cents, why):
    assert extended(Decimal(quantity), rate) == cents, why


def test_stores_bear_the_tax_that_was_paid():
    line = stores(Decimal(2), 61_50, tax_percent=Decimal("8.75"))
    assert (line.element, line.amount) == ("material", 133_76)
    assert line.working == "2 × $61.50 = $123.00 + 8.75 % tax $10.76 = $133.76"


def test_stores_without_tax_say_the_price_once():
    assert stores(Decimal(2), 61_50).working == "2 × $61.50 = $123.00"


def test_miles_are_equipment():
    line = miles(Decimal("12.5"), 70)
    assert (line.element, line.amount) == ("equipment", 8_75)
    assert line.working == "12.5 miles × $0.70 = $8.75"


@pytest.mark.parametrize("count", [stores, miles])
def test_a_negative_figure_is_refused(count):
    with pytest.raises(OfficeError, match="negative|from 0"):
        count(Decimal(-1), 1)
    with pytest.raises(OfficeError, match="negative|from 0"):
        count(Decimal(1), -1)

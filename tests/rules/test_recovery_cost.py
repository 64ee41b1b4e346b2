"""Cost lines of a recovery: each rounded by itself, then added."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import recovery_cost as cost
from rules.errors import BadValue

D = Decimal


def worked_example() -> list[cost.CostLine]:
    """The signal pole of 14 August 2026."""
    return [
        cost.labor(D(3), 48_20, burden_percent=D(62)),
        cost.labor(D(5), 48_20, factor=D("1.5"), burden_percent=D("9.25")),
        cost.labor(D(4), 36_75, burden_percent=D(62)),
        cost.labor(D(2), 61_10, burden_percent=D(62)),
        cost.equipment(D(8), 44_00),
        cost.equipment(D(6), 15_50),
        cost.material(3_120_00, tax_percent=D("8.75")),
        cost.invoiced("contractor", 1_850_00),
    ]


def test_the_worked_example_comes_to_the_cent():
    lines = worked_example()
    assert [line.amount for line in lines] == [
        234_25,
        394_94,
        238_14,
        197_96,
        352_00,
        93_00,
        3_393_00,
        1_850_00,
    ]
    assert sum(line.amount for line in lines if line.element == "labor") == 1_065_29
    bill = cost.bill(lines, overhead_percent=D(15))
    assert (bill.direct, bill.overhead, bill.total) == (6_753_29, 1_012_99, 7_766_28)


def test_the_working_says_how_an_amount_came_about():
    lines = worked_example()
    assert lines[1].working == "5 h × $48.20 × 1.5 × 1.0925 = $394.94"
    assert lines[4].working == "8 h × $44.00 = $352.00"
    assert lines[6].working == "$3,120.00 + 8.75 % tax $273.00 = $3,393.00"
    assert cost.overhead(6_753_29, D(15)).working == "$6,753.29 × 15 % = $1,012.99"


def test_salvage_is_taken_off_after_overhead():
    bill = cost.bill(
        [cost.invoiced("other", 100_00), cost.invoiced("salvage", 30_00)], overhead_percent=D(10)
    )
    assert (bill.direct, bill.overhead, bill.salvage, bill.total) == (100_00, 10_00, 30_00, 80_00)


@pytest.mark.parametrize(
    ("hours", "rate", "cents", "why"),
    [
        ("0.01", 50, 1, "half a cent goes up"),
        ("0.01", 49, 0, "less than half goes down"),
        ("0", 48_20, 0, "no hours, no cost"),
    ],
)
def test_half_a_cent_goes_up(hours, rate, cents, why):
    assert cost.equipment(D(hours), rate).amount == cents, why


@pytest.mark.parametrize(
    "line",
    [
        lambda: cost.labor(D(-1), 1),
        lambda: cost.equipment(D(1), -1),
        lambda: cost.material(-1),
        lambda: cost.invoiced("salvage", -1),
        lambda: cost.overhead(1, D(-1)),
    ],
)
def test_a_negative_figure_is_refused(line):
    with pytest.raises(BadValue, match="is negative|is less than nothing"):
        line()


@given(
    st.lists(
        st.tuples(
            st.decimals(0, 99, places=2), st.integers(0, 500_00), st.decimals(0, 99, places=2)
        ),
        max_size=6,
    ),
    st.decimals(0, 50, places=2),
)
def test_the_total_is_the_sum_of_the_rounded_lines(rows, percent):
    lines = [cost.labor(hours, rate, burden_percent=burden) for hours, rate, burden in rows]
    bill = cost.bill(lines, overhead_percent=percent)
    assert bill.direct == sum(line.amount for line in lines)
    assert bill.total == bill.direct + bill.overhead - bill.salvage

"""Who may settle for an amount: both sides of every tier, concurrence, the tier that is not set."""

from dataclasses import replace

import pytest
from asking import LAW

from rules.settlement_authority import settlement_authority


def law_with(**most: str):
    """The law with other maxima."""
    table = LAW.tables["settlement_tiers"]
    rows = tuple(
        replace(row, values={**row.values, "max_amount": most.get(row.text("role"), row.text("max_amount"))})
        for row in table.rows
    )  # fmt: skip
    return replace(LAW, tables={**LAW.tables, "settlement_tiers": replace(table, rows=rows)})


def test_a_board_that_was_given_a_limit_is_asked_before_the_council():
    found = settlement_authority(60_000_00, "city_manager", law=law_with(claims_board="100000"))
    assert found.details["approvers"] == ["claims_board"]
    assert found.details["concurrence"] == "majority"


def test_an_employee_beyond_50_000_is_warned_of():
    law = law_with(city_manager="75000")
    assert settlement_authority(50_000_00, "city_manager", law=law).details["warning"] is None
    found = settlement_authority(50_000_01, "city_manager", law=law)
    assert "only where a charter allows it" in found.details["warning"]
    assert found.steps[-1].citation == "Gov. Code 935.4"


def test_without_any_tier_that_reaches_it_nothing_is_answered():
    law = law_with(city_council="60000")
    with pytest.raises(Exception, match="No tier of the table"):
        settlement_authority(60_000_01, "risk_manager", law=law)

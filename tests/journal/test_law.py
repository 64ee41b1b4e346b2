"""The law as the office has it: its own rows, closed days and limits beside what ships."""

from datetime import date

import pytest
from desk import limit, make

from journal.law import calendar_of, law
from rules.calculators import as_shipped
from rules.calendars import closed
from rules.dated import KINDS
from rules.settlement_authority import settlement_authority

pytestmark = pytest.mark.usefixtures("office")
ON = date(2026, 11, 24)


def test_without_rows_of_the_office_the_law_is_as_it_ships():
    assert law(ON) == as_shipped()


def test_a_row_of_the_office_wins_by_its_code_and_one_in_the_trash_does_not(office):
    values = dict(as_shipped().tables["wc_deadlines"].on(ON, "CMP-02").values)
    common = {"table": "wc_deadlines", "code": "CMP-02", "source": "Bulletin", "verified": "yes"}
    make("statutoryrow", **common, first_day=date(2026, 1, 1), values=values | {"count": 60})
    table = law(ON).tables["wc_deadlines"]
    assert table.on(ON, "CMP-02").text("count") == "60"
    assert table.on(date(2025, 12, 31), "CMP-02").text("count") == "90"
    assert set(law(ON).tables) == set(KINDS)


def test_closed_days_are_those_that_the_office_keeps():
    day = date(2040, 5, 4)
    make("holiday", calendar="court", day=day, name="Closed by order", source="x")
    assert closed(day, calendar_of("court")) == "Closed by order"
    assert closed(day, law(ON).calendars["court"]) == "Closed by order"
    assert not closed(day, law(ON).calendars["state"])


def test_tiers_are_the_limits_in_force_of_the_office():
    limit("technician", "settlement", 5_000_00)
    limit("city_manager", "settlement", 75_000_00, concurrence="city_attorney")
    limit("claims_board", "settlement", 0)
    limit("city_council", "settlement", None)
    limit("risk_manager", "settlement", 1_00, last_day=date(2026, 1, 1))
    limit("wc_manager", "settlement", 9_00, line="W")
    found = law(ON)
    assert settlement_authority(5_000_00, "claims_technician", law=found).value == "may"
    beyond = settlement_authority(60_000_00, "risk_manager", law=found)
    assert beyond.details["approvers"] == ["city_manager", "city_attorney"]
    assert "charter" in beyond.details["warning"]
    more = settlement_authority(75_000_01, "city_manager", law=found)
    assert more.details["approvers"] == ["city_council"]

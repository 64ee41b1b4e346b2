"""Closed days on either side of what the tables of holidays say: first years, moves, last weekdays."""

import dataclasses
import inspect
from datetime import date
from importlib import import_module

import pytest
from sources import ROOT

from rules import calendars
from rules.calendars import (
    COURT,
    COURT_DAYS,
    FRIDAY,
    STATE,
    SUNDAY,
    Calendar,
    Weekday,
    closed,
    holidays,
    tabled,
)
from rules.inputs import Faults


@pytest.mark.parametrize(
    ("day", "calendar", "reason", "why"),
    [
        ("2018-03-30", COURT, "Cesar Chavez Day", "31 March on a Saturday moves to Friday"),
        ("2018-03-29", COURT, "", "and not to Thursday"),
        ("2018-03-30", STATE, "", "the State does not move it"),
        ("2019-04-01", COURT, "Cesar Chavez Day", "on a Sunday it moves to Monday"),
        ("2019-04-01", STATE, "Cesar Chavez Day", "so does the State's"),
        ("2001-03-30", COURT, "Cesar Chavez Day", "the first, a Saturday"),
        ("2027-06-18", COURT, "Juneteenth", "19 June on a Saturday moves to Friday"),
        ("2027-06-17", COURT, "", "and not to Thursday"),
        ("2033-06-20", COURT, "Juneteenth", "on a Sunday to Monday"),
        ("2027-02-12", COURT, "Lincoln's Birthday", "a Friday"),
        ("2028-02-11", COURT, "Lincoln's Birthday", "12 February on a Saturday"),
        ("2034-02-13", COURT, "Lincoln's Birthday", "on a Sunday"),
        ("2027-12-24", COURT, "Christmas Day", "25 December on a Saturday moves to Friday"),
        ("2027-12-23", COURT, "", "and not to Thursday"),
        ("2027-12-24", STATE, "", "the State does not move it"),
        ("2027-12-31", COURT, "New Year's Day", "1 January 2028 is a Saturday"),
        ("2027-12-30", COURT, "", "and moves by one day"),
        ("2028-01-03", COURT, "", "not to Monday"),
        ("2029-11-12", STATE, "Veterans Day", "11 November on a Sunday"),
        ("2028-11-09", STATE, "", "11 November on a Saturday moves by one day"),
        ("2026-05-25", STATE, "Memorial Day", "last Monday, the fourth"),
        ("2027-05-31", STATE, "Memorial Day", "last Monday, the fifth"),
        ("2027-05-24", STATE, "", "the fourth Monday of five"),
        ("2027-09-06", COURT, "Labor Day", "first Monday, the latest but one"),
        ("2031-09-01", COURT, "Labor Day", "first Monday on the 1st"),
        ("2024-11-28", COURT, "Thanksgiving Day", "the latest fourth Thursday"),
        ("2029-11-22", COURT, "Thanksgiving Day", "fourth Thursday of five"),
        ("2029-11-29", COURT, "", "the fifth Thursday"),
    ],
)
def test_a_holiday_lands_on_its_day(day, calendar, reason, why):
    assert closed(date.fromisoformat(day), calendar) == reason, why


def test_a_saturday_holiday_of_the_state_stays_on_its_saturday():
    assert holidays(STATE, 2026)[date(2026, 7, 4)] == "Independence Day"
    assert holidays(STATE, 2001)[date(2001, 3, 31)] == "Cesar Chavez Day"
    assert "Cesar Chavez Day" not in holidays(STATE, 2000).values()


def test_a_holiday_may_fall_on_the_last_of_any_weekday():
    made = Calendar(
        "x", "X", (Weekday("Fair", 5, FRIDAY, -1), Weekday("Fast", 2, SUNDAY, -1)), "", ""
    )
    assert holidays(made, 2026) == {date(2026, 2, 22): "Fast", date(2026, 5, 29): "Fair"}
    assert holidays(made, 2024) == {date(2024, 2, 25): "Fast", date(2024, 5, 31): "Fair"}


@pytest.mark.parametrize(
    ("year", "others"), [(2002, True), (2003, False), (2030, False), (2031, True)]
)
def test_the_office_writes_out_the_years_2003_to_2030(year, others):
    office = tabled(COURT, {date(year, 8, 1): "Flood"})
    assert ("Christmas Day" in holidays(office, year).values()) is others
    assert "Flood" in holidays(office, year).values()


def test_a_calendar_may_be_a_key_with_and_without_the_offices_days():
    assert len({STATE, COURT, STATE}) == 2
    assert hash(tabled(STATE, {date(2026, 8, 1): "Flood"})) == hash(STATE)


def test_every_record_of_the_rules_is_frozen_but_the_collector_of_faults():
    names = [f"rules.{path.stem}" for path in sorted((ROOT / "rules").glob("*.py"))]
    found = [
        kind
        for name in names
        for _, kind in inspect.getmembers(import_module(name), dataclasses.is_dataclass)
        if kind.__module__ == name and kind is not Faults
    ]
    assert len(found) > 15
    assert [kind for kind in found if not kind.__dataclass_params__.frozen] == []


def test_a_year_has_the_holidays_of_the_courts_once_each():
    names = [rule.name for rule in COURT_DAYS if rule.first <= 2026 <= rule.last]
    assert sorted(calendars.holidays(COURT, 2026).values()) == sorted(names)

"""The closed days beside those of the package `holidays`: each difference is known, with its law.

The table of differences says on which side a weekday is closed that the other keeps open, in which
years, on how many days between 1990 and 2040, and why.
"""

import csv
from collections import Counter
from functools import cache

import holidays
import pytest
from sources import ROOT

from rules import calendars
from rules.calendars import CALENDARS, SATURDAY

YEARS = range(1990, 2041)
FRIDAYS_BEFORE = 1
"""1 January of the year after may be kept in the last year."""


@cache
def known() -> list[dict[str, str]]:
    """The rows of the table of differences."""
    path = ROOT / "tests" / "data" / "calendar_differences.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@cache
def of_package(subdivision: str | None) -> dict:
    """{weekday: name} of the package."""
    years = range(YEARS[0], YEARS[-1] + 1 + FRIDAYS_BEFORE)
    found = holidays.UnitedStates(subdiv=subdivision, years=years)
    return {d: name for d, name in found.items() if d.year in YEARS and d.weekday() < SATURDAY}


@cache
def of_office(code: str) -> dict:
    """{weekday: name} of the rules."""
    found = {}
    for year in YEARS:
        found |= calendars.holidays(CALENDARS[code], year)
    return {day: name for day, name in found.items() if day.weekday() < SATURDAY}


def differences(code: str) -> list[tuple[str, str, int]]:
    """(only in which, name, year) of each weekday that one side alone closes."""
    ours, theirs = of_office(code), of_package("CA")
    return [("office", ours[day], day.year) for day in ours.keys() - theirs.keys()] + [
        ("package", theirs[day], day.year) for day in theirs.keys() - ours.keys()
    ]


@pytest.mark.parametrize("code", sorted(CALENDARS))
def test_each_closed_day_is_closed_in_the_package_too_or_its_difference_is_known(code):
    rows = {(row["only_in"], row["name"]): row for row in known() if row["calendar"] == code}
    found = Counter()
    for only_in, name, year in differences(code):
        row = rows.get((only_in, name))
        assert row is not None, (only_in, name, year)
        # The Friday before a New Year's Day on Saturday lies in the year before.
        assert int(row["first_year"]) - 1 <= year <= int(row["last_year"]), (only_in, name, year)
        found[only_in, name] += 1
    assert found == {key: int(row["days"]) for key, row in rows.items()}
    assert all(row["reason"] for row in rows.values())


FEDERAL = (
    "New Year's Day", "Martin Luther King Jr. Day", "Memorial Day", "Independence Day",
    "Labor Day", "Veterans Day", "Thanksgiving Day", "Christmas Day",
)  # fmt: skip


@pytest.mark.parametrize("name", FEDERAL)
def test_the_courts_keep_a_federal_holiday_on_the_federal_day(name):
    ours = {day for day, said in of_office("court").items() if said == name}
    theirs = {
        day for day, said in of_package(None).items() if said.removesuffix(" (observed)") == name
    }
    assert ours == theirs
    assert len(ours) >= len(YEARS) - 1


def test_the_courts_keep_presidents_day_and_juneteenth_on_the_federal_days():
    court, federal = of_office("court"), of_package(None)
    assert {d for d, n in court.items() if n == "Presidents' Day"} == {
        d for d, n in federal.items() if n == "Washington's Birthday"
    }
    assert {d for d, n in court.items() if n == "Juneteenth"} == {
        d for d, n in federal.items() if n.startswith("Juneteenth") and d.year >= 2023
    }

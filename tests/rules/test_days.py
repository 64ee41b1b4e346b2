"""Days as people write them; years outside the office's, and days that no month has, are refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import days
from rules.errors import BadValue

NINETEENTH = date(2026, 11, 19)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-19", NINETEENTH),
        ("2026/11/19", NINETEENTH),
        ("2026-11-19T10:00:00", NINETEENTH),
        ("2026-11-19 00:00:00", NINETEENTH),
        ("11/19/2026", NINETEENTH),
        ("11-19-2026", NINETEENTH),
        (" 11/19/26 ", NINETEENTH),
        ("11/19/2026 3:15 PM", NINETEENTH),
        ("Nov 19 2026", NINETEENTH),
        ("November 19, 2026", NINETEENTH),
        ("nov. 19th, 2026", NINETEENTH),
        ("Sept 5, 2026", date(2026, 9, 5)),
        ("19 Nov 2026", NINETEENTH),
        ("19-Nov-26", NINETEENTH),
        ("19 November, 2026", NINETEENTH),
        ("Thu 19 Nov 2026", NINETEENTH),
        ("Thursday, November 19, 2026", NINETEENTH),
        ("1/1/29", date(2029, 1, 1)),
        ("1/1/30", date(1930, 1, 1)),
        ("2/29/2024", date(2024, 2, 29)),
        ("1800-01-01", date(1800, 1, 1)),
        ("2199-12-31", date(2199, 12, 31)),
    ],
)
def test_a_day_is_read(written, meant):
    assert days.day(written) == meant


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("10/00/19", "Month 10 has no day 0."),
        ("11/31/2026", "Month 11 has no day 31."),
        ("2/29/2023", "February 2023 has no day 29."),
        ("2/30/2024", "Month 2 has no day 30."),
        ("13/1/2020", "There is no month 13."),
        ("0/1/2020", "There is no month 0."),
        ("1/1/5520", "The year 5520 lies outside 1800 to 2199."),
        ("1799-12-31", "The year 1799 lies outside"),
        ("2200-01-01", "The year 2200 lies outside"),
        ("unknown", "“unknown” is not a day."),
        ("1st wk 04/19", "is not a day"),
        ("10/01-02/19", "is not a day"),
        ("11/19-2026", "is not a day"),
        ("031218", "is not a day"),
        ("1/1/201", "is not a day"),
        ("19 Foo 2026", "is not a day"),
        ("Foo 19 2026", "is not a day"),
        ("", "is not a day"),
        ("x" * 500, "..."),
    ],
)
def test_what_is_no_day_is_refused_with_its_reason(written, reason):
    with pytest.raises(BadValue) as refused:
        days.day(written)
    assert reason in refused.value.sentence
    assert len(refused.value.sentence) < 200


@given(st.dates(date(1800, 1, 1), date(2199, 12, 31)))
def test_every_day_survives_being_written_in_full(day):
    assert days.day(days.long_day(day)) == day
    assert days.day(f"{day:%m/%d/%Y}") == day


def test_a_day_in_full():
    assert days.long_day(NINETEENTH) == "Thu 19 Nov 2026"


@pytest.mark.parametrize(
    ("day", "fine"),
    [("1799-12-31", False), ("1800-01-01", True), ("2199-12-31", True), ("2200-01-01", False)],
)
def test_a_day_of_a_spreadsheet_lies_within_the_years_of_the_office(day, fine):
    value = date.fromisoformat(day)
    if fine:
        assert days.checked(value) == value
    else:
        with pytest.raises(BadValue, match="lies outside"):
            days.checked(value)


@pytest.mark.parametrize(
    ("day", "start", "year"),
    [
        ("2026-06-30", 7, 2026),
        ("2026-07-01", 7, 2027),
        ("2026-12-31", 7, 2027),
        ("2026-01-01", 1, 2026),
        ("2026-12-31", 1, 2026),
        ("2026-09-30", 10, 2026),
        ("2026-10-01", 10, 2027),
    ],
)
def test_a_fiscal_year_is_named_by_its_end(day, start, year):
    assert days.fiscal_year(date.fromisoformat(day), start) == year


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-05-05", 0, "2026-05-05"),
    ],
)
def test_months_later_is_the_same_day_number_or_the_last(day, months, then):
    assert days.add_months(date.fromisoformat(day), months).isoformat() == then


@pytest.mark.parametrize(
    ("day", "years", "then"),
    [
        ("2024-02-29", 1, "2025-02-28"),
        ("2024-02-29", 4, "2028-02-29"),
        ("2026-05-19", 2, "2028-05-19"),
    ],
)
def test_years_later(day, years, then):
    assert days.add_years(date.fromisoformat(day), years).isoformat() == then

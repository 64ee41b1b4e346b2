"""Closed days of the State and of the courts, both sides of each move."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import calendars
from rules.calendars import COURT, STATE


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("closed", "calendar", "reason", "why"),
    [
        ("2026-01-01", STATE, "New Year's Day", "a Thursday"),
        ("2026-01-19", STATE, "Martin Luther King Jr. Day", "third Monday"),
        ("2026-02-16", STATE, "Presidents' Day", "third Monday"),
        ("2026-02-12", STATE, "", "Lincoln's birthday is a day of the courts alone"),
        ("2026-02-12", COURT, "Lincoln's Birthday", "a Thursday"),
        ("2026-03-31", STATE, "Cesar Chavez Day", "a Tuesday"),
        ("2026-05-25", COURT, "Memorial Day", "last Monday of five"),
        ("2026-06-19", COURT, "Juneteenth", "a Friday"),
        ("2026-06-19", STATE, "", "not on the State's list"),
        ("2026-07-04", COURT, "Saturday", "the day itself"),
        ("2026-07-03", COURT, "Independence Day", "moved from Saturday to Friday"),
        ("2026-07-03", STATE, "", "the State does not move a Saturday one"),
        ("2026-09-07", STATE, "Labor Day", "first Monday"),
        ("2026-09-25", COURT, "Native American Day", "fourth Friday"),
        ("2026-09-25", STATE, "", "not on the State's list"),
        ("2026-11-26", STATE, "Thanksgiving Day", "fourth Thursday"),
        ("2026-11-27", COURT, "Day after Thanksgiving", "the Friday after"),
        ("2026-11-28", COURT, "Saturday", "the weekend"),
        ("2026-11-30", COURT, "", "open again"),
        ("2028-11-10", STATE, "Veterans Day", "11 November on a Saturday moves to Friday"),
        ("2028-11-13", STATE, "", "and not to Monday"),
        ("2023-11-10", COURT, "Veterans Day", "the courts move it too"),
        ("2027-07-05", STATE, "Independence Day", "a Sunday one moves to Monday"),
        ("2021-12-31", COURT, "New Year's Day", "1 January 2022 is a Saturday"),
        ("2021-12-31", STATE, "", "the State does not move it"),
        ("2022-12-26", COURT, "Christmas Day", "a Sunday one moves to Monday"),
        ("2023-01-02", STATE, "New Year's Day", "a Sunday one moves to Monday"),
        ("2026-11-29", COURT, "Sunday", "the weekend"),
        ("2022-06-20", COURT, "", "19 June was no day of the courts yet"),
        ("2023-06-19", COURT, "Juneteenth", "the first"),
        ("2021-09-24", COURT, "", "the fourth Friday of September was none yet"),
        ("2022-09-23", COURT, "Native American Day", "the first"),
        ("2021-10-11", COURT, "Columbus Day", "the last"),
        ("2022-10-10", COURT, "", "no day of the courts any more"),
        ("2000-03-31", COURT, "", "a Friday before there was a Cesar Chavez Day"),
        ("2000-03-31", STATE, "", "nor for the State"),
        ("2003-03-31", STATE, "Cesar Chavez Day", "a Monday"),
    ],
)
def test_a_day_is_closed_for_a_reason(closed, calendar, reason, why):
    assert calendars.closed(day(closed), calendar) == reason, why


@pytest.mark.parametrize(("calendar", "count"), [(STATE, 11), (COURT, 14)])
def test_a_year_has_its_holidays_in_order(calendar, count):
    found = calendars.holidays(calendar, 2026)
    assert list(found) == sorted(found)
    assert len(found) == count


def test_a_year_from_which_new_year_moves_away_has_one_less_and_the_year_before_one_more():
    assert day("2021-12-31") in calendars.holidays(COURT, 2021)
    assert day("2022-01-01") not in calendars.holidays(COURT, 2022)


@pytest.mark.parametrize(
    ("start", "following", "preceding"),
    [
        ("2026-11-25", "2026-11-25", "2026-11-25"),
        ("2026-11-26", "2026-11-30", "2026-11-25"),
        ("2026-11-28", "2026-11-30", "2026-11-25"),
    ],
)
def test_the_next_and_the_previous_open_day(start, following, preceding):
    assert calendars.next_open(day(start), STATE) == day(following)
    assert calendars.previous_open(day(start), STATE) == day(preceding)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-11-30", 5, "2026-12-07"),
        ("2026-11-25", 1, "2026-11-30"),
        ("2026-11-30", -1, "2026-11-25"),
        ("2026-11-28", 0, "2026-11-28"),
    ],
)
def test_open_days_are_counted_without_the_first(start, count, end):
    assert calendars.add_open_days(day(start), count, STATE) == day(end)


def test_open_days_between_count_the_last_and_not_the_first():
    assert calendars.open_days_between(day("2026-11-25"), day("2026-12-01"), STATE) == 2
    assert calendars.open_days_between(day("2026-12-01"), day("2026-11-25"), STATE) == 0


def test_the_offices_own_days_are_a_years_only_holidays():
    office = calendars.tabled(
        STATE, {day("2026-12-24"): "Christmas Eve", day("2026-01-02"): "Bridge"}
    )
    assert calendars.closed(day("2026-12-24"), office) == "Christmas Eve"
    assert calendars.closed(day("2026-12-25"), office) == ""
    assert calendars.closed(day("2027-01-01"), office) == "New Year's Day"
    assert calendars.closed(day("2026-12-26"), office) == "Saturday"
    assert list(calendars.holidays(office, 2026)) == [day("2026-01-02"), day("2026-12-24")]


@pytest.mark.parametrize("year", [calendars.WRITTEN_OUT[-1], calendars.WRITTEN_OUT[-1] + 1])
def test_a_day_added_beyond_the_years_written_out_leaves_the_others_of_its_year(year):
    extra = next(d for d in (date(year, 3, 13), date(year, 3, 15)) if d.weekday() < 5)
    office = calendars.tabled(COURT, {extra: "Flood"})
    beyond = year not in calendars.WRITTEN_OUT
    assert calendars.closed(extra, office) == "Flood"
    assert (calendars.closed(date(year, 12, 25), office) == "Christmas Day") is beyond
    assert len(calendars.holidays(office, year)) == (15 if beyond else 1)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from([STATE, COURT]))
def test_an_open_day_is_never_far(start, calendar):
    after, before = calendars.next_open(start, calendar), calendars.previous_open(start, calendar)
    assert before <= start <= after
    assert not calendars.closed(after, calendar)
    assert not calendars.closed(before, calendar)
    assert after - before < timedelta(days=9)


def test_each_calendar_says_on_what_it_rests():
    assert {c.code for c in calendars.CALENDARS.values()} == {"state", "court"}
    assert all(c.source and c.verified and c.title for c in calendars.CALENDARS.values())

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
        ("20261119", NINETEENTH),
        ("11.19.2026", NINETEENTH),
        ("11/19/26 10:30 AM", NINETEENTH),
        ("Thu 11/19/2026", NINETEENTH),
        ("Nov 19, 2026 10:30 pm", NINETEENTH),
        ("19th of November 2026", NINETEENTH),
        ("19-Nov-26 08:15:00", NINETEENTH),
        ("2026-11-19T23:00:00+02:00", NINETEENTH),
        ("2026-11-19 23:00:00.250 UTC", NINETEENTH),
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
        ("08/07/19 to 09/06/19", "It looks like more than one day."),
        ("10/01-02/19", "It looks like more than one day."),
        ("January 2019", "It is a month without a day."),
        ("1/2019", "It is a month without a day."),
        ("2019-01", "It is a month without a day."),
        ("2019", "It is a year alone."),
        ("3/20/22??", "Write it like"),
        ("17991231", "is not a day. Write it like"),
        ("12252019", "is not a day. Write it like"),
        ("20261131", "Month 11 has no day 31."),
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


@pytest.mark.parametrize(
    ("written", "order", "meant"),
    [
        ("03/04/2020", "mdy", date(2020, 3, 4)),
        ("03/04/2020", "dmy", date(2020, 4, 3)),
        ("31/01/2020", "dmy", date(2020, 1, 31)),
        ("01.05.2019", "dmy", date(2019, 5, 1)),
        ("3-4-20 10:30", "dmy", date(2020, 4, 3)),
        ("20-01-31", "ymd", date(2020, 1, 31)),
        ("00-01-02", "ymd", date(2000, 1, 2)),
        ("29-12-31", "ymd", date(2029, 12, 31)),
        ("30-01-01", "ymd", date(1930, 1, 1)),
        ("2020-03-04", "dmy", date(2020, 3, 4)),
        ("Mar 4 2020", "dmy", date(2020, 3, 4)),
    ],
)
def test_bare_numbers_stand_in_the_order_that_is_said(written, order, meant):
    assert days.day(written, order=order) == meant


@pytest.mark.parametrize(
    ("written", "order", "reason"),
    [
        ("01/31/2020", "dmy", "There is no month 31."),
        ("31/01/2020", "mdy", "There is no month 31."),
        ("01/31/2020", "ymd", "The year does not stand first."),
        ("20-13-01", "ymd", "There is no month 13."),
    ],
)
def test_a_day_in_another_order_is_refused(written, order, reason):
    with pytest.raises(BadValue, match=reason):
        days.day(written, order=order)


@pytest.mark.parametrize(
    ("written", "by"),
    [
        ("12/12/2020", "mdy dmy"),
        ("13/12/2020", "dmy"),
        ("12/13/2020", "mdy"),
        ("13/13/2020", ""),
        ("10/00/19", ""),
        ("2/29/2023", ""),
        ("2/29/2024", "mdy"),
        ("31/01/20", "dmy ymd"),
        ("32-01-20", "ymd"),
        ("01/31/20", "mdy"),
        ("1/2/03", "mdy dmy ymd"),
        ("2020-01-02", ""),
        ("Jan 5, 2019", ""),
        ("unknown", ""),
        (" 13.12.2020 10:30 ", "dmy"),
    ],
)
def test_a_text_of_bare_numbers_tells_which_orders_read_it(written, by):
    assert list(days.readings(written)) == by.split()


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("11/19/2026", "00:00:00"),
        ("11/19/2026 3:15 PM", "15:15:00"),
        ("11/19/2026 12:05 AM", "00:05:00"),
        ("11/19/2026 12:05 p.m.", "12:05:00"),
        ("11/19/2026 23:59:58", "23:59:58"),
        ("11/19/2026 0:00", "00:00:00"),
        ("11/19/2026 13:00 PM", "13:00:00"),
        ("11/19/2026 11:59 AM", "11:59:00"),
    ],
)
def test_the_time_of_day_at_the_end_is_read(written, hour):
    assert days.clock(written).isoformat() == hour


@pytest.mark.parametrize("written", ["11/19/2026 24:00", "11/19/2026 9:60", "11/19/2026 13:00 AM"])
def test_a_time_that_no_clock_shows_is_refused(written):
    with pytest.raises(BadValue, match="no time of day"):
        days.clock(written)


@given(st.dates(date(1930, 1, 1), date(2029, 12, 31)), st.sampled_from("/-."))
def test_every_day_survives_being_written_in_each_order(day, mark):
    two, four = f"%d{mark}%m{mark}%y", f"%d{mark}%m{mark}%Y"
    assert days.day(f"{day:{two}}", order="dmy") == days.day(f"{day:{four}}", order="dmy") == day
    assert days.day(f"{day:%m{mark}%d{mark}%y}") == day
    assert days.day(f"{day:%y{mark}%m{mark}%d}", order="ymd") == day


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

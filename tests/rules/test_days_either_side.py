"""Texts of days on either side of what is read: lengths, months, two digits of a year."""

from datetime import date

import pytest

from rules import days
from rules.errors import BadValue


def said(text: str, **more: str) -> str:
    """Why a text is not a day."""
    with pytest.raises(BadValue) as found:
        days.day(text, **more)
    return found.value.sentence


@pytest.mark.parametrize("text", ["Foo 3 2026", "3 Foo 2026", "Jen 3, 2026"])
def test_a_word_that_is_no_month_makes_no_day(text):
    assert said(text) == f"“{text}” is not a day. Write it like 11/19/2026 or 2026-11-19."


@pytest.mark.parametrize(("length", "shown"), [(59, 59), (60, 60), (61, 57), (200, 57)])
def test_a_long_text_is_cut_where_it_is_quoted(length, shown):
    quoted = "x" * shown + ("..." if shown == 57 else "")
    assert said("x" * length).startswith(f"“{quoted}” is not a day.")


@pytest.mark.parametrize(("length", "near"), [(59, True), (60, True), (61, False)])
def test_a_text_of_more_than_60_signs_is_not_asked_for_two_days(length, near):
    text = "1" * 20 + " to " + "2" * (length - 24)
    assert ("It looks like more than one day." in said(text)) is near


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("01/02/2026", {"mdy": date(2026, 1, 2), "dmy": date(2026, 2, 1)}),
        ("01/02/03", {"mdy": date(2003, 1, 2), "dmy": date(2003, 2, 1), "ymd": date(2001, 2, 3)}),
        ("13/02/2026", {"dmy": date(2026, 2, 13)}),
        ("2/28/30", {"mdy": date(1930, 2, 28)}),
        ("2/28/29", {"mdy": date(2029, 2, 28)}),
        ("29/2/28", {"dmy": date(2028, 2, 29), "ymd": date(2029, 2, 28)}),
        ("31/11/2026", {}),
        ("Nov 2 2026", {}),
    ],
)
def test_three_bare_numbers_are_read_in_each_order_that_makes_a_day(text, orders):
    assert days.readings(text) == orders


@pytest.mark.parametrize(
    ("value", "start", "year"),
    [
        (date(2026, 6, 30), 7, 2026), (date(2026, 7, 1), 7, 2027), (date(2026, 12, 31), 1, 2026),
        (date(2026, 1, 1), 1, 2026), (date(2026, 9, 30), 10, 2026), (date(2026, 10, 1), 10, 2027),
        (date(2026, 1, 31), 2, 2026), (date(2026, 2, 1), 2, 2027),
    ],
)  # fmt: skip
def test_a_fiscal_year_is_named_by_the_year_in_which_it_ends(value, start, year):
    assert days.fiscal_year(value, start) == year


@pytest.mark.parametrize(
    ("value", "count", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)), (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)), (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 5, 31), 6, date(2026, 11, 30)), (date(2026, 5, 31), 0, date(2026, 5, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)), (date(2024, 2, 29), 48, date(2028, 2, 29)),
    ],
)  # fmt: skip
def test_months_later_are_the_same_day_number_or_the_last_day(value, count, later):
    assert days.add_months(value, count) == later


@pytest.mark.parametrize("year", [1800, 2199])
def test_the_years_of_the_office_are_1800_to_2199(year):
    assert days.checked(date(year, 6, 1)) == date(year, 6, 1)
    assert days.day(f"{year}-06-01") == date(year, 6, 1)
    beyond = year - 1 if year == 1800 else year + 1
    with pytest.raises(BadValue, match=f"The year {beyond} lies outside 1800 to 2199"):
        days.checked(date(beyond, 6, 1))
    assert f"The year {beyond} lies outside 1800 to 2199." in said(f"{beyond}-06-01")


def test_the_fiscal_year_of_the_office_starts_on_1_july():
    assert days.fiscal_year(date(2026, 6, 30)) == 2026
    assert days.fiscal_year(date(2026, 7, 1)) == 2027


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("11/19/2026 1:05 PM", 13, 5), ("11/19/2026 1:05 AM", 1, 5), ("11/19/2026 12:00 AM", 0, 0),
        ("11/19/2026 12:59 AM", 0, 59), ("11/19/2026 12:00 PM", 12, 0),
        ("11/19/2026 11:59 PM", 23, 59), ("11/19/2026 0:05", 0, 5), ("11/19/2026 0:30 PM", 12, 30), ("11/19/2026 0:30 AM", 0, 30), ("11/19/2026 13:05", 13, 5),
        ("2026-11-19T23:59:59Z", 23, 59), ("11/19/2026", 0, 0),
    ],
)  # fmt: skip
def test_a_time_of_day_is_read_by_both_clocks(text, hour, minute):
    found = days.clock(text)
    assert (found.hour, found.minute) == (hour, minute)

"""What comes round: both sides of each day, short months, closed days, the start of the year."""

from datetime import date

import pytest

from rules.recurrence import (
    EVERY,
    PERIODS,
    Recurrence,
    in_words,
    last_due,
    next_due,
    period_before,
)

NEW_YEAR = date(2027, 1, 1)


def closed(day: date) -> str:
    """Weekends and New Year's Day."""
    return "closed" if day.weekday() >= 5 or day == NEW_YEAR else ""


@pytest.mark.parametrize(
    ("what", "day", "is_due"),
    [
        (Recurrence("day"), "2026-11-24", True),
        (Recurrence("week", 1), "2026-11-22", False),
        (Recurrence("week", 1), "2026-11-23", True),
        (Recurrence("week", 1), "2026-11-24", False),
        (Recurrence("month", 1), "2026-11-30", False),
        (Recurrence("month", 1), "2026-12-01", True),
        (Recurrence("month", 1), "2026-12-02", False),
        (Recurrence("month", 31), "2026-11-29", False),
        (Recurrence("month", 31), "2026-11-30", True),
        (Recurrence("month", 30), "2027-02-28", True),
        (Recurrence("month", 30), "2028-02-28", False),
        (Recurrence("month", 30), "2028-02-29", True),
        (Recurrence("first_workday", is_closed=closed), "2027-01-01", False),
        (Recurrence("first_workday", is_closed=closed), "2027-01-03", False),
        (Recurrence("first_workday", is_closed=closed), "2027-01-04", True),
        (Recurrence("first_workday", is_closed=closed), "2027-01-05", False),
        (Recurrence("fiscal_year"), "2027-06-30", False),
        (Recurrence("fiscal_year"), "2027-07-01", True),
        (Recurrence("fiscal_year", year_month=1), "2027-01-01", True),
        (Recurrence("fiscal_year", year_month=1), "2027-07-01", False),
    ],
)
def test_a_day_is_due_or_it_is_not(what, day, is_due):
    assert what.is_due(date.fromisoformat(day)) is is_due


def test_the_last_day_that_was_due_counts_both_ends():
    weekly = Recurrence("week", 1)
    monday, sunday = date(2026, 11, 23), date(2026, 11, 29)
    assert last_due(weekly, sunday, since=monday) == monday
    assert last_due(weekly, monday, since=monday) == monday
    assert last_due(weekly, sunday, since=date(2026, 11, 24)) is None
    assert last_due(weekly, sunday, since=date(2027, 1, 1)) is None


def test_the_next_day_lies_after_the_day_given():
    assert next_due(Recurrence("day"), date(2026, 12, 31)) == NEW_YEAR
    assert next_due(Recurrence("week", 2), date(2026, 11, 24)) == date(2026, 12, 1)
    assert next_due(Recurrence("month", 31), date(2027, 1, 31)) == date(2027, 2, 28)
    assert next_due(Recurrence("fiscal_year"), date(2026, 7, 1)) == date(2027, 7, 1)


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (Recurrence("day"), "each day"),
        (Recurrence("week", 7), "each Sunday"),
        (Recurrence("month", 15), "on day 15 of each month"),
        (Recurrence("first_workday"), "on the first open day of each month"),
        (Recurrence("fiscal_year"), "on 1 Jul of each year"),
    ],
)
def test_it_is_said_how_it_comes_round(what, words):
    assert in_words(what) == words


@pytest.mark.parametrize(
    ("name", "day", "first", "last"),
    [
        ("week", "2026-11-23", "2026-11-16", "2026-11-22"),
        ("month", "2026-12-01", "2026-11-01", "2026-11-30"),
        ("month", "2026-12-31", "2026-11-01", "2026-11-30"),
        ("month", "2027-01-15", "2026-12-01", "2026-12-31"),
        ("quarter", "2027-01-01", "2026-10-01", "2026-12-31"),
        ("fiscal_year", "2026-07-01", "2025-07-01", "2026-06-30"),
        ("fiscal_year", "2026-06-30", "2024-07-01", "2025-06-30"),
    ],
)
def test_the_period_before_a_day_ends_before_it(name, day, first, last):
    found = period_before(name, date.fromisoformat(day))
    assert found == (date.fromisoformat(first), date.fromisoformat(last))


def test_a_fiscal_year_may_be_the_calendar_year():
    found = period_before("fiscal_year", date(2026, 11, 24), year_month=1)
    assert found == (date(2025, 1, 1), date(2025, 12, 31))


def test_each_way_and_each_period_is_known_here():
    assert {key for key, _ in EVERY} == {"day", "week", "month", "first_workday", "fiscal_year"}
    assert {key for key, _ in PERIODS} == {"week", "month", "quarter", "fiscal_year"}

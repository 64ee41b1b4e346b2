"""Days and periods said from a day on, either side of each boundary."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import spans
from rules.errors import BadValue


@pytest.mark.parametrize(
    ("text", "on", "first", "last", "why"),
    [
        ("today", "2026-11-24", "2026-11-24", "2026-11-24", "the day itself"),
        (" Today ", "2026-11-24", "2026-11-24", "2026-11-24", "in any case, with blanks"),
        ("yesterday", "2026-01-01", "2025-12-31", "2025-12-31", "year end"),
        ("tomorrow", "2024-02-28", "2024-02-29", "2024-02-29", "leap day"),
        ("tomorrow", "2026-02-28", "2026-03-01", "2026-03-01", "no leap day"),
        ("today+7", "2026-11-24", "2026-12-01", "2026-12-01", "over a month end"),
        ("today + 7", "2026-11-24", "2026-12-01", "2026-12-01", "blanks around the sign"),
        ("today 7", "2026-11-24", "2026-12-01", "2026-12-01", "a plus sign lost in an address"),
        ("today-30", "2026-03-30", "2026-02-28", "2026-02-28", "back over February"),
        ("today-30", "2024-03-30", "2024-02-29", "2024-02-29", "back onto the leap day"),
        ("next 7 days", "2026-11-24", "2026-11-24", "2026-12-01", "today and seven more"),
        ("next 1 day", "2026-11-24", "2026-11-24", "2026-11-25", "one day"),
        ("last 30 days", "2026-11-24", "2026-10-25", "2026-11-24", "thirty and today"),
        ("this week", "2026-11-23", "2026-11-23", "2026-11-29", "on a Monday"),
        ("this week", "2026-11-29", "2026-11-23", "2026-11-29", "on a Sunday"),
        ("last week", "2026-11-29", "2026-11-16", "2026-11-22", "from a Sunday"),
        ("next week", "2026-11-29", "2026-11-30", "2026-12-06", "the day after the Sunday"),
        ("this week", "2026-01-01", "2025-12-29", "2026-01-04", "over a year end"),
        ("this month", "2024-02-29", "2024-02-01", "2024-02-29", "a leap February"),
        ("last month", "2026-03-31", "2026-02-01", "2026-02-28", "from a 31st"),
        ("next month", "2026-12-31", "2027-01-01", "2027-01-31", "over a year end"),
        ("this quarter", "2026-03-31", "2026-01-01", "2026-03-31", "its last day"),
        ("this quarter", "2026-04-01", "2026-04-01", "2026-06-30", "its first day"),
        ("last quarter", "2026-01-01", "2025-10-01", "2025-12-31", "over a year end"),
        ("next quarter", "2026-11-24", "2027-01-01", "2027-03-31", "over a year end"),
        ("this year", "2026-12-31", "2026-01-01", "2026-12-31", "its last day"),
        ("last year", "2026-01-01", "2025-01-01", "2025-12-31", "its first day"),
        ("next year", "2026-11-24", "2027-01-01", "2027-12-31", "the calendar year"),
        ("this fiscal year", "2026-06-30", "2025-07-01", "2026-06-30", "its last day"),
        ("this fiscal year", "2026-07-01", "2026-07-01", "2027-06-30", "its first day"),
        ("Last  Fiscal Year", "2026-07-01", "2025-07-01", "2026-06-30", "the one just ended"),
        ("next fiscal year", "2026-06-30", "2026-07-01", "2027-06-30", "begins tomorrow"),
    ],
)
def test_a_day_or_period_is_counted_from_the_day(text, on, first, last, why):
    found = spans.span(text, date.fromisoformat(on))
    assert found == (date.fromisoformat(first), date.fromisoformat(last)), why


@pytest.mark.parametrize(
    ("month", "first"), [(1, date(2026, 1, 1)), (10, date(2026, 10, 1)), (12, date(2025, 12, 1))]
)
def test_the_fiscal_year_starts_with_the_month_of_the_office(month, first):
    found = spans.span("this fiscal year", date(2026, 11, 24), year_month=month)
    assert found is not None
    assert found.first == first


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "todayish",
        "today7",
        "today+",
        "today++7",
        "next 0 days",
        "next days",
        "this fortnight",
        "2026-11-24",
        "last day",
        "next 100000 days",
        "fiscal year",
    ],
)
def test_what_says_no_day_from_a_day_on_is_none(text):
    assert spans.span(text, date(2026, 11, 24)) is None
    assert spans.in_words(text) == ""
    assert not spans.is_period(text)


@pytest.mark.parametrize("text", ["today+99999", "today-99999", "last 99999 days", "next year"])
def test_what_leads_out_of_the_years_of_the_office_is_refused(text):
    with pytest.raises(BadValue, match="lies outside 1800 to 2199"):
        spans.span(text, date(2199, 12, 31) if text == "next year" else date(2026, 11, 24))


@pytest.mark.parametrize(
    ("text", "words", "period"),
    [
        ("Today", "today", False),
        ("today+7", "7 days from today", False),
        ("today-1", "1 day ago", False),
        ("next 7 days", "the next 7 days", True),
        ("last 1 days", "the last 1 day", True),
        ("this  fiscal year", "this fiscal year", True),
    ],
)
def test_what_is_said_reads_as_a_phrase(text, words, period):
    assert spans.in_words(text) == words
    assert spans.is_period(text) is period


@given(
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.sampled_from(sorted(spans.LENGTHS)),
    st.integers(1, 12),
)
def test_periods_follow_each_other_without_a_gap_and_hold_their_day(on, unit, month):
    before, this, after = (spans.period(unit, on, steps=n, year_month=month) for n in (-1, 0, 1))
    assert this.first <= on <= this.last
    assert before.last + timedelta(days=1) == this.first
    assert this.last + timedelta(days=1) == after.first

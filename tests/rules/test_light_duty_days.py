"""Days on light duty: each counted once, and the limit on either side of its last day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.light_duty_days import Span, day_number, days_used, last_day_within, share_day

FAR = date(2199, 12, 31)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def span(first: str, last: str) -> Span:
    return Span(day(first), day(last))


@pytest.mark.parametrize(
    ("spans", "through", "days", "why"),
    [
        ([], "12-31", 0, "no assignment has no day"),
        ([span("09-01", "09-30")], "08-31", 0, "the day before it begins"),
        ([span("09-01", "09-30")], "09-01", 1, "its first day counts"),
        ([span("09-01", "09-30")], "09-02", 2, "and the next"),
        ([span("09-01", "09-30")], "09-29", 29, "the day before its last"),
        ([span("09-01", "09-30")], "09-30", 30, "its last day counts"),
        ([span("09-01", "09-30")], "10-01", 30, "after it nothing is added"),
        ([span("09-01", "09-10"), span("09-10", "09-12")], "12-31", 12, "a shared day counts once"),
        ([span("09-01", "09-30"), span("09-05", "09-07")], "12-31", 30, "one within another"),
        ([span("09-20", "09-30"), span("09-01", "09-10")], "12-31", 21, "the order is the same"),
        ([span("09-10", "09-09")], "12-31", 0, "one that ends before it begins has no day"),
        ([span("02-27", "03-01")], "12-31", 3, "the end of a February of 28 days"),
    ],
)
def test_days_are_counted_once(spans, through, days, why):
    assert days_used(spans, through=day(through)) == days, why


def test_a_leap_day_is_a_day():
    assert days_used([Span(date(2028, 2, 28), date(2028, 3, 1))], through=FAR) == 3


@pytest.mark.parametrize(
    ("number", "found"),
    [(0, None), (1, "09-01"), (10, "09-10"), (11, "10-01"), (20, "10-10"), (21, None)],
)
def test_a_day_of_a_number_is_found_across_a_gap(number, found):
    spans = [span("10-01", "10-10"), span("09-01", "09-10")]
    assert day_number(spans, number) == (day(found) if found else None)


@pytest.mark.parametrize(
    ("used", "last"),
    [(0, "09-30"), (1, "09-29"), (28, "09-02"), (29, "09-01"), (30, None), (31, None)],
)
def test_an_assignment_ends_where_the_limit_is_reached(used, last):
    earlier = [Span(day("05-01"), day("05-01") + timedelta(days=used - 1))] if used else []
    found = last_day_within(earlier, day("09-01"), limit=30)
    assert found == (day(last) if last else None)


@pytest.mark.parametrize(
    ("limit", "found"),
    [(10, "09-08"), (11, "09-09"), (12, "09-10"), (13, None), (1, "09-01")],
)
def test_four_fifths_of_the_limit_are_rounded_up_to_a_day(limit, found):
    assert share_day([span("09-01", "09-10")], limit=limit) == (day(found) if found else None)


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
spans = st.lists(st.builds(Span, days, days), max_size=6)


@given(spans, days)
def test_the_count_is_that_of_the_set_of_days(found, through):
    every = {
        one.first + timedelta(days=n)
        for one in found
        for n in range((one.last - one.first).days + 1)
    }
    assert days_used(found, through=through) == sum(one <= through for one in every)


@given(spans, st.integers(1, 400))
def test_the_day_of_a_number_has_so_many_days_through_it(found, number):
    reached = day_number(found, number)
    if reached is None:
        assert days_used(found, through=FAR) < number
    else:
        assert days_used(found, through=reached) == number


@given(spans, days, st.integers(1, 200))
def test_the_last_day_within_the_limit_holds_and_the_next_does_not(found, first, limit):
    last = last_day_within(found, first, limit=limit)
    longer = Span(first, (last or first - timedelta(days=1)) + timedelta(days=1))
    assert days_used([*found, longer], through=FAR) > limit
    if last:
        assert days_used([*found, Span(first, last)], through=FAR) <= limit


@given(spans, spans)
def test_another_assignment_never_takes_a_day_away(found, more):
    assert days_used([*found, *more], through=FAR) >= days_used(found, through=FAR)

"""How old a bill is: both sides of each boundary, from the day of the invoice."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.aging import BUCKETS, age_days, bucket

INVOICED = date(2026, 9, 10)


@pytest.mark.parametrize(
    ("age", "key"),
    [
        (-1, "current"), (0, "current"), (30, "current"), (31, "d60"), (60, "d60"), (61, "d90"),
        (90, "d90"), (91, "d180"), (180, "d180"), (181, "d365"), (365, "d365"), (366, "over"),
        (4000, "over"),
    ],
)  # fmt: skip
def test_a_bill_stands_in_the_bucket_of_its_age(age, key):
    assert bucket(INVOICED, INVOICED + timedelta(days=age)).key == key


def test_a_leap_day_counts_as_a_day():
    assert bucket(date(2024, 2, 28), date(2025, 2, 27)).key == "d365"
    assert bucket(date(2024, 2, 28), date(2025, 2, 28)).key == "over"


def test_the_words_of_the_buckets():
    assert [found.words for found in BUCKETS] == [
        "Current (0–30 days)", "31–60 days", "61–90 days", "91–180 days", "181–365 days",
        "Over a year",
    ]  # fmt: skip


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 3000))
def test_an_older_bill_never_stands_in_a_younger_bucket(day, age):
    first, later = (
        bucket(day, day + timedelta(days=age)),
        bucket(day, day + timedelta(days=age + 1)),
    )
    assert BUCKETS.index(first) <= BUCKETS.index(later) <= BUCKETS.index(first) + 1
    assert age_days(day, day + timedelta(days=age)) == age

"""Temporary disability: the working, and what holds for every schedule; its cases are a table."""

import itertools
from datetime import date, timedelta

from asking import LAW, told
from hypothesis import given
from hypothesis import strategies as st

from rules.days import add_years
from rules.temporary_disability import Disability, td_rate, td_schedule

DAYS_2008_ON = st.dates(date(2008, 1, 1), date(2021, 12, 31))


# --- The rate -------------------------------------------------------------------------------------


def test_the_working_names_the_sections_and_the_row():
    found = told("td_rate", awe="2700", injury_date="2021-05-03", payment_date="2023-06-01")
    assert [step["citation"] for step in found["steps"]] == [
        "Lab. Code 4653", "Lab. Code 4453(a)", "Lab. Code 4661.5", "Lab. Code 4453(a)",
        "Lab. Code 4453(a)",
    ]  # fmt: skip
    assert found["verified"] == "yes"
    assert told("td_rate", awe="900", injury_date="2015-01-01")["verified"] == "secondary"


@given(st.integers(0, 10**7), st.dates(date(2003, 1, 1), date(2026, 12, 31)))
def test_the_rate_lies_within_its_limits(awe, injury):
    row = LAW.tables["td_rates"].on(injury)
    rate = td_rate(awe, injury, law=LAW).value
    assert row.cents("min_weekly") <= rate <= row.cents("max_weekly")


# --- The schedule ---------------------------------------------------------------------------------


@given(
    DAYS_2008_ON, st.integers(0, 700), st.integers(0, 900), st.integers(0, 60), st.integers(0, 800)
)
def test_rows_are_disjoint_ordered_and_sum_to_the_total(injury, after, length, known, used):
    first = injury + timedelta(days=after)
    asked = Disability(
        150_000, injury, first, first + timedelta(days=length), injury + timedelta(days=known),
        days_used=used,
    )  # fmt: skip
    found = td_schedule(asked, law=LAW)
    rows = found.details["rows"]
    assert sum(row["amount"] for row in rows) == found.value
    assert sum(row["days"] for row in rows) <= max(0, 728 - used)
    for row in rows:
        assert row["days"] == (row["period_to"] - row["period_from"]).days + 1 >= 1
        assert first <= row["period_from"]
        assert row["period_to"] < row["due_date"]
        assert row["period_to"] <= add_years(injury, 5)
    for earlier, later in itertools.pairwise(rows):
        assert later["period_from"] == earlier["period_to"] + timedelta(days=1)
        assert later["due_date"] == earlier["due_date"] + timedelta(days=14)

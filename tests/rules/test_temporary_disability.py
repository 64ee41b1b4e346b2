"""Temporary disability: rate, wage loss, schedule, late payment, both sides of every boundary."""

import itertools
from datetime import date, timedelta
from decimal import Decimal

import pytest
from asking import LAW, ask, refused, told, value
from hypothesis import given
from hypothesis import strategies as st

from rules.days import add_years
from rules.temporary_disability import Disability, td_rate, td_schedule

DAYS_2008_ON = st.dates(date(2008, 1, 1), date(2021, 12, 31))


# --- The rate -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("awe", "injury", "rate", "why"),
    [
        ("1200", "2026-03-03", "800.00", "two thirds within the limits"),
        ("200", "2026-03-03", "264.61", "the minimum is a floor even above actual wages"),
        ("3000", "2026-03-03", "1764.11", "the maximum"),
        ("0", "2026-03-03", "264.61", "no earnings: the minimum"),
        ("396.91", "2026-03-03", "264.61", "the earnings limit itself"),
        ("396.93", "2026-03-03", "264.62", "a cent above the minimum"),
        ("2646.16", "2026-03-03", "1764.11", "the earnings limit itself"),
        ("2646.15", "2026-03-03", "1764.10", "a cent below the maximum"),
        ("3000", "2003-01-01", "602.00", "first day of the table"),
        ("3000", "2025-12-31", "1680.29", "last day of 2025"),
        ("3000", "2026-01-01", "1764.11", "first day of 2026"),
        ("3000", "2026-12-31", "1764.11", "last day of the table"),
        ("3000", "2016-05-01", "1128.43", "one printed table has a slip here"),
        ("3000", "2017-05-01", "1172.57", "another prints 1,172.63"),
        ("3000", "2022-05-01", "1539.71", "the announcement of no change was withdrawn"),
        ("3000", "2024-02-29", "1619.15", "a leap day; unchanged since 2023"),
        ("3000", "2006-12-31", "840.00", "last day before the limits follow wages"),
        ("3000", "2007-01-01", "881.66", "first day on which they do"),
    ],
)
def test_the_rate_is_two_thirds_within_the_limits_of_the_year(awe, injury, rate, why):
    assert value("td_rate", awe=awe, injury_date=injury) == rate, why


@pytest.mark.parametrize(
    ("paid", "rate", "why"),
    [
        ("2022-01-10", "1356.31", "within two years"),
        ("2023-05-02", "1356.31", "the day before two years"),
        ("2023-05-03", "1619.15", "two years to the day"),
        ("2023-05-04", "1619.15", "the day after"),
        ("2023-06-01", "1619.15", "limits of 2023"),
        ("2025-02-01", "1680.29", "limits of 2025"),
        ("2026-02-01", "1764.11", "limits of 2026"),
        ("2021-05-03", "1356.31", "paid on the day of the injury"),
    ],
)
def test_a_payment_two_years_on_takes_the_larger_limits(paid, rate, why):
    asked = {"awe": "2700", "injury_date": "2021-05-03", "payment_date": paid}
    assert value("td_rate", **asked) == rate, why


def test_two_years_after_a_leap_day_end_on_28_february():
    asked = {"awe": "2700", "injury_date": "2024-02-29"}
    assert value("td_rate", **asked, payment_date="2026-02-27") == "1619.15"
    assert value("td_rate", **asked, payment_date="2026-02-28") == "1764.11"


def test_the_later_minimum_counts_too():
    asked = {"awe": "200", "injury_date": "2021-05-03", "payment_date": "2026-02-01"}
    assert value("td_rate", **asked) == "264.61"


@pytest.mark.parametrize(
    ("texts", "missing"),
    [
        ({"injury_date": "2027-01-05"}, "td_rates 2027-01-05"),
        ({"injury_date": "2002-12-31"}, "td_rates 2002-12-31"),
        ({"injury_date": "2025-01-05", "payment_date": "2027-01-05"}, "td_rates 2027-01-05"),
        ({"injury_date": "2026-01-05", "payment_date": "2026-01-04"}, None),
        ({"injury_date": "2026-01-05", "awe": "-1"}, None),
    ],
)
def test_a_rate_without_limits_is_refused_even_for_an_uncapped_worker(texts, missing):
    assert refused("td_rate", **{"awe": "600", **texts}).missing == missing


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


# --- Wage loss ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("awe", "earned", "benefit", "why"),
    [
        ("1500", "900", "400.00", "two thirds of 600"),
        ("3000", "1000", "1097.44", "earnings are taken at one and a half maxima"),
        ("1500", "1500", "0.00", "no loss"),
        ("1500", "1600", "0.00", "earned more than before"),
        ("1500", "1499.99", "0.01", "a loss of a cent rounds up"),
        ("3000", "0", "1764.11", "the maximum"),
        ("200", "0", "133.33", "no minimum"),
    ],
)
def test_wage_loss_is_paid_by_two_thirds(awe, earned, benefit, why):
    assert value("tpd", awe=awe, injury_date="2026-01-05", earnings=earned) == benefit, why


def test_wage_loss_wants_a_year_of_the_table_and_no_negative_figure():
    assert refused("tpd", awe="1", injury_date="2027-01-01", earnings="0").missing
    reasons = refused("tpd", awe="-1", injury_date="2026-01-01", earnings="-1").reasons
    assert reasons == ["“awe” is negative.", "“earnings” is negative."]


# --- The schedule ---------------------------------------------------------------------------------


def schedule(first: str, last: str, **more: str) -> dict:
    """The details of the schedule of a disability at 800.00 a week."""
    given_ = {
        "awe": "1200", "injury_date": "2026-03-02", "disability_from": first,
        "disability_to": last, "knowledge_date": first, **more,
    }  # fmt: skip
    return told("td_schedule", **given_)["details"]


def test_the_worked_example():
    found = schedule("2026-03-03", "2026-03-17")
    assert found["retroactive_days"] == 3
    assert [(r["period_from"], r["period_to"], r["due_date"]) for r in found["rows"]] == [
        ("2026-03-03", "2026-03-16", "2026-03-17"),
        ("2026-03-17", "2026-03-17", "2026-03-31"),
    ]
    assert [r["amount"] for r in found["rows"]] == ["1600.00", "114.29"]
    assert found["total"] == "1714.29"


@pytest.mark.parametrize(
    ("last", "first_paid", "days", "why"),
    [
        ("2026-03-05", None, 0, "three days wait"),
        ("2026-03-06", "2026-03-06", 1, "the fourth day is paid"),
        ("2026-03-16", "2026-03-06", 11, "14 days: the waiting days stay unpaid"),
        ("2026-03-17", "2026-03-03", 15, "15 days: they are paid"),
    ],
)
def test_the_waiting_days_are_paid_from_the_fifteenth_day(last, first_paid, days, why):
    rows = schedule("2026-03-03", last)["rows"]
    assert sum(row["days"] for row in rows) == days, why
    assert (rows[0]["period_from"] if rows else None) == first_paid, why


def test_in_hospital_nothing_waits():
    found = schedule("2026-03-03", "2026-03-06", hospitalized="yes")
    assert (found["retroactive_days"], found["total"]) == (3, "457.14")


def test_the_first_payment_waits_for_knowledge_and_covers_all_days_before_it():
    rows = schedule("2026-03-03", "2026-05-31", knowledge_date="2026-04-10")["rows"]
    assert (rows[0]["due_date"], rows[0]["days"]) == ("2026-04-24", 52)
    assert rows[1]["due_date"] == "2026-05-08"


def test_a_due_day_on_a_weekend_does_not_move():
    assert schedule("2026-03-07", "2026-03-25")["rows"][0]["due_date"] == "2026-03-21"


@pytest.mark.parametrize(
    ("used", "cap", "days"),
    [("0", "104", 19), ("709", "104", 19), ("710", "104", 18), ("727", "104", 1), ("728", "104", 0),
     ("900", "104", 0), ("0", "2", 14), ("0", "0", 0)],
)  # fmt: skip
def test_days_paid_never_exceed_the_cap(used, cap, days):
    found = schedule("2026-03-03", "2026-03-21", days_used=used, cap_weeks=cap)
    assert sum(row["days"] for row in found["rows"]) == days


@pytest.mark.parametrize(("last", "days"), [("2021-03-02", 15), ("2021-03-03", 15)])
def test_nothing_is_paid_after_five_years(last, days):
    found = schedule("2021-02-16", last, injury_date="2016-03-02")
    assert sum(row["days"] for row in found["rows"]) == days
    assert found["rows"][-1]["period_to"] == "2021-03-02"


def test_a_rate_follows_the_day_of_each_payment():
    found = schedule("2023-04-10", "2023-05-20", awe="2700", injury_date="2021-05-03")
    rates = {row["due_date"]: row["weekly_rate"] for row in found["rows"]}
    assert rates == {
        "2023-04-24": "1356.31", "2023-05-08": "1619.15", "2023-05-22": "1619.15",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"disability_to": "2026-03-02"}, "lies before “disability_from”"),
        ({"injury_date": "2026-03-04"}, "lies before “injury_date”"),
        ({"knowledge_date": "2026-03-01"}, "lies before “injury_date”"),
        ({"days_used": "-1"}, "“days_used” is negative"),
        ({"injury_date": "2007-12-31"}, "two years run from the first payment"),
        ({"injury_date": "2004-04-19"}, "two years run from the first payment"),
        ({"disability_from": "2026-06-01", "disability_to": "2028-04-30"}, "no row for 2028-03-"),
    ],
)
def test_a_schedule_that_no_table_or_section_covers_is_refused(texts, said):
    given_ = {
        "awe": "1200", "injury_date": "2026-03-02", "disability_from": "2026-03-03",
        "disability_to": "2026-03-31", "knowledge_date": "2026-03-03",
    }  # fmt: skip
    assert said in refused("td_schedule", **given_ | texts).sentence


@pytest.mark.parametrize("injury", ["2004-04-18", "2008-01-01"])
def test_injuries_either_side_of_the_two_year_rule_are_answered(injury):
    assert ask("td_schedule", awe="900", injury_date=injury, disability_from=injury,
               disability_to="2008-02-20", knowledge_date=injury).value > 0  # fmt: skip


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


# --- A late payment -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paid", "increase", "total", "late"),
    [
        ("2026-03-16", "0.00", "1600.00", 0),
        ("2026-03-17", "0.00", "1600.00", 0),
        ("2026-03-18", "160.00", "1760.00", 1),
        ("2026-03-20", "160.00", "1760.00", 3),
    ],
)
def test_a_payment_after_its_day_rises_by_a_tenth(paid, increase, total, late):
    found = told("late_increase", amount="1600", due_date="2026-03-17", paid_date=paid)
    assert (found["value"], found["details"]) == (increase, {"total": total, "days_late": late})


def test_half_a_cent_rounds_up_and_a_negative_payment_is_refused():
    asked = {"due_date": "2026-03-21", "paid_date": "2026-03-23"}
    assert value("late_increase", amount="0.05", **asked) == "0.01"
    assert refused("late_increase", amount="-1", **asked).reasons == ["“amount” is negative."]


def test_four_days_at_800_are_457_14():
    assert Decimal(80_000 * 4) / 7 != 45_714
    assert schedule("2026-03-03", "2026-03-09")["total"] == "457.14"

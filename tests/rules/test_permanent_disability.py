"""Permanent disability: weeks of every rating, what it comes to, life pension."""

import csv
import json
from datetime import date
from decimal import Decimal

import pytest
from asking import LAW, refused, told, value
from hypothesis import given
from hypothesis import strategies as st
from sources import ROOT

from rules.permanent_disability import pd_weeks

BY_PERCENT = ROOT / "tests/data/pd_weeks_by_percent.csv"
YEARS = {
    "weeks_doi_2003": "2003-12-31",
    "weeks_doi_2004": "2004-01-01",
    "weeks_doi_2005_to_2012": "2012-12-31",
    "weeks_doi_2013_on": "2013-01-01",
}


# --- Weeks ----------------------------------------------------------------------------------------


def test_the_weeks_of_every_whole_percent():
    with BY_PERCENT.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 99
    for row in rows:
        for column, injury in YEARS.items():
            found = value("pd_weeks", percent=row["pd_percent"], injury_date=injury)
            assert found == row[column], (row["pd_percent"], injury)


@pytest.mark.parametrize(
    ("percent", "injury", "weeks", "why"),
    [
        ("0.25", "2026-01-05", "0.75", "the smallest rating"),
        ("9.75", "2026-01-05", "29.25", "the end of the first band"),
        ("10", "2026-01-05", "30.25", "a quarter in the second band: 9.75 x 3 + 0.25 x 4"),
        ("14.75", "2026-01-05", "49.25", "the end of the second band"),
        ("15", "2026-01-05", "50.50", "a quarter in the third"),
        ("20", "2026-01-05", "75.50", "not the 70.50 of the table before 1992"),
        ("69.75", "2026-01-05", "429.25", "the last rating without a pension"),
        ("70", "2026-01-05", "433.25", "a quarter at 16 weeks a percent"),
        ("80", "2026-01-05", "593.25", "not the 461.25 of the table before 1992"),
        ("99.75", "2026-01-05", "909.25", "the largest rating"),
        ("15", "2012-12-31", "50.50", "the same under the law before"),
        ("15", "2004-12-31", "65.25", "the last day of the table of 2004"),
        ("15", "2005-01-01", "50.50", "the first day of the table of 2005"),
        ("70", "2003-12-31", "426.50", "the last day of the table of 2003"),
        ("70", "2004-01-01", "446.25", "the first day of the table of 2004"),
    ],
)
def test_a_band_begins_where_the_one_before_ends(percent, injury, weeks, why):
    assert value("pd_weeks", percent=percent, injury_date=injury) == weeks, why


@pytest.mark.parametrize("percent", ["0", "-1", "0.1", "0.24", "9.8", "99.76", "100", "101"])
def test_a_rating_that_has_no_weeks_is_refused(percent):
    assert "has no weeks" in refused("pd_weeks", percent=percent, injury_date="2026-01-05").sentence


def test_injuries_before_the_table_are_refused():
    assert refused("pd_weeks", percent="10", injury_date="2002-12-31").missing


@given(st.sampled_from(list(YEARS.values())), st.integers(1, 398))
def test_weeks_strictly_rise(injury, quarters):
    day, step = date.fromisoformat(injury), Decimal("0.25")
    less = pd_weeks(quarters * step, day, law=LAW).value
    more = pd_weeks((quarters + 1) * step, day, law=LAW).value
    assert less < more


# --- What a rating comes to -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("percent", "awe", "injury", "rate", "total"),
    [
        ("10", "1200", "2026-01-05", "290.00", "8772.50"),
        ("25", "1200", "2026-01-05", "290.00", "29217.50"),
        ("70", "1200", "2026-01-05", "290.00", "125642.50"),
        ("99", "1200", "2026-01-05", "290.00", "260202.50"),
        ("10", "390", "2026-01-05", "260.00", "7865.00"),
        ("10", "200", "2026-01-05", "160.00", "4840.00"),
        ("54.75", "1200", "2013-06-01", "230.00", "71127.50"),
        ("55", "1200", "2013-06-01", "270.00", "84037.50"),
        ("69.75", "1200", "2013-12-31", "270.00", "115897.50"),
        ("70", "1200", "2013-12-31", "290.00", "125642.50"),
        ("55", "1200", "2014-01-01", "290.00", "90262.50"),
        ("69.75", "1200", "2012-12-31", "230.00", "98727.50"),
        ("70", "1200", "2012-12-31", "270.00", "116977.50"),
        ("10", "1200", "2005-12-31", "220.00", "6655.00"),
        ("10", "1200", "2006-01-01", "230.00", "6957.50"),
    ],
)
def test_a_rating_comes_to_weeks_times_rate(percent, awe, injury, rate, total):
    found = told("pd_award", percent=percent, awe=awe, injury_date=injury)
    assert (found["details"]["weekly_rate"], found["value"]) == (rate, total)
    assert found["details"]["total"] == total
    assert found["details"]["adjusted_weekly_rate"] is None


ADJUSTED = {"percent": "20", "awe": "1200"}


@pytest.mark.parametrize(
    ("injury", "offer", "before", "adjusted", "total"),
    [
        ("2010-05-01", "no", "10", "264.50", "19624.75"),
        ("2010-05-01", "no", "0", "264.50", "19969.75"),
        ("2010-05-01", "yes", "10", "195.50", "15105.25"),
        ("2010-05-01", "no", "75.5", "264.50", "17365.00"),
        ("2005-01-01", "no", "0", "253.00", "19101.50"),
        ("2004-12-31", "no", "10", None, "18050.00"),
        ("2012-12-31", "yes", "0", "195.50", "14760.25"),
        ("2013-01-01", "yes", "10", None, "17365.00"),
    ],
)
def test_an_offer_of_work_adjusts_injuries_of_2005_to_2012(injury, offer, before, adjusted, total):
    found = told("pd_award", **ADJUSTED, injury_date=injury, rtw_offer=offer, weeks_before=before)
    assert found["details"]["adjusted_weekly_rate"] == adjusted
    assert found["value"] == total
    said = any("Lab. Code 4658(d)" in step["citation"] for step in found["steps"])
    assert said


def test_without_a_word_of_an_offer_nothing_is_adjusted():
    found = told("pd_award", **ADJUSTED, injury_date="2010-05-01", weeks_before="10")
    assert found["value"] == "17365.00"
    assert "Nothing is said of an offer" in json.dumps(found["steps"])
    plain = told("pd_award", **ADJUSTED, injury_date="2010-05-01")
    assert "offer" not in json.dumps(plain["steps"])


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"percent": "100"}, "is paid for life"),
        ({"awe": "-1"}, "“awe” is negative."),
        ({"weeks_before": "-1"}, "“weeks_before” is negative."),
        ({"weeks_before": "75.51", "rtw_offer": "no"}, "cannot be paid before"),
        ({"injury_date": "2002-12-31"}, "no row"),
    ],
)
def test_an_award_that_cannot_be_is_refused(texts, said):
    asked = ADJUSTED | {"injury_date": "2010-05-01"} | texts
    assert said in refused("pd_award", **asked).sentence


# --- Life pension ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("percent", "awe", "injury", "pension"),
    [
        ("69.75", "900", "2026-01-05", "0.00"),
        ("70", "900", "2026-01-05", "77.31"),
        ("75", "900", "2026-01-05", "115.96"),
        ("80", "900", "2026-01-05", "154.61"),
        ("90", "900", "2026-01-05", "231.92"),
        ("99", "900", "2026-01-05", "301.50"),
        ("80", "300", "2026-01-05", "90.00"),
        ("80", "900", "2005-12-31", "77.31"),
        ("80", "900", "2006-01-01", "154.61"),
    ],
)
def test_from_70_percent_a_pension_follows(percent, awe, injury, pension):
    found = told("pd_award", percent=percent, awe=awe, injury_date=injury)
    assert found["details"]["life_pension"] == pension


# --- The rating -----------------------------------------------------------------------------------


def rating(parts: list[dict[str, str]], injury: str = "2023-05-01") -> dict:
    """The answer for some impairments."""
    return told("pd_rating", parts=json.dumps(parts), injury_date=injury)


@pytest.mark.parametrize(
    ("ratings", "total"),
    [
        ((20, 10), "28"), ((30, 20, 10), "50"), ((15, 12, 8, 5), "34"), ((50, 40), "70"),
        ((10, 8), "17"), ((8, 10), "17"), ((100, 50), "100"), ((12,), "12"), ((0, 5), "5"),
    ],
)  # fmt: skip
def test_ratings_are_combined_from_the_highest_down(ratings, total):
    found = rating([{"wpi": "1", "after_age": str(one)} for one in ratings])
    assert found["value"] == total
    assert found["details"]["ratings"] == list(ratings)


@pytest.mark.parametrize(
    ("part", "injury", "total", "string"),
    [
        ({"wpi": "10", "after_age": "13", "industrial_percent": "80"}, "2023-05-01", "10",
         "10 - [1.4]14 - n - 13 - 80% - 10%"),
        ({"wpi": "10"}, "2013-01-01", "14", "10 - [1.4]14 - n - n - 14%"),
        ({"wpi": "10", "after_occupation": "16"}, "2013-01-01", "16", "10 - [1.4]14 - 16 - n - 16%"),
        ({"wpi": "10", "fec_rank": "1"}, "2012-12-31", "11", "10 - [1.1]11 - n - n - 11%"),
        ({"wpi": "10", "fec_rank": "2"}, "2005-01-01", "11", "10 - [1.142857]11 - n - n - 11%"),
        ({"wpi": "10", "fec_rank": "8"}, "2005-01-01", "14", "10 - [1.4]14 - n - n - 14%"),
        ({"wpi": "5", "fec_rank": "1"}, "2005-01-01", "6", "5 - [1.1]6 - n - n - 6%"),
        ({"wpi": "90"}, "2013-01-01", "100", "90 - [1.4]100 - n - n - 100%"),
    ],
)  # fmt: skip
def test_an_impairment_is_adjusted_by_the_factor_of_its_time(part, injury, total, string):
    found = rating([part], injury)
    assert (found["value"], found["details"]["rating_string"]) == (total, string)


def test_all_ranks_have_their_factor():
    found = [rating([{"wpi": "100", "fec_rank": str(rank)}], "2008-01-01") for rank in range(1, 9)]
    factors = [one["steps"][0]["text"].split(" x ")[1].split(" = ")[0] for one in found]
    assert factors == [
        "1.1", "1.142857", "1.185714", "1.228571", "1.271429", "1.314286", "1.357143", "1.4",
    ]  # fmt: skip
    assert {one["verified"] for one in found} == {"no"}
    assert rating([{"wpi": "1"}])["verified"] == "secondary"


@pytest.mark.parametrize(
    ("parts", "injury", "said"),
    [
        ([], "2023-05-01", "no impairment"),
        ([{"wpi": "10"}], "2004-12-31", "before 2005"),
        ([{"wpi": "10"}], "2012-12-31", "needs the FEC rank"),
        ([{"wpi": "10", "fec_rank": "0"}], "2012-12-31", "1 to 8"),
        ([{"wpi": "10", "fec_rank": "9"}], "2012-12-31", "1 to 8"),
        ([{"wpi": "101"}], "2023-05-01", "more than 100"),
        ([{"wpi": "-1"}], "2023-05-01", "negative"),
        ([{"wpi": "1", "industrial_percent": "100.5"}], "2023-05-01", "more than 100"),
        ([{"wpi": "1", "after_age": "-1"}], "2023-05-01", "negative"),
    ],
)
def test_an_impairment_that_no_schedule_rates_is_refused(parts, injury, said):
    asked = {"parts": json.dumps(parts), "injury_date": injury}
    assert said in refused("pd_rating", **asked).sentence


@given(st.lists(st.integers(0, 100), min_size=1, max_size=6), st.randoms())
def test_the_combined_rating_is_free_of_order_and_at_most_100(ratings, dice):
    parts = [{"wpi": "1", "after_age": str(one)} for one in ratings]
    first = rating(parts)["value"]
    dice.shuffle(parts)
    assert rating(parts)["value"] == first
    assert max(ratings) <= int(first) <= min(100, sum(ratings))

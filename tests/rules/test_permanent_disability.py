"""Permanent disability: weeks of every rating, what it comes to, life pension."""

import csv
import json
from datetime import date
from decimal import Decimal

import pytest
from asking import LAW, told, value
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


@given(st.sampled_from(list(YEARS.values())), st.integers(1, 398))
def test_weeks_strictly_rise(injury, quarters):
    day, step = date.fromisoformat(injury), Decimal("0.25")
    less = pd_weeks(quarters * step, day, law=LAW).value
    more = pd_weeks((quarters + 1) * step, day, law=LAW).value
    assert less < more


# --- What a rating comes to -----------------------------------------------------------------------


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


# --- The rating -----------------------------------------------------------------------------------


def rating(parts: list[dict[str, str]], injury: str = "2023-05-01") -> dict:
    """The answer for some impairments."""
    return told("pd_rating", parts=json.dumps(parts), injury_date=injury)


def test_all_ranks_have_their_factor():
    found = [rating([{"wpi": "100", "fec_rank": str(rank)}], "2008-01-01") for rank in range(1, 9)]
    factors = [one["steps"][0]["text"].split(" x ")[1].split(" = ")[0] for one in found]
    assert factors == [
        "1.1", "1.142857", "1.185714", "1.228571", "1.271429", "1.314286", "1.357143", "1.4",
    ]  # fmt: skip
    assert {one["verified"] for one in found} == {"no"}
    assert rating([{"wpi": "1"}])["verified"] == "secondary"


@given(st.lists(st.integers(0, 100), min_size=1, max_size=6), st.randoms())
def test_the_combined_rating_is_free_of_order_and_at_most_100(ratings, dice):
    parts = [{"wpi": "1", "after_age": str(one)} for one in ratings]
    first = rating(parts)["value"]
    dice.shuffle(parts)
    assert rating(parts)["value"] == first
    assert max(ratings) <= int(first) <= min(100, sum(ratings))

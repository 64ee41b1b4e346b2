"""Permanent disability on either side of a cent, of a half percent, of the years that adjust."""

import json

import pytest
from asking import told, value


@pytest.mark.parametrize(
    ("awe", "injury", "rate", "total"),
    [
        ("400", "2026-01-05", "266.67", "8066.77"),
        ("435", "2026-01-05", "290.00", "8772.50"),
        ("434.99", "2026-01-05", "289.99", "8772.20"),
        ("240", "2026-01-05", "160.00", "4840.00"),
        ("240.02", "2026-01-05", "160.01", "4840.30"),
        ("310", "2010-05-01", "206.67", "6251.77"),
    ],
)
def test_a_weekly_rate_is_rounded_before_it_is_multiplied(awe, injury, rate, total):
    """Ten percent are 30.25 weeks."""
    found = told("pd_award", percent="10", awe=awe, injury_date=injury)
    assert (found["details"]["weekly_rate"], found["value"]) == (rate, total)


@pytest.mark.parametrize(
    ("offer", "before", "adjusted", "total"),
    [
        ("no", "1", "237.67", "7158.52"),  # 206.67 + 29.25 x 237.67
        ("yes", "1", "175.67", "5345.02"),  # 206.67 + 29.25 x 175.67
        ("no", "0.25", "237.67", "7181.77"),  # 51.67 + 30 x 237.67
        ("no", "30.25", "237.67", "6251.77"),
    ],
)
def test_weeks_paid_before_are_paid_at_the_old_rate_and_rounded_apart(
    offer, before, adjusted, total
):
    found = told("pd_award", percent="10", awe="310", injury_date="2010-05-01", rtw_offer=offer,
                 weeks_before=before)  # fmt: skip
    assert (found["details"]["adjusted_weekly_rate"], found["value"]) == (adjusted, total)


@pytest.mark.parametrize(
    ("injury", "inside"),
    [("2004-12-31", False), ("2005-01-01", True), ("2012-12-31", True), ("2013-01-01", False)],
)
def test_why_nothing_is_adjusted_follows_the_day_of_injury(injury, inside):
    found = told("pd_award", percent="10", awe="900", injury_date=injury, weeks_before="1")
    said = [step["text"] for step in found["steps"] if step["citation"] == "Lab. Code 4658(d)"]
    assert said == [
        "Nothing is said of an offer of work: no adjustment"
        if inside
        else "Offers of work adjust injuries of 2005 to 2012 alone: no adjustment"
    ]


@pytest.mark.parametrize(("injury", "mark"), [("2012-12-31", "no"), ("2013-01-01", "secondary")])
def test_the_mark_of_a_rating_follows_its_factor(injury, mark):
    parts = json.dumps([{"wpi": 10, "fec_rank": 5}])
    assert told("pd_rating", parts=parts, injury_date=injury)["verified"] == mark


@pytest.mark.parametrize(
    ("rating", "industrial", "final"),
    [("13", "50", "7"), ("13", "49.9", "6"), ("15", "90", "14"), ("13", "80", "10"), ("1", "50", "1"),
     ("1", "49", "0")],
)  # fmt: skip
def test_half_a_percent_from_work_rounds_up(rating, industrial, final):
    parts = json.dumps([{"wpi": 1, "after_age": rating, "industrial_percent": industrial}])
    assert value("pd_rating", parts=parts, injury_date="2023-05-01") == final


@pytest.mark.parametrize(
    ("ratings", "total", "why"),
    [
        ((45, 30), "62", "45 + 30 x 0.55 = 61.5"),
        ((45, 28), "60", "45 + 28 x 0.55 = 60.4"),
        ((50, 25), "63", "50 + 25 x 0.5 = 62.5"),
        ((50, 23), "62", "50 + 23 x 0.5 = 61.5"),
        ((90, 90), "99", "90 + 90 x 0.1"),
        ((99, 99), "100", "99 + 99 x 0.01 = 99.99"),
        ((60, 24, 12), "74", "69.6 is 70, then 70 + 12 x 0.3 = 73.6"),
    ],
)
def test_two_ratings_are_rounded_half_up_when_combined(ratings, total, why):
    parts = json.dumps([{"wpi": 1, "after_age": one} for one in ratings])
    assert value("pd_rating", parts=parts, injury_date="2023-05-01") == total, why

"""Medical mileage by the day of travel."""

import pytest
from asking import refused, told, value


@pytest.mark.parametrize(
    ("day", "miles", "amount"),
    [
        ("2026-05-04", "42.6", "30.89"),
        ("2026-01-01", "100", "72.50"),
        ("2025-12-31", "100", "70.00"),
        ("2022-06-30", "100", "58.50"),
        ("2022-07-01", "100", "62.50"),
        ("2003-01-01", "100", "34.00"),
        ("2026-12-31", "0", "0.00"),
    ],
)
def test_miles_are_paid_by_the_rate_of_the_day(day, miles, amount):
    assert value("mileage", travel_date=day, miles=miles) == amount


def test_the_mark_is_that_of_the_row():
    assert told("mileage", travel_date="2021-05-01", miles="1")["verified"] == "no"
    assert told("mileage", travel_date="2019-05-01", miles="1")["verified"] == "yes"


@pytest.mark.parametrize(
    ("texts", "missing"),
    [
        ({"travel_date": "2027-01-01", "miles": "1"}, "mileage_rates 2027-01-01"),
        ({"travel_date": "2002-12-31", "miles": "1"}, "mileage_rates 2002-12-31"),
        ({"travel_date": "2026-01-01", "miles": "-1"}, None),
    ],
)
def test_days_beyond_the_table_and_negative_miles_are_refused(texts, missing):
    assert refused("mileage", **texts).missing == missing

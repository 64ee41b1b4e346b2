"""Full salary under section 4850: a year in all, in days."""

import pytest
from asking import refused, told


@pytest.mark.parametrize(
    ("last", "used", "days", "last_paid", "exhausted", "amount"),
    [
        ("2026-02-11", "0", 1, "2026-02-11", "no", "100.00"),
        ("2027-02-09", "0", 364, "2027-02-09", "no", "36400.00"),
        ("2027-02-10", "0", 365, "2027-02-10", "yes", "36500.00"),
        ("2027-02-11", "0", 365, "2027-02-10", "yes", "36500.00"),
        ("2026-03-01", "52", 1, "2026-02-11", "yes", "100.00"),
        ("2026-03-01", "51.5", 4, "2026-02-14", "yes", "400.00"),
        ("2026-03-01", "53", 0, None, "yes", "0.00"),
    ],
)
def test_the_year_is_365_days(last, used, days, last_paid, exhausted, amount):
    asked = {"annual_salary": "36500", "from_date": "2026-02-11", "used_weeks": used}
    found = told("salary_4850", **asked, to_date=last)
    assert found["value"] == amount
    assert found["details"] == {"days": days, "last_day": last_paid, "exhausted": exhausted}


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"annual_salary": "-1"}, "negative"),
        ({"used_weeks": "-1"}, "negative"),
        ({"to_date": "2026-02-10"}, "lies before “from_date”"),
    ],
)
def test_what_cannot_be_is_refused(texts, said):
    asked = {
        "annual_salary": "36500", "from_date": "2026-02-11", "to_date": "2026-02-12",
        "used_weeks": "0",
    }  # fmt: skip
    assert said in refused("salary_4850", **asked | texts).sentence

"""Simple interest on what is owed to the City."""

from datetime import date

import pytest
from asking import LAW, malformed, told
from hypothesis import given
from hypothesis import strategies as st

from rules.errors import Unanswered
from rules.recovery_interest import recovery_interest

BILLED = {"principal": "1766.28", "from_date": "2026-09-10", "days": "180"}


def test_the_worked_example_of_seven_percent_for_180_days():
    found = told("recovery_interest", **BILLED, kind="prejudgment")
    assert (found["value"], found["verified"]) == ("60.97", "no")
    assert found["details"] == {
        "percent": "7", "days": 180, "to_date": "2027-03-09", "daily": "0.34",
    }  # fmt: skip
    assert found["steps"][1]["text"] == "$1,766.28 × 7 % × 180 / 365 days = $60.97"
    assert found["steps"][1]["citation"] == "Cal. Const. art. XV, sec. 1; Civ. Code 3287"


@pytest.mark.parametrize(
    ("kind", "since", "value", "why"),
    [
        ("contract", "2026-09-10", "87.10", "10 percent where a contract is silent"),
        ("judgment", "2026-09-10", "87.10", "10 percent on a judgment"),
        ("personal_judgment", "2022-12-31", "87.10", "the last day of 10 percent"),
        ("personal_judgment", "2023-01-01", "43.55", "the first day of 5 percent"),
    ],
)
def test_each_kind_has_its_rate_of_the_day(kind, since, value, why):
    asked = {**BILLED, "from_date": since, "kind": kind}
    assert told("recovery_interest", **asked)["value"] == value, why


def test_no_day_bears_no_interest():
    assert told("recovery_interest", **{**BILLED, "days": "0"})["value"] == "0.00"


def test_what_is_negative_is_refused():
    since = date(2026, 9, 10)
    with pytest.raises(Unanswered, match="interest runs for 0 days or more"):
        recovery_interest(100, since, -1, law=LAW)
    with pytest.raises(Unanswered, match="“principal” is negative"):
        recovery_interest(-1, since, 1, law=LAW)
    assert "days" in malformed("recovery_interest", **{**BILLED, "days": "ten"})


@given(st.integers(0, 10**9), st.integers(0, 3650), st.integers(0, 3650))
def test_more_days_never_bear_less_and_parts_differ_by_a_cent_at_most(owed, some, more):
    since = date(2024, 2, 29)
    whole = recovery_interest(owed, since, some + more, law=LAW).value
    parts = [recovery_interest(owed, since, days, law=LAW).value for days in (some, more)]
    assert whole >= max(parts)
    assert abs(whole - sum(parts)) <= 1

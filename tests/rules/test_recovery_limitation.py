"""The last day to sue who damaged City property."""

from datetime import date

import pytest

from rules.calendars import COURT, closed
from rules.errors import BadValue
from rules.recovery_limitation import PERIODS, last_day_to_sue


@pytest.mark.parametrize(
    ("damage", "kind", "last", "why"),
    [
        ("2026-08-14", "property", "2029-08-14", "three years end on an open Tuesday"),
        ("2026-08-14", "statutory", "2029-08-14", "three years for what a statute grants"),
        ("2026-08-15", "oral_contract", "2028-08-15", "two years"),
        ("2024-02-29", "property", "2027-03-01", "no 29 February: the 28th is a Sunday and moves"),
        ("2023-12-25", "property", "2026-12-28", "Christmas, then a weekend"),
        ("2026-08-14", "written_contract", "2030-08-14", "four years"),
        ("2026-08-14", "judgment", "2036-08-14", "ten years"),
    ],
)
def test_the_last_day(damage, kind, last, why):
    found = last_day_to_sue(date.fromisoformat(damage), kind, calendar=COURT)
    assert found.day == date.fromisoformat(last), why
    assert found.steps[0][1] == PERIODS[kind].citation
    assert not closed(found.day, COURT)


def test_a_basis_without_period_is_refused():
    with pytest.raises(BadValue, match="not a basis"):
        last_day_to_sue(date(2026, 1, 1), "goodwill", calendar=COURT)

"""The last day to sue who damaged City property."""

from datetime import date

import pytest
from asking import LAW, told
from hypothesis import given
from hypothesis import strategies as st

from rules.calendars import COURT, closed
from rules.recovery_limitation import recovery_limitation


@pytest.mark.parametrize(
    ("damage", "kind", "last", "base", "why"),
    [
        ("2026-08-14", "property", "2029-08-14", "2029-08-14", "three years end on a Tuesday"),
        ("2026-08-14", "statutory", "2029-08-14", "2029-08-14", "three years of a statute"),
        ("2026-08-14", "emergency_response", "2029-08-14", "2029-08-14", "three years"),
        ("2026-08-15", "oral_contract", "2028-08-15", "2028-08-15", "two years"),
        ("2026-08-15", "injured_employee", "2028-08-15", "2028-08-15", "two years"),
        ("2024-02-29", "property", "2027-03-01", "2027-02-28", "the 28th is a Sunday and moves"),
        ("2023-12-25", "property", "2026-12-28", "2026-12-25", "Christmas, then a weekend"),
        ("2026-08-14", "written_contract", "2030-08-14", "2030-08-14", "four years"),
        ("2026-08-14", "judgment", "2036-08-14", "2036-08-14", "ten years"),
    ],
)
def test_the_last_day(damage, kind, last, base, why):
    found = told("recovery_limitation", damage_date=damage, kind=kind)
    assert (found["value"], found["details"]["base_date"]) == (last, base), why
    assert found["steps"][0]["citation"] == LAW.tables["recovery_limitations"].on(
        date.fromisoformat(damage), kind
    ).text("citation")
    assert len(found["steps"]) == 1 + (last != base)


@given(st.dates(date(2004, 1, 1), date(2035, 12, 31)))
def test_the_last_day_is_open_and_later(damage):
    last = recovery_limitation(damage, "property", law=LAW).value
    assert last > damage
    assert not closed(last, COURT)

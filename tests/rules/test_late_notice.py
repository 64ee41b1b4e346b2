"""A claim is returned as late where it had six months to present and missed them, and not else."""

from datetime import date

import pytest
from asking import LAW

from rules.late_notice import not_late

MARCH = date(2026, 3, 2)
"""Six months end on Wednesday 2 September 2026; 182 days would on 31 August."""


def _said(accrued, presented, kind) -> str:
    want = not_late(accrued, presented, kind, law=LAW)
    return want.sentence if want else ""


@pytest.mark.parametrize(
    ("presented", "kind", "said", "why"),
    [
        (date(2026, 9, 2), "injury", "The claim is not late", "the last day of six months"),
        (date(2026, 9, 3), "injury", "", "the day after: Gov. Code 911.3(a)"),
        (date(2026, 9, 3), "personal_property", "", "six months as well"),
        (date(2027, 3, 3), "death", "", "after the year it is late still"),
        (date(2026, 9, 3), "contract", "The claim is not late", "a year: Gov. Code 911.2(a)"),
        (date(2027, 3, 2), "real_property", "The claim is not late", "the last day of the year"),
        (date(2027, 3, 3), "real_property", "has a year", "Gov. Code 911.4(a): no leave to ask"),
        (date(2026, 9, 2), None, "The claim is not late", "in time whatever is claimed"),
        (date(2026, 9, 3), None, "Enter what is claimed", "late only with six months"),
        (date(2027, 3, 3), "civil_rights", "none need be presented", "42 USC 1983"),
        (date(2026, 3, 1), "injury", "before", "presented before it accrued"),
        (None, "injury", "Enter the day the claim was presented", "not known"),
    ],
)
def test_who_had_six_months_and_missed_them_is_late(presented, kind, said, why):
    found = _said(MARCH, presented, kind)
    assert said in found, why
    assert bool(found) is bool(said), why


def test_the_days_are_told():
    assert _said(date(2026, 10, 21), date(2026, 11, 24), "injury") == (
        "The claim is not late: it accrued Wed 21 Oct 2026, the last day to present it was "
        "Wed 21 Apr 2027, and it was presented Tue 24 Nov 2026 (Gov. Code 911.2)."
    )


def test_a_day_that_is_missing_is_asked_for_by_its_column():
    assert not_late(None, MARCH, "injury", law=LAW).column == "accrual_date"
    assert not_late(MARCH, None, "injury", law=LAW).column == "presented_date"
    assert not_late(MARCH, date(2026, 12, 1), None, law=LAW).column == "claim_kind"

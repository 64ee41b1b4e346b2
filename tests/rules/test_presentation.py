"""Whether a claim came in time, and the last day to sue."""

from datetime import date, timedelta

from asking import LAW, told
from hypothesis import given
from hypothesis import strategies as st

from rules.calendars import COURT, closed
from rules.presentation import presentation
from rules.suit import suit_deadline

DAYS = st.dates(date(2004, 1, 1), date(2035, 12, 31))


def test_the_mark_and_the_section_follow_the_kind():
    asked = {"accrual_date": "2026-05-20", "presented_date": "2026-05-21"}
    six, one = (told("presentation", **asked, claim_kind=kind) for kind in ("indemnity", "other"))
    assert (six["verified"], six["steps"][0]["citation"]) == ("secondary", "Gov. Code 901")
    assert (one["verified"], one["steps"][0]["citation"]) == ("yes", "Gov. Code 911.2(a)")


@given(DAYS, st.integers(0, 500), st.booleans())
def test_presented_later_is_never_better(accrual, after, minor):
    order = ("timely", "late", "barred")
    days = [accrual + timedelta(days=after), accrual + timedelta(days=after + 1)]
    first, second = (presentation(accrual, day, "injury", minor, law=LAW).value for day in days)
    assert order.index(first) <= order.index(second)


# --- The suit -------------------------------------------------------------------------------------


@given(DAYS, st.integers(0, 400), st.booleans())
def test_the_last_day_to_sue_is_open_and_follows_the_notice(accrual, after, conforming):
    notice = accrual + timedelta(days=after)
    last = suit_deadline(accrual, notice, conforming, law=LAW).value
    assert not closed(last, COURT)
    assert last > (notice if conforming else accrual)

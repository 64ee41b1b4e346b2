"""Whether a claim came in time, and the last day to sue."""

from datetime import date, timedelta

import pytest
from asking import LAW, refused, told, value
from hypothesis import given
from hypothesis import strategies as st

from rules.calendars import COURT, closed
from rules.presentation import presentation
from rules.suit import suit_deadline

DAYS = st.dates(date(2004, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("presented", "kind", "result", "why"),
    [
        ("2026-05-20", "injury", "timely", "on the day itself"),
        ("2026-11-20", "injury", "timely", "the last day"),
        ("2026-11-21", "injury", "late", "the day after"),
        ("2027-05-20", "death", "late", "the last day of the year"),
        ("2027-05-21", "death", "barred", "beyond the year"),
        ("2026-11-21", "personal_property", "late", "six months"),
        ("2026-11-21", "crops", "late", "six months"),
        ("2026-11-21", "indemnity", "late", "six months"),
        ("2026-11-21", "contract", "timely", "a year"),
        ("2027-05-20", "real_property", "timely", "the last day of the year"),
        ("2027-05-21", "real_property", "barred", "no relief for one-year kinds"),
        ("2027-05-21", "other", "barred", "no relief for one-year kinds"),
    ],
)
def test_a_claim_is_timely_late_or_barred(presented, kind, result, why):
    asked = {"accrual_date": "2026-05-20", "presented_date": presented, "claim_kind": kind}
    assert value("presentation", **asked) == result, why


def test_the_days_that_bound_it():
    asked = {"accrual_date": "2026-05-20", "presented_date": "2026-12-01"}
    assert told("presentation", **asked, claim_kind="injury")["details"] == {
        "last_day": "2026-11-20", "late_application_until": "2027-05-20", "must_grant": "no",
    }  # fmt: skip
    assert told("presentation", **asked, claim_kind="contract")["details"] == {
        "last_day": "2027-05-20", "late_application_until": None, "must_grant": "no",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("presented", "kind", "minor", "grant"),
    [
        ("2026-12-01", "injury", "yes", "yes"),
        ("2026-12-01", "injury", "no", "no"),
        ("2026-11-20", "injury", "yes", "no"),
        ("2027-05-21", "injury", "yes", "no"),
        ("2026-12-01", "contract", "yes", "no"),
    ],
)
def test_a_minors_late_application_must_be_granted_within_the_year(presented, kind, minor, grant):
    asked = {"accrual_date": "2026-05-20", "presented_date": presented, "claim_kind": kind}
    assert told("presentation", **asked, minor=minor)["details"]["must_grant"] == grant


def test_a_last_day_on_a_closed_day_moves():
    asked = {"accrual_date": "2026-05-21", "claim_kind": "injury"}
    assert value("presentation", **asked, presented_date="2026-11-23") == "timely"
    assert value("presentation", **asked, presented_date="2026-11-24") == "late"


def test_a_claim_presented_before_it_accrued_is_refused():
    asked = {"accrual_date": "2026-05-20", "claim_kind": "injury"}
    assert "lies before" in refused("presentation", **asked, presented_date="2026-05-19").sentence


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


@pytest.mark.parametrize(
    ("texts", "last", "why"),
    [
        ({"accrual_date": "2026-05-19"}, "2028-05-19", "two years end on a Friday"),
        ({"accrual_date": "2026-05-20"}, "2028-05-22", "on a Saturday: moves to Monday"),
        ({"accrual_date": "2024-02-29"}, "2026-03-02", "28 February is a Saturday"),
        ({"accrual_date": "2026-05-20", "extension_days": "68"}, "2028-07-27", "agreed days added"),
        ({"rejected_mailed_date": "2026-12-15"}, "2027-06-15", "six months from mailing"),
        ({"rejected_mailed_date": "2026-12-15", "extension_days": "60"}, "2027-06-15",
         "agreed days do not count in the six months"),
        ({"rejected_mailed_date": "2026-08-31"}, "2027-03-01", "182 days are longer"),
        ({"rejected_mailed_date": "2026-12-19"}, "2027-06-21", "Juneteenth on Saturday, weekend"),
        ({"rejected_mailed_date": "2026-12-15", "conforming_notice": "no"}, "2028-05-22",
         "a notice without the warning gives two years"),
    ],
)  # fmt: skip
def test_the_last_day_to_sue(texts, last, why):
    assert value("suit_deadline", **{"accrual_date": "2026-05-20"} | texts) == last, why


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"rejected_mailed_date": "2026-05-19"}, "lies before “accrual_date”"),
        ({"extension_days": "-1"}, "“extension_days” is negative"),
    ],
)
def test_a_suit_out_of_order_is_refused(texts, said):
    assert said in refused("suit_deadline", **{"accrual_date": "2026-05-20"} | texts).sentence


@given(DAYS, st.integers(0, 400), st.booleans())
def test_the_last_day_to_sue_is_open_and_follows_the_notice(accrual, after, conforming):
    notice = accrual + timedelta(days=after)
    last = suit_deadline(accrual, notice, conforming, law=LAW).value
    assert not closed(last, COURT)
    assert last > (notice if conforming else accrual)

"""How light duty ends: days that were worked count, and what was extended ends with its extension."""

from datetime import date, timedelta

import pytest
from desk import TODAY, do, look, make, reasons, row, words
from duty import department, noted, task_of_bank, worker

import models as m
from journal import light_duty as duty
from rules.light_duty_days import days_used

pytestmark = pytest.mark.usefixtures("office")
BEGAN = date(2026, 10, 30)
LAST = date(2026, 12, 29)


@pytest.fixture
def omar(ann):
    one = worker(department(), last_worked_date=date(2026, 10, 2))
    noted(ann, one, from_date=date(2026, 10, 20))
    return one


def stands(claim_id: int, first: date = BEGAN, last: date = LAST, **values) -> int:
    """An offer that was accepted; its id."""
    light = {"activity": "lift", "pounds": 5}
    task = task_of_bank(m.Department.get().id, "Check work orders", light)
    given = {"claim": claim_id, "task": task, "status": "accepted", "offered_date": BEGAN,
             "first_day": first, "last_day": last, **values}  # fmt: skip
    return make("lightdutyoffer", **given)


def used(claim_id: int) -> int:
    return days_used(duty.spans_of([claim_id]).get(claim_id, []), through=TODAY)


def end(ann, offer: int, day: date, **values):
    given = {"end_reason": "no_work", "inform": False, "ended_date": day, **values}
    return do(ann, "end_offer", "lightdutyoffer", offer, **given)


@pytest.mark.parametrize(
    ("day", "passes"),
    [(date(2020, 1, 1), False), (BEGAN - timedelta(days=1), False), (BEGAN, True), (TODAY, True)],
)
def test_days_that_were_worked_are_not_wiped_by_an_earlier_end(ann, omar, day, passes):
    offer = stands(omar)
    assert used(omar) == 26
    plan = look(ann, "end_offer", "lightdutyoffer", offer, end_reason="other", ended_date=day)
    assert (not plan.refusals) is passes
    if not passes:
        assert "cannot be its last day worked" in reasons(plan)
    else:
        end(ann, offer, day)
        assert used(omar) == (day - BEGAN).days + 1


def test_an_end_ahead_shortens_it_and_is_not_called_ended_yet(ann, omar):
    offer = stands(omar)
    day = TODAY + timedelta(days=14)
    plan = look(ann, "end_offer", "lightdutyoffer", offer, end_reason="other", ended_date=day)
    assert "ends Tue 8 Dec 2026" in words(plan)
    assert "stays accepted" in words(plan)
    end(ann, offer, day)
    found = row(m.LightDutyOffer, offer)
    assert (found.status, found.last_day, found.ended_date) == ("accepted", day, None)
    assert m.Diary.get(m.Diary.rule_code == "LD-END").diary_date == TODAY
    again = look(ann, "end_offer", "lightdutyoffer", offer, end_reason="other", ended_date=LAST)
    assert "ends Tue 8 Dec 2026 as it is" in reasons(again)


def test_a_note_that_comes_in_late_leaves_the_days_that_were_worked(ann, omar):
    offer = stands(omar)
    do(ann, "record_work_status", "claim", omar, status="off_work", inform=False,
       from_date=date(2026, 10, 29))  # fmt: skip
    found = row(m.LightDutyOffer, offer)
    assert (found.status, found.ended_date, used(omar)) == ("ended", TODAY, 26)


def test_a_release_ahead_shortens_light_duty(ann, omar):
    offer = stands(omar)
    do(ann, "record_work_status", "claim", omar, status="full_duty", inform=False,
       from_date=date(2026, 12, 1))  # fmt: skip
    found = row(m.LightDutyOffer, offer)
    assert (found.status, found.last_day) == ("accepted", date(2026, 11, 30))


@pytest.mark.parametrize("act", ["end_offer", "full_duty"])
def test_what_was_extended_ends_with_its_extension(ann, omar, act):
    first = stands(omar, last=date(2026, 11, 13))
    second = stands(omar, date(2026, 11, 14), LAST, extends=first)
    due = m.Diary.rule_code == "LD-END"
    assert m.Diary.get(due).diary_date == LAST - timedelta(days=14)
    only = look(ann, "end_offer", "lightdutyoffer", first, end_reason="other")
    number = row(m.LightDutyOffer, second).offer_no
    assert f"goes on as its extension {number}: end that one" in reasons(only)
    if act == "end_offer":
        end(ann, second, TODAY)
    else:
        given = {"from_date": TODAY + timedelta(days=1), "inform": False}
        do(ann, "record_work_status", "claim", omar, status="full_duty", **given)
    found = row(m.LightDutyOffer, first)
    assert (found.status, found.ended_date) == ("ended", date(2026, 11, 13))
    assert row(m.LightDutyOffer, second).ended_date == TODAY
    assert m.Diary.get(due).status == "dropped"
    assert used(omar) == 26


def test_what_is_extended_has_no_clock_of_its_own(ann, omar):
    first = stands(omar, last=date(2026, 11, 13))
    stands(omar, date(2026, 11, 14), date(2026, 11, 20), extends=first, status="ended",
           ended_date=date(2026, 11, 16))  # fmt: skip
    entries = m.Diary.select().where(m.Diary.rule_code == "LD-END", m.Diary.status == "open")
    assert not entries.exists()


@pytest.mark.parametrize(
    ("notice", "passes"),
    [
        (date(2020, 1, 1), False),
        (BEGAN - timedelta(days=1), False),
        (BEGAN, True),
        (TODAY, True),
        (TODAY + timedelta(days=1), False),
    ],
)
def test_notice_lies_between_the_first_day_and_today(ann, omar, notice, passes):
    offer = stands(omar)
    plan = look(ann, "extend_offer", "lightdutyoffer", offer, letter="elsewhere",
                notice_date=notice)  # fmt: skip
    assert (not plan.refusals) is passes
    if not passes:
        assert "is not between Fri 30 Oct 2026 and today" in reasons(plan)

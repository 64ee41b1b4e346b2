"""Whoever closes a day finds in the inbox what it did to the deadlines."""

from datetime import date

from builders import claim

import models as m
from journal import jobs


def test_a_closed_day_typed_on_the_screen_moves_deadlines_and_reports(sign_in):
    claim_id = claim(presented_date=date(2026, 11, 16), status="under_review")
    browser = sign_in("administrator")
    form = {"calendar": "court", "day": "2026-12-31", "name": "Day of mourning"}
    assert browser.send("/admin/holiday/new/", data=form).status_code == 302
    assert jobs.work_off() == 1
    moved = m.Diary.get(m.Diary.claim == claim_id, m.Diary.rule_code == "CLAIM_ACT_45")
    assert moved.diary_date == date(2027, 1, 4)
    assert "Deadlines: 0 new, 1 moved or ended." in browser.get("/admin/inbox/").text
    assert m.Batch.get_by_id(moved.batch_id).actor == "administrator@city.gov"

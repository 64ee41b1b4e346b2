"""All deadlines worked out anew, when the law or a closed day changes."""

from datetime import date

import pytest
from desk import TODAY, change, claim, make
from everything import deadline

import models as m
from journal import jobs
from journal.jobs import Task
from journal.who import OPERATOR
from workflow import relook


def queued() -> list[m.Job]:
    return list(m.Job.select().where(m.Job.kind == "deadlines", m.Job.status == "queued"))


def work(tmp_path, **parameters) -> str:
    task = Task(1, OPERATOR, {"on": TODAY.isoformat(), **parameters}, tmp_path)
    return relook.work(task)["sentence"]


@pytest.mark.parametrize(
    ("sheet", "values"),
    [
        ("holiday", {"calendar": "court", "day": date(2026, 12, 31), "name": "Mourning"}),
        (
            "statutoryrow",
            {
                "table": "liability_deadlines",
                "code": "CLAIM_ACT_45",
                "first_day": date(2026, 11, 1),
                "values": deadline("Act on claim")
                | {"count": "50", "mail": "915.2", "closed_day": "next"},
                "source": "Stats. 2026.",
            },
        ),
    ],
)
def test_a_change_of_the_law_asks_for_it_once_and_moves_what_rests_on_it(
    office, tmp_path, sheet, values
):
    claim_id = claim(presented_date=date(2026, 11, 16), status="evaluation")
    assert queued() == []
    make(sheet, **values)
    make("holiday", calendar="court", day=date(2027, 12, 1), name="Another")
    assert len(queued()) == 1
    assert work(tmp_path) == (
        "Open claims and incidents looked at: 1. Deadlines: 0 new, 1 moved or ended."
    )
    due = m.Diary.get(m.Diary.claim == claim_id)
    assert due.diary_date > due.moved_from_date == date(2026, 12, 31)
    assert work(tmp_path) == "Open claims and incidents looked at: 1. Deadlines: nothing changed."


def test_an_office_without_claims_asks_for_nothing(office):
    make("holiday", calendar="court", day=date(2026, 12, 31), name="Mourning")
    assert queued() == []


def test_closed_claims_are_not_looked_at(office, tmp_path):
    claim_id = claim(presented_date=date(2026, 11, 16), status="evaluation")
    change("claim", claim_id, status="closed_withdrawn")
    make("incident", status="closed")
    assert work(tmp_path) == "Open claims and incidents looked at: 0. Deadlines: nothing changed."


def test_what_is_asked_for_before_the_queue_is_open_waits(office):
    claim(presented_date=date(2026, 11, 16), status="evaluation")
    jobs.close_queue()
    make("holiday", calendar="court", day=date(2026, 12, 31), name="Mourning")
    assert queued()[0].parameters["on"] == TODAY.isoformat()


def test_other_rules_than_last_time_ask_for_it_once(office, monkeypatch):
    claim(presented_date=date(2026, 11, 16), status="evaluation")
    relook.ask_of_new_rules(TODAY)
    assert len(queued()) == 1
    m.Job.update(status="done").execute()
    relook.ask_of_new_rules(TODAY)
    assert queued() == []
    monkeypatch.setattr(relook, "_rules", lambda: "another version")
    relook.ask_of_new_rules(TODAY)
    assert len(queued()) == 1

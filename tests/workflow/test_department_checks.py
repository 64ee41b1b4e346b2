"""Departments are asked for light duty with restrictions and dates alone, and answer for themselves."""

from dataclasses import replace
from datetime import date

import pytest
from desk import TODAY, change, do, look, make, reasons, row, user, words
from duty import department, noted, task_of_bank, worker

import models as m
from journal.undo import undo
from rules.errors import Blocked, Invalid, NotFound, Refused

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def pw(office):
    return department()


@pytest.fixture
def library(office):
    return department("LIB")


@pytest.fixture
def omar(ann, pw):
    """Omar may lift ten pounds; his note says more in words."""
    one = worker(pw, last_worked_date=date(2026, 10, 1), diagnosis="canary-diagnosis")
    noted(ann, one, as_written="canary-words", to_date=date(2026, 12, 18))
    return one


def asked(ann, claim: int, **values) -> int:
    do(ann, "ask_department", "claim", claim, **values)
    return m.LightDutyCheck.select().order_by(m.LightDutyCheck.id.desc()).get().id


def coordinator(home: int):
    return replace(user("cora", "coordinator"), department_id=home)


def test_the_own_department_is_asked_first_with_restrictions_and_dates(ann, pw, omar):
    done = do(ann, "ask_department", "claim", omar)
    check = m.LightDutyCheck.get()
    assert (check.department, check.asked_date, check.answer_by_date) == (
        pw,
        TODAY,
        date(2026, 11, 29),
    )
    ((address, _, text),) = done.messages
    assert address == "pw@example.org"
    assert "Can Omar Ruiz be given light duty with you?" in text
    assert "through Fri 18 Dec 2026: Lift up to 10 lb" in text
    assert "canary" not in text
    entry = m.Diary.get(m.Diary.action == "answer_check")
    assert (entry.claim, entry.diary_date) == (omar, date(2026, 11, 29))


def test_another_department_hears_no_name(ann, library, omar):
    task = task_of_bank(library, "Shelve paperbacks")
    done = do(ann, "ask_department", "claim", omar, task=task)
    text = done.messages[0][2]
    assert "Can an employee of Department PW do “Shelve paperbacks” with you?" in text
    assert "Omar" not in text


def test_the_same_question_is_asked_again_only_after_its_answer(ann, library, omar):
    check = asked(ann, omar)
    with pytest.raises(Blocked, match="its answer is awaited"):
        asked(ann, omar)
    assert asked(ann, omar, department=library)
    do(ann, "answer_check", "lightdutycheck", check, answer="cannot", reason="Full.")
    assert asked(ann, omar)


def test_a_task_beyond_the_restrictions_is_not_asked_for(ann, pw, omar):
    task = task_of_bank(pw, "Stack salt bags", {"activity": "lift", "pounds": 25})
    with pytest.raises(Blocked, match="10 allowed, 15 too much"):
        asked(ann, omar, task=task)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"asked_date": date(2026, 11, 25)}, "lies ahead"),
        ({"asked_date": TODAY}, ""),
        ({"asked_date": date(2026, 11, 23)}, ""),
    ],
)
def test_it_is_asked_today_or_was(ann, omar, values, said):
    plan = look(ann, "ask_department", "claim", omar, **values)
    assert said in reasons(plan)
    assert bool(plan.refusals) is bool(said)


def test_who_has_no_note_or_no_department_is_named(ann, pw):
    plan = look(ann, "ask_department", "claim", [worker(pw), worker(None)])
    assert "record the physician's note first" in reasons(plan)
    assert "choose the one to ask" in reasons(plan)


@pytest.mark.parametrize(
    ("answer", "reason", "subject", "action"),
    [
        ("can", None, "Department PW can take somebody: offer light duty", "offer_light_duty"),
        ("partly", "Mornings.", "Department PW can help in part: read its answer", "offer_light_duty"),
        ("cannot", "No desk.", "Department PW cannot give light duty: ask another department",
         "ask_department"),
    ],
)  # fmt: skip
def test_an_answer_tells_the_diary_what_comes_next(ann, omar, answer, reason, subject, action):
    check = asked(ann, omar)
    done = do(ann, "answer_check", "lightdutycheck", check, answer=answer, reason=reason)
    found = row(m.LightDutyCheck, check)
    assert (found.answer, found.reason, found.answered_date) == (answer, reason, TODAY)
    entry = m.Diary.get(m.Diary.claim == omar, m.Diary.action == action)
    assert (entry.subject, entry.diary_date, entry.status) == (subject, TODAY, "open")
    with pytest.raises(Blocked, match="answered on Tue 24 Nov 2026 already"):
        do(ann, "answer_check", "lightdutycheck", check, answer="can")
    undo(ann, done.receipt.seq, on=TODAY)
    assert row(m.LightDutyCheck, check).answer is None
    assert m.Diary.get(m.Diary.action == "answer_check").claim == omar


def test_no_is_given_with_a_reason(ann, omar):
    check = asked(ann, omar)
    with pytest.raises(Invalid, match="needs a reason"):
        do(ann, "answer_check", "lightdutycheck", check, answer="cannot")
    plan = look(ann, "answer_check", "lightdutycheck", check, answer="cannot", reason="Full.")
    assert "temporary disability goes on; ask another one" in words(plan)


def test_an_answer_lies_between_the_question_and_today(ann, omar):
    check = asked(ann, omar)
    for day, passes in ((date(2026, 11, 23), False), (TODAY, True), (date(2026, 11, 25), False)):
        plan = look(ann, "answer_check", "lightdutycheck", check, answer="can", answered_date=day)
        assert (not plan.refusals) is passes


def test_a_coordinator_answers_for_the_own_department_alone(ann, pw, library, omar):
    own, other = asked(ann, omar, department=library), asked(ann, omar)
    cora = coordinator(library)
    plan = look(cora, "answer_check", "lightdutycheck", own, answer="cannot", reason="Full.")
    claim_no = row(m.Claim, omar).claim_no
    assert not any(word in words(plan) for word in (claim_no, "Omar", "canary"))
    do(cora, "answer_check", "lightdutycheck", own, answer="cannot", reason="Full.")
    entry = m.Diary.get(m.Diary.action == "ask_department")
    assert entry.subject.startswith("Department LIB cannot")
    with pytest.raises(NotFound):
        do(cora, "answer_check", "lightdutycheck", other, answer="can")
    with pytest.raises(Refused):
        do(cora, "ask_department", "claim", omar)


def test_what_the_department_said_stands_at_the_offer(ann, pw, omar):
    task = task_of_bank(pw, "Check work orders")
    given = {"task": task, "first_day": date(2026, 11, 30), "letter": "elsewhere"}
    check = asked(ann, omar, task=task)
    unanswered = words(look(ann, "offer_light_duty", "claim", omar, **given))
    assert "Department PW was asked on Tue 24 Nov 2026 and has not answered yet." in unanswered
    do(ann, "answer_check", "lightdutycheck", check, answer="partly", reason="Mornings alone.")
    partly = words(look(ann, "offer_light_duty", "claim", omar, **given))
    assert "answered on Tue 24 Nov 2026: can in part. Mornings alone." in partly
    change("lightdutycheck", check, answer="can")
    assert "Department PW" not in words(look(ann, "offer_light_duty", "claim", omar, **given))


def test_a_task_of_another_department_is_not_spoken_of(ann, pw, library, omar):
    asked(ann, omar, department=library)
    task = task_of_bank(pw, "Check work orders")
    given = {"task": task, "letter": "elsewhere"}
    assert "LIB" not in words(look(ann, "offer_light_duty", "claim", omar, **given))
    assert make("lightdutycheck", claim=omar, department=pw, asked_date=TODAY)

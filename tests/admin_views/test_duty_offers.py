"""Light duty where it is asked for: entries of the diary, tasks that fit, the letters of an offer."""

from datetime import date

import letter_office as made
import pytest
from desk import TODAY, do, make, user
from duty import department, noted, task_of_bank, worker

import models as m
from rules.claim_clocks import BY_CODE


@pytest.fixture(autouse=True)
def fixed(monkeypatch):
    monkeypatch.setenv("CLAIMS_TODAY", TODAY.isoformat())


@pytest.fixture
def omar(app):
    """Omar may lift ten pounds, and somebody of the desk."""
    ann = user("ann", "technician")
    one = worker(department())
    noted(ann, one)
    return ann, one


def offered(ann, claim: int, **values) -> int:
    task = task_of_bank(m.Department.get().id, "Check work orders")
    given = {"first_day": TODAY, "letter": "elsewhere", **values}
    do(ann, "offer_light_duty", "claim", claim, task=task, **given)
    return m.LightDutyOffer.get().id


def test_the_clocks_name_the_actions_on_the_offer():
    assert BY_CODE["LD-END"].action == "extend_offer"
    assert BY_CODE["LD-ANSWER"].action == "answer_offer"


def test_an_answer_that_is_due_is_recorded_from_the_diary(omar, sign_in):
    ann, claim = omar
    offer = offered(ann, claim)
    address = f"/admin/do/answer_offer?sheet=lightdutyoffer&amp;ids={offer}"
    browser = sign_in("technician")
    assert address in browser.get("/admin/?whose=office").text
    assert address in browser.get(f"/admin/claim/{claim}/").text


def test_light_duty_that_ends_is_extended_or_ended_from_the_diary(omar, sign_in):
    ann, claim = omar
    offer = offered(ann, claim, last_day=date(2026, 12, 1))
    do(ann, "answer_offer", "lightdutyoffer", offer, answer="accepted", inform=False)
    browser = sign_in("technician")
    day = browser.get("/admin/?whose=office").text
    for key in ("extend_offer", "end_offer"):
        assert f"/admin/do/{key}?sheet=lightdutyoffer&amp;ids={offer}" in day
    assert "/admin/do/extend_offer" in browser.get(f"/admin/claim/{claim}/").text


def test_a_release_is_confirmed_from_the_diary_and_shown_until_then(omar, sign_in):
    ann, claim = omar
    do(ann, "record_work_status", "claim", claim, status="full_duty", inform=False)
    note = m.WorkStatus.get(m.WorkStatus.status == "full_duty").id
    browser = sign_in("technician")
    page = browser.get(f"/admin/claim/{claim}/").text
    assert "Release not confirmed" in page
    assert f"/admin/do/verify_release?sheet=workstatus&amp;ids={note}" in page
    do(ann, "verify_release", "workstatus", note)
    assert "Release not confirmed" not in browser.get(f"/admin/claim/{claim}/").text


def test_each_task_that_fits_is_offered_by_a_button(omar, sign_in):
    _, claim = omar
    home = m.Department.get().id
    task_of_bank(home, "Check work orders")
    task_of_bank(home, "Stack salt bags", {"activity": "lift", "pounds": 40})
    fits = m.LightDutyTask.get(m.LightDutyTask.title == "Check work orders")
    given = {"sheet": "claim", "ids": claim, "first_day": "2026-11-30"}
    shown = sign_in("technician").send("/admin/do/find_tasks/preview", data=given).text
    assert f"task={fits.task_no}&amp;first_day=2026-11-30" in shown
    assert shown.count("/admin/do/offer_light_duty") == 1


def test_an_offer_shows_its_letters_with_their_files(app, sign_in):
    made.settle()
    offer = made.offer()
    browser = sign_in("examiner")
    page = browser.get(f"/admin/lightdutyoffer/details/?id={offer}").text
    assert "None yet: write one by the actions above." in page
    do(user("ed", "examiner"), "letter_light_duty_offer", "lightdutyoffer", offer)
    letter = m.Letter.get()
    page = browser.get(f"/admin/lightdutyoffer/details/?id={offer}").text
    assert letter.letter_no in page
    assert f"/admin/document/{letter.document}/file" in page
    given = {"why": "error", "reason": "Wrong days."}
    do(user("eve", "examiner"), "void_letter", "letter", letter.id, **given)
    page = browser.get(f"/admin/lightdutyoffer/details/?id={offer}").text
    assert "void: Sent in error: Wrong days." in page


def test_a_coordinator_sees_no_letters_of_an_offer(app, sign_in):
    made.settle()
    offer = made.offer(department=make("department", code="X", name="X"))
    assert (
        "What was written"
        not in sign_in("coordinator").get(f"/admin/lightdutyoffer/details/?id={offer}").text
    )


def test_light_duty_is_not_typed_into_its_list_but_offered_from_the_board(omar, sign_in):
    browser = sign_in("technician")
    page = browser.get("/admin/lightdutyoffer/").text
    assert "/admin/lightdutyoffer/new/" not in page
    assert '<a class="btn btn-primary" href="/admin/light-duty/"' in page
    claim_no = m.Claim.get_by_id(omar[1]).claim_no
    sent = {"claim": claim_no, "first_day": "2026-11-25", "last_day": "2026-12-24",
            "hours_a_day": "23", "status": "offered", "wage_effect": "same"}  # fmt: skip
    answer = browser.send("/admin/lightdutyoffer/new/", data=sent)
    assert "action “Offer light duty”" in answer.text
    assert not m.LightDutyOffer.select().exists()

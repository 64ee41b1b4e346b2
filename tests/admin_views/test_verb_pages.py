"""The page of a quick action: asked, shown, run once a click; refused in words, with the text kept."""

import pytest
from builders import TODAY, claim, write

import models as m


@pytest.fixture(autouse=True)
def fixed(monkeypatch):
    monkeypatch.setenv("CLAIMS_TODAY", TODAY.isoformat())


NOTE = {
    "sheet": "claim",
    "subject": "Called",
    "text": "No answer",
    "sensitivity": "personal",
    "note_date": "2026-11-24",
}


def test_an_action_opens_with_its_questions_and_the_record(sign_in):
    one = claim(claim_no="L-1")
    page = sign_in("technician").get(f"/admin/do/add_note?sheet=claim&ids={one}").text
    for words in ("Add a note", "L-1", "Subject", "Kept as", 'name="click"', "Fill the form"):
        assert words in page, words


def test_a_preview_says_what_would_be_written_and_writes_nothing(sign_in):
    one, browser = claim(claim_no="L-1"), sign_in("technician")
    batches = m.Batch.select().count()
    answer = browser.send("/admin/do/add_note/preview", data={**NOTE, "ids": one})
    assert "Adds the note “Called” to L-1." in answer.text
    assert "<html" not in answer.text
    assert m.Batch.select().count() == batches


def test_a_double_click_acts_once_and_undo_is_offered(sign_in):
    one, browser = claim(), sign_in("technician")
    sent = {**NOTE, "ids": one, "click": "abc", "back": f"/admin/claim/{one}/"}
    first, second = (browser.send("/admin/do/add_note", data=sent) for _ in range(2))
    assert [first.status_code, first.location, second.status_code] == [
        302,
        f"/admin/claim/{one}/",
        302,
    ]
    assert m.FileNote.select().where(m.FileNote.claim == one).count() == 1
    page = browser.get(first.location).text
    seq = m.Batch.select(m.Batch.seq).order_by(m.Batch.seq.desc()).scalar()
    assert f"/admin/batch/{seq}/undo" in page
    assert "Note added to" in page


def test_what_cannot_stand_keeps_the_text_and_names_the_question(sign_in):
    one, browser = claim(), sign_in("technician")
    answer = browser.send(
        "/admin/do/add_note", data={**NOTE, "ids": one, "subject": "", "note_date": "31 Feb"}
    )
    assert answer.status_code == 422
    assert "No answer" in answer.text
    assert "31 Feb" in answer.text
    assert "Subject is needed." in answer.text
    assert m.FileNote.select().count() == 0


def test_approval_is_announced_before_and_the_action_waits(sign_in):
    one, browser = claim(), sign_in("technician")
    write(
        source="seed",
        authoritylimit={
            "holder": "technician",
            "kind": "reserve",
            "amount": 1_000_00,
            "first_day": "2020-01-01",
        },
    )
    write(
        source="seed",
        authoritylimit={
            "holder": "risk_manager",
            "kind": "reserve",
            "amount": 90_000_00,
            "first_day": "2020-01-01",
        },
    )
    sent = {
        "sheet": "claim",
        "ids": one,
        "category": "indemnity",
        "amount": "5000",
        "reason_code": "initial",
    }
    assert "Needs approval." in browser.send("/admin/do/set_reserve/preview", data=sent).text
    assert browser.send("/admin/do/set_reserve", data={**sent, "click": "c"}).status_code == 302
    assert m.Approval.get().status == "waiting"
    assert m.Reserve.select().count() == 0


def test_of_many_records_those_refused_are_named_and_the_rest_goes_on(sign_in):
    done = write(
        source="seed", diary={"subject": "Done", "diary_date": TODAY, "status": "done"}
    ).created[0][1]
    due = write(source="seed", diary={"subject": "Due", "diary_date": TODAY}).created[0][1]
    browser, sent = (
        sign_in("technician"),
        {"sheet": "diary", "ids": f"{done},{due}", "outcome": "done"},
    )
    refused = browser.send("/admin/do/finish_diary", data=sent)
    assert refused.status_code == 409
    assert "is done already" in refused.text
    assert "Go on with the rest" in refused.text
    assert browser.send("/admin/do/finish_diary", data={**sent, "partly": "yes"}).status_code == 302
    assert m.Diary.get_by_id(due).status == "done"


@pytest.mark.parametrize(
    ("role", "url", "status"),
    [
        ("auditor", "/admin/do/add_note?sheet=claim&ids={}", 403),
        ("coordinator", "/admin/do/add_note?sheet=claim&ids={}", 403),
        ("technician", "/admin/do/add_note?sheet=claim&ids=999999", 404),
        ("technician", "/admin/do/add_note?sheet=claim", 404),
        ("technician", "/admin/do/add_note?sheet=policy&ids={}", 403),
        ("technician", "/admin/do/no_such_action?sheet=claim&ids={}", 404),
        ("technician", "/admin/do/reassign_caseload", 403),
        ("risk_manager", "/admin/do/reassign_caseload", 200),
    ],
)
def test_an_action_opens_only_for_its_roles_and_records(sign_in, role, url, status):
    assert sign_in(role).get(url.format(claim())).status_code == status


def test_an_action_never_leads_out_of_the_office(sign_in):
    one, browser = claim(), sign_in("technician")
    sent = {**NOTE, "ids": one, "back": "https://evil.example/"}
    assert browser.send("/admin/do/add_note", data=sent).status_code == 400
    assert m.FileNote.select().count() == 0


def test_answering_a_call_says_what_may_be_told_and_logs_itself(sign_in):
    one, browser = claim(line="W", status="accepted", diagnosis="canary"), sign_in("technician")
    sent = {"sheet": "claim", "ids": one, "caller": "Sam Reed", "caller_kind": "supervisor"}
    told = browser.send("/admin/do/answer_call/preview", data=sent).text
    assert "you may tell:" in told
    assert "canary" not in told
    browser.send("/admin/do/answer_call", data={**sent, "click": "c"})
    assert m.Inquiry.get().caller == "Sam Reed"

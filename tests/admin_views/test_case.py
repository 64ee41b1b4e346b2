"""The page of a claim, incident or recovery: what each role sees of it, its parts, its actions."""

import io
import re

import pytest
from builders import TODAY, change, claim, pay, reserve, write

import models as m
from admin_views import next_steps
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR
from rules.statuses import claim_move, recovery_move
from workflow.verbs import VERBS


@pytest.fixture(autouse=True)
def fixed(monkeypatch):
    monkeypatch.setenv("CLAIMS_TODAY", TODAY.isoformat())


def full_claim(**values) -> int:
    """A claim with money, a note and a deadline on it."""
    one = claim(
        line="W", status="accepted", diagnosis="canary-diagnosis", injury_date=TODAY, **values
    )
    reserve(one, 900_00)
    pay(one, 100_00)
    write(
        source="verb",
        filenote={"claim": one, "note_date": TODAY, "subject": "Called", "text": "canary-note"},
    )
    write(
        source="seed",
        diary={
            "claim": one,
            "diary_date": TODAY,
            "subject": "Decide",
            "steps": [{"text": "DWC-1 filed + 90 days", "citation": "LC 5402(b)"}],
        },
    )
    return one


def test_the_case_file_shows_money_deadlines_and_the_story(sign_in):
    one = full_claim()
    page = sign_in("technician").get(f"/admin/claim/{one}/").text
    for words in (
        "$900.00",
        "$100.00",
        "$800.00",
        "Decide",
        "DWC-1 filed + 90 days. LC 5402(b).",
        "Called",
        "canary-note",
        "<strong>Reserve</strong> indemnity $0.00 → $900.00",
        "Tue 24 Nov 2026: $100.00 indemnity",
        "Answer a call",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    "part",
    [
        "payments",
        "reserves",
        "parties",
        "documents",
        "notes",
        "contacts",
        "inquiries",
        "receipts",
        "investigation",
        "recoveries",
        "facts",
        "history",
        "story",
    ],
)
def test_each_part_of_a_claim_opens(sign_in, part):
    one = full_claim()
    answer = sign_in("technician").get(f"/admin/claim/{one}/{part}")
    assert answer.status_code == 200, answer.text


def test_medical_values_leave_one_entry_in_the_access_log(sign_in):
    one = full_claim()
    browser = sign_in("technician")
    before = m.AccessEvent.select().count()
    browser.get(f"/admin/claim/{one}/facts")
    event = m.AccessEvent.select().order_by(m.AccessEvent.id.desc()).get()
    assert m.AccessEvent.select().count() == before + 1
    assert (event.event, event.sheet, event.row_ids, event.sensitivities) == (
        "read",
        "claim",
        str(one),
        "medical",
    )


def test_a_coordinator_sees_the_named_columns_of_the_own_department_and_no_more(sign_in):
    parks = write(source="seed", department={"code": "PK-T", "name": "Parks"}).created[0][1]
    one, other = full_claim(department=parks), full_claim()
    browser = sign_in("coordinator", department=parks)
    page = browser.get(f"/admin/claim/{one}/")
    assert page.status_code == 200
    assert "Labor Code 3762" in page.text
    for hidden in ("canary", "$900.00", "Called", "Decide", "/payments", "/admin/do/", "data-edit"):
        assert hidden not in page.text, hidden
    for part in ("facts", "history", "payments"):
        assert "canary" not in browser.get(f"/admin/claim/{one}/{part}").text
    assert browser.get(f"/admin/claim/{other}/").status_code == 404
    assert browser.get("/admin/claim/999999/").status_code == 404


@pytest.mark.parametrize(
    ("role", "status"), [("auditor", 200), ("risk_manager", 200), ("administrator", 403)]
)
def test_who_reads_claims_opens_the_case_file(sign_in, role, status):
    one = full_claim()
    page = sign_in(role).get(f"/admin/claim/{one}/")
    assert page.status_code == status
    assert ("canary-diagnosis" in page.text) is False
    assert "/admin/do/pay" not in page.text or role == "risk_manager"


def test_the_risk_manager_sees_no_diagnosis(sign_in):
    one = full_claim()
    assert "canary-diagnosis" not in sign_in("risk_manager").get(f"/admin/claim/{one}/facts").text
    assert "canary-diagnosis" in sign_in("auditor").get(f"/admin/claim/{one}/facts").text


def test_a_deadline_is_ticked_off_from_the_page(sign_in):
    one = full_claim()
    page = sign_in("technician").get(f"/admin/claim/{one}/").text
    entry = m.Diary.get(m.Diary.claim == one).id
    assert f"/admin/do/finish_diary?sheet=diary&amp;ids={entry}" in page


def test_incident_and_recovery_have_the_same_page(sign_in):
    incident = write(
        source="seed", incident={"location": "400 Main Street", "loss_date": TODAY}
    ).created[0][1]
    one = full_claim(incident=incident)
    recovery = write(
        source="seed", recovery={"claim": one, "incident": incident, "asset_description": "Pole 7"}
    ).created[0][1]
    browser = sign_in("technician")
    assert "400 Main Street" in browser.get(f"/admin/incident/{incident}/").text
    number = m.Claim.get_by_id(one).claim_no
    assert number in browser.get(f"/admin/incident/{incident}/claims").text
    page = browser.get(f"/admin/recovery/{recovery}/")
    assert "Pole 7" in page.text
    assert browser.get(f"/admin/recovery/{recovery}/costs").status_code == 200


def test_the_claimants_other_claims_stand_beside(sign_in):
    one, two = claim(claimant="Baker, Dolores"), claim(claimant="Baker, Dolores")
    assert m.Claim.get_by_id(two).claim_no in sign_in("technician").get(f"/admin/claim/{one}/").text


def test_an_edit_by_form_is_told_by_kind_and_number_once(sign_in):
    one = claim(claim_no="12-19-0157")
    sent = {"version": 1, "location": "Oak and 4th"}
    answer = sign_in("technician").send(f"/admin/claim/edit/?id={one}", data=sent)
    assert answer.status_code == 302
    title = m.Batch.select(m.Batch.title).order_by(m.Batch.id.desc()).scalar()
    assert title == "Claim 12-19-0157: Location"


def test_a_wrong_line_is_mended_on_the_form_and_a_wrong_status_says_what_to_set(sign_in):
    one, two, browser = claim(), claim(status="under_review"), sign_in("technician")
    sent = {"version": 1, "line": "W", "status": "received"}
    assert browser.send(f"/admin/claim/edit/?id={one}", data=sent).status_code == 302
    assert m.Claim.get_by_id(one).status == "reported"
    answer = browser.send(f"/admin/claim/edit/?id={two}", data={"version": 1, "line": "W"})
    assert answer.status_code == 422
    assert "begins at “Reported”" in answer.text
    assert m.Claim.get_by_id(two).line == "L"


def test_a_status_that_lacks_its_day_comes_back_on_the_form_with_the_text(sign_in):
    one, browser = claim(status="under_review"), sign_in("technician")
    sent = {"version": 1, "status": "rejected", "location": "Oak and 4th"}
    answer = browser.send(f"/admin/claim/edit/?id={one}", data=sent)
    assert answer.status_code == 422
    assert "Enter the day the rejection was mailed." in answer.text
    assert "Oak and 4th" in answer.text
    assert m.Claim.get_by_id(one).status == "under_review"


# --- What one does on the page --------------------------------------------------------------------


def test_notes_contacts_and_inquiries_have_a_tab_that_shows_just_those(sign_in):
    one = full_claim()
    call = {"caller": "Rosa", "caller_kind": "claimant", "told": "t", "withheld": "Reserves."}
    write(source="verb", inquiry={"claim": one, "inquiry_date": TODAY, **call})
    browser = sign_in("technician")
    notes = browser.get(f"/admin/claim/{one}/notes").text
    assert "canary-note" in notes
    assert "<strong>Reserve</strong>" not in notes
    calls = browser.get(f"/admin/claim/{one}/inquiries").text
    assert '<summary class="link">Kept back</summary>' in calls
    assert "No contacts yet." in browser.get(f"/admin/claim/{one}/contacts").text


@pytest.mark.parametrize(
    ("line", "status", "button"),
    [
        ("L", "received", "Begin the review"),
        ("L", "rejected", "Close"),
        ("L", "closed_paid", "Reopen"),
        ("W", "reported", "Give the claim form"),
        ("W", "accepted", "Pay"),
    ],
)
def test_the_primary_button_is_the_next_step_of_the_status(sign_in, line, status, button):
    closed = {"closed_date": TODAY} if status.startswith("closed") else {}
    one = claim(line=line, status=status, **closed)
    page = sign_in("technician").get(f"/admin/claim/{one}/").text
    head = page.partition('<div class="verbs">')[2].partition("</div>")[0]
    primary = head.partition('class="btn btn-primary"')[2].partition("</a>")[0]
    assert primary.endswith(f">{button}")
    assert head.count("btn-primary") == 1
    assert "Answer a call" in head


@pytest.mark.parametrize(("status", "offered"), [("closed_paid", False), ("investigation", True)])
def test_a_closed_claim_offers_neither_payment_nor_reserve_but_to_reopen(sign_in, status, offered):
    one = claim(status=status, **({} if offered else {"closed_date": TODAY}))
    entry = {"claim": one, "diary_date": TODAY, "subject": "Pay the tow", "action": "pay"}
    write(source="seed", diary=entry)
    browser = sign_in("technician")
    for part in ("", "payments", "reserves"):
        page = browser.get(f"/admin/claim/{one}/{part}").text
        assert ("/admin/do/reopen_claim" in page) is not offered
        for verb in ("pay", "request_payment", "set_reserve"):
            assert (f"/admin/do/{verb}?" in page) is offered, (part, verb)


def test_every_next_step_is_a_step_that_the_status_allows():
    for (sheet, line), steps in next_steps.NEXT.items():
        for status, step in steps.items():
            facts = VERBS.get(step.key).facts
            assert sheet in facts["sheets"], (status, step)
            assert status in facts.get("statuses", (status,)), (status, step)
            to = step.given.get("status")
            move = claim_move(line, status, to) if line else recovery_move(status, to or status)
            assert to is None or move.allowed, (status, to, move.why)


def test_head_names_the_amount_claimed_what_happened_and_the_incident(sign_in):
    incident = write(source="seed", incident={"location": "Main", "loss_date": TODAY}).created[0][1]
    one = claim(amount_claimed=2_587_00, description="Struck a wall.", incident=incident)
    page = sign_in("technician").get(f"/admin/claim/{one}/").text
    assert "claimed $2,587.00" in page
    assert "Struck a wall." in page
    assert f'incident <a class="nowrap" href="/admin/incident/{incident}/">' in page


def test_a_note_is_added_on_the_page_itself_and_leads_back_to_it(sign_in):
    one, browser = claim(), sign_in("technician")
    page = browser.get(f"/admin/claim/{one}/").text
    assert '<form id="add_note" method="post" action="/admin/do/add_note" data-form>' in page
    assert 'id="add_note-sensitivity"' in page
    assert 'id="add_contact-summary"' in page
    assert 'id="add_diary-diary_date"' in page
    sent = {
        "sheet": "claim",
        "ids": one,
        "back": f"/admin/claim/{one}/",
        "subject": "Met",
        "text": "First\nSecond",
        "click": "c",
    }
    answer = browser.send("/admin/do/add_note", data=sent)
    assert answer.location == f"/admin/claim/{one}/"
    assert "First\nSecond" in browser.get(answer.location).text


def test_a_file_that_is_refused_is_said_on_the_page_and_the_others_are_kept(sign_in):
    one, browser = claim(), sign_in("technician")
    files = [(io.BytesIO(b"Estimate"), "estimate.txt"), (io.BytesIO(b"\x00\x01"), "odd.pdf")]
    answer = browser.send(f"/admin/claim/{one}/drop", data={"file": files})
    assert (answer.status_code, answer.location) == (302, f"/admin/claim/{one}/")
    page = browser.get(answer.location).text
    assert 'role="alert"' in page
    assert "“odd.pdf” is not what its ending says" in page
    assert m.Document.select().count() == 1
    again = browser.send(
        f"/admin/claim/{one}/drop", data={"file": (io.BytesIO(b"Estimate"), "estimate.txt")}
    )
    assert "This very file is kept here already" in browser.get(again.location).text


def test_nothing_is_dropped_on_what_is_not_there(sign_in):
    answer = sign_in("technician").send("/admin/claim/987654/drop")
    assert answer.status_code == 404


def test_who_may_write_nothing_is_not_told_to_write(sign_in):
    parks = write(source="seed", department={"code": "PK-E", "name": "Parks"}).created[0][1]
    one = claim(line="W", status="delayed", department=parks)
    told = "Write the first note, or drop a file."
    page = sign_in("coordinator", department=parks).get(f"/admin/claim/{one}/").text
    assert "Nothing has happened here yet." in page
    assert told not in page


def test_an_empty_tab_says_what_to_do_with_the_button(sign_in):
    one, browser = claim(), sign_in("technician")
    page = browser.get(f"/admin/claim/{one}/payments").text
    assert "No payments yet. A payment needs a reserve that covers it." in page
    assert 'class="btn btn-primary" href="/admin/do/pay' in page
    assert "No documents yet." in browser.get(f"/admin/claim/{one}/documents").text


def test_what_was_received_is_not_late_any_more(sign_in):
    one = claim()
    step = {
        "claim": one,
        "asked_of": "Police",
        "asked_date": "2026-10-01",
        "due_date": "2026-10-22",
    }
    write(source="verb", investigationstep={**step, "what": "Report"})
    browser = sign_in("technician")
    assert "late" in browser.get(f"/admin/claim/{one}/investigation").text
    change(m.InvestigationStep, m.InvestigationStep.get().id, received_date=TODAY)
    page = browser.get(f"/admin/claim/{one}/investigation").text
    assert "2026-10-22" in page
    assert "late" not in page.partition("<tbody>")[2].partition("</tbody>")[0]


def test_a_claim_in_the_trash_offers_the_way_out_and_nothing_else(sign_in):
    one, browser = full_claim(), sign_in("technician")
    draft = Draft("Put in the trash", source="verb", reason="Entered twice", on=TODAY)
    draft.trash(m.Claim, one)
    commit(OPERATOR, draft)
    page = browser.get(f"/admin/claim/{one}/").text
    assert "operator put this claim in the trash on" in page
    assert "Why: Entered twice" in page
    assert "Take it out of the trash</a>" in page
    assert f"/admin/do/restore?sheet=claim&amp;ids={one}" in page
    for hidden in ("/admin/do/pay", "/admin/do/add_note", "/drop", "data-edit", "finish_diary"):
        assert hidden not in page, hidden
    page = browser.get(f"/admin/claim/{one}/payments").text
    assert re.findall(r"/admin/do/(?!restore)\w+", page) == []


def test_a_recovery_names_its_claim_and_incident(sign_in):
    incident = write(source="seed", incident={"location": "Main", "loss_date": TODAY}).created[0][1]
    one = claim(incident=incident)
    made = {"claim": one, "incident": incident, "asset_description": "Pole 7"}
    recovery = write(source="seed", recovery=made).created[0][1]
    page = sign_in("technician").get(f"/admin/recovery/{recovery}/").text
    assert f'claim <a class="nowrap" href="/admin/claim/{one}/">' in page
    assert f'incident <a class="nowrap" href="/admin/incident/{incident}/">' in page


def test_a_recovery_takes_notes_contacts_and_documents(sign_in):
    made = {"claim": claim(), "asset_description": "Pole 7"}
    recovery, browser = write(source="seed", recovery=made).created[0][1], sign_in("technician")
    sent = {"sheet": "recovery", "ids": recovery, "back": f"/admin/recovery/{recovery}/"}
    browser.send("/admin/do/add_note", data={**sent, "subject": "Pole measured"})
    browser.send("/admin/do/add_contact", data={**sent, "summary": "Carrier called"})
    paper = (io.BytesIO(b"Invoice"), "invoice.txt")
    browser.send(f"/admin/recovery/{recovery}/drop", data={"file": paper})
    page = browser.get(f"/admin/recovery/{recovery}/").text
    for words in ("Pole measured", "Carrier called", f"/admin/document/{m.Document.get().id}/file"):
        assert words in page, words
    assert "Invoice" not in browser.get(f"/admin/claim/{made['claim']}/").text


# --- What waits for approval ----------------------------------------------------------------------


def asked(claim_id: int, asker: int, **values) -> int:
    """A reserve that waits for the risk manager."""
    given = {
        "verb": "set_reserve",
        "title": "Reserve indemnity $5,000.00",
        "sheet": "claim",
        "row_id": claim_id,
        "claim": claim_id,
        "approver_roles": "risk_manager",
        "asked_by": asker,
        "parameters": {
            "sheet": "claim",
            "ids": [claim_id],
            "values": {"category": "indemnity", "amount": 5_000_00},
        },
        **values,
    }
    return write(source="verb", approval=given).created[0][1]


def test_what_waits_for_approval_stands_on_the_case_file(sign_in):
    one, browser = claim(), sign_in("technician")
    waits = asked(one, m.User.get().id)
    page = browser.get(f"/admin/claim/{one}/").text
    for words in ("Waiting for approval", f"/admin/approvals/{waits}", "With the risk manager."):
        assert words in page, words
    assert "Ask again" not in page


def test_what_came_back_says_why_and_can_be_asked_again(sign_in):
    one, browser = claim(), sign_in("technician")
    came = asked(one, m.User.get().id, status="returned", decision_note="Say why so much.")
    page = browser.get(f"/admin/claim/{one}/").text
    assert "came back" in page
    assert "Say why so much." in page
    again = re.search(r'class="btn" href="([^"]+)">Ask again', page).group(1).replace("&amp;", "&")
    form = browser.get(again).text
    assert 'value="5000.00"' in form
    asked(one, m.User.get().id)
    assert "came back" not in browser.get(f"/admin/claim/{one}/").text, came

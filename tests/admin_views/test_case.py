"""The page of a claim, incident or recovery: what each role sees of it, its parts, its actions."""

import pytest
from builders import TODAY, claim, pay, reserve, write

import models as m


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
        "Reserve, indemnity 0.00 → 900.00",
        "1 payment, $100.00",
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

"""The pages of the desks: My day, approvals, inbox, people, search; per role, with what each shows."""

import re
from datetime import timedelta

import pytest
from builders import TODAY, claim, document, write

import models as m
from admin_views import taking_out
from journal import jobs
from journal.question import Question
from journal.who import person_of

ROLES = (
    "technician",
    "examiner",
    "risk_manager",
    "wc_manager",
    "coordinator",
    "auditor",
    "administrator",
)


@pytest.fixture(autouse=True)
def fixed(monkeypatch):
    monkeypatch.setenv("CLAIMS_TODAY", TODAY.isoformat())


def user(email: str) -> int:
    """The id of a person."""
    return m.User.get(m.User.email == email).id


FOR_ALL = (
    "/admin/",
    "/admin/?whose=office",
    "/admin/inbox/",
    "/admin/search/",
    "/admin/search/?q=alvarez",
    "/admin/search/hits?q=alvarez",
    "/admin/do/",
)


@pytest.mark.parametrize("role", ROLES)
def test_a_page_for_everybody_opens_for_every_role(sign_in, role):
    claim()
    browser = sign_in(role)
    for page in FOR_ALL:
        answer = browser.get(page)
        assert answer.status_code == 200, (page, answer.text)


@pytest.mark.parametrize(
    ("page", "allowed"),
    [
        ("/admin/approvals/", set(ROLES) - {"coordinator", "administrator"}),
        ("/admin/people/", {"administrator"}),
    ],
)
def test_a_page_of_some_roles_is_shut_to_the_others(sign_in, page, allowed):
    for role in ROLES:
        assert sign_in(role).get(page).status_code == (200 if role in allowed else 403), role


# --- My day -------------------------------------------------------------------------------------


def test_a_new_office_begins_with_three_steps(sign_in):
    page = sign_in("technician", "administrator").get("/admin/").text
    for words in ("Import a register", "Add people", "Invite a colleague"):
        assert words in page, words
    claim()
    assert "Import a register" not in sign_in("technician").get("/admin/").text


def test_each_entry_of_the_day_has_its_action_and_the_way_to_the_record(sign_in):
    browser = sign_in("technician")
    one = claim(claim_no="L-1")
    late = write(
        source="seed",
        diary={
            "subject": "Notice of insufficiency",
            "diary_date": TODAY - timedelta(days=4),
            "claim": one,
            "owner": user("technician@city.gov"),
            "action": "add_note",
        },
    ).created[0][1]
    page = browser.get("/admin/").text
    assert "1 overdue. Nothing else needs you." in page
    assert "4 days" in page
    assert f"/admin/do/add_note?sheet=claim&amp;ids={one}" in page
    assert f'href="/admin/claim/{one}/"' in page
    write(
        source="seed",
        diary={"subject": "Own", "diary_date": TODAY, "owner": user("technician@city.gov")},
    )
    own = m.Diary.get(m.Diary.subject == "Own").id
    page = browser.get("/admin/").text
    assert f"/admin/do/finish_diary?sheet=diary&amp;ids={own}" in page
    assert str(late)


def test_an_auditor_is_shown_the_day_and_offered_no_action(sign_in):
    write(source="seed", diary={"subject": "Look", "diary_date": TODAY, "claim": claim()})
    page = sign_in("auditor").get("/admin/?whose=office").text
    assert "Look" in page
    assert "/admin/do/" not in page


# --- Search -------------------------------------------------------------------------------------


def test_an_exact_number_goes_straight_to_its_record(sign_in):
    one = claim(claim_no="L-2026-0412")
    claim(claim_no="L-2026-04129")
    browser = sign_in("technician")
    assert browser.get("/admin/search/?q=l-2026-0412").location == f"/admin/claim/{one}/"
    assert browser.get("/admin/search/?all=1&q=L-2026-0412").status_code == 200


def test_hits_are_grouped_and_the_claimants_other_claims_stand_beside(sign_in):
    one, two = claim(claimant="Okafor, James"), claim(claimant="Okafor, James", claim_no="W-77")
    write(source="seed", party={"name": "Okafor, James", "phone": "555-0199", "claim": one})
    browser = sign_in("technician")
    page = browser.get("/admin/search/?q=555-0199").text
    assert "Parties" in page
    assert "The claimant" in page
    assert "W-77" in page
    found = browser.get("/admin/search/hits?q=okafor").json
    assert [group["title"] for group in found["groups"]] == ["Claims", "Parties"]
    assert found["groups"][0]["hits"][0]["url"] == f"/admin/claim/{two}/"


def test_a_guarded_hit_is_noted_and_the_words_are_not(sign_in):
    write(
        source="verb",
        filenote={
            "claim": claim(),
            "note_date": TODAY,
            "subject": "zanzibar value",
            "sensitivity": "privileged",
        },
    )
    before = m.AccessEvent.select().count()
    assert "zanzibar" in sign_in("technician").get("/admin/search/?q=zanzibar").text
    event = m.AccessEvent.select().order_by(m.AccessEvent.id.desc()).get()
    assert m.AccessEvent.select().count() > before
    assert (event.event, event.sheet, event.sensitivities) == ("search", "filenote", "privileged")
    assert "zanzibar" not in f"{event.filter}{event.purpose}"
    for role in ("coordinator", "administrator"):
        assert "zanzibar value" not in sign_in(role).get("/admin/search/?q=zanzibar").text


def test_nothing_found_says_what_to_try(sign_in):
    page = sign_in("technician").get("/admin/search/?q=nosuchthing").text
    assert "Nothing found" in page
    assert "only the surname" in page


# --- Approvals ----------------------------------------------------------------------------------


@pytest.fixture
def waiting(sign_in):
    """A reserve that waits for the risk manager; gives the asker's browser and the id."""
    for holder, amount in (("technician", 1_000_00), ("risk_manager", 90_000_00)):
        limit = {"holder": holder, "kind": "reserve", "amount": amount, "first_day": "2020-01-01"}
        write(source="seed", authoritylimit=limit)
    browser = sign_in("technician")
    sent = {
        "sheet": "claim",
        "ids": claim(claim_no="L-1"),
        "category": "indemnity",
        "amount": "5000",
    }
    browser.send("/admin/do/set_reserve", data={**sent, "reason_code": "initial", "click": "c"})
    return browser, m.Approval.get().id


def test_what_waits_is_decided_by_another_and_shows_what_it_writes(sign_in, waiting):
    asker, waits = waiting
    assert "Take it back" in asker.get(f"/admin/approvals/{waits}").text
    assert asker.send(f"/admin/approvals/{waits}/approve", data={"click": "a"}).status_code == 403
    manager = sign_in("risk_manager")
    assert "1 waiting for you" in manager.get("/admin/approvals/").text
    assert "1 approval waiting for you" in manager.get("/admin/").text
    page = manager.get(f"/admin/approvals/{waits}").text
    for words in ("What it would write", "5,000.00", "Approve", "Return", "Refuse"):
        assert words in page, words
    assert manager.send(f"/admin/approvals/{waits}/approve", data={"click": "b"}).status_code == 302
    assert m.Claim.get().reserved == 5_000_00
    assert "Decided in the last 30 days" in manager.get("/admin/approvals/").text


def test_returning_needs_a_note_and_keeps_what_was_typed(sign_in, waiting):
    manager, waits = sign_in("risk_manager"), waiting[1]
    answer = manager.send(f"/admin/approvals/{waits}/return", data={"reason": " "})
    assert answer.status_code == 422
    assert (
        manager.send(
            f"/admin/approvals/{waits}/return", data={"reason": "Why so much?"}
        ).status_code
        == 302
    )
    assert m.Approval.get().status == "returned"
    assert "Why so much?" in waiting[0].get(f"/admin/approvals/{waits}").text


def test_an_auditor_reads_what_waits_and_decides_nothing(sign_in, waiting):
    auditor = sign_in("auditor")
    page = auditor.get(f"/admin/approvals/{waiting[1]}")
    assert page.status_code == 200
    assert ">Approve<" not in page.text
    assert auditor.send(f"/admin/approvals/{waiting[1]}/approve").status_code == 403


# --- Inbox --------------------------------------------------------------------------------------


def test_what_is_done_is_shown_until_it_is_seen(sign_in):
    browser = sign_in("technician")
    who = person_of(user("technician@city.gov"))
    made = jobs.record(who, "export", "Claims of the year", {"sentence": "300 rows are in it."})
    page = browser.get("/admin/inbox/").text
    assert "Claims of the year" in page
    assert "300 rows are in it." in page
    assert "Claims of the year" in browser.get("/admin/").text
    browser.send("/admin/inbox/seen", data={"id": made})
    assert "Claims of the year" not in browser.get("/admin/").text


def test_anothers_work_is_not_there(sign_in):
    sign_in("technician")
    made = jobs.record(
        person_of(user("technician@city.gov")), "export", "Claims", {"files": ["a.xlsx"]}
    )
    other = sign_in("examiner")
    for page in (f"/admin/inbox/{made}/progress", f"/admin/inbox/{made}/file/a.xlsx"):
        assert other.get(page).status_code == 404
    assert other.send(f"/admin/inbox/{made}/cancel").status_code == 404


def exported() -> int:
    """A list with a diagnosis, taken out by the technician as a job; the id of the job."""
    claim(claim_no="W-1", line="W", diagnosis="Sprain")
    who = person_of(user("technician@city.gov"))
    asked = Question(m.Claim, columns=("*",), filters=("diagnosis~Sprain",))
    made = taking_out.asked_as_job(who, asked, "a.csv")
    jobs.work_off()
    return made


def test_a_file_of_a_job_is_downloaded_and_no_other_path(sign_in):
    browser = sign_in("technician")
    made = exported()
    answer = browser.get(f"/admin/inbox/{made}/file/a.csv", buffered=True)
    assert "Sprain" in answer.text
    assert "attachment" in answer.headers["Content-Disposition"]
    event = m.AccessEvent.select().order_by(m.AccessEvent.id.desc()).get()
    assert (event.event, event.sheet, event.row_count) == ("download", "claim", 1)
    assert (event.sensitivities, event.filter) == ("medical", "diagnosis~•••")
    for name in ("b.csv", "..%2F..%2Fclaims.db"):
        assert browser.get(f"/admin/inbox/{made}/file/{name}").status_code == 404


@pytest.mark.parametrize("role", ["coordinator", "risk_manager", "administrator"])
def test_a_file_shows_no_more_than_the_role_of_today(app, sign_in, role):
    sign_in("technician")
    made, user_id = exported(), user("technician@city.gov")
    chief = sign_in("administrator", email="chief@city.gov")
    assert chief.send(f"/admin/people/{user_id}/roles", data={"roles": [role]}).status_code == 302
    again = app.test_client().become(user_id)
    assert again.get(f"/admin/inbox/{made}/file/a.csv", buffered=True).status_code == 403
    downloads = m.AccessEvent.select().where(m.AccessEvent.event == "download")
    assert downloads.count() == 0


# --- People -------------------------------------------------------------------------------------


def test_the_link_of_an_invitation_is_shown_once(sign_in):
    browser = sign_in("administrator")
    sent = {"email": "Ann@city.gov", "name": "Ann Lee", "roles": ["technician", "examiner"]}
    page = browser.send("/admin/people/invite", data=sent).text
    link = re.search(r"http[^\"]*/welcome/[^\"]+", page)[0]
    assert "/welcome/" not in browser.get("/admin/people/").text
    assert browser.application.test_client().get(link).status_code == 200
    assert person_of(user("ann@city.gov")).roles == {"technician", "examiner"}
    again = browser.send(f"/admin/people/{user('ann@city.gov')}/link").text
    assert re.search(r"/welcome/[^\"]+", again)[0] not in link
    assert browser.application.test_client().get(link).status_code == 404


def test_an_invitation_without_role_is_refused_and_keeps_the_text(sign_in):
    answer = sign_in("administrator").send(
        "/admin/people/invite", data={"email": "ann@city.gov", "name": "Ann"}
    )
    assert answer.status_code == 404
    assert "Name at least one role" in answer.text
    assert "ann@city.gov" in answer.text


def test_a_coordinator_without_a_department_is_something_to_do(sign_in):
    browser = sign_in("administrator")
    write(source="seed", department={"code": "PW", "name": "Public Works"})
    sent = {"email": "bo@city.gov", "name": "Bo Ray", "roles": ["coordinator"]}
    assert "sees no claim" in browser.send("/admin/people/invite", data=sent).text
    browser.send("/admin/people/invite", data={**sent, "roles": ["coordinator", "technician"]})
    assert "sees no claim" not in browser.get("/admin/people/").text
    browser.send(f"/admin/people/{user('bo@city.gov')}/roles", data={"roles": ["coordinator"]})
    assert "sees no claim" in browser.get("/admin/people/").text
    browser.send("/admin/people/invite", data={**sent, "department": "pw"})
    assert "sees no claim" not in browser.get("/admin/people/").text
    place = m.Department.get(m.Department.code == "PW")
    assert m.User.get_by_id(user("bo@city.gov")).department_id == place.id


def test_an_invitation_to_no_department_keeps_the_text(sign_in):
    sent = {"email": "bo@city.gov", "roles": ["coordinator"], "department": "Moon"}
    answer = sign_in("administrator").send("/admin/people/invite", data=sent)
    assert answer.status_code == 422
    assert "There is no department “Moon”" in answer.text
    assert 'value="Moon"' in answer.text
    assert m.User.get_or_none(m.User.email == "bo@city.gov") is None


def test_the_department_of_an_invitation_is_looked_up(sign_in):
    write(source="seed", department={"code": "PW", "name": "Public Works"})
    browser = sign_in("administrator")
    place = re.search(r'data-lookup="([^"]+)"', browser.get("/admin/people/").text)[1]
    assert [hit["key"] for hit in browser.get(f"{place}&q=public").json["results"]] == ["PW"]


def test_roles_are_given_and_taken_and_hold_at_once(sign_in):
    browser, other = sign_in("administrator"), sign_in("technician")
    them = user("technician@city.gov")
    assert other.get("/admin/claim/").status_code == 200
    browser.send(f"/admin/people/{them}/roles", data={"roles": ["administrator", "nonsense"]})
    assert person_of(them).roles == {"administrator"}
    assert other.get("/admin/claim/").status_code in (302, 403)


def test_who_is_shut_out_is_out_with_the_next_click(sign_in):
    browser, other = sign_in("administrator"), sign_in("technician")
    them = user("technician@city.gov")
    browser.send(f"/admin/people/{them}/active", data={"active": ""})
    assert other.get("/admin/").status_code == 302
    browser.send(f"/admin/people/{them}/active", data={"active": "yes"})
    assert m.User.get_by_id(them).active


def test_an_administrator_cannot_shut_the_own_door(sign_in):
    browser = sign_in("administrator")
    own = user("administrator@city.gov")
    assert browser.send(f"/admin/people/{own}/active", data={"active": ""}).status_code == 409
    assert (
        browser.send(f"/admin/people/{own}/roles", data={"roles": ["technician"]}).status_code
        == 409
    )


def test_looking_through_another_role_changes_nothing(sign_in):
    browser = sign_in("administrator")
    one = claim()
    browser.send("/admin/view-as", data={"role": "technician"})
    assert "Viewing as" in browser.get("/admin/").text
    page = browser.get(f"/admin/claim/{one}/")
    assert page.status_code == 200
    assert "/admin/do/" not in page.text
    sent = {"sheet": "claim", "ids": one, "subject": "x", "note_date": "2026-11-24"}
    assert browser.send("/admin/do/add_note", data=sent).status_code == 403
    assert m.FileNote.select().count() == 0


def test_nobody_gives_themselves_a_role_on_any_page(sign_in):
    browser = sign_in("administrator")
    own = user("administrator@city.gov")
    wanted = {"roles": ["administrator", "technician"]}
    assert browser.send(f"/admin/people/{own}/roles", data=wanted).status_code == 403
    assert (
        "Another administrator can" in browser.send(f"/admin/people/{own}/roles", data=wanted).text
    )
    invited = {"email": "administrator@city.gov", "roles": ["technician"]}
    assert browser.send("/admin/people/invite", data=invited).status_code == 403
    cell = {"id": own, "version": m.User.get_by_id(own).version, "column": "active", "value": "no"}
    answer = browser.send("/admin/user/rows", method="PATCH", json=[cell])
    assert answer.status_code in (403, 422)
    assert "without an administrator" in answer.text
    assert person_of(own).roles == {"administrator"}


def test_a_tier_of_the_city_is_no_role_and_breaks_no_page(sign_in):
    browser = sign_in("administrator")
    given = {"name": "city_manager", "title": "City manager", "click": "1"}
    assert browser.send("/admin/role/new/", data=given).status_code == 403
    draft = write(source="seed", role={"name": "city_manager", "title": "City manager"})
    sign_in("technician")
    them = user("technician@city.gov")
    write(source="seed", userrole={"user": them, "role": draft.created[0][1]})
    assert browser.get("/admin/people/").status_code == 200


def test_a_decision_of_the_city_is_recorded_from_the_approval(sign_in, waiting):
    limit = {"holder": "city_council", "kind": "reserve", "amount": None, "first_day": "2020-01-01"}
    write(source="seed", authoritylimit=limit)
    asker, _ = waiting
    big = {"sheet": "claim", "ids": m.Claim.get().id, "category": "indemnity"}
    big |= {"amount": "95000000", "reason_code": "initial", "click": "d"}
    asker.send("/admin/do/set_reserve", data=big)
    waits = m.Approval.select().order_by(m.Approval.id.desc()).get().id
    manager = sign_in("wc_manager")
    page = manager.get(f"/admin/approvals/{waits}").text
    place = f"/admin/do/record_decision?sheet=approval&amp;ids={waits}"
    assert place in page
    form = manager.get(place.replace("&amp;", "&")).text
    assert "City council" in form
    number = m.Document.get_by_id(document(title="Minutes", claim=m.Claim.get().id)).document_no
    sent = {"sheet": "approval", "ids": waits, "tier": "city_council", "name": "Resolution 9"}
    sent |= {"decided_on": "2026-11-24", "document": number, "click": "e"}
    assert manager.send("/admin/do/record_decision", data=sent).status_code == 302
    assert (
        "For the City: City council: Resolution 9" in manager.get(f"/admin/approvals/{waits}").text
    )

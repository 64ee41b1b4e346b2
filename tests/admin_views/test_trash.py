"""Throwing away and taking back from a list or a record's page: by the quick actions, with their checks."""

import re

import pytest
from desk import TODAY, claim, limits, make, pay, payee, reserve, user

import models as m


@pytest.fixture
def ann(sign_in):
    """A technician's browser."""
    return sign_in("technician")


def throw(browser, sheet: str, row_id: int):
    """The answer to putting a record in the trash."""
    return browser.send(f"/admin/{sheet}/delete/", data={"ids": row_id})


def take_back(browser, sheet: str, row_id: int):
    """The answer to taking a record out of the trash."""
    return browser.send(f"/admin/{sheet}/restore/", data={"id": row_id})


def lies(model, row_id: int) -> bool:
    """Whether a record lies in the trash."""
    return model.get_by_id(row_id).trashed_at is not None


def test_a_claim_with_posted_money_stays(ann):
    limits()
    claim_id = claim()
    reserve(claim_id, 500_00)
    pay(user("pat", "technician"), claim_id, payee(), 100_00)
    answer = throw(ann, "claim", claim_id)
    assert answer.status_code == 409
    assert "$100.00 of posted payments" in answer.text
    assert not lies(m.Claim, claim_id)


def test_a_department_in_use_stays(ann):
    department = make("department", code="PW", name="Public Works")
    claim(department=department)
    answer = throw(ann, "department", department)
    assert (answer.status_code, "1 claim" in answer.text) == (409, True)
    assert not lies(m.Department, department)


def test_what_belongs_to_a_claim_goes_with_it_and_comes_back(ann):
    claim_id = claim()
    note = make("filenote", claim=claim_id, note_date=TODAY, subject="x")
    assert throw(ann, "claim", claim_id).location == "/admin/claim/"
    assert lies(m.Claim, claim_id)
    assert lies(m.FileNote, note)
    assert m.Batch.select().where(m.Batch.verb == "put_in_trash").count() == 1
    assert take_back(ann, "claim", claim_id).location == f"/admin/claim/{claim_id}/"
    assert not lies(m.Claim, claim_id)
    assert not lies(m.FileNote, note)


def test_a_note_of_a_thrown_claim_stays_in_the_trash(ann):
    claim_id = claim()
    note = make("filenote", claim=claim_id, note_date=TODAY, subject="x")
    throw(ann, "claim", claim_id)
    answer = take_back(ann, "filenote", note)
    assert (answer.status_code, "lies in the trash too" in answer.text) == (409, True)
    assert lies(m.FileNote, note)


def test_a_number_that_is_taken_keeps_its_record_in_the_trash(ann):
    first = make("department", code="PW", name="Public Works")
    throw(ann, "department", first)
    make("department", code="PW", name="Public Works again")
    assert "Another department bears its number now" in take_back(ann, "department", first).text
    assert lies(m.Department, first)


def test_the_same_click_throws_away_once(ann):
    claim_id = claim()
    for _ in range(2):
        sent = {"ids": claim_id, "click": "one"}
        assert ann.send("/admin/claim/delete/", data=sent).status_code == 302
    assert m.Batch.select().where(m.Batch.verb == "put_in_trash").count() == 1


def test_the_trash_is_offered_once_and_only_to_who_writes_the_sheet(sign_in):
    code = make("causecode", code="FALL", title="Fall", group="Falls")
    place = make("department", code="PW", name="Public Works")
    ann, adam = sign_in("technician"), sign_in("administrator")
    for page in ("/admin/department/", f"/admin/department/details/?id={place}"):
        offered = re.findall(r'href="([^"]*)">Put in the trash<', ann.get(page).text)
        assert [a.partition("?")[0] for a in offered] == ["/admin/do/put_in_trash"], page
    assert "Put in the trash" not in ann.get("/admin/causecode/").text
    assert "Put in the trash" in adam.get("/admin/causecode/").text
    assert ann.get(f"/admin/do/put_in_trash?sheet=causecode&ids={code}").status_code == 403


def test_what_lies_in_the_trash_is_taken_out_by_the_action_that_shows_what_comes_back(ann):
    place = make("department", code="PW", name="Public Works")
    throw(ann, "department", place)
    assert "/admin/do/restore?sheet=department" in ann.get("/admin/department/?trash=yes").text
    page = ann.get(f"/admin/do/restore?sheet=department&ids={place}").text
    assert "PW comes back" in page

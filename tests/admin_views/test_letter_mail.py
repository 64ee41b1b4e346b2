"""Letters and messages that leave by e-mail: from the form, after an approval, never twice."""

from datetime import date

import letter_office as made
import pytest
from builders import TODAY
from mail_server import mail_server

import models as m
from journal import jobs

ADDRESS = "rosa@example.org"


@pytest.fixture(autouse=True)
def fixed(monkeypatch):
    """The day is the office's."""
    monkeypatch.setenv("CLAIMS_TODAY", TODAY.isoformat())


@pytest.fixture
def mail(monkeypatch, app):
    """A mail server that MAIL_URL names."""
    with mail_server() as server:
        monkeypatch.setenv("MAIL_URL", server.url)
        monkeypatch.setitem(app.config, "MAIL_URL", server.url)
        yield server


def send(browser, key: str, **given) -> None:
    answer = browser.send(f"/admin/do/{key}", data=given)
    assert answer.status_code == 302, answer.text


def acknowledged(browser, **given) -> None:
    """An acknowledgement by e-mail."""
    claim = m.Claim.get_or_none()
    usual = {"sheet": "claim", "ids": claim.id if claim else made.liability(), "click": "one",
             "delivery": "email", "address": ADDRESS}  # fmt: skip
    send(browser, "letter_acknowledgement", **{**usual, **given})


def attached(message) -> list[str]:
    return [part.get_filename() for part in message.iter_attachments()]


def test_a_letter_by_mail_goes_out_with_its_file_once(mail, sign_in):
    made.settle()
    browser = sign_in("technician")
    acknowledged(browser)
    acknowledged(browser)
    jobs.work_off()
    (message,) = mail.taken
    assert message["To"] == ADDRESS
    assert attached(message) == ["L-2026-0412 Acknowledgement of a claim.docx"]
    assert m.AccessEvent.select().where(m.AccessEvent.purpose == "mailed").count() == 1
    assert "Message to" not in sign_in("administrator").get("/admin/inbox/").text


def test_before_it_goes_out_it_is_said_where_to(mail, sign_in):
    made.settle()
    given = {"sheet": "claim", "ids": made.liability(), "delivery": "email", "address": ADDRESS}
    shown = sign_in("technician").send("/admin/do/letter_acknowledgement/preview", data=given).text
    assert f"e-mail to {ADDRESS}, the letter attached" in shown


def test_without_a_server_it_is_said_and_nothing_is_mailed(sign_in):
    made.settle()
    browser = sign_in("technician")
    acknowledged(browser)
    assert "No mail server is named, so nothing was mailed" in browser.get("/admin/").text
    assert m.Letter.get().status == "sent"


def test_what_is_approved_is_mailed_then(mail, sign_in):
    made.settle()
    recovery = made.billed()
    given = {"sheet": "recovery", "ids": recovery, "action_day": "2026-12-11", "click": "two",
             "delivery": "email", "address": ADDRESS}  # fmt: skip
    send(sign_in("technician"), "letter_follow_90", **given)
    assert m.Letter.select().count() == 0
    waits = m.Approval.get().id
    answer = sign_in("risk_manager").send(f"/admin/approvals/{waits}/approve", data={"click": "ok"})
    assert answer.status_code == 302
    jobs.work_off()
    assert [attached(message) for message in mail.taken] == [
        ["REC-2026-0007 Final notice on a demand.docx"]
    ]


def test_a_medical_letter_is_not_mailed_by_the_office(mail, sign_in):
    made.settle()
    given = {"sheet": "claim", "ids": made.injured(), "questions": "May he lift?", "click": "x",
             "job_demands": "Lift", "reply_by": "2026-12-11", "delivery": "email",
             "address": ADDRESS}  # fmt: skip
    browser = sign_in("examiner")
    shown = browser.send("/admin/do/letter_physician_inquiry/preview", data=given).text
    assert "it is kept apart, so send it yourself" in shown
    send(browser, "letter_physician_inquiry", **given)
    jobs.work_off()
    assert mail.taken == []


def test_who_records_a_decision_of_the_city_reads_the_letter_that_waits(sign_in):
    made.settle()
    late = {"accrual_date": date(2026, 3, 2), "claim_kind": "injury"}
    given = {"sheet": "claim", "ids": made.liability(**late), "click": "one"}
    send(sign_in("technician"), "letter_late_claim", **given)
    page = sign_in("risk_manager").get(f"/admin/approvals/{m.Approval.get().id}").text
    assert "is being returned because it was not presented within six months" in page

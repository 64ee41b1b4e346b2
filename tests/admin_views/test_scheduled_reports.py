"""Reports that come round: asked by a real worker, mailed through the outbox, told where it fails."""

import csv
import io
from datetime import date, timedelta
from time import monotonic, sleep

import pytest
from asked import view_of
from builders import change, claim, write
from desk import make
from mail_server import mail_server

import models as m
from admin_views import report_runs
from exports.reports import asking
from exports.reports.report import REPORTS, Column
from journal import jobs
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR, person
from workflow.verbs import Act, run

MONDAY = date(2026, 11, 30)
ASKED = {"report": "open_claims", "every": "week", "on_day": "1", "files": "csv"}


@pytest.fixture
def on(monkeypatch):
    """Moves the office's day."""
    return lambda day: monkeypatch.setenv("CLAIMS_TODAY", day.isoformat())


@pytest.fixture
def mail(monkeypatch):
    """A mail server that MAIL_URL names."""
    with mail_server() as server:
        monkeypatch.setenv("MAIL_URL", server.url)
        yield server


def schedule(browser, **values) -> m.ReportSchedule:
    """Have a report come round, as the form sends it."""
    act(browser, "schedule_report", **values)
    return m.ReportSchedule.select().order_by(m.ReportSchedule.id.desc()).get()


def act(browser, key: str, row: m.ReportSchedule | None = None, **values) -> None:
    """Run an action of scheduled reports."""
    given = {"sheet": "reportschedule", "ids": row.id} if row else {**ASKED, **values}
    answer = browser.send(f"/admin/do/{key}", data=given)
    assert answer.status_code == 302, answer.text


def worked() -> m.Job:
    """Look for what is due and work it off; the newest scheduled job."""
    report_runs.look()
    jobs.work_off()
    return m.Job.select().where(m.Job.kind == report_runs.KIND).order_by(m.Job.id.desc()).first()


def lines_of(data: bytes) -> list[list[str]]:
    """The rows of a text file."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_what_is_due_is_made_by_the_worker_for_the_own_inbox(sign_in, on):
    browser = sign_in("technician")
    claim(claim_no="L-1")
    page = browser.get("/admin/reports/open_claims/?line=L").text
    assert "/admin/do/schedule_report?report=open_claims&amp;asked=line%3DL" in page
    form = browser.get("/admin/do/schedule_report?report=open_claims&asked=line%3DL").text
    assert "line=L" in form
    told = browser.send("/admin/do/schedule_report/preview", data=ASKED).text
    assert "each Monday, first on Mon 30 Nov 2026, and lands in your inbox" in told
    row = schedule(browser, asked="line=L", files="both")
    assert worked() is None
    on(MONDAY)
    jobs.start()
    until = monotonic() + 30
    while not m.Job.select().where(m.Job.kind == report_runs.KIND, m.Job.status == "done").exists():
        assert monotonic() < until
        sleep(0.1)
    jobs.stop()
    job = m.Job.get(m.Job.kind == "scheduled_report")
    assert (job.actor, job.result["rows"]) == ("technician@city.gov", 1)
    for name in ("open-claims-2026-11-30.xlsx", "open-claims-2026-11-30.csv"):
        address = f"/admin/inbox/{job.id}/file/{name}"
        assert address in browser.get("/admin/inbox/").text
        assert browser.get(address, buffered=True).status_code == 200
    assert worked().id == job.id
    page = browser.get("/admin/schedules/").text
    assert f"{row.schedule_no} · to inbox · line=L" in page
    assert "next Mon 7 Dec 2026" in page
    assert "1 row is in open-claims-2026-11-30.xlsx" in page


def test_missed_days_are_made_up_for_once_as_of_the_day(sign_in, on):
    browser = sign_in("technician")
    number = claim(claim_no="L-1")
    schedule(browser, every="day")
    on(date(2026, 11, 26))
    first = worked()
    on(date(2026, 12, 9))
    make("reserve", claim=number, category="indemnity", amount=5_00, reserve_date=MONDAY)
    later = worked()
    assert later.id == worked().id
    assert m.Job.select().where(m.Job.kind == report_runs.KIND).count() == 2
    assert first.result["files"] == ["open-claims-2026-11-26.csv"]
    assert later.result["files"] == ["open-claims-2026-12-09.csv"]


def test_a_day_made_up_for_is_looked_at_as_it_was(sign_in, on):
    browser = sign_in("technician")
    number = claim(claim_no="L-1")
    schedule(browser)
    make("reserve", claim=number, category="indemnity", amount=700_00, reserve_date=MONDAY)
    late = MONDAY + timedelta(days=2)
    make("reserve", claim=number, category="indemnity", amount=900_00, reserve_date=late)
    on(MONDAY + timedelta(days=3))
    job = worked()
    data = browser.get(f"/admin/inbox/{job.id}/file/open-claims-2026-11-30.csv", buffered=True).data
    assert "700.00" in lines_of(data)[1]


@pytest.mark.parametrize("state", ["paused", "ended"])
def test_what_is_paused_or_ended_is_not_made(sign_in, on, state):
    browser = sign_in("technician")
    row = schedule(browser)
    act(browser, {"paused": "pause_schedule", "ended": "end_schedule"}[state], row)
    on(MONDAY)
    assert worked() is None
    if state == "ended":
        assert row.schedule_no not in browser.get("/admin/schedules/").text
        return
    assert "paused" in browser.get("/admin/schedules/").text
    on(MONDAY + timedelta(days=2))
    act(browser, "resume_schedule", row)
    assert worked() is None
    on(MONDAY + timedelta(days=7))
    assert worked().result["files"] == ["open-claims-2026-12-07.csv"]


def test_a_colleague_is_mailed_the_file(sign_in, make_person, on, mail, app):
    make_person("risk_manager", email="chief@city.gov")
    browser = sign_in("technician")
    claim(claim_no="L-1")
    schedule(browser, send_to="chief@city.gov")
    on(MONDAY)
    job = worked()
    assert job.result["sentence"] == "Mailed to chief: 1 row."
    (message,) = mail.taken
    assert message["To"] == "chief@city.gov"
    assert message["Subject"] == "Open claims, Mon 30 Nov 2026"
    (file,) = message.iter_attachments()
    assert file.get_filename() == "open-claims-2026-11-30.csv"
    assert [line[0] for line in lines_of(file.get_payload(decode=True))] == ["Claim no.", "L-1"]
    assert [p for p in app.extensions["office"].outbox.rglob("*") if p.is_file()] == []
    events = m.AccessEvent.select(m.AccessEvent.purpose).where(m.AccessEvent.event == "export")
    assert ("“Open claims” mailed to chief@city.gov",) in set(events.tuples())


def test_medical_columns_are_not_mailed_to_whom_the_policy_keeps_from_them(
    sign_in, make_person, on, mail, monkeypatch
):
    facts = REPORTS.get("open_claims").facts
    status = Column("status", "Diagnosis", needs=(m.WorkStatus, "physician"))
    assert m.WorkStatus.physician.sensitivity == "medical"
    columns = tuple(status if c.name == "status" else c for c in facts["columns"])
    monkeypatch.setitem(facts, "columns", columns)
    monkeypatch.setattr("exports.reports.open_claims.COLUMNS", columns)
    make_person("risk_manager", email="chief@city.gov")
    make_person("wc_manager", email="compensation@city.gov")
    browser = sign_in("technician")
    claim(claim_no="L-1")
    both = {"send_to": "chief@city.gov\ncompensation@city.gov"}
    told = browser.send("/admin/do/schedule_report/preview", data={**ASKED, **both}).text
    assert "chief gets it without Diagnosis." in told
    assert "compensation gets it without" not in told
    schedule(browser, **both)
    on(MONDAY)
    worked()
    heads = {
        message["To"]: lines_of(next(message.iter_attachments()).get_payload(decode=True))[0]
        for message in mail.taken
    }
    assert "Diagnosis" not in heads["chief@city.gov"]
    assert "Diagnosis" in heads["compensation@city.gov"]


def test_rows_that_only_one_of_both_may_see_are_not_mailed(sign_in, make_person, on, mail):
    number = claim(claim_no="L-1")
    facts = {"claim": number, "diary_date": date(2026, 11, 25), "rule_code": "X", "subject": "s"}
    make("diary", **facts, sensitivity="medical")
    make("diary", **facts, sensitivity="public")
    make_person("risk_manager", email="chief@city.gov")
    browser = sign_in("technician")
    schedule(browser, report="diary_compliance", send_to="chief@city.gov")
    on(MONDAY)
    worked()
    lines = lines_of(next(mail.taken[0].iter_attachments()).get_payload(decode=True))
    assert lines[1][:3] == ["X", "X", "1"]


def test_who_may_not_ask_the_report_is_not_mailed_and_it_is_said(sign_in, make_person, on, mail):
    gone = make_person("risk_manager", email="chief@city.gov")
    make_person("coordinator", email="duty@city.gov")
    browser = sign_in("technician")
    for address, said in (
        ("duty@city.gov", "duty may not ask “Open claims”"),
        ("somebody@else.org", "There is no active person “somebody@else.org”"),
    ):
        answer = browser.send("/admin/do/schedule_report", data={**ASKED, "send_to": address})
        assert (answer.status_code, said in answer.text) == (422, True)
    schedule(browser, send_to="chief@city.gov")
    draft = Draft("left")
    draft.change(m.User, gone, active=False)
    commit(OPERATOR, draft)
    on(MONDAY)
    job = worked()
    assert job.status == "failed"
    assert "chief@city.gov did not get it: There is no active person" in job.message
    assert mail.taken == []
    assert "chief@city.gov did not get it" in browser.get("/admin/inbox/").text


def test_without_a_mail_server_it_lies_in_the_colleagues_inbox(sign_in, on, app):
    chief = sign_in("risk_manager", email="chief@city.gov")
    browser = sign_in("technician")
    claim(claim_no="L-1")
    schedule(browser, send_to="chief@city.gov")
    on(MONDAY)
    job = worked()
    assert job.user_id == person("chief@city.gov").user_id
    address = f"/admin/inbox/{job.id}/file/open-claims-2026-11-30.csv"
    assert address in chief.get("/admin/inbox/").text
    assert lines_of(chief.get(address, buffered=True).data)[1][0] == "L-1"
    assert browser.get(address).status_code == 404
    assert "It lies in the inbox of chief instead." in browser.get("/admin/inbox/").text
    assert list(app.extensions["office"].outbox.rglob("*.eml")) == []


def test_it_runs_under_the_policy_of_the_day_not_of_when_it_was_asked(sign_in, on):
    browser = sign_in("technician")
    schedule(browser)
    role = m.UserRole.get(m.UserRole.user == person("technician@city.gov").user_id)
    draft = Draft("no longer")
    draft.trash(m.UserRole, role.id)
    commit(OPERATOR, draft)
    on(MONDAY)
    job = worked()
    assert (job.status, "not among the reports of your role" in job.message) == ("failed", True)


def test_a_schedule_of_somebody_who_left_is_told_to_the_administrators_once(
    sign_in, make_person, on
):
    boss = sign_in("administrator")
    row = schedule(sign_in("technician"))
    draft = Draft("left")
    draft.change(m.User, row.owner_id, active=False)
    commit(OPERATOR, draft)
    on(MONDAY)
    assert worked().id == worked().id
    assert "is no longer active. End it" in boss.get("/admin/inbox/").text
    assert "nobody active" in boss.get("/admin/schedules/").text
    ended = boss.send("/admin/do/end_schedule", data={"sheet": "reportschedule", "ids": row.id})
    assert ended.status_code == 302


def test_a_schedule_is_its_owners_alone(sign_in):
    browser, other = sign_in("technician"), sign_in("examiner")
    row = schedule(browser)
    assert row.schedule_no not in other.get("/admin/schedules/").text
    assert other.send(f"/admin/schedules/{row.id}/now").status_code == 404
    given = {"sheet": "reportschedule", "ids": row.id}
    assert other.send("/admin/do/end_schedule", data=given).status_code == 404
    auditor = sign_in("auditor")
    assert row.schedule_no in auditor.get("/admin/schedules/").text
    assert auditor.send("/admin/do/schedule_report", data=ASKED).status_code == 403
    assert browser.send(f"/admin/schedules/{row.id}/now").status_code == 302
    jobs.work_off()
    assert m.Job.get(m.Job.kind == report_runs.KIND).status == "done"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"on_day": "8"}, "8 is not among 1 to 7"),
        ({"every": "month", "on_day": "32"}, "32 is not among 1 to 31"),
        ({"asked": "as_of=2026-01-01"}, "The day moves with the schedule"),
        ({"asked": "line"}, "“line” is not NAME=VALUE"),
        ({"asked": "line=X"}, "“X” is none of L, W"),
        ({"period": "month"}, "is asked as of a day: leave the period blank"),
    ],
)
def test_what_cannot_come_round_is_said_with_the_form(sign_in, values, said):
    answer = sign_in("technician").send("/admin/do/schedule_report", data={**ASKED, **values})
    assert answer.status_code in (400, 422)
    assert said in answer.text
    assert not m.ReportSchedule.select().exists()


def test_a_period_moves_with_the_day(sign_in, on):
    number = claim(claim_no="L-1")
    for day, amount in ((date(2026, 10, 31), 100), (date(2026, 11, 1), 120), (MONDAY, 150),
                        (date(2026, 12, 1), 155)):  # fmt: skip
        make("reserve", claim=number, category="indemnity", amount=amount, reserve_date=day)
    browser = sign_in("technician")
    schedule(browser, report="reserve_changes", every="month", period="month")
    on(date(2026, 12, 1))
    job = worked()
    data = browser.get(
        f"/admin/inbox/{job.id}/file/reserve-changes-2026-12-01.csv", buffered=True
    ).data
    lines = lines_of(data)
    assert [line[lines[0].index("Change")] for line in lines[1:]] == ["0.20", "0.30"]


def test_what_one_may_show_another_is_what_both_may_see(app, make_person):
    make_person("technician", email="ann@city.gov")
    make_person(
        "coordinator",
        email="duty@city.gov",
        department=make("department", code="PW", name="Streets"),
    )
    ann, duty = person("ann@city.gov"), person("duty@city.gov")
    columns = REPORTS.get("light_duty").facts["columns"]
    for both in (ann.narrowed(duty), duty.narrowed(ann)):
        assert asking.seen(both, columns) == asking.seen(duty, columns)
        assert [e.key for e in asking.offered(both)] == ["light_duty"]


def test_the_form_offers_the_reports_of_the_role_alone(app, sign_in):
    place = "/admin/do/schedule_report?sheet=reportschedule"
    for role in ("coordinator", "technician"):
        page = sign_in(role, department=make("department", code=role[:3], name=role)).get(place)
        for entry in REPORTS:
            offered = f'value="{entry.key}"' in page.text
            assert offered is (role in entry.facts["roles"]), (role, entry.key)


def test_a_view_is_scheduled_by_its_number_and_read_anew_each_time(sign_in, on):
    browser = sign_in("technician")
    claim(claim_no="L-1")
    claim(claim_no="L-2")
    me = person("technician@city.gov")
    view = view_of(m.Claim, "claim_no=L-1", who=me, name="The first")
    page = browser.get("/admin/reports/open_claims/?view=The+first").text
    assert f"asked=view%3D{view}" in page
    row = schedule(browser, asked="view=the first")
    assert row.asked == f"view={view}"
    assert "view “The first”" in browser.get("/admin/schedules/").text
    rename = Act("rename_view", "savedview", (view,), {"name": "Only one"})
    run(me, rename, on=date(2026, 11, 24))
    on(MONDAY)
    job = worked()
    data = browser.get(f"/admin/inbox/{job.id}/file/open-claims-2026-11-30.csv", buffered=True).data
    assert [line[0] for line in lines_of(data)] == ["Claim no.", "L-1"]


def test_a_view_that_a_colleague_may_not_ask_for_is_not_mailed(sign_in, make_person, on, mail):
    make_person("risk_manager", email="chief@city.gov")
    make_person("wc_manager", email="compensation@city.gov")
    browser = sign_in("examiner")
    claim(claim_no="W-1", line="W", diagnosis="Sciatica")
    me = person("examiner@city.gov")
    view = view_of(m.Claim, "diagnosis~sciatica", who=me, name="Backs")
    both = {"send_to": "chief@city.gov\ncompensation@city.gov", "asked": f"view={view}"}
    told = browser.send("/admin/do/schedule_report/preview", data={**ASKED, **both}).text
    assert "chief does not get it: the view filters by what they do not see." in told
    schedule(browser, **both)
    on(MONDAY)
    job = worked()
    assert [message["To"] for message in mail.taken] == ["compensation@city.gov"]
    assert "chief@city.gov did not get it: One filter of this view" in job.result["sentence"]
    assert "ciatica" not in job.result["sentence"]


def test_a_view_that_is_narrowed_by_a_retired_column_is_told_of(sign_in, on):
    browser = sign_in("technician")
    claim(claim_no="L-1")
    named = {"sheet": "claim", "name": "x_media", "label": "Media?", "kind": "text"}
    column = write(customcolumn=named).created[0][1]
    view = view_of(m.Claim, "x_media=TV", who=person("technician@city.gov"), name="On TV")
    schedule(browser, asked=f"view={view}")
    change(m.CustomColumn, column, retired_date=date(2026, 11, 24))
    on(MONDAY)
    job = worked()
    assert job.status == "failed"
    assert "“Media?” was retired: the filter on it is left out of this view." in job.message
    assert "the figures would not be those it means" in job.message


def test_a_view_that_was_deleted_is_told_of(sign_in, on):
    browser = sign_in("technician")
    me = person("technician@city.gov")
    view = view_of(m.Claim, "claim_no=L-1", who=me, name="The first")
    schedule(browser, asked=f"view={view}")
    run(me, Act("delete_view", "savedview", (view,), {}), on=date(2026, 11, 24))
    on(MONDAY)
    job = worked()
    assert (job.status, f"Claims have no view “{view}”" in (job.message or "")) == ("failed", True)

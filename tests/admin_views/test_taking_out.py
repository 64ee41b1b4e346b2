"""Taking a list out: at once while it is short; beyond that a job whose file waits in the inbox."""

import io
import os
import re
from datetime import UTC, datetime, timedelta
from threading import Thread

import openpyxl
import pytest
from builders import claim, person

import models as m
from admin_views import taking_out
from journal import jobs

JOB_FILE = "claims-2026-11-24.{}"


@pytest.fixture
def long_from_three(monkeypatch):
    """A list of more than two rows is a long one."""
    monkeypatch.setattr(taking_out, "AT_ONCE", 2)


def three_claims() -> None:
    """Three claims, of which two are liability."""
    for number, line in (("L-1", "L"), ("L-2", "L"), ("W-1", "W")):
        claim(claim_no=number, line=line)


def last_event() -> tuple:
    """The last entry of the access log."""
    event = m.AccessEvent.select().order_by(m.AccessEvent.id.desc()).get()
    return event.actor, event.event, event.sheet, event.row_count, event.filter


def test_a_list_becomes_a_job_above_five_thousand_rows():
    assert taking_out.AT_ONCE == 5_000


@pytest.mark.parametrize("kind", taking_out.KINDS)
@pytest.mark.usefixtures("long_from_three")
def test_a_long_list_is_written_as_a_job_and_fetched_from_the_inbox(sign_in, kind):
    browser = sign_in("technician")
    three_claims()
    answer = browser.send("/admin/claim/export", data={"format": kind})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/inbox/")
    assert jobs.work_off() == 1
    job = m.Job.get()
    assert (job.status, job.done_rows, job.total_rows) == ("done", 3, 3)
    address = f"/admin/inbox/{job.id}/file/{JOB_FILE.format(kind)}"
    page = browser.get("/admin/inbox/").text
    assert address in page
    assert "Kept until" in page
    content = browser.get(address, buffered=True).data
    assert last_event() == ("technician@city.gov", "download", "claim", 3, None)
    if kind == "csv":
        assert content.count(b"\r\n") == 4
    else:
        assert openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].max_row == 4
    assert sign_in("examiner").get(address).status_code == 404


@pytest.mark.usefixtures("long_from_three")
def test_what_a_filter_leaves_short_comes_at_once(sign_in):
    browser = sign_in("technician")
    three_claims()
    answer = browser.send(
        "/admin/claim/export", data={"format": "csv", "filter": "line=L"}, buffered=True
    )
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "W-1" not in answer.text
    assert m.Job.select().count() == 0
    assert last_event() == ("technician@city.gov", "export", "claim", 2, "line=L")


@pytest.mark.usefixtures("long_from_three")
def test_a_job_tells_how_far_it_is_and_stops_when_asked(app, sign_in, monkeypatch):
    """It is asked to stop once it said so: no file and no folder is left, nothing was taken out."""
    monkeypatch.setattr("exports.sheets.CHECKED_AT_ONCE", 1)
    browser = sign_in("technician")
    three_claims()
    told = []

    def heard(task, done, total=None):
        told.append((done, total or task.total))
        task.total = total or task.total
        if done == 2:
            asking = Thread(target=browser.send, args=(f"/admin/inbox/{task.job_id}/cancel",))
            asking.start()
            asking.join()
        kept(task, done, total)

    kept = jobs.Task.progress
    monkeypatch.setattr(jobs.Task, "progress", heard)
    browser.send("/admin/claim/export", data={"format": "xlsx"})
    jobs.work_off()
    job = m.Job.get()
    assert told == [(0, 3), (1, 3), (2, 3)]
    assert (job.status, job.message) == ("cancelled", jobs.CANCELLED_WORDS)
    assert list(app.extensions["office"].results.iterdir()) == []
    assert m.AccessEvent.select().where(m.AccessEvent.event == "export").count() == 0
    assert "/file/" not in browser.get("/admin/inbox/").text


@pytest.mark.parametrize(("days", "kept"), [(jobs.KEPT_DAYS - 1, True), (jobs.KEPT_DAYS, False)])
@pytest.mark.usefixtures("long_from_three")
def test_a_file_is_kept_for_a_week(app, sign_in, days, kept):
    browser = sign_in("technician")
    three_claims()
    browser.send("/admin/claim/export", data={"format": "csv"})
    jobs.work_off()
    job, folder = m.Job.get(), app.extensions["office"].results
    then = datetime.now(UTC) - timedelta(days=days)
    m.Job.update(ended_at=then).where(m.Job.id == job.id).execute()
    os.utime(folder / f"{job.id:06d}", (then.timestamp(), then.timestamp()))
    address = f"/admin/inbox/{job.id}/file/{JOB_FILE.format('csv')}"
    assert (browser.get(address, buffered=True).status_code == 200) is kept
    assert ("The file is no longer kept." in browser.get("/admin/inbox/").text) is not kept
    jobs.clear_old()
    assert bool(list(folder.iterdir())) is kept


# --- The empty workbook -------------------------------------------------------------------------


def test_who_brings_files_in_fetches_an_empty_workbook(sign_in):
    browser = sign_in("technician")
    assert 'href="/admin/claim/template"' in browser.get("/admin/claim/").text
    offered = set(re.findall(r'href="(/admin/\w+/template)"', browser.get("/admin/import/").text))
    who = person("technician")
    assert offered == {taking_out.template_address(who, model) for model in m.SHEETS} - {""}
    assert len(offered) > 10
    answer = browser.get("/admin/claim/template", buffered=True)
    assert "claims-to-fill-in.xlsx" in answer.headers["Content-Disposition"]
    assert openpyxl.load_workbook(io.BytesIO(answer.data)).sheetnames == [
        "Claims",
        "Columns",
        "Choices",
    ]


def test_who_only_reads_is_offered_none(sign_in):
    browser = sign_in("auditor")
    assert "/template" not in browser.get("/admin/claim/").text
    assert browser.get("/admin/claim/template").status_code == 403


def test_a_sheet_that_no_file_fills_has_no_empty_workbook(sign_in):
    browser = sign_in("administrator")
    assert "/template" not in browser.get("/admin/user/").text
    answer = browser.get("/admin/user/template")
    assert (answer.status_code, "not by a file" in answer.text) == (400, True)

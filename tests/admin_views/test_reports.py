"""The pages of the reports: what they show is what their files hold, for whom it may be seen."""

import csv
import io
import re
from datetime import date
from urllib.parse import unquote_plus
from zipfile import ZipFile

import openpyxl
import pytest
from asked import view_of
from builders import claim
from desk import make

import models as m
from admin_views import report_files
from admin_views.dashboard import CHOSEN
from exports.reports.report import REPORTS
from journal import jobs

TODAY = date(2026, 11, 24)


def claims(count: int = 3) -> list[int]:
    """Claims with money on them."""
    made = [
        claim(claim_no=f"L-{n}", loss_date=date(2026, 8, n + 1), received_date=date(2026, 9, 1))
        for n in range(count)
    ]
    for row_id in made:
        make("reserve", claim=row_id, category="indemnity", amount=700_00, reserve_date=TODAY)
    return made


def table_of(page: str) -> list[list[str]]:
    """The rows of the report's own table, the totals last."""
    body = page.partition('class="grid stacks report"')[2].partition("</table>")[0]
    lines = re.findall(r"<tr>(.*?)</tr>", body, re.S)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.S) for line in lines]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in line] for line in cells]


def test_the_table_of_the_page_is_what_the_files_hold(sign_in):
    browser = sign_in("technician")
    claims()
    page = browser.get("/admin/reports/open_claims/")
    assert page.status_code == 200
    shown = table_of(page.text)
    text = browser.send(
        "/admin/reports/open_claims/file", data={"format": "csv"}, buffered=True
    ).data.decode("utf-8-sig")
    in_text = list(csv.reader(io.StringIO(text)))
    assert shown[:-1] == in_text
    assert shown[-1].count("2,100.00") == 2
    answer = browser.send("/admin/reports/open_claims/file", data={"format": "xlsx"}, buffered=True)
    tab = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    assert [row[0] for row in tab.iter_rows(values_only=True)] == [line[0] for line in in_text]
    assert "filename=open-claims-2026-11-24.xlsx" in answer.headers["Content-Disposition"]


def test_a_figure_opens_the_rows_behind_it(sign_in):
    browser = sign_in("technician")
    claims()
    page = browser.get("/admin/reports/loss_run/").text
    row = page.partition("<tbody>")[2]
    links = [unquote_plus(link) for link in re.findall(r'href="([^"]+)"', row)]
    assert "/admin/reserve/?filter=claim=L-0" in [link.replace("&amp;", "&") for link in links]
    for link in dict.fromkeys(re.findall(r'href="(/admin/[^"]+)"', page)):
        if link.startswith(("/admin/reserve/?", "/admin/payment/?", "/admin/reports/loss_run/?")):
            assert browser.get(link.replace("&amp;", "&")).status_code == 200, link


def test_every_report_has_a_page_that_says_what_to_do_when_it_is_empty(sign_in):
    browser = sign_in("technician")
    index = browser.get("/admin/reports/").text
    for entry in REPORTS:
        if "technician" not in entry.facts["roles"]:
            continue
        assert f"/admin/reports/{entry.key}/" in index
        page = browser.get(f"/admin/reports/{entry.key}/")
        assert page.status_code == 200, entry.key
        assert entry.facts["empty"] in page.text.replace("&#39;", "'"), entry.key
        assert "Run by" in page.text


def test_the_address_holds_what_was_asked_and_the_picture_is_an_image(sign_in):
    browser = sign_in("technician")
    claims()
    page = browser.get("/admin/reports/open_claims/?line=L&as_of=2026-11-24").text
    assert "/admin/reports/open_claims/?line=L&amp;as_of=2026-11-24" in page
    source = re.search(r'<img src="([^"]+)"', page)[1].replace("&amp;", "&")
    picture = browser.get(source)
    assert picture.mimetype == "image/svg+xml"
    assert b"<script" not in picture.data
    assert browser.get("/admin/reports/open_claims/picture.svg?line=W").status_code == 404


def test_what_cannot_be_asked_is_said_on_the_page_and_the_form_stays(sign_in):
    browser = sign_in("technician")
    page = browser.get("/admin/reports/open_claims/?as_of=2027-01-01&line=L").text
    assert "lies ahead" in page
    assert 'value="2027-01-01"' in page


def test_a_report_is_kept_from_other_roles(sign_in):
    browser = sign_in("administrator")
    assert browser.get("/admin/reports/loss_run/").status_code == 403
    assert browser.get("/admin/reports/loss_run/picture.svg").status_code == 403
    answer = browser.send("/admin/reports/loss_run/file", data={"format": "csv"})
    assert answer.status_code == 403
    assert "no report" in browser.get("/admin/reports/").text


@pytest.mark.parametrize("kind", report_files.KINDS)
def test_a_long_report_is_made_as_a_job_and_judged_again_when_fetched(sign_in, monkeypatch, kind):
    monkeypatch.setattr(report_files, "AT_ONCE", 2)
    browser = sign_in("technician")
    claims()
    answer = browser.send("/admin/reports/loss_run/file", data={"format": kind, "line": "L"})
    assert answer.status_code == 302
    assert jobs.work_off() == 1
    job = m.Job.get(m.Job.kind == "report")
    assert (job.status, job.result["rows"]) == ("done", 3)
    address = f"/admin/inbox/{job.id}/file/loss-run-2026-11-24.{kind}"
    assert address in browser.get("/admin/inbox/").text
    assert browser.get(address, buffered=True).status_code == 200
    event = m.AccessEvent.select().order_by(m.AccessEvent.id.desc()).get()
    assert (event.event, event.sheet, event.row_count) == ("download", "report", 3)
    monkeypatch.setitem(REPORTS.get("loss_run").facts, "roles", ("auditor",))
    assert browser.get(address).status_code == 403


def test_every_department_gets_a_workbook_in_one_job(sign_in):
    browser = sign_in("technician")
    streets = make("department", code="PW", name="Streets")
    claim(claim_no="L-1", department=streets)
    assert "A workbook for each department" in browser.get("/admin/reports/department_status/").text
    assert "A workbook for each department" not in browser.get("/admin/reports/loss_run/").text
    sent = {"format": "zip"}
    assert browser.send("/admin/reports/loss_run/file", data=sent).status_code == 400
    assert browser.send("/admin/reports/department_status/file", data=sent).status_code == 302
    jobs.work_off()
    job = m.Job.get(m.Job.kind == "report")
    address = f"/admin/inbox/{job.id}/file/department-status-2026-11-24.zip"
    answer = browser.get(address, buffered=True)
    with ZipFile(io.BytesIO(answer.data)) as parcel:
        assert parcel.namelist() == ["department-status-PW-2026-11-24.xlsx"]


# --- The pictures of a role -----------------------------------------------------------------------


def test_departments_are_informed_from_their_status(sign_in):
    streets = make("department", code="PW", name="Public Works", email="pw@city.gov")
    make("department", code="FD", name="Fire", email="fd@city.gov")
    claim(claim_no="L-1", department=streets)
    claim(claim_no="L-2", department=make("department", code="PD", name="Police"))
    place = "/admin/reports/department_status/"
    page = sign_in("technician").get(place).text
    assert f"/admin/do/inform_departments?sheet=department&amp;ids={streets}&amp;" in page
    assert ">Inform departments</a>" in page
    assert "inform_departments" not in sign_in("technician").get(f"{place}?department=PD").text
    assert "inform_departments" not in sign_in("auditor").get(place).text


def test_each_role_has_its_pictures_with_the_figures_behind_them(sign_in):
    claims()
    browser = sign_in("technician")
    page = browser.get("/admin/dashboard/").text
    assert "/admin/dashboard/open_claims.svg" in page
    assert "/admin/reports/open_claims/?as_of=2026-11-24&amp;age=0+to+90+days" in page
    picture = browser.get("/admin/dashboard/open_claims.svg")
    assert (picture.status_code, picture.mimetype) == (200, "image/svg+xml")
    assert REPORTS.get("recoveries").facts["empty"] in page
    assert browser.get("/admin/dashboard/recoveries.svg").status_code == 404


def test_the_pictures_of_a_role_are_reports_that_it_may_ask():
    for role, keys in CHOSEN.items():
        for key in keys:
            assert role in REPORTS.get(key).facts["roles"], (role, key)


def test_who_asks_no_report_has_no_pictures(sign_in):
    browser = sign_in("administrator")
    assert "there is nothing to draw" in browser.get("/admin/dashboard/").text
    assert browser.get("/admin/dashboard/loss_run.svg").status_code == 403


def test_the_page_asks_with_a_view_and_every_address_of_it_keeps_the_view(sign_in):
    browser = sign_in("technician")
    ids = claims()
    page = browser.get("/admin/reports/open_claims/").text
    assert 'name="view"' not in page
    view_of(m.Claim, "claim_no!=L-1", name="Not the <b>first</b>")
    view_of(m.Payment, name="Of payments")
    page = browser.get("/admin/reports/open_claims/").text
    options = re.findall(r'<select id="view".*?</select>', page, re.S)
    assert re.findall(r">([^<]+)</option>", options[0]) == [
        "All",
        "Not the &lt;b&gt;first&lt;/b&gt;",
    ]
    view = m.SavedView.get(m.SavedView.sheet == "claim").id
    page = browser.get("/admin/reports/open_claims/?view=not+the+<b>first</b>").text
    assert f'<option value="{view}" selected>' in page
    assert [line[0] for line in table_of(page)[:-1]] == ["Claim no.", "L-0", "L-2"]
    assert "Claims of the view “Not the &lt;b&gt;first&lt;/b&gt;”: Claim no. is not L-1" in page
    (bar,) = set(re.findall(r'href="(/admin/reports/open_claims/[^"]*age=0[^"]*)"', page))
    assert f"view={view}" in bar
    assert len(ids) == 3
    assert len(table_of(browser.get(bar.replace("&amp;", "&")).text)) == 4
    told = browser.send(
        "/admin/reports/open_claims/file", data={"format": "csv", "view": view}, buffered=True
    )
    assert len(list(csv.reader(io.StringIO(told.data.decode("utf-8-sig"))))) == 3
    paper = browser.get(f"/admin/reports/open_claims/?view={view}&all=yes").text
    assert "Claims of the view “Not the" in paper


def test_a_view_with_a_hidden_filter_is_not_offered_and_its_report_refused(sign_in):
    browser = sign_in("risk_manager")
    view = view_of(m.Claim, "diagnosis~sciatica", name="Backs")
    page = browser.get("/admin/reports/open_claims/").text
    assert 'name="view"' not in page
    answer = browser.get(f"/admin/reports/open_claims/?view={view}")
    assert answer.status_code == 403
    assert "So the figures would not be those it means." in answer.text
    assert "ciatica" not in answer.text


def test_a_long_report_of_a_view_is_asked_with_its_number(sign_in, monkeypatch):
    monkeypatch.setattr(report_files, "AT_ONCE", 1)
    browser = sign_in("risk_manager")
    claims()
    view = view_of(m.Claim, "claim_no!=L-1", name="Not the first")
    browser.send("/admin/reports/open_claims/file", data={"format": "csv", "view": "Not the first"})
    job = m.Job.get()
    assert job.parameters["texts"] == {"view": str(view)}
    jobs.work_off()
    job = m.Job.get()
    assert (job.result["rows"], job.result["shows"]["filters"]) == (2, ["claim_no!=L-1"])
    address = f"/admin/inbox/{job.id}/file/{job.result['files'][0]}"
    assert browser.get(address, buffered=True).status_code == 200
    shows = {**job.result["shows"], "filters": ["diagnosis~x"]}
    m.Job.update(result={**job.result, "shows": shows}).execute()
    assert browser.get(address, buffered=True).status_code == 403

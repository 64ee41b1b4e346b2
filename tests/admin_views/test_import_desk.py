"""The import desk: a file is looked at, mended, brought in, undone; its columns decided; the runs of the past."""

import io
import json
import re

import pytest
from books import xlsx
from builders import TODAY
from chosen import bring
from openpyxl import load_workbook

import models as m
from imports import duplicates
from imports import upload as uploads
from journal import jobs, likeness

pytestmark = pytest.mark.slow

GOOD = "Claim ID,Claimant,Status,Incident date,Amount paid\nL-1,Alvarez,Received,2026-01-05,10.00\nL-2,Baker,Received,10/00/19,\n"


@pytest.fixture(autouse=True)
def fixed(monkeypatch):
    monkeypatch.setenv("CLAIMS_TODAY", TODAY.isoformat())


def test_a_file_shows_what_it_would_do_before_anything_is_written(sign_in):
    browser = sign_in("technician")
    page = browser.get(bring(browser, GOOD)).text
    for words in (
        "register.csv",
        "D3",
        "Month 10 has no day 0",
        "Bring in 1 row",
        "$10.00",
        "goes into",
    ):
        assert words in page, words
    assert m.Claim.select().count() == 0


def test_a_refused_cell_is_mended_in_place_and_the_rest_follows(sign_in):
    browser = sign_in("technician")
    place = bring(browser, GOOD)
    assert browser.send(f"{place}/mend", data={"cell:D3": "2019-10-01"}).status_code == 302
    page = browser.get(place).text
    assert "Bring in 2 rows" in page
    assert "Refused rows" not in page
    answer = browser.send(f"{place}/commit")
    assert m.Claim.select().count() == 2
    assert m.Claim.get(m.Claim.claim_no == "L-1").paid == 10_00
    result = browser.get(answer.location).text
    assert "2 new" in result
    assert re.search(r"/admin/batch/\d+/undo", result)


def test_bringing_in_twice_writes_once(sign_in):
    browser = sign_in("technician")
    place = bring(browser, GOOD)
    first, second = (browser.send(f"{place}/commit").location for _ in range(2))
    assert first == second
    assert m.ImportRun.select().count() == 1
    page = browser.get(first).text
    assert "Refused rows" in page
    assert "D3" in page
    assert "left out" not in page.lower()


def test_one_value_mends_all_cells_of_a_column(sign_in):
    browser = sign_in("technician")
    rows = "".join(f"L-{n},Alvarez,\n" for n in range(5))
    place = bring(browser, f"Claim ID,Claimant,Status\n{rows}")
    assert "all 5 cells" in browser.get(place).text
    sent = {"meant_column": "status", "meant_written": "", "meant": "received"}
    browser.send(f"{place}/mend", data=sent)
    page = browser.get(place).text
    assert "Bring in 5 rows" in page
    assert "Status: A blank means Received" in page


def test_columns_are_decided_by_hand(sign_in):
    browser = sign_in("technician")
    place = bring(browser, "Number,Who,Status\nL-1,Alvarez,Received\n")
    page = browser.get(place)
    assert page.status_code == 422
    assert "no column for Claim no., by which a claim is known. Say below which" in page.text
    assert "“Who”" not in page.text
    sent = {
        "header_row": "1",
        "to_0": "claim_no",
        "to_1": "claimant",
        "to_2": "status",
        "fixed_column": ["line", ""],
        "fixed_value": ["W", ""],
    }
    browser.send(f"{place}/columns", data=sent)
    page = browser.get(place)
    assert page.status_code == 200
    assert "“Received” is not a status" in page.text
    twice = browser.send(f"{place}/columns", data={**sent, "to_1": "claim_no"})
    assert "are to fill one column" in twice.text


def test_a_column_can_be_left_out(sign_in):
    browser = sign_in("technician")
    place = bring(browser, GOOD)
    browser.send(
        f"{place}/columns",
        data={"header_row": "1", "to_0": "claim_no", "to_1": "claimant", "to_2": "status"},
    )
    assert "Bring in 2 rows" in browser.get(place).text
    browser.send(f"{place}/commit")
    assert m.Claim.select().where(m.Claim.paid > 0).count() == 0


def test_a_file_that_cannot_be_read_is_refused_in_words(sign_in):
    browser = sign_in("technician")
    answer = browser.send(
        "/admin/import/", data={"sheet": "claim", "file": (io.BytesIO(b"%PDF"), "letter.pdf")}
    )
    assert (answer.status_code, "cannot be read" in answer.text) == (422, True)
    answer = browser.get(bring(browser, "PK", "broken.xlsx"))
    assert answer.status_code == 422
    assert browser.send("/admin/import/", data={"sheet": "claim"}).status_code == 422


def test_another_person_does_not_find_the_file(sign_in):
    place = bring(sign_in("technician"), GOOD)
    other = sign_in("examiner")
    assert other.get(place).status_code == 404
    assert other.send(f"{place}/commit").status_code == 404
    assert m.Claim.select().count() == 0


@pytest.mark.parametrize(
    ("role", "sheet"),
    [
        ("auditor", "claim"),
        ("coordinator", "claim"),
        ("administrator", "claim"),
        ("technician", "user"),
        ("technician", "causecode"),
    ],
)
def test_a_file_goes_only_into_sheets_of_the_role(sign_in, role, sheet):
    answer = sign_in(role).send(
        "/admin/import/", data={"sheet": sheet, "file": (io.BytesIO(GOOD.encode()), "a.csv")}
    )
    assert answer.status_code == 403


def test_a_long_file_is_brought_in_as_a_job(sign_in, monkeypatch):
    monkeypatch.setattr("admin_views.desk_import.AS_JOB_ROWS", 1)
    browser = sign_in("technician")
    place = bring(browser, GOOD.replace("10/00/19", "2019-10-01"))
    assert browser.send(f"{place}/commit").location == "/admin/inbox/"
    job = m.Job.get()
    assert browser.get(f"/admin/inbox/{job.id}/progress").json["state"] == "queued"
    jobs.work_off()
    told = browser.get(f"/admin/inbox/{job.id}/progress").json
    assert (told["state"], told["sentence"]) == ("done", "2 new.")
    assert m.Claim.select().count() == 2
    assert told["url"] in browser.get("/admin/inbox/").text
    result = browser.get(told["url"], follow_redirects=True)
    assert result.request.path == f"/admin/import/run/{m.ImportRun.get().id}"
    assert browser.get("/admin/import/of/1").status_code == 404


@pytest.mark.slow
def test_pages_of_large_files_stay_small(sign_in):
    browser = sign_in("technician")
    rows = "".join(f"L-{n},Alvarez,\n" for n in range(3_000))
    page = browser.get(bring(browser, f"Claim ID,Claimant,Status\n{rows}"))
    assert len(page.data) < 300_000
    assert "Page 1 of 60" in page.text


def test_leaving_a_file_takes_it_away(sign_in):
    browser = sign_in("technician")
    place = bring(browser, GOOD)
    browser.send(f"{place}/discard")
    assert browser.get(place).status_code == 404


STATUSES = (
    "Claim ID,Claimant,Status,Amount paid\nL-1,Alvarez,ORIM,1\nL-2,Baker,Received,611043.70\n"
)


def test_a_refused_row_says_whose_it_is_and_offers_the_legal_values(sign_in):
    browser = sign_in("technician")
    page = browser.get(bring(browser, STATUSES)).text
    refused = page[page.index('id="refused"') :]
    assert "L-1 · Alvarez" in refused
    assert '<select name="cell:C2"' in refused
    assert "<option>Under review</option>" in refused
    assert refused.count("Mend and look again") == 2


def test_cells_beyond_the_first_are_typed_with_the_list_beside(sign_in):
    browser = sign_in("technician")
    rows = "".join(f"L-{n},Alvarez,ORIM\n" for n in range(60))
    page = browser.get(bring(browser, f"Claim ID,Claimant,Status\n{rows}")).text
    assert page.count('<select name="cell:') == 40
    assert page.count('list="of-status"') == 10  # a page has fifty
    assert '<datalist id="of-status">' in page
    assert '<select id="meant-1"' in page


def test_the_tab_is_named_once_where_there_is_one(sign_in, tmp_path):
    browser = sign_in("technician")
    rows = (["Claim no.", "Status"], ["L-1", "ORIM"])
    for more, cell in (({}, "B2"), ({"Other": [["x"]]}, "Claims!B2")):
        data = xlsx(tmp_path / "a.xlsx", *rows, **more).read_bytes()
        sent = {"sheet": "claim", "file": (io.BytesIO(data), "a.xlsx")}
        place = browser.send("/admin/import/", data=sent).location
        assert f'<th scope="row">{cell}</th>' in browser.get(place).text
        browser.send(f"{place}/mend", data={"cell:Claims!B2": "Received"})
        assert "Bring in 1 row" in browser.get(place).text


def test_the_first_new_rows_are_shown(sign_in):
    browser = sign_in("technician")
    rows = "".join(f"L-{n},Alvarez,Received,{n}.00\n" for n in range(1, 13))
    page = browser.get(bring(browser, f"Claim ID,Claimant,Status,Amount paid\n{rows}")).text
    assert page.count('data-label="Claimant"') == 12
    assert "Payment $10.00" in page


def test_a_file_that_would_write_nothing_says_why(sign_in):
    browser = sign_in("technician")
    browser.send(f"{bring(browser, STATUSES)}/commit")
    page = browser.get(bring(browser, STATUSES)).text
    assert "Nothing would be written: 1 row is in already, 1 is refused." in page
    assert "2 rows" in page
    one = browser.get(bring(browser, "Claim ID,Status\nL-9,ORIM\n")).text
    assert "Nothing would be written: every row is refused." in one
    assert "1 rows" not in one


def test_the_result_says_when_who_and_how_much_and_leads_back_to_the_file(sign_in):
    browser = sign_in("technician")
    place = bring(browser, STATUSES)
    result = browser.send(f"{place}/commit").location
    page = browser.get(result).text
    assert "$611,043.70" in page
    sub = re.search(r'<p class="sub">(.*?)</p>', page)[1]
    assert re.fullmatch(r"\w{3} \d+ \w{3} \d{4}, \d\d:\d\d · by .+", sub)
    assert "L-1 · Alvarez" in page
    assert f'action="/admin/import/{place.rpartition("/")[2]}/again"' in page
    assert browser.send(f"{place}/again").location == place
    browser.send(f"{place}/mend", data={"cell:C2": "Received"})
    browser.send(f"{place}/commit")
    assert m.Claim.select().count() == 2


def test_a_file_that_was_looked_at_is_found_again(sign_in):
    browser = sign_in("technician")
    place = bring(browser, GOOD)
    start = browser.get("/admin/import/").text
    assert "Files looked at, not brought in" in start
    assert f'href="{place}"' in start
    assert place not in sign_in("examiner").get("/admin/import/").text
    browser.send(f"{place}/commit")
    assert "Files looked at" not in browser.get("/admin/import/").text


def test_the_screen_speaks_no_command_line(sign_in):
    browser = sign_in("technician")
    for text in ("Number,Status\n1,x\n", "Claim no.,DOL,Date of loss\n1,,\n"):
        page = browser.get(bring(browser, text))
        assert page.status_code == 422
        assert "--map" not in page.text


@pytest.mark.slow
def test_a_wide_file_makes_a_small_page_whose_columns_are_typed(sign_in):
    browser = sign_in("technician")
    head = ",".join(["Claim ID", "Status", *(f"Column {n}" for n in range(150))])
    rows = "".join(f"L-{n},ORIM,{'x' * 40 + ',' * 149}\n" for n in range(400))
    place = bring(browser, f"{head}\n{rows}")
    page = browser.get(place)
    assert len(page.data) < 300_000
    assert 'name="to_1" value="Status (needed)"' in page.text
    sent = {"header_row": "1", "to_0": "Claim no. (needed)", "to_2": "Claimant"}
    browser.send(f"{place}/columns", data=sent)
    assert "Bring in 400 rows" in browser.get(place).text
    answer = browser.send(f"{place}/columns", data={**sent, "to_3": "nothing"})
    assert "There is no column “nothing”" in answer.text


@pytest.mark.slow
def test_a_page_with_every_kind_of_line_stays_small(sign_in):
    browser = sign_in("technician")
    head = "Claim ID,Claimant,Status,Location,Description,Loss date,Paid\n"
    good = "".join(
        f"L-{n},Alvarez,Received,{'l' * 90},{'d' * 300},2026-01-02,{n}\n" for n in range(400)
    )
    browser.send(f"{bring(browser, head + good)}/commit")
    changed = good.replace("Alvarez", "Baker" * 20).replace("d" * 300, "e" * 300)
    bad = "".join(f"B-{n},x,ORIM,y,{'z' * 300},{'never' * 30},none\n" for n in range(400))
    page = browser.get(bring(browser, head + changed.replace("lll", "mmm") + bad))
    assert "Refused rows" in page.text
    for show in ("refused", "changed"):
        page = browser.get(f"{page.request.path}?show={show}")
        assert len(page.data) < 300_000
        assert f'?show={show}#rows" aria-current="page"' in page.text
    assert len(page.data) < 300_000


def test_a_refused_cell_is_shown_to_who_sees_its_column(sign_in):
    browser, manager = sign_in("technician"), sign_in("risk_manager")
    text = "Claim no.,Line,Status,Diagnosis,Loss date\nW-1,W,nonsense,Bruxism,2026-13-45\nW-2,W,reported,x,2026-01-02\n"
    place = browser.send(f"{bring(browser, text)}/commit").location
    assert "nonsense" in browser.get(place).text
    assert "Bruxism" in browser.get("/admin/importrow/rows").text
    assert "nonsense" in manager.get(place).text
    for page in ("/admin/importrow/rows", "/admin/importrow/", place, "/admin/importrun/rows"):
        assert "Bruxism" not in manager.get(page).text, page
    assert manager.get("/admin/importrow/rows?columns=cells").status_code == 403


def test_a_refused_cell_of_a_hidden_column_is_not_shown(sign_in):
    browser, manager = sign_in("technician"), sign_in("risk_manager")
    text = f"Claim no.,Line,Status,Nature of injury\nW-1,W,reported,{'Bruxism' * 60}\nW-2,W,reported,x\n"
    place = browser.send(f"{bring(browser, text)}/commit").location
    assert "Bruxism" in browser.get(place).text
    page = manager.get(place).text
    assert "This cell is not shown to your role." in page
    assert "Bruxism" not in page


class TestRows:
    MANY = "Claim ID,Claimant,Status,Incident date\n" + "".join(
        f"L-{n},Claimant {n},Received,2026-01-02\n" for n in range(1, 121)
    )

    def test_rows_of_an_outcome_come_a_page_at_a_time(self, sign_in):
        browser = sign_in("technician")
        place = bring(browser, self.MANY)
        first = browser.get(f"{place}?show=new").text
        third = browser.get(f"{place}?show=new&page=3").text
        assert "Page 1 of 3" in first
        assert ("Claimant 50<" in first, "Claimant 51<" in first) == (True, False)
        assert ("Claimant 120<" in third, "Claimant 100<" in third) == (True, False)
        assert "Page 3 of 3" in browser.get(f"{place}?show=new&page=99").text
        assert browser.get(f"{place}?show=nix&page=-1").status_code == 200

    def test_ticked_rows_are_left_out_and_taken_back(self, sign_in):
        browser = sign_in("technician")
        place = bring(browser, self.MANY)
        browser.send(f"{place}/leave", data={"show": "new", "row": ["2", "3", "x"]})
        page = browser.get(f"{place}?show=left").text
        assert "Bring in 118 rows" in page
        assert page.count("row left out by hand") == 2
        assert "Rows ignored" not in page
        browser.send(f"{place}/leave", data={"show": "left", "row": "3", "take_back": "yes"})
        assert "Bring in 119 rows" in browser.get(place).text
        run = browser.send(f"{place}/commit").location
        assert m.Claim.select().where(m.Claim.claim_no << ("L-1", "L-2")).count() == 1
        assert "<dt>Left out</dt><dd>1</dd>" in browser.get(run).text
        assert "119 new, 0 changed, 0 refused, 1 left out" in browser.get("/admin/import/").text

    def test_titles_and_totals_are_ignored_and_not_left_out(self, sign_in):
        browser = sign_in("technician")
        place = bring(browser, "Claim ID,Claimant,Status\nDistrict 12,,\nL-1,Alvarez,Received\n")
        page = browser.get(f"{place}?show=ignored").text
        assert ("Rows ignored" in page, "1 ignored as titles or totals" in page) == (True, True)
        assert "take_back" not in page
        assert "Rows left out" not in page
        run = browser.get(browser.send(f"{place}/commit").location).text
        assert "<dt>Ignored</dt><dd>1</dd>" in run
        assert "Left out" not in run

    def test_a_refused_row_can_be_left_out_too(self, sign_in):
        browser = sign_in("technician")
        place = bring(browser, GOOD)
        browser.send(f"{place}/leave", data={"show": "refused", "row": "3"})
        assert "Refused rows" not in browser.get(place).text

    def test_what_may_be_there_already_is_shown_with_its_reasons(self, sign_in):
        browser = sign_in("technician")
        browser.send(f"{bring(browser, self.MANY)}/commit")
        again = "Claim ID,Claimant,Status,Incident date\nX-1,Claimant 7,Received,2026-01-02\n"
        page = browser.get(f"{bring(browser, again)}?show=alike").text
        assert "Likely duplicates" in page
        assert "same claimant, same day" in page
        claim = m.Claim.get(m.Claim.claim_no == "L-7")
        assert f'<a href="/admin/claim/{claim.id}">L-7</a>' in page


class TestProfiles:
    OWN = "Nr,Wer,Wie\nL-1,Alvarez,Deny\n"

    def test_how_a_file_is_read_is_kept_and_used_again(self, sign_in):
        browser = sign_in("technician")
        place = bring(browser, self.OWN)
        sent = {"header_row": "1", "to_0": "claim_no", "to_1": "claimant", "to_2": ""}
        fixed = {"fixed_column": "status", "fixed_value": "Received"}
        browser.send(f"{place}/columns", data={**sent, **fixed})
        answer = browser.send(f"{place}/profile", data={"name": "Own list"})
        assert answer.status_code == 302
        page = browser.get(bring(browser, self.OWN.replace("L-1", "L-9"))).text
        assert "Read as “Own list”" in page
        assert "Bring in 1 row" in page

    def test_a_run_says_how_its_file_was_read(self, sign_in):
        browser = sign_in("technician")
        text = (
            "Claim ID,Claimant,Status,Paid\nL-1,Ann,Received,10\nL-2,Bob,Received,20\nTotal,,,30\n"
        )
        place = bring(browser, text)
        browser.send(f"{place}/profile", data={"name": "Own list"})
        run = browser.get(browser.send(f"{place}/commit").location).text
        assert "read as “Own list”" in run
        assert "1 of 1 printed totals agree" in run

    def test_a_profile_travels_as_a_small_file(self, sign_in):
        browser = sign_in("technician")
        browser.send(f"{bring(browser, GOOD)}/profile", data={"name": "Street / register"})
        row = m.ImportProfile.get()
        sent = browser.send(f"/admin/import/profile/{row.id}")
        assert "Street _ register.json" in sent.headers["Content-Disposition"]
        text = sent.text.replace("Street / register", "Taken over")
        sent.close()
        browser.send("/admin/import/profile", data={"file": (io.BytesIO(text.encode()), "p.json")})
        assert {p.name for p in m.ImportProfile.select()} == {"Street / register", "Taken over"}
        bad = browser.send("/admin/import/profile", data={"file": (io.BytesIO(b"{}"), "p.json")})
        assert (bad.status_code, "no import profile" in bad.text) == (422, True)

    def test_one_without_a_name_is_refused_in_words(self, sign_in):
        browser = sign_in("technician")
        answer = browser.send(f"{bring(browser, GOOD)}/profile", data={"name": " "})
        assert (answer.status_code, "needs a name" in answer.text) == (422, True)

    def test_who_brings_no_files_in_keeps_no_profile(self, sign_in):
        assert sign_in("coordinator").send("/admin/import/profile").status_code == 403


class TestWorkbookToMend:
    def test_the_file_comes_back_marked_and_in_again_once(self, sign_in, tmp_path):
        browser = sign_in("technician")
        place = bring(browser, GOOD)
        sent = browser.send(f"{place}/errors")
        assert "register - to mend.xlsx" in sent.headers["Content-Disposition"]
        book = load_workbook(io.BytesIO(sent.data))
        sent.close()
        assert book.active["D3"].comment
        book.active["D3"] = "2019-10-01"
        book.save(tmp_path / "back.xlsx")
        file = io.BytesIO((tmp_path / "back.xlsx").read_bytes())
        back = browser.send("/admin/import/", data={"sheet": "claim", "file": (file, "b.xlsx")})
        page = browser.get(back.location).text
        assert "only the rows that were refused are looked at" in page
        assert "Bring in 1 row" in page
        browser.send(f"{back.location}/commit")
        assert [c.claim_no for c in m.Claim.select()] == ["L-2"]

    def test_one_whose_rows_bear_no_number_comes_back_in_too(self, sign_in, tmp_path):
        browser = sign_in("technician")
        place = bring(browser, "Payee,Sum\nAnn,10\nBob,ten\n", sheet="payment")
        form = {"header_row": "1", "to_0": "payee_name", "to_1": "amount", "of_rows": "yes"}
        fixed = {"fixed_column": "category", "fixed_value": "expense"}
        browser.send(f"{place}/columns", data={**form, **fixed, "keyless": "yes"})
        sent = browser.send(f"{place}/errors")
        book = load_workbook(io.BytesIO(sent.data))
        sent.close()
        book.active["B3"] = 20
        book.save(tmp_path / "back.xlsx")
        file = io.BytesIO((tmp_path / "back.xlsx").read_bytes())
        back = browser.send("/admin/import/", data={"sheet": "payment", "file": (file, "b.xlsx")})
        assert "Bring in 1 row" in browser.get(back.location).text

    def test_without_a_refused_row_there_is_nothing_to_mend(self, sign_in):
        browser = sign_in("technician")
        place = bring(browser, "Claim ID,Status\nL-1,Received\n")
        assert "Workbook to mend" not in browser.get(place).text
        answer = browser.send(f"{place}/errors")
        assert (answer.status_code, "nothing to mend" in answer.text) == (400, True)


class TestCutOff:
    def test_a_file_whose_job_was_killed_says_so_and_comes_in_again(self, sign_in, app):
        browser = sign_in("technician")
        place = bring(browser, GOOD)
        folder, token = app.extensions["office"].uploads, place.rpartition("/")[2]
        kept = uploads.Upload(**json.loads((folder / f"{token}.json").read_text()))
        uploads.decide(folder, kept, begun=True)  # as a killed process leaves it
        start = browser.get("/admin/import/").text
        assert "The program stopped while it was brought in: nothing of it is written" in start
        again = re.search(
            rf'action="({place}/commit)" class="inline">.*?>Bring it in again<', start
        )
        assert again
        browser.send(again[1])
        assert m.Claim.select().count() == 1
        assert "The program stopped" not in browser.get("/admin/import/").text

    def test_one_that_is_cancelled_waits_as_before(self, sign_in, monkeypatch):
        browser = sign_in("technician")
        monkeypatch.setattr("admin_views.desk_import.AS_JOB_ROWS", 0)
        place = bring(browser, GOOD)
        browser.send(f"{place}/commit")
        job = m.Job.get()
        start = browser.get("/admin/import/").text
        assert "It is being brought in now" in start
        assert (f"{place}/discard" in start, ">Follow it</a>" in start) == (False, True)
        browser.send(f"/admin/inbox/{job.id}/cancel")
        jobs.work_off()
        start = browser.get("/admin/import/").text
        assert "register.csv" in start
        assert "being brought in" not in start
        assert m.Claim.select().count() == 0


def test_a_heading_is_proposed_and_used_once_it_is_agreed_to(sign_in):
    browser = sign_in("technician")
    text = "Claim ID,Claimant info,Status\nL-1,Alvarez,Received\n"
    place = bring(browser, text)
    page = browser.get(place).text
    assert "similar words: look again to use it" in page
    assert '<option value="claimant" selected>' in page
    sent = {"header_row": "1", "to_0": "claim_no", "to_1": "claimant", "to_2": "status"}
    browser.send(f"{place}/columns", data=sent)
    assert "look again to use it" not in browser.get(place).text
    browser.send(f"{place}/commit")
    assert m.Claim.get().claimant == "Alvarez"


def test_many_notes_that_say_the_same_of_a_column_are_one_line(sign_in, tmp_path):
    browser = sign_in("technician")
    rows = [["L-1", "Received", "x"], *([f"L-{n}", "Received", f"y{n}"] for n in range(2, 21))]
    path = xlsx(tmp_path / "r.xlsx", ["Claim no.", "Status", None], *rows)
    answer = browser.send(
        "/admin/import/", data={"sheet": "claim", "file": (io.BytesIO(path.read_bytes()), "r.xlsx")}
    )
    page = browser.get(f"{answer.location}?show=notes").text
    assert page.count("No heading stands above") == 1
    assert "20 cells of column C, C2 for one: No heading stands above “x”" in page
    assert "C13 and 8 more." in page


def a_profile(browser, name: str = "County register", **own) -> int:
    facts = {
        "kind": "claims-office import profile",
        "name": name,
        "sheet": "claim",
        "headings": ["File no.", "Situs"],
        "recipe": {
            "columns": {"claim_no": "File no.", "location": "Situs"},
            "fixed": {"status": "Received"},
        },
        **own,
    }
    file = (io.BytesIO(json.dumps(facts).encode()), "profile.json")
    assert browser.send("/admin/import/profile", data={"file": file}).status_code == 302
    return m.ImportProfile.get(m.ImportProfile.name == name).id


def test_a_profile_is_shown_in_words_taken_out_and_used(sign_in):
    browser = sign_in("technician")
    row_id = a_profile(browser)
    page = browser.get(f"/admin/importprofile/details/?id={row_id}").text
    assert "<dt>Claim no.</dt><dd>File no.</dd>" in page
    assert "<dt>The same for every row</dt>" in page
    assert "File no. · Situs" in page
    assert f'action="/admin/import/profile/{row_id}"' in page
    assert "/admin/import/?sheet=claim&amp;profile=County+register" in page
    made = browser.send(f"/admin/import/profile/{row_id}")
    name = json.loads(made.data)["name"]
    made.close()
    assert name == "County register"


def test_a_file_is_read_by_the_profile_that_was_chosen_for_it(sign_in):
    browser = sign_in("technician")
    a_profile(browser)
    page = browser.get("/admin/import/?sheet=claim&profile=County+register").text
    assert 'name="profile" value="County register"' in page
    file = (io.BytesIO(b"File no.,Situs\nL-1,Quay 7\n"), "r.csv")
    data = {"sheet": "claim", "profile": "County register", "file": file}
    answer = browser.send("/admin/import/", data=data)
    assert "Read as “County register”" in browser.get(answer.location).text


def test_a_profile_that_is_not_there_is_refused(sign_in):
    browser = sign_in("technician")
    file = (io.BytesIO(GOOD.encode()), "r.csv")
    answer = browser.send("/admin/import/", data={"sheet": "claim", "profile": "No", "file": file})
    assert answer.status_code == 404


class TestInWords:
    """What imports keep is said with the office's labels on every page."""

    RECIPE = {
        "columns": {"amount": "Betrag", "payment_date": ""},
        "fixed": {"category": "indemnity"},
        "words": {"category": {"Kosten": "expense", "": "indemnity"}},
        "day_orders": {"payment_date": "dmy"},
        "keyless": True,
        "before": [
            {
                "sheet": "claim",
                "columns": {"claim_no": "Akte"},
                "fixed": {"status": "litigation"},
                "link": "claim",
                "wanted": "claim_no",
            }
        ],
    }

    def profile(self, browser) -> int:
        own = {"sheet": "payment", "headings": ["Akte", "Betrag"], "recipe": self.RECIPE}
        return a_profile(browser, "Zahlungen", **own)

    @pytest.mark.parametrize("page", ["details/?id={}", "history/{}"])
    def test_a_profile_and_its_history_speak_no_program(self, sign_in, page):
        browser = sign_in("technician")
        address = f"/admin/importprofile/{page.format(self.profile(browser))}"
        text = browser.get(address).text
        for words in (
            "<dt>Amount</dt><dd>Betrag</dd>",
            "<dt>From no heading</dt><dd>Posted on</dd>",
            "<dt>Category</dt><dd>Indemnity</dd>",
            "<dt>“Kosten”</dt><dd>Expense</dd>",
            "<dt>A blank</dt><dd>Indemnity</dd>",
            "<dt>Posted on</dt><dd>day, month, year</dd>",
            "<dt>Into</dt><dd>Claims</dd>",
            "<dt>Claim no.</dt><dd>Akte</dd>",
            "<dt>Status</dt><dd>Litigation</dd>",
            "<dt>Joined by</dt><dd>Claim</dd>",
            "<dt>Only where there is</dt><dd>Claim no.</dd>",
            "Payments",
        ):
            assert words in text, words
        main = text[text.index("<main") :]
        for code in ("payment_date", "claim_no", "litigation<", "dmy", "{&#34;", "wanted"):
            assert code not in main, code

    def test_lists_name_the_sheet_as_the_side_bar_does(self, sign_in):
        browser = sign_in("technician")
        self.profile(browser)
        browser.send(f"{bring(browser, GOOD)}/commit")
        profiles, runs = (browser.get(f"/admin/{s}/").text for s in ("importprofile", "importrun"))
        assert '<td data-label="Sheet">Payments</td>' in profiles
        assert '<td data-label="Sheet">Claims</td>' in runs

    def test_the_record_of_a_run_has_labels_sums_in_money_and_leads_to_its_result(self, sign_in):
        browser = sign_in("technician")
        place = browser.send(f"{bring(browser, GOOD)}/commit").location
        run = m.ImportRun.get().id
        for page in (f"details/?id={run}", f"history/{run}"):
            text = browser.get(f"/admin/importrun/{page}").text
            for words in (
                "<dt>Claim no.</dt><dd>Claim ID</dd>",
                "<dt>Loss date</dt><dd>Incident date</dd>",
                "<dt>Paid</dt><dd>$10.00</dd>",
                "Claims",
            ):
                assert words in text, words
            assert "Places" not in text
        details = browser.get(f"/admin/importrun/details/?id={run}").text
        assert f'<a class="btn btn-primary" href="{place}">See the result</a>' in details

    def test_a_profile_is_renamed_not_programmed(self, sign_in):
        browser = sign_in("technician")
        row_id = self.profile(browser)
        form = browser.get(f"/admin/importprofile/edit/?id={row_id}").text
        assert ('name="name"' in form, 'name="recipe"' in form) == (True, False)


def test_profiles_and_imports_stand_beside_the_desk_in_the_side_bar(sign_in):
    side = sign_in("technician").get("/admin/importprofile/").text
    group = side[side.index(">Import</h2>") :]
    assert re.findall(r'href="(/admin/[^"]+)"', group[: group.index("</ul>")]) == [
        "/admin/import/",
        "/admin/importprofile/",
        "/admin/importrun/",
    ]
    assert "No import profiles yet. Bring a file in, then keep how it was read." in side
    main = side[side.index("<main") :]
    assert ("/admin/import/?sheet=importprofile" in main, "/new/" in main) == (False, False)


class TestColumnsInOneLook:
    """What comes in, what not and why stands above the rows, and what a profile says survives."""

    OTHER = "Claim No,Clmt,Stat Cd,Occ Dt,TPA Fld\nTP-1,Ann,OP,2026-01-05,x\nTP-2,Bob,OP,2026-02-05,y\nTP-3,Cid,CL,2026-02-06,z\n"

    def mapped(self, browser) -> str:
        place = bring(browser, self.OTHER)
        sent = {"to_0": "claim_no", "to_1": "claimant", "to_2": "status", "to_3": "loss_date"}
        browser.send(f"{place}/columns", data={"header_row": "1", **sent})
        return place

    def glance(self, page: str) -> str:
        part = page[page.index('aria-label="What comes in"') :]
        return " ".join(re.sub(r"<[^>]+>", " ", part[: part.index("</section>")]).split())

    def test_a_file_of_another_office_says_what_is_not_read_and_why(self, sign_in):
        browser = sign_in("technician")
        said = self.glance(browser.get(bring(browser, self.OTHER)).text)
        assert "2 of 5 headings are read." in said
        assert "Read Claim No → Claim no. · Clmt → Claimant" in said
        assert "Stat Cd · Occ Dt · TPA Fld No column goes by this name." in said
        said = self.glance(browser.get(self.mapped(browser)).text)
        assert "Stat Cd → Status" in said
        assert "TPA Fld You chose not to read it." in said

    def test_what_a_written_word_means_is_said_once_kept_and_forgotten(self, sign_in):
        browser = sign_in("technician")
        place = self.mapped(browser)
        page = browser.get(place).text
        assert "Status “OP”, all 2 cells" in page
        browser.send(
            f"{place}/mend",
            data={
                "meant_column": ["status", "status"],
                "meant_written": ["OP", "CL"],
                "meant": ["under_review", "closed_no_payment"],
            },
        )
        assert "Bring in 3 rows" in browser.get(place).text
        browser.send(f"{place}/profile", data={"name": "Other office"})
        again = bring(browser, self.OTHER.replace("TP-", "NX-"))
        page = browser.get(again).text
        assert "Bring in 3 rows" in page
        assert "Status: “OP” means Under review" in page
        form = {"header_row": "1", "to_0": "claim_no", "to_2": "status", "forget": "status OP"}
        browser.send(
            f"{again}/columns",
            data={**form, "profile": "Other office", "profile_was": "Other office"},
        )
        page = browser.get(again).text
        assert ("“OP” means" in page, "“CL” means" in page) == (False, True)
        assert "“OP” is not a status" in page

    def test_rows_without_a_number_come_in_by_their_content(self, sign_in):
        browser = sign_in("technician")
        text = "Payee,Sum\nAnn,10\nBob,20\nAnn,10\n"
        place = bring(browser, text, sheet="payment")
        assert browser.get(place).status_code == 422
        form = {"header_row": "1", "to_0": "payee_name", "to_1": "amount", "of_rows": "yes"}
        fixed = {"fixed_column": "category", "fixed_value": "expense"}
        browser.send(f"{place}/columns", data={**form, **fixed, "keyless": "yes"})
        assert "Bring in 3 rows" in browser.get(place).text
        browser.send(f"{place}/commit")
        again = bring(browser, text, sheet="payment")
        browser.send(f"{again}/columns", data={**form, **fixed, "keyless": "yes"})
        assert "all of it is in already" in browser.get(again).text

    def test_totals_stand_as_of_the_day_that_is_given(self, sign_in):
        browser = sign_in("technician")
        place = bring(browser, "Claim ID,Status,Paid\nL-1,Received,10\n")
        form = {
            "header_row": "1",
            "to_0": "claim_no",
            "to_1": "status",
            "to_2": "paid",
            "of_rows": "yes",
        }
        answer = browser.send(f"{place}/columns", data={**form, "valued_on": "30 June"})
        assert "“30 June” is not a day. Write it like 2026-06-30." in answer.text
        browser.send(f"{place}/columns", data={**form, "valued_on": "2026-06-30"})
        browser.send(f"{place}/commit")
        assert m.Payment.get().payment_date.isoformat() == "2026-06-30"

    def test_hidden_rows_are_said_and_come_in_or_not(self, sign_in, tmp_path):
        browser = sign_in("technician")
        path = xlsx(
            tmp_path / "h.xlsx", ["Claim no.", "Status"], ["L-1", "Received"], ["L-2", "Received"]
        )
        book = load_workbook(path)
        book.active.row_dimensions[3].hidden = True
        book.save(path)
        sent = {"sheet": "claim", "file": (io.BytesIO(path.read_bytes()), "h.xlsx")}
        place = browser.send("/admin/import/", data=sent).location
        page = browser.get(place).text
        assert "Hidden rows and columns come in too" in page
        assert "Hidden in the file 1 row: read as well" in self.glance(page)
        assert "Bring in 2 rows" in page
        form = {"header_row": "1", "to_0": "claim_no", "to_1": "status"}
        browser.send(f"{place}/columns", data={**form, "of_rows": "yes", "hidden_shown": "yes"})
        page = browser.get(place).text
        assert "Bring in 1 row" in page
        assert "Hidden in the file 1 row: not read" in self.glance(page)

    def test_what_a_profile_joins_and_gives_stays_when_columns_are_looked_at_again(self, sign_in):
        browser = sign_in("technician")
        recipe = {
            "columns": {"claim_no": "File", "claimant": "Last + First"},
            "fixed": {"status": "under_review"},
        }
        a_profile(browser, "Names", headings=["File", "Last", "First"], recipe=recipe)
        place = bring(browser, "File,Last,First\nF-1,Alvarez,Rosa\n")
        page = browser.get(place).text
        assert "joined to Claimant" in page
        assert "Status Under review" in self.glance(page)
        fields = dict(re.findall(r'name="(joint_\w+)" value="([^"]+)"', page))
        assert fields == {"joint_claimant": "Last + First"}
        assert 'name="fixed_value" value="Under review"' in page
        form = {"header_row": "1", "to_0": "claim_no", "to_1": "claimant", **fields}
        fixed = {"fixed_column": "status", "fixed_value": "Under review"}
        browser.send(f"{place}/columns", data={**form, **fixed})
        browser.send(f"{place}/commit")
        claim = m.Claim.get()
        assert (claim.claimant, claim.status) == ("Alvarez, Rosa", "under_review")

    def test_columns_of_a_further_sheet_are_named(self, sign_in):
        browser = sign_in("technician")
        part = {
            "sheet": "claim",
            "columns": {"claim_no": "Case", "claimant": "Caption"},
            "link": "claim",
        }
        recipe = {"columns": {"amount": "Sum"}, "fixed": {"category": "expense"}, "keyless": True}
        own = {"sheet": "payment", "headings": ["Case", "Caption", "Sum"]}
        a_profile(browser, "Cases", **own, recipe={**recipe, "before": [part]})
        long = "x" * 300
        place = bring(
            browser, f"Case,Caption,Sum\nC-1,Ann,5\nC-2,{long},6\nC-3,{long},6\n", sheet="payment"
        )
        page = browser.get(place).text
        assert "Case → Claim · Caption → Claim: Claimant" in self.glance(page)
        assert "From the same rows Claims: 1 new" in self.glance(page)
        assert '<option value="claim.claimant" selected>Claim: Claimant</option>' in page
        refused = page[page.index('id="refused"') :]
        assert '<td data-label="Column">Claimant</td>' in refused
        assert "all 2 cells" not in refused


def test_figures_of_new_rows_stand_at_the_right(sign_in):
    browser = sign_in("technician")
    page = browser.get(bring(browser, "Claim ID,Status,Amount claimed\nL-1,Received,10\n")).text
    assert '<td class="added num" data-label="Claimed">10.00</td>' in page
    assert '<th scope="col" class="num">Claimed</th>' in page


class TestLikely:
    """What may be there already is looked for once, and in bounds."""

    def rows(self, name: str, count: int) -> str:
        head = "Claim ID,Claimant,Status,Loss date\n"
        return head + "".join(f"L-{n},{name.format(n)},Received,2026-01-05\n" for n in range(count))

    def test_a_name_spelled_in_another_way_is_found(self, sign_in):
        browser = sign_in("technician")
        browser.send(f"{bring(browser, self.rows('Rosa Alvarez', 1))}/commit")
        other = self.rows("Alvares Rosa", 1).replace("L-0", "X-0")
        page = browser.get(f"{bring(browser, other)}?show=alike").text
        assert "similar name, same day" in page
        assert ">L-0</a>" in page

    def test_a_register_of_one_day_is_not_compared_row_by_row(self, sign_in, monkeypatch):
        judged, seen = likeness.judged, []
        monkeypatch.setattr(duplicates, "MOST_PAIRS", 500)
        monkeypatch.setattr(likeness, "judged", lambda *pair: seen.append(pair) or judged(*pair))
        browser = sign_in("technician")
        place = bring(browser, self.rows("Person {}", 200))
        assert "Likely duplicates" in browser.get(place).text
        assert len(seen) == 500
        assert "Likely duplicates" in browser.get(f"{place}?show=alike").text
        assert len(seen) == 500  # not looked for again

    def test_names_that_begin_otherwise_are_not_compared(self, sign_in, monkeypatch):
        seen = []
        monkeypatch.setattr(likeness, "judged", lambda *pair: seen.append(pair) or (0, ""))
        browser = sign_in("technician")
        text = self.rows("Ann Cole", 1) + self.rows("Bob Dunn", 1).partition("\n")[2].replace(
            "L-0", "L-1"
        )
        browser.get(bring(browser, text))
        assert seen == []

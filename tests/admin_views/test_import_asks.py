"""What a file does not say is asked on its page, and answered by one click each."""

import html
import io
import re

import pytest
from builders import write
from chosen import bring

import models as m
from journal import jobs

pytestmark = [
    pytest.mark.usefixtures("office"),
    pytest.mark.only_on("sqlite"),
]


@pytest.fixture(autouse=True)
def fixed(monkeypatch):
    monkeypatch.setenv("CLAIMS_TODAY", "2026-11-24")


def form_of(page: str) -> dict[str, str]:
    """What the form of the columns would send, as a browser does."""
    own = page[page.index('id="decide"') :]
    own = own[: own.index("</form>")]
    sent = {}
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', own, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent.setdefault(name, html.unescape(chosen[1]) if chosen else "")
    for tag in re.findall(r"<input[^>]*>", own):
        facts = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        if facts.get("type") != "checkbox" or "checked" in tag:
            sent.setdefault(facts.get("name", ""), html.unescape(facts.get("value", "")))
    sent.pop("csrf_token", None)
    return sent


def answer(browser, place: str, words: str) -> str:
    """Click the answer with these words; the page that follows."""
    page = browser.get(place).text
    found = re.search(rf'name="answer" value="([^"]+)">{re.escape(words)}<', page)
    assert found, words
    browser.send(f"{place}/columns", data={**form_of(page), "answer": found[1]})
    return browser.get(place).text


def test_payments_without_a_number_come_in_by_two_clicks(sign_in):
    browser = sign_in("technician")
    place = bring(
        browser, "Date,Vendor,Amount\n1/5/26,Acme,5.10\n1/6/26,Bo,6.20\n", sheet="payment"
    )
    answer(browser, place, "They bear no number")
    page = answer(browser, place, "Expense")
    assert "Bring in 2 rows" in page
    browser.send(f"{place}/commit")
    assert [(p.payee_name, p.amount, p.category) for p in m.Payment.select()] == [
        ("Acme", 510, "expense"),
        ("Bo", 620, "expense"),
    ]


TPA = (
    "Check Number,Check Date,City File #,Claimant Name,D.O.L.,Payee,Pay Code,Net Check\n"
    "7001,9/1/2026,0001-26,Ann Lee,1/5/2026,Acme,IND,100.00\n"
    "7002,9/2/2026,0001-26,Ann Lee,1/5/2026,Bo,MED,50.00\n"
)


def test_claims_of_a_register_of_checks_are_made_too_by_one_click(sign_in):
    browser = sign_in("technician")
    place = bring(browser, TPA, sheet="payment")
    page = browser.get(place).text
    assert "2 rows name a claim that the office does not have." in page
    assert "because the office knows none of them by name" in page
    page = answer(browser, place, "Make the claims too")
    assert '<option value="claim.claimant" selected>Claim: Claimant</option>' in page
    assert "Its payments come in as drafts" in page
    page = answer(browser, place, "Workers&#39; compensation")
    assert "Nothing in the file says the line" not in page
    again = form_of(page)
    assert again["to_4"] == "claim.loss_date"
    browser.send(f"{place}/columns", data=again)
    browser.send(f"{place}/profile", data={"name": "City checks"})
    browser.send(f"{place}/commit")
    claim = m.Claim.get()
    assert (claim.claim_no, claim.claimant, claim.line) == ("0001-26", "Ann Lee", "W")
    assert str(claim.loss_date) == "2026-01-05"
    assert [p.category for p in m.Payment.select()] == ["indemnity", "medical"]
    more = bring(browser, TPA.replace("700", "800").replace("0001-26", "0002-26"), sheet="payment")
    assert "Bring in 2 rows" in browser.get(more).text


def test_the_line_is_asked_where_nothing_tells_it_and_taken_where_the_file_does(sign_in):
    browser = sign_in("technician")
    place = bring(browser, "Claim no.,Claimant\n1,Ann\n")
    assert "Nothing in the file says the line of its 1 new claim." in browser.get(place).text
    answer(browser, place, "Workers&#39; compensation")
    browser.send(f"{place}/commit")
    assert m.Claim.get().line == "W"
    told = browser.get(bring(browser, "Claim no.,Claimant,Body Part\n2,Bo,Arm\n")).text
    assert (
        "The claims are Workers&#39; compensation, because it has the heading “Body Part”." in told
    )
    known = browser.get(bring(browser, "Claim no.,Claimant\n1,Ann\n")).text
    assert "Nothing in the file says the line" not in known


def test_a_valuation_day_in_the_title_is_taken_and_can_be_changed(sign_in):
    browser = sign_in("wc_manager")
    text = "Loss run valued as of 10/31/2026\n\nClaim no.,Claimant,Line,Paid\n1,Ann,L,5.00\n"
    place = bring(browser, text)
    page = browser.get(place).text
    assert "Totals stand as of Sat 31 Oct 2026, because row 1 says" in page
    assert form_of(page)["valued_on"] == "2026-10-31"
    browser.send(f"{place}/commit")
    assert [str(p.payment_date) for p in m.Payment.select()] == ["2026-10-31"]


def test_days_that_are_none_come_in_as_text_by_one_click(sign_in):
    browser = sign_in("technician")
    place = bring(browser, "Claim no.,Line,Loss date\n1,L,sometime in May\n2,L,5/1/2026\n")
    assert "1 cell under a day names no day." in browser.get(place).text
    page = answer(browser, place, "Keep them as text")
    assert "Loss date: what is no day comes in as text" in page
    browser.send(f"{place}/commit")
    assert m.Claim.get(claim_no="1").loss_date_as_written == "sometime in May"


def test_two_headings_for_one_text_are_put_together_in_the_order_of_the_file(sign_in):
    browser = sign_in("technician")
    place = bring(browser, "Claim no.,Line,Wer,Noch\n1,L,Lee,Ann\n")
    assert "are put together in the order of the file" in browser.get(place).text
    sent = {"header_row": "1", "to_0": "claim_no", "to_1": "line"}
    browser.send(f"{place}/columns", data={**sent, "to_2": "claimant", "to_3": "claimant"})
    page = browser.get(place).text
    assert "joined to Claimant" in page
    browser.send(f"{place}/columns", data=form_of(page))
    browser.send(f"{place}/commit")
    assert m.Claim.get().claimant == "Lee, Ann"


def test_two_headings_for_one_day_are_refused_in_words(sign_in):
    browser = sign_in("technician")
    place = bring(browser, "Claim no.,Line,A,B\n1,L,1/2/2026,1/3/2026\n")
    sent = {"header_row": "1", "to_0": "claim_no", "to_2": "loss_date", "to_3": "loss_date"}
    page = browser.send(f"{place}/columns", data=sent)
    assert "Only a text can be put together of several" in page.text


def test_what_is_put_together_by_itself_stays_when_a_question_is_answered(sign_in):
    browser = sign_in("wc_manager")
    text = "NPI #,Dr. Last,Dr. First\n1003000126,Ng,Ann\n"
    place = bring(browser, text, sheet="physician")
    answer(browser, place, "They bear no number")
    browser.send(f"{place}/commit")
    assert [(p.name, p.npi) for p in m.Physician.select()] == [("Ng, Ann", "1003000126")]


def test_an_answer_that_is_none_changes_nothing(sign_in):
    browser = sign_in("technician")
    write(department={"code": "PW", "name": "Public Works"})
    place = bring(browser, "Claim no.,Claimant\n1,Ann\n")
    for value in ("line:X", "claimant:x", "nothing:yes", "keyless:no", ""):
        sent = form_of(browser.get(place).text)
        browser.send(f"{place}/columns", data={**sent, "answer": value})
    assert "Nothing in the file says the line" in browser.get(place).text


def test_what_remains_of_a_reserve_is_a_column_of_its_own(sign_in):
    browser = sign_in("technician")
    place = bring(browser, "Claim no.,Line,Paid Ind,O/S Ind\n1,L,100.00,50.00\n")
    page = browser.get(place).text
    assert "O/S Ind → Outstanding, indemnity" in page
    assert form_of(page)["to_3"] == "outstanding_indemnity"
    browser.send(f"{place}/columns", data=form_of(page))
    browser.send(f"{place}/commit")
    assert m.Claim.get().reserved_indemnity == 150_00


def test_a_claim_that_is_made_beside_is_shown_by_its_number(sign_in):
    browser = sign_in("technician")
    place = bring(browser, TPA, sheet="payment")
    page = answer(browser, place, "Make the claims too")
    assert '<td class="added" data-label="Claim">0001-26</td>' in page


OLD = (
    "Claim no.,Status,Presented\nA-1,under_review,3/4/2024\nA-2,under_review,3/5/2024\n"
    "A-3,under_review,11/16/2026\n"
)
BOX = "These are older claims: deadlines that have passed stay out of the diary"


def test_a_file_of_mostly_old_claims_comes_in_as_one_and_says_why(sign_in):
    browser = sign_in("technician")
    place = bring(browser, OLD)
    page = browser.get(place).text
    why = "2 of its 3 new open claims bear no day of the last year."
    assert f"deadlines that have passed stay out of the diary, because {why}" in page
    assert form_of(page)["historic"] == "yes"
    assert BOX in page
    assert "4 deadlines of the new claims have passed: they stay out of the diary" in page
    done = browser.send(f"{place}/commit")
    page = browser.get(done.location).text
    told = "2 deadlines are in the diary; 4 that had passed were left out."
    assert f"3 new. {told}" in page, "said once, when it is done"
    assert told in browser.get(done.location).text, "and kept on the page of the result"
    assert m.Diary.select().count() == 2


def test_the_box_is_unticked_and_the_deadlines_come_in(sign_in):
    browser = sign_in("technician")
    place = bring(browser, OLD)
    form = form_of(browser.get(place).text)
    del form["historic"]
    browser.send(f"{place}/columns", data=form)
    page = browser.get(place).text
    assert "historic" not in form_of(page)
    assert "because 2 of its 3" not in page
    assert "4 deadlines of the new claims have passed: they come into the diary, overdue" in page
    done = browser.send(f"{place}/commit")
    assert "6 deadlines are in the diary." in browser.get(done.location).text


def test_looking_again_leaves_the_box_as_the_file_suggests(sign_in):
    browser = sign_in("technician")
    place = bring(browser, OLD)
    browser.send(f"{place}/columns", data=form_of(browser.get(place).text))
    assert "because 2 of its 3 new open claims" in browser.get(place).text


def test_a_file_without_claims_has_no_such_box(sign_in):
    browser = sign_in("risk_manager")
    page = browser.get(bring(browser, "Code,Title\nK01,Fall\n", sheet="causecode")).text
    assert BOX not in page
    page = browser.get(bring(browser, "Claim no.,Status,Presented\nA-3,received,11/16/2026\n")).text
    assert BOX in page
    assert "historic" not in form_of(page)


def test_a_long_file_of_old_claims_says_so_in_the_inbox(sign_in, monkeypatch):
    monkeypatch.setattr("admin_views.desk_import.AS_JOB_ROWS", 1)
    browser = sign_in("technician")
    browser.send(f"{bring(browser, OLD)}/commit")
    jobs.work_off()
    page = browser.get("/admin/inbox/").text
    assert "2 deadlines are in the diary; 4 that had passed were left out." in page


def test_the_workbook_to_mend_remembers_that_the_claims_are_older_ones(sign_in):
    browser = sign_in("technician")
    place = bring(browser, OLD.replace("3/5/2024", "soon"))
    assert form_of(browser.get(place).text).get("historic") is None, "one of two is not most"
    form = form_of(browser.get(place).text)
    browser.send(f"{place}/columns", data={**form, "historic": "yes"})
    sent = browser.send(f"{place}/errors")
    file = io.BytesIO(sent.data)
    sent.close()
    answer = browser.send("/admin/import/", data={"sheet": "claim", "file": (file, "back.xlsx")})
    assert form_of(browser.get(answer.location).text)["historic"] == "yes"

"""The page of a quick action: asked, shown, run once a click; refused in words, with the text kept."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from builders import TODAY, claim, pay, reserve, write
from letter_office import liability, settle

import models as m


@pytest.fixture(autouse=True)
def fixed(monkeypatch):
    monkeypatch.setenv("CLAIMS_TODAY", TODAY.isoformat())


NOTE = {
    "sheet": "claim",
    "subject": "Called",
    "text": "No answer",
    "sensitivity": "personal",
    "note_date": "2026-11-24",
}


def test_an_action_opens_with_its_questions_and_the_record(sign_in):
    one = claim(claim_no="L-1")
    page = sign_in("technician").get(f"/admin/do/add_note?sheet=claim&ids={one}").text
    for words in ("Add a note", "L-1", "Subject", "Kept as", 'name="click"', "Fill the form"):
        assert words in page, words


def test_a_preview_says_what_would_be_written_and_writes_nothing(sign_in):
    one, browser = claim(claim_no="L-1"), sign_in("technician")
    batches = m.Batch.select().count()
    answer = browser.send("/admin/do/add_note/preview", data={**NOTE, "ids": one})
    assert "Adds the note “Called” to L-1." in answer.text
    assert "<html" not in answer.text
    assert m.Batch.select().count() == batches


def test_a_double_click_acts_once_and_undo_is_offered(sign_in):
    one, browser = claim(), sign_in("technician")
    sent = {**NOTE, "ids": one, "click": "abc", "back": f"/admin/claim/{one}/"}
    first, second = (browser.send("/admin/do/add_note", data=sent) for _ in range(2))
    assert [first.status_code, first.location, second.status_code] == [
        302,
        f"/admin/claim/{one}/",
        302,
    ]
    assert m.FileNote.select().where(m.FileNote.claim == one).count() == 1
    page = browser.get(first.location).text
    seq = m.Batch.select(m.Batch.seq).order_by(m.Batch.seq.desc()).scalar()
    assert f"/admin/batch/{seq}/undo" in page
    assert "Note added to" in page


def test_what_cannot_stand_keeps_the_text_and_names_the_question(sign_in):
    one, browser = claim(), sign_in("technician")
    answer = browser.send(
        "/admin/do/add_note", data={**NOTE, "ids": one, "subject": "", "note_date": "31 Feb"}
    )
    assert answer.status_code == 422
    assert "No answer" in answer.text
    assert "31 Feb" in answer.text
    assert "Subject is needed." in answer.text
    assert m.FileNote.select().count() == 0


def test_approval_is_announced_before_and_the_action_waits(sign_in):
    one, browser = claim(), sign_in("technician")
    write(
        source="seed",
        authoritylimit={
            "holder": "technician",
            "kind": "reserve",
            "amount": 1_000_00,
            "first_day": "2020-01-01",
        },
    )
    write(
        source="seed",
        authoritylimit={
            "holder": "risk_manager",
            "kind": "reserve",
            "amount": 90_000_00,
            "first_day": "2020-01-01",
        },
    )
    sent = {
        "sheet": "claim",
        "ids": one,
        "category": "indemnity",
        "amount": "5000",
        "reason_code": "initial",
    }
    assert "Needs approval." in browser.send("/admin/do/set_reserve/preview", data=sent).text
    assert browser.send("/admin/do/set_reserve", data={**sent, "click": "c"}).status_code == 302
    assert m.Approval.get().status == "waiting"
    assert m.Reserve.select().count() == 0


def test_of_many_records_those_refused_are_named_and_the_rest_goes_on(sign_in):
    done = write(
        source="seed", diary={"subject": "Done", "diary_date": TODAY, "status": "done"}
    ).created[0][1]
    due = write(source="seed", diary={"subject": "Due", "diary_date": TODAY}).created[0][1]
    browser, sent = (
        sign_in("technician"),
        {"sheet": "diary", "ids": f"{done},{due}", "outcome": "done"},
    )
    refused = browser.send("/admin/do/finish_diary", data=sent)
    assert refused.status_code == 409
    assert "is done already" in refused.text
    assert "Go on with the rest" in refused.text
    assert browser.send("/admin/do/finish_diary", data={**sent, "partly": "yes"}).status_code == 302
    assert m.Diary.get_by_id(due).status == "done"


@pytest.mark.parametrize(
    ("role", "url", "status"),
    [
        ("auditor", "/admin/do/add_note?sheet=claim&ids={}", 403),
        ("coordinator", "/admin/do/add_note?sheet=claim&ids={}", 403),
        ("technician", "/admin/do/add_note?sheet=claim&ids=999999", 404),
        ("technician", "/admin/do/add_note?sheet=claim", 404),
        ("technician", "/admin/do/add_note?sheet=policy&ids={}", 403),
        ("technician", "/admin/do/no_such_action?sheet=claim&ids={}", 404),
        ("technician", "/admin/do/reassign_caseload", 403),
        ("risk_manager", "/admin/do/reassign_caseload", 200),
    ],
)
def test_an_action_opens_only_for_its_roles_and_records(sign_in, role, url, status):
    assert sign_in(role).get(url.format(claim())).status_code == status


def test_an_action_never_leads_out_of_the_office(sign_in):
    one, browser = claim(), sign_in("technician")
    sent = {**NOTE, "ids": one, "back": "https://evil.example/"}
    assert browser.send("/admin/do/add_note", data=sent).status_code == 400
    assert m.FileNote.select().count() == 0


def test_answering_a_call_says_what_may_be_told_and_logs_itself(sign_in):
    one, browser = claim(line="W", status="accepted", diagnosis="canary"), sign_in("technician")
    sent = {"sheet": "claim", "ids": one, "caller": "Sam Reed", "caller_kind": "supervisor"}
    told = browser.send("/admin/do/answer_call/preview", data=sent).text
    assert "You may tell" in told
    assert "Medical details" in told.partition("Keep back")[2]
    assert "canary" not in told
    browser.send("/admin/do/answer_call", data={**sent, "click": "c"})
    assert m.Inquiry.get().caller == "Sam Reed"


# --- What clears a refusal -----------------------------------------------------------------------


def _links(page, start: str) -> list[dict[str, str]]:
    """What the links of a page ask for that begin with an address."""
    found = re.findall(rf'href="({re.escape(start)}[^"]*)"', page.text)
    return [dict(parse_qsl(urlsplit(unescape(url)).query)) for url in found]


@pytest.fixture
def gaps():
    """A claim that cannot be closed as paid: its id and that of its draft payment."""
    one = write(source="seed", claim={"line": "L", "status": "reopened"}).created[0][1]
    reserve(one, 500_00)
    pay(one, 120_00)
    draft = write(
        source="verb", payment={"claim": one, "category": "indemnity", "amount": 5_00}
    ).created[0][1]
    write(source="seed", diary={"claim": one, "diary_date": TODAY, "subject": "Look"})
    return one, draft


def test_the_checklist_of_closing_leads_to_what_clears_it_and_back(sign_in, gaps):
    one, draft = gaps
    browser = sign_in("technician")
    asked = {"sheet": "claim", "ids": one, "status": "closed_paid", "back": f"/admin/claim/{one}/"}
    for page in (
        browser.get(f"/admin/do/close_claim?{urlencode(asked)}"),
        browser.send("/admin/do/close_claim/preview", data=asked),
        browser.send("/admin/do/close_claim", data={**asked, "click": "a"}),
    ):
        (to_reserve,) = _links(page, "/admin/do/set_reserve?")
        (to_post,) = _links(page, "/admin/do/post_payment?")
        (to_clear,) = _links(page, "/admin/do/clear_diary?")
        (to_enter,) = _links(page, "/admin/claim/edit/?")
        assert (to_post["sheet"], to_post["ids"]) == ("payment", str(draft))
        assert (to_clear["sheet"], to_clear["ids"], to_enter["id"]) == ("claim", str(one), str(one))
        filled = {"category": "indemnity", "amount": "120.00", "reason_code": "closing"}
        assert filled.items() <= to_reserve.items()
        for link in (to_reserve, to_post, to_clear, to_enter):
            back = dict(parse_qsl(urlsplit(link["back"]).query))
            assert link["back"].startswith("/admin/do/close_claim?")
            assert (back["ids"], back["status"]) == (str(one), "closed_paid")
    sent = {**to_reserve, "click": "b"}
    assert browser.send("/admin/do/set_reserve", data=sent).location == to_reserve["back"]
    assert _links(browser.get(to_reserve["back"]), "/admin/do/set_reserve?") == []


def test_an_approval_that_stands_against_closing_is_one_click_away(sign_in):
    one = write(source="seed", claim={"line": "L", "status": "reopened"}).created[0][1]
    waits = write(
        source="verb", approval={"verb": "set_reserve", "title": "Reserve", "claim": one}
    ).created[0][1]
    page = sign_in("technician").get(
        f"/admin/do/close_claim?sheet=claim&ids={one}&status=closed_withdrawn"
    )
    assert f'href="/admin/approvals/{waits}"' in page.text


def test_a_refused_payment_leads_to_the_reserve_it_lacks(sign_in):
    one = claim(claim_no="L-1")
    party = write(source="seed", party={"name": "Rosa", "tax_form_date": TODAY}).created[0][1]
    number = m.Party.get_by_id(party).party_no
    asked = {"sheet": "claim", "ids": one, "payee": number, "category": "medical", "amount": "5"}
    page = sign_in("technician").get(f"/admin/do/pay?{urlencode(asked)}")
    (link,) = _links(page, "/admin/do/set_reserve?")
    assert (link["ids"], link["category"]) == (str(one), "medical")


def test_a_call_shows_what_to_compare_who_may_call_and_what_to_tell_before_a_name_is_typed(sign_in):
    counsel = {"name": "Jo Counsel", "role": "attorney", "phone": "555-0101"}
    one = claim(claim_no="L-1", loss_date="2026-05-20", status="investigation")
    write(source="seed", party={**counsel, "claim": one})
    browser, address = sign_in("technician"), f"/admin/do/answer_call?sheet=claim&ids={one}"
    page = browser.get(address).text
    for words in ("Rosa Alvarez", "L-1", "Wed 20 May 2026", "Nothing yet. Choose who is calling."):
        assert words in page, words
    assert "caller=Jo%20Counsel&amp;caller_kind=attorney&amp;phone=555-0101" in page
    assert "Keep the record of this call" in page
    assert page.index("Keep back") < page.index('name="question"')
    told = browser.get(f"{address}&caller_kind=claimant&identity_checked=yes").text
    assert "The claim is being investigated." in told.partition("You may tell")[2]
    assert "Reserves" in told.partition("Keep back")[2]


def test_a_call_whose_record_is_refused_keeps_what_was_typed(sign_in):
    one, browser = claim(), sign_in("technician")
    sent = {"sheet": "claim", "ids": one, "caller": "", "caller_kind": "public", "question": "Why"}
    answer = browser.send("/admin/do/answer_call", data=sent)
    assert answer.status_code == 422
    assert ">Why</textarea>" in answer.text
    assert "Caller is needed." in answer.text


def test_a_claim_is_offered_the_statuses_of_its_line(sign_in):
    one, browser = claim(line="W", status="reported"), sign_in("technician")
    page = browser.get(f"/admin/do/set_status?sheet=claim&ids={one}").text
    assert "Claim form given" in page
    assert "With the claims board" not in page
    form = browser.get(f"/admin/claim/edit/?id={one}").text
    assert 'value="delayed"' in form
    assert 'value="board_pending"' not in form


def test_a_caseload_is_handed_over_from_the_claims_and_the_actions(sign_in):
    claim()
    manager, technician = sign_in("risk_manager"), sign_in("technician")
    for address in ("/admin/claim/", "/admin/do/"):
        assert "/admin/do/reassign_caseload?" in manager.get(address).text, address
        assert "/admin/do/reassign_caseload?" not in technician.get(address).text, address
    assert 'href="/admin/do/"' in technician.get("/admin/").text
    assert (
        "Hand over a caseload"
        in sign_in("risk_manager", "administrator").get("/admin/people/").text
    )


def test_what_waits_is_told_in_amber_and_the_decider_reads_of_the_asker(sign_in):
    write(source="seed", authoritylimit={"holder": "technician", "kind": "payment",
        "amount": 100_00, "first_day": "2020-01-01"})  # fmt: skip
    write(source="seed", authoritylimit={"holder": "risk_manager", "kind": "payment",
        "amount": None, "first_day": "2020-01-01"})  # fmt: skip
    one, to = claim(claim_no="L-1"), write(source="seed", party={
        "party_no": "P-9", "name": "Ana Ng", "tax_form_date": "2026-01-01"})  # fmt: skip
    reserve(one, 900_00)
    assert to.created
    browser = sign_in("technician")
    sent = {"sheet": "claim", "ids": one, "payee": "P-9", "category": "indemnity", "amount": "200"}
    browser.send("/admin/do/pay", data=sent)
    page = browser.get("/admin/").text
    assert "Nothing is paid yet. It waits for the risk manager." in page
    assert 'class="toast-note amber"' in page
    waits = m.Approval.select().get()
    page = sign_in("risk_manager").get(f"/admin/approvals/{waits.id}").text
    assert "is beyond your" not in page
    assert page.count("payment limit") == 1
    assert "Money on this claim" in page
    assert "$900.00" in page


def test_who_decides_on_a_letter_reads_it_first(sign_in):
    settle()
    one, browser = liability(), sign_in("technician")
    answers = {"sheet": "claim", "ids": one, "action": "rejected", "served_by": "Ana Ng"}
    browser.send("/admin/do/letter_rejection", data=answers)
    waits = m.Approval.select().get()
    page = sign_in("risk_manager").get(f"/admin/approvals/{waits.id}").text
    assert "you have only six (6) months" in page
    assert "PROOF OF SERVICE" in page


def test_a_returned_action_is_asked_again_with_its_answers(sign_in):
    one, browser = claim(claim_no="L-1"), sign_in("technician")
    me = m.User.select().order_by(m.User.id.desc()).get()
    kept = {"sheet": "claim", "ids": [one], "on": "2026-11-24", "values": {"amount": 200_00}}
    facts = {"verb": "set_reserve", "sheet": "claim", "row_id": one, "title": "Reserve"}
    write(source="verb", approval={**facts, "asked_by": me.id, "status": "returned",
        "parameters": kept, "decided_at": "2026-11-23T10:00:00"})  # fmt: skip
    page = browser.get("/admin/").text
    assert "Returned to you" in page
    link = unescape(re.search(r'href="(/admin/do/set_reserve[^"]*)">Ask again', page)[1])
    assert 'value="200.00"' in browser.get(link).text


def test_undo_in_a_toast_comes_back_to_the_page(sign_in):
    one, browser = claim(), sign_in("technician")
    browser.send("/admin/do/add_note", data={**NOTE, "ids": one, "back": f"/admin/claim/{one}/"})
    page = browser.get(f"/admin/claim/{one}/?tab=notes").text
    assert f'name="back" value="/admin/claim/{one}/?tab=notes"' in page
    seq = m.Batch.select(m.Batch.seq).order_by(m.Batch.seq.desc()).scalar()
    back = {"back": f"/admin/claim/{one}/", "click": "u"}
    answer = browser.send(f"/admin/batch/{seq}/undo", data=back)
    assert answer.location == f"/admin/claim/{one}/"
    assert "put back" in browser.get(answer.location).text
    elsewhere = {"back": "https://else.where/", "click": "v"}
    assert "else.where" not in browser.send(
        f"/admin/batch/{seq + 1}/undo", data=elsewhere
    ).headers.get("Location", "")


def test_paying_shows_what_is_left_and_what_fits_the_line(sign_in):
    one = claim(claim_no="L-1", line="L")
    reserve(one, 900_00)
    pay(one, 200_00)
    address = f"/admin/do/pay?sheet=claim&ids={one}"
    page = sign_in("technician").get(address).text
    assert "Indemnity: $700.00 left, $200.00 paid" in page
    assert "Expense: no reserve" in page
    assert "Bodily injury" in page
    assert "Temporary disability" not in page
    assert "Not a duplicate, because" not in page
    assert "Not a duplicate, because" in sign_in("risk_manager").get(address).text


def test_the_button_asks_where_an_approval_is_needed(sign_in):
    limit = {"holder": "technician", "kind": "payment", "first_day": "2020-01-01"}
    write(source="seed", authoritylimit={**limit, "amount": 100_00})
    write(source="seed", authoritylimit={**limit, "holder": "risk_manager"})
    write(source="seed", party={"party_no": "P-9", "name": "Ana Ng", "tax_form_date": "2026-01-01"})
    one, browser = claim(claim_no="L-1"), sign_in("technician")
    reserve(one, 900_00)
    given = f"sheet=claim&ids={one}&payee=P-9&category=indemnity"
    assert ">Ask to pay</button>" in browser.get(f"/admin/do/pay?{given}&amount=200").text
    assert ">Pay</button>" in browser.get(f"/admin/do/pay?{given}&amount=50").text


def test_taking_back_shows_what_goes_to_the_trash_and_what_values_return(sign_in):
    one, browser = claim(claim_no="L-1", status="received"), sign_in("technician")
    browser.send("/admin/do/add_note", data={**NOTE, "ids": one})
    seq = m.Batch.select(m.Batch.seq).order_by(m.Batch.seq.desc()).scalar()
    page = unescape(browser.get(f"/admin/batch/{seq}/undo").text)
    assert "Goes to the trash." in page
    assert "<small>Called</small>" in page
    browser.send("/admin/do/set_status", data={"sheet": "claim", "ids": one, "status": "assigned"})
    page = unescape(browser.get(f"/admin/batch/{seq + 1}/undo").text)
    assert "Status: Assigned → Received" in page
    page = unescape(browser.get(f"/admin/batch/{seq + 1}/").text)
    assert "Change the status" in page
    assert "set_status" not in page

"""Letters on the screen: chosen at their strand, read before they go out, listed with their file."""

from io import BytesIO

import letter_office as made
import pytest
from builders import TODAY
from desk import change
from docx import Document as open_docx
from docx.oxml.ns import qn
from pypdf import PdfReader

import models as m
from exports.letters import templates


@pytest.fixture(autouse=True)
def fixed(monkeypatch):
    """The day is the office's."""
    monkeypatch.setenv("CLAIMS_TODAY", TODAY.isoformat())


def test_letters_are_chosen_at_their_strand_by_the_line_of_the_claim(sign_in):
    made.settle()
    claim, browser = made.liability(), sign_in("technician")
    page = browser.get(f"/admin/claim/{claim}/letters").text
    assert "Write rejection notice" in page
    assert "Write physician inquiry" not in page
    assert "Write rejection notice" not in browser.get(f"/admin/claim/{claim}/").text


def test_a_letter_is_read_before_and_found_afterwards(sign_in):
    made.settle()
    claim, browser = made.liability(), sign_in("technician")
    given = {"sheet": "claim", "ids": claim, "delivery": "mail"}
    shown = browser.send("/admin/do/letter_acknowledgement/preview", data=given).text
    assert "We received the above claim on November 10, 2026." in shown
    assert m.Letter.select().count() == 0
    sent = {**given, "click": "abc", "back": f"/admin/claim/{claim}/letters"}
    assert browser.send("/admin/do/letter_acknowledgement", data=sent).status_code == 302
    page = browser.get(f"/admin/claim/{claim}/letters").text
    assert "Acknowledgement of a claim" in page
    assert "LT-" in page


def test_names_on_a_letter_run_no_script(sign_in):
    made.settle()
    claim, browser = made.liability(claimant="<script>x</script>"), sign_in("technician")
    given = {"sheet": "claim", "ids": claim, "delivery": "mail"}
    shown = browser.send("/admin/do/letter_acknowledgement/preview", data=given).text
    assert "Dear &lt;script&gt;x&lt;/script&gt;:" in shown
    assert "<script>x" not in shown


def test_a_deadline_for_a_notice_offers_the_notice(sign_in):
    made.settle()
    claim, browser = made.liability(), sign_in("technician")
    page = browser.get(f"/admin/claim/{claim}/").text
    assert f"/admin/do/letter_insufficiency?sheet=claim&amp;ids={claim}" in page


# --- What is printed -----------------------------------------------------------------------------


def printed(answer) -> list[str]:
    """The paragraphs of a printed .docx."""
    return [text for _, text in templates.blocks(answer.data) if text.strip()]


def test_a_claim_offers_its_envelope_and_its_face_sheet(sign_in):
    made.settle()
    claim, browser = made.liability(), sign_in("technician")
    page = browser.get(f"/admin/claim/{claim}/").text
    for key in ("envelope", "face_sheet"):
        assert f"/admin/print/{key}/claim?ids={claim}" in page
    answer = browser.get(f"/admin/print/envelope/claim?ids={claim}")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "Rosa Alvarez" in printed(answer)
    assert "L-2026-0412" not in " ".join(printed(answer))
    assert m.Letter.select().count() == 0


def test_envelopes_of_several_records_are_one_file_a_page_each(sign_in):
    made.settle()
    first, browser = made.liability(), sign_in("technician")
    second = made.liability(claim_no="L-2026-0413", claimant="Bo Chen")
    answer = browser.get(f"/admin/print/envelope/claim?ids={second},{first}")
    texts = printed(answer)
    assert texts.index("Bo Chen") < texts.index("Rosa Alvarez")
    assert answer.data.count(b"PK") > 2
    assert _breaks(answer.data) == 1


def _breaks(data: bytes) -> int:
    """How many paragraphs begin a page."""
    body = open_docx(BytesIO(data)).element.body
    return len(list(body.iter(qn("w:pageBreakBefore"))))


def test_an_envelope_of_a_letter_goes_where_the_letter_went(sign_in):
    made.settle()
    claim, browser = made.liability(), sign_in("technician")
    given = {"sheet": "claim", "ids": claim, "delivery": "mail", "recipient": "Kim Law",
             "address": "1 Court Street", "click": "x"}  # fmt: skip
    browser.send("/admin/do/letter_acknowledgement", data=given)
    letter = m.Letter.get().id
    texts = printed(browser.get(f"/admin/print/envelope/letter?ids={letter}"))
    assert texts[-2:] == ["Kim Law", "1 Court Street"]
    assert "/admin/print/envelope/letter" in browser.get("/admin/letter/").text
    assert (
        "/admin/print/envelope/letter?ids="
        in browser.get(f"/admin/letter/details/?id={letter}").text
    )


def test_an_envelope_of_a_recovery_goes_to_who_is_asked(sign_in):
    made.settle()
    recovery = made.recovery(status="tendered")
    answer = sign_in("technician").get(f"/admin/print/envelope/recovery?ids={recovery}")
    assert "Granite Mutual" in " ".join(printed(answer))


def test_a_record_without_an_address_is_named(sign_in):
    made.settle()
    good, browser = made.liability(), sign_in("technician")
    bad = made.claim(claim_no="L-2026-0500", claimant="Bo")
    answer = browser.get(f"/admin/print/envelope/claim?ids={good},{bad}")
    assert answer.status_code == 409
    assert "L-2026-0500: The letter lacks the address it goes to" in answer.text


@pytest.mark.parametrize(
    ("place", "status"),
    [("envelope/claim?ids=", 400), ("envelope/claim?ids=99999", 404), ("demand/claim?ids=1", 404),
     ("envelope/user?ids=1", 404), ("face_sheet/recovery?ids=1", 404)],
)  # fmt: skip
def test_what_is_not_there_is_not_printed(sign_in, place, status):
    made.settle()
    assert sign_in("technician").get(f"/admin/print/{place}").status_code == status


def test_an_auditor_prints_nothing(sign_in):
    made.settle()
    claim, browser = made.liability(), sign_in("auditor")
    assert browser.get(f"/admin/print/envelope/claim?ids={claim}").status_code == 403
    assert "/admin/print/" not in browser.get(f"/admin/claim/{claim}/").text


@pytest.mark.libreoffice
@pytest.mark.usefixtures("soffice")
def test_with_libreoffice_it_opens_as_pages(sign_in):
    made.settle(letters_as_pdf="yes")
    first, browser = made.liability(), sign_in("technician")
    second = made.liability(claim_no="L-2026-0413")
    answer = browser.get(f"/admin/print/face_sheet/claim?ids={first},{second}")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert len(PdfReader(BytesIO(answer.data)).pages) == 2


# --- The pages before they go out ----------------------------------------------------------------


@pytest.mark.libreoffice
@pytest.mark.usefixtures("soffice")
def test_the_pages_are_seen_before_they_go_out(sign_in):
    made.settle(letters_as_pdf="yes")
    first, browser = made.liability(), sign_in("technician")
    second = made.liability(claim_no="L-2026-0413")
    given = {"sheet": "claim", "ids": f"{first},{second}", "delivery": "mail"}
    shown = browser.send("/admin/do/letter_acknowledgement/preview", data=given).text
    assert 'action="/admin/do/letter_acknowledgement/pages" target="_blank"' in shown
    assert '<input type="hidden" name="delivery" value="mail">' in shown
    answer = browser.send("/admin/do/letter_acknowledgement/pages", data=given)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert len(PdfReader(BytesIO(answer.data)).pages) == 2
    assert m.Letter.select().count() == 0


def test_without_pages_the_words_are_shown_and_it_is_said(sign_in):
    made.settle()
    claim, browser = made.liability(), sign_in("technician")
    given = {"sheet": "claim", "ids": claim, "delivery": "mail"}
    shown = browser.send("/admin/do/letter_acknowledgement/preview", data=given).text
    assert "There is no LibreOffice on this machine, or Settings want no .pdf" in shown
    assert "We received the above claim" in shown
    answer = browser.send("/admin/do/letter_acknowledgement/pages", data=given)
    assert answer.status_code == 409


def test_who_sees_a_medical_letter_before_it_goes_out_is_noted(sign_in):
    made.settle()
    claim, browser = made.injured(), sign_in("examiner")
    given = {"sheet": "claim", "ids": claim, "questions": "May he lift?", "job_demands": "Lift",
             "reply_by": "2026-12-11"}  # fmt: skip
    browser.send("/admin/do/letter_physician_inquiry/preview", data=given)
    noted = m.AccessEvent.select().where(m.AccessEvent.purpose.contains("shown before"))
    assert [event.sheet for event in noted] == ["claim"]


def test_the_page_of_a_letter_shows_what_it_says_in_the_place_of_its_values(sign_in):
    made.settle()
    claim, browser = made.liability(), sign_in("technician")
    sent = {"sheet": "claim", "ids": claim, "delivery": "mail", "click": "a"}
    browser.send("/admin/do/letter_acknowledgement", data=sent)
    letter = m.Letter.get()
    page = browser.get(f"/admin/letter/details/?id={letter.id}").text
    assert "We received the above claim on" in page
    assert f'href="/admin/document/{letter.document_id}/file"' in page
    assert "Mark it void" in page
    assert "Put in the trash" not in page
    assert letter.values["template"] not in page


def test_the_page_of_a_letter_out_of_sight_shows_nothing_of_it(sign_in):
    made.settle()
    claim, browser = made.liability(), sign_in("technician")
    browser.send("/admin/do/letter_acknowledgement", data={"sheet": "claim", "ids": claim})
    letter = m.Letter.get()
    change("document", letter.document_id, sensitivity="medical")
    page = sign_in("risk_manager").get(f"/admin/letter/details/?id={letter.id}").text
    assert "We received the above claim on" not in page
    assert letter.letter_no in page


def test_taking_a_letter_back_says_that_it_stays(sign_in):
    made.settle()
    claim, browser = made.liability(), sign_in("technician")
    browser.send("/admin/do/letter_acknowledgement", data={"sheet": "claim", "ids": claim})
    seq = m.Batch.select(m.Batch.seq).order_by(m.Batch.seq.desc()).scalar()
    page = browser.get(f"/admin/batch/{seq}/undo").text
    assert "The letter went out: it stays in the file, marked void." in page
    assert page.count("stays, marked") == 1

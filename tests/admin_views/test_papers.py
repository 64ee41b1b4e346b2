"""The file of a kept document: to whom it is sent, how, and what is said where it is not there."""

import pytest
from builders import TODAY, claim, write

import models as m
from journal import documents

PDF = b"%PDF-1.4\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"


def kept(content: bytes = PDF, name: str = "Tow invoice é.pdf", **values) -> int:
    """A document with its file in the store."""
    facts = documents.store(content, name)
    given = {"title": "Tow invoice", "document_date": TODAY, **facts.columns, **values}
    return write(source="verb", document=given).created[0][1]


def test_a_document_is_sent_as_a_download_that_runs_nowhere(sign_in):
    one = kept(claim=claim())
    answer = sign_in("technician").get(f"/admin/document/{one}/file")
    assert (answer.status_code, answer.data) == (200, PDF)
    assert answer.content_type == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    named = answer.headers["Content-Disposition"]
    assert named.startswith("attachment;")
    assert "filename*=UTF-8''Tow%20invoice%20%C3%A9.pdf" in named


def test_the_type_comes_from_the_table_and_not_from_the_row(sign_in):
    browser = sign_in("technician")
    lies = kept(media_type="text/html")
    odd = kept(file_name="page.html", media_type="text/html")
    types = [browser.get(f"/admin/document/{i}/file").content_type for i in (lies, odd)]
    assert types == ["application/pdf", "application/octet-stream"]


def test_each_download_leaves_one_entry_in_the_access_log(sign_in):
    one, browser = kept(sensitivity="medical"), sign_in("examiner")
    before = m.AccessEvent.select().count()
    browser.get(f"/admin/document/{one}/file")
    event = m.AccessEvent.select().order_by(m.AccessEvent.id.desc()).get()
    assert m.AccessEvent.select().count() == before + 1
    assert (event.event, event.sheet, event.row_ids, event.sensitivities) == (
        "download",
        "document",
        str(one),
        "medical",
    )


def test_a_document_out_of_sight_answers_as_one_that_is_not_there(sign_in):
    one, browser = kept(sensitivity="medical"), sign_in("risk_manager")
    hidden = browser.get(f"/admin/document/{one}/file")
    absent = browser.get("/admin/document/987654/file")
    assert hidden.status_code == absent.status_code == 404
    assert "There is no such document." in hidden.text
    assert "There is no such document." in absent.text
    assert sign_in("coordinator").get(f"/admin/document/{one}/file").status_code == 403


@pytest.mark.parametrize("change", ["gone", "changed"])
def test_a_file_that_is_missing_or_changed_is_said_in_words(sign_in, change):
    one = kept()
    place = documents.path_of(m.Document.get_by_id(one))
    if change == "gone":
        place.unlink()
    else:
        place.write_bytes(PDF + b"more")
    answer = sign_in("technician").get(f"/admin/document/{one}/file")
    assert answer.status_code == 409
    assert (
        "is not in the document store" if change == "gone" else "changed outside"
    ) in answer.text


def test_the_page_of_a_document_opens_its_file_and_hides_words_of_machines(sign_in):
    one = kept(claim=claim())
    page = sign_in("technician").get(f"/admin/document/details/?id={one}").text
    assert f'class="btn btn-primary" href="/admin/document/{one}/file">Open the file' in page
    assert "1 KB" in page
    for raw in ("Fingerprint", "application/pdf", "Bytes"):
        assert raw not in page, raw


def test_list_and_search_lead_to_the_file(sign_in):
    one, browser = kept(claim=claim()), sign_in("technician")
    assert (
        f'<a href="/admin/document/{one}/file">Tow invoice</a>'
        in browser.get("/admin/document/").text
    )
    assert f"/admin/document/{one}/file" in browser.get("/admin/search/?all=1&q=invoice").text

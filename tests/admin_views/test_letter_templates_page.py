"""The page of the letters and their Word templates: taken out, replaced, back to the shipped one."""

from io import BytesIO

import letter_office as made
import pytest
from docx import Document as open_docx

from exports.letters import templates
from workflow.letter_templates import WRITTEN

PLACE = "/admin/letter-templates/"


@pytest.fixture
def browser(office, sign_in):
    """A manager, in an office that writes letters."""
    made.settle()
    return sign_in("risk_manager")


def reworded(key: str, words: str) -> bytes:
    """A shipped template with a sentence more."""
    document = open_docx(BytesIO(templates.shipped(key)))
    document.add_paragraph(words)
    changed = BytesIO()
    document.save(changed)
    return changed.getvalue()


def test_every_letter_stands_there_with_its_approver_and_its_languages(browser):
    page = browser.get(PLACE).text
    for key, title in WRITTEN:
        assert title in page
        assert f"{PLACE}{key}/en.docx" in page
    assert f"{PLACE}light_duty_offer/es.docx" in page
    assert f"{PLACE}rejection/es.docx" not in page
    assert "approved by the city attorney or the risk manager" in page
    assert "Letter templates" in browser.get("/admin/").text


def test_a_template_is_taken_out_changed_and_put_back(browser):
    address = f"{PLACE}acknowledgement/en.docx"
    assert browser.get(address, buffered=True).data == templates.shipped("acknowledgement")
    assert f"{PLACE}acknowledgement/en/shipped.docx" not in browser.get(PLACE).text
    own = reworded("acknowledgement", "With kind regards.")
    given = {"letter": "acknowledgement", "language": "en", "reason": "Ours", "back": PLACE}
    answer = browser.send(
        "/admin/do/replace_letter_template",
        data={**given, "sheet": "letter", "file": (BytesIO(own), "ours.docx")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 302, answer.text
    assert browser.get(address, buffered=True).data == own
    page = browser.get(PLACE).text
    assert "own wording" in page
    shipped = f"{PLACE}acknowledgement/en/shipped.docx"
    assert shipped in page
    assert browser.get(shipped, buffered=True).data == templates.shipped("acknowledgement")


@pytest.mark.parametrize("place", ["nothing/en", "rejection/es", "envelope/en", "rejection/xx"])
def test_what_is_no_template_is_not_found(browser, place):
    assert browser.get(f"{PLACE}{place}.docx").status_code == 404


def test_who_replaces_none_reads_them_only(office, sign_in):
    page = sign_in("technician").get(PLACE).text
    assert "rejection/en.docx" in page
    assert "replace_letter_template" not in page


def test_who_reads_no_letters_sees_no_templates(office, sign_in):
    assert sign_in("coordinator").get(PLACE).status_code == 403

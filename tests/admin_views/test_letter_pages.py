"""Letters on the screen: chosen at their strand, read before they go out, listed with their file."""

import letter_office as made
import pytest
from builders import TODAY

import models as m


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

"""A quick action on all rows of a list or view: how many is said, the same rows are written, and none out of sight."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from builders import TODAY, claim

import models as m
from admin_views import record_ids


@pytest.fixture(autouse=True)
def fixed(monkeypatch):
    monkeypatch.setenv("CLAIMS_TODAY", TODAY.isoformat())


ENTRY = {"sheet": "claim", "subject": "Look again", "diary_date": "2026-12-01"}


def named(page) -> dict[str, str]:
    """How the form of a page names its records."""
    found = re.findall(r'name="(of|mark|ids|click)" value="([^"]*)"', page.text)
    return {name: unescape(value) for name, value in found}


def form(browser, of: str, *, key: str = "add_diary"):
    return browser.get(f"/admin/do/{key}?{urlencode({'sheet': 'claim', 'of': of})}")


def noted() -> list[str]:
    entries = m.Diary.select(m.Claim.claim_no).join(m.Claim, on=m.Diary.claim == m.Claim.id)
    return sorted(number for (number,) in entries.where(m.Diary.subject == "Look again").tuples())


@pytest.fixture
def elms(office):
    for n in range(5):
        claim(claim_no=f"L-{n}", location="Elm" if n < 3 else "Oak")


def test_a_list_offers_its_question_to_the_actions(sign_in, elms):
    browser = sign_in("technician")
    page = browser.get("/admin/claim/?filter=location=Elm&plain=yes").text
    assert 'data-of="filter=location%3DElm&amp;plain=yes" data-count="3"' in page
    assert 'data-of="view=none"' in browser.get("/admin/claim/").text or 'data-of="plain=yes"' in browser.get("/admin/claim/?plain=yes").text  # fmt: skip


def test_all_rows_of_a_list_are_written_once(sign_in, elms):
    browser = sign_in("technician")
    page = form(browser, "filter=location=Elm")
    assert "All 3 claims of the list" in page.text
    assert "ids" not in named(page)
    sent = {**ENTRY, **named(page)}
    shown = browser.send("/admin/do/add_diary/preview", data=sent)
    assert "L-0" in shown.text
    first, second = (browser.send("/admin/do/add_diary", data=sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert noted() == ["L-0", "L-1", "L-2"]


def test_all_rows_of_a_view_are_said_by_its_name(sign_in, elms):
    browser = sign_in("technician")
    kept = browser.send("/admin/views/", data={"sheet": "claim", "name": "On Elm", "filter": "location=Elm"})  # fmt: skip
    view = re.search(r"view=(\d+)", kept.location).group(1)
    page = form(browser, f"view={view}")
    assert "All 3 claims of “On Elm”" in page.text
    browser.send("/admin/do/add_diary", data={**ENTRY, **named(page)})
    assert len(noted()) == 3


def test_a_list_that_changed_meanwhile_is_asked_again(sign_in, elms):
    browser = sign_in("technician")
    sent = {**ENTRY, **named(form(browser, "filter=location=Elm"))}
    claim(claim_no="L-9", location="Elm")
    again = browser.send("/admin/do/add_diary", data=sent)
    assert again.status_code >= 400
    assert "The list changed meanwhile: it now holds 4. Nothing was done." in again.text
    assert noted() == []
    done = browser.send("/admin/do/add_diary", data={**sent, **named(again)})
    assert done.status_code == 302
    assert len(noted()) == 4


def test_a_second_click_tells_the_first_though_the_list_is_empty_by_then(sign_in, elms):
    browser = sign_in("technician")
    sent = {"sheet": "claim", **named(form(browser, "filter=location=Elm", key="put_in_trash"))}
    first, second = (browser.send("/admin/do/put_in_trash", data=sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert m.Claim.select().where(m.Claim.trashed_at.is_null()).count() == 2
    assert "done already, once" in browser.get("/admin/claim/").text
    assert form(browser, "filter=location=Elm").status_code == 404


def test_a_list_longer_than_an_action_takes_is_refused_in_words(sign_in, elms, monkeypatch):
    monkeypatch.setattr(record_ids, "MOST_OF_A_LIST", 2)
    page = form(sign_in("technician"), "filter=location=Elm")
    assert page.status_code == 403
    assert "The list holds more than 2 claims" in page.text


@pytest.mark.parametrize(
    ("of", "status", "words"),
    [
        ("as_of=2026-11-01", 403, "A list of the past cannot be acted on"),
        ("view=99", 404, "That view is not there any more"),
        ("filter=nonsense", 400, "is not a filter"),
        ("filter=location=Nowhere", 404, "The list holds no claim"),
    ],
)
def test_a_list_that_cannot_be_acted_on_is_refused(sign_in, elms, of, status, words):
    page = form(sign_in("technician"), of)
    assert (page.status_code, words in page.text) == (status, True)


def test_a_view_of_which_a_filter_is_hidden_is_not_acted_on_as_a_whole(sign_in, elms):
    eve, rita = sign_in("wc_manager"), sign_in("risk_manager")
    kept = eve.send("/admin/views/", data={"sheet": "claim", "name": "Medical", "kind": "shared", "filter": "diagnosis~Zaunkoenig"})  # fmt: skip
    view = re.search(r"view=(\d+)", kept.location).group(1)
    page = form(rita, f"view={view}")
    assert page.status_code == 403
    assert "One filter of this view is left out: your role does not see it." in page.text
    assert "Zaunkoenig" not in page.text
    assert noted() == []


def test_the_rows_in_the_trash_are_taken_out_as_a_whole(sign_in, elms):
    browser = sign_in("technician")
    sent = {"sheet": "claim", **named(form(browser, "filter=location=Elm", key="put_in_trash"))}
    browser.send("/admin/do/put_in_trash", data=sent)
    page = form(browser, "trash=yes", key="restore")
    assert "All 3 claims of the list" in page.text
    browser.send("/admin/do/restore", data={"sheet": "claim", **named(page)})
    assert m.Claim.select().where(m.Claim.trashed_at.is_null()).count() == 5

"""The first page of the import desk: for whom it is, what it refuses in words, how much it lists."""

import io
import json

import pytest
from builders import TODAY

from admin_views.desk_import import MOST_WAITING

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def fixed(monkeypatch):
    monkeypatch.setenv("CLAIMS_TODAY", TODAY.isoformat())


@pytest.mark.parametrize(
    ("role", "status"), [("auditor", 403), ("coordinator", 403), ("technician", 200)]
)
def test_the_desk_is_for_who_brings_files_in(sign_in, role, status):
    browser = sign_in(role)
    page = browser.get("/admin/import/")
    assert page.status_code == status
    assert ("Your role brings no files in." in page.text) == (status == 403)
    assert ('href="/admin/import/"' in browser.get("/admin/").text) == (status == 200)


def test_sending_without_a_file_says_so(sign_in):
    answer = sign_in("technician").send("/admin/import/", data={"sheet": "claim"})
    assert answer.status_code == 422
    assert "No file is chosen." in answer.text


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"name": "../../evil"}, "is no name for an import profile"),
        ({"name": "evil<script>"}, "is no name for an import profile"),
        ({"sheet": "user"}, "come in by no file"),
        ({"sheet": []}, "There is no sheet"),
        ({"recipe": {"before": 5}}, "A part of the recipe"),
        ({"recipe": {"words": "x"}}, "A part of the recipe"),
        ({"recipe": {"before": [{"sheet": "user"}]}}, "come in by no file"),
    ],
)  # fmt: skip
def test_a_profile_that_does_not_hold_is_refused_in_words(sign_in, facts, said):
    good = {
        "kind": "claims-office import profile",
        "name": "Ours",
        "sheet": "claim",
        "headings": ["a"],
        "recipe": {},
    }
    sent = {"file": (io.BytesIO(json.dumps({**good, **facts}).encode()), "p.json")}
    answer = sign_in("technician").send("/admin/import/profile", data=sent)
    assert answer.status_code == 422
    assert said in answer.text


def test_the_latest_files_that_wait_are_listed_and_the_others_counted(sign_in):
    browser = sign_in("technician")
    for n in range(MOST_WAITING + 2):
        file = (io.BytesIO(b"Claim ID\nL-1\n"), f"r{n}.csv")
        browser.send("/admin/import/", data={"sheet": "claim", "file": file})
    page = browser.get("/admin/import/").text
    assert page.count("</a> for Claims") == MOST_WAITING
    assert f"r{MOST_WAITING + 1}.csv" in page
    assert "2 older ones are not listed." in page

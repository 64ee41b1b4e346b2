"""The token of a page that stood open: the same person goes on with a fresh one, nobody else does."""

import pytest

from admin_views.errors import FRESH_TOKEN, PERSON

OLD = {"X-CSRFToken": "a token of an earlier session", "X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def ann(make_person) -> int:
    """A technician."""
    return make_person("technician", email="ann@city.gov")


def save_nothing(browser, **headers):
    """An empty list of cells, as a page sends it that was loaded in an earlier session."""
    return browser.patch("/admin/claim/rows", json=[], headers={**OLD, **headers})


def test_the_same_person_gets_a_fresh_token_and_goes_on(app, ann):
    browser = app.test_client().become(ann)
    answer = save_nothing(browser, **{PERSON: str(ann)})
    assert answer.status_code == 400
    fresh = {"X-CSRFToken": answer.headers[FRESH_TOKEN]}
    assert save_nothing(browser, **{PERSON: str(ann), **fresh}).status_code == 200


@pytest.mark.parametrize("who", ["", "0", "somebody@city.gov"])
def test_nobody_else_does(app, ann, who):
    browser = app.test_client().become(ann)
    answer = save_nothing(browser, **({PERSON: who} if who else {}))
    assert answer.status_code == 400
    assert FRESH_TOKEN not in answer.headers
    assert "signed in" in answer.json["error"]


def test_a_page_whose_session_is_over_is_asked_to_sign_in(client, ann):
    answer = save_nothing(client, **{PERSON: str(ann)})
    assert answer.status_code == 401
    assert FRESH_TOKEN not in answer.headers

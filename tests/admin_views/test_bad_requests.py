"""Whatever an address or a body holds: it is answered, or refused in words, never a fault."""

import json
from base64 import urlsafe_b64encode

import pytest
from asked import TO_DATE
from builders import claim
from everything import make_everything

import models as m


def cursor(*values) -> str:
    """The place in a list that an address can be made to name."""
    return raw_cursor(list(values))


def raw_cursor(value) -> str:
    """A cursor that holds anything."""
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


HUGE = "99999999999999999999"
ROWS = [
    {"filter": f"id={HUGE}"},
    {"filter": f"version>{HUGE}"},
    {"filter": "id=1_0"},
    {"filter": f"paid>{HUGE}{HUGE}"},
    {"filter": "claimant~\0"},
    {"filter": "claimant=a\0"},
    {"filter": "department=\0"},
    {"filter": "department.name~\0"},
    {"q": "\0abc"},
    {"q": "ab\0c"},
    {"as_of": "9999-12-31"},
    {"as_of": "9999-12-31T23:59:59-14:00"},
    {"as_of": "0001-01-01T00:00:00+14:00"},
    {"sort": ",".join(["claimant"] * 3000)},
    {"sort": "claimant,-claimant"},
    {"sort": "claim_no,claimant,status,line,location,loss_date,paid,incurred,net"},
    {"after": raw_cursor({"a": 1})},
    {"after": raw_cursor({"0": 1, "-1": 2})},
    {"after": raw_cursor("a")},
    {"after": cursor(2**70)},
    {"after": cursor(True)},
    {"before": cursor(1.5)},
    {"after": cursor(None)},
]
ROWS += [
    {"sort": column, way: cursor(value, 1)}
    for column, value in (
        ("paid", 2**70),
        ("paid", "abc"),
        ("paid", True),
        ("pd_percent", "x"),
        ("pd_percent", 2**70),
        ("claimant", "a\0"),
        ("claimant", "\ud800"),
        ("claimant", 5),
        ("status", True),
        ("litigated", "x"),
        ("litigated", 1),
        ("loss_date", "2026-13-01"),
        ("loss_date", 5),
        ("department", 5),
    )
    for way in ("after", "before")
]


@pytest.fixture
def browser(app, sign_in):
    """A technician's, in which a fault is answered as it is to people."""
    entered = sign_in("technician")
    make_everything(user=1)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.testing = False
    return entered


def test_what_no_list_can_be_asked_is_refused_in_words(browser):
    """As data; a page stands without a filter or an order that cannot be asked, and says so."""
    for asked in ROWS:
        answer = browser.get("/admin/claim/rows", query_string=asked)
        assert answer.status_code == 400, (str(asked)[:80], answer.text[:200])
        page = browser.get("/admin/claim/", query_string=asked)
        told = page.text.count("was left out")
        wrong = asked.keys() <= {"filter", "sort"}
        assert (page.status_code, told) == ((200, 1) if wrong else (400, 0)), str(asked)[:80]
        said = browser.get("/admin/claim/rows", query_string=asked).json["error"]
        assert said.endswith((".", ". Go back to the first page.")), said


def test_of_very_many_parts_that_cannot_be_asked_some_are_named(browser):
    names = ",".join(f"x{n}" for n in range(3_000))
    page = browser.get("/admin/claim/", query_string={"columns": names, "sort": names})
    assert page.status_code == 200
    assert page.text.count("was left out") == 8
    assert "2993 more parts of this address were left out." in page.text


def test_what_an_address_can_hold_is_answered(browser):
    for asked in (
        {"as_of": "0001-01-01"},
        {"as_of": "2026-11-24T12:00:00-14:00"},
        {"sort": "loss_date", "after": cursor(None, 1)},
        {"sort": "litigated", "after": cursor(True, 1)},
        {"sort": "id"},
        {"filter": f"id={2**63 - 1}"},
    ):
        assert browser.get("/admin/claim/rows", query_string=asked).status_code == 200, asked


def test_a_record_that_no_number_names_is_not_there(browser):
    for number in ("9999999999999999999", "-1", "abc", "9223372036854775808", "1.0", "", "0"):
        for address in ("details/?id=", "edit/?id=", "history/"):
            answer = browser.get(f"/admin/department/{address}{number}")
            assert answer.status_code == 404, (address, number)
        for act in ("delete", "restore"):
            answer = browser.send(f"/admin/department/{act}/", data={"ids": number})
            assert answer.status_code == 404, (act, number)
        past = browser.get(f"/admin/department/details/?id={number}&as_of={TO_DATE}")
        assert past.status_code == 404, number


def test_a_record_of_the_past_is_asked_for_at_an_instant_that_exists(browser):
    for moment in ("9999-12-31", "0001-01-01T00:00:00+14:00", "soon"):
        assert browser.get(f"/admin/department/details/?id=1&as_of={moment}").status_code in (
            400,
            404,
        )


def test_a_look_up_of_what_no_record_holds_is_refused_in_words(browser):
    assert browser.get("/admin/claim/lookup?for=department&q=%00").status_code == 400
    assert browser.get("/admin/search/?q=%00abc").status_code == 400
    assert browser.get("/admin/search/hits?q=a%00bc").status_code == 400


BODIES = [
    "[" * 200_000,
    "[{]",
    "null",
    "{}",
    '"a"',
    "[1]",
    '[{"id":1,"version":1,"column":"claimant"}]',
    '[{"id":1,"version":1,"column":"amount_claimed","value":NaN}]',
    '[{"id":1,"version":1,"column":"amount_claimed","value":-Infinity}]',
    '[{"id":1,"version":1,"column":"amount_claimed","value":1e400}]',
    '[{"id":1,"version":1,"column":"amount_claimed","value":' + "9" * 6000 + "}]",
    '[{"id":"1","version":1,"column":"claimant","value":"a"}]',
    '[{"id":true,"version":1,"column":"claimant","value":"a"}]',
    '[{"id":1,"version":0,"column":"claimant","value":"a"}]',
    '[{"id":1,"version":1,"column":"claimant","value":["a"]}]',
    '[{"id":1,"version":1,"column":5,"value":"a"}]',
    '[{"id":1,"version":1,"column":"claimant","value":"a"},'
    '{"id":1,"version":1,"column":"claimant","value":"b"}]',
]


def test_a_body_that_is_no_list_of_cells_is_refused_in_words(browser):
    claim_id = claim()
    for body in BODIES:
        answer = browser.send(
            "/admin/claim/rows", method="PATCH", data=body, content_type="application/json"
        )
        assert answer.status_code == 400, (body[:80], answer.text[:200])
        assert answer.json["error"], body[:80]
    plain = browser.send("/admin/claim/rows", method="PATCH", data="[]", content_type="text/plain")
    assert plain.status_code == 400
    assert m.Claim.get_by_id(claim_id).version == 1


@pytest.mark.parametrize("column", ["id", "version", "trashed_at", "batch_id", "paid", "nothing"])
def test_a_column_that_is_not_typed_comes_back_refused(browser, column):
    cell = {"id": claim(), "version": 1, "column": column, "value": 5}
    answer = browser.send("/admin/claim/rows", method="PATCH", json=[cell])
    assert answer.status_code == 422
    (refused,) = answer.json["refused"]
    assert (refused["id"], refused["column"], refused["value"]) == (cell["id"], column, 5)
    assert refused["message"].endswith(".")

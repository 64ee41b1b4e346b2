"""What Flask-Admin does past policy and sense, each hole of it closed: one test a hole, named after it."""

import pytest
from builders import claim, write

import models as m
from admin_views import lookups


@pytest.fixture
def browser(sign_in):
    """A technician's."""
    return sign_in("technician")


def test_the_search_box_of_a_list_does_not_say_none(browser):
    for sheet, words in (("claim", "Search claims"), ("recoverycost", "Search cost lines")):
        page = browser.get(f"/admin/{sheet}/").text
        assert f'placeholder="{words}"' in page
        assert 'placeholder="None"' not in page


@pytest.mark.parametrize(
    "page", ["-1", "abc", "99999999999999999999", "9223372036854775808", "1e5"]
)
def test_a_page_number_of_the_framework_breaks_no_list(browser, page):
    claim(claim_no="L-1")
    answer = browser.get(f"/admin/claim/?page={page}")
    assert answer.status_code == 200
    assert "L-1" in answer.text


@pytest.mark.parametrize("number", ["abc", "-1", "9223372036854775808", "99999999999999999999", ""])
def test_an_id_that_is_none_breaks_no_record(browser, number):
    write(department={"code": "PW", "name": "Works"})
    for address in (f"details/?id={number}", f"edit/?id={number}", f"history/{number or 'x'}"):
        assert browser.get(f"/admin/department/{address}").status_code == 404
    assert browser.get(f"/admin/claim/{number or 'x'}/").status_code == 404


def test_inline_edit_and_look_up_of_the_framework_are_not_routed(app, browser):
    rules = [rule.rule for rule in app.url_map.iter_rules()]
    assert [rule for rule in rules if "/ajax/" in rule or rule.endswith("/action/")] == []
    row_id = claim(claimant="Rosa")
    for sheet in ("claim", "department"):
        sent = {"list_form_pk": row_id, "claimant": "Zoë"}
        assert browser.send(f"/admin/{sheet}/ajax/update/", data=sent).status_code == 404
        assert browser.get(f"/admin/{sheet}/ajax/lookup/?name=department").status_code == 404
    assert m.Claim.get_by_id(row_id).claimant == "Rosa"


def test_a_look_up_is_bounded_whatever_is_asked(browser):
    for n in range(lookups.MOST + 5):
        write(department={"code": f"D{n:02d}", "name": f"Works {n}"})
    for address in ("lookup?for=department", "lookup?for=department&q=works&limit=1000"):
        told = browser.get(f"/admin/claim/{address}").json
        assert (len(told["results"]), told["more"]) == (lookups.MOST, True)
        assert {"id", "key", "text", "detail"} == set(told["results"][0])


def test_a_look_up_without_words_offers_the_first_records(browser):
    write(department={"code": "PW", "name": "Works"})
    for address in ("claim/lookup?for=department", "department/lookup", "department/lookup?q="):
        assert [r["key"] for r in browser.get(f"/admin/{address}").json["results"]] == ["PW"]


def test_a_look_up_for_a_hidden_column_or_sheet_is_refused(sign_in):
    own = write(department={"code": "PW", "name": "Works"}).created[0][1]
    write(physician={"name": "Dr. Hidden"})
    coordinator = sign_in("coordinator", department=own)
    for address in (
        "claim/lookup?for=physician",
        "claim/lookup?for=adjuster",
        "physician/lookup",
        "user/lookup",
        "party/lookup",
    ):
        answer = coordinator.get(f"/admin/{address}")
        assert answer.status_code == 403, address
        assert "Hidden" not in answer.text


def test_a_look_up_finds_nothing_by_a_column_out_of_sight(sign_in):
    own = write(department={"code": "PW", "name": "Works"}).created[0][1]
    facts = {"employee_no": "E-1", "name": "Ana", "department": own, "phone": "555-0100"}
    write(employee=facts)
    coordinator = sign_in("coordinator", department=own)
    assert coordinator.get("/admin/employee/lookup?q=555-0100").json["results"] == []
    assert len(coordinator.get("/admin/employee/lookup?q=ana").json["results"]) == 1

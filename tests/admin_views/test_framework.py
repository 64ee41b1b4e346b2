"""Defects of the framework that the base view closes, each by a test named after what it prevents.

B1   a list with a choice that is edited in place is a fault   -> here, "edited in place"
B3-4 filter and sort over two relations join wrongly           -> here, "two relations"
B5   deleting a record deletes what points to it               -> test_trash.py
B6   a failing second row leaves the first one written         -> here, "leaves nothing"
B7   a save writes columns that nobody touched                 -> test_forms.py, "only what was changed"
B8   own kinds of columns have no filter                       -> test_lists.py
B9   the search box reads "None"                               -> test_framework_holes.py
B10  the id column always shows                                -> here, "id column"
B11  an id or a page that is out of bounds is a fault          -> test_framework_holes.py, here
B12  % and _ in words are wildcards                            -> here, "wildcards"
B15  lists and records show the keys of choices                -> here, "in words"
B16  a bad day edited in place "is required", by a fault       -> here, "edited in place"
B17  an amount with thousands is refused, a third digit taken  -> here, "amount"
N+1  a relation costs a question a row                         -> test_lists.py
     one's own address for each cell, look-up, mass action     -> here, "not routed"
     a look-up without words is a fault, its limit unbounded   -> test_framework_holes.py
     a stale save overwrites                                   -> test_forms.py
     rows out of scope are reached by their id                 -> test_matrix.py
     a page leads away; a change needs no token                -> test_gate.py

B2 and B14 are of inline rows and B13 of searched relations, which the office has none of.
"""

import re

import pytest
from desk import claim, limits, make, pay, payee, reserve, user
from forms_read import form_of

import models as m

OWN_ADDRESSES = {
    "cell_view",
    "changes",
    "compare_file",
    "compare_view",
    "create_view",
    "delete_view",
    "details_view",
    "edge",
    "edit_view",
    "export",
    "filters_view",
    "history_view",
    "index_view",
    "lookup",
    "make_rows",
    "order",
    "panel_part",
    "panel_view",
    "restore_view",
    "rows",
    "save_rows",
    "step_back",
    "step_preview",
    "summary",
    "template_view",
}
MORE = {"document": {"file"}}
"""Addresses that one sheet alone has besides."""


@pytest.fixture
def ann(sign_in):
    """A technician's browser."""
    return sign_in("technician")


def patch(browser, sheet: str, row_id: int, column: str, value) -> tuple[int, dict]:
    """(status, data) of one cell edited in place."""
    cell = {"id": row_id, "version": 1, "column": column, "value": value}
    answer = browser.send(f"/admin/{sheet}/rows", method="PATCH", json=[cell])
    return answer.status_code, answer.json


def numbers(browser, question: dict) -> list[str]:
    """The claims of a question, in its order."""
    return [
        row["claim_no"]
        for row in browser.get("/admin/claim/rows", query_string=question).json["rows"]
    ]


def test_the_frameworks_own_ways_to_read_and_write_are_not_routed(app, ann):
    routed = {route.endpoint for route in app.url_map.iter_rules()}
    for sheet in (model.__name__.lower() for model in m.SHEETS):
        names = {e.partition(".")[2] for e in routed if e.startswith(f"{sheet}.")}
        assert names - {"static"} == OWN_ADDRESSES | MORE.get(sheet, set()), sheet
    for path in ("ajax/update/", "ajax/lookup/?name=party&query=a", "action/", "export/csv/"):
        for method in ("GET", "POST"):
            answer = ann.send(f"/admin/claim/{path}", method=method)
            assert answer.status_code in (404, 405), (path, method)


def test_a_choice_edited_in_place_is_no_fault(ann):
    party = make("party", name="Wes", role="witness")
    assert ann.get("/admin/party/").status_code == 200
    assert patch(ann, "party", party, "role", "claimant")[0] == 200
    assert m.Party.get().role == "claimant"
    status, told = patch(ann, "party", party, "kind", "dragon")
    assert (status, told["refused"][0]["column"]) == (422, "kind")


def test_a_bad_day_edited_in_place_is_answered_in_its_own_words(ann):
    status, told = patch(ann, "claim", claim(), "loss_date", "10/00/19")
    assert status == 422
    assert "Month 10 has no day 0" in told["refused"][0]["message"]
    assert "required" not in told["refused"][0]["message"]


def test_filter_and_sort_over_two_relations_neither_multiply_nor_mix_rows(ann):
    works, parks = (
        make("department", code="PW", name="Works"),
        make("department", code="PK", name="Parks"),
    )
    zoe = make("user", email="zoe@city.gov", name="Zoe")
    abe = make("user", email="abe@city.gov", name="Abe")
    claim(claim_no="L-1", department=works, adjuster=zoe)
    claim(claim_no="L-2", department=works, adjuster=abe)
    claim(claim_no="L-3", department=parks, adjuster=abe)
    asked = {"filter": "department.name~Work", "sort": "adjuster.name"}
    assert numbers(ann, asked) == ["L-2", "L-1"]
    twice = "filter=asked_by.name~Zoe&filter=decided_by.name~Abe&sort=asked_by.name"
    assert ann.get(f"/admin/approval/rows?{twice}").json["rows"] == []


def test_a_failing_second_row_leaves_nothing(ann):
    limits()
    goes, stays = claim(), claim()
    reserve(stays, 500_00)
    pay(user("pat", "technician"), stays, payee(), 100_00)
    batches = m.Batch.select().count()
    answer = ann.send("/admin/claim/delete/", data={"ids": f"{goes},{stays}"})
    assert answer.status_code == 409
    assert m.Claim.select().where(m.Claim.trashed_at.is_null()).count() == 2
    assert m.Batch.select().count() == batches


def test_a_failing_part_of_an_intake_leaves_nothing(ann):
    sent = {"claimant": "Alvarez, Rosa", "line": "L", "location": "400 Main Street"}
    answer = ann.send("/admin/intake/", data={**sent, "loss_date": "2099-01-01", "click": "one"})
    assert answer.status_code == 422
    assert [model.select().count() for model in (m.Claim, m.Incident, m.Party)] == [0, 0, 0]


def test_the_id_column_is_not_shown(ann):
    claim(), make("department", code="PW", name="Public Works")
    for sheet in ("claim", "department"):
        heads = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', ann.get(f"/admin/{sheet}/").text)
        titles = {re.sub(r"<[^>]*>", "", head).strip().lower() for head in heads}
        assert titles
        assert not titles & {"id", "version"}, sheet


@pytest.mark.parametrize("number", ["99999999999999999999", "9223372036854775808", "-1", "abc"])
def test_an_id_out_of_bounds_is_no_fault_where_it_is_acted_on(ann, number):
    claim()
    for way in ("delete", "restore"):
        assert ann.send(f"/admin/claim/{way}/", data={"ids": number}).status_code == 404
    assert ann.get(f"/admin/claim/cell/{number}/claim_no").status_code == 404
    assert ann.get(f"/admin/claim/?limit={number}").status_code < 500


def test_percent_and_underscore_are_no_wildcards(ann):
    claim(claim_no="L-1", location="50%_off Street")
    claim(claim_no="L-2", location="500 off Street")
    assert numbers(ann, {"filter": "location~50%_"}) == ["L-1"]
    assert numbers(ann, {"q": "50%_off"}) == ["L-1"]


def test_choices_are_shown_in_words(ann):
    party = make("party", name="Wes", role="witness")
    role = dict(m.Party.role.choices)["witness"]
    for page in ("/admin/party/?columns=name,role", f"/admin/party/details/?id={party}"):
        words = re.sub(r"<script.*?</script>|<[^>]*>", " ", ann.get(page).text, flags=re.S)
        assert role in words
        assert not re.search(r"\bwitness\b", words), page


def test_an_amount_takes_its_thousands_and_no_third_digit(ann):
    one = claim()
    address = f"/admin/claim/edit/?id={one}"
    sent = form_of(ann.get(address))
    assert ann.send(address, data={**sent, "amount_claimed": "$1,234.50"}).status_code == 302
    assert m.Claim.get().amount_claimed == 1_234_50
    sent = form_of(ann.get(address))
    answer = ann.send(address, data={**sent, "amount_claimed": "99.999"})
    assert answer.status_code == 422
    assert form_of(answer)["amount_claimed"] == "99.999"

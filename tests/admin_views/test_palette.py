"""What the search box offers while one types: what fits, to whom, and what it costs."""

import json

import pytest
from builders import claim, write

import models as m
from admin_views.palette import closeness


def offered(browser, text: str, **more) -> dict[str, dict[str, str]]:
    """Group -> words -> address."""
    answer = browser.get("/admin/palette/", query_string={"q": text, **more})
    assert answer.status_code == 200, answer.text[:300]
    return {
        group["title"]: {item["text"]: item["url"] for item in group["items"]}
        for group in answer.json["groups"]
    }


@pytest.mark.parametrize(
    ("typed", "words", "rank"),
    [
        ("payments", "Payments", 0),
        ("pay", "Payments", 1),
        ("open rec", "Open billing recovery", 2),
        ("rec open", "Open billing recovery", 3),
        ("obr", "Open billing recovery", 4),
        ("duty", "Light-duty board", 2),
        ("ayments", "Payments", None),
        ("open rex", "Open billing recovery", None),
        ("", "Payments", 0),
    ],
)
def test_words_fit_by_their_beginnings(typed, words, rank):
    assert closeness(typed, words) == rank


def test_every_kind_of_place_is_found(sign_in, app):
    row = claim(claim_no="L-2027-0042")
    browser = sign_in("technician")
    assert list(offered(browser, "L-2027-0042")["Records"].values()) == [f"/admin/claim/{row}/"]
    assert offered(browser, "pay")["Sheets and pages"]["Payments"] == "/admin/payment/"
    assert "Open billing recovery" in offered(browser, "open rec")["Actions"]
    assert offered(browser, "new cl")["New"]["New claim"] == "/admin/intake/"
    assert any("/admin/reports/" in url for url in offered(browser, "loss")["Reports"].values())
    assert offered(browser, "permanent")["Calculators"]
    assert offered(browser, "xyzzy") == {}


def test_an_action_runs_on_what_one_looks_at(sign_in, app):
    one, two = claim(), claim()
    browser = sign_in("technician")
    here = offered(browser, "reas", sheet="claim", ids=f"{one},{two}")["Here"]
    (url,) = here.values()
    assert f"ids={one}%2C{two}" in url
    assert "Pay" in offered(browser, "", sheet="claim", ids=str(one))["Here"]
    assert offered(browser, "", sheet="nonsense", ids="1") == {}
    assert offered(browser, "", sheet="claim", ids="abc") == {}


def test_a_saved_view_is_a_place(sign_in, app, make_person):
    browser = sign_in("technician")
    own = m.User.get(m.User.email == "technician@city.gov").id
    other = make_person("risk_manager")
    rows = [
        {"name": name, "sheet": "claim", "kind": "personal", "owner": owner, "state": {}}
        for name, owner in (("Overdue with me", own), ("Overdue of another", other))
    ]
    first, _ = [write(savedview=row).created[0][1] for row in rows]
    assert offered(browser, "overdue")["Views"] == {
        "Overdue with me": f"/admin/claim/?view={first}"
    }


@pytest.mark.parametrize("role", ["coordinator", "auditor", "technician"])
def test_nobody_is_led_to_what_is_shut(sign_in, app, role):
    department = write(department={"code": "PW", "name": "Public Works"}).created[0][1]
    browser = sign_in(role, department=department)
    seen: dict[str, str] = {}
    for letter in "abcdefghijklmnopqrstuvwxyz":
        for items in offered(browser, letter).values():
            seen |= items
    assert seen
    for words, url in seen.items():
        assert browser.get(url).status_code in (200, 302), (words, url)
    assert ("New claim" in seen) is (role == "technician")


def test_records_out_of_scope_and_medical_words_are_not_found(sign_in, app):
    own, other = (write(department={"code": c, "name": c}).created[0][1] for c in ("A", "B"))
    for place in (own, other):
        claim(line="W", status="reported", department=place, claimant="Zebulon Quimby")
    browser = sign_in("coordinator", department=own)
    found = browser.get("/admin/palette/?q=quimby").json
    assert json.dumps(found).count("/admin/claim/") == 1


def test_it_asks_two_questions_besides_the_search(sign_in, app, queries):
    browser = sign_in("technician")
    offered(browser, "zz")
    with queries() as search:
        browser.get("/admin/search/hits?q=open%20rec")
    with queries() as asked:
        offered(browser, "open rec")
    assert len(asked) <= len(search) + 2


def test_nobody_signed_in_is_offered_nothing(client):
    assert client.get("/admin/palette/?q=pay").status_code in (302, 401)

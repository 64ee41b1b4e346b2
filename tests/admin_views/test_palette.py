"""What the search box offers while one types: what fits, to whom, and what it costs."""

import json

import pytest
from builders import claim, write
from hypothesis import given
from hypothesis import strategies as st

import models as m
from admin_views.palette import begins_nearly, closeness, nearly


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


@pytest.mark.parametrize(
    ("typed", "words", "fits"),
    [
        ("mediacl", "Medical bills", True),
        ("rserve", "Reserves", True),
        ("setttings", "Settings", True),
        ("ayments", "Payments", True),
        ("open recvoery", "Open billing recovery", True),
        ("opne recvoery", "Open billing recovery", False),  # two slips
        ("medcial exm", "Medical exam", False),
        ("payx", "Payments", False),  # too short to tell
        ("claim", "Clain", True),
        ("L-2O27", "L-2027", False),
        ("12345", "12346", False),
        ("paymentsxy", "Payments", False),
        ("reserves", "Reserves", False),  # no slip: it fits as it is
    ],
)
def test_one_slip_of_the_keys_is_forgiven(typed, words, fits):
    assert nearly(typed, words) is fits


LETTERS = "abcdefghij"
WORDS = st.text(LETTERS, min_size=6, max_size=12)


@given(WORDS, st.integers(0, 5), st.sampled_from(LETTERS), st.integers(0, 3))
def test_any_one_slip_is_forgiven_and_no_second(word, at, letter, way):
    slips = (
        word[:at] + letter + word[at:],
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    )
    assert begins_nearly(slips[way], word)
    assert begins_nearly(slips[way], word + "xyz")
    assert not begins_nearly("zy" + slips[way], word)
    assert not begins_nearly(word + "zy", word)


def test_what_is_typed_with_a_slip_is_found_where_nothing_else_is(sign_in, app):
    browser = sign_in("risk_manager")
    assert offered(browser, "rserve")["Sheets and pages"]["Reserves"] == "/admin/reserve/"
    assert "Open billing recovery" in offered(sign_in("technician"), "open recvoery")["Actions"]
    assert "Status by department" in offered(browser, "satus depart")["Reports"]
    row = claim(claim_no="L-9", claimant="Rserve, Ann")
    assert list(offered(browser, "rserve").values()) == [
        {"L-9 · Rserve, Ann": f"/admin/claim/{row}/"}
    ]
    assert offered(browser, "reserves").keys() >= {"Sheets and pages"}


def test_a_slip_is_not_forgiven_in_the_name_of_a_person_or_a_view(sign_in, app):
    browser = sign_in("technician")
    own = m.User.get(m.User.email == "technician@city.gov").id
    claim(claimant="Zebulon Quimby")
    write(savedview={"name": "Quimby matters", "sheet": "claim", "kind": "personal", "owner": own, "state": {}})  # fmt: skip
    assert set(offered(browser, "quimby")) == {"Views", "Records"}
    assert offered(browser, "quimbx") == {}


def test_an_action_is_found_by_what_it_is_done_to(sign_in, app):
    browser = sign_in("technician")
    assert offered(browser, "close claim")["Actions"] == {"Close": "/admin/claim/"}
    assert offered(browser, "close recovery")["Actions"]["Close"] == "/admin/recovery/"
    assert "Status by department" in offered(sign_in("risk_manager"), "department status")["Reports"]  # fmt: skip
    row = claim()
    here = offered(browser, "close claim", sheet="claim", ids=str(row))["Here"]
    assert "ids=" in here["Close"]


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

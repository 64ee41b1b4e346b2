"""Intake: one claim on one screen, with its incident and parties; likely duplicates; the text stays on an error."""

import pytest
from builders import TODAY, claim

import models as m


@pytest.fixture(autouse=True)
def fixed(monkeypatch):
    monkeypatch.setenv("CLAIMS_TODAY", TODAY.isoformat())


SENT = {
    "line": "L",
    "claimant": "Alvarez, Rosa",
    "loss_date": "2026-11-20",
    "location": "400 Main Street",
    "description": "Uplifted sidewalk, fall",
    "amount_claimed": "$1,250.00",
    "presented_date": "2026-11-23",
    "received_date": "2026-11-24",
    "other_name": ["Witness, Will", ""],
    "other_role": ["witness", "witness"],
    "other_phone": ["555-0100", ""],
    "adjuster": "technician@city.gov",
    "click": "c",
}


def test_one_screen_makes_claim_incident_and_people_in_one_batch(sign_in):
    browser = sign_in("technician")
    assert browser.get("/admin/intake/").status_code == 200
    answer = browser.send("/admin/intake/", data=SENT)
    made = m.Claim.get()
    assert answer.location == f"/admin/claim/{made.id}/"
    assert (made.claimant, made.amount_claimed, made.status) == (
        "Alvarez, Rosa",
        1_250_00,
        "received",
    )
    assert m.Incident.get().location == "400 Main Street"
    assert sorted(p.name for p in m.Party.select()) == ["Alvarez, Rosa", "Witness, Will"]
    assert (
        len(
            {
                c.batch_id
                for c in m.Change.select().where(m.Change.sheet << ["claim", "incident", "party"])
            }
        )
        == 1
    )
    assert made.adjuster == m.User.get(m.User.email == "technician@city.gov").id


def test_the_same_click_makes_one_claim(sign_in):
    browser = sign_in("technician")
    places = {browser.send("/admin/intake/", data=SENT).location for _ in range(2)}
    assert len(places) == 1
    assert m.Claim.select().count() == 1


def test_what_was_typed_for_the_other_line_is_not_sent(sign_in):
    browser = sign_in("examiner")
    browser.send("/admin/intake/", data={**SENT, "line": "W", "body_part": "Wrist", "adjuster": ""})
    made = m.Claim.get()
    assert (made.line, made.status, made.body_part, made.amount_claimed) == (
        "W",
        "reported",
        "Wrist",
        None,
    )
    assert made.injury_date == made.loss_date


def test_an_error_keeps_every_text_and_names_the_question(sign_in):
    browser = sign_in("technician")
    answer = browser.send("/admin/intake/", data={**SENT, "loss_date": "10/00/19"})
    assert answer.status_code == 422
    for words in (
        "10/00/19",
        "Month 10 has no day 0",
        "Uplifted sidewalk, fall",
        "Witness, Will",
        "$1,250.00",
    ):
        assert words in answer.text, words
    assert m.Claim.select().count() == 0


def test_likely_duplicates_are_named_while_typing(sign_in):
    one = claim(claimant="Alvarez, Rosa", loss_date=TODAY, location="400 Main Street")
    found = (
        sign_in("technician")
        .get(
            "/admin/intake/duplicates",
            query_string={
                "claimant": "rosa alvarez",
                "loss_date": TODAY.isoformat(),
                "location": "400 Main St",
                "line": "L",
            },
        )
        .json
    )
    assert found["results"][0]["url"] == f"/admin/claim/{one}/"
    assert "same claimant, same day" in found["results"][0]["detail"]
    assert sign_in("technician").get("/admin/intake/duplicates?loss_date=nonsense").json == {
        "results": []
    }


@pytest.mark.parametrize("role", ["coordinator", "auditor", "administrator"])
def test_who_works_no_claims_takes_none_in(sign_in, role):
    browser = sign_in(role)
    assert browser.get("/admin/intake/").status_code == 403
    assert browser.send("/admin/intake/", data=SENT).status_code == 403
    assert browser.get("/admin/intake/duplicates?claimant=alvarez").status_code == 403


def test_the_screen_asks_every_typed_parameter_once():
    from admin_views.intake import SECTIONS
    from workflow.verbs import VERBS

    asked = [name for section in SECTIONS for name, _ in section.asks]
    typed = {param.name for param in VERBS.get("intake").facts["params"] if param.kind != "list"}
    assert len(asked) == len(set(asked))
    assert typed - set(asked) == {"line", "status"}


def test_a_likely_duplicate_offers_its_incident_and_person(sign_in):
    browser = sign_in("technician")
    browser.send("/admin/intake/", data=SENT)
    answer = browser.get("/admin/intake/duplicates?claimant=Alvares%20Rosa&line=L")
    (found,) = answer.get_json()["results"]
    used = {use["name"]: use["value"] for use in found["use"]}
    assert used["incident"] == m.Incident.get().incident_no
    assert used["party"] == m.Party.get(m.Party.name == "Alvarez, Rosa").party_no

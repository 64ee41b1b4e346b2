"""A record beside the grid: which parts it has for whom, that its form saves and refuses, and what it tells nobody."""

import pytest
from builders import TODAY, change, claim, write
from everything import make_everything

import models as m
from journal.casefile import FRAMES


def panel(browser, sheet: str, row_id: int, part: str = ""):
    return browser.get(f"/admin/{sheet}/panel/{row_id}/{part}")


@pytest.fixture
def row(app) -> dict[str, int]:
    """A compensation claim of a department, with a medical fact, a note and a payment's sheet."""
    department = write(department={"code": "PW", "name": "Public Works"}).created[0][1]
    row_id = claim(line="W", status="reported", department=department, location="Elm St")
    change(m.Claim, row_id, diagnosis="Fracture")
    write(filenote={"claim": row_id, "note_date": TODAY, "subject": "Called the surgeon"})
    return {"claim": row_id, "department": department}


def test_a_claim_opens_with_its_form_and_leads_to_its_parts(sign_in, row):
    told = panel(sign_in("technician"), "claim", row["claim"])
    assert told.status_code == 200
    assert "<html" not in told.text
    assert 'id="record"' in told.text
    assert 'value="Elm St"' in told.text
    base = f"/admin/claim/panel/{row['claim']}/"
    for part in ("form", "notes", "documents", "deadlines", "history"):
        assert f'href="{base}{part}"' in told.text, part
    assert "Give the claim form" in told.text


def test_each_part_tells_its_own(sign_in, row):
    browser = sign_in("technician")
    notes = panel(browser, "claim", row["claim"], "notes").text
    assert "Called the surgeon" in notes
    assert f'value="/admin/claim/panel/{row["claim"]}/notes"' in notes
    assert "Fracture" in panel(browser, "claim", row["claim"], "history").text
    assert panel(browser, "claim", row["claim"], "poems").status_code == 404
    assert panel(browser, "claim", 987_654).status_code == 404
    assert panel(browser, "claim", row["claim"], "documents").status_code == 200


def test_the_form_saves_and_comes_back_as_it_stands(sign_in, row):
    browser = sign_in("technician")
    back = f"/admin/claim/panel/{row['claim']}/form"
    form = {"version": "2", "location": "Oak St", "back": back}
    done = browser.send(f"/admin/claim/edit/?id={row['claim']}", data=form)
    assert (done.status_code, done.headers["Location"]) == (302, back)
    told = browser.get(back).text
    assert 'value="Oak St"' in told
    assert "is saved" in told


def test_a_refused_form_keeps_what_was_typed_and_its_way_back(sign_in, row):
    browser = sign_in("technician")
    back = f"/admin/claim/panel/{row['claim']}/form"
    form = {"version": "2", "loss_date": "someday", "location": "Oak St", "back": back}
    told = browser.send(f"/admin/claim/edit/?id={row['claim']}", data=form)
    assert told.status_code == 422
    for words in ('value="someday"', 'value="Oak St"', f'value="{back}"', 'id="record"'):
        assert words in told.text, words


@pytest.mark.parametrize(
    ("role", "sees"), [("technician", True), ("risk_manager", False), ("coordinator", False)]
)
def test_medical_facts_stand_beside_the_grid_for_who_may_see_them(sign_in, row, role, sees):
    browser = sign_in(role, department=row["department"])
    told = "".join(
        panel(browser, "claim", row["claim"], part).text for part in ("", "facts", "history")
    )
    assert ("Fracture" in told) is sees
    purposes = {
        event.purpose
        for event in m.AccessEvent.select()
        if "medical" in (event.sensitivities or "")
    }
    assert bool(purposes) is sees


def test_a_record_out_of_scope_is_not_there(sign_in, row):
    other = write(department={"code": "PD", "name": "Police"}).created[0][1]
    browser = sign_in("coordinator", department=other)
    for part in ("", "facts", "history", "notes"):
        assert panel(browser, "claim", row["claim"], part).status_code == 404, part


def test_who_may_not_type_gets_no_form(sign_in, row):
    browser = sign_in("auditor")
    told = panel(browser, "claim", row["claim"])
    assert told.status_code == 200
    assert 'id="record"' not in told.text
    assert "Timeline" in told.text
    for part in ("form", "story"):
        shown = panel(browser, "claim", row["claim"], part)
        assert shown.status_code == 200
        assert 'id="record"' not in shown.text


@pytest.mark.slow
@pytest.mark.only_on("sqlite")
def test_every_sheet_has_its_records_beside_the_grid(sign_in) -> None:
    made = make_everything()
    browser = sign_in("technician", "auditor", "administrator")
    for model, row_id in made.items():
        name = model.__name__.lower()
        told = panel(browser, name, row_id)
        assert told.status_code == 200, (name, told.text[:400])
        parts = ("facts", "history") if model in m.SHEETS else ("facts",)
        strands = FRAMES[name].strands if name in FRAMES else ()
        for part in (*parts, *(strand.key for strand in strands if strand.listed or strand.day)):
            assert panel(browser, name, row_id, part).status_code == 200, (name, part)

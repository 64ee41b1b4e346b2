"""The forms of every sheet that a technician may edit: what they show, what they write, and that no text is lost."""

from html import escape

import pytest
from builders import change, claim
from everything import make_everything
from forms_read import form_of, read

import models as m
from admin_views.forms import typed_columns
from journal import database, policy
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR, Who
from models import SHEETS, columns_of

DESK = Who("t@city.gov", roles=frozenset({"technician"}))
EDITED = [model for model in SHEETS if policy.may_write(DESK, model)]
OWN = {"id": "999", "trashed_at": "2026-01-01", "batch_id": "999", "batch": "999"}
"""What the journal keeps of a row itself."""


@pytest.fixture
def ann(sign_in):
    """A technician's browser."""
    return sign_in("technician")


@pytest.fixture
def rows(ann) -> dict:
    """Sheet -> the id of a row of it with every column filled, of the sheets that are edited."""
    made = make_everything()
    return {model: made[model] for model in EDITED if model in made}


def edit_of(model, row_id: int) -> str:
    """The address of a row's form."""
    return f"/admin/{model.__name__.lower()}/edit/?id={row_id}"


def new_of(model) -> str:
    """The address of the form of a row to be made."""
    return f"/admin/{model.__name__.lower()}/new/"


def typed(model) -> list:
    """The columns that a technician types into."""
    names = typed_columns(DESK, model)
    return [f for f in columns_of(model) if f.name in names]


def test_every_sheet_of_the_desk_is_looked_at(rows):
    assert set(rows) == set(EDITED)
    assert len(rows) > 15


# --- What a form shows ----------------------------------------------------------------------------


def test_a_form_asks_exactly_what_may_be_typed_and_explains_it(ann, rows):
    for model, row_id in rows.items():
        for address in (edit_of(model, row_id), new_of(model)):
            page = ann.get(address)
            asked = set(form_of(page)) - {"csrf_token", "version", "click", "back"}
            assert asked == {f.name for f in typed(model)}, address
            text = page.text.replace("&#39;", "&#x27;").replace("&#34;", "&quot;")
            for field in typed(model):
                assert escape(field.verbose_name) in text, (address, field.name)
                assert escape(field.help_text or "") in text, (address, field.name)


def test_a_relation_is_looked_up_and_never_listed(ann, rows):
    stranger = {model: _another(model) for model in rows}
    for model, row_id in rows.items():
        links = {f.name for f in typed(model) if f.kind == "link"}
        for address in (edit_of(model, row_id), new_of(model)):
            page = ann.get(address)
            assert not read(page).choices & links, address
            listed = [name for other, name in stranger.items() if other is not model]
            assert [name for name in listed if name in page.text] == [], address
            for name in links:
                assert f"/lookup?for={name}" in page.text, (address, name)


def _another(model) -> str:
    """The number of one more row of a sheet, where it takes one without more ado; else a word that is nowhere."""
    name = f"STRANGER-{model.__name__}"
    if model not in (m.Department, m.Organization, m.Employee, m.Physician, m.Policy, m.Claim):
        return name
    given = {model._meta.key[0]: name}
    given |= {f.name: name for f in columns_of(model) if f.kind == "text" and not f.null}
    draft = Draft("another", source="seed")
    draft.create(model, **given)
    commit(OPERATOR, draft)
    return name


# --- What a form writes ---------------------------------------------------------------------------


def test_a_form_that_is_sent_unchanged_writes_nothing(ann, rows):
    for model, row_id in rows.items():
        before, batches = stored(model, row_id), m.Batch.select().count()
        sent = form_of(ann.get(edit_of(model, row_id)))
        answer = ann.send(edit_of(model, row_id), data=sent)
        assert answer.status_code == 302, (model, answer.text)
        assert stored(model, row_id) == before, model
        assert m.Batch.select().count() == batches, model


def test_what_nobody_types_is_not_taken_from_a_form(ann, rows):
    for model, row_id in rows.items():
        before, batches = stored(model, row_id), m.Batch.select().count()
        kept = {f.name for f in columns_of(model)} - {f.name for f in typed(model)}
        more = OWN | dict.fromkeys(kept, "1")
        sent = form_of(ann.get(edit_of(model, row_id)))
        assert ann.send(edit_of(model, row_id), data={**more, **sent}).status_code == 302, model
        assert stored(model, row_id) == before, model
        assert m.Batch.select().count() == batches, model


def test_a_new_record_takes_no_id_version_or_trash_from_its_form(ann):
    sent = {**OWN, "version": "7", "claimant": "Rosa Alvarez", "paid": "500", "line": "L"}
    assert ann.send(new_of(m.Claim), data={**sent, "status": "received"}).status_code == 302
    made = m.Claim.get()
    assert (made.version, made.trashed_at, made.paid) == (1, None, 0)
    assert made.id != 999


def test_a_head_request_makes_and_changes_nothing(ann, rows):
    row_id, batches = rows[m.Claim], m.Batch.select().count()
    for model in (m.Claim, m.Incident, m.Recovery):
        assert ann.head(new_of(model), data={"status": "received"}).status_code == 200
    sent = form_of(ann.get(edit_of(m.Claim, row_id))) | {"claimant": "Somebody Else"}
    assert ann.head(edit_of(m.Claim, row_id), data=sent).status_code == 200
    assert m.Batch.select().count() == batches


def test_only_what_was_changed_is_written(ann, rows):
    """A save of one column leaves every other as it is, in the row and in the history."""
    row_id = rows[m.Claim]
    sent = form_of(ann.get(edit_of(m.Claim, row_id)))
    change(m.Claim, row_id, location="Pier 9")
    ann.send(edit_of(m.Claim, row_id), data={**sent, "claimant": "Somebody Else"})
    now = m.Claim.get_by_id(row_id)
    assert (now.claimant, now.location) == ("Somebody Else", "Pier 9")
    last = m.Change.select().order_by(m.Change.id.desc()).first()
    assert last.columns == "claimant"


# --- That no text is lost -------------------------------------------------------------------------


def test_a_day_that_is_none_comes_back_with_the_rest_of_the_text(ann, rows):
    for model, row_id in rows.items():
        day = next((f for f in typed(model) if f.kind == "day"), None)
        words = next((f for f in typed(model) if f.kind in ("long", "text")), None)
        if not day or not words:
            continue
        for address in (edit_of(model, row_id), new_of(model)):
            sent = form_of(ann.get(address))
            sent |= {day.name: "10/00/19", words.name: "Typed <with> care"}
            answer = ann.send(address, data=sent)
            assert answer.status_code == 422, address
            assert "Month 10 has no day 0" in answer.text
            assert unkept(sent, answer) == {}, address


def test_a_rule_that_is_broken_comes_back_with_the_text(ann, rows):
    row_id = rows[m.InvestigationStep]
    address = edit_of(m.InvestigationStep, row_id)
    sent = form_of(ann.get(address)) | {"asked_date": "2026-05-02", "due_date": "2026-05-01"}
    answer = ann.send(address, data={**sent, "what": "Photos"})
    assert answer.status_code == 422
    assert unkept({**sent, "what": "Photos"}, answer) == {}


def test_no_sheet_is_saved_over_what_somebody_else_wrote_meanwhile(ann, rows):
    looked_at = 0
    for model, row_id in rows.items():
        words = next((f for f in typed(model) if f.kind in ("long", "text")), None)
        if not words or words.name in model._meta.key or model is m.Letter:
            continue  # a letter that went out is typed over by nobody
        sent = form_of(ann.get(edit_of(model, row_id))) | {words.name: "Mine & typed"}
        change(model, row_id, **{words.name: "Theirs & saved"})
        answer = ann.send(edit_of(model, row_id), data=sent)
        assert answer.status_code == 409, (model, words.name)
        for said in ("Mine &amp; typed", "Theirs &amp; saved"):
            assert f"<span>{said}</span>" in answer.text, (model, words.name)
        assert form_of(answer)[words.name] == "Mine & typed"
        assert getattr(model.get_by_id(row_id), words.name) == "Theirs & saved"
        looked_at += 1
    assert looked_at > 12


def test_a_stale_form_shows_both_values_and_keeps_the_text(ann, rows):
    row_id = rows[m.Claim]
    answer, sent = overtaken(ann, row_id)
    assert answer.status_code == 409
    for words in ("Wilma Oaks", "Wilhelmina Oaks"):
        assert f"<span>{words}</span>" in answer.text
    assert form_of(answer)["claimant"] == "Wilma Oaks"
    assert form_of(answer)["location"] == "Dock 4"
    assert form_of(answer)["description"] == "Said by <both>"
    assert sent["version"] != form_of(answer)["version"]
    assert m.Claim.get_by_id(row_id).claimant == "Wilhelmina Oaks"


@pytest.mark.parametrize(
    ("kept", "stands"), [("yours", "Wilma Oaks"), ("theirs", "Wilhelmina Oaks")]
)
def test_who_was_overtaken_chooses_which_value_stands(ann, rows, kept, stands):
    row_id = rows[m.Claim]
    answer, _ = overtaken(ann, row_id)
    sent = form_of(answer)
    assert sent["keep.claimant"] == "yours"
    answer = ann.send(edit_of(m.Claim, row_id), data={**sent, "keep.claimant": kept})
    assert answer.status_code == 302
    now = m.Claim.get_by_id(row_id)
    assert (now.claimant, now.location, now.description) == (stands, "Dock 4", "Said by <both>")


def overtaken(ann, row_id: int):
    """(the answer to a form whose claimant somebody else changed meanwhile, what was sent)."""
    address = edit_of(m.Claim, row_id)
    sent = form_of(ann.get(address))
    change(m.Claim, row_id, claimant="Wilhelmina Oaks", location="Dock 4")
    sent |= {"claimant": "Wilma Oaks", "description": "Said by <both>"}
    return ann.send(address, data=sent), sent


def test_while_a_long_change_is_written_the_text_comes_back(ann, rows, engine, monkeypatch):
    """On SQLite one writes at a time; PostgreSQL turns nobody away."""
    row_id = rows[m.Claim]
    sent = form_of(ann.get(edit_of(m.Claim, row_id))) | {"description": "Typed with care"}
    made = {"claimant": "Ines Vale", "description": "Typed with care", "status": "received"}
    monkeypatch.setattr(database, "LOCK_WAIT_SECONDS", 0.05)
    database._fair.acquire(1)
    try:
        answers = [
            (sent, ann.send(edit_of(m.Claim, row_id), data=sent)),
            (made, ann.send(new_of(m.Claim), data=made)),
        ]
    finally:
        database._fair.release()
    for given, answer in answers:
        assert answer.status_code == (503 if engine == "sqlite" else 302)
        if engine == "sqlite":
            assert "try again in a moment" in answer.text
            assert unkept(given, answer) == {}
    assert ann.get(edit_of(m.Claim, row_id)).status_code == 200


def test_a_record_that_was_thrown_away_meanwhile_gives_the_text_back(ann, rows):
    row_id = rows[m.FileNote]
    sent = form_of(ann.get(edit_of(m.FileNote, row_id))) | {"text": "Typed with care"}
    ann.send("/admin/filenote/delete/", data={"ids": row_id})
    answer = ann.send(edit_of(m.FileNote, row_id), data=sent)
    assert answer.status_code == 409
    assert "was put in the trash meanwhile" in answer.text
    assert unkept(sent, answer) == {}
    ann.send("/admin/filenote/restore/", data={"ids": row_id})
    assert ann.send(edit_of(m.FileNote, row_id), data=form_of(answer)).status_code == 302
    assert m.FileNote.get_by_id(row_id).text == "Typed with care"


@pytest.mark.parametrize("version", [None, "", "x", "9" * 30, "77"])
def test_a_form_that_does_not_say_what_it_saw_gives_the_text_back(ann, rows, version):
    row_id = rows[m.FileNote]
    sent = form_of(ann.get(edit_of(m.FileNote, row_id))) | {"text": "Typed with care"}
    sent = {k: v for k, v in (sent | {"version": version}).items() if v is not None}
    answer = ann.send(edit_of(m.FileNote, row_id), data=sent)
    assert answer.status_code == 400
    assert "Open the record again" in answer.text
    assert unkept({k: v for k, v in sent.items() if k != "version"}, answer) == {}
    assert m.FileNote.get_by_id(row_id).text != "Typed with care"


# --- Relations that are out of sight or in the trash ----------------------------------------------


def test_a_relation_that_the_person_cannot_see_is_left_alone(sign_in):
    made = make_everything(document="medical")
    manager, row_id = sign_in("risk_manager"), made[m.InvestigationStep]
    change(m.InvestigationStep, row_id, document=made[m.Document])
    address = edit_of(m.InvestigationStep, row_id)
    sent = form_of(manager.get(address))
    assert sent["document"] == ""
    assert manager.send(address, data={**sent, "what": "Photos"}).status_code == 302
    now = m.InvestigationStep.get_by_id(row_id)
    assert (now.what, now.document_id) == ("Photos", made[m.Document])


def test_a_relation_that_is_seen_can_be_blanked(ann, rows):
    row_id = rows[m.InvestigationStep]
    change(m.InvestigationStep, row_id, document=rows[m.Document])
    sent = form_of(ann.get(edit_of(m.InvestigationStep, row_id)))
    assert sent["document"]
    answer = ann.send(edit_of(m.InvestigationStep, row_id), data={**sent, "document": ""})
    assert answer.status_code == 302
    assert m.InvestigationStep.get().document_id is None


def test_a_record_that_leads_into_the_trash_can_still_be_edited(ann, rows):
    place, row_id = rows[m.Department], rows[m.Claim]
    draft = Draft("reorganized", source="seed")
    draft.trash(m.Department, place)
    commit(OPERATOR, draft)
    sent = form_of(ann.get(edit_of(m.Claim, row_id)))
    assert sent["department"]
    answer = ann.send(edit_of(m.Claim, row_id), data={**sent, "claimant": "Somebody Else"})
    assert answer.status_code == 302, answer.text
    now = m.Claim.get_by_id(row_id)
    assert (now.claimant, now.department_id) == ("Somebody Else", place)
    other = ann.send(new_of(m.Claim), data={"claimant": "New", "department": sent["department"]})
    assert "There is no department" in other.text


def stored(model, row_id: int) -> tuple:
    """A row as it is stored."""
    return model.select().where(model.id == row_id).tuples().get()


def unkept(sent: dict, answer) -> dict:
    """What was typed and does not stand in the page that came back."""
    shown = form_of(answer)
    return {
        name: (value, shown.get(name))
        for name, value in sent.items()
        if name not in ("csrf_token", "click") and shown.get(name) != value
    }


def test_a_line_that_is_changed_offers_the_statuses_of_the_new_one(ann):
    row_id = claim(status="under_review")
    page = ann.get(f"/admin/claim/edit/?id={row_id}")
    form = {**form_of(page), "line": "W"}
    refused = ann.send(f"/admin/claim/edit/?id={row_id}", data=form)
    assert "set line and status together" in refused.text
    assert ">Claim form filed<" in refused.text
    form = {**form_of(refused), "status": "reported"}
    assert ann.send(f"/admin/claim/edit/?id={row_id}", data=form).status_code == 302
    assert m.Claim.get_by_id(row_id).line == "W"

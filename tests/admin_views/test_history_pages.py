"""The history of a record on screen: each change as far as the person may see it, and no more."""

import pytest
from builders import TODAY, claim, write
from peewee import fn

import models as m
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR


@pytest.fixture
def changed(app) -> dict[str, int]:
    """A claim of a department whose location, diagnosis and evaluation changed, in two batches."""
    department = write(department={"code": "PW", "name": "Public Works"}).created[0][1]
    row_id = claim(line="W", status="reported", department=department, location="Elm St")
    for title, values in (
        ("Surgery is planned", {"diagnosis": "Fracture", "location": "Oak St"}),
        ("What counsel thinks", {"privileged_notes": "Weak case"}),
    ):
        draft = Draft(title, reason=f"{title}, said", on=TODAY)
        draft.change(m.Claim, row_id, **values)
        commit(OPERATOR, draft)
    return {"claim": row_id, "department": department}


PAGES = ("/admin/claim/history/{}", "/admin/claim/{}/history", "/admin/claim/{}/")
WORDS = ("Oak St", "Fracture", "Weak case", "Surgery is planned")


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("technician", {"Oak St", "Fracture", "Weak case", "Surgery is planned"}),
        ("risk_manager", {"Oak St", "Weak case", "Surgery is planned"}),
        ("auditor", {"Oak St", "Fracture", "Weak case", "Surgery is planned"}),
        ("coordinator", set()),
    ],
)
def test_a_history_shows_what_the_person_may_see(sign_in, changed, role, seen):
    browser = sign_in(role, department=changed["department"])
    told = browser.get(PAGES[0].format(changed["claim"])).text
    assert {word for word in WORDS if word in told} == seen
    for page in PAGES[1:]:
        told = browser.get(page.format(changed["claim"])).text
        assert {word for word in WORDS if word in told} <= seen, page


def test_the_history_of_a_hidden_cell_is_refused(sign_in, changed):
    browser = sign_in("risk_manager")
    base = f"/admin/claim/cell/{changed['claim']}"
    assert browser.get(f"{base}/diagnosis").status_code == 403
    told = browser.get(f"{base}/location").text
    assert "Oak St" in told
    assert "Fracture" not in told


def test_a_history_of_guarded_values_is_noted(sign_in, changed):
    browser = sign_in("risk_manager")
    browser.get(f"/admin/claim/history/{changed['claim']}")
    event = m.AccessEvent.select().order_by(m.AccessEvent.id.desc()).get()
    assert (event.purpose, event.sensitivities) == ("history", "privileged")


@pytest.mark.parametrize(("role", "opens"), [("technician", True), ("coordinator", False)])
def test_a_history_leads_to_a_change_set_only_where_it_may_be_opened(sign_in, changed, role, opens):
    browser = sign_in(role, department=changed["department"])
    told = browser.get(PAGES[0].format(changed["claim"])).text
    assert ('href="/admin/batch/' in told) is opens
    seq = m.Batch.select(fn.MAX(m.Batch.seq)).where(m.Batch.source != "seed").scalar()
    assert (browser.get(f"/admin/batch/{seq}/").status_code == 200) is opens

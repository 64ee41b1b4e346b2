"""One button, two texts: the second is not lost, and is not told as saved."""

import re

import models as m
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR

PARTY = {"name": "Party One", "kind": "person", "role": "claimant", "click": "abc"}


def test_a_form_sent_again_with_other_values_keeps_the_text_and_saves_at_the_next_click(sign_in):
    browser = sign_in("technician")
    assert browser.send("/admin/party/new/", data=PARTY).status_code == 302
    assert browser.send("/admin/party/new/", data=PARTY).status_code == 302
    again = browser.send("/admin/party/new/", data={**PARTY, "name": "Party Two"})
    assert again.status_code == 409
    assert "saved before with other values" in again.text
    assert "Party Two" in again.text
    assert [p.name for p in m.Party.select()] == ["Party One"]
    click = re.search(r'name="click" value="([^"]+)"', again.text)[1]
    assert click != "abc"
    sent = {**PARTY, "name": "Party Two", "click": click}
    assert browser.send("/admin/party/new/", data=sent).status_code == 302
    assert m.Party.select().count() == 2


def test_the_click_of_one_undo_does_not_stand_for_another(sign_in):
    browser = sign_in("risk_manager")
    seqs = []
    for name in ("One", "Two"):
        draft = Draft("test")
        draft.create(m.Party, name=name)
        seqs.append(commit(OPERATOR, draft).seq)
    for seq in seqs:
        assert browser.send(f"/admin/batch/{seq}/undo", data={"click": "k"}).status_code == 302
    assert m.Party.select().where(m.Party.trashed_at.is_null()).count() == 0

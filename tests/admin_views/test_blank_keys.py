"""A new record without the number that people know it by."""

import pytest

import models as m
from journal import policy
from journal.who import Who

pytestmark = pytest.mark.slow

ROLES = ("technician", "risk_manager", "administrator")
SOMEBODY = Who("x", roles=frozenset(ROLES))
TYPED = '"typed" <text>'


def texts(model) -> dict[str, str]:
    """Some text for each line of text that is not the key."""
    return {
        f.name: TYPED
        for f in policy.writable(SOMEBODY, model)
        if f.kind == "text" and f.name not in model._meta.key and (f.max_length or 99) > 60
    }


@pytest.mark.parametrize("model", m.SHEETS, ids=lambda model: model.__name__)
def test_a_blank_number_is_drawn_or_asked_for_and_the_text_kept(sign_in, model):
    sheet, sent = model.__name__.lower(), texts(model)
    browser = sign_in(*ROLES)
    before = model.select().count()
    answer = browser.send(f"/admin/{sheet}/new/", data=sent)
    if model is m.Role or not policy.may_write(SOMEBODY, model):
        assert answer.status_code == 403
        return
    assert answer.status_code in (302, 422), answer.text[:300]
    if answer.status_code == 302:
        assert m.meta(model, "number", None)
        assert model.select().count() == before + 1
        return
    assert model.select().count() == before
    if sent:
        assert answer.text.count("&#34;typed&#34; &lt;text&gt;") >= len(sent)

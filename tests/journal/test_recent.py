"""What changed on a sheet since a batch: for a page that stays open while others work."""

import pytest
from builders import TODAY, change, claim, pay, person, write

import models as m
from journal import recent as module
from journal.commit import commit
from journal.drafts import Draft
from journal.order import newest
from journal.recent import Recent, recent
from journal.who import OPERATOR, Who
from rules.errors import Refused

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def dana() -> Who:
    """A colleague with a name."""
    draft = Draft("test", source="seed")
    ref = draft.create(m.User, email="dana@city.gov", name="Dana Reyes")
    user = commit(OPERATOR, draft).id_of(ref)
    return Who("dana@city.gov", user, "Dana Reyes", frozenset({"technician"}))


def put(model, row_id: int, operation: str) -> None:
    """Put a row in the trash, or take it back."""
    draft = Draft("test", on=TODAY)
    getattr(draft, operation)(model, row_id)
    commit(OPERATOR, draft)


def test_changed_added_and_gone_rows_are_told_apart_with_who_did_it(dana):
    ids = [claim(claim_no=f"L-{n}") for n in range(4)]
    put(m.Claim, ids[3], "trash")
    since = newest()
    change(m.Claim, ids[0], who=dana, location="Elm")
    put(m.Claim, ids[1], "trash")
    put(m.Claim, ids[3], "restore")
    new = claim(claim_no="L-9")
    change(m.Claim, new, who=dana, location="Oak")
    found = recent(person("technician"), m.Claim, since)
    assert found.changed == (ids[0],)
    assert found.added == (ids[3], new)
    assert found.gone == (ids[1],)
    assert found.by == ("Dana Reyes", "operator")
    assert (found.seq, found.more) == (newest(), False)
    assert recent(person("technician"), m.Claim, found.seq) == Recent(found.seq)


def test_ones_own_changes_are_told_without_a_name(dana):
    row_id = claim(claim_no="L-1")
    since = newest()
    change(m.Claim, row_id, who=dana, location="Elm")
    assert recent(dana, m.Claim, since) == Recent(newest(), changed=(row_id,))


def test_what_follows_from_another_sheet_counts_as_a_change():
    row_id = claim(claim_no="L-1")
    since = newest()
    pay(row_id, 12_00)
    assert recent(OPERATOR, m.Claim, since).changed == (row_id,)
    assert recent(OPERATOR, m.Department, since) == Recent(newest())


def test_rows_out_of_scope_are_not_told_of(dana):
    here, there = (write(department={"code": c, "name": c}).created[0][1] for c in "AB")
    since = newest()
    mine = claim(claim_no="W-1", line="W", department=here)
    claim(claim_no="W-2", line="W", department=there)
    claim(claim_no="L-3", department=here)
    found = recent(person("coordinator", here), m.Claim, since)
    assert (found.added, found.changed, found.gone) == ((mine,), (), ())
    since = newest()
    change(m.Claim, mine, who=dana, department=there)
    gone = Recent(newest(), gone=(mine,))
    assert recent(person("coordinator", here), m.Claim, since) == gone, "and nothing more of it"
    assert recent(person("coordinator", there), m.Claim, since).added == (mine,)
    change(m.Claim, mine, who=dana, location="Oak")
    assert recent(person("coordinator", here), m.Claim, gone.seq) == Recent(newest())


def test_a_row_kept_more_closely_than_before_goes_from_those_who_no_longer_see_it(dana):
    row = write(filenote={"claim": claim(), "note_date": TODAY, "subject": "Call"}).created[0][1]
    since = newest()
    change(m.FileNote, row, who=dana, sensitivity="medical")
    assert recent(person("risk_manager"), m.FileNote, since) == Recent(newest(), gone=(row,))
    assert recent(dana, m.FileNote, since) == Recent(newest(), changed=(row,))


def test_what_hangs_on_a_claim_that_left_is_asked_for_anew(dana):
    here, there = (write(department={"code": c, "name": c}).created[0][1] for c in "AB")
    mine = claim(claim_no="W-1", line="W", department=here)
    other = claim(claim_no="W-2", line="W", department=there)
    since = newest()
    change(m.Claim, other, who=dana, location="Oak")
    for model in (m.WorkStatus, m.Restriction, m.LightDutyOffer):
        assert recent(person("coordinator", here), model, since) == Recent(newest())
    change(m.Claim, mine, who=dana, department=there)
    for model in (m.WorkStatus, m.Restriction, m.LightDutyOffer):
        for department in (here, there):
            told = recent(person("coordinator", department), model, since)
            assert told == Recent(newest(), more=True)
        assert recent(dana, model, since) == Recent(newest())


def test_a_sheet_out_of_sight_is_refused():
    with pytest.raises(Refused):
        recent(person("administrator"), m.Claim, 0)


def test_more_than_can_be_told_row_by_row_is_said(monkeypatch):
    monkeypatch.setattr(module, "MOST_IDS", 2)
    since = newest()
    for n in range(3):
        claim(claim_no=f"L-{n}")
    assert recent(OPERATOR, m.Claim, since) == Recent(newest(), more=True)
    for name in ("MOST_READ", "MOST_BATCHES"):
        monkeypatch.setattr(module, "MOST_IDS", 9)
        assert not recent(OPERATOR, m.Claim, since).more
        with monkeypatch.context() as patch:
            patch.setattr(module, name, 2)
            assert recent(OPERATOR, m.Claim, since) == Recent(newest(), more=True)


def test_a_record_that_is_never_changed_is_only_counted_on():
    claim()
    assert recent(OPERATOR, m.Batch, 0) == Recent(newest())

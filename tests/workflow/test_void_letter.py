"""Letters that do not count: withdrawn before they went out, or void in the file."""

import letter_office as made
import pytest
from desk import TODAY, do, look, make, reasons, row, user, words

import models as m
from journal import documents
from journal.cells import Cell, save_cells
from journal.commit import commit
from journal.drafts import Draft
from journal.undo import undo
from journal.who import OPERATOR
from rules.errors import Blocked, Invalid, Refused
from workflow.approvals import decision
from workflow.verbs import run

pytestmark = pytest.mark.usefixtures("office")
ERROR = {"why": "error", "reason": "It named the wrong street."}
WITHDRAWN = {"why": "withdrawn", "reason": "Settled by phone."}


@pytest.fixture(autouse=True)
def store(tmp_path, office):
    documents.keep_in(tmp_path / "documents")
    made.settle()


def technician():
    return user("tess", "technician")


def manager():
    return user("rita", "risk_manager")


def draft(**values) -> int:
    """A letter that did not go out."""
    given = {"code": "DELAY", "title": "Delay letter", "recipient": "Rosa Alvarez",
             "claim": values.get("claim") or made.liability(), "letter_date": TODAY, "status": "draft"}  # fmt: skip
    return make("letter", **{**given, **values})


def sent(who, key: str = "letter_delay", **given) -> int:
    """A letter that went out."""
    do(who, key, "claim", made.liability(), **(given or {"reason": "Not yet."}))
    return m.Letter.get().id


def test_a_letter_that_went_out_stays_marked_with_its_reason():
    tess = technician()
    letter = sent(tess)
    plan = look(tess, "void_letter", "letter", letter, **ERROR)
    assert "void. Sent in error: It named the wrong street." in words(plan)
    do(tess, "void_letter", "letter", letter, **ERROR)
    kept = row(m.Letter, letter)
    assert (kept.status, kept.void_reason) == ("void", "Sent in error: It named the wrong street.")
    assert (kept.sent_date, kept.trashed_at) == (TODAY, None)
    assert row(m.Document, kept.document).trashed_at is None
    again = look(tess, "void_letter", "letter", letter, **ERROR)
    assert "It is void already: Sent in error" in reasons(again)


def test_a_draft_is_withdrawn():
    tess, letter = technician(), draft()
    assert "it is withdrawn" in reasons(look(tess, "void_letter", "letter", letter, **ERROR))
    do(tess, "void_letter", "letter", letter, **WITHDRAWN)
    assert row(m.Letter, letter).void_reason.startswith("Withdrawn before it went out: Settled")


def test_what_went_out_is_not_withdrawn():
    tess = technician()
    letter = sent(tess)
    assert "It went out" in reasons(look(tess, "void_letter", "letter", letter, **WITHDRAWN))


def test_what_it_set_stays_and_is_said():
    rita = manager()
    letter = sent(rita, "letter_rejection", action="rejected")
    plan = look(rita, "void_letter", "letter", letter, **ERROR)
    assert "What it set stays: Rejection mailed and the status." in words(plan)
    do(rita, "void_letter", "letter", letter, **ERROR)
    assert row(m.Claim, m.Letter.get().claim).rejection_mailed_date == TODAY


def test_what_needs_approval_to_go_out_needs_it_to_be_void():
    tess, rita = technician(), manager()
    letter = sent(rita, "letter_rejection", action="rejected")
    done = do(tess, "void_letter", "letter", letter, **ERROR)
    assert row(m.Letter, letter).status == "sent"
    run(rita, decision(done.approval_id, "approve"), on=TODAY)
    assert row(m.Letter, letter).status == "void"


def test_several_at_once_with_the_rest_left_out():
    tess = technician()
    letters = [sent(tess), draft(claim=m.Claim.get().id)]
    done = do(tess, "void_letter", "letter", letters, partly=True, **ERROR)
    assert done.sentence == "1 letter marked void; the file keeps them."


def test_a_letter_that_went_out_is_not_put_in_the_trash():
    tess = technician()
    letter, other = sent(tess), draft(claim=m.Claim.get().id)
    plan = look(tess, "put_in_trash", "letter", [letter, other])
    assert [refusal.want.action for refusal in plan.refusals] == ["void_letter"]
    do(tess, "put_in_trash", "letter", other)
    assert row(m.Letter, other).trashed_at


def test_undo_of_what_sent_it_leaves_the_reason_of_a_void_letter():
    rita = manager()
    done = do(rita, "letter_rejection", "claim", made.liability(), action="rejected")
    do(rita, "void_letter", "letter", m.Letter.get().id, **ERROR)
    undone = undo(rita, done.receipt.seq, on=TODAY)
    step = next(step for step in undone.plan.steps if step.sheet == "letter")
    assert (step.outcome, step.reason) == ("kept", "It is void already.")
    assert m.Letter.get().void_reason.startswith("Sent in error")


def test_undo_takes_a_draft_away():
    letter = draft()
    seq = m.Batch.select().order_by(m.Batch.seq.desc()).get().seq
    steps = {step.sheet: step.outcome for step in undo(OPERATOR, seq, on=TODAY).plan.steps}
    assert (steps["letter"], bool(row(m.Letter, letter).trashed_at)) == ("reversed", True)


@pytest.mark.parametrize("status", ["void", "sent"])
def test_a_status_is_not_typed_over(status):
    tess, letter = technician(), draft()
    answer = save_cells(tess, m.Letter, [Cell(letter, 1, "status", status)], on=TODAY)
    assert "by an action of its own" in answer.refused[0].message
    assert row(m.Letter, letter).status == "draft"


def test_an_auditor_marks_nothing():
    letter = sent(technician())
    with pytest.raises(Refused):
        do(user("al", "auditor"), "void_letter", "letter", letter, **ERROR)
    with pytest.raises(Blocked):
        do(user("bo", "technician"), "void_letter", "letter", letter, **WITHDRAWN)


FROZEN = {
    "status": "draft",
    "recipient": "Somebody Else",
    "address": "1 Elsewhere",
    "title": "Another letter",
    "code": "REJECT",
    "letter_date": "2026-11-20",
    "sent_date": "",
    "delivery": "hand",
    "claim": "",
}


@pytest.mark.parametrize("column", FROZEN)
def test_a_letter_that_went_out_is_not_typed_over(column):
    """Status back to draft and then the rest is no way either: the status stays too."""
    letter = sent(tess := technician())
    version = row(m.Letter, letter).version
    cell = Cell(letter, version, column, FROZEN[column])
    answer = save_cells(tess, m.Letter, [cell], on=TODAY)
    assert (answer.seq, answer.saved) == (None, {})
    said = answer.refused[0].message
    assert "LT-000001 went out on 2026-11-24, so it stays as it was" in said


@pytest.mark.parametrize("source", ["form", "cell", "command", "import"])
def test_a_letter_that_went_out_stays_whatever_way_a_value_comes(source):
    letter = sent(technician())
    edit = Draft("rewritten", source=source, on=TODAY)
    edit.change(m.Letter, letter, recipient="Somebody Else")
    with pytest.raises(Invalid, match="Mark it void, and write another in its place"):
        commit(OPERATOR, edit)


def test_a_letter_that_did_not_go_out_is_typed_over():
    letter = draft()
    edit = Draft("another name", source="cell", on=TODAY)
    edit.change(m.Letter, letter, recipient="Rosa Alvarez Ruiz")
    commit(OPERATOR, edit)
    assert row(m.Letter, letter).recipient == "Rosa Alvarez Ruiz"


def test_who_sees_a_letter_that_went_out_may_still_be_fewer():
    letter = sent(tess := technician())
    version = row(m.Letter, letter).version
    save_cells(tess, m.Letter, [Cell(letter, version, "sensitivity", "privileged")], on=TODAY)
    assert row(m.Letter, letter).sensitivity == "privileged"

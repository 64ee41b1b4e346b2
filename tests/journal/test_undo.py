"""Undo reverses what stands as it left it, keeps what was edited since, and says what blocks it."""

from datetime import UTC, datetime

import pytest
from builders import TODAY, change, claim, pay, person, reserve, totals, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from peewee import fn

import models as m
from journal import rollups
from journal.commit import commit
from journal.drafts import Draft
from journal.undo import preview, undo
from journal.who import OPERATOR
from rules.errors import NotFound, Refused

pytestmark = pytest.mark.usefixtures("office")
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def _outcomes(plan):
    return [(step.sheet, step.outcome) for step in plan.steps]


def test_undoing_a_creation_puts_the_rows_in_the_trash():
    receipt = write(claim={"claimant": "A"}, incident={"loss_date": TODAY})
    assert _outcomes(preview(OPERATOR, receipt.seq, on=TODAY)) == [
        ("claim", "reversed"),
        ("incident", "reversed"),
    ]
    done = undo(OPERATOR, receipt.seq, on=TODAY)
    assert done.plan.count("reversed") == 2
    assert m.Claim.get().trashed_at
    assert m.Incident.get().trashed_at


def test_a_row_edited_since_is_kept_and_what_it_hangs_on_is_blocked():
    draft = Draft("both", on=TODAY)
    incident = draft.create(m.Incident, loss_date=TODAY)
    draft.create(m.Claim, claimant="A", incident=incident)
    receipt = commit(OPERATOR, draft)
    change(m.Claim, receipt.created[1][1], description="somebody's work")
    done = undo(OPERATOR, receipt.seq, on=TODAY)
    assert _outcomes(done.plan) == [("claim", "kept"), ("incident", "blocked")]
    assert done.seq is None
    assert done.plan.steps[0].reason == "Edited since by operator."


def test_an_edit_that_was_taken_back_does_not_keep_a_row():
    receipt = write(claim={"claimant": "A"})
    edit = change(m.Claim, receipt.created[0][1], location="Elm")
    undo(OPERATOR, edit.seq, on=TODAY)
    assert undo(OPERATOR, receipt.seq, on=TODAY).plan.count("reversed") == 1


def test_undoing_a_change_gives_the_old_values_back_and_leaves_other_columns():
    claim_id = claim(location="Elm")
    edit = change(m.Claim, claim_id, location="Oak", claimant="B")
    change(m.Claim, claim_id, description="later")
    undo(OPERATOR, edit.seq, on=TODAY)
    row = m.Claim.get_by_id(claim_id)
    assert (row.location, row.claimant, row.description) == ("Elm", "Rosa Alvarez", "later")


def test_undoing_a_posting_writes_a_reversal_and_frees_nothing():
    claim_id = claim()
    reserve(claim_id, 500_00)
    posting = pay(claim_id, 200_00)
    done = undo(OPERATOR, posting.seq, on=TODAY)
    amounts = [a for (a,) in m.Payment.select(m.Payment.amount).order_by(m.Payment.id).tuples()]
    assert amounts == [200_00, -200_00]
    assert totals(claim_id)["paid"] == 0
    assert done.plan.steps[0].reason == "By a reversing row."
    assert undo(OPERATOR, posting.seq, on=TODAY).seq is None


def test_undoing_the_undo_of_a_posting_is_blocked_with_the_way_on():
    claim_id = claim()
    before = totals(claim_id)
    first = undo(OPERATOR, pay(claim_id, 200_00).seq, on=TODAY)
    assert totals(claim_id) == before
    second = undo(OPERATOR, first.seq, on=TODAY)
    assert second.seq is None
    assert {step.outcome for step in second.plan.steps} == {"blocked"}
    assert "Pay again instead." in second.plan.steps[0].reason
    assert totals(claim_id) == before


def _import(claimant: str = "B", on: int | None = None) -> int:
    """A batch like that of an import with money: a new claim, and one that changes."""
    draft = Draft("Import", source="import", on=TODAY)
    draft.create(m.ImportRun, sheet="claim", file_name="a", file_sha256="x", status="committed")
    claims = [draft.create(m.Claim, claimant=claimant, department=_department())]
    if on:
        draft.change(m.Claim, on, claimant=claimant)
        claims.append(on)
    for claim_ in claims:
        money = {"claim": claim_, "category": "indemnity", "source": "opening"}
        draft.create(
            m.Payment,
            amount=100_00,
            status="posted",
            payment_date=TODAY,
            posted_at=datetime.now(UTC),
            **money,
        )
        draft.create(m.Reserve, amount=500_00, reserve_date=TODAY, **money)
        draft.create(m.RecoveryReceipt, amount=30_00, receipt_date=TODAY, **money)
    return commit(OPERATOR, draft).seq


def _department() -> int:
    found = m.Department.select(m.Department.id).tuples().first()
    return found[0] if found else write(department={"code": "PW", "name": "x"}).created[0][1]


def _undone(seq: int, outcome: str = "reversed"):
    """Undo a batch, which the preview foretold; every row has the outcome."""
    foretold = preview(OPERATOR, seq, on=TODAY)
    done = undo(OPERATOR, seq, on=TODAY)
    assert done.plan.steps == foretold.steps
    assert {step.outcome for step in done.plan.steps} == {outcome}
    assert rollups.check() == []
    return done.seq


def test_an_import_with_money_is_undone_back_and_forth():
    standing = claim(claimant="A")
    seq = _import(on=standing)
    paid = [_state(), m.ImportRun.get().status]
    back = _undone(seq)
    unpaid = [_state(), m.ImportRun.get().status]
    assert totals(standing)["incurred"] == 0
    assert m.Claim.select().where(m.Claim.trashed_at.is_null()).count() == 1
    for _ in range(2):
        forth = _undone(back)
        assert [_state(), m.ImportRun.get().status] == paid
        back = _undone(forth)
        assert [_state(), m.ImportRun.get().status] == unpaid


def test_what_was_undone_and_done_again_is_undone_by_its_first_number_too():
    seq = _import()
    paid = _state()
    first = undo(OPERATOR, seq, on=TODAY)
    again = _undone(first.seq)
    last = _undone(seq)
    assert [t for t in _state() if t[-1]] == []
    assert _undone(again, "kept") is None
    _undone(last)
    assert _state() == paid


def test_an_import_is_undone_once():
    seq = _import()
    assert _undone(seq)
    assert _undone(seq, "kept") is None


def test_money_that_came_later_keeps_a_restored_claim():
    claim_id = claim()
    trashed = Draft("x", on=TODAY)
    trashed.trash(m.Claim, claim_id)
    restored = undo(OPERATOR, commit(OPERATOR, trashed).seq, on=TODAY)
    pay(claim_id, 5_00)
    assert _outcomes(preview(OPERATOR, restored.seq, on=TODAY)) == [("claim", "blocked")]
    assert undo(OPERATOR, restored.seq, on=TODAY).seq is None


@pytest.mark.parametrize("posted", [True, False])
def test_what_pointed_to_a_row_in_the_trash_is_not_put_back(posted):
    payee = write(party={"name": "Payee"}).created[0][1]
    claim_id = claim(party=payee)
    edit = change(m.Claim, claim_id, party=None)
    if posted:
        money = {"claim": claim_id, "category": "medical", "amount": 1, "payee": payee}
        edit = write(source="verb", payment={**money, "status": "posted"})
    away = Draft("x", on=TODAY)
    away.trash(m.Party, payee)
    commit(OPERATOR, away)
    done = undo(OPERATOR, edit.seq, on=TODAY)
    assert [step.reason for step in done.plan.steps] == [
        "The party that it points to is in the trash."
    ]
    assert done.seq is None


def test_somebody_else_cannot_undo_it_but_a_manager_can():
    receipt = write(claim={"claimant": "A"})
    with pytest.raises(Refused, match="Only who made this change, or a manager"):
        undo(person("technician"), receipt.seq, on=TODAY)
    assert preview(person("risk_manager"), receipt.seq, on=TODAY).count("reversed") == 1


# --- Undo passes the policy by row and by column -------------------------------------------------


def _told(who, seq: int) -> list[tuple[str, str, str]]:
    """What undo would do with each row, which is what it does."""
    foretold = preview(who, seq, on=TODAY)
    assert undo(who, seq, on=TODAY).plan.steps == foretold.steps
    return [(step.label, step.outcome, step.reason) for step in foretold.steps]


def _note(kept_as: str) -> int:
    values = {"note_date": TODAY, "subject": "Spinal fusion", "sensitivity": kept_as}
    return write(who=person("technician"), filenote=values).created[0][1]


def test_undo_does_not_open_a_note_that_the_person_may_not_see():
    note = _note("public")
    seq = change(m.FileNote, note, who=person("technician"), sensitivity="medical").seq
    told = [("not shown to you", "blocked", "It is not among the records that your role sees.")]
    assert _told(person("risk_manager"), seq) == told
    assert m.FileNote.get_by_id(note).sensitivity == "medical"
    assert _told(person("wc_manager"), seq) == [("N-000001", "reversed", "")]


def test_undo_does_not_put_a_note_back_to_where_the_person_may_not_see_it():
    note = _note("medical")
    seq = change(m.FileNote, note, who=person("wc_manager"), sensitivity="public").seq
    assert _told(person("risk_manager"), seq) == [
        ("N-000001", "blocked", "It was kept where your role does not see it.")
    ]
    assert m.FileNote.get_by_id(note).sensitivity == "public"


def test_only_a_manager_opens_a_note_to_more_people_by_undo_too():
    ann = person(
        "technician", user_id=write(user={"email": "ann@city.gov", "name": "Ann"}).created[0][1]
    )
    seq = change(m.FileNote, _note("public"), who=ann, sensitivity="privileged").seq
    label, outcome, reason = _told(ann, seq)[0]
    assert (label, outcome) == ("N-000001", "blocked")
    assert "only a manager opens it to more" in reason
    assert _told(person("risk_manager"), seq) == [("N-000001", "reversed", "")]


def test_undo_puts_no_column_back_that_the_person_may_not_write():
    claim_id = claim(line="W", status="reported", diagnosis="Lumbago", location="Elm")
    edit = {"diagnosis": "Sciatica", "location": "Oak"}
    seq = change(m.Claim, claim_id, who=person("technician"), **edit).seq
    ((_, outcome, reason),) = _told(person("risk_manager"), seq)
    assert outcome == "blocked"
    assert reason == "Diagnosis: Medical details are kept from departments (Labor Code 3762)."
    row = m.Claim.get_by_id(claim_id)
    assert (row.diagnosis, row.location) == ("Sciatica", "Oak")
    ((_, outcome, _),) = _told(person("wc_manager"), seq)
    assert outcome == "reversed"


@pytest.mark.parametrize("seq", [0, -1, 999_999, 2**40])
def test_a_change_that_is_not_there_is_said_so(seq):
    with pytest.raises(NotFound, match="There is no change number"):
        undo(OPERATOR, seq, on=TODAY)


def _state() -> list:
    """What stands in each claim, money too, and whether it is out of the trash."""
    names = [f.name for f in m.columns_of(m.Claim)]
    return [
        tuple(row)
        for row in m.Claim.select(
            *[getattr(m.Claim, n) for n in names], m.Claim.trashed_at.is_null()
        )
        .order_by(m.Claim.id)
        .tuples()
    ]


STEP = st.one_of(
    st.tuples(st.just("edit"), st.integers(0, 2), st.sampled_from(["Elm", "Oak", None])),
    st.tuples(st.just("reserve"), st.integers(0, 2), st.integers(0, 900_00)),
    st.tuples(st.just("pay"), st.integers(0, 2), st.integers(1, 500_00)),
    st.tuples(st.just("make"), st.integers(0, 2), st.just(None)),
    st.tuples(st.just("import"), st.integers(0, 2), st.booleans()),
    st.tuples(st.just("undo"), st.integers(0, 5), st.just(None)),
)


def _do(step, ids: list[int], seqs: list[int]) -> int | None:
    kind, which, value = step
    if kind == "undo":
        return undo(OPERATOR, seqs[-1 - which % len(seqs)], on=TODAY).seq
    if kind == "make":
        receipt = write(claim={"claimant": "new"})
        ids.append(receipt.created[0][1])
        return receipt.seq
    claim_id = ids[which % len(ids)]
    if m.Claim.get_by_id(claim_id).trashed_at:
        return None
    if kind == "import":
        seq = _import(on=claim_id if value else None)
        ids.append(m.Claim.select(fn.MAX(m.Claim.id)).scalar())
        return seq
    acts = {
        "edit": lambda: change(m.Claim, claim_id, location=value),
        "reserve": lambda: reserve(claim_id, value),
        "pay": lambda: pay(claim_id, value),
    }
    return acts[kind]().seq


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@given(st.lists(STEP, min_size=1, max_size=8))
def test_ledgers_equal_roll_ups_and_undo_of_undo_is_identity_but_for_money(steps):
    ids = [claim(), claim()]
    seqs = [
        claim_seq
        for (claim_seq,) in m.Batch.select(m.Batch.seq)
        .order_by(m.Batch.seq.desc())
        .limit(1)
        .tuples()
    ]
    for step in steps:
        before = _state()
        seq = _do(step, ids, seqs)
        if seq:
            after = _state()
            foretold = preview(OPERATOR, seq, on=TODAY)
            first = undo(OPERATOR, seq, on=TODAY)
            assert first.plan.steps == foretold.steps
            if first.plan.count("kept") == first.plan.count("blocked") == 0 and step[0] != "undo":
                assert [r for r in _state() if r[-1]] == [r for r in before if r[-1]]
            undone = _state()
            if first.seq:
                undo(OPERATOR, first.seq, on=TODAY)
            moved_money = step[0] in ("reserve", "pay") and first.seq
            if step[0] != "undo":
                assert _state() == (undone if moved_money else after)
            seqs.append(seq)
        assert rollups.check() == []

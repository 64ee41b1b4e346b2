"""Undo pays nothing out: money that was taken back is paid again, past every check."""

from datetime import date

import letter_office
import pytest
from desk import TODAY, change, claim, do, limit, make, pay, payee, reserve, row, tried

import models as m
from journal import documents, rollups
from journal.commit import commit
from journal.drafts import Draft
from journal.undo import undo
from journal.who import OPERATOR
from rules.errors import Blocked
from workflow import approvals
from workflow.verbs import Act, preview, run

pytestmark = pytest.mark.usefixtures("office")


def _voided(who, claim_id: int, amount: int = 100_00) -> int:
    """The number of the change that took a payment back."""
    payment = m.Payment.get_or_none(m.Payment.claim == claim_id)
    payment_id = payment.id if payment else pay(who, claim_id, payee(), amount).opens[1]
    return do(who, "void_payment", "payment", payment_id, reason="x").receipt.seq


def _blocked(who, seq: int) -> set[str]:
    """The reasons with which undo leaves everything as it is."""
    done = undo(who, seq, on=TODAY)
    assert done.seq is None
    assert {step.outcome for step in done.plan.steps} <= {"blocked", "kept"}
    return {step.reason for step in done.plan.steps}


def test_a_void_is_not_undone_into_money_beyond_the_reserve(ann):
    claim_id = claim()
    reserve(claim_id, 1_000_00)
    void = _voided(ann, claim_id, 1_000_00)
    pay(ann, claim_id, payee(name="Other"), 1_000_00)
    assert any("Pay again instead." in reason for reason in _blocked(ann, void))
    assert row(m.Claim, claim_id).paid == 1_000_00


def test_a_void_is_not_undone_beyond_ones_authority(ann, max_):
    claim_id = claim()
    reserve(claim_id, 90_000_00)
    waits = pay(ann, claim_id, payee(), 50_000_00).approval_id
    run(max_, approvals.decision(waits, "approve"), on=TODAY)
    _blocked(ann, _voided(ann, claim_id))
    assert row(m.Claim, claim_id).paid == 0


def test_a_void_is_not_undone_on_a_closed_claim(ann):
    claim_id = claim()
    reserve(claim_id, 1_000_00)
    void = _voided(ann, claim_id)
    reserve(claim_id, 0)
    change("claim", claim_id, status="closed_no_payment")
    _blocked(ann, void)
    assert row(m.Claim, claim_id).paid == 0


def test_undo_of_an_allocation_leaves_both_rows(ann):
    draft = {"category": "indemnity", "amount": 80_00, "status": "unallocated"}
    loose = make("payment", payee_name="Tow Co", posted_at="2026-10-01 00:00:00", **draft)
    claim_id = claim()
    done = do(ann, "allocate_payment", "payment", loose, claim=claim_id)
    _blocked(ann, done.receipt.seq)
    assert row(m.Claim, claim_id).paid == 80_00


def test_a_payment_that_cleared_is_not_undone(ann):
    claim_id = claim()
    reserve(claim_id, 1_000_00)
    done = pay(ann, claim_id, payee(), 100_00)
    do(ann, "report_payment_event", "payment", done.opens[1], event="cleared")
    assert _blocked(ann, done.receipt.seq) == {
        "It cleared the bank: what comes back is recorded as a receipt."
    }


def test_an_edit_of_a_draft_is_not_undone_once_it_is_posted(ann):
    claim_id = claim()
    reserve(claim_id, 1_000_00)
    loose = make("payment", payee=payee(), category="indemnity", amount=50_00, status="draft")
    allocated = do(ann, "allocate_payment", "payment", loose, claim=claim_id)
    do(ann, "post_payment", "payment", loose)
    reasons = _blocked(ann, allocated.receipt.seq)
    assert all("is posted. Void it and pay again instead." in reason for reason in reasons)


@pytest.mark.parametrize(
    ("first", "then", "why"),
    [
        (1_000_00, None, "$800.00 is paid from it already."),
        (2_000_00, 900_00, "Undo raises no reserve: set it again instead"),
    ],
)
def test_a_reserve_is_not_undone_below_what_is_paid_nor_upwards(ann, first, then, why):
    claim_id = claim()
    values = {"category": "indemnity", "reason_code": "demand"}
    seq = do(ann, "set_reserve", "claim", claim_id, amount=first, **values).receipt.seq
    pay(ann, claim_id, payee(), 800_00)
    if then:
        seq = do(ann, "set_reserve", "claim", claim_id, amount=then, **values).receipt.seq
    assert [reason.startswith(why) for reason in _blocked(ann, seq)] == [True]


def test_the_last_live_row_of_a_chain_can_be_voided(ann):
    claim_id = claim()
    values = {"claim": claim_id, "category": "indemnity", "payee": payee(), "amount": 70_00}
    draft = make(
        "payment", **values, status="posted", posted_at="2026-10-01 00:00:00", source="opening"
    )
    seq = m.Batch.select().order_by(m.Batch.seq.desc()).get().seq
    back = undo(OPERATOR, seq, on=TODAY)
    undo(OPERATOR, back.seq, on=TODAY)
    assert row(m.Claim, claim_id).paid == 70_00
    last = m.Payment.select().order_by(m.Payment.id.desc()).get()
    assert last.id != draft
    do(ann, "void_payment", "payment", last.id, reason="x")
    assert row(m.Claim, claim_id).paid == 0


# --- A reversal that was reversed in turn ---------------------------------------------------------


def _paid_again(**values) -> list[int]:
    """The chain of a payment whose import was undone and brought back: itself, what took it back,
    what took that back.
    """
    posted = {"posted_at": "2026-10-01 00:00:00", "payment_date": "2026-10-01"}
    values = {"category": "indemnity", "amount": 70_00, "source": "opening", **posted, **values}
    make("payment", **values)
    seq = m.Batch.select().order_by(m.Batch.seq.desc()).get().seq
    undo(OPERATOR, undo(OPERATOR, seq, on=TODAY).seq, on=TODAY)
    return [payment.id for payment in m.Payment.select().order_by(m.Payment.id)]


def _amounts() -> list[int]:
    return [payment.amount for payment in m.Payment.select().order_by(m.Payment.id)]


@pytest.mark.parametrize("place", [0, 2])
def test_money_that_stands_again_is_voided_from_either_end_once(ann, place):
    claim_id = claim()
    rows = _paid_again(claim=claim_id, payee=payee(), status="posted")
    do(ann, "void_payment", "payment", rows[place], reason="x")
    assert _amounts() == [70_00, -70_00, 70_00, -70_00]
    assert row(m.Claim, claim_id).paid == 0
    for payment_id in (rows[0], rows[2]):
        with pytest.raises(Blocked, match="taken back already"):
            do(ann, "void_payment", "payment", payment_id, reason="x")


def test_both_ends_of_a_chain_voided_together_take_the_money_back_once(ann):
    claim_id = claim()
    rows = _paid_again(claim=claim_id, payee=payee(), status="posted")
    act = Act("void_payment", "payment", rows[::2], {"reason": "x"})
    assert "among these" in preview(ann, act, on=TODAY).refusals[0].sentence
    run(ann, act, on=TODAY, partly=True)
    assert row(m.Claim, claim_id).paid == 0


def test_a_reversing_row_is_voided_at_no_place_of_a_chain(ann):
    rows = _paid_again(claim=claim(), payee=payee(), status="posted")
    with pytest.raises(Blocked, match="Pay again instead"):
        do(ann, "void_payment", "payment", rows[1], reason="x")


def test_a_check_that_cleared_is_not_voided_by_a_later_row_of_its_chain(ann):
    rows = _paid_again(claim=claim(), payee=payee(), status="posted")
    do(ann, "report_payment_event", "payment", rows[0], event="cleared")
    with pytest.raises(Blocked, match="It cleared the bank"):
        do(ann, "void_payment", "payment", rows[2], reason="x")


@pytest.mark.parametrize("place", [0, 2])
def test_money_without_a_claim_that_stands_again_is_allocated_once(ann, place):
    rows, claim_id = _paid_again(payee_name="Tow Co", status="unallocated"), claim()
    assert row(m.Payment, rows[2]).status == "unallocated"
    do(ann, "allocate_payment", "payment", rows[place], claim=claim_id)
    assert _amounts() == [70_00, -70_00, 70_00, -70_00, 70_00]
    assert row(m.Claim, claim_id).paid == 70_00
    booked = m.Payment.select().order_by(m.Payment.id.desc()).get()
    assert (booked.source, str(booked.payment_date)) == ("opening", "2026-10-01")
    for payment_id in (rows[0], rows[2]):
        with pytest.raises(Blocked, match="allocated or taken back already"):
            do(ann, "allocate_payment", "payment", payment_id, claim=claim_id)


def test_a_reversing_row_is_never_allocated(ann):
    loose = make(
        "payment",
        payee_name="Tow Co",
        category="indemnity",
        amount=80_00,
        status="unallocated",
        posted_at="2026-10-01 00:00:00",
    )
    do(ann, "void_payment", "payment", loose, reason="x")
    reversing, claim_id = m.Payment.get(m.Payment.reverses == loose).id, claim()
    with pytest.raises(Blocked, match="It is a reversing row itself"):
        do(ann, "allocate_payment", "payment", reversing, claim=claim_id)
    assert row(m.Claim, claim_id).paid == 0


# --- What was approved ---------------------------------------------------------------------------


def test_an_approval_ends_with_the_undo_of_what_it_approved(ann, max_):
    claim_id = claim()
    reserve(claim_id, 9_000_00)
    waits = pay(ann, claim_id, payee(), 3_000_00).approval_id
    done = run(max_, approvals.decision(waits, "approve"), on=TODAY)
    back = undo(max_, done.receipt.seq, on=TODAY)
    found = row(m.Approval, waits)
    assert (found.status, found.decided_by) == ("undone", max_.user_id)
    with pytest.raises(Blocked, match="it is undone"):
        run(max_, approvals.decision(waits, "approve"), on=TODAY)
    _blocked(max_, back.seq)
    assert row(m.Approval, waits).status == "undone"


# --- A recovery and its money are one whole ------------------------------------------------------

PAID_UP = {"status": "billed", "billed": 350_00, "invoice_date": date(2026, 10, 1)}


def _case(**values) -> int:
    one = make("recovery", **{**PAID_UP, "damage_date": date(2025, 1, 10), **values})
    make("recoverycost", recovery=one, element="other", description="Pole", amount=350_00)
    return one


def _receive(who, case: int, cents: int) -> tuple[int, int]:
    """The receipt, and the number of the change that brought it."""
    done = do(who, "record_receipt", "recovery", case, amount=cents)
    return m.RecoveryReceipt.select().order_by(
        m.RecoveryReceipt.id.desc()
    ).get().id, done.receipt.seq


def _stands(case: int) -> tuple[str, int, int, set[str]]:
    found = row(m.Recovery, case)
    entries = m.Diary.select(m.Diary.rule_code).where(
        m.Diary.recovery == case, m.Diary.status == "open", m.Diary.trashed_at.is_null()
    )
    return found.status, found.received, found.balance, {code for (code,) in entries.tuples()}


def test_undo_of_a_refund_leaves_the_case_open_and_its_deadlines(ann):
    case = _case()
    paid, _ = _receive(ann, case, 350_00)
    refund = do(ann, "refund_receipt", "recoveryreceipt", paid, reason="Bounced.").receipt.seq
    before = _stands(case)
    assert before[:3] == ("partially_paid", 0, 350_00)
    assert "RECOVERY_LIMIT" in before[3]
    said = _blocked(ann, refund)
    assert _stands(case) == before
    assert (
        "Its money stays as it is. A receipt was taken back here. Record it again instead." in said
    )
    assert rollups.check() == []


def test_undo_of_an_undone_receipt_leaves_the_case_open(ann):
    case = _case()
    before = _stands(case)
    first = undo(ann, _receive(ann, case, 350_00)[1], on=TODAY).seq
    assert _stands(case) == before
    _blocked(ann, first)
    assert _stands(case) == before


@pytest.mark.parametrize("end", ["paid_closed", "written_off"])
def test_a_receipt_is_not_undone_under_a_case_that_ended_after_it(ann, end):
    limit("technician", "write_off", None)
    case = _case(damage_date=date(2024, 2, 1))
    first = _receive(ann, case, 100_00)[1]
    if end == "paid_closed":
        _receive(ann, case, 250_00)
    else:
        tried(case)
        note = {"note_date": TODAY, "subject": "City attorney: bankrupt", "text": "Chapter 7."}
        make("filenote", recovery=case, sensitivity="privileged", **note)
        given = {"status": end, "ground": "bankrupt", "reason": "x"}
        do(ann, "close_recovery", "recovery", case, **given)
    said = _blocked(ann, first)
    assert any("opens the case again" in reason for reason in said)
    assert _stands(case)[0] == end
    assert row(m.Recovery, case).balance == 0


def test_undo_of_a_first_step_of_a_compromise_keeps_amount_and_note_together(ann):
    limit("technician", "compromise", None)
    case = _case()
    first, second = (
        do(ann, "compromise_recovery", "recovery", case, accepted=left, reason="Old.").receipt.seq
        for left in (250_00, 200_00)
    )
    assert len(_blocked(ann, first)) == 2
    standing = m.FileNote.select().where(m.FileNote.trashed_at.is_null())
    assert (row(m.Recovery, case).adjusted, standing.count()) == (150_00, 2)
    undo(ann, second, on=TODAY)
    assert (row(m.Recovery, case).adjusted, standing.count()) == (100_00, 1)


def _to_tender(tmp_path) -> int:
    """A case whose demand can go to its carrier."""
    documents.keep_in(tmp_path / "documents")
    letter_office.settle()
    return letter_office.recovery()


def _outcomes(done) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for step in done.plan.steps:
        found.setdefault(step.sheet, set()).add(step.outcome)
    return found


def test_undo_of_a_tender_that_was_overtaken_leaves_its_letter_too(ann, tmp_path):
    case = _to_tender(tmp_path)
    tender = do(ann, "tender_recovery", "recovery", case).receipt.seq
    assert m.Letter.get().status == "sent"
    _receive(ann, case, 10_00)
    done = undo(ann, tender, on=TODAY)
    assert (done.seq, {o for found in _outcomes(done).values() for o in found}) == (None, {"kept"})
    assert (row(m.Recovery, case).tendered_date, m.Letter.get().status) == (TODAY, "sent")
    assert any("What it tells of stays." in step.reason for step in done.plan.steps)


def test_undo_of_a_tender_that_stands_marks_its_letter_void(ann, tmp_path):
    case = _to_tender(tmp_path)
    undo(ann, do(ann, "tender_recovery", "recovery", case).receipt.seq, on=TODAY)
    assert (row(m.Recovery, case).tendered_date, m.Letter.get().status) == (None, "void")


def test_undo_of_a_bill_on_a_case_that_is_paid_opens_no_diary_entry(ann):
    dan = make("party", name="Dan", role="responsible")
    case = _case(billed=None, invoice_date=None, status="ready_to_bill", responsible_party=dan)
    given = {"diary_date": date(2026, 11, 30), "recovery": case, "owner": ann.user_id}
    make("diary", subject="Bill the responsible party", action="bill_recovery", **given)
    bill = do(ann, "bill_recovery", "recovery", case).receipt.seq
    assert m.Diary.get(m.Diary.action == "bill_recovery").status == "done"
    _receive(ann, case, 350_00)
    before = _stands(case)
    done = undo(ann, bill, on=TODAY)
    assert done.seq is None
    assert _stands(case) == before
    assert m.Diary.get(m.Diary.action == "bill_recovery").status == "done"
    assert row(m.Recovery, case).billed == 350_00


def test_a_deadline_of_an_accident_comes_back_once():
    facts = {"loss_date": TODAY, "location": "Elm", "city_property_damaged": True}
    draft = Draft("Accident", source="verb", on=TODAY)
    draft.create(m.Incident, **facts)
    made = commit(OPERATOR, draft)
    entries = m.Diary.select().where(m.Diary.trashed_at.is_null(), m.Diary.incident.is_null(False))
    assert entries.count() == 1
    undone = undo(OPERATOR, made.seq, on=TODAY)
    assert entries.count() == 0
    undo(OPERATOR, undone.seq, on=TODAY)
    assert entries.count() == 1

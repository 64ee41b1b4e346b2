"""The diary of a recovery follows from its facts: invoice, damage, plan, balance."""

from datetime import date

import pytest
from desk import TODAY, change, claim, do, make, row, user

import models as m
from journal.undo import undo

pytestmark = pytest.mark.usefixtures("office")
INVOICED = date(2026, 9, 10)


@pytest.fixture
def ann(office):
    return user("ann", "technician")


@pytest.fixture
def billed(ann):
    """A recovery billed on Thu 10 Sep 2026, 500.00 owed."""
    made = make("recovery", status="billed", invoice_date=INVOICED, handler=ann.user_id,
                damage_date=date(2026, 8, 14), claim=claim())  # fmt: skip
    make("recoverycost", recovery=made, element="other", description="Pole", amount=500_00)
    return made


def entries(status: str = "open") -> dict[str, date]:
    rows = m.Diary.select().where(m.Diary.status == status).order_by(m.Diary.diary_date)
    return {row.rule_code: row.diary_date for row in rows}


def test_an_invoice_gives_the_follow_ups_of_the_worked_example(billed):
    assert entries() == {
        "RECOVERY_30": date(2026, 10, 12),
        "RECOVERY_60": date(2026, 11, 9),
        "RECOVERY_90": date(2026, 12, 9),
        "RECOVERY_120": date(2027, 1, 8),
        "RECOVERY_LIMIT": date(2028, 8, 14),
    }


def test_they_are_the_handlers_and_stand_with_the_claim_too(ann, billed):
    found = list(m.Diary.select())
    assert {(e.owner, e.recovery, e.claim) for e in found} == {(ann.user_id, billed, 1)}
    assert row(m.Claim, 1).next_deadline == date(2026, 10, 12)


def test_a_change_of_the_claim_leaves_them(billed):
    change("claim", 1, loss_date=date(2026, 5, 1))
    change("claim", 1, status="closed_withdrawn")
    assert len(entries()) == 5


def test_another_invoice_day_moves_them_and_says_why(billed):
    change("recovery", billed, invoice_date=date(2026, 9, 11))
    moved = m.Diary.get(m.Diary.rule_code == "RECOVERY_60")
    assert (moved.diary_date, moved.moved_from_date) == (date(2026, 11, 10), date(2026, 11, 9))
    assert moved.moved_why == "Invoiced: Thu 10 Sep 2026 → Fri 11 Sep 2026"


def test_another_handler_takes_them_over(billed):
    bob = user("bob", "technician")
    change("recovery", billed, handler=bob.user_id)
    assert {e.owner for e in m.Diary.select()} == {bob.user_id}


def test_the_last_receipt_answers_them(ann, billed):
    do(ann, "record_receipt", "recovery", billed, amount=499_99)
    assert len(entries()) == 5
    done = do(ann, "record_receipt", "recovery", billed, amount=1)
    assert entries() == {}
    assert len(entries("done")) == 5
    undo(ann, done.receipt.seq, on=TODAY)
    assert len(entries()) == 5


@pytest.mark.parametrize(
    "status", ["referred_attorney", "small_claims_filed", "judgment", "collections"]
)
def test_a_part_of_the_money_leaves_the_case_where_it_is(ann, status):
    """With the attorney, in court, at collections: nobody follows up the bill there."""
    one = make("recovery", status=status, invoice_date=date(2026, 3, 2),
               damage_date=date(2026, 2, 2), billed=500_00)  # fmt: skip
    make("recoverycost", recovery=one, element="other", description="Pole", amount=500_00)
    before = m.Diary.select().count()
    do(ann, "record_receipt", "recovery", one, amount=100_00)
    found = row(m.Recovery, one)
    assert (found.status, found.balance) == (status, 400_00)
    assert m.Diary.select().count() == before


def test_back_from_the_attorney_no_follow_up_of_a_day_that_is_over_is_asked_for(ann, billed):
    change("recovery", billed, status="referred_attorney")
    assert set(entries()) == {"RECOVERY_LIMIT"}
    change("recovery", billed, status="partially_paid")
    assert set(entries()) == {"RECOVERY_90", "RECOVERY_120", "RECOVERY_LIMIT"}
    never = make("recovery", status="collections", invoice_date=date(2026, 3, 2))
    change("recovery", never, status="partially_paid")
    assert not m.Diary.select().where(m.Diary.recovery == never).exists()


def test_a_referral_taken_back_by_undo_leaves_every_follow_up_open(ann, billed):
    done = do(ann, "set_status", "recovery", billed, status="referred_attorney")
    undo(ann, done.receipt.seq, on=TODAY)
    assert len(entries()) == 5


def test_another_day_of_the_damage_moves_the_last_day_to_sue(billed):
    change("recovery", billed, damage_date=date(2026, 8, 12))
    found = m.Diary.get(m.Diary.rule_code == "RECOVERY_LIMIT")
    assert found.subject == "Last day to sue is Mon 13 Aug 2029: settle, file or close"


def test_what_a_person_finished_stays_finished(ann, billed):
    first = m.Diary.get(m.Diary.rule_code == "RECOVERY_30")
    do(ann, "finish_diary", "diary", first.id)
    change("recovery", billed, invoice_date=date(2026, 9, 11))
    assert row(m.Diary, first.id).status == "done"


def test_trash_and_back_leave_no_entry_of_what_is_gone(ann, billed):
    do(ann, "put_in_trash", "recovery", billed)
    standing = m.Diary.select().where(m.Diary.trashed_at.is_null(), m.Diary.status == "open")
    assert standing.count() == 0

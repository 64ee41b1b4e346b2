"""A tender is answered by the carrier; its clocks stand in the diary with the right action."""

from datetime import date

import pytest
from desk import TODAY, do, look, make, reasons, row, user, words

import models as m
from journal.undo import undo

pytestmark = pytest.mark.usefixtures("office")
TENDERED = date(2026, 11, 2)


@pytest.fixture
def ann(office):
    return user("ann", "technician")


@pytest.fixture
def carrier(office):
    return make("organization", name="Pacific Mutual", kind="carrier")


@pytest.fixture
def tendered(ann, carrier):
    made = make("recovery", status="tendered", billed=500_00, carrier=carrier, handler=ann.user_id,
                tendered_date=TENDERED)  # fmt: skip
    make("recoverycost", recovery=made, element="other", description="Pole", amount=500_00)
    return made


def due() -> dict[str, tuple[date, str]]:
    standing = m.Diary.select().where(m.Diary.status == "open", m.Diary.trashed_at.is_null())
    return {entry.rule_code: (entry.diary_date, entry.action) for entry in standing}


def test_a_tender_puts_both_answers_into_the_diary(tendered):
    assert due() == {
        "CARRIER_ACK": (date(2026, 11, 17), "record_carrier_answer"),
        "CARRIER_DECISION": (date(2026, 12, 14), "record_carrier_answer"),
    }


def test_an_acknowledgement_is_kept_and_leaves_the_decision(ann, tendered):
    given = {"answer": "acknowledged", "carrier_claim_no": "PM-7", "carrier_adjuster": "Lee"}
    plan = look(ann, "record_carrier_answer", "recovery", tendered, **given)
    assert plan.lines == [
        "Pacific Mutual acknowledged the tender on Tue 24 Nov 2026.",
        "Its decision is due by Mon 14 Dec 2026 (10 CCR 2695.7).",
    ]
    do(ann, "record_carrier_answer", "recovery", tendered, **given)
    found = row(m.Recovery, tendered)
    assert (found.status, found.carrier_ack_date, found.carrier_claim_no, found.carrier_adjuster) == (
        "tendered", TODAY, "PM-7", "Lee",
    )  # fmt: skip
    assert list(due()) == ["CARRIER_DECISION"]
    contact = m.ContactLog.get()
    assert (contact.direction, contact.contact_name) == ("in", "Lee")


def test_an_acceptance_of_less_says_what_stays_owed_and_is_undone(ann, tendered):
    given = {"answer": "accepted", "accepted": 400_00}
    plan = look(ann, "record_carrier_answer", "recovery", tendered, **given)
    assert "$400.00 of $500.00 is accepted; $100.00 stays owed" in words(plan)
    assert "Its payment is due by Thu 24 Dec 2026 (10 CCR 2695.7)." in words(plan)
    done = do(ann, "record_carrier_answer", "recovery", tendered, **given)
    found = row(m.Recovery, tendered)
    assert (found.status, found.carrier_decision_date, found.carrier_ack_date) == (
        "insurer_accepted", TODAY, TODAY,
    )  # fmt: skip
    assert due() == {"CARRIER_PAYMENT": (date(2026, 12, 24), "record_receipt")}
    undo(ann, done.receipt.seq, on=TODAY)
    assert row(m.Recovery, tendered).status == "tendered"
    assert set(due()) == {"CARRIER_ACK", "CARRIER_DECISION"}


def test_a_denial_turns_to_who_did_it(ann, tendered):
    plan = look(ann, "record_carrier_answer", "recovery", tendered, answer="denied")
    assert "What is owed is asked of who did it from now on." in words(plan)
    do(ann, "record_carrier_answer", "recovery", tendered, answer="denied", summary="No cover.")
    assert row(m.Recovery, tendered).status == "insurer_denied"
    assert (due(), m.ContactLog.get().summary) == ({}, "No cover.")
    again = do(ann, "record_carrier_answer", "recovery", tendered, answer="denied")
    assert again.receipt.seq
    assert row(m.Recovery, tendered).status == "insurer_denied"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"answer_date": date(2026, 11, 25)}, "Wed 25 Nov 2026 lies ahead."),
        ({"answer_date": date(2026, 11, 1)}, "It was tendered on Mon 2 Nov 2026"),
        ({"answer": "denied", "accepted": 1}, "An accepted amount goes with an acceptance"),
        ({"accepted": 500_01}, "between nothing and the $500.00"),
        ({"accepted": 0}, "between nothing and the $500.00"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(ann, tendered, given, said):
    asked = {"answer": "accepted", **given}
    assert said in reasons(look(ann, "record_carrier_answer", "recovery", tendered, **asked))


def test_without_a_tender_there_is_no_answer(ann):
    plan = look(ann, "record_carrier_answer", "recovery", make("recovery"), answer="denied")
    assert [refusal.want.action for refusal in plan.refusals] == ["tender_recovery"]
    own = make("organization", name="A", kind="carrier")
    early = make("recovery", carrier=own, tendered_date=TENDERED)
    said = reasons(look(ann, "record_carrier_answer", "recovery", early, answer="accepted"))
    assert "cannot go straight to “Insurer accepted”" in said

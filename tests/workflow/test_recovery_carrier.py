"""A tender is answered by the carrier; its clocks stand in the diary with the right action."""

from datetime import date

import pytest
from desk import TODAY, change, do, look, make, reasons, row, user, words

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


# --- Somebody else pays meanwhile ----------------------------------------------------------------


@pytest.fixture
def shared(ann, tendered):
    """A tender over the damage of a party who is known."""
    dan = make("party", name="Dan Driver", role="responsible", address="1 Elm")
    change("recovery", tendered, responsible_party=dan, invoice_date=date(2026, 10, 20))
    return tendered


def pays(ann, recovery: int, **given) -> m.RecoveryReceipt:
    do(ann, "record_receipt", "recovery", recovery, **{"amount": 10_00, **given})
    return m.RecoveryReceipt.select().order_by(m.RecoveryReceipt.id.desc()).first()


def test_a_part_that_the_party_pays_ends_no_clock_of_the_carrier(ann, shared):
    """It decides within 40 days of the proof of claim, whoever pays a part (10 CCR 2695.7(b))."""
    pays(ann, shared, payer="Dan Driver")
    found = due()
    assert found["CARRIER_ACK"][0] == date(2026, 11, 17)
    assert found["CARRIER_DECISION"][0] == date(2026, 12, 14)
    assert row(m.Recovery, shared).status == "partially_paid"
    plan = look(ann, "send_demand", "recovery", shared, channel="phone")
    assert "demand to Pacific Mutual" in words(plan)


def test_once_it_denied_the_party_is_asked_for_the_rest(ann, shared):
    pays(ann, shared, payer="Dan Driver")
    do(ann, "record_carrier_answer", "recovery", shared, answer="denied", summary="No cover.")
    pays(ann, shared)
    assert not {"CARRIER_ACK", "CARRIER_DECISION"} & set(due())
    plan = look(ann, "send_demand", "recovery", shared, channel="phone")
    assert "demand to Dan Driver" in words(plan)
    assert pays(ann, shared).payer == "Dan Driver"


@pytest.mark.parametrize("status", ["tendered", "insurer_accepted"])
def test_who_was_asked_last_pays_where_nobody_is_named(ann, shared, status):
    if status == "insurer_accepted":
        do(ann, "record_carrier_answer", "recovery", shared, answer="accepted")
    assert pays(ann, shared).payer == "Pacific Mutual"


@pytest.mark.parametrize(("payer", "status"), [
    ("Dan Driver", "insurer_accepted"),
    ("pacific mutual", "partially_paid"),
])  # fmt: skip
def test_a_carrier_that_accepted_is_held_to_it_while_another_pays(ann, shared, payer, status):
    do(ann, "record_carrier_answer", "recovery", shared, answer="accepted")
    pays(ann, shared, payer=payer)
    assert row(m.Recovery, shared).status == status
    assert ("CARRIER_PAYMENT" in due()) is (status == "insurer_accepted")

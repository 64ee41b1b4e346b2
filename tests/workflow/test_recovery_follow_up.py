"""Asking for what is owed, on one recovery or many: the demand, the next follow-up, what is told."""

from datetime import date

import pytest
from desk import TODAY, change, do, look, make, reasons, row, user, words

import models as m
from journal.undo import undo

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def ann(office):
    return user("ann", "technician")


def billed(**values) -> int:
    """A recovery of 500.00, billed on Thu 10 Sep 2026."""
    party = make("party", name="Dan Driver", role="responsible")
    given = {"status": "billed", "billed": 500_00, "invoice_date": date(2026, 9, 10),
             "damage_date": date(2026, 8, 14), "responsible_party": party}  # fmt: skip
    made = make("recovery", **{**given, **values})
    make("recoverycost", recovery=made, element="other", description="Pole", amount=500_00)
    return made


def test_a_demand_is_noted_among_the_contacts(ann):
    one = billed()
    plan = look(ann, "send_demand", "recovery", one)
    assert plan.lines == [
        "REC-2027-0001: demand to Dan Driver, $500.00 is owed, invoiced 75 days ago (61–90 days).",
        "The last day to sue is Tue 14 Aug 2029, 994 days from now.",
    ]
    do(ann, "send_demand", "recovery", one)
    contact = m.ContactLog.get()
    assert (contact.recovery, contact.channel, contact.contact_name, contact.contact_date) == (
        one, "letter", "Dan Driver", TODAY,
    )  # fmt: skip


def test_a_tendered_demand_goes_to_the_carrier(ann):
    one = billed(carrier=make("organization", name="Acme", kind="carrier"), status="tendered")
    assert "demand to Acme" in words(look(ann, "send_demand", "recovery", one))


def test_the_next_follow_up_is_the_first_that_is_open(ann):
    one = billed()
    for code in ("RECOVERY_30", "RECOVERY_60", "RECOVERY_90"):
        do(ann, "follow_up_recovery", "recovery", one)
        assert m.Diary.get(m.Diary.rule_code == code).status == "done"
    assert "No follow-up is left" in reasons(look(ann, "follow_up_recovery", "recovery", one))
    said = [contact.summary.partition(":")[0] for contact in m.ContactLog.select()]
    assert said == ["First follow-up", "Second follow-up", "Last follow-up"]


def test_many_are_followed_up_at_once_and_undone_as_one(ann):
    ids = [billed(), billed()]
    done = do(ann, "follow_up_recovery", "recovery", ids)
    assert done.sentence == "2 recoveries followed up."
    undo(ann, done.receipt.seq, on=TODAY)
    open_ = m.Diary.select().where(m.Diary.rule_code == "RECOVERY_30", m.Diary.status == "open")
    assert open_.count() == 2


@pytest.mark.parametrize("verb", ["send_demand", "follow_up_recovery"])
@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"billed": None}, "It is not billed"),
        ({"responsible_party": None}, "Nobody is known to ask"),
        ({"status": "paid_closed"}, "It is not billed"),
    ],
)
def test_who_owes_nothing_or_is_not_known_is_not_asked(ann, verb, values, said):
    assert said in reasons(look(ann, verb, "recovery", billed(**values)))


def test_a_paid_one_is_not_asked(ann):
    one = billed()
    do(ann, "record_receipt", "recovery", one, amount=500_00)
    change("recovery", one, status="partially_paid")
    assert "Nothing is owed" in reasons(look(ann, "send_demand", "recovery", one))


def test_that_the_time_to_sue_is_over_is_told(ann):
    late = look(ann, "send_demand", "recovery", billed(damage_date=date(2023, 1, 10)))
    assert "Mon 12 Jan 2026, which is over." in words(late)


def test_the_bill_ticks_off_what_the_diary_asked_for_until_then(ann):
    incident = make("incident", loss_date=date(2026, 8, 14), location="Elm")
    given = {"costs": "other: Pole; 5.00", "responsible_name": "Dan Driver"}
    one = do(ann, "open_recovery", "incident", incident, **given).opens[1]
    change("recovery", one, status="ready_to_bill")
    do(ann, "bill_recovery", "recovery", one)
    done = m.Diary.select().where(m.Diary.recovery == one, m.Diary.status == "done")
    assert {entry.action for entry in done} == {"add_recovery_cost", "bill_recovery"}
    assert row(m.Recovery, one).status == "billed"

"""Asking for what is owed, on one recovery or many: the demand, the next follow-up, what is told."""

from datetime import date

import letter_office
import pytest
from desk import TODAY, change, do, look, make, reasons, row, user, words

import models as m
from journal import documents
from journal.undo import undo
from journal.who import person
from rules.errors import Blocked
from workflow.approvals import decision
from workflow.verbs import run

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def ann(office, tmp_path):
    """A technician, a store for documents, and the head of letters."""
    documents.keep_in(tmp_path / "documents")
    letter_office.settle()
    return user("ann", "technician")


def billed(**values) -> int:
    """A recovery of 500.00, billed on Thu 10 Sep 2026."""
    party = make("party", name="Dan Driver", role="responsible", address="7 Oak Road")
    given = {"status": "billed", "billed": 500_00, "invoice_date": date(2026, 9, 10),
             "invoice_no": "INV-1", "due_date": date(2026, 12, 10), "damage_place": "Elm and 3rd",
             "damage_date": date(2026, 8, 14), "responsible_party": party,
             "asset_description": "Signal pole 12"}  # fmt: skip
    made = make("recovery", **{**given, **values})
    make("recoverycost", recovery=made, element="other", description="Pole", amount=500_00)
    return made


def test_a_demand_is_noted_among_the_contacts(ann):
    one = billed()
    plan = look(ann, "send_demand", "recovery", one)
    assert plan.lines == [
        "REC-2027-0001: demand to Dan Driver, $500.00 is owed, invoiced 75 days ago (61–90 days).",
        "REC-2027-0001: Demand letter to Dan Driver, mail.",
        "The last day to sue is Tue 14 Aug 2029, 994 days from now.",
    ]
    do(ann, "send_demand", "recovery", one)
    contact = m.ContactLog.get()
    assert (contact.recovery, contact.channel, contact.contact_name, contact.contact_date) == (
        one, "letter", "Dan Driver", TODAY,
    )  # fmt: skip


def test_a_tendered_demand_goes_to_the_carrier(ann):
    acme = make("organization", name="Acme", kind="carrier", address="PO Box 9")
    one = billed(carrier=acme, status="tendered")
    plan = look(ann, "send_demand", "recovery", one)
    assert "demand to Acme" in words(plan)
    assert [paper.title for paper in plan.papers] == ["REC-2027-0001: Demand to the insurer"]


def test_the_demand_is_written_and_kept_with_it_as_one_change(ann):
    one = billed()
    plan = look(ann, "send_demand", "recovery", one)
    assert any("$500.00" in text for _, text in plan.papers[0].blocks)
    done = do(ann, "send_demand", "recovery", one)
    assert done.sentence == "1 demand sent. 1 letter written."
    letter = m.Letter.get()
    assert (letter.code, letter.recovery, letter.status) == ("DEMAND", one, "sent")
    assert documents.content(m.Document.get_by_id(letter.document))[:2] == b"PK"
    assert m.ContactLog.select().count() == 1
    assert m.Batch.select().where(m.Batch.verb == "send_demand").count() == 1


def test_a_missing_value_stops_the_demand_and_names_it(ann):
    one = billed(responsible_party=make("party", name="Bo", role="responsible"), due_date=None)
    plan = look(ann, "send_demand", "recovery", one)
    assert "the address it goes to (give it above)" in reasons(plan)
    assert "the day to pay by (bill the recovery first)" in reasons(plan)
    assert not plan.draft
    with pytest.raises(Blocked, match="The letter lacks"):
        do(ann, "send_demand", "recovery", one)


@pytest.mark.parametrize("given", [{"letter": "elsewhere"}, {"channel": "phone"}])
def test_what_goes_out_elsewhere_or_is_said_writes_no_letter(ann, given):
    one = billed(responsible_party=make("party", name="Bo", role="responsible"))
    do(ann, "send_demand", "recovery", one, **given)
    assert (m.Letter.select().count(), m.ContactLog.select().count()) == (0, 1)


def test_the_next_follow_up_is_the_first_that_is_open(ann):
    one = billed()
    for code in ("RECOVERY_30", "RECOVERY_60", "RECOVERY_90"):
        last = code == "RECOVERY_90"
        given = {"letter": "elsewhere", "reason": "It moves away."} if last else {}
        do(ann, "follow_up_recovery", "recovery", one, **given)
        assert m.Diary.get(m.Diary.rule_code == code).status == "done"
    assert [row.code for row in m.Letter.select()] == ["FOLLOW-30", "FOLLOW-60"]
    assert "No follow-up is left" in reasons(look(ann, "follow_up_recovery", "recovery", one))
    said = [contact.summary.partition(":")[0] for contact in m.ContactLog.select()]
    assert said == ["First follow-up", "Second follow-up", "Last follow-up"]


def test_a_follow_up_waits_for_its_day(ann):
    """A bill of 12 Nov is 12 days old: its letter of 30 days says what is not so yet."""
    one = billed(invoice_date=date(2026, 11, 12), due_date=date(2026, 12, 12))
    said = "The first follow-up is due on Mon 14 Dec 2026: wait until then, or fill in “Why early”."
    assert said in reasons(look(ann, "follow_up_recovery", "recovery", one))
    with pytest.raises(Blocked, match="due on Mon 14 Dec 2026"):
        do(ann, "follow_up_recovery", "recovery", one)
    with pytest.raises(Blocked, match="due on Mon 14 Dec 2026"):
        do(ann, "follow_up_recovery", "recovery", one, on=date(2026, 12, 10))
    assert (m.Letter.select().count(), m.ContactLog.select().count()) == (0, 0)
    do(ann, "follow_up_recovery", "recovery", one, on=date(2026, 12, 14))
    assert m.Letter.get().code == "FOLLOW-30"


def test_one_follow_up_goes_out_early_for_a_reason(ann):
    one = billed(invoice_date=date(2026, 11, 12), due_date=date(2026, 12, 12))
    given = {"reason": "The driver leaves the country on 1 December."}
    plan = look(ann, "follow_up_recovery", "recovery", one, **given)
    due = "The first follow-up is due on Mon 14 Dec 2026, and goes out early."
    assert f"REC-2027-0001: {due}" in plan.lines
    do(ann, "follow_up_recovery", "recovery", one, **given)
    entry = m.Diary.get(m.Diary.rule_code == "RECOVERY_30")
    assert (m.Letter.get().code, entry.status) == ("FOLLOW-30", "done")
    assert m.Batch.get(m.Batch.verb == "follow_up_recovery").reason == given["reason"]


def test_of_many_the_early_ones_are_left_out_whatever_the_reason(ann):
    early, due = billed(invoice_date=date(2026, 11, 12)), billed()
    plan = look(ann, "follow_up_recovery", "recovery", [early, due], reason="All of them.")
    assert "follow it up by itself and say why" in reasons(plan)
    do(ann, "follow_up_recovery", "recovery", [early, due], partly=True, reason="All of them.")
    assert [letter.recovery for letter in m.Letter.select()] == [due]


def test_many_are_followed_up_at_once_and_undone_as_one(ann):
    ids = [billed(), billed()]
    done = do(ann, "follow_up_recovery", "recovery", ids)
    assert done.sentence == "2 recoveries followed up. 2 letters written."
    undo(ann, done.receipt.seq, on=TODAY)
    assert {letter.status for letter in m.Letter.select()} == {"void"}
    open_ = m.Diary.select().where(m.Diary.rule_code == "RECOVERY_30", m.Diary.status == "open")
    assert open_.count() == 2


@pytest.mark.parametrize("verb", ["send_demand", "follow_up_recovery"])
@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"billed": None}, "It is not billed"),
        ({"responsible_party": None}, "Nobody is known to ask"),
        ({"status": "paid_closed"}, "It is closed"),
    ],
)
def test_who_owes_nothing_or_is_not_known_is_not_asked(ann, verb, values, said):
    assert said in reasons(look(ann, verb, "recovery", billed(**values)))


def last_one(**values) -> int:
    """A recovery of which the last follow-up comes next, due since Wed 18 Nov 2026."""
    one = billed(**{"invoice_date": date(2026, 8, 20), **values})
    for code in ("RECOVERY_30", "RECOVERY_60"):
        entry = m.Diary.get(m.Diary.recovery == one, m.Diary.rule_code == code)
        change("diary", entry.id, status="done")
    return one


def test_the_last_follow_up_waits_for_the_risk_manager(ann):
    one, rita = last_one(), user("rita", "risk_manager")
    plan = look(ann, "follow_up_recovery", "recovery", one)
    assert any("December 18, 2026" in text for _, text in plan.papers[0].blocks)
    done = do(ann, "follow_up_recovery", "recovery", one)
    assert done.approval_id
    entry = m.Diary.get(m.Diary.recovery == one, m.Diary.rule_code == "RECOVERY_90")
    assert (m.Letter.select().count(), entry.status) == (0, "open")
    run(rita, decision(done.approval_id, "approve"), on=TODAY)
    letter = m.Letter.get()
    assert (letter.code, letter.delivery) == ("FOLLOW-90", "certified")
    assert row(m.Diary, entry.id).status == "done"


@pytest.mark.parametrize(
    ("invoiced", "given", "named"),
    [
        (date(2026, 8, 20), {"action_day": date(2026, 12, 1)}, "December 1, 2026"),
        (date(2026, 7, 10), {}, "December 8, 2026"),
    ],
)
def test_the_last_follow_up_names_a_day_two_weeks_ahead_at_least(ann, invoiced, given, named):
    plan = look(
        ann,
        "follow_up_recovery",
        "recovery",
        last_one(invoice_date=invoiced, damage_date=date(2026, 7, 1)),
        **given,
    )
    assert any(named in text for _, text in plan.papers[0].blocks)


def test_what_needs_approval_is_not_mixed_with_what_does_not(ann):
    ids = [billed(), last_one()]
    plan = look(ann, "follow_up_recovery", "recovery", ids)
    assert "“Final notice on a demand” is done by itself" in reasons(plan)
    done = do(ann, "follow_up_recovery", "recovery", ids, partly=True)
    assert (done.approval_id, m.Letter.get().code) == (None, "FOLLOW-30")


@pytest.mark.parametrize(("verb", "codes"), [("letter_follow_30", {"RECOVERY_30"}),
                                             ("letter_follow_60", {"RECOVERY_30", "RECOVERY_60"})])  # fmt: skip
def test_a_follow_up_written_by_hand_ticks_off_its_entry(ann, verb, codes):
    one = billed()
    plan = look(ann, verb, "recovery", one)
    assert "Diary: “30 days: first follow-up of the bill” is done." in plan.lines
    do(person("ann@example.org"), verb, "recovery", one)
    done = m.Diary.select().where(m.Diary.recovery == one, m.Diary.status == "done")
    assert {entry.rule_code for entry in done} == codes


def test_a_final_notice_written_by_hand_ticks_off_all_three(ann):
    one, rita = billed(), user("rita", "risk_manager")
    do(rita, "letter_follow_90", "recovery", one, action_day=date(2026, 12, 11))
    done = m.Diary.select().where(m.Diary.recovery == one, m.Diary.status == "done")
    assert {entry.rule_code for entry in done} == {"RECOVERY_30", "RECOVERY_60", "RECOVERY_90"}


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


@pytest.mark.parametrize("status", ["paid_closed", "compromised_closed", "withdrawn"])
def test_nothing_is_asked_for_on_a_closed_case(ann, status):
    said = reasons(look(ann, "send_demand", "recovery", billed(status=status), channel="phone"))
    assert "It is closed, as “" in said
    assert "bill it first" not in said

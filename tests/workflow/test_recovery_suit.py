"""The time to sue is decided on before it ends; small claims, restitution, collections, write-off."""

from datetime import date

import pytest
from desk import TODAY, do, limit, look, make, reasons, row, tried, user, words

import models as m
from journal.undo import undo
from workflow import approvals
from workflow.verbs import run

pytestmark = pytest.mark.usefixtures("office")
PRESSING = date(2024, 1, 10)
"""A damage over which the time to sue ends on Mon 11 Jan 2027."""


@pytest.fixture
def ann(office):
    return user("ann", "technician")


@pytest.fixture
def max_(office):
    return user("max", "risk_manager")


def owing(cents: int = 900_00, **values) -> int:
    """A billed recovery with a balance, and who did it."""
    party = make("party", name="Dan Driver", role="responsible", address="1 Elm St")
    given = {"status": "billed", "billed": cents, "responsible_party": party, **values}
    made = make("recovery", **given)
    make("recoverycost", recovery=made, element="other", description="Pole", amount=cents)
    return made


def last_day() -> m.Diary:
    return m.Diary.get(m.Diary.rule_code == "RECOVERY_LIMIT")


# --- The decision --------------------------------------------------------------------------------


def test_the_last_day_to_sue_is_not_ticked_off_without_a_decision(ann):
    one = owing(damage_date=PRESSING)
    entry = last_day()
    assert entry.action == "decide_suit"
    plan = look(ann, "finish_diary", "diary", entry.id)
    want = plan.refusals[0].want
    assert (want.action, want.sheet, want.ids) == ("decide_suit", "recovery", (one,))
    assert "would pass without a decision" in want.sentence
    do(ann, "decide_suit", "recovery", one, decision="attorney", reason="Sue Dan.")
    assert row(m.Recovery, one).status == "referred_attorney"
    assert not look(ann, "finish_diary", "diary", entry.id).refusals


def test_what_is_paid_or_in_court_needs_no_decision(ann):
    one = owing(damage_date=PRESSING)
    entry = last_day()
    do(ann, "file_small_claims", "recovery", one, court="Sonora")
    assert row(m.Diary, entry.id).status == "done"
    other = m.Diary.get_by_id(make("diary", recovery=one, diary_date=TODAY, subject="Own"))
    assert not look(ann, "finish_diary", "diary", other.id).refusals


def test_letting_the_time_pass_takes_a_manager_and_leaves_a_note(ann, max_):
    one = owing(damage_date=PRESSING)
    asked = do(ann, "decide_suit", "recovery", one, decision="let_pass", reason="No assets.")
    assert asked.approval_id
    assert last_day().status == "open"
    run(max_, approvals.decision(asked.approval_id, "approve"), on=TODAY)
    assert (last_day().status, row(m.Recovery, one).suit_decision) == ("done", "let_pass")
    note = m.FileNote.get()
    assert (note.sensitivity, note.subject) == ("privileged", "Suit: let the time pass")


def test_a_tolling_agreement_moves_the_last_day_and_is_undone(ann):
    one = owing(damage_date=PRESSING)
    given = {"decision": "tolled", "tolled_to": date(2028, 1, 10), "reason": "Signed."}
    plan = look(ann, "decide_suit", "recovery", one, **given)
    assert plan.lines[0] == "The last day to sue becomes Mon 10 Jan 2028."
    done = do(ann, "decide_suit", "recovery", one, **given)
    assert last_day().subject == "Last day to sue is Mon 10 Jan 2028: settle, file or close"
    assert last_day().moved_from_date == date(2026, 1, 12)
    undo(ann, done.receipt.seq, on=TODAY)
    assert last_day().diary_date == date(2026, 1, 12)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"decision": "tolled"}, "Enter the day until which it was agreed."),
        ({"decision": "tolled", "tolled_to": date(2027, 1, 11)}, "until Mon 11 Jan 2027 anyway"),
        ({"decision": "let_pass", "tolled_to": date(2028, 1, 1)}, "leave it blank"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(ann, given, said):
    plan = look(ann, "decide_suit", "recovery", owing(damage_date=PRESSING), reason="x", **given)
    assert said in reasons(plan)


def test_without_a_day_of_the_damage_nothing_is_tolled_and_before_a_bill_nobody_sues(ann):
    given = {"decision": "tolled", "tolled_to": date(2028, 1, 1), "reason": "x"}
    assert "No damage date" in reasons(look(ann, "decide_suit", "recovery", owing(), **given))
    early = make("recovery", damage_date=PRESSING)
    sued = look(ann, "decide_suit", "recovery", early, decision="attorney", reason="x")
    assert "cannot go straight to “With the attorney”" in reasons(sued)


def test_collections_in_the_last_year_wait_for_the_decision(ann):
    agency = make("organization", name="Golden Collect", kind="vendor")
    one, early = owing(damage_date=PRESSING), owing(damage_date=date(2024, 12, 1))
    for recovery in (one, early):
        make("contactlog", recovery=recovery, contact_date=TODAY, channel="letter", summary="Pay")
    plan = look(ann, "hand_to_agency", "recovery", [one, early], agency=agency)
    assert [refusal.want.action for refusal in plan.refusals] == ["decide_suit"]
    do(ann, "decide_suit", "recovery", one, decision="attorney", reason="Both.")
    assert not look(ann, "hand_to_agency", "recovery", [one, early], agency=agency).refusals


# --- Small claims --------------------------------------------------------------------------------


def test_a_filing_keeps_court_case_and_day(ann):
    one = owing(6_250_00)
    given = {"court": "Superior Court of Sonora", "court_case_no": "26SC0012"}
    plan = look(ann, "file_small_claims", "recovery", one, **given)
    assert "No packet for the court is on file yet" in words(plan)
    done = do(ann, "file_small_claims", "recovery", one, **given)
    found = row(m.Recovery, one)
    assert (found.status, found.court, found.court_case_no, found.court_date) == (
        "small_claims_filed", "Superior Court of Sonora", "26SC0012", TODAY,
    )  # fmt: skip
    undo(ann, done.receipt.seq, on=TODAY)
    assert (row(m.Recovery, one).status, row(m.Recovery, one).court) == ("billed", None)


def test_the_third_large_claim_of_a_year_is_not_filed(ann):
    for _ in range(2):
        do(ann, "file_small_claims", "recovery", owing(5_000_01), court="Sonora")
    third = look(ann, "file_small_claims", "recovery", owing(5_000_01), court="Sonora")
    assert "2 claims beyond $5,000.00 were filed in 2026 already" in reasons(third)
    assert not look(ann, "file_small_claims", "recovery", owing(5_000_00), court="Sonora").refusals


@pytest.mark.parametrize(
    ("values", "given", "said"),
    [
        ({"cents": 6_250_01}, {}, "beyond small claims, $6,250.00 for a city"),
        ({"damage_date": date(2023, 1, 10)}, {}, "ran out on Mon 12 Jan 2026: ask the attorney"),
        ({"responsible_party": None}, {}, "Nobody is known to sue"),
        ({"billed": None}, {}, "not billed yet"),
        ({}, {"court_date": date(2026, 11, 25)}, "Filed (Wed 25 Nov 2026) lies ahead of today"),
        ({"damage_date": date(2026, 8, 14)}, {"court_date": date(2026, 8, 13)},
         "Filed (Thu 13 Aug 2026) lies before the damage of Fri 14 Aug 2026: enter a later day"),
        ({"damage_date": date(2026, 8, 14), "invoice_date": date(2026, 9, 10)},
         {"court_date": date(2026, 9, 9)},
         "Filed (Wed 9 Sep 2026) lies before the invoice of Thu 10 Sep 2026: enter a later day"),
        ({"status": "judgment"}, {}, "From “Judgment” it cannot go straight to “Small claims filed”"),
    ],
)  # fmt: skip
def test_what_cannot_be_filed_says_why(ann, values, given, said):
    plan = look(ann, "file_small_claims", "recovery", owing(**values), court="Sonora", **given)
    assert said in reasons(plan)


def test_the_limit_of_small_claims_is_the_setting(ann):
    make("setting", name="small_claims_limit", value="7000.00")
    for cents, said in ((7_000_00, ""), (7_000_01, "beyond small claims, $7,000.00")):
        plan = look(ann, "file_small_claims", "recovery", owing(cents), court="Sonora")
        assert said in reasons(plan)
        assert bool(plan.refusals) is bool(said)


# --- Restitution ---------------------------------------------------------------------------------

ORDER = {
    "restitution_order_no": "CR-77",
    "amount": 100_00,
    "days": 30,
    "first_date": date(2026, 12, 1),
}


def test_an_order_for_less_is_paid_by_its_own_schedule(ann):
    one = owing(350_00)
    plan = look(ann, "order_restitution", "recovery", one, ordered=250_00, **ORDER)
    assert plan.lines[:2] == [
        "$250.00 is ordered by CR-77: 3 instalments of $100.00, from Tue 1 Dec 2026 every 30 days "
        "to Sat 30 Jan 2027.",
        "$100.00 beyond the order stays owed, and can be sued for.",
    ]
    do(ann, "order_restitution", "recovery", one, ordered=250_00, **ORDER)
    entry = m.Diary.get(m.Diary.rule_code == "RECOVERY_INSTALMENT")
    assert (entry.diary_date, entry.action) == (date(2026, 12, 1), "record_receipt")
    do(ann, "record_receipt", "recovery", one, amount=200_00)
    entry = m.Diary.get(m.Diary.rule_code == "RECOVERY_INSTALMENT")
    assert entry.diary_date == date(2027, 1, 30)
    assert entry.steps[1]["text"] == "$50.00 of $100.00 is still to come by then"
    do(ann, "record_receipt", "recovery", one, amount=50_00)
    entry = m.Diary.get(m.Diary.rule_code == "RECOVERY_INSTALMENT")
    assert entry.status == "dropped"
    assert row(m.Recovery, one).status == "restitution_pending"


def test_a_plan_that_follows_an_order_counts_by_itself(ann):
    one = owing(350_00)
    do(ann, "order_restitution", "recovery", one, ordered=250_00, **ORDER)
    agreed = {name: ORDER[name] for name in ("amount", "days", "first_date")}
    do(ann, "plan_recovery", "recovery", one, **agreed)
    assert row(m.Recovery, one).restitution is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ordered": 900_01}, "A court orders between nothing and the $900.00 owed."),
        ({"ordered": 50_00}, "An instalment lies between nothing and the $50.00 ordered."),
        ({"days": 0}, "1 to 366 days"),
        ({"first_date": date(2026, 11, 23)}, "Mon 23 Nov 2026 is over"),
        ({"amount": 1_00}, "That makes 900 instalments"),
    ],
)
def test_an_order_that_cannot_be_is_refused(ann, given, said):
    plan = look(ann, "order_restitution", "recovery", owing(), **{**ORDER, **given})
    assert said in reasons(plan)


def test_what_is_paid_or_not_billed_has_no_order(ann):
    paid = owing()
    do(ann, "record_receipt", "recovery", paid)
    assert "Nothing is owed" in reasons(look(ann, "order_restitution", "recovery", paid, **ORDER))
    bare = look(
        ann, "order_restitution", "recovery", owing(billed=None, status="reported"), **ORDER
    )
    assert {refusal.want.action for refusal in bare.refusals} == {"bill_recovery", None}


# --- Collections ---------------------------------------------------------------------------------


def test_several_are_handed_over_with_the_day_to_ask(ann):
    agency = make("organization", name="Golden Collect", kind="vendor")
    ids = [owing(400_00), owing(600_00)]
    for one in ids:
        make("contactlog", recovery=one, contact_date=TODAY, channel="letter", summary="Pay")
    done = do(ann, "hand_to_agency", "recovery", ids, agency=agency)
    assert done.sentence == "2 recoveries handed to Golden Collect, $1,000.00 together."
    assert {row(m.Recovery, one).status for one in ids} == {"collections"}
    entries = list(m.Diary.select().where(m.Diary.subject == "Ask Golden Collect how it stands"))
    assert [entry.diary_date for entry in entries] == [date(2027, 2, 22)] * 2
    undo(ann, done.receipt.seq, on=TODAY)
    assert {row(m.Recovery, one).status for one in ids} == {"billed"}


@pytest.mark.parametrize(
    ("values", "given", "said"),
    [
        ({}, {}, "It was not asked for in writing yet"),
        ({"responsible_party": None}, {}, "Nobody is known to collect from"),
        ({"status": "collections"}, {}, "It is with an agency already."),
        ({"status": "documenting"}, {}, "cannot go straight to “Collections”"),
        ({"billed": None}, {}, "not billed yet"),
        ({}, {"agency_date": date(2026, 11, 25)}, "lies ahead"),
    ],
)
def test_what_is_not_handed_over_says_why(ann, values, given, said):
    agency = make("organization", name="Golden Collect", kind="vendor")
    plan = look(ann, "hand_to_agency", "recovery", owing(**values), agency=agency, **given)
    assert said in reasons(plan)


def test_one_file_number_is_of_one_recovery_and_nothing_owed_of_none(ann):
    agency = make("organization", name="Golden Collect", kind="vendor")
    ids = [owing(), owing()]
    plan = look(ann, "hand_to_agency", "recovery", ids, agency=agency, agency_file_no="7")
    assert "leave it blank for several" in reasons(plan)
    make("contactlog", recovery=ids[0], contact_date=TODAY, channel="email", summary="Pay")
    do(ann, "hand_to_agency", "recovery", ids[0], agency=agency, agency_file_no="7")
    assert row(m.Recovery, ids[0]).agency_file_no == "7"
    paid = owing()
    change_paid = {"recovery": paid, "receipt_date": TODAY, "amount": 900_00}
    make("recoveryreceipt", **change_paid)
    assert "Nothing is owed" in reasons(
        look(ann, "hand_to_agency", "recovery", paid, agency=agency)
    )


# --- Write-off -----------------------------------------------------------------------------------


@pytest.fixture
def writes_off(ann):
    limit("technician", "write_off", None)


def test_a_write_off_shows_what_was_tried(ann, writes_off):
    one = owing(invoice_date=date(2025, 9, 1))
    plan = look(ann, "close_recovery", "recovery", one, status="written_off")
    assert [(r.want.action, r.want.given.get("channel")) for r in plan.refusals] == [
        ("add_contact", "letter"), ("add_contact", "phone"), ("add_contact", "search"),
    ]  # fmt: skip
    tried(one)
    assert not look(ann, "close_recovery", "recovery", one, status="written_off").refusals
    make("recoveryreceipt", recovery=one, receipt_date=date(2026, 3, 2), amount=1_00)
    said = reasons(look(ann, "close_recovery", "recovery", one, status="written_off"))
    assert said == (
        "The last money or the invoice is of Mon 2 Mar 2026: it is written off 12 months later, "
        "from Tue 2 Mar 2027 on."
    )


def test_letters_of_one_day_and_letters_that_were_sent_count_once(ann, writes_off):
    two = owing(invoice_date=date(2025, 9, 1))
    for _ in range(2):
        make("contactlog", recovery=two, contact_date=date(2025, 10, 1), channel="letter",
             summary="Pay")  # fmt: skip
    make("letter", recovery=two, code="DEMAND", title="Demand", recipient="Dan", status="sent",
         letter_date=date(2025, 10, 1), sent_date=date(2025, 10, 1), delivery="mail")  # fmt: skip
    plan = look(ann, "close_recovery", "recovery", two, status="written_off")
    assert "2 letters come before a write-off, 1 on file" in reasons(plan)
    make("letter", recovery=two, code="DEMAND", title="Demand", recipient="Dan", status="sent",
         letter_date=date(2025, 11, 1), sent_date=date(2025, 11, 1), delivery="mail")  # fmt: skip
    plan = look(ann, "close_recovery", "recovery", two, status="written_off")
    assert "letters come before" not in reasons(plan)


def test_a_bankruptcy_rests_on_the_attorneys_note(ann, writes_off):
    one = owing()
    given = {"status": "written_off", "ground": "bankrupt"}
    plan = look(ann, "close_recovery", "recovery", one, **given)
    want = plan.refusals[0].want
    do(ann, want.action, "recovery", one, **want.given, text="A. Weld: chapter 7, no assets.")
    assert not look(ann, "close_recovery", "recovery", one, **given).refusals


def test_a_write_off_beyond_authority_waits_and_is_undone(ann, max_):
    limit("risk_manager", "write_off", 1_000_00)
    one = owing()
    tried(one)
    asked = do(ann, "close_recovery", "recovery", one, status="written_off", reason="Gone.")
    assert asked.approval_id
    assert row(m.Recovery, one).status == "billed"
    done = run(max_, approvals.decision(asked.approval_id, "approve"), on=TODAY)
    assert (row(m.Recovery, one).status, row(m.Recovery, one).adjusted) == ("written_off", 900_00)
    undo(max_, done.receipt.seq, on=TODAY)
    assert row(m.Recovery, one).balance == 900_00

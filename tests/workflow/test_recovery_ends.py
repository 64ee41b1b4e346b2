"""How a balance comes in: by instalments, for less, back again, or not at all."""

from datetime import date

import letter_office
import pytest
from desk import TODAY, change, claim, do, limit, look, make, reasons, row, user, words

import models as m
from journal import documents, rollups
from journal.undo import undo
from workflow import approvals
from workflow.verbs import run

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def ann(office):
    return user("ann", "technician")


def owing(cents: int = 350_00, **values) -> int:
    """A billed recovery with a balance."""
    made = make("recovery", **{"status": "billed", "billed": cents, **values})
    make("recoverycost", recovery=made, element="other", description="Pole", amount=cents)
    return made


def receive(ann, recovery: int, cents: int) -> int:
    do(ann, "record_receipt", "recovery", recovery, amount=cents)
    return m.RecoveryReceipt.select().order_by(m.RecoveryReceipt.id.desc()).get().id


def due() -> dict[str, date]:
    standing = m.Diary.select().where(m.Diary.status == "open", m.Diary.trashed_at.is_null())
    return {entry.rule_code: entry.diary_date for entry in standing}


# --- Instalments ---------------------------------------------------------------------------------

AGREED = {"amount": 100_00, "days": 30, "first_date": date(2026, 12, 1)}


def test_a_plan_puts_its_next_instalment_in_the_diary(ann):
    one = owing()
    plan = look(ann, "plan_recovery", "recovery", one, **AGREED)
    assert plan.lines == [
        "$350.00 comes in by 4 instalments of $100.00, the last one $50.00: from Tue 1 Dec 2026 "
        "every 30 days to Mon 1 Mar 2027."
    ]
    do(ann, "plan_recovery", "recovery", one, **AGREED)
    assert due() == {"RECOVERY_INSTALMENT": date(2026, 12, 1)}
    receive(ann, one, 100_00)
    assert due() == {"RECOVERY_INSTALMENT": date(2026, 12, 31)}
    assert row(m.Recovery, one).status == "payment_plan"
    receive(ann, one, 250_00)
    assert (due(), row(m.Recovery, one).status) == ({}, "paid_closed")


def test_a_plan_is_undone_with_what_it_rests_on(ann):
    one = owing(invoice_date=date(2026, 11, 2))
    before = due()
    done = do(ann, "plan_recovery", "recovery", one, **AGREED)
    assert set(due()) == {"RECOVERY_INSTALMENT"}
    undo(ann, done.receipt.seq, on=TODAY)
    assert (due(), row(m.Recovery, one).plan_balance) == (before, None)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"amount": 0}, "An instalment lies between nothing and the $350.00 owed."),
        ({"amount": 350_01}, "An instalment lies between nothing"),
        ({"days": 0}, "1 to 366 days"),
        ({"days": 367}, "1 to 366 days"),
        ({"first_date": date(2026, 11, 23)}, "Mon 23 Nov 2026 is over"),
        ({"amount": 1_00}, "That makes 350 instalments"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(ann, given, said):
    assert said in reasons(look(ann, "plan_recovery", "recovery", owing(), **{**AGREED, **given}))


def test_a_plan_that_outlasts_the_time_to_sue_waits_with_its_reason(ann):
    one = owing(damage_date=date(2024, 1, 10))
    plan = look(ann, "plan_recovery", "recovery", one, **AGREED)
    assert "after the last day to sue, Mon 11 Jan 2027. Say why" in reasons(plan)
    asked = do(ann, "plan_recovery", "recovery", one, **AGREED, reason="Tolled by agreement.")
    assert asked.approval_id
    assert row(m.Recovery, one).status == "billed"
    on_time = owing(damage_date=date(2024, 3, 1))
    assert do(ann, "plan_recovery", "recovery", on_time, **AGREED).approval_id is None


# --- For less ------------------------------------------------------------------------------------


@pytest.fixture
def tiers(ann):
    limit("technician", "compromise", 100_00)
    limit("risk_manager", "compromise", None)


def test_a_compromise_within_authority_closes_when_the_rest_is_in(ann, tiers):
    one = owing()
    given = {"accepted": 250_00, "reason": "Old pole.", "reason_code": "betterment"}
    do(ann, "compromise_recovery", "recovery", one, **given)
    found = row(m.Recovery, one)
    assert (found.adjusted, found.balance, found.status) == (100_00, 250_00, "billed")
    assert m.FileNote.get().subject == "$100.00 given up: betterment"
    receive(ann, one, 250_00)
    found = row(m.Recovery, one)
    assert (found.status, found.received, found.balance) == ("compromised_closed", 250_00, 0)
    assert rollups.check() == []


def test_a_compromise_beyond_authority_waits_for_who_may(ann, tiers):
    one, max_ = owing(), user("max", "risk_manager")
    asked = do(ann, "compromise_recovery", "recovery", one, accepted=249_99, reason="Old.")
    assert asked.approval_id
    assert row(m.Recovery, one).adjusted is None
    run(max_, approvals.decision(asked.approval_id, "approve"), on=TODAY)
    assert row(m.Recovery, one).adjusted == 100_01


def test_a_compromise_for_nothing_more_closes_at_once_and_is_undone(ann, tiers):
    one = owing(100_00)
    done = do(ann, "compromise_recovery", "recovery", one, accepted=0, reason="Bankrupt.")
    found = row(m.Recovery, one)
    assert (found.status, found.balance, found.closed_date) == ("compromised_closed", 0, TODAY)
    undo(ann, done.receipt.seq, on=TODAY)
    found = row(m.Recovery, one)
    assert (found.status, found.balance, found.adjusted) == ("billed", 100_00, None)
    assert rollups.check() == []


def test_what_is_given_up_in_steps_is_measured_together(ann, tiers):
    """Three times sixty is beyond a limit of a hundred at the second."""
    one, max_ = owing(), user("max", "risk_manager")
    do(ann, "compromise_recovery", "recovery", one, accepted=290_00, reason="Old.")
    plan = look(ann, "compromise_recovery", "recovery", one, accepted=230_00, reason="Old.")
    assert (plan.approval.kind, plan.approval.amount) == ("compromise", 120_00)
    assert (
        "REC-2027-0001: $60.00 was given up before, $120.00 together. Authority is measured on "
        "both." in plan.lines
    )
    within = look(ann, "compromise_recovery", "recovery", one, accepted=250_00, reason="Old.")
    assert within.approval is None
    asked = do(ann, "compromise_recovery", "recovery", one, accepted=230_00, reason="Old.")
    waiting = row(m.Approval, asked.approval_id)
    assert (waiting.amount, row(m.Recovery, one).adjusted) == (120_00, 60_00)
    run(max_, approvals.decision(asked.approval_id, "approve"), on=TODAY)
    assert row(m.Recovery, one).adjusted == 120_00


def test_a_write_off_after_a_compromise_is_measured_with_it(ann, tiers):
    limit("technician", "write_off", 300_00)
    limit("risk_manager", "write_off", None)
    one = owing()
    do(ann, "compromise_recovery", "recovery", one, accepted=290_00, reason="Old.")
    plan = look(ann, "close_recovery", "recovery", one, status="written_off", reason="x")
    assert (plan.approval.kind, plan.approval.amount) == ("write_off", 350_00)
    assert "$60.00 was given up before, $350.00 together" in words(plan)


def test_what_is_not_less_or_not_billed_is_no_compromise(ann, tiers):
    full = look(ann, "compromise_recovery", "recovery", owing(), accepted=350_00, reason="x")
    assert "$350.00 is not less than the $350.00 that is owed." in reasons(full)
    bare = owing(billed=None)
    plan = look(ann, "compromise_recovery", "recovery", bare, accepted=1, reason="x")
    assert plan.refusals[0].want.action == "bill_recovery"


# --- Back again ----------------------------------------------------------------------------------


def test_a_refund_is_a_reversing_row_and_the_claim_ties(ann):
    claim_id = claim()
    one = owing(claim=claim_id)
    paid = receive(ann, one, 350_00)
    assert row(m.Claim, claim_id).recovered == 350_00
    done = do(ann, "refund_receipt", "recoveryreceipt", paid, reason="The check bounced.")
    assert done.sentence == "$350.00 of RC-000001 is taken back by a reversing row."
    rows = [(r.amount, r.reverses, r.source) for r in m.RecoveryReceipt.select()]
    assert rows == [(350_00, None, "entry"), (-350_00, paid, "reversal")]
    found = row(m.Recovery, one)
    assert (found.status, found.received, found.balance) == ("partially_paid", 0, 350_00)
    assert row(m.Claim, claim_id).recovered == 0
    again = look(ann, "refund_receipt", "recoveryreceipt", paid, reason="x")
    assert "taken back already" in reasons(again)
    reversing = m.RecoveryReceipt.get(m.RecoveryReceipt.reverses == paid).id
    itself = look(ann, "refund_receipt", "recoveryreceipt", reversing, reason="x")
    assert "It is a reversing row itself" in reasons(itself)
    assert rollups.check() == []


def test_of_a_refund_a_part_may_stay(ann):
    one = owing()
    paid = receive(ann, one, 400_00)
    plan = look(ann, "refund_receipt", "recoveryreceipt", paid, kept=350_00, reason="Too much.")
    assert "$50.00 goes back" in words(plan)
    do(ann, "refund_receipt", "recoveryreceipt", paid, kept=350_00, reason="Too much.")
    found = row(m.Recovery, one)
    assert (found.received, found.balance, found.status) == (350_00, 0, "paid_closed")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kept": 350_00}, "What stays is less than the $350.00"),
        ({"refund_date": date(2026, 11, 25)}, "lies ahead"),
        ({"refund_date": date(2026, 11, 23)}, "cannot go back before"),
    ],
)
def test_a_refund_that_cannot_be_is_refused(ann, given, said):
    paid = receive(ann, owing(), 350_00)
    plan = look(ann, "refund_receipt", "recoveryreceipt", paid, reason="x", **given)
    assert said in reasons(plan)


# --- Not at all ----------------------------------------------------------------------------------


@pytest.fixture
def writes_off(ann):
    limit("technician", "write_off", None)


def test_a_write_off_gives_up_the_balance_and_undo_brings_it_back(ann, writes_off):
    one = owing()
    done = do(ann, "close_recovery", "recovery", one, status="written_off", reason="Not found.")
    found = row(m.Recovery, one)
    assert (found.status, found.adjusted, found.balance) == ("written_off", 350_00, 0)
    undo(ann, done.receipt.seq, on=TODAY)
    assert row(m.Recovery, one).balance == 350_00


@pytest.mark.parametrize(
    ("damage", "blocked"),
    [(date(2024, 5, 24), False), (date(2024, 5, 25), True), (date(2026, 8, 14), True)],
)
def test_before_thirty_months_a_write_off_needs_the_attorneys_note(
    ann, writes_off, damage, blocked
):
    one = owing(damage_date=damage)
    plan = look(ann, "set_status", "recovery", one, status="written_off")
    assert bool(plan.refusals) is blocked
    if blocked:
        want = plan.refusals[0].want
        assert (want.action, want.given["sensitivity"]) == ("add_note", "privileged")
        attorneys_note(one)
        assert not look(ann, "set_status", "recovery", one, status="written_off").refusals


def attorneys_note(recovery: int, **values) -> int:
    usual = {"subject": "City attorney: on the write-off", "text": "No use: she is insolvent."}
    usual |= {"note_date": TODAY, "sensitivity": "privileged"}
    return make("filenote", recovery=recovery, **{**usual, **values})


def wants_note(ann, recovery: int) -> bool:
    plan = look(ann, "set_status", "recovery", recovery, status="written_off")
    return "only with the attorney's note" in reasons(plan)


@pytest.mark.parametrize(
    ("values", "counts", "why"),
    [
        ({}, True, "the attorney's word, kept as attorney"),
        ({"subject": "CITY ATTORNEY: Smith"}, True, "in other letters"),
        ({"subject": "No use"}, False, "a note of the office"),
        ({"subject": "Suit: let the time pass"}, False, "why the office does not sue"),
        ({"subject": "Asked the city attorney: no answer"}, False, "the question, not the answer"),
        ({"sensitivity": "personal"}, False, "not kept as attorney"),
        ({"text": None}, False, "it says nothing"),
        ({"text": " "}, False, "it says nothing either"),
    ],
)
def test_the_attorneys_note_is_the_attorneys_word(ann, writes_off, values, counts, why):
    one = owing(damage_date=date(2026, 8, 14))
    attorneys_note(one, **values)
    assert wants_note(ann, one) is not counts, why


@pytest.mark.parametrize(
    ("title", "is_letter", "counts"),
    [
        ("City attorney: opinion of 2 Nov 2026", None, True),
        ("Opinion", None, False),
        ("City attorney: write-off", "document", False),
        ("City attorney: write-off", "printed", False),
    ],
)
def test_a_document_of_the_attorney_counts_and_a_letter_of_the_office_never(
    ann, writes_off, title, is_letter, counts
):
    one = owing(damage_date=date(2026, 8, 14))
    paper = make("document", recovery=one, title=title, sensitivity="privileged",
                 document_date=TODAY, file_name="a.pdf", media_type="application/pdf",
                 size_bytes=1, sha256="0" * 64, store_name="0" * 32)  # fmt: skip
    if is_letter:
        make("letter", recovery=one, code="WRITEOFF", title="Memo", recipient="Finance",
             letter_date=TODAY, **{is_letter: paper})  # fmt: skip
    assert wants_note(ann, one) is not counts


def test_the_memo_that_recommends_a_write_off_is_not_the_attorneys_note(ann, writes_off, tmp_path):
    documents.keep_in(tmp_path / "documents")
    letter_office.settle()
    one = letter_office.billed()
    given = {"efforts": "City attorney: none.", "reason": "City attorney: insolvent."}
    do(ann, "letter_write_off", "recovery", one, **given)
    assert m.Document.get().sensitivity == "privileged"
    do(ann, "decide_suit", "recovery", one, decision="attorney", reason="City attorney: sue.")
    assert wants_note(ann, one)


def test_the_want_leads_to_a_note_that_answers_it(ann, writes_off):
    one = owing(damage_date=date(2026, 8, 14))
    want = look(ann, "set_status", "recovery", one, status="written_off").refusals[0].want
    do(ann, want.action, "recovery", one, **want.given, text="A. Weld: she is insolvent.")
    assert not wants_note(ann, one)


WITHDRAWN = {"status": "withdrawn", "reason": "Not worth it."}


def test_a_bill_is_not_withdrawn_past_the_rules_of_a_write_off(ann, writes_off):
    one = owing(450_00, damage_date=date(2026, 8, 14))
    for key in ("set_status", "close_recovery"):
        told = reasons(look(ann, key, "recovery", one, **WITHDRAWN))
        assert "$450.00 was billed: to withdraw it is to write it off" in told, key
        assert "only with the attorney's note" in told, key
    assert row(m.Recovery, one).balance == 450_00


def test_what_was_billed_by_mistake_is_withdrawn_as_a_credit_is(ann, tiers):
    limit("technician", "write_off", None)
    within, beyond = (owing(cents, damage_date=date(2026, 8, 14)) for cents in (100_00, 100_01))
    given = {**WITHDRAWN, "ground": "mistaken"}
    assert look(ann, "close_recovery", "recovery", within, **given).approval is None
    waits = look(ann, "close_recovery", "recovery", beyond, **given)
    assert (reasons(waits), waits.approval.kind, waits.approval.amount) == (
        "", "compromise", 100_01,
    )  # fmt: skip
    do(ann, "close_recovery", "recovery", within, **given)
    assert row(m.Recovery, within).status == "withdrawn"


@pytest.mark.parametrize("key", ["set_status", "close_recovery"])
def test_a_case_is_withdrawn_with_a_reason(ann, writes_off, key):
    one = owing(status="documenting", billed=None, damage_date=date(2026, 8, 14))
    assert "Say why it is withdrawn." in reasons(
        look(ann, key, "recovery", one, status="withdrawn")
    )
    do(ann, key, "recovery", one, **WITHDRAWN)
    assert row(m.Recovery, one).status == "withdrawn"


def test_what_comes_in_after_a_write_off_makes_up_for_it(ann, writes_off):
    one = owing()
    do(ann, "close_recovery", "recovery", one, status="written_off", reason="Not found.")
    receive(ann, one, 100_00)
    found = row(m.Recovery, one)
    assert (found.status, found.adjusted, found.balance) == ("written_off", 250_00, 0)
    receive(ann, one, 250_00)
    found = row(m.Recovery, one)
    assert (found.status, found.adjusted, found.balance) == ("paid_closed", 0, 0)
    assert rollups.check() == []


@pytest.mark.parametrize("after", [True, False], ids=["came after", "came before"])
def test_a_refund_opens_a_case_that_was_written_off(ann, writes_off, after):
    one = owing()
    paid = None if after else receive(ann, one, 100_00)
    do(ann, "close_recovery", "recovery", one, status="written_off", reason="Not found.")
    paid = paid or receive(ann, one, 100_00)
    plan = look(ann, "refund_receipt", "recoveryreceipt", paid, reason="Bounced.")
    assert (
        "$100.00 is owed on REC-2027-0001 then: it was “Written off” and is open again, as "
        "“Partially paid”." in plan.lines
    )
    do(ann, "refund_receipt", "recoveryreceipt", paid, reason="Bounced.")
    found = row(m.Recovery, one)
    assert (found.status, found.received, found.adjusted, found.balance, found.closed_date) == (
        "partially_paid", 0, 250_00, 100_00, None,
    )  # fmt: skip


@pytest.mark.parametrize("end", ["withdrawn", "time_barred"])
def test_of_a_case_that_is_not_taken_up_again_a_refund_is_given_up_too(ann, end):
    limit("technician", "write_off", 300_00)
    limit("risk_manager", "write_off", None)
    one = owing(damage_date=date(2023, 1, 10))
    paid = receive(ann, one, 100_00)
    do(ann, "close_recovery", "recovery", one, status=end, reason="x")
    asked = do(ann, "refund_receipt", "recoveryreceipt", paid, reason="Bounced.")
    assert row(m.Approval, asked.approval_id).amount == 350_00
    run(user("max", "risk_manager"), approvals.decision(asked.approval_id, "approve"), on=TODAY)
    found = row(m.Recovery, one)
    assert (found.status, found.received, found.adjusted, found.balance) == (end, 0, 350_00, 0)


def test_small_claims_take_no_more_than_the_law_lets_a_city_ask(ann):
    small, large = owing(6_250_00), owing(6_250_01)
    of = {"responsible_party": make("party", name="Dan", role="responsible")}
    for one in (small, large):
        change("recovery", one, **of)
    court = {"court": "Superior Court", "court_date": TODAY}
    assert not look(ann, "file_small_claims", "recovery", small, **court).refusals
    want = look(ann, "file_small_claims", "recovery", large, **court).refusals[0].want
    assert want.action == "compromise_recovery"
    assert "$6,250.01 is beyond small claims, $6,250.00 for a city" in want.sentence


def test_a_case_comes_to_small_claims_by_its_filing_alone(ann):
    """The filing asks for court, number and day, and looks at Code Civ. Proc. 116.231."""
    plan = look(ann, "set_status", "recovery", owing(), status="small_claims_filed")
    assert [refusal.want.action for refusal in plan.refusals] == ["file_small_claims"]
    assert "116.231" in reasons(plan)


def test_what_may_still_be_sued_for_is_not_barred(ann, writes_off):
    one = owing(damage_date=date(2024, 1, 10))
    assert "runs until Mon 11 Jan 2027" in reasons(
        look(ann, "set_status", "recovery", one, status="time_barred")
    )
    late = owing(damage_date=date(2023, 1, 10))
    assert not look(ann, "set_status", "recovery", late, status="time_barred").refusals


@pytest.mark.parametrize(
    ("values", "status", "action", "column"),
    [
        ({"status": "documenting"}, "ready_to_bill", "add_recovery_cost", None),
        ({"status": "ready_to_bill"}, "billed", "bill_recovery", None),
        ({"status": "billed"}, "insurer_accepted", None, "carrier"),
        ({"status": "billed"}, "payment_plan", "plan_recovery", None),
    ],
)
def test_a_status_says_what_it_wants(ann, values, status, action, column):
    plan = look(ann, "set_status", "recovery", make("recovery", **values), status=status)
    assert [(r.want.action, r.want.column) for r in plan.refusals] == [(action, column)]


def test_several_are_closed_at_once(ann):
    ids = [owing() for _ in "ab"]
    for one in ids:
        make("recoveryreceipt", recovery=one, receipt_date=TODAY, amount=350_00)
    done = do(ann, "close_recovery", "recovery", ids, status="paid_closed")
    assert done.sentence == "2 recoveries closed: paid, closed."

"""Letters as quick actions: what is shown before, what is written, who approves, what undo leaves."""

from datetime import date, timedelta

import letter_office as made
import pytest
from desk import TODAY, change, do, limit, look, make, reasons, row, user, words

import models as m
from exports import printing as pages
from exports.letters import printing
from exports.letters.declared import LETTERS, kind_of
from exports.letters.writing import Wish, write
from journal import documents, undo
from journal.who import person
from rules.errors import Blocked, Refused
from workflow import approvals
from workflow.approvals import decision
from workflow.verbs import VERBS, run

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture(autouse=True)
def store(tmp_path, office):
    """A folder for documents, and the head of letters."""
    documents.keep_in(tmp_path / "documents")
    made.settle()


MARCH = date(2026, 3, 2)


def technician():
    return user("tess", "technician")


def manager():
    known = m.User.get_or_none(m.User.email == "rita@example.org")
    return again("rita") if known else user("rita", "risk_manager")


def test_every_letter_that_goes_out_is_a_quick_action():
    keys = {f"letter_{entry.key}" for entry in LETTERS if kind_of(entry).sends}
    assert keys <= {entry.key for entry in VERBS}


def test_a_rejection_starts_its_clock_and_goes_into_the_file():
    claim = made.liability()
    plan = look(manager(), "letter_rejection", "claim", claim, action="rejected")
    assert "Rejection notice to Rosa Alvarez, mail." in words(plan)
    assert "Sets Rejection mailed: Tue 24 Nov 2026." in words(plan)
    assert "Status “Under review” becomes “Rejected”." in words(plan)
    assert any("court" in line or "sue" in line for line in plan.follows)
    assert any("six (6) months" in text for _, text in plan.papers[0].blocks)
    do(again("rita"), "letter_rejection", "claim", claim, action="rejected")
    kept = row(m.Claim, claim)
    assert (kept.rejection_mailed_date, kept.status) == (TODAY, "rejected")
    letter = m.Letter.get()
    assert (letter.code, letter.status, letter.claim, letter.sent_date) == (
        "REJECT",
        "sent",
        claim,
        TODAY,
    )
    document = m.Document.get_by_id(letter.document)
    assert document.claim == claim
    assert documents.content(document)[:2] == b"PK"
    assert m.Diary.select().where(m.Diary.rule_code == "SUIT_6M", m.Diary.status == "open").exists()


def again(name: str):
    """Who was made before by this name."""
    return person(f"{name}@example.org")


def test_a_missing_value_stops_the_letter_and_names_every_field():
    claim = make(
        "claim", claimant="Bo", line="L", status="under_review", loss_date=date(2026, 5, 20)
    )
    plan = look(manager(), "letter_rejection", "claim", claim, action="rejected")
    assert "the address it goes to (give it above" in reasons(plan)
    assert "the day the claim was presented (enter it on the claim)" in reasons(plan)
    assert not plan.draft


def test_an_address_given_above_mends_it():
    claim = make("claim", claimant="Bo", line="L", status="received", loss_date=date(2026, 5, 20),
                 received_date=date(2026, 5, 21))  # fmt: skip
    plan = look(technician(), "letter_acknowledgement", "claim", claim, address="1 A Street")
    assert plan.refusals == []
    assert "Status “Received” becomes “Under review”." in words(plan)


def test_an_acknowledgement_leaves_a_later_status_alone():
    claim = made.liability(status="investigation")
    do(technician(), "letter_acknowledgement", "claim", claim)
    assert row(m.Claim, claim).status == "investigation"


def test_a_technicians_rejection_waits_for_the_attorney_or_the_manager():
    claim = made.liability()
    tess, rita = technician(), manager()
    done = do(tess, "letter_rejection", "claim", claim, action="rejected")
    assert done.approval_id
    assert m.Letter.select().count() == m.Document.select().count() == 0
    run(rita, decision(done.approval_id, "approve"), on=date(2026, 11, 25))
    assert row(m.Claim, claim).rejection_mailed_date == date(2026, 11, 25)
    assert m.Letter.get().letter_date == date(2026, 11, 25)


def memo(**of) -> int:
    """A document on a record."""
    given = {"media_type": "application/pdf", "size_bytes": 1, "sha256": "0" * 64, **of}
    return make("document", title="Memo", document_date=TODAY, file_name="a.pdf",
                store_name="0" * 32, **given)  # fmt: skip


def test_a_decision_is_recorded_by_a_document_of_the_same_record():
    claim = made.liability(accrual_date=MARCH, claim_kind="injury")
    rita = manager()
    done = do(technician(), "letter_late_claim", "claim", claim)
    given = {"tier": "city_attorney", "name": "A. Weld", "decided_on": TODAY}
    for elsewhere in (memo(claim=made.injured()), memo(recovery=made.recovery()), memo()):
        with pytest.raises(Refused, match="is not in the file of L-2026-0412"):
            do(rita, "record_decision", "approval", done.approval_id, **given, document=elsewhere)
    paper = memo(claim=claim)
    do(rita, "record_decision", "approval", done.approval_id, **given, document=paper)
    assert row(m.Approval, done.approval_id).outside_document == paper


def test_a_letter_that_waits_for_the_attorney_is_read_by_who_records_the_decision():
    claim, rita = made.liability(accrual_date=MARCH, claim_kind="injury"), manager()
    done = do(technician(), "letter_late_claim", "claim", claim)
    plan = approvals.shown(rita, done.approval_id, on=TODAY)
    assert any("is being returned because" in said for _, said in plan.papers[0].blocks)
    with pytest.raises(Refused):
        approvals.shown(user("ed", "examiner"), done.approval_id, on=TODAY)
    assert m.Letter.select().count() == 0


def test_a_value_that_is_missing_is_entered_on_the_record():
    plan = look(technician(), "letter_demand", "recovery", made.recovery(asset_description=None))
    want = plan.refusals[0].want
    assert (want.sheet, want.column) == ("recovery", "asset_description")
    claim = made.liability(presented_date=None)
    plan = look(manager(), "letter_rejection", "claim", claim, action="rejected")
    assert plan.refusals[0].want.column == "presented_date"
    assert "(enter it on the claim)" in plan.refusals[0].sentence


def test_what_only_the_attorney_decides_is_recorded_by_a_manager():
    claim = made.liability(accrual_date=date(2026, 3, 2), claim_kind="injury")
    tess, rita = technician(), manager()
    done = do(tess, "letter_late_claim", "claim", claim)
    with pytest.raises(Refused, match="Record its decision instead"):
        run(rita, decision(done.approval_id, "approve"), on=TODAY)
    paper = memo(claim=claim)
    do(rita, "record_decision", "approval", done.approval_id, tier="city_attorney", name="A. Weld",
       decided_on=TODAY, document=paper)  # fmt: skip
    assert row(m.Claim, claim).late_notice_mailed_date == TODAY
    assert row(m.Approval, done.approval_id).outside_by == "City attorney: A. Weld"


@pytest.mark.parametrize("status", ["under_review", "assigned", "investigation", "evaluation"])
def test_a_late_claim_is_returned_from_wherever_it_is_worked_on(status):
    """Gov. Code 911.3(a): at any time within 45 days after it is presented."""
    claim = made.liability(accrual_date=MARCH, claim_kind="injury", status=status)
    plan = look(manager(), "letter_late_claim", "claim", claim)
    assert reasons(plan) == ""
    assert "becomes “Returned as late”." in words(plan)


IN_TIME = (
    "The claim is not late: it accrued Wed 20 May 2026, the last day to present it was Fri 20 Nov "
    "2026, and it was presented Tue 10 Nov 2026 (Gov. Code 911.2)."
)


def test_a_claim_in_time_is_not_returned_as_late_by_letter_or_by_hand():
    claim, rita = made.liability(claim_kind="injury"), manager()
    assert reasons(look(rita, "letter_late_claim", "claim", claim)) == IN_TIME
    by_hand = {"status": "late_returned", "event_date": TODAY}
    assert reasons(look(rita, "set_status", "claim", claim, **by_hand)) == IN_TIME


def test_what_is_claimed_is_asked_for_where_it_says_whether_a_claim_is_late():
    plan = look(manager(), "letter_late_claim", "claim", made.liability(accrual_date=MARCH))
    assert plan.refusals[0].want.column == "claim_kind"
    assert plan.refusals[0].want.sheet == "claim"


def test_the_hold_after_an_insufficiency_holds_a_rejection_off():
    claim = made.liability()
    rita = manager()
    do(rita, "letter_insufficiency", "claim", claim, defects="Not signed.")
    assert row(m.Claim, claim).status == "insufficient"
    assert "cannot be rejected before" in reasons(
        look(rita, "letter_rejection", "claim", claim, action="rejected")
    )


def test_an_unsigned_extension_moves_no_deadline():
    claim = made.liability()
    ada = user("ada", "risk_manager")
    day = date(2027, 2, 26)
    done = do(ada, "letter_extension", "claim", claim, new_deadline=day)
    assert done.approval_id
    assert "Extended to" not in words(
        look(ada, "letter_extension", "claim", claim, new_deadline=day)
    )
    signed = look(ada, "letter_extension", "claim", claim, new_deadline=day, is_signed=True)
    assert "Sets Extended to: Fri 26 Feb 2027." in words(signed)


@pytest.mark.parametrize(
    ("day", "stands", "said"),
    [
        (date(2020, 11, 25), None, "too early for a letter of Tue 24 Nov 2026"),
        (date(2026, 12, 28), None, "the City may act on the claim until Mon 28 Dec 2026"),
        (date(2026, 12, 29), None, ""),
        (date(2027, 2, 26), date(2027, 2, 26), "may act on the claim until Fri 26 Feb 2027"),
        (date(2027, 2, 27), date(2027, 2, 26), ""),
    ],
)
def test_an_extension_goes_beyond_the_last_day_to_act(day, stands, said):
    """Gov. Code 912.4(b): day 45 of 10 November is Christmas Day, which moves to Monday."""
    claim = made.liability(extension_to_date=stands)
    told = reasons(look(manager(), "letter_extension", "claim", claim, new_deadline=day))
    assert said in told
    assert bool(told) is bool(said)


def test_an_application_is_denied_between_its_coming_in_and_today():
    late = {"accrual_date": MARCH, "late_application_date": date(2026, 11, 20)}
    claim, rita, given = made.liability(**late), manager(), {"reason": "No ground is shown."}
    for day, said in ((date(2026, 11, 19), "lies before"), (date(2026, 11, 25), "lies ahead")):
        plan = look(rita, "letter_late_denial", "claim", claim, **given, action_date=day)
        assert said in reasons(plan)
    plan = look(rita, "letter_late_denial", "claim", claim, **given, action_date=TODAY)
    assert reasons(plan) == ""


NOTICES = {
    "rejection": {"action": "rejected"},
    "insufficiency": {"defects": "Not signed."},
    "late_claim": {},
    "late_denial": {"reason": "No ground is shown."},
}
LATE = {
    "accrual_date": MARCH,
    "claim_kind": "injury",
    "late_application_date": date(2026, 11, 20),
}


def test_every_notice_with_a_proof_of_service_is_tried():
    assert set(NOTICES) == {entry.key for entry in LETTERS if kind_of(entry).proof}


@pytest.mark.parametrize("key", NOTICES)
@pytest.mark.parametrize(
    ("came", "said"),
    [
        ("personal", "only where the claim came electronically (Gov. Code 915.4(a))"),
        ("mail", "only where the claim came electronically (Gov. Code 915.4(a))"),
        (None, "only where the claim came electronically (Gov. Code 915.4(a))"),
        ("electronic", ""),
    ],
)
def test_a_notice_goes_by_e_mail_where_the_claim_came_so(key, came, said):
    claim = made.liability(**LATE, delivery_method=came)
    by_mail = {"delivery": "email", "address": "rosa@example.org"}
    plan = look(manager(), f"letter_{key}", "claim", claim, **NOTICES[key], **by_mail)
    assert said in reasons(plan)
    assert bool(reasons(plan)) is bool(said)


@pytest.mark.parametrize("address", ["not an address", "rosa@", "12 Elm Street @ 4th"])
def test_what_goes_by_e_mail_goes_to_an_e_mail_address(address):
    claim = made.liability(delivery_method="electronic")
    by_mail = {"delivery": "email", "address": address}
    for key, given in (("rejection", {"action": "rejected"}), ("acknowledgement", {})):
        plan = look(manager(), f"letter_{key}", "claim", claim, **given, **by_mail)
        assert f"“{address}” is not an e-mail address" in reasons(plan)
    assert row(m.Claim, claim).rejection_mailed_date is None


def test_a_demand_goes_out_on_a_bill_that_its_lines_come_to():
    tess, recovery = technician(), made.recovery()
    assert "Demand letter to Dale Moss, mail." in words(
        look(tess, "letter_demand", "recovery", recovery)
    )
    make("recoverycost", recovery=recovery, element="other", description="Crane", amount=1_00)
    assert "bill it again first" in reasons(look(tess, "letter_demand", "recovery", recovery))


ASKING = (
    ("demand", {}),
    ("demand_carrier", {}),
    ("follow_30", {}),
    ("follow_60", {}),
    ("follow_90", {"action_day": date(2026, 12, 11)}),
    ("small_claims", {"venue": "Superior Court"}),
    (
        "settlement_recommendation",
        {"agreed": 1_000_00, "reason": "Old pole.", "pay_by": date(2026, 12, 11)},
    ),
)
"""The letters that ask for money on a bill."""


@pytest.mark.parametrize(("key", "given"), ASKING)
def test_a_letter_asks_for_what_is_left_and_says_why(key, given):
    recovery = made.recovery(adjusted=479_25)
    make("recoveryreceipt", recovery=recovery, amount=500_00, receipt_date=TODAY)
    kept = row(m.Recovery, recovery)
    assert (kept.billed, kept.received, kept.balance) == (3_979_25, 500_00, 3_000_00)
    plan = look(manager(), f"letter_{key}", "recovery", recovery, **given)
    assert reasons(plan) == ""
    text = "\n".join(words for _, words in plan.papers[0].blocks)
    for amount in ("$3,979.25", "$500.00", "$479.25", "$3,000.00"):
        assert amount in text
    assert "Please pay $3,979.25" not in text


@pytest.mark.parametrize(("key", "given"), ASKING)
def test_no_letter_asks_on_a_bill_that_its_costs_have_left(key, given):
    recovery = made.recovery()
    make("recoverycost", recovery=recovery, element="other", description="Crane", amount=1_00)
    plan = look(manager(), f"letter_{key}", "recovery", recovery, **given)
    assert "The cost lines come to $3,980.25, the bill says $3,979.25" in reasons(plan)
    assert "bill it again first" in reasons(plan)


def test_no_letter_asks_where_nothing_is_owed():
    recovery = made.billed()
    make("recoveryreceipt", recovery=recovery, amount=3_979_25, receipt_date=TODAY)
    plan = look(manager(), "letter_follow_30", "recovery", recovery)
    assert "Nothing is owed on it any more" in reasons(plan)


@pytest.mark.parametrize(("status", "stands"), [("billed", False), ("tendered", True)])
def test_the_number_of_the_carrier_stands_in_letters_to_the_carrier_alone(status, stands):
    recovery = made.recovery(status=status)
    plan = look(technician(), "letter_follow_30", "recovery", recovery)
    text = "\n".join(words for _, words in plan.papers[0].blocks)
    assert ("Pat Lowe" in text) is stands
    assert ("Your claim no.:\tGM-88231" in text) is stands


def test_a_demand_after_its_day_to_pay_is_a_follow_up():
    plan = look(technician(), "letter_demand", "recovery", made.billed())
    assert "write a follow-up" in reasons(plan)


def test_a_demand_without_a_bill_says_to_bill_first():
    recovery = made.recovery(invoice_no=None, invoice_date=None, due_date=None, billed=None)
    plan = look(technician(), "letter_demand", "recovery", recovery)
    assert "the invoice number (bill the recovery first)" in reasons(plan)


def test_small_claims_are_for_small_balances():
    recovery = made.billed()
    make("recoverycost", recovery=recovery, element="other", description="Crane", amount=9_000_00)
    plan = look(technician(), "letter_small_claims", "recovery", recovery, venue="Superior Court")
    assert "above the small-claims limit of $6,250.00" in reasons(plan)


COMPROMISE = "letter_settlement_recommendation"


def test_a_compromise_takes_authority_for_what_is_given_up():
    recovery = made.billed()
    given = {"agreed": 3_000_00, "reason": "Old pole.", "pay_by": date(2026, 12, 11)}
    plan = look(technician(), "letter_settlement_recommendation", "recovery", recovery, **given)
    assert "$979.25 is beyond your authority" in plan.approval.sentence
    more = look(again("tess"), "letter_settlement_recommendation", "recovery", recovery,
                **{**given, "agreed": 9_000_00})  # fmt: skip
    assert "$9,000.00 is not less than the $3,979.25 that is owed" in reasons(more)


@pytest.mark.parametrize(
    ("agreed", "said"),
    [
        (-100_00, "-$100.00 is not an amount that comes in"),
        (0, "$0.00 is not an amount that comes in"),
        (1, ""),
        (3_979_24, ""),
        (3_979_25, "$3,979.25 is not less than the $3,979.25 that is owed"),
        (3_979_26, "$3,979.26 is not less than the $3,979.25 that is owed"),
    ],
)
def test_a_compromise_lies_between_nothing_and_the_balance(agreed, said):
    given = {"agreed": agreed, "reason": "Old pole.", "pay_by": date(2026, 12, 11)}
    plan = look(technician(), COMPROMISE, "recovery", made.billed(), **given)
    assert said in reasons(plan)
    assert bool(plan.refusals) is bool(said)


@pytest.mark.parametrize(
    ("agreed", "alone"),
    [(3_979_25 - 350_35 - 149_65, True), (3_979_25 - 350_35 - 149_66, False)],
    ids=["at the limit together", "a cent beyond it"],
)
def test_action_and_letter_give_up_within_one_limit(agreed, alone):
    """$350.35 by the action, the rest of $500.00 by the letter: not $500.00 by each."""
    limit("technician", "compromise", 500_00)
    limit("risk_manager", "compromise", None)
    recovery, tess = made.billed(), technician()
    do(tess, "compromise_recovery", "recovery", recovery, accepted=3_979_25 - 350_35, reason="Old.")
    given = {"agreed": agreed, "reason": "Old pole.", "pay_by": date(2026, 12, 11)}
    plan = look(tess, COMPROMISE, "recovery", recovery, **given)
    assert reasons(plan) == ""
    assert "$350.35 was given up before" in words(plan)
    assert (plan.approval is None) is alone
    assert alone or plan.approval.amount == 500_01


def test_several_records_are_one_change_and_the_rest_can_go_on():
    good, bad = made.liability(), make("claim", claimant="Bo", line="L", status="under_review")
    tess = technician()
    given = {"items": "Photos", "reply_by": date(2026, 12, 11)}
    with pytest.raises(Blocked, match="The rest can go on without it"):
        do(tess, "letter_information_request", "claim", [good, bad], **given)
    done = do(tess, "letter_information_request", "claim", [good, bad], partly=True, **given)
    assert done.sentence == "1 letter written: Request for information."


@pytest.mark.parametrize("typed", [{"address": "1 A Street"}, {"recipient": "Bo Lee"}])
def test_an_address_that_is_typed_is_that_of_one_letter(typed):
    both = [made.liability(), made.liability(claim_no="L-2026-0413")]
    plan = look(technician(), "letter_acknowledgement", "claim", both, **typed)
    assert "leave “To” and “Address” blank for several" in reasons(plan)
    assert not plan.draft
    one = look(again("tess"), "letter_acknowledgement", "claim", both[:1], **typed)
    assert reasons(one) == ""


def final(recovery: int) -> str:
    """The words of the final notice."""
    plan = look(manager(), "letter_follow_90", "recovery", recovery, action_day=FRIDAY)
    return reasons(plan) or "\n".join(said for _, said in plan.papers[0].blocks)


def test_the_final_notice_says_when_the_city_wrote_and_nothing_else():
    recovery = made.billed()
    assert "We wrote to you" not in final(recovery)
    facts = {"recovery": recovery, "title": "A letter", "recipient": "Dale Moss"}
    for code, day, status in (
        ("DEMAND", date(2026, 9, 10), "sent"),
        ("FOLLOW-30", date(2026, 10, 12), "sent"),
        ("FOLLOW-60", date(2026, 11, 9), "void"),
        ("WRITEOFF", date(2026, 11, 10), "sent"),
    ):
        make("letter", code=code, letter_date=day, sent_date=day, status=status, **facts)
    day = {"letter_date": date(2026, 11, 2), "sent_date": date(2026, 11, 2), "status": "sent"}
    make("letter", code="DEMAND-CARR", **{**facts, **day, "recipient": "Granite Mutual"})
    said = "is 75 days old. We wrote to you on September 10, 2026 and October 12, 2026."
    assert said in final(recovery)


def test_an_office_that_signs_itself_signs_once():
    recovery = m.Recovery.get_by_id(made.billed())
    letter = write(LETTERS.get("follow_90"), recovery, Wish(given={"action_day": FRIDAY}), on=TODAY)
    signed = [said for style, said in letter.blocks if style == "Signed" and said]
    assert signed == ["Risk Management Division"]


def test_a_letter_for_the_other_line_is_refused():
    plan = look(manager(), "letter_rejection", "claim", made.injured(), action="rejected")
    assert reasons(plan) == "This letter is for liability claims."


def test_light_duty_is_offered_in_spanish():
    offer = made.offer()
    do(user("ed", "examiner"), "letter_light_duty_offer", "lightdutyoffer", offer, language="es")
    letter = m.Letter.get()
    assert (letter.language, letter.offer) == ("es", offer)
    assert row(m.LightDutyOffer, offer).offered_date == TODAY


def test_undo_takes_the_facts_back_and_leaves_the_letter_marked_void():
    claim = made.liability()
    done = do(manager(), "letter_rejection", "claim", claim, action="rejected")
    undone = undo.undo(again("rita"), done.receipt.seq, on=TODAY)
    outcomes = {(step.sheet, step.outcome) for step in undone.plan.steps}
    told = {step.sheet: step.reason for step in undone.plan.steps}
    assert told["letter"] == "The letter went out: it stays in the file, marked void."
    assert ("document", "kept") in outcomes
    assert ("letter", "reversed") in outcomes
    kept = row(m.Claim, claim)
    assert (kept.rejection_mailed_date, kept.status) == (None, "under_review")
    letter = m.Letter.get()
    assert letter.status == "void"
    assert "the letter went out" in letter.void_reason
    assert m.Document.get_by_id(letter.document).trashed_at is None


def test_a_change_of_the_claim_meanwhile_sends_the_approval_back():
    claim = made.liability()
    done = do(technician(), "letter_rejection", "claim", claim, action="rejected")
    change("claim", claim, location="Elsewhere")
    with pytest.raises(Blocked, match="Something changed since it was asked"):
        run(manager(), decision(done.approval_id, "approve"), on=TODAY)


@pytest.mark.libreoffice
@pytest.mark.usefixtures("soffice")
def test_the_pdf_is_kept_beside_the_letter():
    change("setting", m.Setting.get(m.Setting.name == "letters_as_pdf").id, value="yes")
    claim = made.liability()
    do(technician(), "letter_acknowledgement", "claim", claim)
    letter = m.Letter.get()
    printed = m.Document.get_by_id(letter.printed)
    assert documents.content(printed)[:5] == b"%PDF-"
    assert printed.file_name == "L-2026-0412 Acknowledgement of a claim.pdf"


def test_without_libreoffice_it_is_said_and_the_letter_goes_out(monkeypatch):
    change("setting", m.Setting.get(m.Setting.name == "letters_as_pdf").id, value="yes")
    monkeypatch.setattr(pages, "PROGRAMS", ("no-such-program",))
    claim, tess = made.liability(), technician()
    assert printing.NOT_HERE in look(tess, "letter_acknowledgement", "claim", claim).lines
    do(tess, "letter_acknowledgement", "claim", claim)
    assert m.Letter.get().printed is None


INQUIRY = {
    "questions": "May he lift 20 pounds?",
    "job_demands": "Lifting up to 40 pounds",
    "reply_by": date(2026, 12, 11),
}
FRIDAY = date(2026, 12, 11)
WRITE_OFF = {"efforts": "Three letters, two calls.", "reason": "Bankrupt."}


OFFICE = "Harper & Lowe\n1 Court Square\nSonora Bay, CA 95370"


def acknowledged(claim: int) -> str:
    """The words of the acknowledgement of a claim, or why there is none."""
    plan = look(technician(), "letter_acknowledgement", "claim", claim)
    return reasons(plan) or "\n".join(said for _, said in plan.papers[0].blocks)


def test_who_is_represented_is_written_to_by_the_representative():
    claim = made.liability()
    make("party", claim=claim, name="Jo Harper", role="attorney", address=OFFICE)
    text = acknowledged(claim)
    assert "Jo Harper\nfor Rosa Alvarez\nHarper & Lowe\n1 Court Square" in text
    assert "Dear Jo Harper:" in text
    assert "Claim of Rosa Alvarez" in text
    assert made.ADDRESS.splitlines()[0] not in text


def test_notices_go_where_the_claim_says_that_they_go():
    """Gov. Code 915.4: the address stated in the claim for notices."""
    claim = made.liability()
    party = row(m.Claim, claim).party
    change("party", party, represented_by="Jo Harper", notice_address="PO Box 4\nSonora, CA")
    assert "Jo Harper\nfor Rosa Alvarez\nPO Box 4" in acknowledged(claim)


def test_a_representative_without_an_address_is_asked_for():
    claim = made.liability()
    change("party", row(m.Claim, claim).party, represented_by="Jo Harper")
    assert "lacks the address it goes to (give it above" in acknowledged(claim)


ASKED = {
    "information_request": ("claim", made.liability, {"items": "Photos"}, "reply_by", 1),
    "delay": ("claim", made.liability, {"reason": "Not yet."}, "expected_date", 0),
    "follow_90": ("recovery", made.billed, {}, "action_day", 1),
    "small_claims": ("recovery", made.billed, {"venue": "Superior Court"}, "pay_by", 10),
    "settlement_recommendation": (
        "recovery",
        made.billed,
        {"agreed": 1_000_00, "reason": "Old pole."},
        "pay_by",
        1,
    ),
}
"""Letter -> the record, what else it asks, the day, and how many days ahead that lies at least."""


@pytest.mark.parametrize("key", ASKED)
@pytest.mark.parametrize("near", [True, False])
def test_a_letter_asks_for_a_day_that_can_be_kept(key, near):
    sheet, make_record, given, name, ahead = ASKED[key]
    day = TODAY + timedelta(days=ahead - near)
    plan = look(manager(), f"letter_{key}", sheet, make_record(), **given, **{name: day})
    assert ("is too early for a letter of Tue 24 Nov 2026" in reasons(plan)) is near
    assert bool(plan.papers) is not near


def test_a_physician_is_asked_for_an_answer_by_a_day_to_come():
    wanda = user("wanda", "wc_manager")
    given = {**INQUIRY, "reply_by": TODAY}
    plan = look(wanda, "letter_physician_inquiry", "claim", made.injured(), **given)
    assert "Answer by: Tue 24 Nov 2026 is too early" in reasons(plan)


BACK = {"duty": "full", "return_date": TODAY}


def back(claim: int, **given):
    """The confirmation that somebody returns to work today."""
    manager = user("wanda", "wc_manager")
    return look(manager, "letter_return_to_work", "claim", claim, **{**BACK, **given})


def test_full_duty_is_confirmed_on_a_note_of_full_duty_alone():
    told = reasons(back(made.released(status="modified")))
    assert "WS-000001 from Fri 20 Nov 2026 says modified work" in told
    assert "record the note of full duty first, or confirm modified duty" in told


@pytest.mark.parametrize(("day", "refused"), [(19, True), (20, False)])
def test_full_duty_is_confirmed_from_the_day_of_the_note_on(day, refused):
    told = reasons(back(made.released(), return_date=date(2026, 11, day)))
    assert ("No physician's note releases to full duty" in told) is refused


def test_a_note_of_full_duty_that_nobody_confirmed_is_told():
    unsure = "WS-000001 is not confirmed with the physician yet."
    assert unsure in words(back(made.released(verified_date=None)))


def test_a_confirmed_note_of_full_duty_is_not_told_so():
    assert "not confirmed with the physician" not in words(back(made.released()))


def test_modified_duty_is_confirmed_whatever_the_note():
    plan = back(made.released(status="modified"), duty="modified")
    assert reasons(plan) == ""
    text = "\n".join(said for _, said in plan.papers[0].blocks)
    assert "to modified duty" in text
    assert "A copy goes" not in text


@pytest.mark.parametrize(
    ("key", "sheet", "make_record", "given", "who"),
    [
        ("letter_delay", "claim", made.liability, {"reason": "Not yet."}, "technician"),
        ("letter_status_letter", "claim", made.liability, {}, "technician"),
        ("letter_demand_carrier", "recovery", made.recovery, {}, "technician"),
        ("letter_follow_30", "recovery", made.billed, {}, "technician"),
        ("letter_follow_60", "recovery", made.billed, {}, "technician"),
        ("letter_follow_90", "recovery", made.billed, {"action_day": FRIDAY}, "risk_manager"),
        ("letter_payment_plan", "recovery", made.billed, {}, "risk_manager"),
        ("letter_write_off", "recovery", made.billed, WRITE_OFF, "technician"),
        ("letter_light_duty_extension", "lightdutyoffer", made.extension, {}, "examiner"),
        ("letter_physician_inquiry", "claim", made.injured, INQUIRY, "examiner"),
        ("letter_return_to_work", "claim", made.released, BACK, "wc_manager"),
    ],
)
def test_a_letter_goes_into_the_file_as_it_is_kept(key, sheet, make_record, given, who):
    record = make_record()
    do(user("ed", who), key, sheet, record, **given)
    letter, kind = m.Letter.get(), kind_of(LETTERS.get(key.removeprefix("letter_")))
    document = m.Document.get_by_id(letter.document)
    assert letter.code == kind.code
    assert letter.sensitivity == document.sensitivity == kind.sensitivity
    assert document.file_name.endswith(".docx")


def test_a_denied_late_application_waits_for_the_attorney():
    claim = made.liability(accrual_date=date(2026, 3, 2), late_application_date=date(2026, 11, 20))
    plan = look(manager(), "letter_late_denial", "claim", claim, reason="No ground is shown.")
    assert plan.approval.roles == ("city_attorney",)


def test_a_medical_letter_is_not_the_risk_managers():
    with pytest.raises(Refused, match="not among the actions of your role"):
        look(manager(), "letter_physician_inquiry", "claim", made.injured(), **INQUIRY)

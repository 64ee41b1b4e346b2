"""Paying: what stands against it, what goes beyond one's limit, what takes it back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from desk import (
    TODAY,
    change,
    claim,
    do,
    limit,
    look,
    make,
    pay,
    payee,
    reasons,
    reserve,
    row,
    user,
    words,
)

import models as m
from journal.undo import undo
from rules.errors import Blocked, NotFound, Refused

pytestmark = pytest.mark.usefixtures("office")


def _paid(claim_id: int) -> tuple[int, int]:
    found = row(m.Claim, claim_id)
    return found.paid, found.outstanding


def test_a_payment_is_posted_numbered_and_on_the_ledger(ann):
    department = make("department", code="PW", name="Public Works", fund="F-100")
    claim_id, to = claim(department=department), payee()
    reserve(claim_id, 500_00)
    done = pay(ann, claim_id, to, 120_50, memo="Estimate")
    payment = row(m.Payment, done.opens[1])
    assert done.sentence == "$120.50 to Rosa Alvarez is posted on L-2027-0001."
    assert (payment.status, payment.payment_date, payment.payee_name, payment.fund) == (
        "posted",
        TODAY,
        "Rosa Alvarez",
        "F-100",
    )
    assert payment.posted_at is not None
    assert payment.payment_no.startswith("PY-2027-")
    assert _paid(claim_id) == (120_50, 379_50)


@pytest.mark.parametrize(
    ("facts", "sentence", "action"),
    [
        (
            {"status": "closed_paid", "closed_date": TODAY},
            "is closed: reopen it first",
            "reopen_claim",
        ),
        ({"reserve": 0}, "No reserve is set for indemnity", "set_reserve"),
        ({"reserve": 99_00}, "has $99.00 left, and this is $100.00", "set_reserve"),
        ({"form": None}, "No tax form is on file for Rosa Alvarez", "record_tax_form"),
        ({"form": TODAY + timedelta(days=1)}, "No tax form is on file", "record_tax_form"),
        ({"amount": 0}, "more than nothing", None),
        ({"amount": -5}, "more than nothing", None),
    ],
)
def test_what_stands_against_a_payment_is_said_with_what_clears_it(ann, facts, sentence, action):
    claim_id = claim(**{k: v for k, v in facts.items() if k in ("status", "closed_date")})
    if facts.get("reserve", 500_00):
        reserve(claim_id, facts.get("reserve", 500_00))
    to = payee(tax_form_date=facts.get("form", TODAY))
    plan = look(
        ann,
        "pay",
        "claim",
        claim_id,
        payee=to,
        category="indemnity",
        amount=facts.get("amount", 100_00),
    )
    assert sentence in reasons(plan)
    assert [refusal.want.action for refusal in plan.refusals] == [action]
    with pytest.raises(Blocked):
        pay(ann, claim_id, to, facts.get("amount", 100_00))
    assert m.Payment.select().count() == 0


def test_an_organizations_form_counts_and_an_employee_needs_none(ann):
    firm = make("organization", name="Tow Co", tax_form_date=TODAY)
    employee = make("employee", employee_no="1", name="Eli")
    claim_id = claim()
    reserve(claim_id, 500_00)
    pay(ann, claim_id, payee(name="Tow", tax_form_date=None, organization=firm), 100_00)
    pay(ann, claim_id, payee(name="Eli", tax_form_date=None, employee=employee), 101_00)
    assert _paid(claim_id) == (201_00, 299_00)


def test_each_category_has_its_own_reserve(ann):
    claim_id = claim()
    reserve(claim_id, 500_00, "expense")
    with pytest.raises(Blocked, match="No reserve is set for indemnity"):
        pay(ann, claim_id, payee(), 100_00)


# --- Duplicates ----------------------------------------------------------------------------------


def _made_before(ann, **values):
    claim_id, to = claim(), payee()
    reserve(claim_id, 2_000_00)
    pay(ann, claim_id, to, 100_00, **values)
    return claim_id, to


def test_the_same_payee_and_amount_within_the_days_is_a_likely_duplicate(ann):
    claim_id, to = _made_before(ann)
    with pytest.raises(
        Blocked, match=r"It looks like PY-2027-00001 \(\$100.00 to Rosa Alvarez, Tue 24 Nov 2026\)"
    ):
        pay(ann, claim_id, to, 100_00)
    pay(ann, claim_id, to, 100_01)
    later = TODAY + timedelta(days=31)
    assert do(
        ann, "pay", "claim", claim_id, on=later, payee=to, category="indemnity", amount=100_00
    ).receipt.seq


def test_another_record_of_the_same_name_is_the_same_payee(ann):
    claim_id, _ = _made_before(ann)
    with pytest.raises(Blocked, match="It looks like"):
        pay(ann, claim_id, payee(name="rosa alvarez"), 100_00)


def test_the_same_invoice_is_a_duplicate_whatever_the_amount(ann):
    claim_id, to = _made_before(ann, invoice_no="INV-7")
    with pytest.raises(Blocked, match="invoice INV-7"):
        pay(ann, claim_id, to, 55_00, invoice_no="inv-7")


def test_two_weeks_of_service_are_not_one_payment_twice(ann):
    claim_id, to = _made_before(ann, service_from=date(2026, 11, 1), service_to=date(2026, 11, 7))
    pay(ann, claim_id, to, 100_00, service_from=date(2026, 11, 8), service_to=date(2026, 11, 14))
    with pytest.raises(Blocked, match="It looks like"):
        pay(
            ann,
            claim_id,
            to,
            100_00,
            service_from=date(2026, 11, 14),
            service_to=date(2026, 11, 20),
        )


def test_a_voided_payment_is_no_duplicate(ann):
    claim_id, to = _made_before(ann)
    do(ann, "void_payment", "payment", m.Payment.get().id, reason="wrong address")
    assert pay(ann, claim_id, to, 100_00).receipt.seq


def test_only_a_manager_pays_what_looks_like_a_duplicate_and_says_why(ann, max_):
    claim_id, to = _made_before(ann)
    with pytest.raises(Refused, match="Only a manager"):
        pay(ann, claim_id, to, 100_00, override_reason="second car")
    done = pay(max_, claim_id, to, 100_00, override_reason="Second car.")
    assert m.Batch.get(m.Batch.seq == done.receipt.seq).reason == "Second car."


# --- Drafts --------------------------------------------------------------------------------------


def _draft(ann, claim_id, to, amount):
    return do(
        ann, "request_payment", "claim", claim_id, payee=to, category="indemnity", amount=amount
    ).opens[1]


def test_a_request_is_a_draft_that_says_what_is_missing(ann):
    claim_id, to = claim(), payee()
    plan = look(
        ann, "request_payment", "claim", claim_id, payee=to, category="indemnity", amount=100_00
    )
    assert "Before it is posted: No reserve is set" in words(plan)
    draft = row(m.Payment, _draft(ann, claim_id, to, 100_00))
    assert (draft.status, draft.posted_at, _paid(claim_id)) == ("draft", None, (0, 0))


def test_drafts_are_posted_together_within_the_reserve(ann):
    claim_id, to = claim(), payee()
    reserve(claim_id, 250_00)
    ids = [_draft(ann, claim_id, to, amount) for amount in (100_00, 101_00, 102_00)]
    plan = look(ann, "post_payment", "payment", ids)
    assert [refusal.record_label for refusal in plan.refusals] == ["PY-2027-00003"]
    assert "has $49.00 left" in reasons(plan)
    done = do(ann, "post_payment", "payment", ids, partly=True)
    assert done.sentence == "2 payments posted, $201.00 together."
    assert _paid(claim_id) == (201_00, 49_00)


def test_two_like_drafts_are_not_both_posted(ann):
    claim_id, to = claim(), payee()
    reserve(claim_id, 250_00)
    ids = [_draft(ann, claim_id, to, 100_00) for _ in range(2)]
    assert "It looks like PY-2027-00001" in reasons(look(ann, "post_payment", "payment", ids))
    do(ann, "post_payment", "payment", ids, partly=True)
    with pytest.raises(Blocked, match="It looks like PY-2027-00001"):
        do(ann, "post_payment", "payment", ids[1])
    with pytest.raises(Blocked, match="It is no draft: it is posted"):
        do(ann, "post_payment", "payment", ids[0])


def test_a_draft_without_claim_is_allocated_first(ann):
    draft = make("payment", payee=payee(), category="indemnity", amount=10_00, status="draft")
    with pytest.raises(Blocked, match="allocate it first"):
        do(ann, "post_payment", "payment", draft)
    claim_id = claim()
    do(ann, "allocate_payment", "payment", draft, claim=claim_id)
    assert (row(m.Payment, draft).claim, row(m.Payment, draft).status) == (claim_id, "draft")


# --- After posting -------------------------------------------------------------------------------


def test_a_void_is_a_reversing_row_and_tells_finance(ann):
    claim_id, to = _made_before(ann)
    posted = m.Payment.get()
    done = do(ann, "void_payment", "payment", posted.id, reason="Wrong payee.")
    reversal = m.Payment.get(m.Payment.reverses == posted.id)
    assert (reversal.amount, reversal.source, reversal.status) == (-100_00, "reversal", "posted")
    assert (reversal.payment_date, reversal.payee, reversal.category) == (TODAY, to, "indemnity")
    assert row(m.Payment, posted.id).status == "void"
    event = m.PaymentEvent.get()
    assert (event.payment, event.event, event.note) == (posted.id, "voided", "Wrong payee.")
    assert _paid(claim_id) == (0, 2_000_00)
    assert done.sentence == "1 payment voided by a reversing row."


def test_a_payment_is_taken_back_once(ann):
    _made_before(ann)
    posted = m.Payment.get().id
    do(ann, "void_payment", "payment", posted, reason="x")
    reversal = m.Payment.get(m.Payment.reverses == posted).id
    for payment, why in ((posted, "taken back already"), (reversal, "a reversing row itself")):
        with pytest.raises(Blocked, match=why):
            do(ann, "void_payment", "payment", payment, reason="x")


def test_a_draft_and_a_cleared_check_are_not_voided(ann):
    claim_id, to = _made_before(ann)
    with pytest.raises(Blocked, match="put the draft in the trash"):
        do(ann, "void_payment", "payment", _draft(ann, claim_id, to, 7_00), reason="x")
    posted = m.Payment.get(m.Payment.status == "posted").id
    do(
        ann,
        "report_payment_event",
        "payment",
        posted,
        event="cleared",
        event_date=TODAY,
        check_no="1",
    )
    with pytest.raises(Blocked, match="It cleared the bank on Tue 24 Nov 2026"):
        do(ann, "void_payment", "payment", posted, reason="x")


def test_undoing_a_payment_reverses_it_and_undoing_a_void_pays_nothing(ann):
    claim_id, to = claim(), payee()
    reserve(claim_id, 500_00)
    posting = pay(ann, claim_id, to, 100_00)
    undo(ann, posting.receipt.seq, on=TODAY)
    assert _paid(claim_id) == (0, 500_00)
    second = pay(ann, claim_id, to, 100_00)
    void = do(ann, "void_payment", "payment", second.opens[1], reason="x")
    done = undo(ann, void.receipt.seq, on=TODAY)
    assert done.seq is None
    assert all("Pay again instead." in step.reason for step in done.plan.steps)
    assert _paid(claim_id) == (0, 500_00)


def test_an_unallocated_posting_is_booked_over_by_two_rows_of_its_own_day(ann):
    day = date(2026, 10, 1)
    loose = make(
        "payment",
        payee_name="Tow Co",
        category="expense",
        amount=80_00,
        status="unallocated",
        payment_date=day,
        posted_at=datetime(2026, 10, 1, tzinfo=UTC),
    )
    claim_id = claim()
    do(ann, "allocate_payment", "payment", loose, claim=claim_id)
    rows = [
        (p.claim, p.amount, p.status, p.payment_date)
        for p in m.Payment.select().order_by(m.Payment.id)
    ]
    assert rows == [
        (None, 80_00, "void", day),
        (None, -80_00, "posted", day),
        (claim_id, 80_00, "posted", day),
    ]
    assert row(m.Claim, claim_id).paid_expense == 80_00
    with pytest.raises(Blocked, match="allocated or taken back already"):
        do(ann, "allocate_payment", "payment", loose, claim=claim_id)


def test_a_check_that_came_back_is_in_the_adjusters_diary(ann):
    claim_id, to = claim(adjuster=ann.user_id), payee()
    reserve(claim_id, 500_00)
    posted = pay(ann, claim_id, to, 100_00).opens[1]
    do(
        ann,
        "report_payment_event",
        "payment",
        posted,
        event="returned",
        event_date="2026-11-23",
        check_no="0042",
    )
    entry = m.Diary.get()
    assert (entry.owner, entry.diary_date, entry.action) == (ann.user_id, TODAY, "void_payment")
    assert "came back" in entry.subject
    assert m.PaymentEvent.get().check_no == "0042"
    assert row(m.Claim, claim_id).next_deadline == TODAY


def test_a_payment_on_a_claim_in_the_trash_cannot_be_posted(ann):
    claim_id, to = claim(), payee()
    reserve(claim_id, 500_00)
    do(ann, "put_in_trash", "claim", claim_id)
    with pytest.raises(NotFound):
        pay(ann, claim_id, to, 1_00)


def test_limits_are_taken_by_line_and_day(ann):
    limit("examiner", "payment", 5_000_00, line="W")
    make(
        "authoritylimit",
        holder="examiner",
        kind="payment",
        line="W",
        amount=9_000_00,
        first_day=date(2027, 1, 1),
    )
    eva = user("eva", "examiner")
    liability, compensation = claim(), claim(line="W", status="accepted", loss_date=None)
    for claim_id in (liability, compensation):
        reserve(claim_id, 9_000_00)
    values = {"payee": payee(), "category": "indemnity", "amount": 4_000_00}
    assert look(eva, "pay", "claim", compensation, **values).approval is None
    assert (
        "no payment limit stands for your role on liability claims"
        in look(eva, "pay", "claim", liability, **values).approval.sentence
    )


def test_a_row_changed_by_somebody_else_is_posted_as_it_is_now(ann):
    claim_id, to = claim(), payee()
    reserve(claim_id, 500_00)
    draft = _draft(ann, claim_id, to, 100_00)
    change("payment", draft, amount=90_00)
    do(ann, "post_payment", "payment", draft)
    assert _paid(claim_id) == (90_00, 410_00)

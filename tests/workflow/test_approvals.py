"""What goes beyond one's authority waits; somebody else with the authority decides, if nothing changed."""

from datetime import date, timedelta

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
    tried,
    user,
    words,
)

import models as m
from journal.undo import undo
from rules.errors import Blocked, Invalid, Refused
from workflow import approvals
from workflow.verbs import preview, run

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def asked(ann):
    """A payment of 3,000 that waits: (claim, payee, approval)."""
    claim_id, to = claim(), payee()
    reserve(claim_id, 9_000_00)
    return claim_id, to, pay(ann, claim_id, to, 3_000_00).approval_id


def decide(who, approval_id, word, note="", on=TODAY, click=None):
    return run(who, approvals.decision(approval_id, word, note=note), on=on, click=click)


def test_beyond_the_limit_only_the_approval_is_written(ann):
    claim_id, to = claim(), payee()
    reserve(claim_id, 9_000_00)
    plan = look(ann, "pay", "claim", claim_id, payee=to, category="indemnity", amount=3_000_00)
    done = pay(ann, claim_id, to, 3_000_00, reason="Two estimates.", click="c1")
    sentence = (
        "$3,000.00 is beyond your payment limit of $2,500.00 on liability claims (Resolution 7). "
        "It waits for the risk manager."
    )
    assert plan.approval.sentence == done.sentence == sentence
    assert done.receipt.created == [("approval", done.approval_id)]
    found = row(m.Approval, done.approval_id)
    assert (
        found.verb,
        found.claim,
        found.amount,
        found.status,
        found.asked_by,
        found.approver_roles,
    ) == ("pay", claim_id, 3_000_00, "waiting", ann.user_id, "risk_manager")
    of_ann = sentence.replace("your", "Ann's")
    assert found.reason == f"{of_ann} Two estimates."
    assert found.asked_at is not None
    assert m.Payment.select().count() == 0
    again = pay(ann, claim_id, to, 3_000_00, reason="Two estimates.", click="c1")
    assert (again.approval_id, again.sentence) == (done.approval_id, found.reason)


@pytest.mark.parametrize(("amount", "waits"), [(2_500_00, False), (2_500_01, True)])
def test_the_limit_itself_is_within_it(ann, amount, waits):
    claim_id, to = claim(), payee()
    reserve(claim_id, 9_000_00)
    assert (pay(ann, claim_id, to, amount).approval_id is not None) is waits


def test_the_same_is_not_asked_twice(ann, asked):
    claim_id, to, _ = asked
    with pytest.raises(Blocked, match="The same waits for approval already, as A-000001"):
        pay(ann, claim_id, to, 3_000_00)


def test_approved_it_runs_with_the_decision_in_one_batch(ann, max_, asked):
    claim_id, _, approval = asked
    plan = preview(max_, approvals.decision(approval, "approve"), on=TODAY)
    assert "Ann asked on" in words(plan)
    assert "Pays $3,000.00 to Rosa Alvarez from indemnity" in words(plan)
    later = TODAY + timedelta(days=2)
    done = decide(max_, approval, "approve", "Fine.", on=later)
    payment, found = m.Payment.get(), row(m.Approval, approval)
    assert (payment.status, payment.payment_date, payment.approval) == ("posted", later, approval)
    assert (found.status, found.decided_by, found.decision_note) == (
        "approved",
        max_.user_id,
        "Fine.",
    )
    assert found.decided_at is not None
    batches = {payment.batch_id, found.batch_id}
    assert batches == {m.Batch.get(m.Batch.seq == done.receipt.seq).id}
    assert m.Batch.get(m.Batch.seq == done.receipt.seq).user == max_.user_id
    assert row(m.Claim, claim_id).paid == 3_000_00


def test_nobody_decides_their_own(ann, asked):
    make("userrole", user=ann.user_id, role=make("role", name="risk_manager", title="Risk manager"))
    both = type(ann)(ann.email, ann.user_id, ann.name, frozenset({"technician", "risk_manager"}))
    for word in ("approve", "refuse", "return"):
        with pytest.raises(Refused, match="You asked for this yourself"):
            decide(both, asked[2], word, "x")


def test_only_who_holds_the_authority_decides(ann, asked):
    bob, cal = user("bob", "technician"), user("cal", "wc_manager")
    limit("wc_manager", "payment", None, line="W")
    for who in (bob, cal):
        with pytest.raises(Refused, match="This is not yours to decide. With the risk manager"):
            decide(who, asked[2], "approve")


def test_the_approvers_own_limit_counts_on_the_day_of_the_decision(ann, max_, asked):
    make(
        "authoritylimit",
        holder="risk_manager",
        kind="payment",
        amount=1_000_00,
        first_day=TODAY,
        source="New.",
    )
    with pytest.raises(Refused, match="beyond your own authority too"):
        decide(max_, asked[2], "approve")


def _write_off(max_, amount: int) -> tuple[int, int]:
    """A write-off beyond the office: (recovery, approval)."""
    limit("technician", "write_off", 0)
    limit("risk_manager", "write_off", 500_00)
    limit("city_manager", "write_off", 5_000_00, concurrence="city_attorney")
    limit("city_council", "write_off", None)
    recovery = make("recovery", status="billed")
    make("recoverycost", recovery=recovery, element="other", description="Pole", amount=amount)
    tried(recovery)
    plan = look(max_, "set_status", "recovery", recovery, status="written_off")
    assert "with the agreement of the city attorney." in plan.approval.sentence or amount > 5_000_00
    done = do(max_, "set_status", "recovery", recovery, status="written_off", reason="Bankrupt.")
    return recovery, done.approval_id


def _paper(**of: int) -> int:
    given = {**of, "file_name": "memo.pdf", "media_type": "application/pdf", "size_bytes": 1}
    return make(
        "document", title="Memo", document_date=TODAY, sha256="0" * 64, store_name="m", **given
    )


def _recorded(who, approval: int, **values):
    given = {"tier": "city_manager", "name": "Ana Ruiz", "decided_on": TODAY, **values}
    return do(who, "record_decision", "approval", approval, **given)


def test_a_tier_of_the_city_decides_outside_and_another_manager_records_it(ann, max_):
    recovery, waits = _write_off(max_, 900_00)
    wim, paper = user("wim", "wc_manager"), _paper(recovery=recovery)
    with pytest.raises(Refused, match="beyond your own authority too. With the city manager"):
        decide(wim, waits, "approve")
    with pytest.raises(Refused, match="You asked for this yourself"):
        _recorded(max_, waits, document=paper)
    with pytest.raises(Refused, match="not among the actions of your role"):
        _recorded(ann, waits, document=paper)
    with pytest.raises(Invalid, match="Document is needed"):
        _recorded(wim, waits)
    with pytest.raises(Refused, match="lies ahead"):
        _recorded(wim, waits, document=paper, decided_on=TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="This is not for the claims board"):
        _recorded(wim, waits, document=paper, tier="claims_board")
    _recorded(wim, waits, document=paper)
    found = row(m.Approval, waits)
    assert row(m.Recovery, recovery).status == "written_off"
    assert (found.status, found.decided_by, found.outside_by) == (
        "approved",
        wim.user_id,
        "City manager: Ana Ruiz",
    )
    assert (found.outside_date, found.outside_document) == (TODAY, paper)


def test_what_waits_for_a_tier_stands_in_the_inbox_of_who_records_it(ann, max_):
    _, waits = _write_off(max_, 900_00)
    wim = user("wim", "wc_manager")
    assert [one.id for one in approvals.inbox(wim, on=TODAY).for_me] == [waits]
    assert approvals.inbox(ann, on=TODAY).for_me == []
    decide(wim, waits, "refuse", "No.")
    assert row(m.Approval, waits).status == "refused"


def test_nobody_with_authority_is_said_at_once(ann):
    eve = user("eve", "examiner")
    recovery = make("recovery", status="billed")
    make("recoverycost", recovery=recovery, element="other", description="Pole", amount=900_00)
    tried(recovery)
    with pytest.raises(
        Blocked, match="nobody holds authority for it. Enter who does among the authority limits"
    ):
        do(eve, "set_status", "recovery", recovery, status="written_off")


# --- Something changed ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheet", "values", "said"),
    [
        ("claim", {"claimant": "Somebody else"}, "Claim L-2027-0001: Claimant, by operator"),
        ("claim", {"status": "evaluation"}, "Claim L-2027-0001: Status, by operator"),
        ("party", {"name": "Rosa Alvares"}, "Party P-000001: Name, by operator"),
    ],
)
def test_what_changed_since_it_was_asked_is_named_and_stops_it(max_, asked, sheet, values, said):
    change(sheet, asked[0] if sheet == "claim" else asked[1], **values)
    with pytest.raises(Blocked, match="Something changed since it was asked") as stopped:
        decide(max_, asked[2], "approve")
    assert said in stopped.value.sentence
    assert "Return it, so that Ann can ask again" in stopped.value.sentence
    assert m.Payment.select().count() == 0
    assert row(m.Approval, asked[2]).status == "waiting"


def test_totals_and_deadlines_that_move_by_themselves_do_not_stop_it(ann, max_, asked):
    claim_id, to, approval = asked
    pay(ann, claim_id, to, 10_00)
    do(ann, "add_diary", "claim", claim_id, diary_date=TODAY, subject="Look")
    assert decide(max_, approval, "approve").receipt.seq


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda claim_id, to: change("party", to, tax_form_date=None), "No tax form is on file"),
        (lambda claim_id, to: reserve(claim_id, 100_00), "has \\$100.00 left"),
    ],
)
def test_the_money_is_looked_at_anew(max_, asked, spoil, why):
    spoil(*asked[:2])
    with pytest.raises(Blocked, match=f"This can no longer be done.*{why}"):
        decide(max_, asked[2], "approve")


def test_a_reserve_that_moved_meanwhile_is_asked_anew(ann, max_):
    claim_id = claim()
    values = {"category": "indemnity", "amount": 60_000_00, "reason_code": "demand"}
    approval = do(ann, "set_reserve", "claim", claim_id, **values).approval_id
    reserve(claim_id, 20_000_00)
    with pytest.raises(Blocked, match="Something changed"):
        decide(max_, approval, "approve")
    decide(max_, approval, "return", "Ask again.")
    again = do(ann, "set_reserve", "claim", claim_id, **values).approval_id
    decide(max_, again, "approve")
    assert row(m.Claim, claim_id).reserved == 60_000_00


def test_who_left_or_lost_the_role_has_nothing_waiting(ann, max_, asked):
    change("user", ann.user_id, active=False)
    with pytest.raises(Blocked, match="works here no longer"):
        decide(max_, asked[2], "approve")
    decide(max_, asked[2], "refuse", "Gone.")
    assert row(m.Approval, asked[2]).status == "refused"


# --- The other decisions -------------------------------------------------------------------------


@pytest.mark.parametrize(("word", "status"), [("refuse", "refused"), ("return", "returned")])
def test_refused_or_returned_nothing_else_is_written(max_, asked, word, status):
    decide(max_, asked[2], word, "No estimate.")
    found = row(m.Approval, asked[2])
    assert (found.status, found.decision_note, found.decided_by) == (
        status,
        "No estimate.",
        max_.user_id,
    )
    assert m.Payment.select().count() == 0
    with pytest.raises(Blocked, match=f"it is {status}"):
        decide(max_, asked[2], "approve")


def test_who_asked_may_withdraw_and_nobody_else(ann, max_, asked):
    with pytest.raises(Refused, match="Only who asked can withdraw"):
        decide(max_, asked[2], "withdraw")
    decide(ann, asked[2], "withdraw")
    assert row(m.Approval, asked[2]).status == "withdrawn"


def test_what_was_approved_is_undone_as_one(max_, asked):
    done = decide(max_, asked[2], "approve")
    undo(max_, done.receipt.seq, on=TODAY)
    assert row(m.Claim, asked[0]).paid == 0


def test_the_inbox_shows_each_what_waits(ann, max_, asked):
    mine, theirs = approvals.inbox(ann, on=TODAY), approvals.inbox(max_, on=TODAY)
    assert (len(mine.for_me), len(mine.for_others)) == (0, 1)
    assert (len(theirs.for_me), len(theirs.for_others)) == (1, 0)
    one = theirs.for_me[0]
    assert (one.title, one.claim_no, one.amount, one.asked_by) == (
        "Pay $3,000.00 to Rosa Alvarez on L-2027-0001",
        "L-2027-0001",
        3_000_00,
        "Ann",
    )
    assert mine.for_others[0].waits_for == "With the risk manager."


def test_opening_a_recovery_too_late_waits_for_a_manager(ann, max_):
    old = make("incident", loss_date=date(2023, 1, 10))
    assert "Say why it is opened" in reasons(look(ann, "open_recovery", "incident", old))
    done = do(ann, "open_recovery", "incident", old, reason="Tolled by agreement.")
    assert "ran out on Mon 12 Jan 2026" in done.sentence
    assert m.Recovery.select().count() == 0
    decide(max_, done.approval_id, "approve")
    assert m.Recovery.get().incident == old
    other = make("incident", loss_date=date(2023, 1, 10))
    assert do(max_, "open_recovery", "incident", other, reason="Tolled.").approval_id is None


# --- Several payments ----------------------------------------------------------------------------


def _drafts(ann, *amounts: int, to: int | None = None, **values) -> list[int]:
    claim_id = claim(**values)
    reserve(claim_id, 200_000_00)
    return [
        do(
            ann,
            "request_payment",
            "claim",
            claim_id,
            payee=to or payee(name=f"Payee {n}"),
            category="indemnity",
            amount=amount,
        ).opens[1]
        for n, amount in enumerate(amounts)
    ]


def test_payments_of_both_lines_beyond_ones_authority_are_asked_one_line_at_a_time(ann):
    limit("wc_manager", "payment", None, line="W")
    liability = _drafts(ann, 40_000_00)
    compensation = _drafts(ann, 50_000_00, line="W", status="accepted", loss_date=None)
    with pytest.raises(Blocked, match="post those of one line at a time"):
        do(ann, "post_payment", "payment", [*liability, *compensation])
    assert do(ann, "post_payment", "payment", liability).approval_id
    small = _drafts(ann, 10_00)
    assert do(ann, "post_payment", "payment", [*small, *compensation]).approval_id


def test_parts_of_a_payment_need_what_the_whole_needs(ann):
    claim_id, to = claim(), payee()
    reserve(claim_id, 90_000_00)
    pay(ann, claim_id, to, 2_500_00)
    done = pay(ann, claim_id, to, 2_499_00, memo="the rest")
    assert done.approval_id
    assert done.sentence.startswith("$4,999.00 goes to Rosa Alvarez on L-2027-0001 in one day.")
    assert row(m.Approval, done.approval_id).amount == 4_999_00
    assert pay(ann, claim_id, payee(name="Other"), 2_499_00).receipt.seq
    assert pay(ann, _other_claim(), to, 2_499_00).approval_id is None
    assert do(ann, "pay", "claim", claim_id, on=TODAY + timedelta(days=1), payee=to,
              category="indemnity", amount=2_498_00).approval_id is None  # fmt: skip


def _other_claim() -> int:
    claim_id = claim()
    reserve(claim_id, 90_000_00)
    return claim_id


def test_parts_posted_together_need_what_the_whole_needs(ann):
    drafts = _drafts(ann, 2_500_00, 2_499_00, to=payee())
    assert do(ann, "post_payment", "payment", drafts).approval_id
    assert do(ann, "post_payment", "payment", _drafts(ann, 2_500_00, 2_499_00)).receipt.seq


def test_what_was_taken_back_that_day_does_not_count(ann):
    claim_id, to = claim(), payee()
    reserve(claim_id, 90_000_00)
    first = pay(ann, claim_id, to, 2_500_00).opens[1]
    do(ann, "void_payment", "payment", first, reason="x")
    assert pay(ann, claim_id, to, 2_499_00).approval_id is None

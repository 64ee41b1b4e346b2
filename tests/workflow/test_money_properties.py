"""Money under load and over random histories: one click pays once, no reserve is exceeded, ledgers are the totals."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from desk import TODAY, claim, do, limits, make, pay, payee, reserve, row, user
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

import models as m
from journal import rollups
from journal.audit import verify
from journal.undo import undo
from rules.errors import Blocked, OfficeError
from workflow import approvals
from workflow.verbs import run

pytestmark = pytest.mark.usefixtures("office")
CLICKS = 50


@pytest.fixture
def ann(office):
    limits()
    return user("ann", "technician")


def together(act) -> list:
    """What `act(n)` returns, or the sentence it was stopped with, for all clicks at the same moment."""
    gate = Barrier(CLICKS)

    def one(n: int):
        with m.database.connection_context():
            gate.wait()
            try:
                return act(n)
            except OfficeError as error:
                return error.sentence

    with ThreadPoolExecutor(CLICKS) as pool:
        return list(pool.map(one, range(CLICKS)))


def posted() -> list[int]:
    return [p.amount for p in m.Payment.select().where(m.Payment.posted_at.is_null(False))]


@pytest.mark.slow
def test_fifty_clicks_on_pay_with_one_key_make_one_payment(ann):
    claim_id, to = claim(), payee()
    reserve(claim_id, 9_000_00)
    done = together(lambda n: pay(ann, claim_id, to, 100_00, click="the click"))
    assert posted() == [100_00]
    assert {one.receipt.seq for one in done} == {m.Batch.get(m.Batch.verb == "pay").seq}
    assert sum(not one.receipt.repeated for one in done) == 1
    assert verify().sound


@pytest.mark.slow
def test_fifty_different_payments_never_exceed_the_reserve(ann):
    claim_id, to = claim(), payee()
    reserve(claim_id, 1_000_00)
    done = together(lambda n: pay(ann, claim_id, to, 100_00 + n, click=f"click {n}"))
    amounts = posted()
    assert 9 >= len(amounts) >= 6
    assert sum(amounts) <= 1_000_00
    refused = [one for one in done if isinstance(one, str)]
    assert len(refused) == CLICKS - len(amounts)
    assert all("indemnity reserve of L-2027-0001 has" in sentence for sentence in refused)
    assert row(m.Claim, claim_id).paid == sum(amounts)
    assert verify().sound


@pytest.mark.slow
def test_fifty_equal_payments_with_keys_of_their_own_make_one(ann):
    claim_id, to = claim(), payee()
    reserve(claim_id, 9_000_00)
    done = together(lambda n: pay(ann, claim_id, to, 100_00, click=f"click {n}"))
    assert posted() == [100_00]
    assert sum("It looks like" in one for one in done if isinstance(one, str)) == CLICKS - 1


@pytest.mark.slow
def test_fifty_postings_of_one_draft_post_it_once(ann):
    claim_id, to = claim(), payee()
    reserve(claim_id, 9_000_00)
    draft = do(
        ann, "request_payment", "claim", claim_id, payee=to, category="indemnity", amount=100_00
    ).opens[1]
    together(lambda n: do(ann, "post_payment", "payment", draft))
    assert posted() == [100_00]


@pytest.mark.slow
def test_fifty_voids_reverse_a_payment_once(ann):
    claim_id, to = claim(), payee()
    reserve(claim_id, 9_000_00)
    payment = pay(ann, claim_id, to, 100_00).opens[1]
    together(lambda n: do(ann, "void_payment", "payment", payment, reason="x"))
    assert sorted(posted()) == [-100_00, 100_00]


@pytest.mark.slow
def test_fifty_recoveries_of_one_claim_are_one(ann):
    claim_id = claim()
    together(lambda n: do(ann, "open_recovery", "claim", claim_id))
    assert m.Recovery.select().count() == 1
    assert m.Diary.select().count() == 3


@pytest.mark.slow
def test_fifty_approvals_of_one_action_run_it_once(ann):
    claim_id, to, max_ = claim(), payee(), user("max", "risk_manager")
    reserve(claim_id, 9_000_00)
    approval = pay(ann, claim_id, to, 3_000_00).approval_id
    together(lambda n: run(max_, approvals.decision(approval, "approve"), on=TODAY))
    assert posted() == [3_000_00]


# --- Random histories ----------------------------------------------------------------------------


class History(RuleBasedStateMachine):
    """Reserves, payments, voids, receipts, approvals, trash and undo in any order."""

    @initialize()
    def office(self):
        self.who = self.people[0]
        self.claims = [claim(), claim(line="W", status="accepted")]
        self.to = payee()
        payer = make("party", name="Dan Driver")
        owed = {"status": "billed", "billed": 0, "responsible_party": payer}
        self.recovery = make("recovery", claim=self.claims[0], **owed)
        self.seqs: list[int] = []

    def _do(self, act) -> None:
        try:
            done = act()
        except OfficeError:
            return
        if done.receipt.seq:
            self.seqs.append(done.receipt.seq)

    @rule(
        which=st.integers(0, 1),
        amount=st.integers(0, 20_000_00),
        category=st.sampled_from(["indemnity", "expense"]),
    )
    def set_reserve(self, which, amount, category):
        self._do(
            lambda: do(
                self.who,
                "set_reserve",
                "claim",
                self.claims[which],
                category=category,
                amount=amount,
                reason_code="demand",
            )
        )

    @rule(
        which=st.integers(0, 1),
        amount=st.integers(1, 4_000_00),
        category=st.sampled_from(["indemnity", "expense"]),
    )
    def pay(self, which, amount, category):
        self._do(
            lambda: do(
                self.who,
                "pay",
                "claim",
                self.claims[which],
                payee=self.to,
                category=category,
                amount=amount,
            )
        )

    @rule(pick=st.integers(0, 20))
    def void(self, pick):
        rows = list(m.Payment.select(m.Payment.id).order_by(m.Payment.id))
        if rows:
            self._do(
                lambda: do(
                    self.who, "void_payment", "payment", rows[pick % len(rows)].id, reason="x"
                )
            )

    @rule(amount=st.integers(1, 900_00))
    def receive(self, amount):
        self._do(lambda: do(self.who, "record_receipt", "recovery", self.recovery, amount=amount))

    @rule(amount=st.integers(1, 900_00))
    def cost(self, amount):
        self._do(
            lambda: do(
                self.who,
                "add_recovery_cost",
                "recovery",
                self.recovery,
                element="other",
                amount=amount,
            )
        )

    @rule(amount=st.integers(0, 900_00))
    def settle(self, amount):
        given = {"accepted": amount, "reason": "x"}
        self._do(lambda: do(self.who, "compromise_recovery", "recovery", self.recovery, **given))

    @rule(amount=st.integers(1, 900_00), days=st.integers(1, 60))
    def agree_instalments(self, amount, days):
        given = {"amount": amount, "days": days, "first_date": TODAY}
        self._do(lambda: do(self.who, "plan_recovery", "recovery", self.recovery, **given))

    @rule(pick=st.integers(0, 20), kept=st.integers(0, 500_00))
    def refund(self, pick, kept):
        rows = list(m.RecoveryReceipt.select().order_by(m.RecoveryReceipt.id))
        if rows:
            one, given = rows[pick % len(rows)].id, {"kept": kept, "reason": "x"}
            self._do(lambda: do(self.who, "refund_receipt", "recoveryreceipt", one, **given))

    @rule(status=st.sampled_from(["written_off", "paid_closed", "partially_paid", "disputed"]))
    def move(self, status):
        given = {"status": status, "reason": "x"}
        self._do(lambda: do(self.who, "set_status", "recovery", self.recovery, **given))

    @rule()
    def bill_again(self):
        self._do(lambda: do(self.who, "bill_recovery", "recovery", self.recovery))

    @rule(pick=st.integers(0, 5), word=st.sampled_from(["approve", "refuse"]))
    def decide(self, pick, word):
        rows = list(
            m.Approval.select().where(
                m.Approval.status == "waiting", m.Approval.trashed_at.is_null()
            )
        )
        if rows:
            act = approvals.decision(rows[pick % len(rows)].id, word, note="x")
            self._do(lambda: run(self.people[1], act, on=TODAY))

    @rule(which=st.integers(0, 1), key=st.sampled_from(["put_in_trash", "restore"]))
    def trash(self, which, key):
        self._do(lambda: do(self.who, key, "claim", self.claims[which]))

    @precondition(lambda self: self.seqs)
    @rule(back=st.integers(0, 9), as_=st.integers(0, 3))
    def undo(self, back, as_):
        try:
            seq = undo(self.people[as_], self.seqs[-1 - back % len(self.seqs)], on=TODAY).seq
        except OfficeError:
            return
        if seq:
            self.seqs.append(seq)

    @invariant()
    def the_ledgers_are_the_totals(self):
        assert rollups.check() == []

    @invariant()
    def what_a_recovery_costs_came_in_was_given_up_or_is_owed(self):
        if hasattr(self, "recovery"):
            found = row(m.Recovery, self.recovery)
            assert found.cost == found.received + (found.adjusted or 0) + found.balance
            assert (found.adjusted or 0) >= 0
            assert row(m.Claim, self.claims[0]).recovered == found.received

    @invariant()
    def no_reserve_is_exceeded(self):
        for claim_id in getattr(self, "claims", ()):
            found = row(m.Claim, claim_id)
            assert found.paid_indemnity <= found.reserved_indemnity
            assert found.paid_expense <= found.reserved_expense

    @invariant()
    def payments_posted_by_an_action_stay_within_a_net_of_nothing_or_more(self):
        for claim_id in getattr(self, "claims", ()):
            assert row(m.Claim, claim_id).paid >= 0


@pytest.mark.slow
def test_totals_are_the_ledgers_over_random_histories(office):
    limits()
    History.people = (
        user("ann", "technician"),
        user("max", "risk_manager", "wc_manager"),
        user("wim", "wc_manager"),
        user("ada", "auditor", "administrator"),
    )
    limit_of_wc = {"holder": "wc_manager", "amount": None, "first_day": TODAY}
    make("authoritylimit", kind="payment", **limit_of_wc)
    make("authoritylimit", kind="reserve", **limit_of_wc)
    for holder, kind in (("technician", "compromise"), ("technician", "write_off")):
        make("authoritylimit", holder=holder, kind=kind, amount=500_00, first_day=TODAY)
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=15,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert verify().sound


def test_what_is_blocked_leaves_no_trace(ann):
    claim_id, to = claim(), payee()
    batches = m.Batch.select().count()
    with pytest.raises(Blocked):
        pay(ann, claim_id, to, 100_00)
    assert m.Batch.select().count() == batches

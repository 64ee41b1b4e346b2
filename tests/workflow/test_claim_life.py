"""Status, closing, reopening, reserves and whose claim it is."""

from datetime import date

import pytest
from desk import (
    TODAY,
    claim,
    do,
    limit,
    limits,
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
from rules.errors import Blocked, Invalid, Refused
from rules.statuses import CLOSED, MOVES
from workflow.verbs import VERBS, params_of

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def ann(office):
    limits()
    return user("ann", "technician")


def _diary(claim_id: int, **values) -> int:
    return make("diary", **{"claim": claim_id, "diary_date": TODAY, "subject": "Look", **values})


def _owing(cents: int) -> int:
    """A billed recovery with a balance."""
    made = make("recovery", status="billed")
    make("recoverycost", recovery=made, element="other", description="Pole", amount=cents)
    return made


# --- Status --------------------------------------------------------------------------------------


def test_a_status_moves_one_step_and_names_what_comes_first(ann):
    claim_id = claim(status="received")
    assert "first “Under review”" in reasons(
        look(ann, "set_status", "claim", claim_id, status="evaluation")
    )
    plan = look(ann, "set_status", "claim", claim_id, status="under_review")
    assert plan.lines == ["L-2027-0001 Rosa Alvarez: “Received” becomes “Under review”."]
    assert do(ann, "set_status", "claim", claim_id, status="Under review").sentence == (
        "Status is now “Under review” on 1 record."
    )
    assert "It is “Under review” already" in reasons(
        look(ann, "set_status", "claim", claim_id, status="under_review")
    )


def test_a_status_of_the_other_line_is_refused(ann):
    assert "not a status of a liability claim" in reasons(
        look(ann, "set_status", "claim", claim(), status="denied")
    )


@pytest.mark.parametrize(
    ("line", "before", "status", "column", "asks"),
    [
        ("L", "under_review", "rejected", "rejection_mailed_date", "the rejection was mailed"),
        (
            "L",
            "under_review",
            "insufficient",
            "insufficiency_mailed_date",
            "the notice of insufficiency was mailed",
        ),
        ("W", "claim_form_filed", "denied", "decision_date", "the claim was denied"),
    ],
)
def test_a_formal_step_rests_on_its_day(ann, line, before, status, column, asks):
    claim_id = claim(line=line, status=before)
    assert f"Enter the day {asks}." in reasons(
        look(ann, "set_status", "claim", claim_id, status=status)
    )
    ahead = look(ann, "set_status", "claim", claim_id, status=status, event_date="2026-11-25")
    assert "lies ahead" in reasons(ahead)
    do(ann, "set_status", "claim", claim_id, status=status, event_date="2026-11-20")
    assert getattr(row(m.Claim, claim_id), column) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("mailed", "allowed", "why"),
    [("2026-11-09", False, "day 15 is today"), ("2026-11-08", True, "day 15 was yesterday")],
)
def test_an_insufficient_claim_is_not_rejected_within_fifteen_days(ann, mailed, allowed, why):
    claim_id = claim(status="insufficient", insufficiency_mailed_date=date.fromisoformat(mailed))
    plan = look(ann, "set_status", "claim", claim_id, status="rejected", event_date=TODAY)
    assert bool(plan.refusals) is not allowed, why
    assert allowed or "Gov. Code 910.8" in reasons(plan)


def test_many_claims_move_together_and_those_that_cannot_are_named(ann):
    ids = [claim(status="received"), claim(status="litigation")]
    plan = look(ann, "set_status", "claim", ids, status="under_review")
    assert [refusal.record_label for refusal in plan.refusals] == ["L-2027-0002"]
    do(ann, "set_status", "claim", ids, status="under_review", partly=True)
    assert [row(m.Claim, i).status for i in ids] == ["under_review", "litigation"]


def test_a_recovery_moves_too_and_closing_it_bears_the_day(ann):
    recovery = _owing(50_00)
    make("recoveryreceipt", recovery=recovery, receipt_date=TODAY, amount=50_00)
    do(ann, "set_status", "recovery", recovery, status="paid_closed")
    assert row(m.Recovery, recovery).closed_date == TODAY
    assert "can go to" in reasons(look(ann, "set_status", "recovery", recovery, status="billed"))


@pytest.mark.parametrize("status", ["written_off", "withdrawn", "time_barred"])
def test_giving_up_a_balance_waits_for_who_may(ann, status):
    limit("technician", "write_off", 50_00)
    limit("risk_manager", "write_off", None)
    small, large = _owing(50_00), _owing(50_01)
    given = {"status": status, "reason": "Not worth it."}
    assert look(ann, "set_status", "recovery", small, **given).approval is None
    needed = look(ann, "set_status", "recovery", large, **given).approval
    assert (needed.kind, needed.amount) == ("write_off", 50_01)


def test_a_recovery_with_a_balance_is_not_closed_as_paid(ann):
    plan = look(ann, "set_status", "recovery", _owing(50_00), status="paid_closed")
    assert "$50.00 is still owed" in reasons(plan)
    assert [refusal.want.action for refusal in plan.refusals] == ["record_receipt"]


@pytest.mark.parametrize(
    ("before", "reachable"),
    [("small_claims_filed", True), ("referred_attorney", True), ("billed", False)],
)
def test_a_judgment_comes_of_a_court(ann, before, reachable):
    given = {"status": "judgment", "event_date": TODAY}
    plan = look(ann, "set_status", "recovery", make("recovery", status=before), **given)
    assert bool(plan.refusals) is not reachable


def test_a_judgment_is_recorded_with_the_day_of_its_entry(ann):
    """Its interest runs from then (Code Civ. Proc. 685.020)."""
    one = make("recovery", status="small_claims_filed", court_date=date(2026, 9, 1))
    bare = look(ann, "set_status", "recovery", one, status="judgment")
    assert [refusal.want.column for refusal in bare.refusals] == ["judgment_date"]
    for day, said in ((date(2026, 11, 25), "lies ahead"), (date(2026, 8, 31), "before the filing")):
        plan = look(ann, "set_status", "recovery", one, status="judgment", event_date=day)
        assert said in reasons(plan)
    do(ann, "set_status", "recovery", one, status="judgment", event_date=date(2026, 9, 1))
    found = row(m.Recovery, one)
    assert (found.status, found.judgment_date) == ("judgment", date(2026, 9, 1))


def test_a_recovery_that_is_taken_up_again_has_no_closing_day(ann):
    recovery = make("recovery", status="withdrawn", closed_date=TODAY)
    do(ann, "set_status", "recovery", recovery, status="reported")
    assert row(m.Recovery, recovery).closed_date is None


def test_a_medical_only_claim_is_accepted_without_its_form_coming_back(ann):
    claim_id = claim(line="W", status="claim_form_given")
    do(ann, "set_status", "claim", claim_id, status="accepted", event_date=TODAY)
    assert row(m.Claim, claim_id).status == "accepted"


# --- Closing -------------------------------------------------------------------------------------


def test_closing_runs_the_checklist_and_names_what_clears_each_gap(ann):
    claim_id, to = claim(status="reopened"), payee()
    reserve(claim_id, 500_00)
    _diary(claim_id)
    do(ann, "request_payment", "claim", claim_id, payee=to, category="indemnity", amount=5_00)
    plan = look(ann, "close_claim", "claim", claim_id, status="closed_no_payment")
    assert [refusal.want.action for refusal in plan.refusals] == [
        "set_reserve",
        "post_payment",
        "clear_diary",
    ]
    assert "500.00 is still reserved for indemnity" in reasons(plan)
    with pytest.raises(Blocked, match="1 payment is not posted. 1 diary entry is open."):
        do(ann, "close_claim", "claim", claim_id, status="closed_no_payment")


def test_what_clears_a_gap_names_its_records_and_fills_their_form(ann):
    claim_id, to = claim(status="reopened"), payee()
    reserve(claim_id, 500_00)
    pay(ann, claim_id, to, 120_00)
    asked = do(ann, "request_payment", "claim", claim_id, payee=to, category="indemnity", amount=5)
    plan = look(ann, "close_claim", "claim", claim_id, status="closed_paid")
    wants = {r.want.action or r.want.column: r.want for r in plan.refusals}
    assert (wants["set_reserve"].sheet, wants["set_reserve"].ids) == ("claim", (claim_id,))
    assert wants["set_reserve"].given == {
        "category": "indemnity", "amount": "120.00", "reason_code": "closing",
    }  # fmt: skip
    assert (wants["post_payment"].sheet, wants["post_payment"].ids) == (
        "payment",
        (asked.opens[1],),
    )
    assert wants["release_date"].ids == (claim_id,)
    given = dict(wants["set_reserve"].given)
    assert do(ann, "set_reserve", "claim", claim_id, **given).receipt.seq


def test_the_diary_of_a_recovery_neither_blocks_closing_nor_is_cleared_with_the_claim(ann):
    claim_id = claim(status="reopened")
    do(ann, "open_recovery", "claim", claim_id)
    own = _diary(claim_id)
    assert "1 diary entry is open" in reasons(
        look(ann, "close_claim", "claim", claim_id, status="closed_withdrawn")
    )
    do(ann, "clear_diary", "claim", claim_id, reason="Over.")
    still = m.Diary.select(m.Diary.id).where(m.Diary.status == "open")
    assert still.count() == 3
    assert row(m.Diary, own).status == "done"
    assert do(ann, "close_claim", "claim", claim_id, status="closed_withdrawn").receipt.seq


def test_an_action_that_waits_for_approval_stands_against_closing(ann):
    claim_id = claim(status="reopened")
    waits = do(
        ann, "set_reserve", "claim", claim_id,
        category="indemnity", amount=90_000_00, reason_code="demand",
    )  # fmt: skip
    plan = look(ann, "close_claim", "claim", claim_id, status="closed_withdrawn")
    assert "1 action waits for approval" in reasons(plan)
    assert plan.refusals[0].want.ids == (waits.approval_id,)


def test_a_claim_without_gaps_closes_with_its_day_and_reopens_with_a_reason(ann):
    claim_id = claim(status="reopened")
    assert do(ann, "close_claim", "claim", claim_id, status="closed_withdrawn").sentence == (
        "1 claim closed: closed, withdrawn."
    )
    assert row(m.Claim, claim_id).closed_date == TODAY
    with pytest.raises(Invalid, match="Why is needed"):
        do(ann, "reopen_claim", "claim", claim_id)
    do(ann, "reopen_claim", "claim", claim_id, reason="New bill.")
    found = row(m.Claim, claim_id)
    assert (found.status, found.closed_date, found.reopened_date) == ("reopened", None, TODAY)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "No signed release is on file"),
        ({"release_date": TODAY, "claim_kind": "injury"}, "enter the Medicare answer first"),
    ],
)
def test_closed_as_paid_needs_release_and_the_medicare_answer(ann, facts, said):
    claim_id, to = claim(status="reopened", **facts), payee()
    reserve(claim_id, 800_00)
    pay(ann, claim_id, to, 800_00)
    assert said in reasons(look(ann, "close_claim", "claim", claim_id, status="closed_paid"))


def test_closed_as_paid_needs_a_payment(ann):
    plan = look(
        ann,
        "close_claim",
        "claim",
        claim(status="reopened", release_date=TODAY),
        status="closed_paid",
    )
    assert "Nothing was paid on it" in reasons(plan)


def test_closed_without_payment_means_that_nothing_stayed_paid(ann):
    claim_id, to = claim(status="reopened"), payee()
    reserve(claim_id, 800_00)
    paid = pay(ann, claim_id, to, 800_00)
    said = "Money was paid to or for the claimant"
    ask = {"status": "closed_no_payment"}
    assert said in reasons(look(ann, "close_claim", "claim", claim_id, **ask))
    do(ann, "void_payment", "payment", paid.opens[1], reason="Wrong payee.")
    assert said not in reasons(look(ann, "close_claim", "claim", claim_id, **ask))


def test_a_paid_and_released_claim_closes(ann):
    claim_id, to = (
        claim(
            status="reopened",
            release_date=TODAY,
            claim_kind="injury",
            medicare_status="not_beneficiary",
        ),
        payee(),
    )
    reserve(claim_id, 800_00)
    pay(ann, claim_id, to, 800_00)
    assert do(ann, "close_claim", "claim", claim_id, status="closed_paid").receipt.seq


def test_only_a_closed_claim_is_reopened(ann):
    assert "It is not closed" in reasons(look(ann, "reopen_claim", "claim", claim(), reason="x"))


# --- Reserves ------------------------------------------------------------------------------------


def test_a_reserve_states_the_expected_total(ann):
    claim_id, to = claim(), payee()
    reserve(claim_id, 500_00)
    pay(ann, claim_id, to, 200_00)
    plan = look(
        ann,
        "set_reserve",
        "claim",
        claim_id,
        category="indemnity",
        amount="900",
        reason_code="demand",
    )
    assert plan.lines == [
        "Indemnity on L-2027-0001 Rosa Alvarez: from $500.00 to $900.00.",
        "Total incurred becomes $900.00.",
    ]
    do(
        ann,
        "set_reserve",
        "claim",
        claim_id,
        category="indemnity",
        amount="900",
        reason_code="demand",
        reason="Letter.",
    )
    last = m.Reserve.select().order_by(m.Reserve.id.desc()).get()
    assert (last.amount, last.change, last.reason_code, last.reason) == (
        900_00,
        400_00,
        "demand",
        "Letter.",
    )
    assert row(m.Claim, claim_id).outstanding == 700_00


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (-1, "never negative"),
        (199_99, "$200.00 of indemnity is paid already"),
        (500_00, "stands at $500.00 already"),
    ],
)
def test_a_total_that_cannot_be_is_refused(ann, amount, said):
    claim_id, to = claim(), payee()
    reserve(claim_id, 500_00)
    pay(ann, claim_id, to, 200_00)
    assert said in reasons(
        look(
            ann,
            "set_reserve",
            "claim",
            claim_id,
            category="indemnity",
            amount=amount,
            reason_code="demand",
        )
    )


@pytest.mark.parametrize("key", ["pay", "request_payment", "set_reserve"])
def test_a_closed_claim_takes_no_money(ann, key):
    closed, values = claim(status="closed_no_payment", closed_date=TODAY), {"payee": payee()}
    if key == "set_reserve":
        values = {"reason_code": "initial"}
    values |= {"category": "indemnity", "amount": 1_00}
    plan = look(ann, key, "claim", closed, **values)
    assert [refusal.want.action for refusal in plan.refusals] == ["reopen_claim"]
    with pytest.raises(Blocked, match="is closed: reopen it first"):
        do(ann, key, "claim", closed, **values)


def test_authority_for_reserves_is_measured_on_total_incurred(ann):
    claim_id = claim()
    reserve(claim_id, 20_000_00)
    ask = {"category": "expense", "reason_code": "suit_filed"}
    assert look(ann, "set_reserve", "claim", claim_id, amount=5_000_00, **ask).approval is None
    needed = look(ann, "set_reserve", "claim", claim_id, amount=5_000_01, **ask).approval
    assert needed.amount == 25_000_01
    assert "your total incurred limit of $25,000.00" in needed.sentence


def test_lowering_a_reserve_needs_no_authority(ann):
    claim_id = claim()
    reserve(claim_id, 90_000_00)
    assert (
        look(
            ann,
            "set_reserve",
            "claim",
            claim_id,
            category="indemnity",
            amount=80_000_00,
            reason_code="closing",
        ).approval
        is None
    )


# --- Whose claim ---------------------------------------------------------------------------------


def test_claims_are_handed_over_with_the_diary_of_who_had_them(ann):
    bob, cal = user("bob", "examiner"), user("cal", "technician")
    mine, nobodys = claim(adjuster=ann.user_id), claim()
    own, others, free, done = (
        _diary(mine, owner=ann.user_id),
        _diary(mine, owner=cal.user_id),
        _diary(nobodys),
        _diary(mine, owner=ann.user_id, status="done"),
    )
    told = do(ann, "reassign", "claim", [mine, nobodys], adjuster=bob.user_id, reason="Leave.")
    assert told.sentence == "2 claims and 2 diary entries are with Bob now."
    assert [row(m.Claim, i).adjuster for i in (mine, nobodys)] == [bob.user_id, bob.user_id]
    assert [row(m.Diary, i).owner for i in (own, others, free, done)] == [
        bob.user_id,
        cal.user_id,
        bob.user_id,
        ann.user_id,
    ]


def test_a_whole_caseload_goes_with_recoveries_and_diary(ann):
    max_, bob = user("max", "wc_manager"), user("bob", "examiner")
    kept = claim(adjuster=ann.user_id, status="closed_withdrawn", closed_date=TODAY)
    going = [claim(adjuster=ann.user_id), claim(adjuster=ann.user_id, line="W", status="accepted")]
    deadlines = m.Diary.select().where(m.Diary.claim << going, m.Diary.owner == ann.user_id).count()
    assert deadlines == 1, "five years from the injury"
    recovery = make("recovery", handler=ann.user_id)
    entry = make("diary", recovery=recovery, diary_date=TODAY, subject="Bill", owner=ann.user_id)
    with pytest.raises(Refused, match="not among the actions of your role"):
        do(ann, "reassign_caseload", "claim", from_adjuster=ann.user_id, adjuster=bob.user_id)
    told = do(max_, "reassign_caseload", "claim", from_adjuster=ann.user_id, adjuster=bob.user_id)
    assert told.sentence == "2 open claims, 1 recovery and 2 diary entries are with Bob now."
    assert [row(m.Claim, i).adjuster for i in (*going, kept)] == [
        bob.user_id,
        bob.user_id,
        ann.user_id,
    ]
    assert (row(m.Recovery, recovery).handler, row(m.Diary, entry).owner) == (
        bob.user_id,
        bob.user_id,
    )


def test_a_caseload_of_one_line_leaves_the_other(ann):
    max_, bob = user("max", "wc_manager"), user("bob", "examiner")
    liability, compensation = (
        claim(adjuster=ann.user_id),
        claim(adjuster=ann.user_id, line="W", status="accepted"),
    )
    do(
        max_,
        "reassign_caseload",
        "claim",
        from_adjuster=ann.user_id,
        adjuster=bob.user_id,
        line="W",
    )
    assert (row(m.Claim, liability).adjuster, row(m.Claim, compensation).adjuster) == (
        ann.user_id,
        bob.user_id,
    )


def test_nothing_goes_to_who_cannot_work_it(ann):
    gone = make("user", email="gone@example.org", name="Gone", active=False)
    for to, why in (
        (gone, "may no longer sign in"),
        (user("eve", "auditor").user_id, "does not work claims"),
    ):
        with pytest.raises(Blocked, match=why):
            do(ann, "reassign", "claim", claim(), adjuster=to)
    max_ = user("max", "risk_manager")
    with pytest.raises(Blocked, match="the same person"):
        do(max_, "reassign_caseload", "claim", from_adjuster=ann.user_id, adjuster=ann.user_id)


def test_a_long_caseload_names_the_first_claims(ann):
    max_, bob = user("max", "risk_manager"), user("bob", "technician")
    for _ in range(14):
        claim(adjuster=ann.user_id)
    plan = look(max_, "reassign_caseload", "claim", from_adjuster=ann.user_id, adjuster=bob.user_id)
    assert words(plan).endswith("and 2 more.")


def test_a_change_of_status_offers_only_the_next_moves():
    entry = VERBS.get("set_status")
    one, other = claim(status="received"), claim(status="late_application")
    offered = [code for code, _ in params_of(entry, "claim", [one])[0].choices]
    assert sorted(offered) == sorted(MOVES["L"]["received"])
    both = {code for code, _ in params_of(entry, "claim", [one, other])[0].choices}
    assert both == set(MOVES["L"]["received"]) & set(MOVES["L"]["late_application"])


def test_claims_without_a_common_move_are_offered_the_moves_of_each():
    entry = VERBS.get("set_status")
    one, other = claim(status="received"), claim(status="closed_paid")
    offered = {code for code, _ in params_of(entry, "claim", [one, other])[0].choices}
    assert offered == {*MOVES["L"]["received"], "reopened"}


def test_closing_offers_the_ends_that_are_the_next_step():
    entry = VERBS.get("close_claim")
    offered = {code for code, _ in params_of(entry, "claim", [claim(status="rejected")])[0].choices}
    assert offered == set(MOVES["L"]["rejected"]) & set(CLOSED)
    early = {code for code, _ in params_of(entry, "claim", [claim(status="allowed")])[0].choices}
    assert early == {"closed_withdrawn", "closed_transferred"}

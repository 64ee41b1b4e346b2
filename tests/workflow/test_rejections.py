"""The notice of what the City decided: on which days, by whose authority, and what becomes of it."""

from datetime import date

import letter_office as made
import pytest
from desk import TODAY, do, limit, look, pay, payee, reasons, reserve, row, user, words

import models as m
from journal import documents
from journal.who import person
from workflow.verbs import Act, preview

pytestmark = pytest.mark.usefixtures("office")

LAST = date(2026, 12, 28)
"""Presented Tuesday 10 November 2026, in person: day 45 is Friday 25 December, the courts are
closed, and it moves to Monday (Gov. Code 912.4(a), Code Civ. Proc. 12a).
"""
IN_PART = {"action": "in_part", "amount": 250_000_00}


@pytest.fixture(autouse=True)
def store(tmp_path, office):
    """A folder for documents, the head of letters, and the usual tiers."""
    documents.keep_in(tmp_path / "documents")
    made.settle()
    limit("technician", "settlement", 2_500_00)
    limit("risk_manager", "settlement", 15_000_00)
    limit("city_manager", "settlement", 50_000_00)
    limit("city_council", "settlement", None)


def rita():
    """The risk manager, made once."""
    known = m.User.get_or_none(m.User.email == "rita@example.org")
    return person("rita@example.org") if known else user("rita", "risk_manager")


def rejected(claim: int, *, on: date = TODAY, **given):
    """The notice as it would go out."""
    act = Act("letter_rejection", "claim", [claim], {"action": "rejected", **given})
    return preview(rita(), act, on=on)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 25), "lies ahead"),
        (TODAY, ""),
        (date(2026, 11, 10), ""),
        (date(2026, 11, 9), "Tue 10 Nov 2026"),
    ],
)
def test_the_city_decides_between_the_presentation_and_today(day, said):
    told = reasons(rejected(made.liability(), action_date=day))
    assert said in told
    assert bool(told) is bool(said)


@pytest.mark.parametrize(("on", "held"), [(TODAY, True), (LAST, True), (date(2026, 12, 29), False)])
def test_the_law_rejects_once_the_last_day_to_act_has_passed(on, held):
    """Gov. Code 912.4(c): on the last day of the time to act, where the City did not."""
    plan = rejected(made.liability(), on=on, action="by_law")
    assert ("Mon 28 Dec 2026" in reasons(plan)) is held
    if not held:
        text = "\n".join(said for _, said in plan.papers[0].blocks)
        assert "rejected by operation of law on December 28, 2026" in text


def test_an_extension_moves_the_day_on_which_the_law_rejects():
    claim = made.liability(extension_to_date=date(2027, 2, 26))
    assert "Fri 26 Feb 2027" in reasons(rejected(claim, on=date(2027, 2, 26), action="by_law"))
    assert reasons(rejected(claim, on=date(2027, 2, 27), action="by_law")) == ""


def test_the_law_rejects_on_no_other_day():
    given = {"action": "by_law", "action_date": date(2026, 11, 19)}
    told = reasons(rejected(made.liability(), on=date(2027, 1, 4), **given))
    assert "It was rejected by operation of law on Mon 28 Dec 2026" in told


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (-5_00, "more than nothing"),
        (0, "more than nothing"),
        (4_500_01, "the claim is for $4,500.00"),
        (4_500_00, ""),
    ],
)
def test_no_more_is_allowed_than_is_claimed_and_no_less_than_something(amount, said):
    claim = made.liability(amount_claimed=4_500_00)
    told = reasons(rejected(claim, action="in_part", amount=amount))
    assert said in told
    assert bool(told) is bool(said)


def test_what_is_allowed_in_part_takes_the_authority_of_a_settlement():
    """Gov. Code 935.4; the tiers of the City."""
    plan = rejected(made.liability(), **IN_PART)
    assert plan.approval.sentence == (
        "$250,000.00 is beyond your settlement limit of $15,000.00 on liability claims "
        "(Resolution 7). It waits for the city council."
    )
    assert (
        rejected(made.liability(claim_no="L-2"), action="in_part", amount=15_000_00).approval
        is None
    )


def test_what_was_paid_before_counts_with_what_is_allowed():
    claim = made.liability()
    limit("risk_manager", "payment", None)
    reserve(claim, 90_000_00)
    pay(rita(), claim, payee(), 10_000_00)
    plan = rejected(claim, action="in_part", amount=6_000_00)
    assert "$16,000.00 is beyond your settlement limit" in plan.approval.sentence


def test_a_small_allowance_of_a_technician_still_goes_out_with_approval():
    tess, claim = user("tess", "technician"), made.liability()
    small = {"action": "in_part", "amount": 1_000_00}
    plan = look(tess, "letter_rejection", "claim", claim, **small)
    assert plan.approval.roles == ("city_attorney", "risk_manager")
    more = look(tess, "letter_rejection", "claim", claim, **{**small, "amount": 3_000_00})
    assert more.approval.kind == "settlement"


def test_a_claim_that_is_allowed_in_part_is_called_so():
    claim = made.liability()
    given = {"action": "in_part", "amount": 1_000_00}
    assert "Status “Under review” becomes “Allowed in part”." in words(rejected(claim, **given))
    do(rita(), "letter_rejection", "claim", claim, **given)
    kept = row(m.Claim, claim)
    assert (kept.status, kept.rejection_mailed_date) == ("allowed_in_part", TODAY)
    running = (m.Diary.rule_code == "SUIT_6M", m.Diary.status == "open")
    assert m.Diary.select().where(*running).exists()

"""What a status needs besides: the day it rests on, fifteen days held off, money and papers."""

from dataclasses import replace
from datetime import date

import pytest
from asking import LAW

from rules.facts import Facts
from rules.recovery_write_off import Efforts
from rules.status_wants import DATED, GATES, Owed, claim_wants, recovery_wants
from rules.statuses import GIVES_UP, RECOVERY_OPEN, RECOVERY_STATUSES, STATUSES_OF_LINE

TODAY = date(2026, 11, 24)
CLAIM = {
    "line": "L",
    "status": "closed_paid",
    "paid": 800_00,
    "paid_indemnity": 800_00,
    "paid_medical": 0,
    "release_date": TODAY,
    "claim_kind": "injury",
    "medicare_status": "not_beneficiary",
}


def _said(before: str = "reopened", **facts) -> str:
    return " ".join(w.sentence for w in claim_wants({**CLAIM, **facts}, before, on=TODAY))


@pytest.mark.parametrize(("line", "status"), DATED)
def test_a_status_that_rests_on_a_day_is_one_of_its_line_and_asks_for_it(line, status):
    column, event = DATED[line, status]
    assert status in STATUSES_OF_LINE[line]
    assert _said("", line=line, status=status) == f"Enter the day {event}."
    assert _said("", line=line, status=status, **{column: TODAY}) == ""
    assert "lies ahead" in _said("", line=line, status=status, **{column: date(2026, 11, 25)})


@pytest.mark.parametrize(
    ("mailed", "held", "why"),
    [
        (date(2026, 11, 10), True, "day 14 is today"),
        (date(2026, 11, 9), True, "day 15 is today"),
        (date(2026, 11, 8), False, "day 15 was yesterday"),
    ],
)
def test_an_insufficient_claim_is_held_for_fifteen_days(mailed, held, why):
    facts = {"insufficiency_mailed_date": mailed, "rejection_mailed_date": TODAY}
    assert ("Gov. Code 910.8" in _said("insufficient", status="rejected", **facts)) is held, why
    assert _said("under_review", status="rejected", **facts) == "", "it was mended since"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, ""),
        ({"paid": 0}, "Nothing was paid"),
        ({"release_date": None}, "No signed release"),
        ({"release_date": None, "line": "W"}, ""),
        ({"medicare_status": None}, "Medicare"),
        ({"medicare_status": None, "paid": 750_00}, ""),
        ({"medicare_status": None, "claim_kind": "property"}, ""),
        ({"status": "closed_no_payment"}, "close it as paid"),
        ({"status": "closed_no_payment", "paid_indemnity": 0}, ""),
        ({"status": "closed_no_payment", "paid_indemnity": 0, "paid_medical": 1}, "close it as"),
        ({"status": "closed_withdrawn", "paid": 0}, ""),
    ],
)
def test_a_claim_is_closed_with_what_its_end_needs(facts, said):
    assert said in _said(**facts)
    assert bool(said) is bool(_said(**facts))


def test_a_claim_that_is_entered_as_it_stands_is_asked_for_its_day_alone():
    assert _said("", paid=0, release_date=None) == ""


@pytest.mark.parametrize(
    ("presented", "before", "said"),
    [
        (date(2026, 11, 20), "assigned", "The claim is not late"),
        (date(2026, 11, 21), "assigned", ""),
        (date(2026, 11, 20), "", ""),
    ],
)
def test_a_claim_in_time_is_not_returned_as_late(presented, before, said):
    """Gov. Code 911.3(a): of 20 May 2026 the six months end on 20 November."""
    day = {"late_notice_mailed_date": TODAY, "status": "late_returned"}
    found = {**CLAIM, **day, "loss_date": date(2026, 5, 20), "presented_date": presented}
    wants = [want.sentence for want in claim_wants(Facts(found, LAW), before, on=TODAY)]
    assert bool(wants) is bool(said)
    assert said in " ".join(wants)


def test_every_gate_stands_before_a_way_of_closing():
    assert GATES.keys() <= set(STATUSES_OF_LINE["L"])


@pytest.mark.parametrize(
    ("status", "balance", "wants"),
    [("paid_closed", 1, 1), ("paid_closed", 0, 0), ("paid_closed", -1, 0), ("disputed", 1, 0)],
)
def test_a_recovery_is_paid_when_nothing_is_owed(status, balance, wants):
    assert len(list(recovery_wants(status, Owed(balance)))) == wants


@pytest.mark.parametrize(
    ("owed", "said", "why"),
    [
        (Owed(0, cost=100, billed=100, received=100), "", "all of it came in"),
        (Owed(0, cost=100, billed=100, received=60), "", "the rest was given up"),
        (Owed(-1, cost=100, billed=100, received=101), "", "a cent too much"),
        (Owed(0, cost=100, received=100), "", "it came in before a bill"),
        (Owed(0, cost=0, billed=100), "Nothing came in on it", "its lines were taken away"),
        (Owed(0, cost=0), "Nothing came in on it", "nothing was ever asked"),
        (Owed(0, cost=99, billed=100, received=99), "$1.00 was billed, and $0.99", "a cent less"),
    ],
)
def test_paid_is_what_money_came_in_on(owed, said, why):
    told = " ".join(want.sentence for want in recovery_wants("paid_closed", owed))
    assert said in told if said else told == "", why


def test_every_end_of_a_recovery_gives_up_its_balance_or_has_none():
    ends = {status for status, _ in RECOVERY_STATUSES} - set(RECOVERY_OPEN)
    assert ends == {*GIVES_UP, "paid_closed"}


DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("status", "owed", "action", "column"),
    [
        ("ready_to_bill", Owed(0, cost=0), "add_recovery_cost", None),
        ("ready_to_bill", Owed(1, cost=1), None, None),
        ("billed", Owed(1, cost=1), "bill_recovery", None),
        ("billed", Owed(1, cost=1, billed=1), None, None),
        ("tendered", Owed(1, cost=1), None, "carrier"),
        ("insurer_denied", Owed(1, cost=1, has_carrier=True), None, None),
        ("payment_plan", Owed(1, cost=1), "plan_recovery", None),
        ("payment_plan", Owed(1, cost=1, has_plan=True), None, None),
        ("small_claims_filed", Owed(1, cost=1), "file_small_claims", None),
        ("small_claims_filed", Owed(1, cost=1, is_filed=True), None, None),
        ("judgment", Owed(1, cost=1), None, "judgment_date"),
        ("judgment", Owed(1, cost=1, judged=date(2026, 11, 24)), None, None),
        ("small_claims_filed", Owed(6_250_00), None, None),
        ("small_claims_filed", Owed(6_250_01), "compromise_recovery", None),
    ],
)
def test_a_status_of_a_recovery_says_what_clears_its_want(status, owed, action, column):
    wants = [(want.action, want.column) for want in recovery_wants(status, owed)]
    assert wants == ([(action, column)] if action or column else [])


@pytest.mark.parametrize(
    ("owed", "wanted"),
    [
        (Owed(1, note_until=date(2026, 11, 25), on=DAY), True),
        (Owed(1, note_until=DAY, on=DAY), False),
        (Owed(1, note_until=date(2026, 11, 23), on=DAY), False),
        (Owed(1, note_until=date(2026, 11, 25), on=DAY, has_note=True), False),
        (Owed(0, note_until=date(2026, 11, 25), on=DAY), False),
        (Owed(1, on=DAY), False),
        (Owed(1, note_until=date(2026, 11, 25)), False),
    ],
)
def test_an_early_write_off_wants_the_attorneys_note(owed, wanted):
    assert [want.action for want in recovery_wants("written_off", owed)] == ["add_note"] * wanted


EARLY = {"billed": 450_00, "note_until": date(2026, 11, 25), "on": DAY}
TRIED = Efforts(letters=2, calls=1, searches=1, most=500_00)


@pytest.mark.parametrize(
    ("owed", "actions", "why"),
    [
        (Owed(450_00, **EARLY), ["close_recovery", "add_note"], "what is billed is given up"),
        (Owed(450_00, **EARLY, has_note=True), [], "the attorney agrees"),
        (Owed(450_00, **{**EARLY, "billed": None}), [], "nothing was asked of anybody"),
        (Owed(0, **EARLY), [], "nothing is owed"),
        (Owed(450_00, **EARLY, efforts=Efforts(ground="mistaken")), [], "it was billed by mistake"),
        (Owed(500_01, billed=1, on=DAY, efforts=TRIED), [], "what comes first was done"),
        (
            Owed(500_01, billed=1, on=DAY, efforts=replace(TRIED, letters=1)),
            ["close_recovery", "add_contact"],
            "one letter alone",
        ),
    ],
)
def test_a_bill_is_withdrawn_with_what_a_write_off_takes(owed, actions, why):
    assert [want.action for want in recovery_wants("withdrawn", owed)] == actions, why


def test_what_was_billed_by_mistake_is_no_write_off():
    wants = list(recovery_wants("written_off", Owed(1, on=DAY, efforts=Efforts(ground="mistaken"))))
    assert [(want.action, want.given) for want in wants] == [
        ("close_recovery", {"status": "withdrawn", "ground": "mistaken"})
    ]


@pytest.mark.parametrize(
    ("owed", "wanted"),
    [
        (Owed(1, last_day=DAY, on=DAY), True),
        (Owed(1, last_day=date(2026, 11, 25), on=DAY), True),
        (Owed(1, last_day=date(2026, 11, 23), on=DAY), False),
        (Owed(1, on=DAY), False),
        (Owed(1, last_day=DAY), False),
    ],
)
def test_what_may_still_be_sued_for_is_not_time_barred(owed, wanted):
    assert bool(list(recovery_wants("time_barred", owed))) is wanted

"""What a status needs besides: the day it rests on, fifteen days held off, money and papers."""

from datetime import date

import pytest

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


def test_every_gate_stands_before_a_way_of_closing():
    assert GATES.keys() <= set(STATUSES_OF_LINE["L"])


@pytest.mark.parametrize(
    ("status", "balance", "wants"),
    [("paid_closed", 1, 1), ("paid_closed", 0, 0), ("paid_closed", -1, 0), ("disputed", 1, 0)],
)
def test_a_recovery_is_paid_when_nothing_is_owed(status, balance, wants):
    assert len(list(recovery_wants(status, Owed(balance)))) == wants


def test_every_end_of_a_recovery_gives_up_its_balance_or_has_none():
    ends = {status for status, _ in RECOVERY_STATUSES} - set(RECOVERY_OPEN)
    assert ends == {*GIVES_UP, "paid_closed"}

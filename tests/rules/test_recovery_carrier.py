"""Until when a carrier acknowledges, decides and pays."""

import pytest
from asking import LAW, told

from rules.clocks import Counting, Ended
from rules.days import day
from rules.recovery_clocks import RECOVERY_CLOCKS, waits_for_carrier

TENDERED = "2026-11-24"


@pytest.mark.parametrize(
    ("code", "since", "value", "base", "why"),
    [
        ("CARRIER_ACK", TENDERED, "2026-12-09", "2026-12-09", "15 days, a Wednesday"),
        ("CARRIER_ACK", "2026-11-27", "2026-12-14", "2026-12-12", "a Saturday moves to Monday"),
        ("CARRIER_DECISION", TENDERED, "2027-01-04", "2027-01-03", "40 days end on a Sunday"),
        ("CARRIER_PAYMENT", TENDERED, "2026-12-24", "2026-12-24", "30 days, a Thursday"),
        ("CARRIER_PAYMENT", "2026-11-25", "2026-12-28", "2026-12-25", "Christmas on a Friday"),
    ],
)
def test_the_day(code, since, value, base, why):
    found = told("carrier_deadline", code=code, trigger_date=since)
    assert (found["value"], found["details"]["base_date"]) == (value, base), why
    assert found["steps"][0]["citation"].startswith("10 CCR 2695.")
    assert found["verified"] == "no"


def test_the_working_says_from_what_it_counts():
    found = told("carrier_deadline", code="CARRIER_ACK", trigger_date=TENDERED)
    assert found["steps"][0]["text"] == "Tendered Tue 24 Nov 2026 + 15 days = Wed 9 Dec 2026"


COUNTING = Counting(LAW)
BY_CODE = {clock.code: clock for clock in RECOVERY_CLOCKS}


def tendered(code: str, **facts):
    known = {"status": "tendered", "tendered_date": day(TENDERED), "cost": 500, "balance": 500}
    return COUNTING.stands(BY_CODE[code], COUNTING.facts({**known, **facts}))


def test_a_tender_starts_both_clocks_of_the_answer():
    days = [tendered(code).day for code in ("CARRIER_ACK", "CARRIER_DECISION")]
    assert days == [day("2026-12-09"), day("2027-01-04")]


@pytest.mark.parametrize(
    ("code", "facts", "ended"),
    [
        ("CARRIER_ACK", {"carrier_ack_date": day("2026-12-01")},
         Ended("done", "carrier_ack_date", day("2026-12-01"))),
        ("CARRIER_ACK", {"carrier_decision_date": day("2026-12-01")},
         Ended("done", "carrier_decision_date", day("2026-12-01"))),
        ("CARRIER_DECISION", {"carrier_decision_date": day("2026-12-01")},
         Ended("done", "carrier_decision_date", day("2026-12-01"))),
        ("CARRIER_DECISION", {"balance": 0}, Ended("done", "nothing_owed")),
        ("CARRIER_DECISION", {"status": "insurer_denied"}, Ended("done", "status")),
        ("CARRIER_ACK", {"tendered_date": None}, Ended("dropped", "tendered_date")),
        ("CARRIER_PAYMENT", {"carrier_decision_date": day("2026-12-01")}, Ended("done", "status")),
    ],
)  # fmt: skip
def test_an_answer_ends_them(code, facts, ended):
    assert tendered(code, **facts) == ended


def test_an_acknowledgement_leaves_the_decision():
    assert tendered("CARRIER_DECISION", carrier_ack_date=day("2026-12-01")).day == day("2027-01-04")


def test_an_acceptance_starts_the_clock_of_its_payment():
    found = tendered("CARRIER_PAYMENT", status="insurer_accepted",
                     carrier_decision_date=day("2026-12-01"))  # fmt: skip
    assert (found.day, found.subject) == (day("2026-12-31"), "Has their carrier paid?")


@pytest.mark.parametrize("status", ["tendered", "disputed", "partially_paid"])
@pytest.mark.parametrize(("tendered_date", "decided", "waits"), [
    (day(TENDERED), None, True), (None, None, False), (day(TENDERED), day(TENDERED), False),
])  # fmt: skip
def test_a_tender_waits_until_the_carrier_decides(status, tendered_date, decided, waits):
    columns = {"tendered_date": tendered_date, "carrier_decision_date": decided}
    assert waits_for_carrier({"status": status, **columns}) is waits
    assert not waits_for_carrier({"status": "insurer_denied", **columns})

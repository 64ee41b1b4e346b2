"""How a claim was closed of which no more is known than that, and where a record begins."""

import pytest

from rules.statuses import (
    CLOSED,
    SPOKEN,
    SPOKEN_BY_LINE,
    STATUSES_OF_LINE,
    claim_begins,
    closed_by_money,
    recovery_begins,
)


@pytest.mark.parametrize(
    ("paid", "stands", "status"),
    [
        (0, None, "closed_no_payment"),
        (1, None, "closed_paid"),
        (-1, None, "closed_no_payment"),
        (1, "received", "closed_paid"),
        (1, "closed_no_payment", "closed_paid"),
        (0, "closed_paid", "closed_no_payment"),
        (1, "closed_withdrawn", "closed_withdrawn"),
        (0, "closed_time_expired", "closed_time_expired"),
        (0, "closed_transferred", "closed_transferred"),
    ],
)
def test_the_money_says_how_a_claim_was_closed(paid, stands, status):
    assert closed_by_money(paid, stands) == status
    assert status in CLOSED


@pytest.mark.parametrize("line", ["L", "W"])
def test_every_word_of_a_line_is_a_status_of_the_line(line):
    assert set(SPOKEN_BY_LINE[line].values()) <= set(STATUSES_OF_LINE[line])


def test_a_word_for_open_is_a_status_of_each_line():
    for line in ("L", "W"):
        assert {**SPOKEN, **SPOKEN_BY_LINE[line]}["open"] in STATUSES_OF_LINE[line]


@pytest.mark.parametrize(
    ("line", "status", "allowed"),
    [
        ("L", "received", True),
        ("L", "incident_only", True),
        ("L", "assigned", True),
        ("L", "insufficient", False),
        ("L", "closed_paid", False),
        ("L", "reopened", False),
        ("W", "reported", True),
        ("W", "claim_form_given", True),
        ("W", "claim_form_filed", False),
    ],
)
def test_a_claim_is_entered_at_its_start_or_a_step_on(line, status, allowed):
    move = claim_begins(line, status)
    assert move.allowed is allowed
    assert bool(move.why) is not allowed


def test_a_recovery_is_entered_at_its_start_or_a_step_on():
    assert recovery_begins("reported").allowed
    assert recovery_begins("documenting").allowed
    assert "begins at “Reported”, or at “Documenting costs”" in recovery_begins("billed").why

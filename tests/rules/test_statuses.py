"""How a claim was closed of which no more is known than that."""

import pytest

from rules.statuses import (
    CLOSED,
    SPOKEN,
    SPOKEN_BY_LINE,
    STATUSES_OF_LINE,
    closed_by_money,
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

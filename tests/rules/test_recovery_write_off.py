"""What was tried before a balance is written off, and how many small claims a city files."""

from datetime import date

import pytest

from rules.recovery_write_off import Efforts, effort_wants
from rules.small_claims import filing_limit
from rules.status_wants import Owed, recovery_wants

ON = date(2026, 11, 24)
TRIED = {"letters": 2, "calls": 1, "searches": 1, "since": date(2025, 11, 24), "most": 500_00}


def wants(balance: int, **tried) -> list[str]:
    return [w.sentence for w in effort_wants(balance, Efforts(**{**TRIED, **tried}), on=ON)]


@pytest.mark.parametrize(
    ("balance", "tried", "said"),
    [
        (500_01, {}, []),
        (500_00, {"letters": 0, "calls": 0, "searches": 0, "since": ON}, []),
        (500_01, {"letters": 1}, ["2 letters come before a write-off, 1 on file"]),
        (500_01, {"letters": 0}, ["2 letters come before a write-off, none on file"]),
        (500_01, {"calls": 0}, ["A call comes before a write-off"]),
        (500_01, {"searches": 0}, ["Who owes it is searched for"]),
        (500_01, {"since": date(2025, 11, 25)}, ["from Wed 25 Nov 2026 on"]),
        (500_01, {"since": None}, []),
        (500_01, {"ground": "uneconomic", "calls": 0}, ["more than the $500.00", "A call"]),
        (500_00, {"ground": "uneconomic", "calls": 0}, []),
        (9_000_00, {"ground": "bankrupt", "letters": 0}, ["Of a bankruptcy the attorney says"]),
        (9_000_00, {"ground": "bankrupt", "letters": 0, "has_note": True}, []),
        (9_000_00, {"ground": "uncollectible"}, []),
    ],
)  # fmt: skip
def test_what_is_missing_is_named(balance, tried, said):
    found = wants(balance, **tried)
    assert len(found) == len(said)
    assert all(part in sentence for part, sentence in zip(said, found, strict=True))


def test_a_status_asks_for_it_where_it_was_looked_at():
    owed = {"balance": 900_00, "on": ON}
    assert list(recovery_wants("written_off", Owed(**owed))) == []
    tried = Efforts(most=500_00)
    assert len(list(recovery_wants("written_off", Owed(**owed, efforts=tried)))) == 3
    assert list(recovery_wants("written_off", Owed(900_00, efforts=tried))) == []


@pytest.mark.parametrize(
    ("status", "balance", "on", "said"),
    [
        ("collections", 1, date(2026, 1, 12), "runs out on Tue 12 Jan 2027"),
        ("restitution_pending", 1, date(2027, 1, 12), "runs out on Tue 12 Jan 2027"),
        ("collections", 1, date(2027, 1, 13), "ran out on Tue 12 Jan 2027"),
        ("collections", 1, date(2026, 1, 11), ""),
        ("collections", 0, date(2027, 1, 13), ""),
        ("disputed", 1, date(2027, 1, 13), ""),
    ],
)
def test_what_outlives_the_time_to_sue_is_decided_on_first(status, balance, on, said):
    owed = Owed(balance, last_day=date(2027, 1, 12), pressing=date(2026, 1, 12), on=on)
    found = list(recovery_wants(status, owed))
    assert [want.action for want in found] == (["decide_suit"] if said else [])
    assert said in "".join(want.sentence for want in found)


@pytest.mark.parametrize(
    ("amount", "filed", "refused"),
    [
        (5_000_00, [6_000_00, 6_000_00], False),
        (5_000_01, [6_000_00, 6_000_00], True),
        (5_000_01, [6_000_00, 5_000_00], False),
        (5_000_01, [5_000_01, 5_000_01], True),
        (6_250_00, [], False),
    ],
)
def test_two_claims_beyond_five_thousand_are_filed_a_year(amount, filed, refused):
    said = filing_limit(amount, filed, 2026)
    assert bool(said) is refused
    assert not said or ("wait for 2027" in said and "116.231" in said)

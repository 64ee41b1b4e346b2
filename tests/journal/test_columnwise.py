"""Many rows column by column say what each says by itself: fingerprints, and what speaks against."""

from datetime import date

import pytest

from journal import checks
from journal.columnwise import by_column, is_blank, is_one
from journal.soundness import are_sound
from journal.stored import digest, digests
from models import Claim, Payment

AT = checks.At(date(2026, 11, 24), "import")
SOUND = {
    "claim_no": "A-1", "line": "L", "status": "received", "claimant": "Ann “Bo” O'Neil",
    "loss_date": "2026-01-02", "received_date": "2026-01-03", "amount_claimed": 100,
    "litigated": False, "id": 1, "version": 1, "batch_id": 7,
}  # fmt: skip


def rows(**other):
    """Some sound claims, one of them with other values."""
    made = [{**SOUND, "claim_no": f"A-{n}", "amount_claimed": n, "id": n} for n in range(1, 6)]
    made[3] = {**made[3], **other}
    return made


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"description": 'quoted "so", a \\ and a\nline, é and 漢 and \x7f'},
        {"amount_claimed": None, "claimant": None, "litigated": True},
        {"amount_claimed": -5},
        {"batch_id": 8},
    ],
)
def test_the_fingerprint_of_many_rows_is_that_of_each(other):
    many = rows(**other)
    assert list(digests(by_column(many))) == [digest(row) for row in many]


def test_rows_of_one_value_and_of_blanks_have_their_fingerprint():
    same, blank = [SOUND, {**SOUND, "batch_id": 9}], {"id": 1, "claim_no": None, "batch_id": 1}
    assert list(digests(by_column(same))) == [digest(SOUND)] * 2
    assert list(digests(by_column([blank, SOUND]))) == [digest(blank), digest(SOUND)]


@pytest.mark.parametrize(
    "other",
    [
        {"status": "no such status"},
        {"claimant": "x" * 10_000},
        {"claimant": "bell \x07"},
        {"claimant": 5},
        {"claim_no": None},
        {"claim_no": ""},
        {"litigated": 1},
        {"amount_claimed": 10**15},
        {"amount_claimed": True},
        {"amount_claimed": -1},
        {"loss_date": "2026-11-25"},
        {"loss_date": "26-1-1"},
        {"department": "PW"},
    ],
)
def test_what_is_wrong_with_one_row_speaks_against_all(other):
    many = rows(**other)
    found = [
        problem
        for row in many
        for problem in (
            *checks.row_problems(Claim, None, row, new=True),
            *checks.fact_problems(Claim, None, row, row, at=AT),
        )
    ]
    assert found
    assert not are_sound(Claim, many, at=AT)


def test_sound_rows_are_sound_and_one_without_a_number_is_not():
    assert are_sound(Claim, rows(), at=AT)
    assert are_sound(Claim, rows(amount_claimed=None), at=AT)
    assert not are_sound(Claim, [{"line": "L"}], at=AT)


def test_what_an_undo_brings_back_is_not_asked_whether_it_can_be():
    ahead = rows(loss_date="2026-11-25")
    assert are_sound(Claim, ahead, at=checks.At(AT.on, "undo"))


def test_a_minus_stands_on_the_ledger_of_a_register():
    paid = {"payment_no": "P-1", "category": "indemnity", "amount": -5, "status": "draft"}
    assert are_sound(Payment, [paid], at=AT)
    assert not are_sound(Payment, [{**paid, "source": "entry"}], at=checks.At(AT.on, "form"))


def test_what_a_row_does_not_have_is_blank():
    found = by_column([{"a": 1}, {"a": 1, "b": None}, {"c": True}])
    assert found == {"a": [1, 1, None], "b": [None] * 3, "c": [None, None, True]}
    assert is_blank(found["b"])
    assert not is_blank(found["c"])
    assert is_one([None, None])
    assert not is_one([1, True])

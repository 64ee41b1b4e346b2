"""Headings made alike for comparing."""

import pytest

from rules.headings import alike, is_one_heading, spelled


@pytest.mark.parametrize(
    "heading",
    [
        "Claim no.",
        "CLAIM #",
        "claim_no",
        "Claim Number",
        " claim\nnumber: ",
        "Claim\u00a0No",
        "ClaimNo",
    ],
)
def test_headings_are_alike(heading):
    assert alike(heading) == "claimno"


def test_headings_differ():
    assert len({alike(h) for h in ("Paid", "Paid %", "Paid, medical", "Unpaid")}) == 4


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("Chk Dt", {"check", "date"}),
        ("Date of check", {"check", "date"}),
        ("Payments", {"payment"}),
        ("Loss", {"loss"}),
        ("O/S reserve", {"outstanding", "reserve"}),
        ("of the", set()),
        ("", set()),
    ],
)
def test_a_heading_is_its_words_in_full_and_in_any_order(heading, words):
    assert spelled(heading) == words


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("Claim no", "Claim no.", True),
        ("No. of the claim", "claim_no", True),
        ("Date of Loss", "Loss dt", True),
        ("of", "the", False),
        ("Bus route", "Route", False),
    ],
)
def test_headings_that_name_one_column_are_told(one, other, is_one):
    assert is_one_heading(one, other) is is_one
    assert is_one_heading(other, one) is is_one

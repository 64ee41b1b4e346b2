"""Proposals for headings without a known name: shown, never used by themselves."""

import pytest
from builders import person, write

import models as m
from imports.grid import Heading
from imports.proposals import proposals
from journal.who import OPERATOR

pytestmark = pytest.mark.usefixtures("office")


def proposed(headings, rows=(), model=m.Claim, taken=(), who=OPERATOR):
    found = proposals(
        who, model, [Heading(n, text) for n, text in enumerate(headings)], set(taken), list(rows)
    )
    return {headings[place]: (one.column, one.why) for place, one in found.items()}


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Claimant's Nm", "claimant"),
        ("Descriptn", "description"),
        ("Date recieved", "received_date"),
        ("Locatn", "location"),
        ("Amt claimed", "amount_claimed"),
    ],
)
def test_similar_words_are_proposed(heading, column):
    assert proposed([heading]) == {heading: (column, "similar words")}


def test_values_that_do_not_fit_speak_against_similar_words():
    assert proposed(["Date recieved"], [["soon"], ["later"]]) == {}
    assert proposed(["Date recieved"], [["1/2/2026"], ["1/3/2026"]])


def test_values_from_a_list_speak_for_themselves():
    write(department={"code": "PW", "name": "Public Works"})
    write(department={"code": "FD", "name": "Fire"})
    rows = [["Public Works", "x"], ["Fire", "y"], ["PW", "z"]]
    assert proposed(["Wer", "Was"], rows) == {"Wer": ("department", "its values fit")}


def test_one_value_over_and_over_speaks_for_nothing():
    assert proposed(["Wer"], [["L"], ["L"]]) == {}


def test_a_column_is_proposed_once_where_it_fits_best():
    found = proposed(["Claimants", "Claimant nam"])
    assert found["Claimant nam"][0] == "claimant"
    assert found.get("Claimants", ("",))[0] != "claimant"


def test_what_is_filled_or_out_of_sight_is_not_proposed():
    assert proposed(["Claimant's Nm"], taken=["claimant"]) == {}
    assert "diagnosis" not in {
        c for c, _ in proposed(["Diagnosys"], who=person("risk_manager")).values()
    }
    assert proposed(["Diagnosys"]) == {"Diagnosys": ("diagnosis", "similar words")}


def test_strange_words_propose_nothing():
    assert proposed(["Zzyzx", "", "###"]) == {}

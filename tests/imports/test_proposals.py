"""Proposals for headings without a known name: shown, never used by themselves."""

from time import process_time

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


def test_four_values_of_five_are_enough():
    rows = [["L"], ["W"], ["L"], ["W"], ["X"]]
    assert proposed(["Wie"], rows) == {"Wie": ("line", "its values fit")}
    assert proposed(["Wie"], [*rows, ["X"]]) == {}


def test_a_file_as_wide_as_a_spreadsheet_takes_little_time():
    write(department={"code": "PW", "name": "Public Works"})
    write(department={"code": "FD", "name": "Fire"})
    wide = [f"Heading of some words {n}" for n in range(16_384)]
    rows = [[f"{row} {n}" for n in range(16_384)] for row in range(30)]
    for row in rows:
        row[7] = ("PW", "FD")[row is rows[0]]
    began = process_time()
    found = proposed(wide, rows)
    assert process_time() - began < 2
    assert found == {wide[7]: ("department", "its values fit")}

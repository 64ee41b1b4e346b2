"""Reserves of which a register states what remains come in as remaining and paid together."""

import pytest
from books import TODAY, bring_in, counts, csv_file, planned

import models as m
from imports import profiles
from journal.who import OPERATOR

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("office")]

HEAD = [
    "Claim no.",
    "Line",
    "Paid Ind",
    "Paid Med",
    "Reserves (O/S) Ind",
    "O/S Med",
    "Rem. Exp Rsv",
]
ROW = ["1", "W", "100.00", "20.00", "50.00", "5.00", ""]


def held() -> list[int]:
    claim = m.Claim.get()
    totals = (
        "reserved_indemnity",
        "reserved_medical",
        "reserved_expense",
        "outstanding",
        "incurred",
    )
    return [getattr(claim, name) for name in totals]


def test_what_a_heading_calls_outstanding_of_a_category_is_what_remains(tmp_path):
    path = csv_file(tmp_path / "a.csv", HEAD, ROW)
    assert counts(bring_in(path)) == (1, 0, 0, 0)
    assert held() == [150_00, 25_00, 0, 55_00, 175_00]
    again = bring_in(path)
    assert (again["batch"], counts(again)) == (None, (0, 0, 1, 0))
    bring_in(csv_file(tmp_path / "b.csv", HEAD, [*ROW[:2], "110.00", *ROW[3:]]))
    assert held() == [160_00, 25_00, 0, 55_00, 185_00]


def test_paid_that_the_file_does_not_state_is_that_of_the_ledger(tmp_path):
    bring_in(csv_file(tmp_path / "a.csv", HEAD, ROW))
    bring_in(csv_file(tmp_path / "b.csv", ["Claim no.", "O/S Ind"], ["1", "70.00"]))
    assert held()[:2] == [170_00, 25_00]


def test_it_is_given_by_hand_or_left_out_and_kept_in_a_profile(tmp_path):
    head = ["Claim no.", "Paid, indemnity", "Left"]
    path = csv_file(tmp_path / "a.csv", head, ["1", "100.00", "50.00"])
    plan = planned(path, columns={"outstanding_indemnity": "Left"}, fixed={"line": "L"})
    made = profiles.made_of("What is left", "", plan)
    assert made.recipe.columns["outstanding_indemnity"] == "Left"
    profiles.save(OPERATOR, made, on=TODAY)
    bring_in(path)
    assert held()[0] == 150_00
    named = csv_file(tmp_path / "b.csv", HEAD, ROW)
    plan = planned(named, columns={"outstanding_indemnity": ""})
    assert "reserved_indemnity" not in plan.columns.places


def test_where_the_total_that_remains_is_given_its_parts_are_not_read(tmp_path):
    head = ["Claim no.", "Line", "O/S Ind", "All of it"]
    path = csv_file(tmp_path / "a.csv", head, ["1", "L", "5.00", "6.00"])
    plan = planned(path, columns={"outstanding": "All of it"})
    assert list(plan.columns.places) == ["outstanding", "claim_no", "line"]


def test_two_headings_that_say_the_same_name_nothing(tmp_path):
    head = ["Claim no.", "Line", "O/S Ind", "Remaining Ind"]
    plan = planned(csv_file(tmp_path / "a.csv", head, ["1", "L", "5.00", "6.00"]))
    assert [heading.text for heading in plan.columns.unknown] == ["O/S Ind", "Remaining Ind"]

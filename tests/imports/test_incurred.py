"""What a file says was incurred is compared with what the office works out, and never written."""

import pytest
from books import bring_in, csv_file, planned

import models as m

pytestmark = [pytest.mark.usefixtures("office"), pytest.mark.only_on("sqlite")]

HEAD = ["Claim no.", "Line", "Paid Ind", "O/S Ind", "Total Incurred"]


def noted(path) -> dict[str, str]:
    """The notes of a plan under the heading of the total."""
    found = planned(path).as_json()["details"]["notes"]
    return {note["cell"]: note["message"] for note in found if note["cell"].startswith("E")}


def test_a_total_that_differs_is_noted_by_row_and_in_sum(tmp_path):
    rows = ["1", "L", "100.00", "50.00", "150.00"], ["2", "L", "10.00", "5.00", "25.00"]
    said = noted(csv_file(tmp_path / "a.csv", HEAD, *rows, ["3", "L", "1.00", "", "n/a"]))
    kept = "that is what the office keeps as incurred."
    assert said == {
        "E3": f"The file says $25.00. Paid and outstanding make $15.00: {kept}",
        "E1": f"In all the file says $175.00. Paid and outstanding make $165.00: {kept}",
    }


def test_totals_that_agree_are_not_noted_and_nothing_of_them_is_written(tmp_path):
    path = csv_file(tmp_path / "a.csv", HEAD, ["1", "L", "100.00", "50.00", "150.00"])
    assert noted(path) == {}
    bring_in(path)
    assert m.Claim.get().incurred == 150_00
    assert noted(path) == {}


def test_where_a_file_states_nothing_else_there_is_nothing_to_compare(tmp_path):
    path = csv_file(tmp_path / "a.csv", ["Claim no.", "Line", "Incurred"], ["1", "L", "5.00"])
    assert noted(path) == planned(path).sums == {}

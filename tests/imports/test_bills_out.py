"""A file does not lower a bill that is out; a register brings bills and their lines as they were."""

import pytest
from books import csv_file, planned
from builders import write

import models as m

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("office")]

HEAD = ["Number", "Recovery", "Element", "Description", "Amount"]


def _case(cost: int | None) -> None:
    case = write(
        source="seed", recovery={"recovery_no": "R-1", "status": "billed", "billed": 100_00}
    )
    if cost is not None:
        line = {"line_no": "C-1", "element": "other", "description": "Pole", "amount": cost}
        write(source="seed", recoverycost={"recovery": case.created[0][1], **line})


@pytest.mark.parametrize(
    ("cost", "row", "refused", "why"),
    [
        (100_00, ["C-1", "R-1", "Other", "Pole", "99.99"], True, "a line of the bill, a cent less"),
        (100_00, ["C-1", "R-1", "Other", "Pole", "100.01"], False, "a line, a cent more"),
        (100_00, ["C-2", "R-1", "Salvage", "Scrap", "-0.01"], True, "a new line that lowers it"),
        (100_01, ["C-2", "R-1", "Salvage", "Scrap", "-0.01"], False, "the bill is still covered"),
        (None, ["C-2", "R-1", "Salvage", "Scrap", "-5.00"], False, "a register's case has no cost"),
    ],
)
def test_a_file_does_not_lower_a_bill_that_is_out(tmp_path, cost, row, refused, why):
    _case(cost)
    errors = list(planned(csv_file(tmp_path / "a.csv", HEAD, row), m.RecoveryCost).errors())
    told = " ".join(error.message for error in errors)
    assert ("R-1 is billed with $100.00, and this would lower" in told) is refused, why
    assert bool(errors) is refused, why

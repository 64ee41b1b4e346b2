"""A register brings what came in on a recovery as it was, on the claim of that recovery."""

import pytest
from books import csv_file, planned
from builders import claim, write

import models as m

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("office")]

HEAD = ["Receipt no.", "Recovery", "Claim", "Date", "Amount"]


@pytest.mark.parametrize(
    ("case", "row", "said"),
    [
        ("L-1", "L-1", ""),
        ("L-1", "L-2", "which is claim L-1."),
        ("L-1", "", "which is claim L-1."),
        (None, "", ""),
        (None, "L-2", "which is no claim: leave it blank."),
    ],
)
def test_money_on_a_recovery_is_booked_to_its_claim(tmp_path, case, row, said):
    ids = {number: claim(claim_no=number, line="L") for number in ("L-1", "L-2")}
    write(source="seed", recovery={"recovery_no": "R-1", "claim": ids.get(case)})
    file = csv_file(tmp_path / "a.csv", HEAD, ["RC-1", "R-1", row, "2026-11-02", "25.00"])
    told = [error.message for error in planned(file, m.RecoveryReceipt).errors()]
    assert len(told) == bool(said)
    assert not said or said in told[0]


def test_money_on_a_claim_alone_is_brought_too(tmp_path):
    claim(claim_no="L-1", line="L")
    file = csv_file(tmp_path / "a.csv", HEAD, ["RC-1", "", "L-1", "2026-11-02", "25.00"])
    assert not list(planned(file, m.RecoveryReceipt).errors())

"""The page of a recovery: its money explains itself, its age and its time are told, its costs are
downloaded.
"""

import io
from datetime import date

import pytest
from desk import REPAIR, do, make, user
from openpyxl import load_workbook


@pytest.fixture
def billed(app):
    """The worked example, billed on Thu 10 Sep 2026, on damage of a day two years and more ago."""
    bob = user("bob", "technician")
    party = make("party", name="Dan Driver", role="responsible")
    made = make("recovery", responsible_party=party, damage_date=date(2024, 1, 10),
                asset_description="Signal pole 12", status="documenting")  # fmt: skip
    do(bob, "add_recovery_cost", "recovery", made, lines=REPAIR)
    do(bob, "set_status", "recovery", made, status="ready_to_bill")
    do(bob, "bill_recovery", "recovery", made, invoice_date=date(2026, 9, 10))
    return made


def test_the_bill_says_why(billed, sign_in):
    page = sign_in("technician").get(f"/admin/recovery/{billed}/").text
    assert "Total $7,766.28" in page
    assert "3 h × $48.20 × 1.62 = $234.25" in page


def test_age_and_time_stand_in_the_head(billed, sign_in, monkeypatch):
    page = sign_in("technician").get(f"/admin/recovery/{billed}/").text
    assert "Sue by 11 Jan 2027" in page or "Time to sue ran out 11 Jan 2027" in page
    assert "days</span>" in page or "Over a year" in page


def test_the_list_shows_the_age_beside_the_invoice(billed, sign_in):
    page = sign_in("auditor").get("/admin/recovery/").text
    assert "2026-09-10 <span" in page


def test_the_cost_workbook_is_downloaded(billed, sign_in):
    answer = sign_in("auditor").get(f"/admin/recovery/{billed}/costs.xlsx")
    assert answer.status_code == 200
    assert "costs-REC-" in answer.headers["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet["A2"].value.startswith("Cost worksheet REC-")


@pytest.mark.parametrize("role", ["coordinator", "administrator"])
def test_who_reads_no_recovery_gets_no_workbook(billed, sign_in, role):
    answer = sign_in(role).get(f"/admin/recovery/{billed}/costs.xlsx")
    assert answer.status_code in (403, 404)


def test_there_is_no_workbook_of_what_is_not_there(sign_in, app):
    assert sign_in("technician").get("/admin/recovery/999/costs.xlsx").status_code == 404

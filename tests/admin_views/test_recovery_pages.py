"""The page of a recovery: its money explains itself, its age and its time are told, its costs are
downloaded.
"""

import io
from datetime import date

import pytest
from desk import REPAIR, claim, do, make, user
from openpyxl import load_workbook

import models as m


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


@pytest.fixture
def on_claim(app, sign_in):
    """A recovery on a claim, its first follow-up over, its carrier asked; with who handles both."""
    browser = sign_in("technician")
    who = m.User.select().order_by(m.User.id.desc()).get()
    of = claim(adjuster=who.id)
    carrier = make("organization", name="Pacific Mutual", kind="carrier")
    made = make("recovery", claim=of, status="tendered", billed=500_00, carrier=carrier,
                invoice_date=date(2026, 10, 20), tendered_date=date(2026, 11, 2),
                damage_date=date(2023, 12, 1), handler=who.id)  # fmt: skip
    make("recoverycost", recovery=made, element="other", description="Pole", amount=500_00)
    return browser, of, made


def test_my_day_offers_the_verb_of_the_recovery_not_of_its_claim(on_claim):
    browser, _, made = on_claim
    page = browser.get("/admin/").text
    for action in ("follow_up_recovery", "record_carrier_answer", "decide_suit"):
        assert f"/admin/do/{action}?sheet=recovery&amp;ids={made}" in page, action
    assert "REC-2027-0001" in page


def test_the_page_of_the_claim_does_so_too_and_says_of_which(on_claim):
    browser, of, made = on_claim
    page = browser.get(f"/admin/claim/{of}/").text
    for action in ("follow_up_recovery", "record_carrier_answer", "decide_suit"):
        assert f"/admin/do/{action}?sheet=recovery&amp;ids={made}" in page, action
    assert "REC-2027-0001: 30 days: first follow-up of the bill" in page
    own = browser.get(f"/admin/recovery/{made}/").text
    assert "REC-2027-0001: 30 days" not in own


def test_the_head_tells_of_a_late_carrier_and_of_what_was_paid_too_much(app, sign_in):
    late = make("recovery", status="tendered", tendered_date=date(2026, 10, 1), cost=0)
    over = make("recovery", status="paid_closed")
    make("recoverycost", recovery=over, element="other", description="Pole", amount=500_00)
    make("recoveryreceipt", recovery=over, receipt_date=date(2026, 11, 2), amount=500_01)
    browser = sign_in("technician")
    assert "decision was due 10 Nov 2026" in browser.get(f"/admin/recovery/{late}/").text
    assert "$0.01 paid too much" in browser.get(f"/admin/recovery/{over}/").text

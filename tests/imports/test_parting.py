"""The claim that a payment names is made of the same row, once, where the office does not have it."""

import pytest
from books import TODAY, bring_in, counts, csv_file, planned
from builders import write

import models as m
from imports import profiles
from imports.mapping import Unmatched
from imports.profiles import from_file
from journal import audit
from journal.who import OPERATOR
from rules.errors import BadQuestion

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("office")]

HEAD = ["Check no.", "City File #", "Claimant Name", "D.O.L.", "Vendor", "Total Paid", "Net Check"]
ROWS = [
    ["7001", "0001-26", "Ann Lee", "01/05/2026", "Acme", "150.00", "100.00"],
    ["7002", "0001-26", "Ann Lee", "01/05/2026", "Bo", "150.00", "50.00"],
    ["7003", "0002-26", "Cy Poe", "02/06/2026", "Acme", "20.00", "20.00"],
]
FIXED = {"category": "indemnity", "status": "posted", "payment_date": "2026-11-01"}


def register(path):
    return csv_file(path, HEAD, *ROWS)


def test_claims_of_a_payment_register_are_made_once_and_its_headings_fill_them(tmp_path):
    path = register(tmp_path / "p.csv")
    result = bring_in(path, m.Payment, claims_too=True, fixed=FIXED)
    assert counts(result) == (3, 0, 0, 0)
    assert [(c.claim_no, c.claimant, str(c.loss_date)) for c in m.Claim.select().order_by(m.Claim.id)] == [
        ("0001-26", "Ann Lee", "2026-01-05"),
        ("0002-26", "Cy Poe", "2026-02-06"),
    ]  # fmt: skip
    assert [c.paid for c in m.Claim.select().order_by(m.Claim.id)] == [15000, 2000]
    again = bring_in(path, m.Payment, claims_too=True, fixed=FIXED)
    assert (again["batch"], counts(again)) == (None, (0, 0, 3, 0))
    assert audit.verify().problems == []


def test_without_the_choice_a_claim_that_is_not_there_is_refused(tmp_path):
    result = bring_in(register(tmp_path / "p.csv"), m.Payment, fixed=FIXED)
    assert counts(result) == (0, 0, 0, 3)
    assert "There is no claim “0001-26”" in result["errors"][0]["message"]


def test_a_claim_that_stands_is_left_as_it_is(tmp_path):
    write(claim={"claim_no": "0001-26", "claimant": "Somebody", "line": "L"})
    bring_in(register(tmp_path / "p.csv"), m.Payment, claims_too=True, fixed=FIXED)
    assert [c.claimant for c in m.Claim.select().order_by(m.Claim.claim_no)] == [
        "Somebody",
        "Cy Poe",
    ]


def test_a_column_of_the_claim_is_given_through_the_relation(tmp_path):
    given = {"claim.claimant": "Vendor", "claim.description": "Claimant Name + Vendor"}
    fixed = {**FIXED, "claim.line": "W"}
    bring_in(
        register(tmp_path / "p.csv"), m.Payment, columns=given | {"payee_name": ""}, fixed=fixed
    )
    claim = m.Claim.get(claim_no="0002-26")
    assert (claim.claimant, claim.description, claim.line) == ("Acme", "Cy Poe, Acme", "W")


def test_a_profile_keeps_that_claims_are_made_and_a_person_may_take_it_back(tmp_path):
    path = register(tmp_path / "p.csv")
    plan = planned(path, m.Payment, claims_too=True, fixed=FIXED)
    made = profiles.made_of("City checks", "", plan)
    assert from_file(profiles.as_file(made)) == made
    profiles.save(OPERATOR, made, on=TODAY)
    assert counts(bring_in(path, m.Payment)) == (3, 0, 0, 0)
    assert planned(path, m.Payment, claims_too=False).before == []
    changed = planned(path, m.Payment, columns={"claim.claimant": "Vendor"})
    assert changed.options.before[0].columns["claimant"] == "Vendor"


def test_what_cannot_be_made_is_refused_in_words(tmp_path):
    path = csv_file(tmp_path / "a.csv", ["Check no.", "Amount"], ["1", "2.00"])
    with pytest.raises(Unmatched, match="No heading gives the number of the claim"):
        planned(path, m.Payment, claims_too=True)
    with pytest.raises(BadQuestion, match="name no claim"):
        planned(csv_file(tmp_path / "b.csv", ["Code", "Name"], ["1", "x"]), m.Department, claims_too=True)  # fmt: skip

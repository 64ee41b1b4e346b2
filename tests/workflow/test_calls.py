"""Answering a call: what this caller may be told, and the record of it."""

from datetime import date

import pytest
from desk import TODAY, change, claim, do, limits, look, make, pay, payee, reserve, user, words

import models as m
from workflow.calls import Caller, answer

pytestmark = pytest.mark.usefixtures("office")
SECRETS = ("7,777.77", "weak on notice", "lumbar", "settle for")


@pytest.fixture
def ann(office):
    limits()
    return user("ann", "technician")


def _liability(ann) -> int:
    claim_id = claim(
        party=payee(),
        adjuster=ann.user_id,
        privileged_notes="weak on notice",
        received_date=date(2026, 6, 1),
    )
    reserve(claim_id, 7_777_77)
    pay(ann, claim_id, m.Party.get().id, 300_00)
    make(
        "payment",
        claim=claim_id,
        category="expense",
        amount=40_00,
        payee_name="Tow Co",
        status="draft",
    )
    return claim_id


def _compensation(ann) -> int:
    return claim(
        line="W",
        status="accepted",
        claimant="Eli Park",
        injury_date=date(2026, 9, 1),
        diagnosis="lumbar strain",
        body_part="lumbar",
        last_worked_date=date(2026, 9, 2),
        return_to_work_date=date(2026, 10, 5),
        adjuster=ann.user_id,
    )


def ask(ann, claim_id, kind, checked=True, caller="Rosa Alvarez"):
    plan = look(
        ann,
        "answer_call",
        "claim",
        claim_id,
        caller=caller,
        caller_kind=kind,
        identity_checked=checked,
    )
    at = plan.lines.index("Do not tell:")
    return " ".join(plan.lines[1:at]), " ".join(plan.lines[at + 1 :])


def test_a_claimant_hears_status_dates_and_what_they_were_paid(ann):
    told, kept = ask(ann, _liability(ann), "claimant")
    assert told == (
        "The claim is being investigated. Dates: loss Wed 20 May 2026 and received here Mon 1 Jun 2026. "
        "Paid to them: $300.00 ($300.00 on Tue 24 Nov 2026). Ann handles it."
    )
    assert "Reserves. They show what the office expects to pay" in kept
    assert "Advice of the City's attorneys." in kept


@pytest.mark.parametrize(
    "kind",
    ["claimant", "attorney", "employee", "supervisor", "provider", "carrier", "public", "other"],
)
@pytest.mark.parametrize("checked", [True, False])
def test_nobody_is_told_reserves_evaluation_or_diagnosis(ann, kind, checked):
    for claim_id in (_liability(ann), _compensation(ann)):
        told, _ = ask(ann, claim_id, kind, checked)
        assert not [secret for secret in SECRETS if secret in told]


def test_a_caller_whose_identity_is_not_checked_hears_nothing(ann):
    told, _ = ask(ann, _liability(ann), "claimant", checked=False)
    assert told == "Nothing yet. Check name, claim number and loss date first."


def test_an_attorney_needs_representation_on_file(ann):
    claim_id = _liability(ann)
    told, _ = ask(ann, claim_id, "attorney", caller="Jo Counsel")
    assert "No representation is on file" in told
    change("party", m.Party.get().id, represented_by="Jo Counsel")
    told, _ = ask(ann, claim_id, "attorney", caller="Jo Counsel")
    assert told.startswith("The claim is being investigated.")
    plan = look(
        ann,
        "answer_call",
        "claim",
        claim_id,
        caller="Rosa",
        caller_kind="claimant",
        identity_checked=True,
    )
    assert "represented by Jo Counsel: leave talk of settlement to them" in words(plan)


def test_a_department_hears_restrictions_and_dates_only(ann):
    told, kept = ask(ann, _compensation(ann), "supervisor", caller="Sam Super")
    assert told == "Last day worked Wed 2 Sep 2026. Back at work Mon 5 Oct 2026. Ann handles it."
    assert "Labor Code 3762(c)" in kept


def test_an_employee_hears_of_the_own_compensation_claim_alone(ann):
    assert ask(ann, _compensation(ann), "employee", caller="Eli Park")[0].startswith(
        "The claim is accepted."
    )
    assert "their own compensation claim" in ask(ann, _liability(ann), "employee")[0]


def test_a_provider_hears_of_its_own_bills(ann):
    claim_id = _compensation(ann)
    reserve(claim_id, 900_00, "medical")
    clinic = payee(name="Bay Clinic")
    do(
        ann,
        "pay",
        "claim",
        claim_id,
        payee=clinic,
        category="medical",
        amount=120_00,
        invoice_no="B-9",
    )
    told, _ = ask(ann, claim_id, "provider", caller="bay clinic")
    assert (
        told
        == "The claim is accepted. Paid to them: $120.00 on Tue 24 Nov 2026, invoice B-9. Ann handles it."
    )
    assert "No bill of theirs" in ask(ann, claim_id, "provider", caller="Other Clinic")[0]
    assert (
        "Bills on a liability claim go to the claimant" in ask(ann, _liability(ann), "provider")[0]
    )


def test_the_public_is_sent_to_the_city_clerk(ann):
    told, kept = ask(ann, _liability(ann), "public", caller="The Herald")
    assert told == "Nothing about a claim. The City Clerk answers requests for public records."
    assert kept.startswith("Anything about a claim.")


def test_a_call_is_in_the_record_with_what_was_told_and_withheld(ann):
    claim_id = _liability(ann)
    done = do(
        ann,
        "answer_call",
        "claim",
        claim_id,
        caller="Rosa Alvarez",
        caller_kind="claimant",
        identity_checked="yes",
        phone="555-0101",
        question="When is it decided?",
        said="Call back Monday.",
    )
    inquiry = m.Inquiry.get()
    assert (inquiry.claim, inquiry.caller, inquiry.identity_checked, inquiry.inquiry_date) == (
        claim_id,
        "Rosa Alvarez",
        True,
        TODAY,
    )
    assert inquiry.told.startswith("The claim is being investigated.")
    assert inquiry.told.endswith("Call back Monday.")
    assert "Reserves." in inquiry.withheld
    assert done.sentence == "The call of Rosa Alvarez is in the record of L-2027-0001."


def test_before_anybody_is_named_nothing_is_told_and_what_is_kept_stands_there(ann):
    found = answer(m.Claim.get_by_id(_liability(ann)), Caller())
    assert found.told == ("Nothing yet. Choose who is calling.",)
    assert not found.open
    assert found.kept


def test_what_may_be_told_needs_no_name(ann):
    found = answer(m.Claim.get_by_id(_liability(ann)), Caller("claimant", checked=True))
    assert found.open
    assert found.told[0] == "The claim is being investigated."
    assert "Reserves" in [topic for topic, _ in found.kept]

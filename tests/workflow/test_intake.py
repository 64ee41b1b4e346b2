"""Taking in a claim: one batch with incident and parties; likely duplicates are named."""

from datetime import date

import pytest
from desk import TODAY, claim, do, look, make, payee, row, user, words

import models as m
from rules.errors import Invalid
from workflow.intake import likely_duplicates

pytestmark = pytest.mark.usefixtures("office")
LOSS = date(2026, 11, 2)


@pytest.fixture
def ann(office):
    return user("ann", "technician")


def test_a_liability_claim_comes_in_with_incident_and_parties(ann):
    department = make("department", code="PW", name="Public Works")
    done = do(
        ann,
        "intake",
        "claim",
        claimant="Rosa Alvarez",
        loss_date="11/2/2026",
        location="Elm and 3rd",
        description="Pothole",
        department=department,
        amount_claimed="$1,200",
        phone="555-0101",
        address="1 Elm St",
        represented_by="Jo Counsel",
        adjuster=ann.user_id,
        presented_date="2026-11-20",
        parties=[
            {"name": "Wes Witness", "role": "witness"},
            {"name": "Tow Co", "kind": "organization"},
        ],
    )
    found = row(m.Claim, done.opens[1])
    incident, person = row(m.Incident, found.incident), row(m.Party, found.party)
    assert (found.claim_no, found.status, found.received_date, found.amount_claimed) == (
        "L-2027-0001",
        "received",
        TODAY,
        1_200_00,
    )
    assert (incident.loss_date, incident.location, incident.department, incident.reported_date) == (
        LOSS,
        "Elm and 3rd",
        department,
        TODAY,
    )
    assert (person.name, person.role, person.phone, person.claim, person.represented_by) == (
        "Rosa Alvarez",
        "claimant",
        "555-0101",
        found.id,
        "Jo Counsel",
    )
    others = {
        (p.name, p.role)
        for p in m.Party.select().where(m.Party.claim == found.id, m.Party.id != person.id)
    }
    assert others == {("Wes Witness", "witness"), ("Tow Co", "other"), ("Jo Counsel", "attorney")}
    assert {found.batch_id, incident.batch_id, person.batch_id} == {found.batch_id}
    assert done.sentence == "The claim of Rosa Alvarez is in."


def test_a_compensation_claim_takes_the_employees_name(ann):
    employee = make("employee", employee_no="17", name="Eli Park")
    done = do(
        ann, "intake", "claim", line="W", employee=employee, loss_date=LOSS, body_part="Wrist"
    )
    found = row(m.Claim, done.opens[1])
    assert (found.claimant, found.injury_date, found.loss_date, found.status, found.body_part) == (
        "Eli Park",
        LOSS,
        LOSS,
        "reported",
        "Wrist",
    )
    assert row(m.Party, found.party).role == "injured"


def test_a_known_party_and_incident_are_used_as_they_are(ann):
    to, incident = payee(), make("incident", loss_date=LOSS)
    done = do(ann, "intake", "claim", party=to, incident=incident)
    assert (row(m.Claim, done.opens[1]).party, row(m.Claim, done.opens[1]).incident) == (
        to,
        incident,
    )
    assert (m.Party.select().count(), m.Incident.select().count()) == (1, 1)
    assert "It belongs to incident I-2027-0001." in words(
        look(ann, "intake", "claim", party=to, incident=incident)
    )


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({}, "claimant"),
        ({"claimant": "A", "loss_date": "2026-11-25"}, "loss_date"),
        (
            {"claimant": "A", "loss_date": "2026-11-20", "presented_date": "2026-11-19"},
            "presented_date",
        ),
        ({"claimant": "A", "loss_date": "yesterday"}, "loss_date"),
        ({"claimant": "A", "parties": [{"role": "witness"}]}, "parties"),
        ({"claimant": "A", "line": "X"}, "line"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(ann, values, column):
    with pytest.raises(Invalid) as refused:
        do(ann, "intake", "claim", **values)
    assert [problem.column for problem in refused.value.problems] == [column]
    assert m.Claim.select().count() == 0


def test_a_liability_claim_has_no_injured_employee(ann):
    with pytest.raises(Invalid, match="choose workers' compensation"):
        do(ann, "intake", "claim", employee=make("employee", employee_no="17", name="Eli"))


def test_likely_duplicates_are_scored_with_reasons(ann):
    same = claim(loss_date=LOSS, location="Elm and 3rd")
    near = claim(claimant="ALVAREZ, Rosa", loss_date=date(2026, 11, 5))
    claim(claimant="Somebody Else", loss_date=LOSS, location="Oak")
    values = {"claimant": "rosa alvarez", "loss_date": LOSS, "location": "Elm and 3rd", "line": "L"}
    found = likely_duplicates(ann, values)
    assert [(alike.id, alike.why) for alike in found] == [
        (same, "same claimant, same day, same place"),
        (near, "same claimant, 3 days apart"),
    ]
    assert found[0].points > found[1].points
    plan = look(ann, "intake", "claim", **values)
    assert "It looks like L-2027-0001 (same claimant, same day, same place)." in plan.lines
    assert not plan.refusals

"""What departments are told, and what a coordinator may ask: Labor Code 3762 in the reports."""

from dataclasses import replace
from datetime import date

import pytest
from asked import KEYS, made, question, rows
from desk import claim, make, user

from exports.reports.report import REPORTS
from rules.errors import Refused

FIRST = date(2026, 11, 2)


@pytest.fixture
def streets() -> int:
    """A department."""
    return make("department", code="PW", name="Public Works")


@pytest.fixture
def police() -> int:
    """Another department."""
    return make("department", code="PD", name="Police")


def offer(claim_id: int, department: int, **values) -> int:
    """Light duty for three weeks."""
    facts = {"status": "accepted", "first_day": FIRST, "last_day": date(2026, 11, 22)}
    return make("lightdutyoffer", claim=claim_id, department=department, **{**facts, **values})


@pytest.mark.usefixtures("office")
def test_days_of_light_duty_count_both_ends_and_no_day_twice(streets):
    number = claim(claim_no="W-1", line="W", status="accepted", department=streets)
    offer(number, streets)
    offer(number, streets, first_day=date(2026, 11, 20), last_day=date(2026, 12, 31))
    offer(number, streets, status="declined", first_day=date(2026, 9, 1))
    found = rows("light_duty", which="all")
    assert [(row["days"], row["days_on_claim"]) for row in found] == [(0, 23), (21, 23), (5, 23)]
    assert [row["days"] for row in rows("light_duty", on=FIRST, which="all")] == [0, 1, 0]
    assert len(rows("light_duty")) == 2
    assert made("light_duty").picture().series == {"Days": [26]}


@pytest.mark.usefixtures("office")
def test_a_coordinator_sees_the_own_department_alone(streets, police):
    own = claim(claim_no="W-1", line="W", status="accepted", department=streets)
    other = claim(claim_no="W-2", line="W", status="accepted", department=police)
    offer(own, streets)
    offer(other, police)
    offer(other, streets, first_day=date(2026, 11, 9))
    who = replace(user("coordinator", "coordinator"), department_id=streets)
    found = rows("light_duty", who=who)
    assert [(row["claim_no"], row["department"]) for row in found] == [("W-1", "PW"), (None, "PW")]
    assert [row["days_on_claim"] for row in found] == [21, 14]
    for key in KEYS:
        if "coordinator" not in REPORTS.get(key).facts["roles"]:
            with pytest.raises(Refused):
                question(key, who=who)


@pytest.mark.usefixtures("office")
def test_a_department_is_told_no_names_amounts_or_medical_facts(streets):
    number = claim(
        claim_no="L-1",
        department=streets,
        claimant="Rosa Alvarez",
        amount_claimed=5_000_00,
        description="Rosa fell",
        privileged_notes="Weak",
    )
    make("investigationstep", claim=number, asked_of="Streets", what="Photos",
         due_date=date(2026, 12, 1))  # fmt: skip
    make("investigationstep", claim=number, asked_of="Streets", what="Report", asked_date=FIRST,
         received_date=FIRST)  # fmt: skip
    (row,) = rows("department_status", department="PW")
    assert (row["asked"], row["asked_by"]) == (1, date(2026, 12, 1))
    assert "Rosa" not in str(row)
    assert {column.kind for column in made("department_status").columns}.isdisjoint({"money"})
    assert REPORTS.get("department_status").facts["counts"].endswith("(Lab. Code 3762)")

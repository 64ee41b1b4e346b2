"""What departments are told, and what a coordinator may ask: Labor Code 3762 in the reports."""

import io
from dataclasses import replace
from datetime import date
from zipfile import ZipFile

import pytest
from asked import KEYS, made, question, rows
from desk import claim, make, user

from exports.reports import by_department
from exports.reports.report import REPORTS
from rules.errors import BadQuestion, Refused

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
    assert [row["days"] for row in rows("light_duty")] == [5]
    assert made("light_duty", which="all").picture().series == {"Days": [26]}


@pytest.mark.usefixtures("office")
def test_a_coordinator_sees_the_own_department_alone(streets, police):
    own = claim(claim_no="W-1", line="W", status="accepted", department=streets)
    other = claim(claim_no="W-2", line="W", status="accepted", department=police)
    offer(own, streets)
    offer(other, police)
    offer(other, streets, first_day=date(2026, 11, 9))
    who = replace(user("coordinator", "coordinator"), department_id=streets)
    found = rows("light_duty", who=who, which="all")
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


@pytest.mark.usefixtures("office", "police")
def test_each_department_has_a_workbook_of_its_own_rows_and_nothing_private(streets, tmp_path):
    parks = make("department", code="PR/1", name="Parks")
    private = {
        "claimant": "Rosa Zaunkoenig",
        "amount_claimed": 7_777_77,
        "description": "Zaunkoenig fell",
        "privileged_notes": "Wendehals",
    }
    for number, at in (("L-1", streets), ("L-2", streets), ("L-3", parks), ("L-4", None)):
        claim(claim_no=number, department=at, **private)
    asked = question("department_status")
    path = tmp_path / "status.zip"
    assert by_department.write(REPORTS.get("department_status"), asked, path) == 3
    with ZipFile(path) as parcel:
        held = {name: texts_of(parcel.read(name)) for name in parcel.namelist()}
    stem = "department-status-{}-2026-11-24.xlsx"
    assert list(held) == [stem.format("PR-1"), stem.format("PW")]
    assert ["L-1" in held[stem.format("PW")], "L-3" in held[stem.format("PW")]] == [True, False]
    assert ["L-1" in held[stem.format("PR-1")], "L-3" in held[stem.format("PR-1")]] == [False, True]
    for word in ("Rosa", "Zaunkoenig", "Wendehals", "7777", "7,777", "L-4"):
        assert not any(word in text for text in held.values()), word


@pytest.mark.usefixtures("office", "streets")
def test_only_what_is_made_for_departments_is_parcelled_for_them(tmp_path):
    for key, texts, said in (
        ("loss_run", {}, "is not made to be handed to departments"),
        ("department_status", {"department": "PW"}, "One department is asked for"),
    ):
        with pytest.raises(BadQuestion, match=said):
            by_department.write(REPORTS.get(key), question(key, **texts), tmp_path / "x.zip")
    assert not (tmp_path / "x.zip").exists()


def texts_of(book: bytes) -> str:
    """Everything that stands in a workbook, its hidden parts too."""
    with ZipFile(io.BytesIO(book)) as parts:
        return "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())

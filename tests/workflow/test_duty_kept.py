"""Light duty that stands, and the note it rests on, are moved by actions alone, by whatever way in."""

from contextlib import closing
from datetime import date
from decimal import Decimal

import pytest
from books import csv_file, planned
from desk import TODAY, look, make, reasons, row
from duty import department, noted, task_of_bank, worker

import models as m
from journal import duty_kept
from journal.cells import Cell, save_cells
from journal.commit import commit
from journal.drafts import Draft
from rules.errors import Invalid

pytestmark = pytest.mark.usefixtures("office")
LAST = date(2026, 12, 29)


@pytest.fixture
def stands(ann) -> tuple[int, int]:
    """A claim of somebody on light duty, and the offer that was accepted."""
    home = department()
    one = worker(home)
    noted(ann, one, "lift 20 lb")
    note = m.WorkStatus.get(m.WorkStatus.claim == one).id
    task = task_of_bank(home, "Check work orders", {"activity": "lift", "pounds": 5})
    offer = make("lightdutyoffer", claim=one, task=task, work_status=note, department=home,
                 status="accepted", first_day=TODAY, last_day=LAST, hours_a_day=Decimal(8),
                 offered_date=date(2026, 11, 20), answered_date=TODAY)  # fmt: skip
    return one, offer


def typed(who, model, row_id: int, **values):
    """Cells typed, pasted or sent as JSON."""
    seen = model.get_by_id(row_id).version
    cells = [Cell(row_id, seen, name, value) for name, value in values.items()]
    return save_cells(who, model, cells, on=TODAY)


def by_form(who, model, row_id: int | None, **values) -> None:
    draft = Draft("typed", source="form", on=TODAY)
    if row_id is None:
        draft.create(model, **values)
    else:
        draft.change(model, row_id, **values)
    commit(who, draft)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "ended"),
        ("first_day", date(2026, 1, 1)),
        ("last_day", date(2028, 1, 1)),
        ("hours_a_day", Decimal(12)),
        ("days_a_week", Decimal(7)),
        ("ended_date", TODAY),
        ("end_reason", "other"),
        ("answered_date", date(2026, 11, 23)),
        ("offered_date", date(2026, 11, 23)),
        ("notice_date", date(2026, 11, 23)),
    ],
)
def test_what_an_offer_has_is_not_typed_over(ann, stands, name, value):
    _, offer = stands
    before = getattr(row(m.LightDutyOffer, offer), name)
    outcome = typed(ann, m.LightDutyOffer, offer, **{name: value})
    assert [(p.column, "its own action" in p.message) for p in outcome.refused] == [(name, True)]
    with pytest.raises(Invalid, match="its own action"):
        by_form(ann, m.LightDutyOffer, offer, **{name: value})
    assert getattr(row(m.LightDutyOffer, offer), name) == before


def test_an_offer_keeps_its_claim_task_note_and_what_it_extends(ann, stands):
    one, offer = stands
    other = worker(department("LIB"), status="delayed")
    noted(ann, other)
    links = {
        "claim": other,
        "task": task_of_bank(m.Department.get().id, "Dig"),
        "work_status": m.WorkStatus.get(m.WorkStatus.claim == other).id,
        "department": m.Department.get(m.Department.code == "LIB").id,
        "extends": make("lightdutyoffer", claim=one, first_day=TODAY, last_day=TODAY),
    }
    assert links.keys() < duty_kept.OFFER
    for name, value in links.items():
        with pytest.raises(Invalid, match="its own action"):
            by_form(ann, m.LightDutyOffer, offer, **{name: value})


def test_words_and_wages_of_an_offer_may_be_typed(ann, stands):
    _, offer = stands
    assert typed(ann, m.LightDutyOffer, offer, supervisor="Sam Lee").saved
    by_form(ann, m.LightDutyOffer, offer, wage_effect="lower_rate", weekly_wage=900_00)
    assert row(m.LightDutyOffer, offer).weekly_wage == 900_00


@pytest.mark.parametrize("status", ["offered", "accepted", "ended"])
def test_an_offer_is_made_by_the_action_that_looks_at_the_restrictions_never_typed(
    ann, stands, status
):
    one, _ = stands
    given = {"claim": one, "first_day": date(2027, 1, 4), "last_day": date(2027, 1, 8)}
    with pytest.raises(Invalid, match="action “Offer light duty”"):
        by_form(ann, m.LightDutyOffer, None, status=status, **given)
    assert m.LightDutyOffer.select().count() == 1


def test_a_file_does_not_move_light_duty_but_brings_what_happened_elsewhere(ann, stands, tmp_path):
    one, offer = stands
    number, claim_no = row(m.LightDutyOffer, offer).offer_no, row(m.Claim, one).claim_no
    head = ["Offer no.", "Claim", "First day", "Last day", "Status"]
    path = csv_file(tmp_path / "offers.csv", head,
                    [number, claim_no, "2026-11-24", "2028-01-01", "Accepted"],
                    ["OLD-1", claim_no, "2026-10-05", "2026-10-09", "Ended"])  # fmt: skip
    with closing(planned(path, m.LightDutyOffer, who=ann)) as plan:
        assert [(e.column, "its own action" in e.message) for e in plan.errors()] == [
            ("last_day", True)
        ]
        assert plan.new == 1


@pytest.mark.parametrize(("name", "value"), [("pounds", 500), ("is_never", True)])
def test_a_restriction_on_which_an_offer_rests_is_changed_by_a_new_note(ann, stands, name, value):
    line = m.Restriction.get().id
    outcome = typed(ann, m.Restriction, line, **{name: value})
    assert "rests on what the physician allowed: record a new note" in outcome.refused[0].message
    assert row(m.Restriction, line).pounds == 20


def test_the_lines_of_such_a_note_are_neither_added_nor_thrown_away(ann, stands, tmp_path):
    line = m.Restriction.get()
    with pytest.raises(Invalid, match="Record work status"):
        by_form(ann, m.Restriction, None, work_status=line.work_status, activity="sit", hours=2)
    plan = look(ann, "put_in_trash", "restriction", line.id)
    assert "Record work status" in reasons(plan)
    path = csv_file(
        tmp_path / "lines.csv", ["Number", "Pounds, at most"], [line.restriction_no, 500]
    )
    with closing(planned(path, m.Restriction, who=ann)) as found:
        assert "Record work status" in next(found.errors()).message


@pytest.mark.parametrize(
    ("name", "value"),
    [("status", "full_duty"), ("hours_a_day", Decimal(12)), ("to_date", date(2028, 1, 1))],
)
def test_what_such_a_note_allows_is_changed_by_a_new_one(ann, stands, name, value):
    note = m.WorkStatus.get().id
    outcome = typed(ann, m.WorkStatus, note, **{name: value})
    assert "Record work status" in outcome.refused[0].message
    assert typed(ann, m.WorkStatus, note, next_appointment_date=LAST).saved


def test_a_note_on_which_nothing_rests_is_mended_by_typing(ann):
    one = worker(department())
    noted(ann, one, "lift 20 lb")
    assert typed(ann, m.Restriction, m.Restriction.get().id, pounds=10).saved
    assert typed(ann, m.WorkStatus, m.WorkStatus.get().id, hours_a_day=6).saved

"""What no note, line, task or offer can say is refused by form, cell and file alike."""

from contextlib import closing
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from books import csv_file, planned
from desk import TODAY, claim, look, make
from duty import INJURED, department, noted, task_of_bank, worker

import models as m
from exports.columns import heading_of
from journal.cells import Cell, save_cells
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR
from rules.errors import Invalid

pytestmark = pytest.mark.usefixtures("office")
D = Decimal


@pytest.fixture
def rows(ann) -> dict[Any, int]:
    """Sheet -> a row of it that makes sense; on the note nothing rests yet."""
    home = department()
    one = worker(home)
    noted(ann, one, "lift 20 lb")
    task = task_of_bank(home, "Sort keys", {"activity": "lift", "pounds": 5})
    offer = make("lightdutyoffer", claim=one, department=home, status="declined",
                 first_day=TODAY, last_day=TODAY)  # fmt: skip
    return {m.WorkStatus: m.WorkStatus.get().id, m.Restriction: m.Restriction.get().id,
            m.LightDutyTask: task, m.LightDutyDemand: m.LightDutyDemand.get().id,
            m.LightDutyOffer: offer}  # fmt: skip


BEYOND = [
    (m.WorkStatus, "hours_a_day", D(30)),
    (m.WorkStatus, "hours_a_day", D(0)),
    (m.WorkStatus, "days_a_week", D(8)),
    (m.WorkStatus, "next_appointment_date", date(2001, 3, 1)),
    (m.WorkStatus, "full_duty_date", date(1990, 3, 1)),
    (m.WorkStatus, "full_duty_date", date(2026, 11, 19)),
    (m.Restriction, "hours", D(99)),
    (m.Restriction, "hours", D(0)),
    (m.Restriction, "minutes", 100_000),
    (m.Restriction, "minutes", 0),
    (m.Restriction, "pounds", D(2001)),
    (m.Restriction, "pounds", D(0)),
    (m.Restriction, "side", "left"),
    (m.Restriction, "is_never", True),
    (m.Restriction, "pounds", None),
    (m.Restriction, "activity", "outdoors"),
    (m.LightDutyDemand, "minutes", -5),
    (m.LightDutyDemand, "minutes", 1441),
    (m.LightDutyDemand, "hours", D(25)),
    (m.LightDutyDemand, "pounds", D(5000)),
    (m.LightDutyDemand, "activity", "stand"),
    (m.LightDutyTask, "capacity", -5),
    (m.LightDutyTask, "hours_a_day", D(99)),
    (m.LightDutyTask, "days_a_week", D(70)),
]


@pytest.mark.parametrize(("model", "name", "value"), BEYOND)
def test_what_cannot_be_is_refused_by_cell_form_and_file(ann, rows, tmp_path, model, name, value):
    row_id = rows[model]
    row = model.get_by_id(row_id)
    before = getattr(row, name)
    outcome = save_cells(ann, model, [Cell(row_id, row.version, name, value)], on=TODAY)
    assert outcome.refused
    assert not outcome.saved
    with pytest.raises(Invalid):
        by_form(ann, model, row_id, **{name: value})
    key = model._meta.key[0]
    head = [heading_of(model._meta.fields[key]), heading_of(model._meta.fields[name])]
    said = "" if value is None else "Yes" if value is True else str(value)
    with closing(planned(csv_file(tmp_path / "rows.csv", head, [getattr(row, key), said]),
                         model, who=ann)) as plan:  # fmt: skip
        assert list(plan.errors())
        assert plan.changed == 0
    assert getattr(model.get_by_id(row_id), name) == before


AT_THE_BOUND = [
    (m.WorkStatus, "hours_a_day", D(24)),
    (m.WorkStatus, "hours_a_day", D("0.5")),
    (m.WorkStatus, "days_a_week", D(7)),
    (m.WorkStatus, "next_appointment_date", INJURED),
    (m.WorkStatus, "full_duty_date", date(2026, 11, 20)),
    (m.Restriction, "minutes", 1440),
    (m.Restriction, "minutes", 1),
    (m.Restriction, "pounds", D(2000)),
    (m.Restriction, "hours", D(24)),
    (m.LightDutyDemand, "pounds", None),
    (m.LightDutyTask, "capacity", 0),
    (m.LightDutyTask, "days_a_week", D(7)),
]


@pytest.mark.parametrize(("model", "name", "value"), AT_THE_BOUND)
def test_what_lies_at_the_bound_is_taken(ann, rows, model, name, value):
    by_form(ann, model, rows[model], **{name: value})
    assert getattr(model.get_by_id(rows[model]), name) == value


def by_form(who, model, row_id: int | None, **values) -> None:
    draft = Draft("typed", source="form", on=TODAY)
    if row_id is None:
        draft.create(model, **values)
    else:
        draft.change(model, row_id, **values)
    commit(who, draft)


def test_work_status_and_light_duty_stand_on_claims_of_work_alone(ann, tmp_path):
    other = claim(line="L")
    number = m.Claim.get_by_id(other).claim_no
    given = {"claim": other, "status": "off_work", "from_date": TODAY}
    with pytest.raises(Invalid, match="liability claim"):
        by_form(ann, m.WorkStatus, None, **given)
    path = csv_file(tmp_path / "notes.csv", ["Number", "Claim", "Work status", "From"],
                    ["OLD-1", number, "Off work", "2026-11-24"])  # fmt: skip
    with closing(planned(path, m.WorkStatus, who=ann)) as plan:
        assert "liability claim" in next(plan.errors()).message
    path = csv_file(tmp_path / "offers.csv", ["Offer no.", "Claim", "First day", "Last day", "Status"],
                    ["OLD-1", number, "2026-10-05", "2026-10-09", "Ended"])  # fmt: skip
    with closing(planned(path, m.LightDutyOffer, who=ann)) as plan:
        assert "liability claim" in next(plan.errors()).message
    asked = {"claim": other, "department": department(), "asked_date": TODAY}
    with pytest.raises(Invalid, match="liability claim"):
        by_form(ann, m.LightDutyCheck, None, **asked)


def test_a_new_line_that_limits_nothing_is_refused(ann, rows):
    note = rows[m.WorkStatus]
    for fields, why in (
        ({"activity": "lift"}, "does not say how much"),
        ({"activity": "outdoors"}, "does not say how much"),
        ({"activity": "outdoors", "pounds": D(5)}, "allowed or not"),
        ({"activity": "lift", "side": "left", "pounds": D(5)}, "left and right"),
        ({"activity": "sit", "is_never": True, "hours": D(2)}, "both"),
    ):
        with pytest.raises(Invalid, match=why):
            by_form(ann, m.Restriction, None, work_status=note, **fields)
    by_form(ann, m.Restriction, None, work_status=note, activity="outdoors", is_never=True)
    assert m.Restriction.select().count() == 2


def test_a_day_of_a_note_does_not_lie_before_the_injury(ann, rows):
    with pytest.raises(Invalid, match="before the injury of Thu 1 Oct"):
        by_form(ann, m.WorkStatus, rows[m.WorkStatus], next_appointment_date=date(2026, 9, 30))


def test_what_was_brought_back_or_seeded_is_left_as_it_was(rows):
    draft = Draft("seeded", source="seed", on=TODAY)
    draft.change(m.LightDutyTask, rows[m.LightDutyTask], hours_a_day=D(99))
    commit(OPERATOR, draft)
    assert m.LightDutyTask.get_by_id(rows[m.LightDutyTask]).hours_a_day == 99


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"hours_a_day": "-3"}, "Hours a day"),
        ({"hours_a_day": "30"}, "Hours a day"),
        ({"signed_date": date(2026, 12, 24)}, "ahead of today"),
        ({"restrictions": f"lift {10**21} lb"}, "Pounds"),
        ({"next_appointment_date": date(2001, 1, 1)}, "before the injury"),
        ({"full_duty_date": date(1990, 1, 1)}, "lies before"),
    ],
)
def test_the_preview_of_a_note_refuses_what_saving_would(ann, given, why):
    one = worker(department())
    with pytest.raises(Invalid, match=why):
        look(ann, "record_work_status", "claim", one,
             **{"status": "modified", "from_date": TODAY, "restrictions": "lift 10 lb",
                "inform": False, **given})  # fmt: skip

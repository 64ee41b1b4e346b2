"""The task bank: a task and its physical demands in one place, and they read back the same."""

from datetime import date
from decimal import Decimal

import pytest
from desk import TODAY, do, look, make, words
from duty import department, noted, task_of_bank, worker

import models as m
from rules.errors import BadValue, Invalid
from workflow.restriction_lines import read_demands
from workflow.task_bank import as_text

pytestmark = pytest.mark.usefixtures("office")
LINES = (
    "lift 15 lb\nstand 45 min at a time, 4 h a day\noutdoors\nright hand: grip 5 lb occasionally"
)


def _standing(task: int) -> list[tuple]:
    query = m.LightDutyDemand.select().where(
        m.LightDutyDemand.task == task, m.LightDutyDemand.trashed_at.is_null()
    )
    return [
        (d.activity, d.side, d.pounds, d.frequency, d.minutes, d.hours)
        for d in query.order_by(m.LightDutyDemand.id)
    ]


FOUND = [
    ("lift", None, Decimal(15), None, None, None),
    ("stand", None, None, None, 45, Decimal(4)),
    ("outdoors", None, None, None, None, None),
    ("grip", "right", Decimal(5), "occasional", None, None),
]


def test_a_task_is_added_with_its_demands(ann):
    home = department()
    plan = look(ann, "add_light_task", "lightdutytask", title="Sort keys", department=home,
                demands=LINES)  # fmt: skip
    assert "Lift up to 15 lb. Stand up to 45 min at a time, 4 h a day." in words(plan)
    done = do(ann, "add_light_task", "lightdutytask", title="Sort keys", department=home,
              demands=LINES, capacity="2")  # fmt: skip
    task = m.LightDutyTask.get()
    assert (done.opens, task.capacity, task.hours_a_day) == (("lightdutytask", task.id), 2, 8)
    assert _standing(task.id) == FOUND


def test_demands_are_changed_as_a_whole_and_read_back_the_same(ann):
    task = task_of_bank(department())
    do(ann, "set_demands", "lightdutytask", task, demands=LINES)
    assert _standing(task) == FOUND
    do(ann, "set_demands", "lightdutytask", task, demands=as_text(task))
    assert _standing(task) == FOUND
    with pytest.raises(Invalid, match="is needed"):
        do(ann, "set_demands", "lightdutytask", task, demands="")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("no ladders", "not what it spares"),
        ("lift", "does not say how much"),
        ("juggle", "names nothing that is known"),
    ],
)
def test_what_is_no_demand_is_said(ann, line, said):
    with pytest.raises(BadValue) as found:
        read_demands(line)
    assert said in found.value.sentence
    task = make("lightdutytask", title="T", department=department())
    with pytest.raises(Invalid):
        do(ann, "set_demands", "lightdutytask", task, demands=line)


@pytest.mark.parametrize(("line", "beyond"), [("lift 15 lb", False), ("lift 15.5 lb", True)])
def test_whose_light_duty_new_demands_would_go_beyond_a_note_is_said(ann, line, beyond):
    home = department()
    one, strong = worker(home), worker(home)
    noted(ann, one, "lift 15 lb")
    noted(ann, strong, "lift 90 lb")
    task = task_of_bank(home, "Sort mail", {"activity": "lift", "pounds": 5}, capacity=2)
    for claim_id in (one, strong):
        make("lightdutyoffer", claim=claim_id, task=task, status="accepted", first_day=TODAY,
             last_day=date(2026, 12, 31))  # fmt: skip
    said = words(look(ann, "set_demands", "lightdutytask", task, demands=line))
    first, second = m.LightDutyOffer.select().order_by(m.LightDutyOffer.id)
    told = "would go beyond the note (Lift 15.5 lb: 15 allowed, 0.5 too much): end it."
    assert (told in said) is beyond
    assert (f"Light duty {first.offer_no} of" in said) is beyond
    assert second.offer_no not in said

"""What is due where light duty pays less: two thirds of the loss, with the working."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calculators import as_shipped
from rules.errors import Unanswered
from rules.light_duty_wages import Wages, light_duty_loss

LAW = as_shipped()
BEFORE = Wages(awe=1_500_00, injury_date=date(2026, 5, 4), effect="lower_rate")


@pytest.mark.parametrize(
    ("given", "cents", "why"),
    [
        ({"weekly_wage": 900_00}, 400_00, "T4: 1,500 before, 900 earned"),
        ({"awe": 3_000_00, "weekly_wage": 1_000_00}, 1_097_44, "T5: earnings are capped"),
        ({"weekly_wage": 1_499_99}, 1, "a cent less"),
        ({"weekly_wage": 1_500_00}, 0, "as before"),
        ({"weekly_wage": 1_500_01}, 0, "a cent more"),
        ({"effect": "same", "weekly_wage": 900_00}, 400_00, "the figure wins over the word"),
        (
            {"effect": "fewer_hours", "hours": Decimal(20), "usual_hours": Decimal(40)},
            500_00,
            "half the hours, half the pay",
        ),
        (
            {"effect": "fewer_hours", "hours": Decimal(50), "usual_hours": Decimal(40)},
            0,
            "more hours than before lose nothing",
        ),
    ],
)
def test_two_thirds_of_the_loss_are_due(given, cents, why):
    found = light_duty_loss(replace(BEFORE, **given), law=LAW)
    assert (found.value, found.unit) == (cents, "USD/week"), why
    assert found.steps[-1].citation == "Lab. Code 4654"


def test_in_proportion_to_hours_it_is_an_estimate():
    hours = {"effect": "fewer_hours", "hours": Decimal(20), "usual_hours": Decimal("37.5")}
    found = light_duty_loss(replace(BEFORE, **hours), law=LAW)
    assert found.details["wage"] == 800_00
    assert found.verified == "no"
    assert found.steps[0].text == (
        "20 of 37.5 hours a week pay $800.00: an estimate until the wages a week are entered"
    )
    known = light_duty_loss(replace(BEFORE, **hours, weekly_wage=800_00), law=LAW)
    assert (known.value, known.verified) == (found.value, "yes")


def test_full_wages_and_salary_under_4850_lose_nothing():
    same = light_duty_loss(Wages(None, None), law=LAW)
    assert (same.value, same.steps[0].citation) == (0, "Lab. Code 4657")
    salary = light_duty_loss(replace(BEFORE, weekly_wage=1, salary_continues=True), law=LAW)
    assert (salary.value, salary.steps[0].citation) == (0, "Lab. Code 4850")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"awe": None, "weekly_wage": 900_00}, "needs its average weekly earnings"),
        ({"injury_date": None, "weekly_wage": 900_00}, "needs its injury date"),
        ({}, "Enter the wages a week"),
        ({"effect": "fewer_hours", "hours": Decimal(20)}, "Enter the wages a week"),
        ({"effect": "fewer_hours", "usual_hours": Decimal(40)}, "Enter the wages a week"),
        ({"weekly_wage": 900_00, "injury_date": date(2027, 1, 5)}, "2027"),
    ],
)
def test_what_is_missing_is_named(given, words):
    with pytest.raises(Unanswered, match=words):
        light_duty_loss(replace(BEFORE, **given), law=LAW)


@given(st.integers(0, 4_000_00), st.integers(0, 4_000_00))
def test_who_earns_more_is_due_no_more(one, other):
    less, more = sorted((one, other))
    due = [light_duty_loss(replace(BEFORE, weekly_wage=w), law=LAW).value for w in (less, more)]
    assert due[0] >= due[1] >= 0

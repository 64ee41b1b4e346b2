"""What is due where light duty pays less: two thirds of the loss, with the working."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calculators import as_shipped
from rules.errors import Unanswered
from rules.light_duty_wages import Wages, contradiction, effect_of, light_duty_loss

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


HALF = {"hours": Decimal(20), "usual_hours": Decimal(40)}
FULL = {"hours": Decimal(40), "usual_hours": Decimal(40)}


@pytest.mark.parametrize(
    ("given", "effect", "why"),
    [
        ({}, "same", "nothing is different"),
        (FULL, "same", "as many hours"),
        (HALF, "fewer_hours", "half the hours"),
        ({"hours": Decimal(20)}, "fewer_hours", "full time is forty hours, Lab. Code 510(a)"),
        ({"hours": Decimal(40)}, "same", "full time"),
        ({"hours": Decimal(20), "usual_hours": Decimal(20)}, "same", "half time as before"),
        ({"weekly_wage": 1_500_00, **FULL}, "same", "as before"),
        ({"weekly_wage": 1_499_99, **FULL}, "lower_rate", "a cent less"),
        ({"weekly_wage": 500_00, **HALF}, "fewer_hours", "less for fewer hours"),
        ({"weekly_wage": 1_500_00, **HALF}, "same", "paid in full for half the hours"),
        ({"weekly_wage": 500_00, "awe": None, **FULL}, "", "nothing to compare with"),
        ({"weekly_wage": 500_00, "awe": None, **HALF}, "fewer_hours", "the hours tell"),
        ({"salary_continues": True, **HALF}, "same", "Lab. Code 4850"),
    ],
)
def test_the_figures_tell_what_becomes_of_wages(given, effect, why):
    for said in ("", "same"):
        wages = replace(BEFORE, **{"effect": said, **given})
        assert effect_of(wages) == effect, why
        assert bool(contradiction(wages)) is (effect == "" or (said == "same" != effect)), why


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"effect": "same", **HALF}, "20 hours a week in place of 40: choose"),
        ({"effect": "same", "hours": Decimal(20)}, "in place of 40 of full time"),
        ({"effect": "same", "weekly_wage": 500_00}, "at $500.00 a week: before they were $1,500"),
        ({"effect": "same", "weekly_wage": 5, "awe": None}, "average weekly earnings"),
        ({"effect": "fewer_hours", **FULL}, "40 hours a week are not fewer than before, 40."),
        ({"effect": "lower_rate", "weekly_wage": 1_500_00}, "$1,500.00 a week is not less"),
    ],
)
def test_figures_that_say_otherwise_are_named(given, why):
    assert why in contradiction(replace(BEFORE, **given))


@pytest.mark.parametrize(
    "given",
    [
        {"effect": "fewer_hours", **HALF},
        {"effect": "fewer_hours", "hours": Decimal(50)},
        {"effect": "fewer_hours", "usual_hours": Decimal(40)},
        {"effect": "lower_rate"},
        {"effect": "lower_rate", "weekly_wage": 500_00},
        {"effect": "lower_rate", "weekly_wage": 500_00, "awe": None},
    ],
)
def test_figures_that_agree_are_left(given):
    wages = replace(BEFORE, **given)
    assert (contradiction(wages), effect_of(wages)) == ("", given["effect"])


def test_wages_said_to_stay_the_same_for_fewer_hours_are_worked_out_all_the_same():
    found = light_duty_loss(replace(BEFORE, effect="same", **HALF), law=LAW)
    assert found.value == 500_00

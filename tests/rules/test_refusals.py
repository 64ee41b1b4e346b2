"""What is refused, in the sentences that a user reads: values, figures, days, forms saved before."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from asking import LAW, malformed, refused

from rules import calculators, money
from rules.errors import (
    BadValue,
    Invalid,
    OfficeError,
    Problem,
    Retired,
    Spent,
    Stale,
    StaleCell,
    TooBroad,
    Unanswered,
)
from rules.needs import need_in_order, need_positive, words
from rules.terms import counted


def test_a_retired_column_is_told_by_what_it_is_called():
    error = Retired("Media?")
    assert (error.status, error.label) == (400, "Media?")
    assert error.sentence == "“Media?” was retired: lists no longer show it, or go by it."


def test_a_form_that_was_saved_before_says_under_which_number():
    error = Spent(71)
    assert (error.status, isinstance(error, OfficeError)) == (409, True)
    assert error.sentence == (
        "This form was saved before with other values, as change number 71. What is in it now is "
        "not saved: save again to write it as well."
    )


@pytest.mark.parametrize(
    ("kind", "status"), [(Unanswered, 422), (TooBroad, 422), (OfficeError, 400)]
)
def test_a_refusal_has_its_answer_for_the_screen(kind, status):
    assert kind("Why.").status == status


def test_a_refusal_holds_its_reasons_and_the_row_that_is_missing():
    error = Unanswered("One.", "Two.", missing="td_rates 2027-01-05")
    assert (error.sentence, error.reasons) == ("One. Two.", ["One.", "Two."])
    assert error.missing == "td_rates 2027-01-05"
    assert Unanswered("One.").missing is None


@pytest.mark.parametrize(
    "trigger", ["2026-02-03T5:00", "2026-02-03T", "2026-02-03T10:00:00", "2026-02-30T10:00"]
)
def test_an_instant_is_a_day_with_hours_and_minutes(trigger):
    said = malformed("wc_deadline", code="UR-03", trigger_date=trigger)
    assert said == f"“trigger_date” is a day and time like 2026-11-19T17:30, not “{trigger}”."


@pytest.mark.parametrize(
    "text", ["2026-2-3", "20260203", "2026-02-031", " 2026-02-03", "2026-13-01"]
)
def test_a_day_is_written_one_way(text):
    said = malformed("mileage", travel_date=text, miles="1")
    assert said == f"“travel_date” is a day like 2026-11-19, not “{text}”."


def test_figures_below_nothing_are_named_each_and_nothing_itself_is_taken():
    need_positive(a=0, b=Decimal(0), c=1)
    with pytest.raises(Unanswered) as found:
        need_positive(first_one=-1, other=0, second_one=Decimal("-0.01"))
    assert found.value.reasons == ["“first_one” is negative.", "“second_one” is negative."]


def test_days_may_be_equal_and_unknown_ones_are_passed_over():
    day = date(2026, 3, 2)
    need_in_order(first=day, second=day, third=day + timedelta(days=1))
    need_in_order(first=day, second=None, third=day)
    need_in_order(first=None, second=None)
    with pytest.raises(Unanswered) as found:
        need_in_order(first=day, second=None, third=day - timedelta(days=1))
    assert found.value.sentence == "“third” 2026-03-01 lies before “first” 2026-03-02."


def test_the_name_of_an_input_is_said_in_words():
    assert words("injury_date") == "injury date"


@pytest.mark.parametrize(
    ("key", "texts", "missing"),
    [
        ("td_rate", {"awe": "900", "injury_date": "2027-01-05"}, "td_rates 2027-01-05"),
        ("pd_weeks", {"percent": "10", "injury_date": "2002-12-31"}, "pd_weeks 2002-12-31"),
        ("pd_award", {"percent": "10", "awe": "900", "injury_date": "2002-12-31"},
         "pd_weeks 2002-12-31"),
    ],
)  # fmt: skip
def test_the_row_that_is_missing_is_named_as_data(key, texts, missing):
    error = refused(key, **texts)
    assert calculators.refusal(error) == {
        "refused": True, "value": None, "reasons": error.reasons, "missing": missing,
    }  # fmt: skip
    where = missing.partition(" ")[2]
    assert (
        f"has no row for {where}. Add it with its source under Statutory tables." in error.sentence
    )


def test_a_rule_without_tables_is_asked_without_the_law():
    asked = {"amount": "1600", "due_date": "2026-03-17", "paid_date": "2026-03-20"}
    assert calculators.ask("late_increase", asked, law=LAW).value == 160_00


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 calendar days"), (1, "1 calendar day"), (2, "2 calendar days")]
)
def test_one_of_a_thing_is_said_in_the_singular(count, said):
    assert counted(count, "calendar days") == said


def test_values_that_break_a_rule_are_unprocessable():
    assert Invalid([Problem("claim", 1, "status", "x", "A.")]).status == 422


def test_of_several_stale_cells_the_first_says_who_was_quicker():
    cells = [
        StaleCell("claim", 1, name, "a", "b", 2, by, None)
        for name, by in (("status", "ana@example.org"), ("phase", "ben@example.org"), ("x", ""))
    ]
    assert "changed by ana@example.org while" in Stale(cells).sentence
    assert "changed by ben@example.org while" in Stale(cells[1:]).sentence
    assert "changed while" in Stale(cells[::-1]).sentence


def test_of_keys_that_stand_twice_the_first_is_named():
    lines = '[{"rate": "1", "hours": "1", "rate": "2", "hours": "2", "element": "labor"}]'
    assert "rate is given twice" in malformed("recovery_bill", lines=lines)


@pytest.mark.parametrize(("value", "said"), [(True, "“yes”"), (False, "“no”")])
def test_yes_and_no_are_no_amounts(value, said):
    with pytest.raises(BadValue) as found:
        money.cents(value)
    assert found.value.sentence == f"{said} is not an amount."


@pytest.mark.parametrize(("length", "shown"), [(59, 59), (60, 60), (61, 57), (200, 57)])
def test_a_long_text_is_cut_where_an_amount_is_quoted(length, shown):
    quoted = "x" * shown + ("..." if shown == 57 else "")
    with pytest.raises(BadValue) as found:
        money.cents("x" * length)
    assert found.value.sentence.startswith(f"“{quoted}” is not an amount of money.")

"""How columns that the office adds are named, and how their choices are written."""

import pytest

from rules.custom_columns import (
    LONGEST_CODE,
    LONGEST_LABEL,
    LONGEST_NAME,
    MOST_CHOICES,
    choices_problem,
    name_for,
    plain,
    read_choices,
)
from rules.errors import BadValue


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Röhre Nr. 3", "rohre_nr_3"),
        ("  --  ", ""),
        ("A/B  c", "a_b_c"),
        ("水", ""),
    ],
)
def test_a_text_becomes_small_letters_and_digits(text, name):
    assert plain(text) == name


@pytest.mark.parametrize(
    ("label", "taken", "name"),
    [
        ("Vehicle year", (), "x_vehicle_year"),
        ("Vehicle year", ("x_vehicle_year",), "x_vehicle_year_2"),
        ("Vehicle year", ("x_vehicle_year", "x_vehicle_year_2"), "x_vehicle_year_3"),
        ("a" * 60, (), "x_" + "a" * 28),
        ("a" * 60, ("x_" + "a" * 28,), "x_" + "a" * 26 + "_2"),
        ("a" * 27 + " b", (), "x_" + "a" * 27),
    ],
)
def test_a_column_is_named_by_its_label_and_never_as_another(label, taken, name):
    assert name_for(label, taken) == name
    assert len(name) <= LONGEST_NAME


def test_a_label_without_letters_names_no_column():
    with pytest.raises(BadValue, match="no letter from A to Z"):
        name_for("水 !", ())


def test_choices_stand_one_a_line_and_keep_their_order():
    assert read_choices("Red\n\n  Light   blue \n") == [
        ["red", "Red"],
        ["light_blue", "Light blue"],
    ]


def test_words_that_stand_keep_their_code_and_a_code_may_be_given_other_words():
    old = [("red", "Red"), ("blue", "Blue")]
    assert read_choices("red\nblue = Navy", old) == [["red", "red"], ["blue", "Navy"]]


def test_an_equals_sign_without_a_known_code_is_part_of_the_words():
    assert read_choices("a = b") == [["a_b", "a = b"]]
    assert read_choices("red =", [("red", "Red")]) == [["red", "red ="]]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "needs at least one"),
        (None, "needs at least one"),
        ("水", "no letter from A to Z"),
        ("Red\nred", "stands there twice"),
        ("\n".join(f"c{n}" for n in range(MOST_CHOICES + 1)), "at most 100"),
        ("x" * (LONGEST_LABEL + 1), "is too long"),
    ],
)
def test_choices_that_cannot_be_are_refused_in_words(text, why):
    with pytest.raises(BadValue, match=why):
        read_choices(text)


def test_words_that_differ_by_signs_alone_are_two_choices():
    assert read_choices("A+\nA-") == [["a", "A+"], ["a_2", "A-"]]


@pytest.mark.parametrize(
    ("choices", "why"),
    [
        ([("x" * (LONGEST_CODE + 1), "X")], "is too long"),
        ([("a", "One"), ("b", "ONE")], "too much like another"),
        ([("a", "One"), ("a", "Two")], "Two of the choices are the same"),
        ([("a", "One"), ("b", "Two")], None),
    ],
)
def test_a_list_of_choices_is_judged_as_it_stands(choices, why):
    found = choices_problem(choices)
    assert found is None if why is None else why in found

"""Errors build their own sentence; registries refuse a key twice; terms have labels."""

import pytest

from rules import terms
from rules.errors import (
    BadQuestion,
    BadValue,
    Blocked,
    Busy,
    DiskFull,
    Invalid,
    NotFound,
    OfficeError,
    Problem,
    Refused,
    Stale,
    StaleCell,
)
from rules.registry import Registry


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (Refused, 403),
        (NotFound, 404),
        (Blocked, 409),
        (BadValue, 422),
        (BadQuestion, 400),
        (Busy, 503),
        (DiskFull, 507),
    ],
)
def test_a_sentence_is_kept_and_has_its_answer(kind, status):
    error = kind("It is so.")
    assert isinstance(error, OfficeError)
    assert (error.sentence, str(error), error.status) == ("It is so.", "It is so.", status)


def problem(words: str) -> Problem:
    return Problem("claim", 1, "status", "x", words)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["A."], "Not saved. A."),
        (["A.", "A."], "Not saved. A."),
        (["A.", "B.", "C."], "Not saved. A. B. C."),
        (["A.", "B.", "C.", "D."], "Not saved. A. B. C. And 1 more."),
    ],
)
def test_problems_are_named_and_the_rest_counted(words, sentence):
    error = Invalid([problem(w) for w in words])
    assert error.sentence == sentence
    assert len(error.problems) == len(words)


@pytest.mark.parametrize(
    ("by", "words"), [("ana@example.org", "changed by ana@example.org"), ("", "changed while")]
)
def test_a_stale_save_says_who_was_quicker(by, words):
    error = Stale([StaleCell("claim", 1, "status", "a", "b", 2, by, None)])
    assert words in error.sentence
    assert error.status == 409
    assert error.cells[0].theirs == "b"


def test_a_stale_save_without_cells_has_a_sentence_too():
    assert "changed while" in Stale([]).sentence


def test_a_registry_holds_functions_in_order_of_their_keys():
    letters = Registry("letter")

    @letters.add("b", title="Second", roles=("technician",))
    def second():
        return 2

    letters.add("a", title="First")(lambda: 1)
    assert [entry.key for entry in letters] == ["a", "b"]
    assert (len(letters), "a" in letters, "c" in letters) == (2, True, False)
    entry = letters.get("b")
    assert (entry.title, entry.facts, entry.run()) == ("Second", {"roles": ("technician",)}, 2)
    assert second() == 2


def test_a_key_twice_stops_the_program_and_an_unknown_one_is_named():
    letters = Registry("letter")
    letters.add("a", title="First")(lambda: 1)
    with pytest.raises(ValueError, match="the letter “a” is registered twice"):
        letters.add("a", title="Again")(lambda: 2)
    with pytest.raises(NotFound) as missing:
        letters.get("z")
    assert missing.value.sentence == "There is no letter “z”."


def test_every_term_has_a_label_and_a_meaning():
    assert all(t.label and t.meaning.endswith(".") for t in terms.TERMS.values())
    assert terms.term("paid").label == "Paid"
    with pytest.raises(KeyError):
        terms.term("widget")


@pytest.mark.parametrize(
    ("noun", "spoken"),
    [
        ("claim", "a claim"),
        ("incident", "an incident"),
        ("organization", "an organization"),
        ("user", "a user"),
        ("unit", "a unit"),
        ("umbrella", "an umbrella"),
    ],
)
def test_a_noun_has_its_article(noun, spoken):
    assert terms.with_article(noun) == spoken

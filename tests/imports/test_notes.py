"""Notes are gathered by column and kind: a long file that says the same in every row costs little."""

import tracemalloc

import pytest

from imports import notes
from imports.grid import address
from imports.notes import Note, Notes


@pytest.fixture
def kept():
    return Notes(lambda row, place: address("Claims", row, place))


def test_a_few_notes_stand_one_by_one(kept):
    kept.add(2, 1, "“x” is odd.")
    kept.add(3, 1, "“y” is odd.")
    kept.add(1, None, "No heading gives the day.")
    assert [note[:3] for note in kept] == [
        ("Claims!B2", "“x” is odd.", 1),
        ("Claims!B3", "“y” is odd.", 1),
        ("Claims!A1", "No heading gives the day.", 1),
    ]


@pytest.mark.parametrize(
    ("second", "differs"),
    [("“x” is like A7.", False), ("“y” is like A7.", True), ("“x” is like A12.", True)],
)
def test_what_differs_in_words_quoted_or_figures_is_one_kind(kept, second, differs):
    for row, words in ((2, "“x” is like A7."), (4, second), (9, "“x” is like A7.")):
        kept.add(row, 1, words)
    assert [*kept] == [
        Note("Claims!B2", "“x” is like A7.", 3, ("Claims!B2", "Claims!B4", "Claims!B9"), differs)
    ]


def test_other_columns_and_other_words_are_other_kinds(kept):
    for row in range(2, 6):
        kept.add(row, 0, "“x” is odd.")
        kept.add(row, 1, "“x” is odd.")
        kept.add(row, 1, "“x” is even.")
    assert [(note.cell, note.message, note.number) for note in kept] == [
        ("Claims!A2", "“x” is odd.", 4),
        ("Claims!B2", "“x” is odd.", 4),
        ("Claims!B2", "“x” is even.", 4),
    ]


def test_a_hundred_thousand_of_a_kind_take_no_more_room_than_a_few(kept):
    tracemalloc.start()
    for row in range(100_000):
        kept.add(row, 1, f"“{row}” is odd.")
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size < 20_000
    (note,) = kept
    assert (note.number, len(note.cells)) == (100_000, notes.MOST_NAMED)


def test_kinds_beyond_a_number_are_only_counted(kept, monkeypatch):
    monkeypatch.setattr(notes, "MOST_KINDS", 2)
    for place in range(5):
        kept.add(2, place, "odd")
    kept.add(3, 0, "odd")
    assert [(note.cell, note.message) for note in kept] == [
        ("Claims!A2", "odd"),
        ("Claims!A3", "odd"),
        ("Claims!B2", "odd"),
        ("", "There are more notes of other kinds: 3 cells."),
    ]

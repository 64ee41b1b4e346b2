"""Lines of a physician's note are read as people write them; what cannot be read is named."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.capacities import ACTIVITIES
from rules.errors import BadValue
from rules.work_words import in_words
from workflow.restriction_lines import read_lines


@pytest.mark.parametrize(
    ("line", "fields", "words"),
    [
        ("lift 10 lb", {"activity": "lift", "pounds": Decimal(10)}, "Lift up to 10 lb"),
        ("No lifting over the shoulder", None, ""),
        (
            "stand 30 min at a time, 2 h a day",
            {"activity": "stand", "minutes": 30, "hours": Decimal(2)},
            "Stand up to 30 min at a time, 2 h a day",
        ),
        ("no ladders", {"activity": "heights", "is_never": True}, "No ladders or heights"),
        (
            "left hand: no grip",
            {"activity": "grip", "side": "left", "is_never": True},
            "No gripping, left",
        ),
        (
            "Right arm: reach above the shoulder 1 hour a day.",
            {"activity": "reach_above", "side": "right", "hours": Decimal(1)},
            "Reach above the shoulder up to 1 h a day, right",
        ),
        (
            "carry up to 20 lbs occasionally",
            {"activity": "carry", "pounds": Decimal(20), "frequency": "occasional"},
            "Carry up to 20 lb (up to a third of the day)",
        ),
        (
            "push or pull: max 12.5 pounds",
            {"activity": "push_pull", "pounds": Decimal("12.5")},
            "Push or pull up to 12.5 lb",
        ),
        ("sit 1 h at a time", {"activity": "sit", "minutes": 60}, "Sit up to 60 min at a time"),
        ("no overhead work", {"activity": "reach_above", "is_never": True}, "No reaching above"),
        (
            "no lifting over 10 pounds",
            {"activity": "lift", "pounds": Decimal(10)},
            "Lift up to 10 lb",
        ),
        ("do not stand more than 30 min", {"activity": "stand", "minutes": 30}, "Stand up to 30"),
        (
            "no typing with left hand",
            {"activity": "keyboard", "is_never": True, "side": "left"},
            "No typing, left",
        ),
        (
            "No gripping with the right hand.",
            {"activity": "grip", "is_never": True, "side": "right"},
            "No gripping, right",
        ),
        (
            "no repetitive bending",
            {"activity": "bend", "frequency": "occasional"},
            "Bend: up to a third of the day",
        ),
        (
            "avoid constant standing",
            {"activity": "stand", "frequency": "frequent"},
            "Stand: a third to two thirds",
        ),
        ("bend occasionally", {"activity": "bend", "frequency": "occasional"}, "Bend: up to"),
        ("climb ladders", {"activity": "heights", "is_never": True}, "No ladders or heights"),
        ("no climbing ladders", {"activity": "heights", "is_never": True}, "No ladders"),
        ("no typing", {"activity": "keyboard", "is_never": True}, "No typing"),
        ("avoid dust", {"activity": "dust_fumes", "is_never": True}, "No dust, fumes"),
        ("drive: none", {"activity": "drive", "is_never": True}, "No driving"),
    ],
)
def test_a_line_is_read_and_said_again(line, fields, words):
    if fields is None:
        with pytest.raises(BadValue):
            read_lines(line)
        return
    (found,) = read_lines(line)
    assert found == fields
    assert in_words(found).startswith(words)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("no lifting or carrying over 10 pounds", ["Lift up to 10 lb", "Carry up to 10 lb"]),
        ("No bending, twisting or climbing", ["No bending", "No twisting", "No climbing"]),
        ("sit/stand 30 min at a time", ["Sit up to 30 min at a time", "Stand up to 30 min at a time"]),
        ("no repetitive gripping or typing with the left hand",
         ["Grip: up to a third of the day, left", "Type: up to a third of the day, left"]),
        ("no kneeling or squatting", ["No kneeling or squatting"]),
        ("no dust, fumes or chemicals", ["No dust, fumes or chemicals"]),
        ("push and pull 15 lb", ["Push or pull up to 15 lb"]),
    ],
)  # fmt: skip
def test_a_line_that_names_several_activities_limits_each(line, words):
    assert [in_words(fields) for fields in read_lines(line)] == words


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("bend constantly", "does not say how much"),
        ("keep the wound clean", "names nothing that is known"),
        ("lift a little", "“a little” in “lift a little” is neither pounds"),
        ("lift", "does not say how much is allowed"),
        ("stand 10 lb", "stand is not measured in pounds"),
        ("no lift, 10 lb", "says both that nothing is allowed and how much"),
        ("left hand: stand 30 min", "has no left and right"),
        ("ladders 10 min", "is allowed or not, no figures"),
    ],
)
def test_what_cannot_be_read_is_said(line, said):
    with pytest.raises(BadValue) as found:
        read_lines(f"no ladders\n{line}\n")
    assert said in found.value.sentence


def test_lines_are_given_as_fields_too():
    assert read_lines([{"activity": "lift", "pounds": Decimal(5)}]) == [
        {"activity": "lift", "pounds": Decimal(5)}
    ]
    assert read_lines(None) == read_lines("  \n") == []
    with pytest.raises(BadValue, match="is no activity"):
        read_lines([{"activity": "juggle"}])


limits = st.builds(
    lambda code, number, name: {
        "activity": code,
        **(
            {name if name in ACTIVITIES[code].measured else ACTIVITIES[code].measured[0]: number}
            if ACTIVITIES[code].measured
            else {"is_never": True}
        ),
    },
    st.sampled_from(sorted(ACTIVITIES)),
    st.integers(1, 90),
    st.sampled_from(("pounds", "minutes", "hours")),
)


@given(limits)
def test_what_a_line_says_is_read_as_the_same_line(fields):
    (found,) = read_lines(in_words(fields))
    assert found == fields

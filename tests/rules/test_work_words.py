"""A line of a physician's note in words."""

from decimal import Decimal

import pytest

from rules.work_words import in_words


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"activity": "lift", "pounds": Decimal("10.00")}, "Lift up to 10 lb"),
        (
            {"activity": "lift", "pounds": Decimal(20), "frequency": "occasional"},
            "Lift up to 20 lb (up to a third of the day)",
        ),
        (
            {"activity": "stand", "minutes": 30, "hours": Decimal("2.5")},
            "Stand up to 30 min at a time, 2.5 h a day",
        ),
        ({"activity": "bend", "frequency": "frequent"}, "Bend: a third to two thirds"),
        (
            {"activity": "grip", "minutes": 5, "frequency": "once", "side": "left"},
            "Grip up to 5 min at a time, once in a while, left",
        ),
        ({"activity": "grip", "is_never": True, "side": "left"}, "No gripping, left"),
        (
            {"activity": "reach_above", "hours": Decimal(1), "side": "right"},
            "Reach above the shoulder up to 1 h a day, right",
        ),
        ({"activity": "heights"}, "Ladders or heights"),
        ({"activity": "juggle"}, "juggle"),
    ],
)
def test_a_line_is_said_as_one_would(fields, said):
    assert in_words(fields) == said

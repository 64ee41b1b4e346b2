"""A line of a note limits something, and by what its activity is measured by."""

from decimal import Decimal

import pytest

from rules.capacities import amiss

D = Decimal


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ({"activity": "lift", "pounds": D(10)}, ""),
        ({"activity": "lift", "is_never": True}, ""),
        ({"activity": "grip", "side": "left", "pounds": D(5)}, ""),
        ({"activity": "outdoors", "is_never": True}, ""),
        ({"activity": "stand", "minutes": 30, "hours": D(2)}, ""),
        ({"activity": "bend", "frequency": "occasional"}, ""),
        ({"activity": "bend", "frequency": "frequent"}, ""),
        ({"activity": "bend", "frequency": "constant"}, "is_never"),
        ({"activity": "lift"}, "is_never"),
        ({"activity": "outdoors"}, "is_never"),
        ({"activity": "outdoors", "is_never": True, "pounds": D(5)}, "pounds"),
        ({"activity": "stand", "pounds": D(5)}, "pounds"),
        ({"activity": "lift", "side": "left", "pounds": D(5)}, "side"),
        ({"activity": "sit", "is_never": True, "hours": D(2)}, "hours"),
        ({"activity": "fly", "hours": D(2)}, "activity"),
        ({}, "activity"),
    ],
)
def test_a_line_of_a_note_says_what_is_limited(line, column):
    found, why = amiss(line)
    assert (found, bool(why)) == (column, bool(column))


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ({"activity": "lift"}, ""),
        ({"activity": "outdoors"}, ""),
        ({"activity": "grip", "side": "left", "hours": D(1)}, ""),
        ({"activity": "outdoors", "hours": D(1)}, "hours"),
        ({"activity": "drive", "side": "left"}, "side"),
        ({"activity": "drive", "pounds": D(1)}, "pounds"),
    ],
)
def test_a_task_may_ask_for_what_nobody_measured(line, column):
    assert amiss(line, limits=False)[0] == column

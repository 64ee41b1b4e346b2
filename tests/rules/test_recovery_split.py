"""One sum for several recoveries pays the oldest first, to the cent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.errors import BadValue
from rules.recovery_split import oldest_first


@pytest.mark.parametrize(
    ("amount", "owed", "parts"),
    [
        (100, [60, 60], [60, 40]),
        (120, [60, 60], [60, 60]),
        (50, [60, 60], [50, 0]),
        (50, [-10, 60], [0, 50]),
    ],
)
def test_the_oldest_is_paid_first(amount, owed, parts):
    assert oldest_first(amount, owed) == parts


@pytest.mark.parametrize(
    ("amount", "said"),
    [(0, "$0.00 is no sum"), (-1, "-$0.01 is no sum"), (121, "$0.01 more than is owed")],
)
def test_a_sum_that_does_not_fit_is_refused(amount, said):
    with pytest.raises(BadValue) as found:
        oldest_first(amount, [60, 60])
    assert said in found.value.sentence


@given(st.lists(st.integers(-1000, 10**7), min_size=1, max_size=8), st.data())
def test_parts_sum_to_the_cent_and_none_is_overpaid(owed, data):
    most = sum(max(0, one) for one in owed)
    if not most:
        return
    amount = data.draw(st.integers(1, most))
    parts = oldest_first(amount, owed)
    assert sum(parts) == amount
    assert all(0 <= part <= max(0, one) for part, one in zip(parts, owed, strict=True))
    last = max(n for n, part in enumerate(parts) if part)
    assert all(part == max(0, one) for part, one in zip(parts[:last], owed, strict=False))

"""The estimate of a renewal: exposure, rate, taxes and fees."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rules.renewal import Renewal, renewal_estimate


@given(st.integers(0, 10**10), st.integers(1, 10**6), st.integers(0, 10**6), st.integers(-100, 300))
def test_the_effects_sum_to_the_change(premium, was, will, change):
    found = renewal_estimate(Renewal(premium, Decimal(was), Decimal(will), Decimal(change))).details
    effects = found["exposure_effect"] + found["rate_effect"]
    assert premium + effects == found["premium"]
    assert found["premium"] + found["taxes"] + found["fees"] == found["total"]

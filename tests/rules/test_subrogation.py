"""Sharing a recovery between the City and its employee."""

from hypothesis import given
from hypothesis import strategies as st

from rules.subrogation import Shares, wc_subrogation

AMOUNT = st.integers(0, 10**9)


@given(AMOUNT, AMOUNT, AMOUNT, AMOUNT, st.booleans())
def test_shares_and_fees_sum_to_the_recovery(net, fees, paid, future, safety):
    shares = Shares(net + fees, fees, paid, future, safety, 30_000_00 if safety else None)
    found = wc_subrogation(shares).details
    assert found["fees"] + found["employer"] + found["employee"] == net + fees
    assert 0 <= found["credit"] <= min(found["employee"], future)

"""Sharing a recovery between the City and its employee."""

import pytest
from asking import refused, told
from hypothesis import given
from hypothesis import strategies as st

from rules.subrogation import Shares, wc_subrogation

WORKED = {"recovery": "100000", "fees": "40000", "paid": "45000", "future": "20000"}


@pytest.mark.parametrize(
    ("texts", "employer", "employee", "credit"),
    [
        ({}, "45000.00", "15000.00", "15000.00"),
        ({"future": "9000"}, "45000.00", "15000.00", "9000.00"),
        ({"paid": "60000"}, "60000.00", "0.00", "0.00"),
        ({"paid": "60000.01"}, "60000.00", "0.00", "0.00"),
        ({"safety": "yes", "policy_limits": "30000"}, "10000.00", "50000.00", "0.00"),
        ({"safety": "yes", "policy_limits": "300000"}, "45000.00", "15000.00", "0.00"),
        ({"safety": "yes", "policy_limits": "0"}, "0.00", "60000.00", "0.00"),
        ({"safety": "yes"}, "45000.00", "15000.00", "15000.00"),
        ({"policy_limits": "30000"}, "45000.00", "15000.00", "15000.00"),
        ({"fees": "100000"}, "0.00", "0.00", "0.00"),
    ],
)
def test_costs_come_first_then_what_was_paid_then_the_rest(texts, employer, employee, credit):
    found = told("wc_subrogation", **WORKED | texts)
    assert found["value"] == found["details"]["employer"] == employer
    assert (found["details"]["employee"], found["details"]["credit"]) == (employee, credit)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"fees": "100000.01"}, "above the recovery"),
        ({"paid": "-1"}, "“paid” is negative."),
        ({"safety": "yes", "policy_limits": "-1"}, "“policy_limits” is negative"),
    ],
)
def test_what_cannot_be_is_refused(texts, said):
    assert said in refused("wc_subrogation", **WORKED | texts).sentence


AMOUNT = st.integers(0, 10**9)


@given(AMOUNT, AMOUNT, AMOUNT, AMOUNT, st.booleans())
def test_shares_and_fees_sum_to_the_recovery(net, fees, paid, future, safety):
    shares = Shares(net + fees, fees, paid, future, safety, 30_000_00 if safety else None)
    found = wc_subrogation(shares).details
    assert found["fees"] + found["employer"] + found["employee"] == net + fees
    assert 0 <= found["credit"] <= min(found["employee"], future)

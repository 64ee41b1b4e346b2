"""The estimate of a renewal: exposure, rate, taxes and fees."""

from decimal import Decimal

import pytest
from asking import refused, told
from hypothesis import given
from hypothesis import strategies as st

from rules.renewal import Renewal, renewal_estimate

POOL = {
    "expiring_premium": "2406880",
    "expiring_exposure": "61400000",
    "projected_exposure": "63549000",
    "rate_change_percent": "9.948979591836734694",
}


def test_the_worked_example_of_a_liability_pool():
    found = told("renewal_estimate", **POOL)
    assert found["details"] == {
        "premium": "2738961.90", "exposure_effect": "84240.80", "rate_effect": "247841.10",
        "taxes": "0.00", "fees": "0.00", "total": "2738961.90",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "taxes", "fees", "total"),
    [
        ("0", "0", "0", "1000.00"), ("10", "0", "0", "1100.00"), ("-100", "3", "25", "25.00"),
        ("10", "3.18", "25.50", "1160.48"), ("-10", "0", "0", "900.00"),
    ],
)  # fmt: skip
def test_taxes_on_the_premium_and_fees_are_added(change, taxes, fees, total):
    found = told(
        "renewal_estimate", expiring_premium="1000", expiring_exposure="50", projected_exposure="50",
        rate_change_percent=change, taxes_percent=taxes, fees=fees,
    )  # fmt: skip
    assert (found["value"], found["verified"]) == (total, "policy")


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"expiring_exposure": "0"}, "exposure is 0"),
        ({"expiring_exposure": "-1"}, "negative"),
        ({"rate_change_percent": "-100.01"}, "more than 100 %"),
        ({"fees": "-1"}, "negative"),
    ],
)
def test_what_cannot_be_is_refused(texts, said):
    assert said in refused("renewal_estimate", **POOL | texts).sentence


def test_half_a_cent_of_a_third_goes_up():
    found = told(
        "renewal_estimate", expiring_premium="0.03", expiring_exposure="6", projected_exposure="1",
        rate_change_percent="0",
    )  # fmt: skip
    assert found["value"] == "0.01"


@given(st.integers(0, 10**10), st.integers(1, 10**6), st.integers(0, 10**6), st.integers(-100, 300))
def test_the_effects_sum_to_the_change(premium, was, will, change):
    found = renewal_estimate(Renewal(premium, Decimal(was), Decimal(will), Decimal(change))).details
    effects = found["exposure_effect"] + found["rate_effect"]
    assert premium + effects == found["premium"]
    assert found["premium"] + found["taxes"] + found["fees"] == found["total"]

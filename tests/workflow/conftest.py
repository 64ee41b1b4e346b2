"""The people of the desk tests: a technician with the usual limits, and a risk manager."""

import pytest
from desk import limits, user


@pytest.fixture
def ann(office):
    limits()
    return user("ann", "technician")


@pytest.fixture
def max_(office):
    return user("max", "risk_manager")

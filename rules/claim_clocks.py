"""The deadlines of claims and accidents in one table. A new one is one line in its own."""

from rules.clocks import Clock, stand_beside
from rules.compensation_clocks import COMPENSATION_CLOCKS
from rules.liability_clocks import LIABILITY_CLOCKS

ACCIDENT_CLOCKS: tuple[Clock, ...] = (
    # An accident in which City property was damaged
    Clock(
        "PROP_RECOVER_3Y",
        "I",
        "loss_date",
        "No recovery is open: last day to sue for the damage",
        only={"city_property_damaged": (True,)},
        never={"recovery_open": (True,)},
        lead=250,
        action="open_recovery",
    ),
)
"""Fact -> rule -> diary entry, of an accident."""

stand_beside("I", ACCIDENT_CLOCKS)

CLOCKS = (*LIABILITY_CLOCKS, *COMPENSATION_CLOCKS, *ACCIDENT_CLOCKS)
BY_CODE = {clock.code: clock for clock in CLOCKS}

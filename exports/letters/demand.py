"""Demand letter to who damaged City property: what it cost, line by line, and when to pay."""

from exports.letters.declared import LETTERS, About, Values
from exports.letters.on_recoveries import bill_values, damage_values


@LETTERS.add(
    "demand",
    code="DEMAND",
    title="Demand letter",
    source="Veh. Code 17300; Code Civ. Proc. 338",
    sheets=("recovery",),
    to="responsible",
    optional=("given_up_so_far", "police_report_no"),
)
def fields(of: About) -> Values:
    """Values for the demand: damage, cost lines and their total."""
    return {**damage_values(of), **bill_values(of)}

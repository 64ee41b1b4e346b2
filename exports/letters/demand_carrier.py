"""Demand to the carrier of who damaged City property, with all that its adjuster needs."""

from exports.letters.declared import LETTERS, About, Values
from exports.letters.on_recoveries import bill_values, damage_values


@LETTERS.add(
    "demand_carrier",
    code="DEMAND-CARR",
    title="Demand to the insurer",
    source="Veh. Code 17300; Code Civ. Proc. 338",
    sheets=("recovery",),
    to="carrier",
    optional=("given_up_so_far", "police_report_no", "carrier_claim_no", "policy_no"),
)
def fields(of: About) -> Values:
    """Values for the demand; a deductible is no matter of the City's."""
    return {**damage_values(of), **bill_values(of)}

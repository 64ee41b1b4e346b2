"""First follow-up on a demand: unpaid after 30 days."""

from exports.letters.declared import LETTERS, About, Values
from exports.letters.on_recoveries import damage_values, owed_values


@LETTERS.add(
    "follow_30",
    code="FOLLOW-30",
    title="First follow-up on a demand",
    sheets=("recovery",),
    to="debtor",
    ticks=("RECOVERY_30",),
    optional=("carrier_claim_no",),
)
def fields(of: About) -> Values:
    """Values for the letter: invoice, what was paid, what is still owed and since when."""
    return {**damage_values(of), **owed_values(of)}

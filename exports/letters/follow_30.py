"""First follow-up on a demand: unpaid after 30 days."""

from exports.letters.declared import LETTERS, About, Values
from exports.letters.on_recoveries import debtor_values


@LETTERS.add(
    "follow_30",
    code="FOLLOW-30",
    title="First follow-up on a demand",
    sheets=("recovery",),
    to="debtor",
    ticks=("RECOVERY_30",),
    optional=("given_up_so_far", "carrier_claim_no"),
)
def fields(of: About) -> Values:
    """Values for the letter: invoice, what was paid, what is still owed and since when."""
    return debtor_values(of)

"""Second follow-up on a demand: unpaid after 60 days."""

from exports.letters.declared import LETTERS, About, Asked, Values
from exports.letters.on_recoveries import debtor_values


@LETTERS.add(
    "follow_60",
    code="FOLLOW-60",
    title="Second follow-up on a demand",
    sheets=("recovery",),
    to="debtor",
    ticks=("RECOVERY_30", "RECOVERY_60"),
    asks=(Asked("phone_log", "long", "Calls so far", "What was said on the phone, and when."),),
    optional=("given_up_so_far", "carrier_claim_no", "phone_log"),
)
def fields(of: About) -> Values:
    """Values for the letter: invoice, what was paid, what is still owed and since when."""
    return {**debtor_values(of), "phone_log": of["phone_log"]}

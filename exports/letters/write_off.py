"""Write-off recommendation: the balance cannot be collected, what was tried, why it ends."""

from exports.letters.declared import LETTERS, About, Asked, Values
from exports.letters.on_recoveries import damage_values, owed_values


@LETTERS.add(
    "write_off",
    code="WRITEOFF",
    title="Write-off recommendation",
    sheets=("recovery",),
    to="finance",
    delivery="internal",
    sensitivity="privileged",
    asks=(
        Asked("efforts", "long", "What was tried", "Letters, calls, searches.", required=True),
        Asked("reason", "long", "Why it cannot be collected", required=True),
    ),
    optional=("given_up_so_far", "invoice_date", "age_days"),
)
def fields(of: About) -> Values:
    """Values for the memo. It recommends: the status itself is changed with authority for it."""
    return {
        **damage_values(of),
        **owed_values(of),
        "efforts": of["efforts"],
        "reason": of["reason"],
    }

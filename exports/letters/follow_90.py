"""Final notice on a demand: unpaid after 90 days."""

from exports.letters.declared import LETTERS, About, Asked, Values
from exports.letters.on_recoveries import asked_before, debtor_values
from exports.letters.wording import in_full


@LETTERS.add(
    "follow_90",
    code="FOLLOW-90",
    title="Final notice on a demand",
    sheets=("recovery",),
    to="debtor",
    ticks=("RECOVERY_30", "RECOVERY_60", "RECOVERY_90"),
    roles=("risk_manager", "technician"),
    approver=("risk_manager",),
    delivery="certified",
    asks=(Asked("action_day", "day", "Next step on", required=True, ahead=1),),
    optional=("given_up_so_far", "carrier_claim_no", "wrote_words"),
)
def fields(of: About) -> Values:
    """Values for the letter: invoice, what was paid, what is still owed and since when, and the
    days on which the City wrote before.
    """
    days = [str(in_full(day)) for day in asked_before(of)]
    return {
        **debtor_values(of),
        "wrote_words": f"We wrote to you on {_listed(days)}." if days else None,
        "action_day": in_full(of["action_day"]),
    }


def _listed(days: list[str]) -> str:
    return " and ".join(filter(None, ["; ".join(days[:-1]), days[-1]]))

"""Recovery compromise: the City takes less than it asked for, within somebody's authority."""

from exports.letters.declared import LETTERS, About, Asked, Values
from exports.letters.on_recoveries import debtor_values
from exports.letters.wording import in_full
from rules.errors import Blocked
from rules.money import dollars


@LETTERS.add(
    "settlement_recommendation",
    code="SETTLE-REC",
    title="Recovery compromise",
    sheets=("recovery",),
    to="debtor",
    authority="compromise",
    asks=(
        Asked("agreed", "money", "Agreed amount", required=True),
        Asked("reason", "long", "Why less is taken", required=True),
        Asked("pay_by", "day", "Pay by", required=True, ahead=1),
    ),
    optional=("given_up_so_far", "carrier_claim_no"),
)
def fields(of: About) -> Values:
    """Values for the letter: what was asked, what is agreed, what is given up.

    Raises:
        Blocked: as for `debtor_values`; what is agreed is nothing, or not less than what is owed.
    """
    values, agreed, balance = debtor_values(of), of["agreed"], of.record.balance
    if agreed is None:
        return {**values, "agreed": None, "authority_cents": 0}
    if agreed <= 0:
        raise Blocked(
            f"{dollars(agreed)} is not an amount that comes in: “Settle for less” closes a case "
            "on which nothing more comes in."
        )
    if agreed >= balance:
        raise Blocked(f"{dollars(agreed)} is not less than the {dollars(balance)} that is owed.")
    return {
        **values,
        "agreed": dollars(agreed),
        "given_up": dollars(balance - agreed),
        "authority_cents": balance - agreed,
        "reason": of["reason"],
        "pay_by": in_full(of["pay_by"]),
    }

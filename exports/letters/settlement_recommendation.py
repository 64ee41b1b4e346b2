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
    """Values for the letter: what was asked, what is agreed, what is given up."""
    agreed, balance = of["agreed"] or 0, of.record.balance
    if agreed > balance:
        raise Blocked(f"{dollars(agreed)} is more than the balance of {dollars(balance)}.")
    return {
        **debtor_values(of),
        "agreed": dollars(agreed) if agreed else None,
        "given_up": dollars(balance - agreed),
        "given_up_cents": balance - agreed,
        "reason": of["reason"],
        "pay_by": in_full(of["pay_by"]),
    }

"""What a renewal of insurance may cost: the effect of exposure, of rate, taxes and fees."""

from dataclasses import dataclass
from decimal import Decimal

from rules.answers import Answer, Step
from rules.calculators import calculator
from rules.errors import Unanswered
from rules.inputs import Dollars, Percent
from rules.money import dollars, half_up
from rules.needs import need_positive

PRACTICE = "Budget practice of the office"


@dataclass(frozen=True)
class Renewal:
    """The premium and exposure that expire, the exposure expected, and the change of rate.

    Attributes:
        expiring_exposure: payroll, values or vehicles: any unit.
        projected_exposure: in the same unit.
        rate_change_percent: may be negative.
        taxes_percent: on the premium.
    """

    expiring_premium: Dollars
    expiring_exposure: Decimal
    projected_exposure: Decimal
    rate_change_percent: Percent
    taxes_percent: Percent = Decimal(0)
    fees: Dollars = 0


@calculator(
    "renewal_estimate",
    title="Insurance: estimate of a renewal",
    source="",
    details={
        "premium": "USD",
        "exposure_effect": "USD",
        "rate_effect": "USD",
        "taxes": "USD",
        "fees": "USD",
        "total": "USD",
    },
)
def renewal_estimate(renewal: Renewal) -> Answer:
    """What a renewal may cost, and how much of the change comes from exposure and from rate.

    Args:
        renewal: exposure in any unit, the same for both years; the change of rate may be negative,
            down to -100 %.

    Returns:
        The total in cents; expiring premium, exposure effect and rate effect sum to the premium.

    Raises:
        Unanswered: a negative figure, or no expiring exposure.

    Source: practice of budgeting; no law.
    """
    need_positive(
        expiring_premium=renewal.expiring_premium,
        expiring_exposure=renewal.expiring_exposure,
        projected_exposure=renewal.projected_exposure,
        taxes_percent=renewal.taxes_percent,
        fees=renewal.fees,
    )
    if not renewal.expiring_exposure:
        raise Unanswered("The expiring exposure is 0: no rate follows from it.")
    if renewal.rate_change_percent < -100:
        raise Unanswered("A rate cannot fall by more than 100 %.")
    was, base = Decimal(renewal.expiring_premium) / 100, renewal.expiring_exposure
    rate_percent = 100 + renewal.rate_change_percent
    premium = half_up(was * renewal.projected_exposure * rate_percent / (base * 100))
    exposure_effect = half_up(was * (renewal.projected_exposure - base) / base)
    rate_effect = premium - renewal.expiring_premium - exposure_effect
    taxes = half_up(Decimal(premium) / 100 * renewal.taxes_percent / 100)
    total = premium + taxes + renewal.fees
    rate = f"{renewal.rate_change_percent.normalize():f} %"
    said = (
        f"Expiring premium {dollars(renewal.expiring_premium)}",
        f"Exposure changes it by {dollars(exposure_effect)}",
        f"The rate, {rate}, changes it by {dollars(rate_effect)}: premium {dollars(premium)}",
        f"Taxes {dollars(taxes)} and fees {dollars(renewal.fees)}: total {dollars(total)}",
    )
    steps = tuple(Step(text, PRACTICE) for text in said)
    details = {
        "premium": premium,
        "exposure_effect": exposure_effect,
        "rate_effect": rate_effect,
        "taxes": taxes,
        "fees": renewal.fees,
        "total": total,
    }
    return Answer(total, "USD", steps, "policy", details)

"""The cost of what is counted otherwise than by the hour: pieces of stores, miles of a vehicle."""

from decimal import Decimal

from rules.money import dollars, half_up
from rules.needs import need_positive
from rules.recovery_cost import CostLine, material, plain

_HUNDRED = Decimal(100)


def stores(quantity: Decimal, rate: int, *, tax_percent: Decimal = Decimal(0)) -> CostLine:
    """The cost of pieces taken from stores: quantity x price, then the sales tax on it.

    Args:
        quantity: pieces; at least 0.
        rate: price of one, cents.
        tax_percent: sales tax, the number before the sign.

    Returns:
        The line with its working.

    Raises:
        Unanswered: a negative figure.

    Source: practice of cost recovery: inventory replacement value, with the tax that was paid.
    """
    price = extended(quantity, rate)
    taxed = material(price, tax_percent=tax_percent)
    words = taxed.working if taxed.amount != price else dollars(price)
    pieces = f"{plain(quantity)} × {dollars(rate)}"
    return CostLine("material", taxed.amount, f"{pieces} = {words}")


def miles(quantity: Decimal, rate: int) -> CostLine:
    """The cost of equipment that is billed by the mile: miles x rate.

    Args:
        quantity: miles driven; at least 0.
        rate: rate a mile, cents.

    Returns:
        The line with its working.

    Raises:
        Unanswered: a negative figure.

    Source: FEMA Schedule of Equipment Rates (44 CFR 206.228), for vehicles rated by the mile.
    """
    amount = extended(quantity, rate)
    words = f"{plain(quantity)} miles × {dollars(rate)} = {dollars(amount)}"
    return CostLine("equipment", amount, words)


def extended(quantity: Decimal, rate: int) -> int:
    """Quantity x rate in cents, rounded once, half up.

    Raises:
        Unanswered: a negative figure.
    """
    need_positive(quantity=quantity, rate=rate)
    return half_up(quantity * rate / _HUNDRED)

"""How a recovery from a third party is shared between the City and its injured employee."""

from dataclasses import dataclass
from decimal import Decimal

from rules.answers import Answer, Step
from rules.calculators import calculator
from rules.errors import Unanswered
from rules.inputs import Dollars
from rules.money import dollars, half_up
from rules.needs import need_positive


@dataclass(frozen=True)
class Shares:
    """A recovery, what it cost, what the City paid and expects to pay.

    Attributes:
        recovery: what the third party pays in all.
        fees: costs and attorney's fees of the recovery.
        paid: compensation that the City paid, salary in its place included.
        future: what the City still expects to pay.
        policy_limits: of the third party, where they cannot make a safety member whole.
    """

    recovery: Dollars
    fees: Dollars
    paid: Dollars
    future: Dollars
    safety: bool = False
    policy_limits: Dollars | None = None


@calculator(
    "wc_subrogation",
    title="Workers' compensation: sharing a recovery",
    source="Lab. Code 3852, 3856, 3858, 3860, 3861",
    details={"fees": "USD", "employer": "USD", "employee": "USD", "credit": "USD"},
)
def wc_subrogation(shares: Shares) -> Answer:
    """The employer's share of a recovery: costs and fees first, then what was paid, then the rest.

    The employee's rest is a credit against what is still to be paid. Of a police officer or
    firefighter hurt from 2026 the City takes at most a third of insufficient policy limits, and no
    credit.

    Args:
        shares: amounts; `policy_limits` where they cannot make the safety member whole.

    Returns:
        Cents for the City; fees, employer and employee sum to the recovery.

    Raises:
        Unanswered: a negative amount, or fees above the recovery.

    Source: Lab. Code 3856, 3860; credit, 3858, 3861; safety members, Stats. 2025, ch. 763.
    """
    need_positive(
        recovery=shares.recovery,
        fees=shares.fees,
        paid=shares.paid,
        future=shares.future,
        policy_limits=shares.policy_limits or 0,
    )
    if shares.fees > shares.recovery:
        raise Unanswered("The fees are above the recovery.")
    net = shares.recovery - shares.fees
    employer = min(shares.paid, net)
    taken = f"The City takes what it paid, {dollars(shares.paid)}, up to that: {dollars(employer)}"
    steps = [
        Step(f"Less fees of {dollars(shares.fees)}: {dollars(net)}", "Lab. Code 3856, 3860"),
        Step(taken, "Lab. Code 3856"),
    ]
    limited = shares.safety and shares.policy_limits is not None
    if limited:
        third = half_up(Decimal(shares.policy_limits or 0) / 300)
        employer = min(employer, third)
        said = f"Safety member: at most a third of the limits, {dollars(third)}, and no credit"
        steps.append(Step(said, "Stats. 2025, ch. 763 (SB 487), injuries from 2026"))
    employee = net - employer
    credit = 0 if limited else min(employee, shares.future)
    steps.append(Step(f"The employee takes the rest: {dollars(employee)}", "Lab. Code 3856"))
    if not limited:
        said = f"Of that {dollars(credit)} is credited against {dollars(shares.future)} to come"
        steps.append(Step(said, "Lab. Code 3858, 3861"))
    details = {"fees": shares.fees, "employer": employer, "employee": employee, "credit": credit}
    return Answer(employer, "USD", tuple(steps), "secondary", details)

"""The cost of repairing damaged City property: one function for each kind of line, and their sum.

Each line is rounded to the cent by itself and lines are added afterwards; the sum of unrounded
lines is never rounded. Amounts are cents, hours and percents `Decimal`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from rules.answers import Answer, Step
from rules.calculators import calculator
from rules.errors import BadInputs, BadValue
from rules.inputs import Dollars, Percent
from rules.money import dollars, half_up
from rules.needs import need_positive

CITATION = "Veh. Code 17300: the reasonable cost of repair or replacement"
VERIFIED = "no"
"""The law grants reasonable cost; how a city computes it is practice and its own rate books."""

APART = ("overhead", "salvage", "interest")
"""Elements that are not of the direct cost: counted on it, taken off it, or run up since."""

_ONE = Decimal(1)
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class CostLine:
    """The amount of one line in cents, and its working in words."""

    element: str
    amount: int
    working: str


@dataclass(frozen=True)
class Bill:
    """What all lines come to, in cents: direct cost, overhead, salvage taken off, total."""

    direct: int
    overhead: int
    salvage: int
    total: int


def labor(
    hours: Decimal, rate: int, *, factor: Decimal = _ONE, burden_percent: Decimal = Decimal(0)
) -> CostLine:
    """The cost of hours worked: hours x (rate x overtime factor) x (1 + burden).

    Args:
        hours: hours of one kind, regular or overtime; at least 0.
        rate: base pay an hour, cents.
        factor: 1 for regular hours, 1.5 for time and a half.
        burden_percent: fringe benefits and other burden for this kind of hours, the number before
        the sign.

    Returns:
        The line with its working.

    Raises:
        BadValue: a negative figure.

    Source: practice of cost recovery; fringe benefits are part of the expense (Allende v. CHP
    (2011)
    201 Cal.App.4th 1006, for emergency responses).
    """
    _need_positive(hours, factor, burden_percent)
    _need_amount(rate)
    amount = half_up(hours * rate / _HUNDRED * factor * (_ONE + burden_percent / _HUNDRED))
    parts = [f"{plain(hours)} h", dollars(rate)]
    parts += [plain(factor)] if factor != _ONE else []
    parts += [plain(_ONE + burden_percent / _HUNDRED)] if burden_percent else []
    return CostLine("labor", amount, _working(parts, amount))


def equipment(hours: Decimal, rate: int) -> CostLine:
    """The cost of equipment in use: hours x rate. Standby and the operator's labor are not in it.

    Args:
        hours: hours of actual operation; at least 0.
        rate: rate of the schedule an hour, cents.

    Returns:
        The line with its working.

    Raises:
        BadValue: a negative figure.

    Source: FEMA Schedule of Equipment Rates (44 CFR 206.228), as cities adopt it.
    """
    _need_positive(hours)
    _need_amount(rate)
    amount = half_up(hours * rate / _HUNDRED)
    return CostLine("equipment", amount, _working([f"{plain(hours)} h", dollars(rate)], amount))


def material(price: int, *, tax_percent: Decimal = Decimal(0)) -> CostLine:
    """The cost of materials: the price and the sales tax on it, rounded apart.

    Args:
        price: purchase cost or replacement value, cents; at least 0.
        tax_percent: sales tax, the number before the sign.

    Returns:
        The line with its working.

    Raises:
        BadValue: a negative figure.

    Source: practice of cost recovery: like for like, with the tax that was paid.
    """
    _need_positive(tax_percent)
    _need_amount(price)
    tax = half_up(Decimal(price) / _HUNDRED * tax_percent / _HUNDRED)
    words = f" + {plain(tax_percent)} % tax {dollars(tax)}" if tax else ""
    return CostLine("material", price + tax, f"{dollars(price)}{words} = {dollars(price + tax)}")


def invoiced(element: str, amount: int) -> CostLine:
    """A line that comes as an amount: an invoice or another cost; salvage counts as a minus.

    Args:
        element: contractor, other or salvage.
        amount: cents; at least 0.

    Returns:
        The line with its working.

    Raises:
        BadValue: a negative amount.
    """
    _need_amount(amount)
    if element == "salvage":
        return CostLine(element, -amount, f"salvage credit {dollars(amount)}")
    return CostLine(element, amount, dollars(amount))


def overhead(direct: int, percent: Decimal) -> CostLine:
    """Administration on the direct cost, before salvage.

    Args:
        direct: sum of the direct lines, cents.
        percent: the rate of the adopted policy or cost allocation plan.

    Returns:
        The line with its working.

    Raises:
        BadValue: a negative figure.

    Source: the City's adopted policy; where the plan burdens labor already, nothing is counted
    twice.
    """
    _need_positive(percent)
    _need_amount(direct)
    amount = half_up(Decimal(direct) / _HUNDRED * percent / _HUNDRED)
    return CostLine("overhead", amount, _working([dollars(direct), f"{plain(percent)} %"], amount))


def bill(lines: Iterable[CostLine], *, overhead_percent: Decimal = Decimal(0)) -> Bill:
    """What the lines come to; overhead is counted on the direct lines, salvage taken off last.

    Args:
        lines: rounded lines; an overhead line among them counts as it stands.
        overhead_percent: further overhead on the direct lines; 0 for none.

    Returns:
        Direct cost, overhead, salvage (as a positive amount) and total.
    """
    given = list(lines)
    direct = sum(line.amount for line in given if line.element not in APART)
    salvage = -sum(line.amount for line in given if line.element == "salvage")
    extra = sum(line.amount for line in given if line.element == "overhead")
    extra += overhead(direct, overhead_percent).amount
    return Bill(direct, extra, salvage, direct + extra - salvage)


def plain(number: Decimal) -> str:
    """A figure without needless zeros: 3.00 is "3", 1.62 stays."""
    return f"{number.normalize():f}"


def _working(parts: list[str], amount: int) -> str:
    return f"{' × '.join(parts)} = {dollars(amount)}"


def _need_positive(*figures: Decimal) -> None:
    for figure in figures:
        if figure < 0:
            raise BadValue(f"{plain(figure)} is negative. A cost line takes figures from 0 up.")


def _need_amount(amount: int) -> None:
    if amount < 0:
        raise BadValue(
            f"{dollars(amount)} is less than nothing. A cost line takes amounts from $0.00 up; "
            "what the scrap brought in is a line of salvage, entered without the minus."
        )


@dataclass(frozen=True)
class Hours:
    """Regular and overtime hours of one person.

    Attributes:
        hours: regular hours alone.
        base_rate: pay an hour, without burden.
        burden_percent: fringe benefits and the like, on top of the pay.
        overtime_multiplier: 1.5 is time and a half.
        overtime_burden_percent: that of regular hours unless it is given.
    """

    hours: Decimal
    base_rate: Dollars
    burden_percent: Percent
    overtime_hours: Decimal = Decimal(0)
    overtime_multiplier: Decimal = Decimal("1.5")
    overtime_burden_percent: Percent | None = None


@calculator(
    "labor_cost",
    title="Recovery: cost of labor",
    source=CITATION,
    details={"regular": "USD", "overtime": "USD"},
)
def labor_cost(worked: Hours) -> Answer:
    """The cost of hours worked, regular and overtime as two rounded lines.

    Args:
        worked: hours and rates.

    Returns:
        Cents, the sum of the two lines.

    Raises:
        Unanswered: a negative figure.

    Source: practice of cost recovery; Veh. Code 17300.
    """
    more = worked.overtime_burden_percent
    burden = worked.burden_percent if more is None else more
    need_positive(**_figures(worked))
    regular = labor(worked.hours, worked.base_rate, burden_percent=worked.burden_percent)
    overtime = labor(
        worked.overtime_hours,
        worked.base_rate,
        factor=worked.overtime_multiplier,
        burden_percent=burden,
    )
    total = regular.amount + overtime.amount
    steps = (
        Step(f"Regular: {regular.working}"),
        Step(f"Overtime: {overtime.working}"),
        Step(f"Together {dollars(total)}", CITATION),
    )
    details = {"regular": regular.amount, "overtime": overtime.amount}
    return Answer(total, "USD", steps, VERIFIED, details)


@dataclass(frozen=True)
class BillLine:
    """A line of a bill: hours and rate of labor and equipment, an amount of everything else."""

    element: Literal["labor", "equipment", "material", "contractor", "other"]
    hours: Decimal | None = None
    rate: Dollars | None = None
    multiplier: Decimal | None = None
    burden_percent: Percent | None = None
    amount: Dollars | None = None
    tax_percent: Percent | None = None


TAKES = {
    "labor": (("hours", "rate"), ("multiplier", "burden_percent")),
    "equipment": (("hours", "rate"), ()),
    "material": (("amount",), ("tax_percent",)),
    "contractor": (("amount",), ()),
    "other": (("amount",), ()),
}
"""Element -> what its lines need, and what they may have besides."""


@calculator(
    "recovery_bill",
    title="Recovery: bill for damage",
    source=CITATION,
    details=dict.fromkeys(
        (
            "labor",
            "equipment",
            "material",
            "contractor",
            "other",
            "direct",
            "overhead",
            "salvage",
            "total",
        ),
        "USD",
    ),
)
def recovery_bill(
    lines: list[BillLine], overhead_percent: Percent = Decimal(0), salvage: Dollars = 0
) -> Answer:
    """What damaged City property costs: lines, overhead on the direct cost, less salvage.

    Args:
        lines: labor and equipment have hours and a rate, everything else an amount; each is
            rounded by itself. Without any the bill is 0.
        overhead_percent: of the direct cost, before salvage.
        salvage: what the damaged property still brings; taken off last.

    Returns:
        The total in cents, and the sum of each element.

    Raises:
        BadInputs: a line lacks what its element needs, or has what it does not take.
        Unanswered: a negative figure.

    Source: practice of cost recovery; Veh. Code 17300.
    """
    _need_parts(lines)
    figures: dict[str, Any] = {"overhead_percent": overhead_percent, "salvage": salvage}
    for n, line in enumerate(lines):
        figures |= {f"lines[{n}].{name}": figure for name, figure in _figures(line).items()}
    need_positive(**figures)
    costs = [_line(line) for line in lines]
    came = bill([*costs, invoiced("salvage", salvage)], overhead_percent=overhead_percent)
    steps = [Step(f"{cost.element.capitalize()}: {cost.working}") for cost in costs]
    steps.append(Step(f"Direct cost {dollars(came.direct)}", CITATION))
    if came.overhead:
        words = f"Overhead {plain(overhead_percent)} % of the direct cost: {dollars(came.overhead)}"
        steps.append(Step(words, "The City's adopted policy"))
    if came.salvage:
        steps.append(Step(f"Less salvage {dollars(came.salvage)}"))
    steps.append(_total(came))
    sums = {name: sum(c.amount for c in costs if c.element == name) for name in TAKES}
    details = {
        **sums,
        "direct": came.direct,
        "overhead": came.overhead,
        "salvage": came.salvage,
        "total": came.total,
    }
    return Answer(came.total, "USD", tuple(steps), VERIFIED, details)


def _total(came: Bill) -> Step:
    """The total; where salvage brings more than the repair costs, that nothing is owed."""
    if came.total >= 0:
        return Step(f"Total {dollars(came.total)}")
    more = dollars(-came.total)
    said = f"Total {dollars(came.total)}: salvage brings {more} more than the repair costs"
    return Step(f"{said}, so nothing is owed")


def _figures(record: Hours | BillLine) -> dict[str, Any]:
    """The figures of a record by name, those that were given."""
    return {
        name: figure
        for name, figure in vars(record).items()
        if figure is not None and name != "element"
    }


def _need_parts(lines: list[BillLine]) -> None:
    """Each line has what its element needs, and nothing that it does not take.

    Raises:
        BadInputs: one does not; all of them are named.
    """
    wrong = {}
    for n, line in enumerate(lines):
        given = _figures(line)
        needed, allowed = TAKES[line.element]
        for name in needed:
            if name not in given:
                wrong[f"lines[{n}].{name}"] = f"“lines[{n}].{name}” is missing for {line.element}."
        for name in given:
            if name not in (*needed, *allowed):
                wrong[f"lines[{n}].{name}"] = f"“lines[{n}].{name}” is not of {line.element}."
    if wrong:
        raise BadInputs(wrong)


def _line(line: BillLine) -> CostLine:
    given = _figures(line)
    if line.element == "labor":
        return labor(
            given["hours"],
            given["rate"],
            factor=given.get("multiplier", _ONE),
            burden_percent=given.get("burden_percent", Decimal(0)),
        )
    if line.element == "equipment":
        return equipment(given["hours"], given["rate"])
    if line.element == "material":
        return material(given["amount"], tax_percent=given.get("tax_percent", Decimal(0)))
    return invoiced(line.element, given["amount"])

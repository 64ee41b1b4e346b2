"""Until when the City can sue who owes it: years by basis, rolled off closed court days."""

from datetime import date
from typing import Literal

from rules.answers import Answer, Step
from rules.calculators import Law, calculator
from rules.counting import off_closed_days
from rules.days import add_years, long_day
from rules.inputs import Dollars
from rules.money import dollars
from rules.needs import need_positive

Basis = Literal[
    "property",
    "statutory",
    "emergency_response",
    "written_contract",
    "oral_contract",
    "injured_employee",
    "judgment",
]
SMALL_CLAIMS_MOST = 6_250_00
"""Code Civ. Proc. 116.220: what a city may ask for in small claims."""


@calculator(
    "recovery_limitation",
    title="Recovery: last day to sue",
    source="Code Civ. Proc. 12a, 335.1, 337, 338, 339, 683.020",
    tables=("recovery_limitations",),
    details={"base_date": "date", "small_claims": "flag"},
)
def recovery_limitation(
    damage_date: date, kind: Basis, amount: Dollars | None = None, *, law: Law
) -> Answer:
    """The last day on which the City can sue for a damage.

    The day of the damage is not counted. A last day on which the court is closed moves to its next
    open day.

    Args:
        damage_date: when it was damaged.
        kind: basis of the recovery.
        amount: what is asked for, if it is known.
        law: table recovery_limitations and the Court calendar.

    Returns:
        The day; the day before it moved, and whether the amount fits small claims (None without
        one).

    Raises:
        Unanswered: a negative amount.

    Source: as the row cites; the move, Code Civ. Proc. 12a; small claims, 116.220.
    """
    need_positive(amount=amount or 0)
    row = law.tables["recovery_limitations"].on(damage_date, kind)
    years = int(row.text("years"))
    base = add_years(damage_date, years)
    day, moved = off_closed_days(base, law.calendars["court"])
    said = f"Damage {long_day(damage_date)} + {years} years = {long_day(base)}"
    steps = [Step(said, row.text("citation")), *moved]
    small = None if amount is None else amount <= SMALL_CLAIMS_MOST
    if amount is not None:
        fits = "within" if small else "beyond"
        said = f"{dollars(amount)} is {fits} small claims, {dollars(SMALL_CLAIMS_MOST)} for a city"
        steps.append(Step(said, "Code Civ. Proc. 116.220"))
    details = {"base_date": base, "small_claims": small}
    return Answer(day, "date", tuple(steps), row.verified, details, (row,))

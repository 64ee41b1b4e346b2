"""Who may settle a claim for an amount, by the authority tiers of the City."""

from typing import Literal

from rules.answers import Answer, Step, weakest_of
from rules.calculators import Law, calculator
from rules.dated import Row
from rules.errors import Unanswered
from rules.inputs import Dollars
from rules.money import dollars
from rules.needs import need_positive

Tier = Literal[
    "claims_technician", "tpa", "risk_manager", "city_manager", "claims_board", "city_council"
]
ANY = "any"
EMPLOYEES_MOST = 50_000_00
"""Gov. Code 935.4: beyond it only a charter lets an employee settle."""

_EMPLOYEES = ("claims_technician", "tpa", "risk_manager", "city_manager")


@calculator(
    "settlement_authority",
    title="Authority to settle",
    source="Gov. Code 935.2, 935.4",
    tables=("settlement_tiers",),
    details={"approvers": "code", "concurrence": "code", "warning": "text"},
)
def settlement_authority(amount: Dollars, role: Tier, *, law: Law) -> Answer:
    """Whether a tier may settle for an amount, and who approves what goes beyond it.

    Args:
        amount: what is paid in all on the claim, with the offer.
        role: the authority tier of whoever wants to settle.
        law: table settlement_tiers; a tier without a maximum has no authority yet and is skipped.

    Returns:
        may or needs_approval; the first tier that reaches the amount with those that must concur,
        whoever asks; who must concur with the tier that settles; and a warning where an employee's
        authority goes beyond what the law allows without a charter.

    Raises:
        Unanswered: a negative amount, or no tier whose maximum reaches it.

    Source: Gov. Code 935.2, 935.4; the amounts, resolutions of the City.
    """
    need_positive(amount=amount)
    rows = law.tables["settlement_tiers"].rows
    own = [row for row in rows if row.text("role") == role and _reaches(row, amount)]
    reaching = sorted(
        (row for row in rows if _reaches(row, amount)), key=lambda row: int(row.text("tier"))
    )
    if not reaching:
        raise Unanswered(f"No tier of the table may settle {dollars(amount)}.")
    first = [row for row in reaching if row.text("tier") == reaching[0].text("tier")]
    deciding = own[0] if own else first[0]
    concurring = deciding.text("concurrence")
    warned = _warning(amount, deciding)
    steps = [Step(_said(amount, role, deciding, may=bool(own)), deciding.source)]
    if warned:
        steps.append(Step(warned, "Gov. Code 935.4"))
    details = {
        "approvers": _approvers(first),
        "concurrence": concurring or None,
        "warning": warned or None,
    }
    value = "may" if own else "needs_approval"
    return Answer(value, "code", tuple(steps), weakest_of([deciding]), details, (deciding,))


def _reaches(row: Row, amount: int) -> bool:
    most = row.text("max_amount")
    return most == ANY or (bool(most) and row.cents("max_amount") >= amount)


def _approvers(rows: list[Row]) -> list[str]:
    """The tiers that may decide, each followed by who must concur besides."""
    found = []
    for row in rows:
        found += [row.text("role"), row.text("concurrence")]
    return [code for code in dict.fromkeys(found) if code and code != "majority"]


def _said(amount: int, role: str, row: Row, *, may: bool) -> str:
    most = row.text("max_amount")
    limit = "any amount" if most == ANY else f"up to {dollars(row.cents('max_amount'))}"
    name, asking = _tier(row.text("role")), _tier(role)
    if may:
        other = row.text("concurrence")
        concurring = f" if the {_tier(other)} concurs" if other else ""
        return f"The {name} may settle {limit}{concurring}: {dollars(amount)} is within it"
    return f"{dollars(amount)} is beyond the {asking}: the {name} settles {limit}"


def _tier(code: str) -> str:
    """A tier as it is said."""
    return "third-party administrator" if code == "tpa" else code.replace("_", " ")


def _warning(amount: int, row: Row) -> str:
    if amount <= EMPLOYEES_MOST or row.text("role") not in _EMPLOYEES:
        return ""
    return (
        f"An employee settles more than {dollars(EMPLOYEES_MOST)} only where a charter allows it: "
        "ask counsel."
    )

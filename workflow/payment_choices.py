"""What a payment may be for: the benefits of the claim's line, and what each reserve has left."""

from typing import Any

from models import CATEGORIES, Payment
from rules.money import dollars

BENEFITS = {
    "L": (
        "settlement",
        "property_damage",
        "bodily_injury",
        "legal",
        "investigation",
        "other",
    ),
    "W": (
        "td",
        "pd",
        "salary_4850",
        "treatment",
        "mileage",
        "medical_legal",
        "settlement",
        "voucher",
        "death",
        "legal",
        "investigation",
        "other",
    ),
}
"""Line -> what is paid on a claim of it."""
SETTLES = ("settlement", "property_damage", "bodily_injury")
"""What settles a claim with who was harmed: it takes the authority for settlements besides
(Gov. Code 935.4).
"""
COSTS = ("legal", "investigation")
"""What is spent on a claim, whatever reserve it is paid from; it settles nothing."""


def settles(line: str, category: str, benefit: str | None) -> bool:
    """Whether a payment settles a claim: what is paid from the indemnity of a liability claim does,
    unless it is marked as a cost.
    """
    if line == "L" and category == "indemnity":
        return benefit not in COSTS
    return benefit in SETTLES


def payable(records: list[Any]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The choices that fit a claim: each category with what is left of its reserve and what was
    paid, and the benefits of the line.
    """
    claim = records[0]
    words = dict(Payment.benefit.choices)
    return {
        "category": tuple((code, f"{name}: {_left(claim, code)}") for code, name in CATEGORIES),
        "benefit": tuple((code, words[code]) for code in BENEFITS[claim.line]),
    }


def _left(claim: Any, code: str) -> str:
    reserved, paid = getattr(claim, f"reserved_{code}"), getattr(claim, f"paid_{code}")
    if not reserved:
        return "no reserve"
    return f"{dollars(reserved - paid)} left, {dollars(paid)} paid"

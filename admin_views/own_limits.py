"""Up to how much a person decides alone, as the grid marks amounts beyond it: one limit, or one for
each line of coverage where they differ.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from journal import policy
from journal.values import plain
from journal.who import Who
from models import Claim, Payment
from rules.choices import LINES
from workflow import authority

AUTHORITY = {"payment": ("amount", "payment"), "claim": ("incurred", "reserve")}
"""Sheet -> the amount that stands out where it is beyond one's own authority, and the kind of the
limit.
"""


def own_limits(who: Who, model: Any, on: date) -> dict[str, dict[str, Any]]:
    """Of a column of amounts: up to how much the person decides alone, as text, or by line (None:
    any amount) where the lines differ. Nothing where no limit stands for any of their roles.
    """
    name, kind = AUTHORITY.get(model.__name__.lower(), ("", ""))
    lines = [line for line, _ in LINES]
    if not name or not any(authority.is_limited(who, kind, line, on) for line in lines):
        return {}
    field = model._meta.fields[name]
    held = {line: authority.limit_of(who, kind, line, on).amount for line in lines}
    amounts = {line: None if most is None else plain(field, most) for line, most in held.items()}
    if len(set(amounts.values())) > 1:
        return {name: {"authority": amounts}}
    limit = amounts[lines[0]]
    return {} if limit is None else {name: {"authority": limit}}


def by_line(limits: dict[str, dict[str, Any]]) -> bool:
    """Whether it takes the line of a row to know the limit of its amount."""
    return any(isinstance(facts["authority"], dict) for facts in limits.values())


def lines_of(who: Who, model: Any, ids: Iterable[int]) -> dict[int, str]:
    """The line of coverage of claims, or of the claims of payments, by row; of rows that the person
    was shown.
    """
    if model not in (Claim, Payment) or "line" not in policy.open_names(who, Claim):
        return {}
    query = Payment.select(Payment.id, Claim.line).join(Claim)
    if model is Claim:
        query = Claim.select(Claim.id, Claim.line)
    return dict(query.where(model.id << list(ids)).tuples())

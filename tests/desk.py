"""A small office for the tests of verbs: people with their roles and limits, a claim, a payee, short ways to act."""

from datetime import date
from typing import Any

import models as m
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR, Who
from workflow import load
from workflow.tasks import Plan
from workflow.verbs import Act, Done, preview, run

load()
TODAY = date(2026, 11, 24)
SOURCE = "Resolution 7."
REPAIR = """labor: Signal technician; 3 h at 48.20; burden 62 %
labor: Signal technician overtime; 5 h at $48.20; factor 1.5; burden 9.25 %
labour: Maintenance worker; 4 h; at 36.75; burden 62
labor: Supervisor; 2 h at 61.10; burden 62
equipment: Bucket truck; 8 hours @44.00; source FEMA schedule
equipment: Pickup; 6 h at 15.50
material: Pole, foundation, conduit; 3,120.00; tax 8.75 %
contractor: Arborist; 1,850.00
overhead: Administration; 15 %"""
"""The worked example of a repair: 7,766.28 together."""


def make(sheet: str, **values: Any) -> int:
    """One row; returns its id."""
    draft = Draft("made", source="seed", on=TODAY)
    draft.create(m.BY_NAME[sheet], **values)
    return next(row_id for name, row_id in commit(OPERATOR, draft).created if name == sheet)


def change(sheet: str, row_id: int, **values: Any) -> None:
    """One row changed by somebody else."""
    draft = Draft("changed", source="seed", on=TODAY)
    draft.change(m.BY_NAME[sheet], row_id, **values)
    commit(OPERATOR, draft)


def user(name: str, *roles: str) -> Who:
    """A person of the office who holds roles."""
    user_id = make("user", email=f"{name}@example.org", name=name.capitalize())
    for role in roles:
        known = m.Role.get_or_none(m.Role.name == role)
        role_id = (
            known.id
            if known
            else make("role", name=role, title=role.replace("_", " ").capitalize())
        )
        make("userrole", user=user_id, role=role_id)
    return Who(f"{name}@example.org", user_id, name.capitalize(), frozenset(roles))


def limit(holder: str, kind: str, amount: int | None, **values: Any) -> int:
    """An authority limit in force."""
    return make(
        "authoritylimit",
        holder=holder,
        kind=kind,
        amount=amount,
        first_day=date(2003, 1, 1),
        source=SOURCE,
        **values,
    )


def limits() -> None:
    """The usual ladder: the technician pays 2,500, the risk manager any amount."""
    limit("technician", "payment", 2_500_00)
    limit("risk_manager", "payment", None)
    limit("technician", "reserve", 25_000_00)
    limit("risk_manager", "reserve", None)


def claim(**values: Any) -> int:
    """A claim in work."""
    given = {
        "claimant": "Rosa Alvarez",
        "line": "L",
        "status": "investigation",
        "loss_date": date(2026, 5, 20),
        **values,
    }
    return make("claim", **given)


def tried(recovery: int) -> None:
    """What is done to collect before a write-off: two letters, a call, a search."""
    for channel, day in (("letter", 1), ("letter", 2), ("phone", 3), ("search", 4)):
        make(
            "contactlog",
            recovery=recovery,
            contact_date=date(2025, 10, day),
            channel=channel,
            summary="Pay",
        )


def payee(**values: Any) -> int:
    """A party with a tax form."""
    return make("party", **{"name": "Rosa Alvarez", "tax_form_date": date(2026, 6, 1), **values})


def reserve(claim_id: int, amount: int, category: str = "indemnity") -> None:
    """An expected total."""
    draft = Draft("reserve", source="seed", on=TODAY)
    draft.create(m.Reserve, claim=claim_id, category=category, amount=amount, reserve_date=TODAY)
    commit(OPERATOR, draft)


def do(
    who: Who,
    key: str,
    sheet: str,
    ids: int | list[int] | tuple = (),
    *,
    click: str | None = None,
    partly: bool = False,
    on: date = TODAY,
    **values: Any,
) -> Done:
    """Run a verb."""
    wanted = [ids] if isinstance(ids, int) else list(ids)
    return run(who, Act(key, sheet, wanted, values), on=on, click=click, partly=partly)


def look(who: Who, key: str, sheet: str, ids: int | list[int] | tuple = (), **values: Any) -> Plan:
    """Preview a verb."""
    wanted = [ids] if isinstance(ids, int) else list(ids)
    return preview(who, Act(key, sheet, wanted, values), on=TODAY)


def pay(who: Who, claim_id: int, payee_id: int, amount: int, **values: Any) -> Done:
    """Pay from the indemnity reserve."""
    click = values.pop("click", None)
    return do(
        who,
        "pay",
        "claim",
        claim_id,
        click=click,
        payee=payee_id,
        category="indemnity",
        amount=amount,
        **values,
    )


def row(model: Any, row_id: int) -> Any:
    """A row as it stands."""
    return model.get_by_id(row_id)


def words(plan: Plan) -> str:
    """What a plan says, in one text."""
    return " ".join(plan.lines)


def reasons(plan: Plan) -> str:
    """Why a plan leaves records out, in one text."""
    return " ".join(refusal.sentence for refusal in plan.refusals)

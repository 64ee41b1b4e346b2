"""A few actions that wait for approval: settlements and reserves beyond the limits of who asks."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import workflow
from journal.who import Who, person_of
from models import Claim, Payment
from rules.errors import OfficeError
from seed.demo.directory import Directory
from workflow.verbs import Act, run

ASKED_OF_EACH = 3
BEYOND = {"payment": 300_000, "reserve": 9_000_000}
"""In cents: from here on a payment, a reserve is beyond the limits of who asks."""
SETTLED = "Agreed with the claimant; release signed."
WORKED = {
    "L": ["investigation", "evaluation", "negotiation", "litigation"],
    "W": ["accepted", "litigation"],
}
EACH_MORE = {"L": 1_735_000, "W": 2_310_000}
"""In cents: by how much each of the reserves is asked higher than the one before."""
INJURY = {
    "category": "indemnity",
    "reason_code": "demand",
    "reason": "Demand with bills received; fault is mostly ours.",
}
SURGERY = {
    "category": "medical",
    "reason_code": "new_medicals",
    "reason": "Surgery asked for; the surgeon's estimate is in.",
}


def ask_for_approvals(directory: Directory, *, today: date, mark: str) -> int:
    """Ask for what waits on My day, as technician and examiner would; returns how many wait.

    What the office's own rules refuse is left out. `mark` names the office: asked again, nothing
    is added.
    """
    workflow.load()
    technician = person_of(directory.staff["technician"].id)
    examiner = person_of(directory.staff["examiner"].id)
    acts = [(technician, act) for act in (*_settlements(), *_reserves("L", INJURY))]
    acts += [(examiner, act) for act in _reserves("W", SURGERY)]
    return sum(_ask(who, act, today, mark) for who, act in acts)


def _ask(who: Who, act: Act, today: date, mark: str) -> bool:
    """Whether the action waits now."""
    try:
        done = run(who, act, on=today, click=f"{mark} {act.key} {act.ids[0]}")
    except OfficeError:
        return False
    return done.approval_id is not None


def _settlements() -> Iterator[Act]:
    query = (
        Payment.select(Payment.id)
        .where(
            Payment.status == "draft",
            Payment.amount > BEYOND["payment"],
            Payment.trashed_at.is_null(),
        )
        .order_by(Payment.id.desc())
        .limit(ASKED_OF_EACH)
    )
    for (payment_id,) in query.tuples():
        yield Act("post_payment", "payment", [payment_id], {"reason": SETTLED})


def _reserves(line: str, values: dict[str, Any]) -> Iterator[Act]:
    """A higher reserve on the newest claims that are being worked."""
    query = (
        Claim.select(Claim.id)
        .where(Claim.line == line, Claim.status << WORKED[line], Claim.trashed_at.is_null())
        .order_by(Claim.id.desc())
        .limit(ASKED_OF_EACH)
    )
    for n, (claim_id,) in enumerate(query.tuples(), 1):
        amount = BEYOND["reserve"] + n * EACH_MORE[line]
        yield Act("set_reserve", "claim", [claim_id], {**values, "amount": amount})

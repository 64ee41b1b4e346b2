"""A few actions that wait for approval: settlements beyond the technician's limit, reserves beyond the examiner's."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import workflow
from journal.who import Who, person_of
from models import Claim, Payment
from rules.errors import OfficeError
from seed.demo.directory import Directory
from workflow.verbs import run

ASKED_OF_EACH = 3
BEYOND = {"payment": 300_000, "reserve": 9_000_000}
"""In cents: from here on a payment, a reserve is beyond the limits of who asks."""


def ask_for_approvals(directory: Directory, *, today: date, mark: str) -> int:
    """Ask for what waits on My day, as the technician and the examiner would; returns how many wait.

    What the office's own rules refuse is left out. `mark` names the office: asked again, nothing is added.
    """
    workflow.load()
    technician = person_of(directory.staff["technician"].id)
    examiner = person_of(directory.staff["examiner"].id)
    asked = [_ask(technician, *action, today, f"{mark} pay") for action in _settlements()]
    asked += [_ask(examiner, *action, today, f"{mark} reserve") for action in _reserves()]
    return sum(asked)


def _ask(
    who: Who, verb: str, sheet: str, row_id: int, values: dict[str, Any], today: date, mark: str
) -> bool:
    """Whether the action waits now."""
    try:
        done = run(who, verb, sheet, [row_id], values, today, f"{mark} {row_id}")
    except OfficeError:
        return False
    return done.approval_id is not None


def _settlements() -> Iterator[tuple[str, str, int, dict[str, Any]]]:
    query = (
        Payment.select(Payment.id)
        .where(
            Payment.status == "draft",
            Payment.amount > BEYOND["payment"],
            Payment.trashed_at.is_null(),
        )
        .order_by(Payment.id.desc())
        .limit(ASKED_OF_EACH)
        .tuples()
    )
    for (payment_id,) in query:
        yield (
            "post_payment",
            "payment",
            payment_id,
            {"reason": "Agreed with the claimant; release signed."},
        )


def _reserves() -> Iterator[tuple[str, str, int, dict[str, Any]]]:
    query = (
        Claim.select(Claim.id)
        .where(
            Claim.line == "W",
            Claim.status << ["accepted", "litigation"],
            Claim.claim_type == "indemnity",
            Claim.trashed_at.is_null(),
        )
        .order_by(Claim.id.desc())
        .limit(ASKED_OF_EACH)
        .tuples()
    )
    for (claim_id,) in query:
        yield (
            "set_reserve",
            "claim",
            claim_id,
            {
                "category": "medical",
                "amount": BEYOND["reserve"],
                "reason_code": "new_medicals",
                "reason": "Surgery asked for; the surgeon's estimate is in.",
            },
        )

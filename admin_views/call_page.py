"""The form of an answered call: whom one compares with, who may be calling, what may be told."""

from typing import Any

from admin_views.verb_form import Answer
from journal.at_hand import callers_of
from journal.who import Who
from models import Claim
from rules.days import long_day
from workflow import calls
from workflow.calls import Caller


def facts(who: Who, claim_id: int, answers: list[Answer]) -> dict[str, Any]:
    """What the page shows beside the questions of the call."""
    claim = Claim.get_by_id(claim_id)
    day = claim.injury_date if claim.line == "W" else claim.loss_date
    return {
        "claim": claim,
        "compare": [
            ("Claimant", claim.claimant or "not named"),
            ("Claim no.", claim.claim_no),
            (
                "Injury date" if claim.line == "W" else "Loss date",
                long_day(day) if day else "not known",
            ),
        ],
        "callers": callers_of(who, claim_id),
        "asked": {answer.param.name: answer for answer in answers},
        "told": told(claim_id, {answer.param.name: answer.text for answer in answers}),
    }


def told(claim_id: int, given: dict[str, Any]) -> calls.Answer:
    """What may be told as the form stands; nothing to a kind of caller that there is not."""
    kind = given.get("caller_kind") or ""
    caller = Caller(
        kind if kind in calls.KINDS else "",
        given.get("caller") or "",
        given.get("identity_checked") in ("yes", "on", "1", True),
    )
    return calls.answer(Claim.get_by_id(claim_id), caller)

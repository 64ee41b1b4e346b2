"""Whether a claim may be returned as late: the notice is for claims with six months to present."""

from datetime import date
from typing import Any, get_args

from rules.calculators import Law
from rules.days import long_day
from rules.errors import Unanswered
from rules.presentation import SIX_MONTHS, ClaimKind, presentation
from rules.wants import Want

KINDS = get_args(ClaimKind)
"""What may be claimed under the Act; of civil rights no claim need be presented (42 USC 1983)."""
NOT_BY_NOTICE = "The notice of Gov. Code 911.3 is for claims with six months to present"


def not_late(
    accrued: date | None, presented: date | None, kind: str | None, *, law: Law
) -> Want | None:
    """Why a claim may not be returned as late, with the days; None where it may.

    Args:
        accrued: the day the cause of action accrued.
        presented: the day the claim was presented.
        kind: what is claimed, by code; six months or a year to present follow from it.
        law: the Court calendar.

    Source: Gov. Code 911.2(a), 911.3(a), 911.4(a).
    """
    if not accrued:
        return Want("Enter the day the cause of action accrued.", column="accrual_date")
    if not presented:
        return Want("Enter the day the claim was presented.", column="presented_date")
    if kind not in KINDS and kind:
        return Want(f"{NOT_BY_NOTICE}, and none need be presented for this one: see what is asked.")
    claimed: Any = kind or "injury"
    try:
        answer = presentation(accrued, presented, claimed, law=law)
    except Unanswered as error:
        return Want(error.sentence, column="presented_date")
    days = (
        f"it accrued {long_day(accrued)}, the last day to present it was "
        f"{long_day(answer.details['last_day'])}, and it was presented {long_day(presented)}"
    )
    if answer.value == "timely":
        return Want(f"The claim is not late: {days} (Gov. Code 911.2).")
    if not kind:
        words = "Enter what is claimed: six months or one year to present it follow from that"
        return Want(f"{words} (Gov. Code 911.2).", column="claim_kind")
    if kind not in SIX_MONTHS:
        return Want(f"{NOT_BY_NOTICE}. This one has a year: {days}. Reject it instead.")
    return None

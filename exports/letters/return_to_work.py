"""Return-to-work confirmation: back on which day, to full or modified duty."""

from datetime import date
from typing import Any

from exports.letters.declared import COMPENSATION, LETTERS, About, Asked, Values
from exports.letters.on_claims import injury_values
from exports.letters.wording import in_full
from models import WorkStatus
from rules.choices import WORK_STATUS_STATUS
from rules.days import long_day
from rules.errors import Blocked

DUTIES = (("full", "Full duty"), ("modified", "Modified duty"))
SAID = {"full": "full duty, without restrictions", "modified": "modified duty"}


@LETTERS.add(
    "return_to_work",
    code="RTW-CONF",
    title="Return-to-work confirmation",
    sheets=("claim",),
    line="W",
    to="employee",
    roles=COMPENSATION,
    delivery="email",
    asks=(
        Asked("duty", "choice", "To", required=True, choices=DUTIES),
        Asked("return_date", "day", "Back on", "Blank: as the claim says."),
        Asked("restrictions_end", "day", "Restrictions end", "Of modified duty."),
    ),
    sets={"return_to_work_date": "return_date"},
    optional=("job_title", "restrictions_end"),
)
def fields(of: About) -> Values:
    """Values for the confirmation.

    Raises:
        Blocked: full duty is confirmed, and the physician's note for that day says otherwise.
    """
    day = of["return_date"] or of.record.return_to_work_date
    note = _note(of.record, day or of.on) if of["duty"] == "full" else None
    if of["duty"] == "full" and (note is None or note.status != "full_duty"):
        raise Blocked(_against(note))
    told = []
    if note is not None and not note.verified_date:
        told.append(f"{note.status_no} is not confirmed with the physician yet.")
    return {
        **injury_values(of),
        "duty_words": SAID.get(of["duty"]),
        "return_date": in_full(day),
        "restrictions_end": in_full(of["restrictions_end"]),
        "told": told,
    }


def _note(claim: Any, day: date) -> Any:
    """The physician's note that stands on a day; None where there is none."""
    query = WorkStatus.select().where(
        WorkStatus.claim == claim.id, WorkStatus.from_date <= day, WorkStatus.trashed_at.is_null()
    )
    return query.order_by(WorkStatus.from_date.desc(), WorkStatus.id.desc()).first()


def _against(note: Any) -> str:
    if note is None:
        found = "No physician's note releases to full duty"
    else:
        words = dict(WORK_STATUS_STATUS)[note.status].lower()
        found = f"{note.status_no} from {long_day(note.from_date)} says {words}"
    return f"{found}: record the note of full duty first, or confirm modified duty."

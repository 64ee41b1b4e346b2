"""What letters on a claim have in common: its numbers, names and days as they are written."""

from datetime import date
from typing import Any

from exports.letters.declared import About
from exports.letters.parties import claim_of, employee, row_of
from exports.letters.wording import in_full
from journal.law import law
from models import Employee, Organization
from rules.days import long_day
from rules.deadlines import liability_deadline
from rules.errors import Blocked
from rules.facts import SERVED


def claim_values(of: About) -> dict[str, Any]:
    """Number, names, days and place of the claim."""
    claim = claim_of(of.record)
    administrator = row_of(Organization, claim.tpa)
    days = ("loss_date", "presented_date", "received_date", "late_application_date")
    return {
        "claim_no": claim.claim_no,
        "claimant_name": claim.claimant,
        "loss_place": claim.location,
        "accrual_date": in_full(claim.accrual_date or claim.loss_date, of.language),
        "tpa_name": administrator.name if administrator else None,
        **{name: in_full(getattr(claim, name), of.language) for name in days},
    }


def injury_values(of: About) -> dict[str, Any]:
    """The same of a compensation claim: the employee, the job and the day of injury."""
    claim = claim_of(of.record)
    worker = row_of(Employee, claim.employee)
    return {
        "claim_no": claim.claim_no,
        "employee_name": employee(claim).name,
        "job_title": worker.job_title if worker else None,
        "injury_date": in_full(claim.injury_date or claim.loss_date, of.language),
    }


def last_day_to_act(of: About) -> date | None:
    """The last day for the City to act on the claim, as extended where that was agreed; None where
    it is not known when the claim was presented.

    Source: Gov. Code 912.4(a), (b).
    """
    claim = of.record
    if not claim.presented_date:
        return None
    service: Any = SERVED.get(claim.delivery_method or "")
    last: date = liability_deadline(
        "CLAIM_ACT_45", claim.presented_date, service, law=law(of.on)
    ).value
    return max(last, claim.extension_to_date or last)


def decided_on(of: About, since: date | None) -> date:
    """The day of a decision that a letter tells: that asked for, else the day of the letter.

    Raises:
        Blocked: it lies ahead, or before what it decides on came in.
    """
    day: date = of["action_date"] or of.on
    if day > of.on:
        raise Blocked(f"{long_day(day)} lies ahead: write the letter once it was decided.")
    if since and day < since:
        raise Blocked(
            f"{long_day(day)} lies before {long_day(since)}, when what is decided on came in: "
            "give the day of the decision."
        )
    return day


def listed(text: str | None) -> list[str]:
    """What was typed one a line, as a list."""
    return [line.strip(" -•\t") for line in (text or "").splitlines() if line.strip(" -•\t")]

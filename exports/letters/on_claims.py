"""What letters on a claim have in common: its numbers, names and days as they are written."""

from typing import Any

from exports.letters.declared import About
from exports.letters.parties import claim_of, employee, row_of
from exports.letters.wording import in_full
from models import Employee, Organization


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


def listed(text: str | None) -> list[str]:
    """What was typed one a line, as a list."""
    return [line.strip(" -•\t") for line in (text or "").splitlines() if line.strip(" -•\t")]

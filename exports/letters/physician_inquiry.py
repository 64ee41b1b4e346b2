"""Inquiry to the treating physician: what the employee can do, never what ails them."""

from exports.letters.declared import COMPENSATION, LETTERS, About, Asked, FollowUp, Values
from exports.letters.on_claims import injury_values, listed
from exports.letters.wording import in_full


@LETTERS.add(
    "physician_inquiry",
    code="PHYS-INQ",
    title="Physician inquiry about restrictions",
    source="8 CCR 9785; Civ. Code 56.10",
    sheets=("claim",),
    line="W",
    to="physician",
    roles=COMPENSATION,
    delivery="fax",
    sensitivity="medical",
    asks=(
        Asked("questions", "long", "What is asked", "One question a line.", required=True),
        Asked("job_demands", "long", "What the job demands", "One a line.", required=True),
        Asked("reply_by", "day", "Answer by", required=True, ahead=1),
    ),
    follow_ups=(FollowUp(5, "Has the physician answered about the restrictions?"),),
    optional=("job_title",),
)
def fields(of: About) -> Values:
    """Values for the inquiry; it asks of function alone."""
    return {
        **injury_values(of),
        "questions": listed(of["questions"]),
        "job_demands": listed(of["job_demands"]),
        "reply_by": in_full(of["reply_by"]),
    }

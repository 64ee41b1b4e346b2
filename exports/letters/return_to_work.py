"""Return-to-work confirmation: back on which day, to full or modified duty."""

from exports.letters.declared import COMPENSATION, LETTERS, About, Asked, Values
from exports.letters.on_claims import injury_values
from exports.letters.wording import in_full

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
        Asked("duty", "choice", "To", required=True, choices=DUTIES, default="full"),
        Asked("return_date", "day", "Back on", "Blank: as the claim says."),
        Asked("restrictions_end", "day", "Restrictions end", "Of modified duty."),
    ),
    sets={"return_to_work_date": "return_date"},
    optional=("job_title", "restrictions_end"),
)
def fields(of: About) -> Values:
    """Values for the confirmation."""
    return {
        **injury_values(of),
        "duty_words": SAID.get(of["duty"]),
        "return_date": in_full(of["return_date"] or of.record.return_to_work_date),
        "restrictions_end": in_full(of["restrictions_end"]),
    }

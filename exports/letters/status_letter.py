"""Status letter to a claimant or an employee: where the claim stands, in plain words."""

from exports.letters.declared import LETTERS, About, Asked, Values
from exports.letters.on_claims import claim_values, injury_values
from rules.disclosure import STATUS_SAID


@LETTERS.add(
    "status_letter",
    code="STATUS",
    title="Status letter",
    sheets=("claim",),
    to="either",
    asks=(Asked("message", "long", "What else to tell", "Stands after where the claim is."),),
    optional=("message", "loss_date", "injury_date", "employee_name"),
)
def fields(of: About) -> Values:
    """Values for the letter: what anybody who may ask is told of the claim, and what is added."""
    return {
        **claim_values(of),
        **(injury_values(of) if of.record.line == "W" else {}),
        "status_words": STATUS_SAID.get(of.record.status, "The claim is open."),
        "message": of["message"],
    }

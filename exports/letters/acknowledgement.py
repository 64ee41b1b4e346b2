"""Acknowledgement of a claim: that it came in, its number, and whom to ask."""

from exports.letters.declared import LETTERS, About, Values
from exports.letters.on_claims import claim_values


@LETTERS.add(
    "acknowledgement",
    code="ACK",
    title="Acknowledgement of a claim",
    sheets=("claim",),
    line="L",
    to="claimant",
    status="under_review",
    moves_from=("received",),
    optional=("loss_place", "tpa_name", "loss_date"),
)
def fields(of: About) -> Values:
    """Values for the acknowledgement; it admits nothing and waives nothing."""
    return claim_values(of)

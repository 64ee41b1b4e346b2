"""Envelope no. 10 with the addresses of the office and of who letters of the record go to."""

from exports.letters.declared import LETTERS, About, Values


@LETTERS.add(
    "envelope",
    code="ENVELOPE",
    title="Envelope",
    sheets=("claim", "recovery", "letter"),
    to="addressee",
    sends=False,
)
def fields(of: About) -> Values:
    """Values for the envelope: the addresses alone, and nothing of the record."""
    return {}

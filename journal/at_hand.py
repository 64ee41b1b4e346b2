"""People at hand on a claim: its parties and whom it paid, before one looks anybody up."""

from journal import policy
from journal.policy import readable_names
from journal.who import Who
from models import Claim, Party, Payment

MOST = 5


def people_of(who: Who, claim_id: int) -> tuple[tuple[str, str], ...]:
    """(number, name and part) of a claim's claimant, parties and payees, the claimant first."""
    if not {"name", "role"} <= readable_names(who, Party):
        return ()
    paid = Payment.select(Payment.payee).where(
        Payment.claim == claim_id, Payment.payee.is_null(False), Payment.trashed_at.is_null()
    )
    claimant = Claim.select(Claim.party).where(Claim.id == claim_id)
    own = policy.scope(who, Party)
    query = (
        Party.select(Party.party_no, Party.name, Party.role)
        .where(
            (Party.claim == claim_id) | (Party.id << claimant) | (Party.id << paid),
            Party.trashed_at.is_null(),
            *([] if own is None else [own]),
        )
        .order_by((Party.id << claimant).desc(), Party.id.desc())
        .limit(MOST)
    )
    words = dict(Party.role.choices)
    return tuple(
        (number, f"{name}, {words.get(role, role).lower()}")
        for number, name, role in query.tuples()
    )

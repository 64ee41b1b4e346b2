"""To whom a letter goes and where: the claimant, the employee, who owes, their carrier."""

from collections.abc import Callable
from typing import Any, NamedTuple

import models as m
from journal import settings
from rules.choices import LETTER_DELIVERY
from rules.recovery_clocks import waits_for_carrier


class Recipient(NamedTuple):
    """A name and an address as they stand on the letter; None where the file does not tell."""

    name: str | None
    address: str | None
    email: str | None = None


def in_lines(setting: str) -> str | None:
    """A setting of several lines: they are typed on one, parted by a bar."""
    text = settings.get(setting)
    return "\n".join(part.strip() for part in text.split("|")) if text else None


def row_of(model: Any, row_id: int | None) -> Any:
    """A linked row, the trash included; None where there is no link."""
    return model.get_or_none(model.id == row_id) if row_id else None


def claim_of(record: Any) -> Any:
    """The claim that a record belongs to; None for a recovery of an incident."""
    return record if isinstance(record, m.Claim) else row_of(m.Claim, record.claim)


def party_of(claim: Any) -> Any:
    """The claimant's own record: the one linked, else the party of the claim that bears the part.

    A party that acts for the claimant counts before the claimant only by its notice address.
    """
    linked = row_of(m.Party, claim.party)
    if linked:
        return linked
    wanted = (m.Party.claim == claim.id, m.Party.role << ("claimant", "injured"))
    query = m.Party.select().where(*wanted, m.Party.trashed_at.is_null())
    return query.order_by(m.Party.id).first()


def representative(claim: Any) -> Recipient | None:
    """Who represents the claimant, as the file knows: the attorney among the parties of the claim,
    else the name with the claimant; None where nobody does.
    """
    own = party_of(claim)
    wanted = (m.Party.claim == claim.id, m.Party.role == "attorney", m.Party.trashed_at.is_null())
    attorney = m.Party.select().where(*wanted).order_by(m.Party.id).first() if claim.id else None
    notices = own.notice_address if own else None
    if attorney:
        firm = row_of(m.Organization, attorney.organization)
        known = attorney.notice_address or attorney.address or (firm.address if firm else None)
        return Recipient(attorney.name, notices or known, attorney.email)
    if own and own.represented_by:
        return Recipient(own.represented_by, notices)
    return None


def claimant(record: Any) -> Recipient:
    """The claimant, at the notice address where there is one (Gov. Code 915.4); one who is
    represented, by the representative.
    """
    claim = claim_of(record)
    by = representative(claim)
    own = _claimant(claim)
    return own if by is None else Recipient(f"{by.name}\nfor {own.name}", by.address, by.email)


def _claimant(claim: Any) -> Recipient:
    party = party_of(claim)
    if party is None:
        return Recipient(claim.claimant, None)
    return Recipient(
        claim.claimant or party.name, party.notice_address or party.address, party.email
    )


def employee(record: Any) -> Recipient:
    """Who was hurt at work; else the claimant."""
    claim = claim_of(record)
    person = row_of(m.Employee, claim.employee)
    found = _claimant(claim)
    if person is None:
        return found
    return Recipient(person.name, person.address or found.address, person.email or found.email)


def either(record: Any) -> Recipient:
    """The claimant of a liability claim, the employee of a compensation claim."""
    return employee(record) if claim_of(record).line == "W" else claimant(record)


def responsible(record: Any) -> Recipient:
    """Who damaged City property."""
    party = row_of(m.Party, record.responsible_party)
    return Recipient(party.name, party.address, party.email) if party else Recipient(None, None)


def carrier(record: Any) -> Recipient:
    """The carrier of who damaged City property, its adjuster first."""
    found = row_of(m.Organization, record.carrier)
    if found is None:
        return Recipient(None, None)
    adjuster = record.carrier_adjuster or found.contact_name
    name = f"{adjuster}\n{found.name}" if adjuster else found.name
    return Recipient(name, found.address, found.email)


def asks_carrier(record: Any) -> bool:
    """Whether the carrier is asked to pay: while it has a tender and once it accepted, whatever
    somebody else pays meanwhile; or where nobody else is known.
    """
    if not record.carrier:
        return False
    stands = record.status in ("tendered", "insurer_accepted")
    return stands or waits_for_carrier(record.__data__) or not record.responsible_party


def debtor(record: Any) -> Recipient:
    """Who is asked to pay: the carrier where it stands for it, else who did the damage."""
    return carrier(record) if asks_carrier(record) else responsible(record)


def physician(record: Any) -> Recipient:
    """The treating physician."""
    found = row_of(m.Physician, claim_of(record).physician)
    return Recipient(found.name, found.address, found.email) if found else Recipient(None, None)


def finance(_: Any) -> Recipient:
    """The City's director of finance, by the settings."""
    name = settings.get("finance_director")
    return Recipient(name, "Finance Department" if name else None)


def addressee(record: Any) -> Recipient:
    """Who an envelope is for: of a letter who it went to, of a recovery who owes, of a claim the
    claimant or the employee.
    """
    if isinstance(record, m.Letter):
        kept: dict[str, Any] = record.__data__["values"] or {}
        name = kept.get("recipient") or record.recipient
        known = record.address not in dict(LETTER_DELIVERY).values()
        return Recipient(name, record.address if known else None)
    return debtor(record) if isinstance(record, m.Recovery) else either(record)


RECIPIENTS: dict[str, Callable[[Any], Recipient]] = {
    "claimant": claimant,
    "employee": employee,
    "either": either,
    "addressee": addressee,
    "responsible": responsible,
    "carrier": carrier,
    "debtor": debtor,
    "physician": physician,
    "finance": finance,
}
"""Name -> who a letter goes to, from its record."""

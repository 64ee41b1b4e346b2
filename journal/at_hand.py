"""What is at hand on a claim, before one looks anything up: its people, and what it is called."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from journal import policy
from journal.policy import open_names, readable_names
from journal.who import Who
from models import CATEGORIES, Claim, Incident, Party, Payment

MOST = 5
MOST_CALLERS = 8
CALLS_AS = {
    "injured": "employee",
    "attorney": "attorney",
    "adverse_carrier": "carrier",
    "provider": "provider",
    "vendor": "provider",
    "department": "supervisor",
}
"""Part of a party in a claim -> as whom they call; everybody else is another caller."""


@dataclass(frozen=True)
class AtHand:
    """Somebody who may be calling about a claim: name, as whom, phone, and the part in words."""

    name: str
    kind: str
    phone: str
    part: str


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


def callers_of(who: Who, claim_id: int) -> list[AtHand]:
    """The claimant, who represents them, and the parties of a claim, each name once."""
    if not {"name", "role", "phone", "represented_by"} <= readable_names(who, Party):
        return []
    name, party, line = (
        Claim.select(Claim.claimant, Claim.party, Claim.line)
        .where(Claim.id == claim_id)
        .tuples()
        .get()
    )
    claimant = "employee" if line == "W" else "claimant"
    own = policy.scope(who, Party)
    query = (
        Party.select(Party.id, Party.name, Party.role, Party.phone, Party.represented_by)
        .where(
            (Party.claim == claim_id) | (Party.id == (party or 0)),
            Party.trashed_at.is_null(),
            *([] if own is None else [own]),
        )
        .order_by((Party.id == (party or 0)).desc(), Party.id)
    )
    words, found = dict(Party.role.choices), []
    for row_id, called, role, phone, attorney in query.tuples():
        first = row_id == party or role == "claimant"
        kind = claimant if first else CALLS_AS.get(role, "other")
        found.append(AtHand(called, kind, phone or "", words.get(role, role).lower()))
        if attorney and first:
            found.append(AtHand(attorney, "attorney", "", "claimant's attorney"))
    if name and name not in [one.name for one in found]:
        found.insert(0, AtHand(name, claimant, "", "claimant"))
    return list({one.name: one for one in reversed(found)}.values())[::-1][:MOST_CALLERS]


def claims_in_words(who: Who, ids: Iterable[int]) -> dict[int, str]:
    """Claims by their ids: number and claimant, as far as the person may see them."""
    seen = open_names(who, Claim)
    names = [name for name in ("claim_no", "claimant") if name in seen]
    own = policy.scope(who, Claim)
    query = Claim.select(Claim.id, *[getattr(Claim, name) for name in names]).where(
        Claim.id << sorted(set(ids)), *([] if own is None else [own])
    )
    return {row[0]: " ".join(word for word in row[1:] if word) for row in query.tuples()}


@dataclass(frozen=True)
class Fund:
    """One category of a claim's money: reserved, paid, and what is left."""

    category: str
    words: str
    reserved: int
    paid: int

    @property
    def left(self) -> int:
        """What may still be paid."""
        return self.reserved - self.paid


@dataclass(frozen=True)
class Money:
    """The money on a claim as who pays or approves looks at it, and the latest payments."""

    funds: list[Fund]
    payments: list[tuple[int, str, str, int, date | None]]


def money_on(who: Who, claim_id: int | None) -> Money | None:
    """Reserved, paid and left by category, and the latest payments: number, payee, amount, day."""
    seen = open_names(who, Claim)
    names = [f"{stem}_{code}" for code, _ in CATEGORIES for stem in ("reserved", "paid")]
    if claim_id is None or not {"paid", *names} <= seen:
        return None
    columns = [getattr(Claim, name) for name in names]
    row = Claim.select(*columns).where(Claim.id == claim_id, *_own(who, Claim)).tuples().first()
    if row is None:
        return None
    funds = [
        Fund(code, words, row[2 * n] or 0, row[2 * n + 1] or 0)
        for n, (code, words) in enumerate(CATEGORIES)
    ]
    return Money([fund for fund in funds if fund.reserved or fund.paid], _paid_on(who, claim_id))


def _paid_on(who: Who, claim_id: int) -> list[tuple[int, str, str, int, date | None]]:
    if not {"payment_no", "payee_name", "amount", "payment_date"} <= open_names(who, Payment):
        return []
    query = (
        Payment.select(
            Payment.id,
            Payment.payment_no,
            Payment.payee_name,
            Payment.amount,
            Payment.payment_date,
        )
        .where(
            Payment.claim == claim_id,
            Payment.posted_at.is_null(False),
            Payment.trashed_at.is_null(),
            *_own(who, Payment),
        )
        .order_by(Payment.payment_date.desc(), Payment.id.desc())
        .limit(MOST)
    )
    return list(query.tuples())


def _own(who: Who, model: Any) -> list[Any]:
    own = policy.scope(who, model)
    return [] if own is None else [own]


def behind_claims(who: Who, ids: list[int]) -> dict[int, dict[str, str]]:
    """The incident and the claimant's record of claims: {claim: {which: its number}}."""
    wanted = {"incident": (Incident, "incident_no"), "party": (Party, "party_no")}
    seen = open_names(who, Claim)
    found: dict[int, dict[str, str]] = {row_id: {} for row_id in ids}
    for name, (model, key) in wanted.items():
        if name not in seen or key not in open_names(who, model):
            continue
        query = (
            Claim.select(Claim.id, getattr(model, key))
            .join(model, on=(getattr(Claim, name) == model.id))
            .where(
                Claim.id << ids, model.trashed_at.is_null(), *_own(who, Claim), *_own(who, model)
            )
        )
        for row_id, number in query.tuples():
            found[row_id][name] = number
    return found

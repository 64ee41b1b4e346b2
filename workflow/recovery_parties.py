"""Whom a recovery is against: the responsible party and its carrier, plate and policy number."""

from dataclasses import dataclass, field, replace
from typing import Any

from peewee import fn

from journal import policy
from models import Claim, Incident, Party
from workflow.tasks import Plan, Task
from workflow.words import listed


@dataclass(frozen=True)
class Loss:
    """What a claim gives a recovery; where it is silent, the incident behind it."""

    claim: Any
    incident: Any

    def get(self, *names: str) -> Any:
        """The first of the columns that is filled, on the claim, then on the incident."""
        for record in (self.claim, self.incident):
            for name in names:
                value = getattr(record, name, None) if record else None
                if value:
                    return value
        return None


def loss_of(record: Any) -> Loss:
    """A claim with the incident behind it, or an incident by itself."""
    if isinstance(record, Incident):
        return Loss(None, record)
    incident = Incident.get_or_none(Incident.id == record.incident) if record.incident else None
    return Loss(record, incident)


@dataclass(frozen=True)
class Against:
    """The columns of a recovery that say whom it is against, and the party's name."""

    name: str = ""
    columns: dict[str, Any] = field(default_factory=dict)

    @property
    def carrier(self) -> int | None:
        """The carrier of the party."""
        return self.columns.get("carrier")


ASKED = ("carrier", "plate", "insured_policy_no")


def against(plan: Plan, task: Task, loss: Loss) -> Against:
    """Whom a recovery of the loss is against.

    The party is the one chosen, the one named, the claim's own, the incident's, in this order. What
    is not given besides comes from that party alone; from the incident only where the party does.
    """
    given = {name: task[name] for name in ASKED if task[name]}
    if task["responsible_party"]:
        found = _of_party(Party.get_by_id(task["responsible_party"]))
    elif task["responsible_name"]:
        found = _named(plan, task, loss)
    else:
        found = _own(loss.claim) or _of_incident(loss.incident)
    return replace(found, columns={**found.columns, **given})


def _of_party(party: Any) -> Against:
    columns = {
        "responsible_party": party.id,
        "carrier": party.insurer,
        "plate": party.plate,
        "insured_policy_no": party.insurer_policy_no,
    }
    return Against(party.name, {name: value for name, value in columns.items() if value})


def _named(plan: Plan, task: Task, loss: Loss) -> Against:
    """The party of that name on the claim or incident; else one new one for all records, of the
    claim where there is a single one.
    """
    name, claim_id = task["responsible_name"], loss.claim.id if loss.claim else None
    of_incident = loss.incident.responsible_party if loss.incident else None
    known = (Party.claim == (claim_id or 0)) | (Party.id == (of_incident or 0))
    same = (fn.lower(Party.name) == name.lower()) & Party.trashed_at.is_null()
    party = Party.select().where(known, same).order_by(Party.id).first()
    if party:
        return _of_party(party)
    made = next((c.ref for c in plan.draft.creates if c.model is Party), None)
    if made is None:
        made = _make(plan, task, claim_id if len(task.records) == 1 else None)
        plan.lines.append(_makes(task, name))
    return Against(name, {"responsible_party": made})


def _makes(task: Task, name: str) -> str:
    """That a party is made, and whom it may be meant to be instead."""
    own = policy.scope(task.who, Party)
    known = (
        Party.select(Party.party_no)
        .where(
            fn.lower(Party.name) == name.lower(),
            Party.trashed_at.is_null(),
            *([] if own is None else [own]),
        )
        .order_by(Party.id)
        .limit(3)
    )
    numbers = [number for (number,) in known.tuples()]
    if not numbers:
        return f"Makes the party {name}."
    return f"Makes one more party {name}; {listed(numbers)} is called so already: choose it above."


def _make(plan: Plan, task: Task, claim_id: int | None) -> Any:
    return plan.draft.create(
        Party,
        name=task["responsible_name"],
        role="responsible",
        insurer=task["carrier"],
        claim=claim_id,
        plate=task["plate"],
        insurer_policy_no=task["insured_policy_no"],
    )


def _own(claim: Claim | None) -> Against | None:
    """The responsible party among the claim's own; its carrier may stand there as a party, too."""
    if claim is None:
        return None
    query = Party.select().where(Party.claim == claim.id, Party.trashed_at.is_null())
    parties = {party.role: party for party in query.order_by(Party.id.desc())}
    if "responsible" not in parties:
        return None
    found = _of_party(parties["responsible"])
    adverse = parties.get("adverse_carrier")
    carrier = found.carrier or (adverse.organization if adverse else None)
    return replace(found, columns={**found.columns, **({"carrier": carrier} if carrier else {})})


def _of_incident(incident: Incident | None) -> Against:
    if incident is None:
        return Against()
    party = Party.get_or_none(Party.id == incident.responsible_party)
    known = _of_party(party) if party else Against()
    columns = {"carrier": incident.carrier, "plate": incident.plate}
    filled = {name: value for name, value in columns.items() if value}
    return replace(known, columns={**filled, **known.columns})

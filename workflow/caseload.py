"""Who handles what: hand claims to another adjuster, with the diary entries that go with them."""

from collections.abc import Iterable
from typing import Any

from journal.who import roles_of
from models import Claim, Diary, Recovery, User
from rules.errors import Blocked
from rules.statuses import CLOSED, RECOVERY_OPEN
from workflow.tasks import DESK, MANAGERS, Param, Plan, Task
from workflow.verbs import VERBS
from workflow.words import claim_words, counted, listed, name_of

TO = Param("adjuster", "link", "To", "Who handles it from now on.", sheet="user", required=True)
REASON = Param("reason", "long", "Why", "Leave, workload, special knowledge.")
SHOWN = 12
"""Up to so many claims are named in the preview."""


@VERBS.add(
    "reassign",
    title="Reassign",
    sheets=("claim",),
    roles=DESK,
    many=True,
    order=20,
    params=(TO, REASON),
)
def reassign(task: Task) -> Plan:
    """Claims handed to another adjuster, with the open diary entries of who had them."""
    to = task["adjuster"]
    _need_handler(to)
    moving = [claim for claim in task.records if claim.adjuster != to]
    plan = Plan(task.draft(f"Reassign {counted(len(moving), 'claim')} to {name_of(to)}"))
    for claim in task.records:
        if claim.adjuster == to:
            plan.lines.append(f"{claim_words(claim)} is with {name_of(to)} already: left alone.")
        else:
            plan.draft.change(Claim, claim.id, seen=claim.version, adjuster=to)
            plan.lines.append(
                f"{claim_words(claim)} goes from {name_of(claim.adjuster)} to {name_of(to)}."
            )
    entries = _move_entries(plan, _entries_of(moving), to)
    going = [counted(len(moving), "claim"), counted(entries, "diary entry")]
    plan.said = f"{listed(going)} are with {name_of(to)} now."
    return plan


@VERBS.add(
    "reassign_caseload",
    title="Hand over a caseload",
    sheets=("claim",),
    roles=MANAGERS,
    alone=True,
    params=(
        Param("from_adjuster", "link", "From", sheet="user", required=True),
        TO,
        Param("line", "choice", "Only", choices=Claim.line.choices, help="Blank: both lines."),
        REASON,
    ),
)
def reassign_caseload(task: Task) -> Plan:
    """Every open claim and recovery of one person handed to another, with the open entries."""
    old, to, line = task["from_adjuster"], task["adjuster"], task["line"]
    _need_handler(to)
    if old == to:
        raise Blocked("From and to are the same person.")
    plan = Plan(task.draft(f"Hand the caseload of {name_of(old)} to {name_of(to)}"))
    claims = list(_open_claims(old, line))
    for claim in claims:
        plan.draft.change(Claim, claim.id, seen=claim.version, adjuster=to)
    recoveries = [] if line else list(_open_recoveries(old))
    for recovery in recoveries:
        plan.draft.change(Recovery, recovery.id, seen=recovery.version, handler=to)
    entries = _move_entries(plan, _entries_of(claims) if line else _all_entries(old), to)
    parts = [
        counted(len(claims), "open claim"),
        counted(len(recoveries), "recovery"),
        counted(entries, "diary entry"),
    ]
    plan.lines = [f"{listed(parts)} go from {name_of(old)} to {name_of(to)}."]
    plan.lines += [claim_words(claim) for claim in claims[:SHOWN]]
    plan.lines += [f"and {len(claims) - SHOWN:,} more."] if len(claims) > SHOWN else []
    plan.said = f"{listed(parts)} are with {name_of(to)} now."
    return plan


def _need_handler(user_id: int) -> None:
    user = User.get_by_id(user_id)
    if not user.active:
        raise Blocked(
            f"{name_of(user_id)} may no longer sign in, so nothing can be handed over to them."
        )
    if not roles_of(user_id) & set(DESK):
        raise Blocked(f"{name_of(user_id)} does not work claims: give them a role first.")


def _open_claims(user_id: int, line: str | None) -> Iterable[Any]:
    query = Claim.select(
        Claim.id, Claim.version, Claim.claim_no, Claim.claimant, Claim.adjuster
    ).where(
        Claim.adjuster == user_id, Claim.trashed_at.is_null(), Claim.status.not_in(list(CLOSED))
    )
    return (query.where(Claim.line == line) if line else query).order_by(Claim.claim_no)


def _open_recoveries(user_id: int) -> Iterable[Any]:
    return Recovery.select(Recovery.id, Recovery.version).where(
        Recovery.handler == user_id,
        Recovery.trashed_at.is_null(),
        Recovery.status << list(RECOVERY_OPEN),
    )


def _open_entries(*conditions: Any) -> list[Any]:
    query = Diary.select(Diary.id, Diary.version).where(
        Diary.status == "open", Diary.trashed_at.is_null(), *conditions
    )
    return list(query.order_by(Diary.id))


def _entries_of(claims: list[Any]) -> list[Any]:
    """The open entries on claims that belong to who has the claim, or to nobody."""
    by_adjuster: dict[int | None, list[int]] = {}
    for claim in claims:
        by_adjuster.setdefault(claim.adjuster, []).append(claim.id)
    found = []
    for user_id, ids in by_adjuster.items():
        whose = (
            Diary.owner.is_null()
            if user_id is None
            else Diary.owner.is_null() | (Diary.owner == user_id)
        )
        for start in range(0, len(ids), 500):
            found += _open_entries(Diary.claim << ids[start : start + 500], whose)
    return found


def _all_entries(user_id: int) -> list[Any]:
    return _open_entries(Diary.owner == user_id)


def _move_entries(plan: Plan, entries: list[Any], to: int) -> int:
    for entry in entries:
        plan.draft.change(Diary, entry.id, seen=entry.version, owner=to)
    if entries:
        plan.lines.append(f"{counted(len(entries), 'open diary entry')} go along.")
    return len(entries)

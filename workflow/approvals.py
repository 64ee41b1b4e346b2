"""Deciding on what waits: approve, refuse, return, withdraw; and who has what waiting.

Approving plans the action again as its asker's and runs it together with the decision, as one
batch, if nothing
changed since it was asked. Nobody decides their own.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from peewee import JOIN

from journal import agenda, policy
from journal.database import run as sql
from journal.masking import masked
from journal.who import Who, person_of
from models import Approval, Claim, User, columns_of, meta
from rules.days import long_day
from rules.errors import Blocked, NotFound, Refused
from workflow import authority
from workflow.asking import fingerprint, rows_of
from workflow.tasks import DESK, MANAGERS, Need
from workflow.verbs import VERBS, Act, Param, Plan, Task, in_words, plan_of

DECISIONS = {
    "approve": "approved",
    "refuse": "refused",
    "return": "returned",
    "withdraw": "withdrawn",
}
KEYS = {
    "approve": "approve",
    "refuse": "refuse_approval",
    "return": "return_approval",
    "withdraw": "withdraw_approval",
}
MOST = 300

NOTE = Param("reason", "long", "Note", "Goes to who asked, and into the record.")
NOTE_NEEDED = Param(
    "reason", "long", "Note", "Goes to who asked, and into the record.", required=True
)


@dataclass(frozen=True)
class Waiting:
    """One action that waits: what, on which claim, how much, who asked when and why, and with whom
    it is.
    """

    id: int
    approval_no: str
    title: str
    claim_id: int | None
    claim_no: str
    amount: int | None
    asked_by: str
    asked_at: datetime | None
    reason: str
    waits_for: str

    def masked(self) -> "Waiting":
        """That something waits, and since when, for who looks through another role."""
        names = ("approval_no", "title", "claim_no", "asked_by", "reason", "waits_for")
        return replace(self, **{name: masked(getattr(self, name)) for name in names}, amount=None)


@dataclass(frozen=True)
class Inbox:
    """What waits for a person, and what waits for others."""

    for_me: list[Waiting]
    for_others: list[Waiting]


def inbox(who: Who, *, on: date) -> Inbox:
    """What waits: decided by `who`, or asked by `who` or beyond their authority; oldest first."""
    policy.need_read(who, Approval)
    mine: list[Any] = []
    others: list[Any] = []
    for row in _waiting():
        found = Waiting(
            row.id,
            row.approval_no,
            row.title,
            row.claim,
            row.claim_no or "",
            row.amount,
            row.asker or "",
            row.asked_at,
            row.reason or "",
            agenda.waits_for(row.approver_roles),
        )
        (mine if _decides(who, row, on) else others).append(found.masked() if who.masked else found)
    return Inbox(mine, others)


def decision(approval_id: int, word: str, *, note: str = "") -> Act:
    """The act that decides on what waits: approve, refuse, return or withdraw."""
    return Act(KEYS[word], "approval", [approval_id], {"reason": note})


def _waiting():
    return (
        Approval.select(
            Approval.id,
            Approval.approval_no,
            Approval.title,
            Approval.claim,
            Approval.amount,
            Approval.asked_by,
            Approval.asked_at,
            Approval.reason,
            Approval.approver_roles,
            Approval.verb,
            Claim.claim_no,
            Claim.line,
            User.name.alias("asker"),
        )
        .join_from(Approval, Claim, JOIN.LEFT_OUTER, on=(Approval.claim == Claim.id))
        .join_from(Approval, User, JOIN.LEFT_OUTER, on=(Approval.asked_by == User.id))
        .where(Approval.status == "waiting", Approval.trashed_at.is_null())
        .order_by(Approval.asked_at, Approval.id)
        .limit(MOST)
        .objects()
    )


def _decides(who: Who, row: Any, on: date) -> bool:
    """Whether a waiting action is for this person, by role; the authority is looked at when it is
    decided.
    """
    return agenda.may_decide(who, row.approver_roles, row.asked_by)


# --- The decisions -------------------------------------------------------------------------------


@VERBS.add(
    "approve",
    title="Approve",
    source="Gov. Code 935.4: up to what an employee may allow",
    sheets=("approval",),
    roles=DESK,
    params=(NOTE,),
    primary=True,
    statuses=("waiting",),
)
def approve(task: Task) -> Plan:
    """The waiting action as its asker's, and the decision, in one batch."""
    return granted(task, _need_authority)


def shown(who: Who, approval_id: int, *, on: date) -> Plan:
    """What waits as it would be written, for a manager who records the decision of a tier of the
    City beyond the own authority.

    Raises:
        Refused: it waits for no tier, or this person records no decision. Blocked: as `granted`.
    """
    approval = Approval.get_by_id(approval_id)
    if not agenda.tiers_of(approval.approver_roles) or not policy.may_act(who, MANAGERS):
        raise Refused("What it would write is shown to who may decide.")
    plan = granted(Task(who, on, [approval], {}, KEYS["approve"]), lambda *_: None)
    seen = policy.clearance(who)
    plan.papers = [paper for paper in plan.papers if paper.sensitivity in seen]
    return plan


def granted(task: Task, need: Callable[[Task, Need], None], **outside: Any) -> Plan:
    """What waits, as its asker's, with the decision; `need` refuses who does not hold the authority
    for it, `outside` says who decided for the City.
    """
    approval = _open(task)
    if approval.asked_by == task.who.user_id and not task.who.operator:
        raise Refused("You asked for this yourself: somebody else decides it.")
    _need_role(task.who, approval)
    asker = _asker(approval)
    asked, plan = _again(approval, asker, date.fromisoformat(approval.parameters["on"]))
    if plan.refusals and not plan.draft:
        raise Blocked(f"This can no longer be done. {in_words(plan)} Return it to {asker.name}.")
    if fingerprint(asked, plan) != approval.plan_digest:
        raise Blocked(
            f"{_changed(approval, asked, plan)} Return it, so that {asker.name} can ask again."
        )
    plan = _again(approval, asker, task.on, under=approval.id)[1]
    if not plan.draft:
        raise Blocked(f"There is nothing left to do. {' '.join(plan.lines)}")
    if plan.approval:
        need(task, plan.approval)
    plan.draft.title = f"{plan.draft.title} (approved, asked by {asker.name})"[:300]
    _decision(plan, task, approval, "approved", **outside)
    plan.lines.insert(0, f"{asker.name} asked on {_when(approval)}: {approval.reason}")
    plan.approval = None
    return plan


def _need_authority(task: Task, needed: Need) -> None:
    if not authority.may_decide(task.who, needed, task.on):
        roles = ",".join(needed.roles)
        way = "Record its decision instead." if agenda.tiers_of(roles) else ""
        words = f"This is beyond your own authority too. {agenda.waits_for(roles)} {way}"
        raise Refused(words.strip())


@VERBS.add(
    "refuse_approval",
    title="Refuse",
    sheets=("approval",),
    roles=DESK,
    params=(NOTE_NEEDED,),
    statuses=("waiting",),
    danger=True,
)
def refuse(task: Task) -> Plan:
    """The waiting action is not done."""
    return _ended(task, "refused", "Refused. Nothing else is written.")


@VERBS.add(
    "return_approval",
    title="Return",
    sheets=("approval",),
    roles=DESK,
    params=(NOTE_NEEDED,),
    statuses=("waiting",),
)
def give_back(task: Task) -> Plan:
    """The waiting action goes back to who asked, to be mended and asked again."""
    return _ended(task, "returned", "Returned to who asked. Nothing else is written.")


@VERBS.add(
    "withdraw_approval",
    title="Withdraw",
    sheets=("approval",),
    roles=DESK,
    params=(NOTE,),
    statuses=("waiting",),
)
def withdraw(task: Task) -> Plan:
    """Who asked takes it back."""
    approval = _open(task)
    if approval.asked_by != task.who.user_id and not task.who.operator:
        raise Refused("Only who asked can withdraw it. Refuse or return it instead.")
    return _without_action(task, approval, "withdrawn", "Withdrawn. Nothing else is written.")


def _ended(task: Task, status: str, said: str) -> Plan:
    approval = _open(task)
    if approval.asked_by == task.who.user_id and not task.who.operator:
        raise Refused("You asked for this yourself: withdraw it, or let somebody else decide.")
    _need_role(task.who, approval)
    return _without_action(task, approval, status, said)


def _without_action(task: Task, approval: Approval, status: str, said: str) -> Plan:
    words = dict(Approval.status.choices)[status]
    plan = Plan(
        task.draft(f"{words}: {approval.title}"[:300]), [f"{approval.title}: {said}"], said=said
    )
    _decision(plan, task, approval, status)
    plan.opens = ("approval", approval.id)
    return plan


def _decision(plan: Plan, task: Task, approval: Approval, status: str, **outside: Any) -> None:
    plan.draft.change(
        Approval,
        approval.id,
        seen=approval.version,
        status=status,
        decided_by=task.who.user_id,
        decision_note=task["reason"] or None,
        **outside,
    )
    plan.draft.guard(lambda: _still_waiting(approval.id))


def _still_waiting(approval_id: int) -> None:
    status = sql("SELECT status FROM approval WHERE id = ?", (approval_id,)).fetchone()[0]
    if status != "waiting":
        raise Blocked(f"It was {dict(Approval.status.choices)[status].lower()} meanwhile.")


def _open(task: Task) -> Approval:
    approval = task.records[0]
    if approval.status != "waiting":
        words = dict(Approval.status.choices)[approval.status].lower()
        raise Blocked(f"{approval.approval_no} does not wait any more: it is {words}.")
    return approval


def _need_role(who: Who, approval: Approval) -> None:
    if not agenda.holds_one(who, approval.approver_roles):
        raise Refused(f"This is not yours to decide. {agenda.waits_for(approval.approver_roles)}")


def _asker(approval: Approval) -> Who:
    try:
        return person_of(approval.asked_by)
    except NotFound as error:
        raise Blocked(
            "Who asked for this works here no longer. Refuse it, and do it anew if it is right."
        ) from error


def _again(
    approval: Approval, asker: Who, on: date, *, under: int | None = None
) -> tuple[Task, Plan]:
    """The waiting action planned anew as its asker's."""
    kept = approval.parameters
    act = Act(approval.verb, kept["sheet"], kept["ids"], kept["values"])
    return plan_of(asker, act, on=on, approval=under)


def _when(approval: Approval) -> str:
    return long_day(approval.asked_at.date()) if approval.asked_at else "an unknown day"


# --- What changed meanwhile ----------------------------------------------------------------------


def _changed(approval: Approval, asked: Task, plan: Plan) -> str:
    """Who changed what on the rows that the action stands on, since it was asked."""
    found = []
    for model, ids in rows_of(asked.records, plan.draft).items():
        for row_id in sorted(ids):
            found += _changes(model, row_id, approval.asked_at)
    told = " ".join(dict.fromkeys(found)) or "What it would do is no longer the same."
    return f"Something changed since it was asked. {told}"


def _changes(model: Any, row_id: int, since: datetime) -> list[str]:
    rows = sql(
        'SELECT b.actor, c.changed_columns FROM "change" c JOIN batch b ON b.id = c.batch_id '
        "WHERE c.sheet = ? AND c.row_id = ? AND b.committed_at > ? AND c.operation <> 'create' "
        "ORDER BY b.seq",
        (model.__name__.lower(), row_id, since.replace(tzinfo=None)),
    )
    typed = {f.name: (f.verbose_name or f.name) for f in columns_of(model) if not f.derived}
    found = []
    for actor, columns in rows.fetchall():
        labels = [typed[name] for name in (columns or "").split(",") if name in typed]
        if labels:
            found.append(f"{_called(model, row_id)}: {', '.join(labels)}, by {actor}.")
    return found


def _called(model: Any, row_id: int) -> str:
    key = getattr(model, model._meta.key[0])
    number = model.select(key).where(model.id == row_id).tuples().get()[0]
    return f"{meta(model, 'singular').capitalize()} {number}"

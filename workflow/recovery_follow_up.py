"""Asking for what is owed: the demand sent, the next follow-up done; one recovery or many."""

from typing import Any

from models import ContactLog, Diary, Organization, Party, Recovery
from rules.aging import age_days, bucket
from rules.days import long_day
from rules.money import dollars
from rules.recovery_clocks import CHASED
from rules.status_wants import Want
from rules.statuses import RECOVERY_OPEN
from workflow.recovery_facts import last_day_of
from workflow.tasks import DESK, Param, Plan, Task
from workflow.verbs import VERBS
from workflow.words import counted

STEPS = {
    "RECOVERY_30": "first follow-up",
    "RECOVERY_60": "second follow-up",
    "RECOVERY_90": "last follow-up",
}
"""Rule of the diary -> what is sent on its day."""
BY = Param("channel", "choice", "By", choices=ContactLog.channel.choices, default="letter")
TOLD = Param("summary", "long", "What was said", "Blank: what is owed and since when.")


@VERBS.add(
    "send_demand",
    title="Send the demand",
    source="Veh. Code 17300",
    sheets=("recovery",),
    roles=DESK,
    many=True,
    statuses=tuple(CHASED),
    params=(BY, TOLD),
)
def send_demand(task: Task) -> Plan:
    """The demand of each recovery sent to who owes it, and that noted among the contacts."""
    plan = Plan(task.draft(f"Send the demand: {counted(len(task.records), 'recovery')}"))
    for recovery in task.records:
        if _owes(plan, recovery):
            _ask(plan, task, recovery, "demand")
    plan.said = f"{counted(_asked(plan), 'demand')} sent."
    return plan


@VERBS.add(
    "follow_up_recovery",
    title="Next follow-up",
    source="Veh. Code 17300",
    sheets=("recovery",),
    roles=DESK,
    many=True,
    statuses=tuple(CHASED),
    params=(BY, TOLD),
)
def follow_up_recovery(task: Task) -> Plan:
    """The next of the follow-ups at 30, 60 and 90 days done: sent, noted, and ticked off."""
    plan = Plan(task.draft(f"Follow up {counted(len(task.records), 'recovery')}"))
    for recovery in task.records:
        if not _owes(plan, recovery):
            continue
        entry = _next(recovery)
        if entry is None:
            plan.refuse(
                recovery, "No follow-up is left: refer it, or settle for less.", "set_status"
            )
            continue
        _ask(plan, task, recovery, STEPS[entry.rule_code])
        plan.draft.change(Diary, entry.id, seen=entry.version, status="done", done_date=task.on)
    plan.said = f"{counted(_asked(plan), 'recovery')} followed up."
    return plan


def _owes(plan: Plan, recovery: Recovery) -> bool:
    """Whether it is billed, and something is owed; if not, it is left out with what clears it."""
    if recovery.billed is None or recovery.status not in RECOVERY_OPEN:
        plan.miss(recovery, Want("It is not billed: bill it first.", "bill_recovery"))
    elif recovery.balance <= 0:
        plan.refuse(recovery, "Nothing is owed on it.")
    elif not recovery.responsible_party and not recovery.carrier:
        plan.miss(recovery, Want("Nobody is known to ask.", column="responsible_party"))
    else:
        return True
    return False


def _next(recovery: Recovery) -> Any:
    """The follow-up that comes next in the diary."""
    return (
        Diary.select()
        .where(
            Diary.recovery == recovery.id,
            Diary.rule_code << list(STEPS),
            Diary.status == "open",
            Diary.trashed_at.is_null(),
        )
        .order_by(Diary.diary_date, Diary.id)
        .first()
    )


def _ask(plan: Plan, task: Task, recovery: Recovery, what: str) -> None:
    """Ask once: the one place at which a demand or a follow-up goes out."""
    to, name = _to(recovery)
    owed = f"{dollars(recovery.balance)} is owed{_since(task, recovery)}"
    said = task["summary"] or f"{what[0].upper()}{what[1:]}: {owed}."
    plan.draft.create(
        ContactLog,
        recovery=recovery.id,
        claim=recovery.claim,
        contact_date=task.on,
        contact_name=name,
        channel=task["channel"],
        summary=said,
        **to,
    )
    plan.lines.append(f"{recovery.recovery_no}: {what} to {name}, {owed}.")
    last = last_day_of(recovery, on=task.on)
    if last:
        left = (last - task.on).days
        ends = f"{left} days from now" if left >= 0 else "which is over"
        plan.lines.append(f"The last day to sue is {long_day(last)}, {ends}.")


def _to(recovery: Recovery) -> tuple[dict[str, Any], str]:
    """Who is asked: the carrier once it is tendered or answered, else who did it."""
    with_carrier = recovery.status in ("tendered", "insurer_accepted")
    if recovery.carrier and (with_carrier or not recovery.responsible_party):
        return {}, str(Organization.get_by_id(recovery.carrier).name)
    party = Party.get_by_id(recovery.responsible_party)
    return {"party": party.id}, str(party.name)


def _since(task: Task, recovery: Recovery) -> str:
    if not recovery.invoice_date:
        return ""
    age = age_days(recovery.invoice_date, task.on)
    return f", invoiced {counted(age, 'day')} ago ({bucket(recovery.invoice_date, task.on).words})"


def _asked(plan: Plan) -> int:
    return sum(create.model is ContactLog for create in plan.draft.creates)

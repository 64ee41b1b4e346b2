"""Asking for what is owed: the demand sent, the next follow-up done; one recovery or many.

What goes by letter or e-mail is written and kept with it; by phone or in person nothing is written.
"""

from datetime import date, timedelta
from typing import Any, NamedTuple

from exports.letters.parties import asks_carrier
from journal.law import calendar_of, law
from models import ContactLog, Diary, Organization, Party, Recovery
from rules.aging import age_days, bucket
from rules.calendars import next_open
from rules.days import long_day
from rules.money import dollars
from rules.recovery_clocks import CHASED
from rules.recovery_follow_up import recovery_follow_up
from rules.status_wants import Want
from rules.statuses import RECOVERY_OPEN, RECOVERY_STATUSES
from workflow import verb_letters
from workflow.letter_rows import place_of
from workflow.recovery_facts import last_day_of
from workflow.tasks import DESK, Param, Plan, Task
from workflow.verb_letters import Mail, wish_of
from workflow.verbs import VERBS
from workflow.words import counted

WORDS = dict(RECOVERY_STATUSES)


class Step(NamedTuple):
    """What is sent: in words, and the letter."""

    words: str
    letter: str


STEPS = {
    "RECOVERY_30": Step("first follow-up", "follow_30"),
    "RECOVERY_60": Step("second follow-up", "follow_60"),
    "RECOVERY_90": Step("last follow-up", "follow_90"),
}
"""Rule of the diary -> what is sent on its day."""
WRITTEN: dict[str, str | None] = {"letter": None, "email": "email"}
"""Channel in which something is written -> how that is sent; None: as the letter usually is."""
NOTICE = timedelta(days=14)
"""What the last follow-up leaves at least until the next step."""
WAYS = tuple(way for way in ContactLog.channel.choices if way[0] != "search")
BY = Param("channel", "choice", "By", choices=WAYS, default="letter")
TOLD = Param("summary", "long", "What was said", "Blank: what is owed and since when.")
ASKS = (BY, TOLD, verb_letters.LETTER, verb_letters.ADDRESS)


@VERBS.add(
    "send_demand",
    title="Send the demand",
    source="Veh. Code 17300",
    sheets=("recovery",),
    roles=DESK,
    many=True,
    statuses=tuple(CHASED),
    order=26,
    params=ASKS,
)
def send_demand(task: Task) -> Plan:
    """The demand of each recovery written and sent to who owes it, and noted among the contacts."""
    plan = Plan(task.draft(f"Send the demand: {counted(len(task.records), 'recovery')}"))
    mail = Mail(plan, task, frozenset(("address",)))
    for recovery in task.records:
        letter = "demand_carrier" if asks_carrier(recovery) else "demand"
        if _owes(plan, recovery):
            _ask(mail, recovery, Step("demand", letter))
    plan.said = f"{counted(_asked(plan), 'demand')} sent."
    mail.close()
    return plan


@VERBS.add(
    "follow_up_recovery",
    title="Next follow-up",
    source="Veh. Code 17300",
    sheets=("recovery",),
    roles=DESK,
    many=True,
    statuses=tuple(CHASED),
    order=27,
    params=(
        *ASKS,
        Param("phone_log", "long", "Calls so far", "Of the second follow-up, in its letter."),
        Param("action_day", "day", "Next step on", "Of the last one. Blank: by the diary."),
        Param("reason", "long", "Why early", "Only where its day is still ahead."),
    ),
)
def follow_up_recovery(task: Task) -> Plan:
    """The next of the follow-ups at 30, 60 and 90 days: written, sent, noted, and ticked off."""
    plan = Plan(task.draft(f"Follow up {counted(len(task.records), 'recovery')}"))
    mail, found = Mail(plan, task, frozenset(("address", "action_day"))), []
    for recovery in task.records:
        if not _owes(plan, recovery):
            continue
        entry = _next(recovery)
        if entry is None:
            plan.refuse(
                recovery, "No follow-up is left: refer it, or settle for less.", "set_status"
            )
            continue
        if _is_early(task, entry):
            want = _early(task, entry)
            if want:
                plan.miss(recovery, want)
                continue
            plan.lines.append(f"{recovery.recovery_no}: {_due(entry)}, and goes out early.")
        found.append((recovery, entry))
    if _writes(task):
        mail.sort_out(STEPS[entry.rule_code].letter for _, entry in found)
    for recovery, entry in found:
        if _ask(mail, recovery, STEPS[entry.rule_code]):
            plan.draft.change(Diary, entry.id, seen=entry.version, status="done", done_date=task.on)
    plan.said = f"{counted(_asked(plan), 'recovery')} followed up."
    mail.close()
    return plan


def _owes(plan: Plan, recovery: Recovery) -> bool:
    """Whether it is billed, and something is owed; if not, it is left out with what clears it."""
    if recovery.status not in RECOVERY_OPEN:
        plan.refuse(recovery, f"It is closed, as “{WORDS[recovery.status]}”: nothing is asked for.")
    elif recovery.billed is None:
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


def _is_early(task: Task, entry: Any) -> bool:
    """Whether neither the day of a follow-up nor that on which work on it begins has come."""
    return bool((entry.remind_date or entry.diary_date) > task.on)


def _early(task: Task, entry: Any) -> Want | None:
    """What a follow-up before its day still wants: to stand alone, and a reason."""
    if len(task.records) > 1:
        return Want(f"{_due(entry)}: wait until then, or follow it up by itself and say why.")
    if not task["reason"]:
        return Want(f"{_due(entry)}: wait until then, or fill in “Why early”.")
    return None


def _due(entry: Any) -> str:
    """When a follow-up is due, as a sentence begins."""
    return f"The {STEPS[entry.rule_code].words} is due on {long_day(entry.diary_date)}"


def _writes(task: Task) -> bool:
    """Whether something is written: by letter or e-mail, unless it goes out elsewhere."""
    return task["channel"] in WRITTEN and (task["letter"] or "write") == "write"


def _ask(mail: Mail, recovery: Recovery, step: Step) -> bool:
    """Ask once: the one place at which a demand or a follow-up goes out; False, and refused, where
    its letter cannot.
    """
    plan, task, place = mail.plan, mail.task, place_of(recovery)
    written = None
    if _writes(task):
        given = {"phone_log": task["phone_log"], "action_day": _next_step(task, recovery)}
        wish = wish_of(task, delivery=WRITTEN[task["channel"]], **given)
        written = mail.drawn(step.letter, recovery, place, wish)
        if written is None:
            return False
    to, name = _to(recovery)
    owed = f"{dollars(recovery.balance)} is owed{_since(task, recovery)}"
    said = task["summary"] or f"{step.words[0].upper()}{step.words[1:]}: {owed}."
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
    plan.lines.append(f"{recovery.recovery_no}: {step.words} to {name}, {owed}.")
    if written:
        mail.put(written, place)
    last = last_day_of(recovery, on=task.on)
    if last:
        left = (last - task.on).days
        ends = f"{left} days from now" if left >= 0 else "which is over"
        plan.lines.append(f"The last day to sue is {long_day(last)}, {ends}.")
    return True


def _next_step(task: Task, recovery: Recovery) -> date:
    """The day that the last follow-up names: as asked, else that of the referral, and at least two
    weeks ahead.
    """
    if task["action_day"]:
        day: date = task["action_day"]
        return day
    least = next_open(task.on + NOTICE, calendar_of("court"))
    if not recovery.invoice_date:
        return least
    refers = recovery_follow_up("RECOVERY_120", recovery.invoice_date, law=law(task.on)).value
    return max(least, refers)


def _to(recovery: Recovery) -> tuple[dict[str, Any], str]:
    """Who is asked: the carrier once it is tendered or answered, else who did it."""
    if asks_carrier(recovery):
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

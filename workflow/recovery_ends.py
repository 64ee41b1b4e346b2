"""How a balance comes in otherwise than at once: by instalments, for less, or back again."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from journal.reversal import followers, mirror
from models import Claim, FileNote, Recovery, RecoveryReceipt
from rules.days import long_day
from rules.errors import Blocked
from rules.money import dollars
from rules.recovery_follow_up import Instalments
from rules.status_wants import Want
from rules.statuses import GIVES_UP, RECOVERY_OPEN, RECOVERY_STATUSES, recovery_move
from workflow import authority
from workflow.locks import hold
from workflow.notes import person_words
from workflow.recovery_facts import given_up_before, last_day_of, same_balance, together
from workflow.recovery_owed import given_up_on
from workflow.tasks import DESK, Param, Plan, Task
from workflow.verbs import VERBS

WORDS = dict(RECOVERY_STATUSES)
MOST_INSTALMENTS = 120
WHY = (
    ("compromise", "Compromise"),
    ("betterment", "Betterment"),
    ("comparative_fault", "Comparative fault"),
    ("documentation_gap", "Documentation gap"),
    ("rate_challenge", "Rate challenge"),
    ("goodwill", "Goodwill"),
    ("policy_limit", "Policy limit"),
    ("bankruptcy", "Bankruptcy"),
)


NOT_UNDONE = "Undo does not bring money in again: record it anew if it comes."
"""What a preview says of money that goes back."""


# --- Instalments ---------------------------------------------------------------------------------


@VERBS.add(
    "plan_recovery",
    title="Agree a payment plan",
    sheets=("recovery",),
    roles=DESK,
    statuses=tuple(s for s in RECOVERY_OPEN if recovery_move(s, "payment_plan").allowed),
    params=(
        Param("amount", "money", "Instalment", required=True),
        Param("days", "whole", "Days between instalments", default="30", required=True),
        Param("first_date", "day", "First instalment", required=True),
        Param("reason", "long", "Why", "Needed where it runs past the last day to sue."),
    ),
)
def plan_recovery(task: Task) -> Plan:
    """What is owed paid by instalments; the next one stands in the diary by itself."""
    recovery = task.records[0]
    plan = Plan(task.draft(f"Payment plan of {recovery.recovery_no}"))
    for sentence in _no_plan(task, recovery):
        plan.refuse(recovery, sentence)
    if plan.refusals:
        return plan
    made = Instalments(task["first_date"], task["days"], task["amount"], recovery.balance)
    if made.count > MOST_INSTALMENTS:
        plan.refuse(recovery, f"That makes {made.count} instalments, more than anybody watches.")
        return plan
    plan.draft.change(
        Recovery,
        recovery.id,
        seen=recovery.version,
        status="payment_plan",
        plan_amount=made.amount,
        plan_days=made.days,
        plan_first_date=made.first,
        plan_balance=made.began,
        restitution=None,
    )
    plan.draft.guard(lambda: same_balance(recovery))
    rest = made.began - made.amount * (made.count - 1)
    last = f", the last one {dollars(rest)}" if rest != made.amount else ""
    plan.lines.append(
        f"{dollars(made.began)} comes in by {made.count} instalments of {dollars(made.amount)}"
        f"{last}: from {long_day(made.first)} every {made.days} days to {long_day(made.last)}."
    )
    _past_the_time(plan, task, recovery, made)
    plan.said = f"{recovery.recovery_no} is paid by {made.count} instalments."
    return plan


def _no_plan(task: Task, recovery: Recovery) -> Iterator[str]:
    if recovery.balance <= 0:
        yield "Nothing is owed on it."
    elif not 0 < task["amount"] <= recovery.balance:
        yield f"An instalment lies between nothing and the {dollars(recovery.balance)} owed."
    if not 1 <= task["days"] <= 366:
        yield "Between two instalments lie 1 to 366 days."
    if task["first_date"] < task.on:
        yield f"{long_day(task['first_date'])} is over: the first instalment lies ahead."
    move = recovery_move(recovery.status, "payment_plan")
    if not move.allowed:
        yield move.why


def _past_the_time(plan: Plan, task: Task, recovery: Recovery, made: Instalments) -> None:
    """A plan that outlasts the time to sue leaves the City without a suit: who may, says why."""
    last = last_day_of(recovery, on=task.on)
    if last is None or made.last <= last:
        return
    said = f"The last instalment comes after the last day to sue, {long_day(last)}."
    plan.lines.append(said)
    if not task["reason"]:
        plan.refuse(recovery, f"{said} Say why, such as a tolling agreement that is signed.")
    plan.approval = authority.deviation(task.who, said)


# --- For less ------------------------------------------------------------------------------------


@VERBS.add(
    "compromise_recovery",
    title="Settle for less",
    source="Veh. Code 17300",
    sheets=("recovery",),
    roles=DESK,
    statuses=tuple(s for s in RECOVERY_OPEN if recovery_move(s, "compromised_closed").allowed),
    params=(
        Param("accepted", "money", "Still to come in", "0: it closes now.", required=True),
        Param("reason_code", "choice", "Given up for", choices=WHY, default="compromise"),
        Param("reason", "long", "Why", "Stands in the history and on a note.", required=True),
    ),
)
def compromise_recovery(task: Task) -> Plan:
    """A balance settled for less, within authority or by approval; what is given up is kept apart
    from what came in.
    """
    recovery, accepted = task.records[0], task["accepted"]
    plan = Plan(task.draft(f"Settle {recovery.recovery_no} for less"))
    lost = recovery.balance - accepted
    if accepted < 0 or lost <= 0:
        plan.refuse(
            recovery,
            f"{dollars(accepted)} is not less than the {dollars(recovery.balance)} that is owed.",
        )
        return plan
    if recovery.status not in RECOVERY_OPEN or recovery.billed is None:
        plan.miss(
            recovery, Want("It is not billed, so there is nothing to settle.", "bill_recovery")
        )
        return plan
    values: dict[str, Any] = {
        "adjusted": (recovery.adjusted or 0) + lost,
        "bill_changes": given_up_on(recovery, task.on, lost),
    }
    if not accepted:
        values["status"] = "compromised_closed"
    plan.draft.change(Recovery, recovery.id, seen=recovery.version, **values)
    plan.draft.guard(lambda: same_balance(recovery))
    words = dict(WHY)[task["reason_code"]]
    plan.draft.create(
        FileNote,
        recovery=recovery.id,
        note_date=task.on,
        subject=f"{dollars(lost)} given up: {words.lower()}",
        text=task["reason"],
        sensitivity="personal",
        author=person_words(task),
    )
    plan.lines.append(
        f"{recovery.recovery_no}: {dollars(lost)} of {dollars(recovery.balance)} is given up "
        f"({words.lower()}); {dollars(accepted)} is still to come in."
    )
    before = given_up_before(recovery)
    plan.lines += together(recovery, lost, before)
    plan.approval = authority.need(task.who, "compromise", before + lost, line=None, on=task.on)
    plan.said = f"{recovery.recovery_no} is settled: {dollars(lost)} is given up."
    return plan


# --- Back again ----------------------------------------------------------------------------------


@VERBS.add(
    "refund_receipt",
    title="Refund or take back",
    sheets=("recoveryreceipt",),
    roles=DESK,
    danger=True,
    params=(
        Param("kept", "money", "What of it stays", "Blank: nothing."),
        Param("refund_date", "day", "Date", default="today", required=True),
        Param("reason", "long", "Why", "Paid twice, a check that bounced.", required=True),
    ),
)
def refund_receipt(task: Task) -> Plan:
    """A receipt taken back by a reversing row; of what stays a row of its own is made."""
    receipt = task.records[0]
    plan = Plan(task.draft(f"Refund of {receipt.receipt_no}"))
    kept = task["kept"] or 0
    for sentence in _no_refund(task, receipt, kept):
        plan.refuse(receipt, sentence)
    if plan.refusals:
        return plan
    take_back(plan, receipt, kept, on=task["refund_date"])
    back = receipt.amount - kept
    plan.lines = [
        f"{receipt.receipt_no}: {dollars(back)} goes back to {receipt.payer or 'who paid'}."
    ]
    _owed_again(plan, task, receipt, back)
    plan.lines.append(NOT_UNDONE)
    plan.said = f"{dollars(back)} of {receipt.receipt_no} is taken back by a reversing row."
    return plan


def take_back(plan: Plan, receipt: RecoveryReceipt, kept: int, *, on: date) -> None:
    """A reversing row of a receipt, and a row of its own for what stays of it."""
    row = {**mirror(RecoveryReceipt, receipt, on), "check_no": None}
    plan.draft.create(RecoveryReceipt, **row)
    if kept:
        names = ("recovery", "claim", "category", "payer", "method", "check_no", "fund")
        same = {name: receipt.__data__[name] for name in names}
        plan.draft.create(RecoveryReceipt, **same, receipt_date=on, amount=kept)
    plan.draft.guard(lambda: _not_refunded(receipt))


def _no_refund(task: Task, receipt: RecoveryReceipt, kept: int) -> Iterator[str]:
    if receipt.reverses or receipt.amount <= 0:
        yield "It is a reversing row itself. Record the money again instead."
    elif len(followers(RecoveryReceipt, [receipt.id])[receipt.id]) % 2:
        yield "It was taken back already."
    elif not 0 <= kept < receipt.amount:
        yield f"What stays is less than the {dollars(receipt.amount)} that came in."
    day: date = task["refund_date"]
    if day > task.on:
        yield f"{long_day(day)} lies ahead."
    elif day < receipt.receipt_date:
        yield f"It came in on {long_day(receipt.receipt_date)}: it cannot go back before."


def _not_refunded(receipt: RecoveryReceipt) -> None:
    hold(RecoveryReceipt, [receipt.id])
    if len(followers(RecoveryReceipt, [receipt.id])[receipt.id]) % 2:
        raise Blocked(f"{receipt.receipt_no} was taken back meanwhile.")


def _owed_again(plan: Plan, task: Task, receipt: RecoveryReceipt, back: int) -> None:
    """Where the money ended the case, it opens again; the claim is told of, too."""
    claim = Claim.get_or_none(Claim.id == receipt.claim)
    if claim:
        plan.lines.append(f"{claim.claim_no} has {dollars(back)} less recovered.")
    recovery = Recovery.get_or_none(Recovery.id == receipt.recovery)
    if recovery is None:
        return
    plan.opens = ("recovery", recovery.id)
    owed = recovery.balance + back
    if owed <= 0 or recovery.status in RECOVERY_OPEN:
        plan.lines.append(f"{dollars(max(owed, 0))} is owed on {recovery.recovery_no} then.")
    elif recovery_move(recovery.status, "partially_paid").allowed:
        plan.draft.change(Recovery, recovery.id, seen=recovery.version, status="partially_paid")
        plan.lines.append(
            f"{dollars(owed)} is owed on {recovery.recovery_no} then: it was "
            f"“{WORDS[recovery.status]}” and is open again, as “{WORDS['partially_paid']}”."
        )
    else:
        _stays_given_up(plan, task, recovery, owed)


def _stays_given_up(plan: Plan, task: Task, recovery: Recovery, owed: int) -> None:
    """A case that is not taken up again stays as it ended: what is owed is given up with the
    rest.
    """
    before = given_up_before(recovery)
    plan.draft.change(Recovery, recovery.id, seen=recovery.version, adjusted=before + owed)
    plan.draft.guard(lambda: same_balance(recovery))
    plan.lines.append(
        f"{recovery.recovery_no} stays “{WORDS[recovery.status]}”: {dollars(owed)} is given up "
        "with it."
    )
    plan.lines += together(recovery, owed, before)
    kind = GIVES_UP[recovery.status]
    plan.approval = authority.need(task.who, kind, before + owed, line=None, on=task.on)

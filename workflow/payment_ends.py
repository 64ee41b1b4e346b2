"""After a payment is posted: void it, allocate it to a claim, and what finance reports back."""

from typing import Any

from journal.reversal import REVERSED
from models import Claim, Diary, Payment, PaymentEvent
from rules.days import long_day
from rules.errors import Blocked
from rules.money import dollars
from workflow.locks import hold
from workflow.tasks import DESK, Param, Plan, Task
from workflow.verbs import VERBS
from workflow.words import claim_words, counted

EVENTS = PaymentEvent.event.choices
LOOK_AGAIN = {"stopped": "was stopped", "returned": "came back"}
"""Event of finance -> what the adjuster is told to look at."""


@VERBS.add(
    "void_payment",
    title="Void",
    sheets=("payment",),
    roles=DESK,
    many=True,
    danger=True,
    statuses=("posted", "unallocated"),
    params=(
        Param("reason", "long", "Why", "Stands in the history and on the event.", required=True),
    ),
)
def void_payment(task: Task) -> Plan:
    """Posted payments taken back, each by a reversing row; the payment itself stays as it is."""
    plan = Plan(task.draft(f"Void {counted(len(task.records), 'payment')}"))
    if len(task.records) == 1:
        plan.draft.title = f"Void {task.records[0].payment_no}"
    for payment in task.records:
        why = _why_not_void(payment)
        if why:
            plan.refuse(payment, why)
            continue
        _reverse(plan, task, payment)
    plan.said = f"{counted(len(plan.lines), 'payment')} voided by a reversing row."
    return plan


def _reverse(plan: Plan, task: Task, payment: Payment) -> None:
    repeated = {name: payment.__data__[name] for name in REVERSED[Payment]}
    plan.draft.create(
        Payment,
        **repeated,
        amount=-payment.amount,
        status="posted",
        source="reversal",
        reverses=payment.id,
        memo=f"Reverses {payment.payment_no}",
        approval=task.approval,
    )
    plan.draft.change(Payment, payment.id, seen=payment.version, status="void")
    plan.draft.create(
        PaymentEvent,
        payment=payment.id,
        event="voided",
        event_date=task.on,
        amount=payment.amount,
        note=task["reason"],
    )
    plan.draft.guard(lambda: _not_reversed(payment))
    plan.lines.append(
        f"{payment.payment_no}: {dollars(payment.amount)} to {payment.payee_name} is taken back "
        "by a reversing row."
    )


def _why_not_void(payment: Payment) -> str:
    if payment.source == "reversal" and payment.amount <= 0:
        return "It is a reversing row itself. Pay again instead."
    if not payment.posted_at:
        return "It is not posted: put the draft in the trash instead."
    if payment.status == "void" or _is_reversed(payment.id):
        return "It was taken back already."
    cleared = (
        PaymentEvent.select(PaymentEvent.event_date)
        .where(
            PaymentEvent.payment == payment.id,
            PaymentEvent.event == "cleared",
            PaymentEvent.trashed_at.is_null(),
        )
        .tuples()
        .first()
    )
    if cleared:
        day = long_day(cleared[0])
        return f"It cleared the bank on {day}: what comes back is recorded as a receipt."
    return ""


def _is_reversed(payment_id: int) -> bool:
    return (
        Payment.select(Payment.id)
        .where(Payment.reverses == payment_id, Payment.trashed_at.is_null())
        .exists()
    )


def _not_reversed(payment: Payment) -> None:
    hold(Payment, [payment.id])
    if _is_reversed(payment.id):
        raise Blocked(f"{payment.payment_no} was taken back meanwhile.")


@VERBS.add(
    "allocate_payment",
    title="Allocate to a claim",
    sheets=("payment",),
    roles=DESK,
    many=True,
    statuses=("unallocated", "draft"),
    params=(
        Param("claim", "link", "Claim", sheet="claim", required=True),
        Param("reason", "long", "Why"),
    ),
)
def allocate_payment(task: Task) -> Plan:
    """Payments that stand on no claim put on one: a draft by its claim, a posted one by reversal
    and repetition.
    """
    claim = Claim.get_by_id(task["claim"])
    plan = Plan(task.draft(f"Allocate {counted(len(task.records), 'payment')} to {claim.claim_no}"))
    for payment in task.records:
        if payment.claim:
            plan.refuse(
                payment, "It stands on a claim already. A posted one is voided and paid anew."
            )
        elif not payment.posted_at:
            plan.draft.change(
                Payment, payment.id, seen=payment.version, claim=claim.id, status="draft"
            )
            plan.lines.append(
                f"{payment.payment_no}, a draft of {dollars(payment.amount)}, goes to "
                f"{claim_words(claim)}."
            )
        elif _is_reversed(payment.id):
            plan.refuse(payment, "It was allocated or taken back already.")
        else:
            _book_over(plan, payment, claim)
    plan.said = f"{counted(len(plan.lines), 'payment')} allocated to {claim.claim_no}."
    return plan


def _book_over(plan: Plan, payment: Payment, claim: Claim) -> None:
    """A posted row is final, so one row takes it back and one books it anew on the claim, of the
    same day.
    """
    names = (*REVERSED[Payment], "payment_date", "posted_at")
    repeated: dict[str, Any] = {name: payment.__data__[name] for name in names}
    plan.draft.create(
        Payment,
        **repeated,
        amount=-payment.amount,
        status="posted",
        source="reversal",
        reverses=payment.id,
        memo=f"Allocates {payment.payment_no}",
    )
    plan.draft.create(
        Payment,
        **{**repeated, "claim": claim.id},
        amount=payment.amount,
        status="posted",
        invoice_no=payment.invoice_no,
        source=payment.source,
        memo=payment.memo or f"Was {payment.payment_no}",
    )
    plan.draft.change(Payment, payment.id, seen=payment.version, status="void")
    plan.draft.guard(lambda: _not_reversed(payment))
    plan.lines.append(
        f"{payment.payment_no}: {dollars(payment.amount)} to {payment.payee_name} is booked on "
        f"{claim_words(claim)}."
    )


@VERBS.add(
    "report_payment_event",
    title="Report from finance",
    sheets=("payment",),
    roles=DESK,
    many=True,
    statuses=("posted", "void"),
    params=(
        Param(
            "event",
            "choice",
            "Event",
            choices=tuple(e for e in EVENTS if e[0] != "voided"),
            required=True,
        ),
        Param("event_date", "day", "Date", default="today", required=True),
        Param("check_no", "code", "Check no."),
        Param("note", "long", "Note"),
    ),
)
def report_payment_event(task: Task) -> Plan:
    """What finance did with posted payments; a stopped or returned one comes to the adjuster's
    diary.
    """
    words = dict(EVENTS)[task["event"]].lower()
    plan = Plan(task.draft(f"Finance reports {words}: {counted(len(task.records), 'payment')}"))
    for payment in task.records:
        if not payment.posted_at:
            plan.refuse(payment, "It is not posted, so finance has nothing of it.")
            continue
        plan.draft.create(
            PaymentEvent,
            payment=payment.id,
            event=task["event"],
            event_date=task["event_date"],
            check_no=task["check_no"],
            amount=payment.amount,
            note=task["note"],
        )
        plan.lines.append(
            f"{payment.payment_no} ({dollars(payment.amount)}): {words} on "
            f"{long_day(task['event_date'])}."
        )
        if task["event"] in LOOK_AGAIN and payment.claim:
            _look_again(plan, task, payment)
    plan.said = (
        f"{words.capitalize()}: {counted(len(task.records) - len(plan.refusals), 'payment')}."
    )
    return plan


def _look_again(plan: Plan, task: Task, payment: Payment) -> None:
    adjuster = Claim.select(Claim.adjuster).where(Claim.id == payment.claim).tuples().get()[0]
    plan.draft.create(
        Diary,
        claim=payment.claim,
        diary_date=task.on,
        owner=adjuster or task.who.user_id,
        subject=f"{payment.payment_no} {LOOK_AGAIN[task['event']]}: void it or pay again",
        action="void_payment",
    )
    plan.lines.append("The adjuster's diary says so today.")

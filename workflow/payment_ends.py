"""After a payment is posted: void it, allocate it to a claim, and what finance reports back."""

from typing import Any

from journal.reversal import REVERSED, chain, followers
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
    ended: dict[int, str] = {}
    for payment in task.records:
        rows = _rows(payment)
        why = _why_not_void(payment, rows) or _why_not_again(payment, rows, ended)
        if why:
            plan.refuse(payment, why)
            continue
        _reverse(plan, task, payment, rows[-1])
    plan.said = f"{counted(len(plan.lines), 'payment')} voided by a reversing row."
    return plan


def _rows(payment: Payment) -> list[Any]:
    """The rows that reverse one another round a payment, the one posted first at the head."""
    ids = chain(Payment, payment.id)
    found = {row.id: row for row in Payment.select().where(Payment.id << ids)}
    return [found[row_id] for row_id in ids]


def _is_reversing(payment: Payment, rows: list[Any]) -> bool:
    """Whether it is a row that takes another one back."""
    return bool([row.id for row in rows].index(payment.id) % 2)


def _stands(rows: list[Any]) -> bool:
    """Whether the money of a chain is out: every second row takes it back."""
    return bool(len(rows) % 2) and not (len(rows) == 1 and rows[0].status == "void")


def _why_not_void(payment: Payment, rows: list[Any]) -> str:
    if _is_reversing(payment, rows):
        return "It is a reversing row itself. Pay again instead."
    if not payment.posted_at:
        return "It is not posted: put the draft in the trash instead."
    if not _stands(rows):
        return "It was taken back already."
    cleared = (
        PaymentEvent.select(PaymentEvent.event_date)
        .where(
            PaymentEvent.payment << [row.id for row in rows],
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


def _why_not_again(payment: Payment, rows: list[Any], ended: dict[int, str]) -> str:
    """Two rows of one chain among the chosen ones are the same money; `ended` keeps the first."""
    other = ended.setdefault(rows[-1].id, payment.payment_no)
    same = other != payment.payment_no
    return f"It is the same money as {other}, which is among these." if same else ""


def _reverse(plan: Plan, task: Task, payment: Payment, last: Payment) -> None:
    repeated = {name: last.__data__[name] for name in REVERSED[Payment]}
    plan.draft.create(
        Payment,
        **_taking_back(last, repeated),
        memo=f"Reverses {last.payment_no}",
        approval=task.approval,
    )
    plan.draft.create(
        PaymentEvent,
        payment=last.id,
        event="voided",
        event_date=task.on,
        amount=last.amount,
        note=task["reason"],
    )
    _end(plan, payment, last, "taken back by a reversing row")


def _taking_back(last: Payment, repeated: dict[str, Any]) -> dict[str, Any]:
    """The values of the row that takes a posted one back; `repeated` are those that it shares."""
    return {
        **repeated,
        "amount": -last.amount,
        "status": "posted",
        "source": "reversal",
        "reverses": last.id,
    }


def _end(plan: Plan, payment: Payment, last: Payment, what: str) -> None:
    """The last row of a chain stands no more, unless somebody else was quicker; in words, too."""
    plan.draft.change(Payment, last.id, seen=last.version, status="void")
    plan.draft.guard(lambda: _not_reversed(last))
    plan.lines.append(
        f"{payment.payment_no}: {dollars(payment.amount)} to {payment.payee_name} is {what}."
    )


def _not_reversed(last: Payment) -> None:
    hold(Payment, [last.id])
    if followers(Payment, [last.id])[last.id]:
        raise Blocked(f"{last.payment_no} was taken back meanwhile.")


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
    ended: dict[int, str] = {}
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
        elif why := _why_not_move(payment, rows := _rows(payment), ended):
            plan.refuse(payment, why)
        else:
            _book_over(plan, payment, rows, claim)
    plan.said = f"{counted(len(plan.lines), 'payment')} allocated to {claim.claim_no}."
    return plan


def _why_not_move(payment: Payment, rows: list[Any], ended: dict[int, str]) -> str:
    if _is_reversing(payment, rows):
        return "It is a reversing row itself. Allocate the payment instead."
    if not _stands(rows):
        return "It was allocated or taken back already."
    return _why_not_again(payment, rows, ended)


def _book_over(plan: Plan, payment: Payment, rows: list[Any], claim: Claim) -> None:
    """A posted row is final, so one row takes it back and one books it anew on the claim, of the
    day on which the money was first posted.
    """
    first, last = rows[0], rows[-1]
    names = (*REVERSED[Payment], "payment_date", "posted_at")
    repeated: dict[str, Any] = {name: first.__data__[name] for name in names}
    plan.draft.create(Payment, **_taking_back(last, repeated), memo=f"Allocates {last.payment_no}")
    plan.draft.create(
        Payment,
        **{**repeated, "claim": claim.id},
        amount=first.amount,
        status="posted",
        invoice_no=first.invoice_no,
        source=first.source,
        memo=first.memo or f"Was {first.payment_no}",
    )
    _end(plan, payment, last, f"booked on {claim_words(claim)}")


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

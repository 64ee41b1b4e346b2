"""Paying: a draft asked for, drafts posted, or both in one; beyond one's authority it waits for
approval.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from models import CATEGORIES, Claim, Department, Party, Payment
from rules.errors import Blocked, Refused
from rules.money import dollars
from rules.statuses import CLAIM_OPEN, is_closed
from workflow import authority
from workflow.payment_checks import Asked, guard, paid_that_day, refusals, settled_so_far
from workflow.payment_choices import payable, settles
from workflow.tasks import DESK, MANAGERS, Need, Param, Plan, Task
from workflow.verbs import VERBS
from workflow.words import claim_words, counted

WORDS = dict(CATEGORIES)
OVERRIDE = Param(
    "override_reason",
    "long",
    "Not a duplicate, because",
    "A manager may pay what looks like a payment made before, and says why.",
    roles=MANAGERS,
)
REASON = Param("reason", "long", "Why", "Goes to who approves it.")
ASKS = (
    Param(
        "payee", "link", "Payee", "A party with a tax form on file.", sheet="party", required=True
    ),
    Param("category", "choice", "Category", choices=CATEGORIES, required=True),
    Param("benefit", "choice", "Benefit or cost", choices=Payment.benefit.choices),
    Param("amount", "money", "Amount", required=True),
    Param("invoice_no", "code", "Invoice no."),
    Param("service_from", "day", "Service from"),
    Param("service_to", "day", "Service to"),
    Param("fund", "text", "Fund", "Blank: the fund of the claim's department."),
    Param("memo", "text", "For", "Stands on the payment."),
)
COLUMNS = (
    "payee",
    "category",
    "benefit",
    "amount",
    "invoice_no",
    "service_from",
    "service_to",
    "memo",
)


@VERBS.add(
    "request_payment",
    title="Request a payment",
    sheets=("claim",),
    roles=DESK,
    statuses=CLAIM_OPEN,
    narrows=payable,
    params=(*ASKS, REASON),
)
def request_payment(task: Task) -> Plan:
    """A draft, and what still stands against posting it."""
    claim, payee = task.records[0], Party.get_by_id(task["payee"])
    asked = _asked(task, claim, payee)
    plan = Plan(task.draft(f"Request {_what(asked)} on {claim.claim_no}"))
    if asked.amount <= 0:
        plan.refuse(claim, "An amount to pay is more than nothing.")
        return plan
    if is_closed(claim.status):
        plan.refuse(claim, "It is closed: reopen it first.", "reopen_claim")
        return plan
    plan.opens = plan.draft.create(Payment, status="draft", **_values(task, claim, payee))
    plan.lines = [
        f"Drafts {_what(asked)} from {WORDS[asked.category].lower()} on {claim_words(claim)}."
    ]
    plan.lines += [
        f"Before it is posted: {refusal.sentence}" for refusal in refusals([asked], task.on)
    ]
    plan.said = f"{_what(asked)} is drafted. Post it when it is to go out."
    return plan


@VERBS.add(
    "pay",
    title="Pay",
    source="Gov. Code 935.4: up to what an employee may allow",
    sheets=("claim",),
    roles=DESK,
    statuses=CLAIM_OPEN,
    primary=True,
    narrows=payable,
    params=(*ASKS, OVERRIDE, REASON),
)
def pay(task: Task) -> Plan:
    """A payment asked for and posted in one."""
    claim, payee = task.records[0], Party.get_by_id(task["payee"])
    asked = _asked(task, claim, payee)
    plan = Plan(task.draft(f"Pay {_what(asked)} on {claim.claim_no}"))
    plan.draft.reason = task["override_reason"] or task["reason"] or ""
    plan.refusals = refusals([asked], task.on)
    if plan.refusals:
        return plan
    plan.opens = plan.draft.create(
        Payment, status="posted", approval=task.approval, **_values(task, claim, payee)
    )
    going = [(asked, claim)]
    needed = plan.approval = _needed(task, going)
    plan.draft.guard(lambda: guard([asked], task.on))
    plan.draft.guard(lambda: _still_within(task, going, needed))
    plan.lines = [_line(asked, claim)]
    plan.said = f"{_what(asked)} is posted on {claim.claim_no}."
    return plan


@VERBS.add(
    "post_payment",
    title="Post",
    sheets=("payment",),
    roles=DESK,
    many=True,
    primary=True,
    statuses=("draft", "waiting"),
    params=(OVERRIDE, REASON),
)
def post_payment(task: Task) -> Plan:
    """Drafts posted, each after the checks of money; those that cannot go out are left."""
    plan = Plan(task.draft(f"Post {_posted(task.records)}"))
    plan.draft.reason = task["override_reason"] or task["reason"] or ""
    drafts = []
    for payment in task.records:
        if payment.status not in ("draft", "waiting") or payment.posted_at:
            words = dict(Payment.status.choices)[payment.status].lower()
            plan.refuse(payment, f"It is no draft: it is {words}.")
        else:
            drafts.append((payment, _of_draft(task, payment)))
    found = refusals([asked for _, asked in drafts], task.on)
    plan.refusals += found
    refused = {refusal.record_label for refusal in found}
    going = [(payment, asked) for payment, asked in drafts if payment.payment_no not in refused]
    if going:
        _post(plan, task, going)
    return plan


def _post(plan: Plan, task: Task, going: Sequence[tuple[Payment, Asked]]) -> None:
    claims = {
        claim.id: claim for claim in Claim.select().where(Claim.id << {p.claim for p, _ in going})
    }
    for payment, asked in going:
        approval = {"approval": task.approval} if task.approval else {}
        plan.draft.change(Payment, payment.id, seen=payment.version, status="posted", **approval)
        plan.lines.append(f"{payment.payment_no}: {_line(asked, claims[payment.claim])}")
    pairs = [(asked, claims[payment.claim]) for payment, asked in going]
    needed = plan.approval = _needed(task, pairs)
    plan.draft.guard(lambda: guard([asked for _, asked in going], task.on))
    plan.draft.guard(lambda: _still_within(task, pairs, needed))
    total = dollars(sum(asked.amount for _, asked in going))
    plan.said = (
        f"{counted(len(going), 'payment')} posted, {total} together."
        if len(going) > 1
        else f"{_what(going[0][1])} is posted."
    )


def _needed(task: Task, going: Sequence[tuple[Asked, Claim]]) -> Need | None:
    """The widest authority that any of the payments needs; who decides holds that for the others as
    well.

    Raises:
        Blocked: those beyond one's authority stand on both lines, which no one person approves.
    """
    found = [need for asked, claim in going if (need := _need_of(task, asked, claim, going))]
    if len({need.line for need in found}) > 1:
        raise Blocked(
            "These payments go beyond your authority on liability and on compensation claims, "
            "which different people approve: post those of one line at a time."
        )
    if not found:
        return None
    widest = max(found, key=lambda need: (need.kind == authority.SETTLEMENT, need.amount or 0))
    besides: dict[str, int] = {}
    for need in found:
        for kind, amount in ((need.kind, need.amount or 0), *need.beside):
            besides[kind] = max(amount, besides.get(kind, 0))
    del besides[widest.kind]
    return replace(widest, beside=tuple(besides.items()))


def _need_of(
    task: Task, asked: Asked, claim: Claim, going: Sequence[tuple[Asked, Claim]]
) -> Need | None:
    """What one payment needs. What one payee is paid on one claim in one day counts together, so
    that parts of a payment need what the whole one does; so does what settles a claim.
    """
    same = [one for one, on in going if on.id == claim.id]
    paid = paid_that_day(asked, task.on) + sum(o.amount for o in same if _same_payee(o, asked))
    if not settles(claim.line, asked.category, asked.benefit):
        return _paying(task, asked, claim, paid)
    settled = settled_so_far(claim.id, claim.line, but=asked.row_id) + sum(
        o.amount for o in same if settles(claim.line, o.category, o.benefit)
    )
    paying = _paying(task, asked, claim, paid, (authority.SETTLEMENT, settled))
    limited = authority.is_limited(task.who, authority.SETTLEMENT, claim.line, task.on)
    if not limited and (paying is None or paying.roles):
        return paying
    settling = authority.need_of_all(
        task.who, (authority.SETTLEMENT, settled), ("payment", paid), line=claim.line, on=task.on
    )
    if settling and settled > asked.amount:
        words = f"{dollars(settled)} settles {claim.claim_no}, with what was paid before."
        settling = replace(settling, sentence=f"{words} {settling.sentence}")
    return settling or paying


def _paying(
    task: Task, asked: Asked, claim: Claim, paid: int, *beside: authority.Measure
) -> Need | None:
    need = authority.need_of_all(task.who, ("payment", paid), *beside, line=claim.line, on=task.on)
    if need and paid > asked.amount:
        words = f"{dollars(paid)} goes to {asked.payee_name} on {claim.claim_no} in one day."
        need = replace(need, sentence=f"{words} {need.sentence}")
    return need


def _same_payee(one: Asked, other: Asked) -> bool:
    return one.payee_id == other.payee_id and one.payee_name == other.payee_name


def _still_within(task: Task, going: Sequence[tuple[Asked, Claim]], needed: Need | None) -> None:
    """The authority measured again under the lock, since parts may have been paid meanwhile."""
    now = _needed(task, going)
    if now and (not needed or (now.kind, now.amount) != (needed.kind, needed.amount)):
        raise Blocked(f"Something was paid meanwhile. {now.sentence} Try again.")


def _asked(task: Task, claim: Claim, payee: Party) -> Asked:
    return Asked(
        claim.claim_no,
        claim.id,
        payee.id,
        payee.name,
        task["category"],
        task["amount"],
        task["invoice_no"],
        task["service_from"],
        task["service_to"],
        excused=_excused(task),
        benefit=task["benefit"],
    )


def _of_draft(task: Task, payment: Payment) -> Asked:
    return Asked(
        payment.payment_no,
        payment.claim,
        payment.payee,
        payment.payee_name or "",
        payment.category,
        payment.amount,
        payment.invoice_no,
        payment.service_from,
        payment.service_to,
        payment.id,
        _excused(task),
        payment.benefit,
    )


def _excused(task: Task) -> bool:
    """Whether a likely duplicate is overridden: by a manager, with a reason."""
    if not task["override_reason"]:
        return False
    if not (task.who.operator or task.who.roles & set(MANAGERS)):
        raise Refused("Only a manager may pay what looks like a payment made before.")
    return True


def _values(task: Task, claim: Claim, payee: Party) -> dict[str, Any]:
    fund = task["fund"]
    if not fund and claim.department:
        fund = (
            Department.select(Department.fund)
            .where(Department.id == claim.department)
            .tuples()
            .get()[0]
        )
    return {
        "claim": claim.id,
        "payee_name": payee.name,
        "fund": fund,
        **{name: task[name] for name in COLUMNS},
    }


def _what(asked: Asked) -> str:
    return f"{dollars(asked.amount)} to {asked.payee_name}"


def _line(asked: Asked, claim: Claim) -> str:
    return f"Pays {_what(asked)} from {WORDS[asked.category].lower()} on {claim_words(claim)}."


def _posted(payments: Sequence[Payment]) -> str:
    return payments[0].payment_no if len(payments) == 1 else counted(len(payments), "payment")

"""Answering a call about a claim: what this caller may be told, in plain words, and the record of
it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import fn

from exports.letters.parties import representative
from models import Inquiry, Payment, User
from rules.days import long_day
from rules.disclosure import STATUS_SAID, TOPICS, disclosure
from rules.money import dollars
from rules.statuses import is_closed
from workflow.tasks import DESK, Param, Plan, Task
from workflow.verbs import VERBS
from workflow.words import listed

KINDS = dict(Inquiry.caller_kind.choices)
DECISIONS = {
    "accepted": "accepted",
    "future_medical": "accepted",
    "delayed": "delayed",
    "denied": "denied",
}
DATES = {
    "L": (
        ("loss_date", "loss"),
        ("presented_date", "claim presented"),
        ("received_date", "received here"),
        ("rejection_mailed_date", "rejection mailed"),
        ("closed_date", "closed"),
    ),
    "W": (
        ("injury_date", "injury"),
        ("claim_form_filed_date", "claim form filed"),
        ("decision_date", "decision"),
        ("closed_date", "closed"),
    ),
}
"""Line -> the days a caller may hear, in order."""
SHOWN = 5


@VERBS.add(
    "answer_call",
    title="Answer a call",
    source="Labor Code 3762(c); Gov. Code 7920.000",
    sheets=("claim",),
    roles=DESK,
    params=(
        Param("caller", "text", "Caller", required=True),
        Param(
            "caller_kind",
            "choice",
            "Who they are",
            choices=Inquiry.caller_kind.choices,
            required=True,
        ),
        Param(
            "identity_checked",
            "yesno",
            "Identity checked",
            "Name, claim number and loss date agree.",
            default=False,
        ),
        Param("phone", "text", "Phone"),
        Param("question", "long", "Question"),
        Param("said", "long", "What you said besides", "Goes into the record of the call."),
    ),
)
def answer_call(task: Task) -> Plan:
    """What may be told and what not, as sentences; run, the call is in the record."""
    claim, kind = task.records[0], task["caller_kind"]
    call = Caller(kind, task["caller"], bool(task["identity_checked"]))
    found = answer(claim, call)
    kept = [f"{topic}. {why}" for topic, why in found.kept]
    plan = Plan(task.draft(f"Call of {task['caller']} on {claim.claim_no}"[:300]))
    plan.draft.create(
        Inquiry,
        claim=claim.id,
        caller=task["caller"],
        caller_kind=kind,
        phone=task["phone"],
        identity_checked=call.checked,
        inquiry_date=task.on,
        question=task["question"],
        told="\n".join([*found.told, *([task["said"]] if task["said"] else [])]),
        withheld="\n".join(kept),
    )
    plan.lines = [
        f"{KINDS[kind]}: you may tell:",
        *found.told,
        "Do not tell:",
        *kept,
        *found.remarks,
    ]
    plan.said = f"The call of {task['caller']} is in the record of {claim.claim_no}."
    return plan


@dataclass(frozen=True)
class Caller:
    """Who calls: the kind (blank while it is not known), the name, whether it was checked."""

    kind: str = ""
    name: str = ""
    checked: bool = False


@dataclass(frozen=True)
class Answer:
    """What this caller may be told, in sentences, and what is kept back, each with its reason.

    `open` says whether anything of the claim may be told at all.
    """

    told: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...] = ()
    open: bool = False


def answer(claim: Any, caller: Caller) -> Answer:
    """What may be told of a claim to a caller; nothing while it is not known who calls."""
    found = disclosure(caller.kind, facts=_facts(claim, caller))
    kept = tuple((f"{TOPICS[t][0].upper()}{TOPICS[t][1:]}", why) for t, why in found.kept)
    if not caller.kind:
        return Answer(("Nothing yet. Choose who is calling.",), kept)
    told = tuple(sentence for topic in found.told for sentence in TELL[topic](claim, caller.name))
    return Answer(told or (found.instead,), kept, tuple(_remarks(claim, caller)), bool(told))


def _facts(claim: Any, caller: Caller) -> frozenset[str]:
    """What is established about the caller: identity, representation on file, the own compensation
    claim.
    """
    found = {"identity"} if caller.checked else set()
    if caller.kind == "attorney" and represents(claim):
        found.add("representation")
    if claim.line == "W":
        found.add("own_claim")
    return frozenset(found)


def represents(claim: Any) -> str:
    """Who represents the claimant, as the file knows; blank where nobody does."""
    found = representative(claim)
    return found.name or "" if found else ""


def _remarks(claim: Any, caller: Caller) -> list[str]:
    attorney = represents(claim)
    if attorney and caller.kind in ("claimant", "employee"):
        return [f"The claimant is represented by {attorney}: leave talk of settlement to them."]
    if caller.kind == "employee" and claim.line != "W":
        return ["This is a liability claim, not a compensation claim."]
    return []


# --- What each topic says ------------------------------------------------------------------------


def _status(claim: Any, name: str) -> list[str]:
    return [STATUS_SAID[claim.status]]


def _dates(claim: Any, name: str) -> list[str]:
    days = [(words, getattr(claim, column)) for column, words in DATES[claim.line]]
    known = [f"{words} {long_day(day)}" for words, day in days if day]
    return [f"Dates: {listed(known)}."] if known else []


def _paid_to_caller(claim: Any, name: str) -> list[str]:
    """Posted payments to the claimant, or to the caller by name."""
    rows = _payments(claim, name, with_claimant=True)
    total = sum(amount for _, amount, _ in rows)
    if not total:
        return ["Nothing was paid to them so far."]
    days = [
        f"{dollars(amount)} on {long_day(day)}"
        for day, amount, _ in rows[:SHOWN]
        if day and amount > 0
    ]
    return [f"Paid to them: {dollars(total)}{f' ({listed(days)})' if days else ''}."]


def _payments(
    claim: Any, name: str, *, with_claimant: bool
) -> list[tuple[date | None, int, str | None]]:
    names = {name.strip().lower()} - {""}
    payees = (
        Payment.payee.is_null(False) & (Payment.payee == (claim.party or 0))
        if with_claimant
        else None
    )
    if with_claimant and claim.claimant:
        names.add(claim.claimant.strip().lower())
    mine = fn.lower(Payment.payee_name) << sorted(names)
    query = Payment.select(Payment.payment_date, Payment.amount, Payment.invoice_no).where(
        Payment.claim == claim.id,
        Payment.posted_at.is_null(False),
        Payment.trashed_at.is_null(),
        mine if payees is None else mine | payees,
    )
    return list(query.order_by(Payment.payment_date.desc(), Payment.id.desc()).tuples())


def _handler(claim: Any, name: str) -> list[str]:
    row = User.select(User.name, User.phone).where(User.id == claim.adjuster).tuples().first()
    if not row:
        return ["Nobody handles it yet; the office calls back."]
    return [f"{row[0]} handles it{f', {row[1]}' if row[1] else ''}."]


def _decision(claim: Any, name: str) -> list[str]:
    if claim.line != "W":
        return ["Bills on a liability claim go to the claimant."]
    if is_closed(claim.status):
        return ["The claim is closed."]
    word = DECISIONS.get(claim.status)
    return [f"The claim is {word}." if word else "The claim is not decided yet."]


def _restrictions(claim: Any, name: str) -> list[str]:
    """Days off and back; the department hears nothing else of a compensation claim."""
    if claim.line != "W":
        return ["This is a liability claim: there are no work restrictions on it."]
    last, back = claim.last_worked_date, claim.return_to_work_date
    found = [
        f"Last day worked {long_day(last)}." if last else "",
        f"Back at work {long_day(back)}." if back else "",
    ]
    return [words for words in found if words] or [
        "No days off work and no restrictions are on file."
    ]


def _bills(claim: Any, name: str) -> list[str]:
    rows = [row for row in _payments(claim, name, with_claimant=False) if row[1] > 0]
    if not rows:
        return ["No bill of theirs was paid on it so far."]
    return [
        f"Paid to them: {dollars(amount)}{f' on {long_day(day)}' if day else ''}"
        f"{f', invoice {invoice}' if invoice else ''}."
        for day, amount, invoice in rows[:SHOWN]
    ]


TELL: dict[str, Callable[[Any, str], list[str]]] = {
    "status": _status,
    "dates": _dates,
    "paid_to_caller": _paid_to_caller,
    "handler": _handler,
    "decision": _decision,
    "restrictions": _restrictions,
    "bills": _bills,
}
"""Open topic -> the sentences of this claim for a caller of this name."""

"""What somebody else decides before a letter goes out."""

from collections.abc import Sequence

from exports.letters.declared import Kind, kind_of
from exports.letters.writing import Written
from models import Claim
from rules.money import dollars
from rules.registry import Entry
from workflow import authority
from workflow.payment_checks import settled_so_far
from workflow.recovery_facts import given_up_before, together
from workflow.tasks import Need, Plan, Task


def need_of(task: Task, entry: Entry) -> Need | None:
    """Who approves a letter whatever it says; None: nobody has to."""
    kind = kind_of(entry)
    if not kind.approver or task.who.operator or task.who.roles & set(kind.approver):
        return None
    whom = authority.titles(kind.approver)
    sentence = f"“{entry.title}” goes out with approval. It waits for {whom}."
    return Need(authority.LETTER, None, None, sentence, kind.approver)


def need_of_written(
    plan: Plan, task: Task, entry: Entry, written: Sequence[Written]
) -> Need | None:
    """The same of letters as they are written: the widest authority that one takes for what it
    gives up or allows. What counts besides is said in the plan.
    """
    kind, found = kind_of(entry), None
    for one in written:
        if kind.authority and one.values["authority_cents"]:
            found = authority.wider(found, _of_amount(plan, task, kind, one))
    return found or need_of(task, entry)


def _of_amount(plan: Plan, task: Task, kind: Kind, written: Written) -> Need | None:
    """What one letter needs for its amount, in cents, with what was given up or paid before: one
    measure of authority with “Settle for less”, and with payments that settle a claim.
    """
    record, amount = written.record, written.values["authority_cents"]
    if not isinstance(record, Claim):
        before = given_up_before(record)
        plan.lines += together(record, amount, before)
        return authority.need(task.who, kind.authority, before + amount, line=None, on=task.on)
    if not authority.limits(kind.authority, record.line, task.on):
        return None
    before = settled_so_far(record.id, record.line)
    if before:
        plan.lines.append(
            f"{dollars(before + amount)} settles {record.claim_no}, with what was paid before."
        )
    return authority.need(task.who, kind.authority, before + amount, line=record.line, on=task.on)

"""What letters on a recovery have in common: the damage, its cost, and what is still owed."""

from datetime import date
from typing import Any

from exports.letters.asking import days_asked
from exports.letters.declared import About
from exports.letters.parties import asks_carrier, debtor, responsible
from exports.letters.wording import in_full
from journal import settings
from models import Letter, RecoveryCost
from rules.days import long_day
from rules.errors import Blocked
from rules.money import dollars


def damage_values(of: About) -> dict[str, Any]:
    """What was damaged, when, where and by whom."""
    recovery = of.record
    return {
        "recovery_no": recovery.recovery_no,
        "responsible_name": responsible(recovery).name,
        "damage_date": in_full(recovery.damage_date),
        "damage_place": recovery.damage_place,
        "asset": recovery.asset_description,
        "police_report_no": recovery.police_report_no,
        "carrier_claim_no": recovery.carrier_claim_no,
        "policy_no": recovery.insured_policy_no,
        "pay_to": settings.get("pay_to"),
        "tax_id": settings.get("tax_id"),
    }


def bill_values(of: About) -> dict[str, Any]:
    """The bill: its lines, its total, what is left of it and the day to pay by.

    Raises:
        Blocked: as for `owed_values`, or its day to pay by has passed.
    """
    recovery = of.record
    lines = list(
        RecoveryCost.select()
        .where(RecoveryCost.recovery == recovery.id, RecoveryCost.trashed_at.is_null())
        .order_by(RecoveryCost.work_date, RecoveryCost.id)
    )
    owed = owed_values(of)
    if recovery.due_date and recovery.due_date < of.on:
        raise Blocked(
            f"The day to pay by, {long_day(recovery.due_date)}, has passed: write a follow-up, or "
            "bill it again with another day."
        )
    elements = dict(RecoveryCost.element.choices)
    return {
        **owed,
        "cost_lines": [
            {
                "element": elements[line.element],
                "description": line.description,
                "amount": dollars(line.amount),
            }
            for line in lines
        ],
        "total": dollars(sum(line.amount for line in lines)) if lines else None,
        "due_date": in_full(recovery.due_date),
    }


def debtor_values(of: About) -> dict[str, Any]:
    """Damage and account for whoever is asked: the carrier reads its own numbers, nobody else."""
    values = {**damage_values(of), **owed_values(of)}
    if not asks_carrier(of.record):
        values |= {"carrier_claim_no": None, "policy_no": None}
    return values


def asked_before(of: About) -> list[date]:
    """The days before, on which a letter to who is asked now asked for payment; earliest first."""
    to_them = Letter.recipient == " / ".join((debtor(of.record).name or "").splitlines())
    return sorted(days_asked(of.record.id, Letter.sent_date < of.on, to_them))


def owed_values(of: About) -> dict[str, Any]:
    """What was billed, paid, given up and is still owed, and how old the invoice is.

    Raises:
        Blocked: the costs are no longer what was billed, or nothing is owed.
    """
    recovery = of.record
    if recovery.billed is not None and recovery.cost != recovery.billed:
        raise Blocked(
            f"The cost lines come to {dollars(recovery.cost)}, the bill says "
            f"{dollars(recovery.billed)}: bill it again first, or put the new lines in the trash."
        )
    if recovery.billed and recovery.balance <= 0:
        raise Blocked("Nothing is owed on it any more: no payment is asked for.")
    given_up = recovery.adjusted or 0
    age = (of.on - recovery.invoice_date).days if recovery.invoice_date else None
    return {
        "invoice_no": recovery.invoice_no,
        "invoice_date": in_full(recovery.invoice_date),
        "billed": dollars(recovery.billed) if recovery.billed else None,
        "paid": dollars(recovery.received),
        "given_up_so_far": dollars(given_up) if given_up else None,
        "balance": dollars(recovery.balance) if recovery.balance > 0 else None,
        "age_days": f"{age} days" if age else None,
    }

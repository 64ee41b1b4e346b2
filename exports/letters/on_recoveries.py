"""What letters on a recovery have in common: the damage, its cost, and what is still owed."""

from typing import Any

from exports.letters.declared import About
from exports.letters.parties import responsible
from exports.letters.wording import in_full
from journal import settings
from models import RecoveryCost
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
    """The bill: its lines, its total and the day to pay by.

    Raises:
        Blocked: the lines no longer come to what was billed, or its day to pay by has passed.
    """
    recovery = of.record
    lines = list(
        RecoveryCost.select()
        .where(RecoveryCost.recovery == recovery.id, RecoveryCost.trashed_at.is_null())
        .order_by(RecoveryCost.work_date, RecoveryCost.id)
    )
    total = sum(line.amount for line in lines)
    if recovery.billed is not None and total != recovery.billed:
        raise Blocked(
            f"The cost lines come to {dollars(total)}, the bill says {dollars(recovery.billed)}: "
            "bill it again first."
        )
    if recovery.due_date and recovery.due_date < of.on:
        raise Blocked(
            f"The day to pay by, {long_day(recovery.due_date)}, has passed: write a follow-up, or "
            "bill it again with another day."
        )
    elements = dict(RecoveryCost.element.choices)
    return {
        **owed_values(of),
        "cost_lines": [
            {
                "element": elements[line.element],
                "description": line.description,
                "amount": dollars(line.amount),
            }
            for line in lines
        ],
        "total": dollars(total) if lines else None,
        "due_date": in_full(recovery.due_date),
    }


def owed_values(of: About) -> dict[str, Any]:
    """What was billed, paid and is still owed, and how old the invoice is."""
    recovery = of.record
    billed = recovery.billed if recovery.billed is not None else recovery.cost
    age = (of.on - recovery.invoice_date).days if recovery.invoice_date else None
    return {
        "invoice_no": recovery.invoice_no,
        "invoice_date": in_full(recovery.invoice_date),
        "billed": dollars(billed) if billed else None,
        "paid": dollars(recovery.received),
        "balance": dollars(recovery.balance) if recovery.balance > 0 else None,
        "age_days": f"{age} days" if age else None,
    }

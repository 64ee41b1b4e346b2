"""What a recovery has of what its next status asks for: its balance, its time to sue, its notes."""

from datetime import date
from typing import Any

from journal import settings
from journal.law import law
from models import Document, FileNote, Recovery
from rules.days import add_months
from rules.errors import Blocked, OfficeError
from rules.recovery_limitation import recovery_limitation
from rules.status_wants import Owed
from workflow.locks import hold

NOTE_MONTHS = 30
"""Months from the damage until which a write-off needs the attorney's note, unless set."""


def owed_of(recovery: Recovery, *, on: date) -> Owed:
    """What a recovery has, as far as statuses ask for it."""
    damage = recovery.damage_date
    months = settings.number("write_off_attorney_months", NOTE_MONTHS)
    return Owed(
        recovery.balance,
        cost=recovery.cost,
        billed=recovery.billed,
        has_carrier=bool(recovery.carrier),
        has_plan=bool(recovery.plan_amount),
        note_until=add_months(damage, months) if damage else None,
        has_note=has_note(recovery),
        last_day=last_day_of(recovery, on=on),
        on=on,
    )


def last_day_of(recovery: Recovery, *, on: date) -> date | None:
    """The last day to sue; None where no day of the damage is known, or the rule refuses."""
    if not recovery.damage_date:
        return None
    kind: Any = recovery.limitation_kind
    try:
        last: date = recovery_limitation(recovery.damage_date, kind, law=law(on)).value
    except OfficeError:
        return None
    return last


def has_note(recovery: Recovery) -> bool:
    """Whether a note or document of the attorney is kept with a recovery."""
    return any(
        model.select(model.id)
        .where(
            model.recovery == recovery.id,
            model.sensitivity == "privileged",
            model.trashed_at.is_null(),
        )
        .exists()
        for model in (FileNote, Document)
    )


def same_balance(recovery: Recovery) -> None:
    """Nothing came in or was added meanwhile.

    Raises:
        Blocked: the balance is another one by now.
    """
    hold(Recovery, [recovery.id])
    now = Recovery.select(Recovery.balance).where(Recovery.id == recovery.id).tuples().get()[0]
    if now != recovery.balance:
        raise Blocked(
            f"The balance of {recovery.recovery_no} changed meanwhile. Look at it and try again."
        )

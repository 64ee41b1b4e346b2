"""What a recovery has of what its next status asks for: its balance, its time to sue, its notes."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from peewee import fn

from exports.letters.asking import days_asked
from journal import settings
from journal.law import law
from models import (
    Batch,
    Change,
    ContactLog,
    Document,
    FileNote,
    Letter,
    Recovery,
    RecoveryCost,
    RecoveryReceipt,
)
from rules.days import add_months, long_day
from rules.errors import Blocked, OfficeError
from rules.money import cents, dollars
from rules.recovery_clocks import TO_SUE
from rules.recovery_follow_up import WARN_MONTHS, last_day_to_sue
from rules.recovery_limitation import SMALL_CLAIMS_MOST
from rules.recovery_write_off import ATTORNEY, Efforts
from rules.status_wants import Owed, Want, recovery_wants
from workflow.locks import hold

NOTE_MONTHS = 30
"""Months from the damage until which a write-off needs the attorney's note, unless set."""
WRITE_OFF_MOST, WRITE_OFF_MONTHS = "500.00", 12
"""Balance that costs too much to collect, months without money before a write-off, unless set."""
IN_WRITING = {"email": "letter"}
AGO = {
    "damage_date": "the damage of {day}",
    "invoice_date": "the invoice of {day}",
    "court_date": "the filing of {day}",
}
"""Column of a recovery -> what happened then, in words."""
DECIDED = ("attorney", "tolled", "let_pass")


def owed_of(recovery: Recovery, *, on: date, ground: str | None = None) -> Owed:
    """What a recovery has, as far as statuses ask for it; `ground` is why it is written off."""
    damage = recovery.damage_date
    months = settings.number("write_off_attorney_months", NOTE_MONTHS)
    return Owed(
        recovery.balance,
        cost=recovery.cost,
        judged=recovery.judgment_date,
        billed=recovery.billed,
        received=recovery.received,
        has_carrier=bool(recovery.carrier),
        has_plan=bool(recovery.plan_amount),
        note_until=add_months(damage, months) if damage else None,
        has_note=has_note(recovery),
        last_day=last_day_of(recovery, on=on),
        on=on,
        pressing=_pressing(recovery, on=on),
        court_most=court_most(),
        efforts=efforts_of(recovery, ground=ground),
    )


def court_wants(recovery: Recovery, *, on: date) -> Iterator[Want]:
    """What a recovery still needs so that small claims take it, before or while it is filed."""
    return recovery_wants("small_claims_filed", replace(owed_of(recovery, on=on), is_filed=True))


def court_most() -> int:
    """What the City may ask for in small claims, cents."""
    return cents(settings.get("small_claims_limit") or dollars(SMALL_CLAIMS_MOST))


def _pressing(recovery: Recovery, *, on: date) -> date | None:
    """From when the end of the time to sue is near; None where it is decided on, or not known."""
    last = last_day_of(recovery, on=on)
    if last is None or recovery.suit_decision in DECIDED or recovery.status not in TO_SUE:
        return None
    return add_months(last, -WARN_MONTHS)


def efforts_of(recovery: Recovery, *, ground: str | None = None) -> Efforts:
    """What was done to collect it: contacts and letters by their days, and since when none came."""
    asked: dict[str, set[date]] = defaultdict(set)
    for channel, day in (
        ContactLog.select(ContactLog.channel, ContactLog.contact_date)
        .where(
            ContactLog.recovery == recovery.id,
            ContactLog.direction == "out",
            ContactLog.trashed_at.is_null(),
        )
        .tuples()
    ):
        asked[IN_WRITING.get(channel, channel)].add(day)
    asked["letter"] |= days_asked(recovery.id)
    return Efforts(
        len(asked["letter"]),
        len(asked["phone"]),
        len(asked["search"]),
        last_money(recovery) or recovery.invoice_date,
        ground,
        has_note(recovery),
        cents(settings.get("write_off_limit", WRITE_OFF_MOST) or WRITE_OFF_MOST),
        settings.number("write_off_months", WRITE_OFF_MONTHS),
    )


def last_money(recovery: Recovery) -> date | None:
    """The day of the last receipt that stands."""
    row = (
        RecoveryReceipt.select(RecoveryReceipt.receipt_date)
        .where(
            RecoveryReceipt.recovery == recovery.id,
            RecoveryReceipt.amount > 0,
            RecoveryReceipt.trashed_at.is_null(),
        )
        .order_by(RecoveryReceipt.receipt_date.desc())
        .tuples()
        .first()
    )
    return row[0] if row else None


def last_day_of(recovery: Recovery, *, on: date) -> date | None:
    """The last day to sue; None where no day of the damage is known, or the rule refuses."""
    if not recovery.damage_date:
        return None
    kind: Any = recovery.limitation_kind
    tolled = recovery.tolled_to_date
    try:
        last: date = last_day_to_sue(recovery.damage_date, kind, tolled, law=law(on)).value
    except OfficeError:
        return None
    return last


def too_early(recovery: Recovery, label: str, given: date | None, *names: str) -> Iterator[Want]:
    """That a day lies before the damage, or before the bill: before the latest of these columns."""
    known = [name for name in names if getattr(recovery, name)]
    latest = max(known, key=lambda name: getattr(recovery, name), default=None)
    fact: date | None = getattr(recovery, latest) if latest else None
    if latest and fact and given and given < fact:
        said = AGO[latest].format(day=long_day(fact))
        yield Want(
            f"{label} ({long_day(given)}) lies before {said}: enter a later day, or mend that one."
        )


def has_note(recovery: Recovery) -> bool:
    """Whether what the City Attorney wrote is kept with a recovery: a note that says something, or
    a document, kept as attorney and named as the attorney's. What the office itself writes, its
    letters and memos, never is.
    """
    note = FileNote.subject.startswith(ATTORNEY) & (fn.TRIM(FileNote.text) != "")
    letters = Letter.select(Letter.id).where(
        (Letter.document == Document.id) | (Letter.printed == Document.id)
    )
    document = Document.title.startswith(ATTORNEY) & ~fn.EXISTS(letters)
    return any(
        model.select(model.id)
        .where(
            model.recovery == recovery.id,
            model.sensitivity == "privileged",
            model.trashed_at.is_null(),
            of_attorney,
        )
        .exists()
        for model, of_attorney in ((FileNote, note), (Document, document))
    )


def given_up_before(recovery: Recovery) -> int:
    """What was given up on a case so far, cents: authority is measured on the whole, so that nobody
    gives it up in steps.
    """
    return int(recovery.adjusted or 0) + _credited(recovery)


def _credited(recovery: Recovery) -> int:
    """What was taken off bills that were out, cents."""
    made = (
        (Change.sheet == "recoverycost")
        & (Change.row_id == RecoveryCost.id)
        & (Change.operation == "create")
    )
    query = (
        RecoveryCost.select(RecoveryCost.amount)
        .join(Change, on=made)
        .join(Batch, on=(Change.batch == Batch.id))
        .where(
            RecoveryCost.recovery == recovery.id,
            RecoveryCost.element == "salvage",
            RecoveryCost.trashed_at.is_null(),
            Batch.verb == "bill_recovery",
        )
    )
    return -sum(amount for (amount,) in query.tuples())


def together(recovery: Recovery, lost: int, before: int) -> list[str]:
    """What is given up now and before, in words, where something was before."""
    if not before:
        return []
    return [
        f"{recovery.recovery_no}: {dollars(before)} was given up before, {dollars(before + lost)} "
        "together. Authority is measured on both."
    ]


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

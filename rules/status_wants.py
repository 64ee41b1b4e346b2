"""What a claim or recovery must have for a status, besides a move that leads to it.

A status may rest on a day, be held off for some days, or need money paid and papers on file. Typed,
pasted or set by a quick action, it is asked for the same.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rules.days import long_day
from rules.money import dollars
from rules.recovery_limitation import SMALL_CLAIMS_MOST
from rules.recovery_write_off import ATTORNEY, BY_MISTAKE, MISTAKEN, Efforts, effort_wants
from rules.wants import Want as Want

HOLD_DAYS = 15
"""Days after a notice of insufficiency in which the City does not act (Gov. Code 910.8)."""
MEDICARE_CENTS = 750_00
MEDICARE_SETTLED = ("not_beneficiary", "reported_accepted", "exempt_threshold")
DATED = {
    ("L", "insufficient"): ("insufficiency_mailed_date", "the notice of insufficiency was mailed"),
    ("L", "late_returned"): ("late_notice_mailed_date", "the late-claim notice was mailed"),
    ("L", "late_application"): ("late_application_date", "the late-claim application came in"),
    ("L", "rejected"): ("rejection_mailed_date", "the rejection was mailed"),
    ("W", "claim_form_given"): ("claim_form_given_date", "the employee got the claim form"),
    ("W", "claim_form_filed"): ("claim_form_filed_date", "the employee filed the claim form"),
    ("W", "accepted"): ("decision_date", "the claim was accepted"),
    ("W", "denied"): ("decision_date", "the claim was denied"),
}
"""(line, status) -> the day that the status rests on: its column, and what happened on it."""


@dataclass(frozen=True)
class Gate:
    """What a claim must have before it is closed: a test, and what to do where it fails."""

    holds: Callable[[Mapping[str, Any]], bool]
    want: Want


GATES = {
    "closed_paid": (
        Gate(
            lambda c: c["paid"] > 0,
            Want("Nothing was paid on it: close it without payment, or pay first.", "pay"),
        ),
        Gate(
            lambda c: c["line"] != "L" or bool(c["release_date"]),
            Want(
                "No signed release is on file: enter the day it was signed.",
                column="release_date",
            ),
        ),
        Gate(
            lambda c: (
                c["claim_kind"] not in ("injury", "death")
                or c["paid"] <= MEDICARE_CENTS
                or c["medicare_status"] in MEDICARE_SETTLED
            ),
            Want(
                f"More than {dollars(MEDICARE_CENTS)} was paid for an injury: enter the Medicare "
                "answer first.",
                column="medicare_status",
            ),
        ),
    ),
    "closed_no_payment": (
        Gate(
            lambda c: c["paid_indemnity"] + c["paid_medical"] <= 0,
            Want("Money was paid to or for the claimant: close it as paid."),
        ),
    ),
}
"""How a claim is closed -> what it must have. The City's own expense is no payment to anybody."""


def claim_wants(claim: Mapping[str, Any], before: str, *, on: date) -> Iterator[Want]:
    """What a claim still needs for its status.

    Args:
        claim: its columns as they will stand and what follows from them, as `facts.Facts`; days
            as dates, money in cents.
        before: its status so far; blank for one that is entered as it stands, which is asked for
            the day of its status alone.
        on: the office's day.

    Source: the hold, Gov. Code 910.8; returned as late, 911.3; Medicare, 42 U.S.C. 1395y(b)(8).
    """
    column, event = DATED.get((claim["line"], claim["status"]), ("", ""))
    day = claim.get(column)
    if column and not day:
        yield Want(f"Enter the day {event}.", column=column)
    elif day and day > on:
        yield Want(f"{long_day(day)} lies ahead: enter the day {event} once it has come.")
    mailed = claim.get("insufficiency_mailed_date")
    if before == "insufficient" and claim["status"] == "rejected" and mailed:
        until = mailed + timedelta(days=HOLD_DAYS)
        if (day or on) <= until:
            yield Want(
                f"The claimant has until {long_day(until)} to mend the claim; it cannot be "
                "rejected before (Gov. Code 910.8)."
            )
    if before and claim["status"] == "late_returned" and (want := claim["not_late"]):
        yield want
    if before:
        yield from (gate.want for gate in GATES.get(claim["status"], ()) if not gate.holds(claim))


@dataclass(frozen=True)
class Owed:
    """What a recovery has, as far as a status asks for it; None or no where it is not known.

    Attributes:
        balance: what is owed, cents.
        cost: what its lines come to, cents; None: nothing is asked but its balance.
        judged: the day the judgment was entered.
        billed: what the bill asks for, cents.
        received: what came in, cents.
        has_carrier: whether their carrier is known.
        has_plan: whether instalments are agreed.
        is_filed: whether it is filed in court, with the court and the day.
        note_until: the day until which a balance is written off only with the attorney's note.
        has_note: whether that is on file.
        last_day: last day to sue.
        on: the office's day.
        pressing: from when the last day to sue is near, unless it was decided on.
        court_most: what a city may ask for in small claims, cents.
        efforts: what was done to collect, where it is asked for.
    """

    balance: int
    cost: int | None = None
    judged: date | None = None
    billed: int | None = None
    received: int = 0
    has_carrier: bool = False
    has_plan: bool = False
    is_filed: bool = False
    note_until: date | None = None
    has_note: bool = False
    last_day: date | None = None
    on: date | None = None
    pressing: date | None = None
    court_most: int = SMALL_CLAIMS_MOST
    efforts: Efforts | None = None


RECOVERY_DATED = {"judgment": ("judgment_date", "the judgment was entered")}
"""Status of a recovery -> the day that it rests on: its column, and what happened on it."""
OUTLIVE = ("collections", "restitution_pending")
"""Statuses in which nobody sues and money may come in for years, while the time to sue runs."""
OF_CARRIER = ("tendered", "insurer_accepted", "insurer_denied")


def recovery_wants(status: str, owed: Owed) -> Iterator[Want]:
    """What a recovery still needs for a status.

    Source: small claims, Code Civ. Proc. 116.220; the time to sue, as `recovery_limitation`; the
    rest is practice of cost recovery.
    """
    if status == "paid_closed" and owed.balance > 0:
        yield Want(
            f"{dollars(owed.balance)} is still owed: record what came in, or settle for less.",
            "record_receipt",
        )
    if status == "small_claims_filed" and owed.balance > owed.court_most:
        yield Want(
            f"{dollars(owed.balance)} is beyond small claims, {dollars(owed.court_most)} for a "
            "city (Code Civ. Proc. 116.220): settle for less, which gives up the rest for good, or "
            "refer it to the attorney.",
            "compromise_recovery",
        )
    if owed.cost is not None:
        yield from _papers(status, owed)
    if status == "written_off" and owed.balance > 0:
        yield from _note(owed)
        yield from _tried(owed)
    if status == "withdrawn" and owed.balance > 0 and owed.billed is not None:
        yield from _withdrawn(owed)
    if status in OUTLIVE and owed.balance > 0:
        yield from _decided(owed)
    if status == "time_barred" and owed.last_day and owed.on and owed.on <= owed.last_day:
        yield Want(f"The time to sue runs until {long_day(owed.last_day)}: it is not barred yet.")


def _papers(status: str, owed: Owed) -> Iterator[Want]:
    if status == "paid_closed" and owed.balance <= 0:
        yield from _paid(owed)
    if status == "ready_to_bill" and owed.cost == 0:
        yield Want("It has no cost lines: add what the repair cost first.", "add_recovery_cost")
    if status == "judgment" and owed.judged is None:
        column, event = RECOVERY_DATED[status]
        yield Want(
            f"Enter the day {event}: its interest runs from then (Code Civ. Proc. 685.020).",
            column=column,
        )
    if status == "billed" and owed.billed is None:
        yield Want("The bill is made by “Bill it”, which works out the demand.", "bill_recovery")
    if status in OF_CARRIER and not owed.has_carrier:
        yield Want("Their carrier is not known: enter it.", column="carrier")
    if status == "payment_plan" and not owed.has_plan:
        yield Want("Instalments are agreed by “Agree a payment plan”.", "plan_recovery")
    if status == "small_claims_filed" and not owed.is_filed:
        yield Want(
            "It is filed by “File in small claims”, which asks for court, number and day and looks "
            "at how many a city files in a year (Code Civ. Proc. 116.231).",
            "file_small_claims",
        )


def _paid(owed: Owed) -> Iterator[Want]:
    """Paid is what money came in on, for all that was billed and not given up."""
    asked, settled = owed.billed or 0, (owed.cost or 0) - owed.balance
    if owed.received <= 0:
        yield Want(
            "Nothing came in on it: record what came in, or close it as withdrawn.",
            "record_receipt",
        )
    elif settled < asked:
        yield Want(
            f"{dollars(asked)} was billed, and {dollars(settled)} of it came in or was given up: "
            "“Bill it” again with a credit, or record what came in.",
            "bill_recovery",
        )


def _withdrawn(owed: Owed) -> Iterator[Want]:
    """A bill that is withdrawn gives up its balance like a write-off, unless it was a mistake."""
    if owed.efforts and owed.efforts.ground == MISTAKEN:
        return
    wants = [*_note(owed), *_tried(owed)]
    if wants:
        yield Want(
            f"{dollars(owed.balance)} was billed: to withdraw it is to write it off, unless it was "
            "billed by mistake. Say so when you close it.",
            "close_recovery",
            given=BY_MISTAKE,
        )
    yield from wants


def _tried(owed: Owed) -> Iterator[Want]:
    """What was done to collect, where that was looked at."""
    if owed.efforts is not None and owed.on is not None:
        yield from effort_wants(owed.balance, owed.efforts, on=owed.on)


def _decided(owed: Owed) -> Iterator[Want]:
    """In the year before the time to sue ends, it is decided on first."""
    if owed.pressing and owed.on and owed.last_day and owed.on >= owed.pressing:
        ends = "ran" if owed.on > owed.last_day else "runs"
        yield Want(
            f"The time to sue {ends} out on {long_day(owed.last_day)}, and it goes on meanwhile: "
            "decide on the suit first.",
            "decide_suit",
        )


def _note(owed: Owed) -> Iterator[Want]:
    early = owed.note_until is not None and owed.on is not None and owed.on < owed.note_until
    if early and owed.note_until and not owed.has_note:
        yield Want(
            f"{dollars(owed.balance)} could still be sued for: until {long_day(owed.note_until)} "
            "it is written off only with the attorney's note. Add what the City Attorney wrote, "
            f"kept as attorney, its subject beginning with “{ATTORNEY}”.",
            "add_note",
            given={"sensitivity": "privileged", "subject": f"{ATTORNEY} on the write-off"},
        )

"""What a claim or recovery must have for a status, besides a move that leads to it.

A status may rest on a day, be held off for some days, or need money paid and papers on file. Typed,
pasted or set by a quick action, it is asked for the same.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from rules.days import long_day
from rules.money import dollars

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
class Want:
    """What a record still needs, in words, and what gives it.

    Args:
        sentence: what is wrong and what to do.
        action: key of the quick action that clears it.
        column: or the column to fill.
        sheet, ids: the records on which that is done; blank: the record itself.
        given: what fills the form of the action.
    """

    sentence: str
    action: str | None = None
    column: str | None = None
    sheet: str = ""
    ids: tuple[int, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)


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
        claim: its columns as they will stand; days as dates, money in cents.
        before: its status so far; blank for one that is entered as it stands, which is asked for
            the day of its status alone.
        on: the office's day.

    Source: the hold, Gov. Code 910.8; Medicare, 42 U.S.C. 1395y(b)(8).
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
    if before:
        yield from (gate.want for gate in GATES.get(claim["status"], ()) if not gate.holds(claim))


def recovery_wants(status: str, balance: int) -> Iterator[Want]:
    """What a recovery with a balance (cents) still needs for a status."""
    if status == "paid_closed" and balance > 0:
        yield Want(
            f"{dollars(balance)} is still owed: record what came in, or settle for less.",
            "record_receipt",
        )

"""The life of a claim and of a recovery: statuses in plain words, and from which to which a record
may move.

A move is allowed when it stands in the table of the record's line; what a status needs besides
(the day it rests on, money paid, a release) stands in `status_wants.py`.

Source: Government Claims Act practice (Gov. Code 910.8, 911.3, 911.4, 912.4, 912.6, 913, 945.6);
for workers'
compensation Labor Code 5401, 5402 and 8 CCR 9812.
"""

from dataclasses import dataclass

LIABILITY = {
    "incident_only": "Incident only",
    "received": "Received",
    "under_review": "Under review",
    "insufficient": "Insufficient, notice out",
    "late_returned": "Returned as late",
    "late_application": "Late-claim application",
    "assigned": "Assigned",
    "investigation": "Investigation",
    "evaluation": "Evaluation",
    "authority_requested": "Authority requested",
    "board_pending": "With the claims board",
    "allowed": "Allowed",
    "allowed_in_part": "Allowed in part",
    "rejected": "Rejected",
    "deemed_rejected": "Deemed rejected",
    "tendered": "Tendered",
    "negotiation": "Negotiation",
    "settled_pending_release": "Settled, release pending",
    "payment_requested": "Payment requested",
    "litigation": "Litigation",
}
WORKERS_COMPENSATION = {
    "reported": "Reported",
    "claim_form_given": "Claim form given",
    "claim_form_filed": "Claim form filed",
    "delayed": "Delayed",
    "accepted": "Accepted",
    "denied": "Denied",
    "future_medical": "Future medical",
    "litigation": "Litigation",
}
CLOSED = {
    "closed_paid": "Closed, paid",
    "closed_no_payment": "Closed, no payment",
    "closed_withdrawn": "Closed, withdrawn",
    "closed_time_expired": "Closed, time expired",
    "closed_transferred": "Closed, transferred",
}
REOPENED = {"reopened": "Reopened"}
CLAIM_STATUSES = tuple({**LIABILITY, **WORKERS_COMPENSATION, **CLOSED, **REOPENED}.items())
"""Every status of a claim, (code, words), in the order of a claim's life."""
CLAIM_OPEN = tuple(code for code, _ in CLAIM_STATUSES if code not in CLOSED)
"""The statuses in which a claim is worked on: money is reserved and paid in these alone."""

CLOSED_SOMEHOW = ("closed", "close", "closed.")
"""Words of registers that say no more than that a claim is closed: `closed_by_money` says how."""

SPOKEN = {
    "denied-nsh": "rejected",
    "denied-orim": "rejected",
    "approved": "allowed",
    "approved in part": "allowed_in_part",
    "orim-payment recommended": "payment_requested",
    "small claims court": "litigation",
    "open": "under_review",
    **dict.fromkeys(CLOSED_SOMEHOW, "closed_no_payment"),
    "settled": "settled_pending_release",
    "suit": "litigation",
}
"""Words that registers use for a status of either line."""

SPOKEN_BY_LINE = {
    "L": {"denied": "rejected", "deny": "rejected"},
    "W": {"denied": "denied", "rejected": "denied", "open": "reported", "approved": "accepted"},
}
"""Words whose meaning depends on the line: a liability claim is rejected, a compensation claim
denied.
"""

START = {"L": "received", "W": "reported"}
RECOVERY_START = "reported"
BEFORE_START = ("incident_only",)
"""Statuses that nothing leads to, since a record begins there before it is a claim."""
STATUSES_OF_LINE = {
    "L": (*LIABILITY, *CLOSED, *REOPENED),
    "W": (*WORKERS_COMPENSATION, *CLOSED, *REOPENED),
}

_WORK = (
    "assigned",
    "investigation",
    "evaluation",
    "negotiation",
    "tendered",
    "litigation",
    "rejected",
)
_ENDS = ("closed_withdrawn", "closed_transferred")
MOVES = {
    "L": {
        "incident_only": ("received", "closed_no_payment", *_ENDS),
        "received": ("under_review", "assigned", "late_returned", *_ENDS),
        "under_review": (
            "insufficient",
            "late_returned",
            "late_application",
            "allowed",
            "allowed_in_part",
            *_WORK,
            *_ENDS,
        ),
        "insufficient": ("under_review", "rejected", "deemed_rejected", *_ENDS),
        "late_returned": ("late_application", "closed_time_expired", "litigation", *_ENDS),
        "late_application": (
            "under_review",
            "late_returned",
            "closed_time_expired",
            "litigation",
            *_ENDS,
        ),
        "assigned": (
            "insufficient",
            "late_returned",
            "allowed_in_part",
            "investigation",
            "evaluation",
            "deemed_rejected",
            *_WORK[3:],
            *_ENDS,
        ),
        "investigation": (
            "late_returned",
            "evaluation",
            "allowed_in_part",
            "deemed_rejected",
            *_WORK[3:],
            *_ENDS,
        ),
        "evaluation": (
            "late_returned",
            "authority_requested",
            "board_pending",
            "allowed",
            "allowed_in_part",
            "deemed_rejected",
            *_WORK[3:],
            *_ENDS,
        ),
        "authority_requested": (
            "evaluation",
            "board_pending",
            "allowed",
            "allowed_in_part",
            *_WORK[3:],
            *_ENDS,
        ),
        "board_pending": ("evaluation", "allowed", "allowed_in_part", *_WORK[3:], *_ENDS),
        "allowed": ("settled_pending_release", "payment_requested", *_ENDS),
        "allowed_in_part": (
            "negotiation",
            "settled_pending_release",
            "payment_requested",
            "litigation",
            *_ENDS,
        ),
        "rejected": (
            "negotiation",
            "litigation",
            "closed_no_payment",
            "closed_time_expired",
            *_ENDS,
        ),
        "deemed_rejected": ("rejected", "negotiation", "litigation", "closed_time_expired", *_ENDS),
        "tendered": (
            "negotiation",
            "allowed_in_part",
            "rejected",
            "litigation",
            "closed_no_payment",
            *_ENDS,
        ),
        "negotiation": (
            "authority_requested",
            "board_pending",
            "settled_pending_release",
            "allowed_in_part",
            "rejected",
            "litigation",
            *_ENDS,
        ),
        "settled_pending_release": ("payment_requested", "negotiation", *_ENDS),
        "payment_requested": ("closed_paid", "settled_pending_release"),
        "litigation": (
            "negotiation",
            "board_pending",
            "settled_pending_release",
            "closed_no_payment",
            *_ENDS,
        ),
    },
    "W": {
        "reported": ("claim_form_given", "closed_no_payment", *_ENDS),
        "claim_form_given": (
            "claim_form_filed",
            "accepted",
            "closed_no_payment",
            "closed_time_expired",
            *_ENDS,
        ),
        "claim_form_filed": ("delayed", "accepted", "denied", *_ENDS),
        "delayed": ("accepted", "denied", *_ENDS),
        "accepted": (
            "future_medical",
            "denied",
            "litigation",
            "closed_paid",
            "closed_no_payment",
            *_ENDS,
        ),
        "denied": (
            "accepted",
            "litigation",
            "closed_paid",
            "closed_no_payment",
            "closed_time_expired",
            *_ENDS,
        ),
        "future_medical": ("litigation", "closed_paid", *_ENDS),
        "litigation": (
            "accepted",
            "denied",
            "future_medical",
            "closed_paid",
            "closed_no_payment",
            *_ENDS,
        ),
    },
}
for _line, _working in (
    ("L", ("investigation", "evaluation", "negotiation", "litigation")),
    ("W", ("accepted", "denied", "litigation", "future_medical")),
):
    MOVES[_line]["reopened"] = (*_working, *CLOSED)
    for _closed in CLOSED:
        MOVES[_line][_closed] = ("reopened",)

RECOVERY_STATUSES = (
    ("reported", "Reported"),
    ("documenting", "Documenting costs"),
    ("ready_to_bill", "Ready to bill"),
    ("billed", "Billed"),
    ("tendered", "Tendered"),
    ("disputed", "Disputed"),
    ("partially_paid", "Partially paid"),
    ("payment_plan", "Payment plan"),
    ("insurer_accepted", "Insurer accepted"),
    ("insurer_denied", "Insurer denied"),
    ("referred_attorney", "With the attorney"),
    ("small_claims_filed", "Small claims filed"),
    ("judgment", "Judgment"),
    ("collections", "Collections"),
    ("restitution_pending", "Restitution pending"),
    ("paid_closed", "Paid, closed"),
    ("compromised_closed", "Compromised, closed"),
    ("written_off", "Written off"),
    ("withdrawn", "Withdrawn"),
    ("time_barred", "Time-barred"),
)
_COLLECTING = (
    "tendered",
    "disputed",
    "partially_paid",
    "payment_plan",
    "insurer_accepted",
    "insurer_denied",
    "referred_attorney",
    "small_claims_filed",
    "collections",
    "restitution_pending",
    "paid_closed",
    "compromised_closed",
    "written_off",
    "time_barred",
    "withdrawn",
)
_IN_COURT = ("referred_attorney", "small_claims_filed")
RECOVERY_MOVES = {
    "reported": ("documenting", "withdrawn", "time_barred"),
    "documenting": ("ready_to_bill", "withdrawn", "time_barred"),
    "ready_to_bill": ("documenting", "billed", "withdrawn", "time_barred"),
    **{
        status: (
            *(s for s in _COLLECTING if s != status),
            *(("judgment",) if status in _IN_COURT else ()),
        )
        for status in ("billed", *_COLLECTING[:10])
    },
    "judgment": (
        "collections",
        "partially_paid",
        "payment_plan",
        "paid_closed",
        "compromised_closed",
        "written_off",
    ),
    "paid_closed": ("partially_paid",),
    "compromised_closed": ("partially_paid",),
    "written_off": ("partially_paid", "paid_closed"),
    "withdrawn": ("reported",),
    "time_barred": (),
}
RECOVERY_OPEN = tuple(s for s, _ in RECOVERY_STATUSES[:15])
GIVES_UP = {
    "written_off": "write_off",
    "withdrawn": "write_off",
    "time_barred": "write_off",
    "compromised_closed": "compromise",
}
"""Status of a recovery that gives up its balance -> the kind of authority that this takes."""
ENDS = frozenset({*CLOSED, *GIVES_UP, "paid_closed"})
"""Statuses in which a claim or a recovery is over: no way leads through one to another."""


@dataclass(frozen=True)
class Move:
    """Whether a record may go from one status to another; `why` is the sentence when it may not."""

    allowed: bool
    why: str = ""


def is_closed(status: str) -> bool:
    """Whether a claim in this status needs no more work."""
    return status in CLOSED


def closed_by_money(paid_cents: int, stands: str | None) -> str:
    """How a claim was closed of which a register says no more than that it is closed.

    Args:
        paid_cents: what was paid on it.
        stands: the status that the office has of it; None for a claim that is new.

    Returns:
        A closed status of the office that says more stays; else paid or without payment.
    """
    if stands in ("closed_withdrawn", "closed_time_expired", "closed_transferred"):
        return stands
    return "closed_paid" if paid_cents > 0 else "closed_no_payment"


def claim_move(line: str, old: str, new: str) -> Move:
    """Whether a claim of `line` (L or W) may go from `old` to `new`; if not, what comes first."""
    words = dict(CLAIM_STATUSES)
    if new not in STATUSES_OF_LINE[line]:
        kind = "liability" if line == "L" else "workers' compensation"
        return Move(False, f"“{words.get(new, new)}” is not a status of a {kind} claim.")
    return _move(MOVES[line], words, old, new)


def recovery_move(old: str, new: str) -> Move:
    """Whether a recovery may go from `old` to `new`; if not, what comes first."""
    return _move(RECOVERY_MOVES, dict(RECOVERY_STATUSES), old, new)


def claim_begins(line: str, status: str) -> Move:
    """Whether a claim of `line` may be entered in this status: that in which the work begins, or
    one a step on.
    """
    return _begins(MOVES[line], dict(CLAIM_STATUSES), START[line], status)


def recovery_begins(status: str) -> Move:
    """Whether a recovery may be entered in this status; as `claim_begins`."""
    return _begins(RECOVERY_MOVES, dict(RECOVERY_STATUSES), RECOVERY_START, status)


def _begins(
    moves: dict[str, tuple[str, ...]], words: dict[str, str], start: str, status: str
) -> Move:
    first = (start, *(s for s in BEFORE_START if start in moves.get(s, ())), *moves[start])
    if status in first:
        return Move(True)
    choice = ", ".join(f"“{words[s]}”" for s in first[1:])
    said = words.get(status, status)
    return Move(
        False,
        f"A new record does not begin at “{said}”: it begins at “{words[start]}”, or at {choice}.",
    )


def _move(moves: dict[str, tuple[str, ...]], words: dict[str, str], old: str, new: str) -> Move:
    if old == new or new in moves.get(old, ()):
        return Move(True)
    path = _shortest(moves, old, new)
    if path:
        steps = ", then ".join(f"“{words[s]}”" for s in path)
        return Move(
            False, f"From “{words[old]}” it cannot go straight to “{words[new]}”: first {steps}."
        )
    choice = ", ".join(f"“{words[s]}”" for s in moves.get(old, ())) or "nothing else"
    return Move(False, f"From “{words.get(old, old)}” it can go to {choice}.")


def _shortest(moves: dict[str, tuple[str, ...]], old: str, new: str) -> list[str]:
    """The statuses between `old` and `new` on the shortest way, neither end included; empty when
    there is none.
    """
    ways, seen = [[old]], {old}
    for way in ways:
        for step in moves.get(way[-1], ()):
            if step == new:
                return way[1:]
            if step not in seen and step not in ENDS:
                seen.add(step)
                ways.append([*way, step])
    return []

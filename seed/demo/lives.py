"""How claims live and end: what status an open claim has at its age, how closed ones closed.

Each status is one that a claim reaches by the moves of `rules/statuses.py`, and the days that it
rests on (a notice mailed, a form filed) are set with it.
"""

from typing import NamedTuple

from seed.demo.chance import weighted

EVER = 100_000


class Open(NamedTuple):
    """A status of open claims: between which ages in days since receipt, and how likely."""

    status: str
    first: int
    last: int
    weight: float


class End(NamedTuple):
    """How a claim closes: the status, how often, and how many days it takes at least."""

    status: str
    weight: float
    least: int


class Dated(NamedTuple):
    """A fact that comes with a status: the column, and how many days after the start it falls."""

    column: str
    first: int
    last: int


OPEN = {
    "L": (
        Open("received", 0, 3, 10),
        Open("under_review", 1, 26, 8),
        Open("insufficient", 9, 40, 2),
        Open("late_returned", 15, 75, 0.6),
        Open("late_application", 20, 44, 0.7),
        Open("assigned", 3, 34, 4),
        Open("investigation", 5, 120, 6),
        Open("evaluation", 20, 160, 4),
        Open("authority_requested", 30, 180, 1.5),
        Open("board_pending", 30, 120, 1),
        Open("allowed", 25, 80, 0.7),
        Open("allowed_in_part", 25, 90, 0.5),
        Open("rejected", 36, 222, 8),
        Open("deemed_rejected", 47, 200, 0.6),
        Open("tendered", 12, 240, 1.2),
        Open("negotiation", 30, 500, 4),
        Open("settled_pending_release", 40, 700, 1.5),
        Open("payment_requested", 45, 700, 1),
        Open("litigation", 220, EVER, 6),
        Open("reopened", 400, EVER, 0.6),
    ),
    "W": (
        Open("reported", 0, 4, 6),
        Open("claim_form_given", 1, 14, 4),
        Open("claim_form_filed", 3, 20, 4),
        Open("delayed", 12, 88, 3),
        Open("accepted", 10, 1600, 12),
        Open("denied", 40, 500, 1.2),
        Open("litigation", 150, EVER, 2.5),
        Open("future_medical", 600, EVER, 5),
        Open("reopened", 700, EVER, 0.4),
    ),
}
ENDS = {
    "L": (
        End("closed_paid", 42, 50),
        End("closed_no_payment", 36, 60),
        End("closed_time_expired", 13, 290),
        End("closed_withdrawn", 6, 12),
        End("closed_transferred", 3, 8),
    ),
    "W": (
        End("closed_paid", 76, 30),
        End("closed_no_payment", 17, 20),
        End("closed_withdrawn", 5, 15),
        End("closed_transferred", 2, 20),
    ),
}
ENDINGS = {line: weighted(ends, [end.weight for end in ends]) for line, ends in ENDS.items()}
LIFE = {"L": (125.0, 0.85), "W": (190.0, 1.0)}
"""Line -> the usual life of a claim in days, and how far lives lie apart."""

REJECTION = Dated("rejection_mailed_date", 28, 44)
DATED = {
    "insufficient": (Dated("insufficiency_mailed_date", 8, 19),),
    "late_returned": (Dated("late_notice_mailed_date", 10, 40),),
    "late_application": (
        Dated("late_notice_mailed_date", 8, 18),
        Dated("late_application_date", 19, 60),
    ),
    "allowed_in_part": (REJECTION,),
    "rejected": (REJECTION,),
    "litigation": (REJECTION,),
    "closed_no_payment": (REJECTION,),
    "closed_time_expired": (REJECTION,),
    "payment_requested": (Dated("release_date", 40, 90),),
    "closed_paid": (Dated("release_date", 35, 49),),
}
"""Liability: status -> the days that it rests on, counted from presentation."""

BEFORE_FORM_GIVEN = ("reported",)
BEFORE_FORM_FILED = ("reported", "claim_form_given")
BEFORE_DECISION = (
    *BEFORE_FORM_FILED,
    "claim_form_filed",
    "delayed",
    "closed_withdrawn",
    "closed_transferred",
)
"""Statuses in which the form is not yet given, not yet filed, the claim not decided."""

EVALUATED = frozenset(
    {
        "evaluation",
        "authority_requested",
        "board_pending",
        "negotiation",
        "settled_pending_release",
        "payment_requested",
        "litigation",
        "closed_paid",
    }
)
"""Liability: statuses in which the office has put its view of liability and value on file."""

"""The deadlines of a claim against the City: presented, acted on, sued (Gov. Code 901 to 946.6)."""

from rules.clocks import ANY, Clock, stand_beside
from rules.statuses import LIABILITY, REOPENED
from rules.suit import suit_deadline

UNDECIDED = frozenset((*LIABILITY, *REOPENED)) - {
    "incident_only",
    "late_returned",
    "allowed",
    "allowed_in_part",
    "rejected",
    "deemed_rejected",
    "payment_requested",
    "litigation",
}
"""Statuses of a liability claim on which the City has not acted (Gov. Code 912.4, 912.6); one that
is being settled counts until its release is signed.
"""

SUABLE = frozenset((*LIABILITY, *REOPENED)) - {
    "incident_only",
    "allowed",
    "settled_pending_release",
    "payment_requested",
    "litigation",
}
"""Statuses of a liability claim over which the claimant may still go to court."""

_SERVED = {"service": "service"}

LIABILITY_CLOCKS: tuple[Clock, ...] = (
    Clock(
        "CLAIM_PRESENT_6M",
        "L",
        "accrued",
        "Last day for the claimant to present a claim",
        statuses=frozenset({"incident_only"}),
        only={"six_months": (True,)},
        blank=("presented_date",),
        lead=5,
    ),
    Clock(
        "CLAIM_PRESENT_1Y",
        "L",
        "accrued",
        "Last day for the claimant to present a claim",
        statuses=frozenset({"incident_only"}),
        only={"six_months": (False,)},
        blank=("presented_date",),
        lead=5,
    ),
    Clock(
        "ACK_LETTER",
        "L",
        "presented_date",
        "Acknowledge the claim",
        statuses=frozenset({"received"}),
        action="letter_acknowledgement",
        answered_by=ANY,
    ),
    Clock(
        "INSUFF_NOTICE",
        "L",
        "presented_date",
        "Last day for a notice of insufficiency",
        given=_SERVED,
        answered=("insufficiency_mailed_date", "rejection_mailed_date", "release_date"),
        statuses=frozenset({"received", "under_review", "assigned"}),
        lead=5,
        action="letter_insufficiency",
        answered_by=ANY,
    ),
    Clock(
        "INSUFF_HOLD",
        "L",
        "insufficiency_mailed_date",
        "The City may not act on the claim through this day",
        answered=("rejection_mailed_date",),
        statuses=UNDECIDED,
    ),
    Clock(
        "CLAIM_ACT_45",
        "L",
        "presented_date",
        "Last day to act on the claim",
        given=_SERVED,
        answered=("rejection_mailed_date", "release_date"),
        statuses=UNDECIDED,
        never={"is_extended": (True,)},
        lead=10,
        action="set_status",
        answered_by=ANY,
    ),
    Clock(
        "CLAIM_ACT_EXTENDED",
        "L",
        "presented_date",
        "Last day to act on the claim, as extended",
        given={"extension_to": "extension_to_date"},
        answered=("rejection_mailed_date", "release_date"),
        statuses=UNDECIDED,
        only={"is_extended": (True,)},
        lead=10,
        action="set_status",
        answered_by=ANY,
    ),
    Clock(
        "LATE_NOTICE",
        "L",
        "presented_date",
        "Last day to tell the claimant that the claim is late",
        given=_SERVED,
        answered=("late_notice_mailed_date", "late_application_date"),
        statuses=UNDECIDED,
        only={"timeliness": ("late", "barred")},
        lead=10,
        action="letter_late_claim",
        answered_by=ANY,
    ),
    Clock(
        "LATE_APP_ACT",
        "L",
        "late_application_date",
        "Last day to act on the late-claim application",
        statuses=frozenset({"late_application"}),
        lead=10,
        action="set_status",
        answered_by=ANY,
    ),
    Clock(
        "LATE_APPLICATION",
        "L",
        "accrued",
        "Last day for the claimant to ask leave to present late",
        statuses=frozenset({"late_returned"}),
        answered_by=frozenset({"late_application"}),
        only={"six_months": (True,)},
        blank=("late_application_date",),
    ),
    Clock(
        "SUIT_6M",
        "L",
        "rejection_mailed_date",
        "Last day for the claimant to sue",
        statuses=SUABLE,
    ),
    Clock(
        "SUIT_2Y",
        "L",
        "accrued",
        "Last day for the claimant to sue, no notice of rejection having been sent",
        rule=suit_deadline,
        given={"accrual_date": "accrued", "extension_days": "extension_days"},
        blank=("rejection_mailed_date",),
        statuses=frozenset({"rejected", "allowed_in_part", "deemed_rejected"}),
    ),
    Clock(
        "MSP_REPORT_365",
        "L",
        "release_date",
        "Report the settlement to Medicare",
        only={"medicare_status": ("beneficiary",)},
        lead=190,
        sensitivity="medical",
    ),
)
"""Fact -> rule -> diary entry, of a liability claim."""

stand_beside("L", LIABILITY_CLOCKS)

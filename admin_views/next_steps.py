"""Which step a record most likely takes next, by its status: the one primary button of its page."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Step:
    """An action with the words of its button, and what its form is filled with."""

    key: str
    title: str
    given: dict[str, str] = field(default_factory=dict)


def _to(status: str, title: str) -> Step:
    return Step("set_status", title, {"status": status})


PAY = Step("pay", "Pay")
CLOSE = Step("close_claim", "Close")
REOPEN = Step("reopen_claim", "Reopen")
CLOSED = dict.fromkeys(
    (
        "closed_paid",
        "closed_no_payment",
        "closed_withdrawn",
        "closed_time_expired",
        "closed_transferred",
    ),
    REOPEN,
)
NEXT: dict[tuple[str, str], dict[str, Step]] = {
    ("claim", "L"): {
        "incident_only": _to("received", "Take in the claim"),
        "received": _to("under_review", "Begin the review"),
        "under_review": _to("investigation", "Begin the investigation"),
        "insufficient": _to("under_review", "Take in the amended claim"),
        "late_returned": _to("late_application", "Take in a late-claim application"),
        "late_application": _to("under_review", "Allow the late claim"),
        "assigned": _to("investigation", "Begin the investigation"),
        "investigation": _to("evaluation", "Go on to the evaluation"),
        "evaluation": _to("authority_requested", "Ask for authority"),
        "authority_requested": _to("negotiation", "Negotiate"),
        "board_pending": _to("negotiation", "Negotiate"),
        "allowed": _to("settled_pending_release", "Record the settlement"),
        "allowed_in_part": _to("settled_pending_release", "Record the settlement"),
        "negotiation": _to("settled_pending_release", "Record the settlement"),
        "settled_pending_release": PAY,
        "payment_requested": PAY,
        "rejected": CLOSE,
        "deemed_rejected": CLOSE,
        "tendered": CLOSE,
        "reopened": _to("investigation", "Begin the investigation"),
        **CLOSED,
    },
    ("claim", "W"): {
        "reported": _to("claim_form_given", "Give the claim form"),
        "claim_form_given": _to("claim_form_filed", "Take in the claim form"),
        "claim_form_filed": _to("accepted", "Accept"),
        "delayed": _to("accepted", "Accept"),
        "accepted": PAY,
        "future_medical": PAY,
        "denied": CLOSE,
        "reopened": PAY,
        **CLOSED,
    },
    ("incident", ""): {},
    ("recovery", ""): {
        "reported": _to("documenting", "Begin the cost lines"),
        "documenting": Step("add_recovery_cost", "Add a cost"),
        "ready_to_bill": Step("bill_recovery", "Bill it"),
        "tendered": Step("record_carrier_answer", "Record the carrier's answer"),
        "insurer_denied": Step("send_demand", "Send the demand"),
        "disputed": Step("compromise_recovery", "Settle for less"),
        **dict.fromkeys(
            (
                "billed",
                "partially_paid",
                "payment_plan",
                "insurer_accepted",
                "small_claims_filed",
                "judgment",
                "collections",
                "restitution_pending",
            ),
            Step("record_receipt", "Record money received"),
        ),
    },
}
"""(Sheet, line) -> status -> the next step; a status that is not there has none that stands out."""


def next_step(sheet: str, line: str | None, status: str | None) -> Step | None:
    """The step that a record in this status most likely takes next."""
    return NEXT.get((sheet, line or ""), {}).get(status or "")

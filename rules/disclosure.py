"""What a caller may be told about a claim, by who calls; what is kept, and why.

Deny by default: a caller who is not listed, or whose identity is not checked, is told nothing of
the claim.
"""

from dataclasses import dataclass

NOBODY_OUTSIDE = ("reserves", "evaluation", "attorney_advice")
"""Topics that nobody outside the office is told, whoever calls."""

TOPICS = {
    "status": "the status of the claim",
    "dates": "the dates of the claim",
    "paid_to_caller": "what was paid to the caller",
    "handler": "who handles the claim",
    "restrictions": "work restrictions and their dates",
    "decision": "whether the claim is accepted, delayed or denied",
    "bills": "the caller's own bills and their payment",
    "reserves": "reserves",
    "evaluation": "what the office thinks the claim is worth",
    "attorney_advice": "advice of the City's attorneys",
    "medical": "medical details",
    "payments": "payments to others",
    "people": "addresses, phones and birth dates of people",
    "claim": "anything about a claim",
}
"""Topic -> its words."""

REASONS = {
    "reserves": "They show what the office expects to pay; they are kept inside (attorney work "
    "product).",
    "evaluation": "It is attorney work product and stays with the claims staff.",
    "attorney_advice": "It is between the City and its attorneys.",
    "medical": "Departments are told restrictions and dates only (Labor Code 3762(c)).",
    "payments": "They are nobody's business but the payee's.",
    "people": "Personal details are kept to those who work the claim.",
    "claim": "Public records are asked for at the City Clerk's office (Public Records Act).",
}
"""Topic -> why it is kept."""

REASONS_FOR = {
    (
        "medical",
        "provider",
    ): "They leave the office only with the patient's written authorization (Civil Code 56.20).",
    (
        "medical",
        "carrier",
    ): "They go out in writing, with the patient's authorization (Civil Code 56.20), not by phone.",
    ("payments", "carrier"): "They go out in a loss run or by letter, not by phone.",
}
"""(Topic, who calls) -> why it is kept from this caller, where that is another reason."""

STATUS_SAID = {
    "incident_only": "We know of the incident; no claim was presented yet.",
    "received": "We received the claim; it is not reviewed yet.",
    "under_review": "The claim is under review.",
    "insufficient": "We sent a notice that something is missing in the claim.",
    "late_returned": "The claim was returned as late.",
    "late_application": "An application to present a late claim is before us.",
    "assigned": "The claim is being looked into.",
    "investigation": "The claim is being investigated.",
    "evaluation": "The claim is being looked into; nothing is decided yet.",
    "authority_requested": "The claim is being looked into; nothing is decided yet.",
    "board_pending": "The claim waits for a decision of the City.",
    "allowed": "The claim was allowed.",
    "allowed_in_part": "The claim was allowed in part.",
    "rejected": "The claim was rejected.",
    "deemed_rejected": "The claim was not acted on in time, which counts as rejected.",
    "tendered": "The claim was passed on to somebody else who may answer for it.",
    "negotiation": "The claim is being talked over with the claimant.",
    "settled_pending_release": "The claim is settled; the signed release is awaited.",
    "payment_requested": "The claim is settled; the payment is on its way.",
    "litigation": "The claim is in court; the City's attorneys answer for it.",
    "reported": "We know of the injury; the claim form is the next step.",
    "claim_form_given": "The claim form was given out and is not back yet.",
    "claim_form_filed": "The claim form is in; the claim is not decided yet.",
    "delayed": "The decision on the claim is delayed.",
    "accepted": "The claim is accepted.",
    "denied": "The claim is denied.",
    "future_medical": "The claim is accepted and open for further treatment.",
    "closed_paid": "The claim is closed; it was paid.",
    "closed_no_payment": "The claim is closed without payment.",
    "closed_withdrawn": "The claim is closed; it was withdrawn.",
    "closed_time_expired": "The claim is closed; its time has run out.",
    "closed_transferred": "The claim is closed here; another office handles it.",
    "reopened": "The claim is open again.",
}
"""Status of a claim -> how an outside caller is told of it; nothing of what the office thinks."""


@dataclass(frozen=True)
class Rule:
    """What a kind of caller is told and not; `needs` is the fact without which it is nothing."""

    told: tuple[str, ...]
    kept: tuple[str, ...]
    needs: str = ""
    citation: str = ""


RULES = {
    "claimant": Rule(
        ("status", "dates", "paid_to_caller", "handler"), ("payments", "people"), "identity"
    ),
    "attorney": Rule(
        ("status", "dates", "paid_to_caller", "handler"), ("payments", "people"), "representation"
    ),
    "employee": Rule(
        ("decision", "dates", "restrictions", "paid_to_caller", "handler"),
        ("payments", "people"),
        "own_claim",
    ),
    "supervisor": Rule(
        ("restrictions", "handler"),
        ("medical", "payments", "people"),
        "identity",
        "Labor Code 3762(c)",
    ),
    "provider": Rule(
        ("decision", "bills", "handler"), ("medical", "payments", "people"), "identity"
    ),
    "carrier": Rule(("status", "dates", "handler"), ("medical", "payments", "people"), "identity"),
    "public": Rule((), ("claim",), citation="Public Records Act, Gov. Code 7920.000"),
    "other": Rule((), ("claim",)),
}
"""Who calls -> what they may be told."""

UNMET = {
    "identity": "Nothing yet. Check name, claim number and loss date first.",
    "representation": "Nothing yet. No representation is on file: ask for the letter that says "
    "who they act for.",
    "own_claim": "Nothing yet. Check that it is their own compensation claim: name, claim "
    "number and injury date.",
}
"""The fact that is missing -> what the caller is told instead."""


@dataclass(frozen=True)
class Disclosure:
    """Open topics, kept topics with the reason, and what is said when nothing is open."""

    told: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]
    instead: str = ""


def disclosure(caller_kind: str, *, facts: frozenset[str]) -> Disclosure:
    """What a caller may be told of a claim.

    Args:
        caller_kind: who calls, a key of `RULES`; any other is told nothing.
        facts: what is established: `identity` (checked), `representation` (on file), `own_claim`.

    Returns:
        Open topics in order, kept topics each with its reason, and what to say when nothing is
        open.

    Source: Labor Code 3762(c) for departments; attorney-client privilege and work product for
    reserves,
    evaluation and advice; Public Records Act for everybody else. The City Attorney owns the table.
    """
    rule = RULES.get(caller_kind, RULES["other"])
    wanted = {
        "representation": {"identity", "representation"},
        "own_claim": {"identity", "own_claim"},
    }
    missing = wanted.get(rule.needs, {rule.needs} - {""}) - facts
    instead = ""
    if missing:
        instead = UNMET["identity" if "identity" in missing else rule.needs]
    elif not rule.told:
        instead = "Nothing about a claim. The City Clerk answers requests for public records."
    topics = (*rule.kept, *NOBODY_OUTSIDE) if rule.told else rule.kept
    kept = tuple((t, REASONS_FOR.get((t, caller_kind), REASONS[t])) for t in topics)
    return Disclosure(() if missing else rule.told, kept, instead)

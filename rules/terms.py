"""The office's own words: one term means one thing in column, label, heading, letter and test."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A word of the office: its label on screens and in headings, and what it means."""

    label: str
    meaning: str


TERMS: dict[str, Term] = {
    # People and records
    "claim": Term(
        "Claim", "A demand on the City for money or benefits, from its presentation to its closing."
    ),
    "claimant": Term("Claimant", "Who presents the claim, or was hurt at work."),
    "claim_no": Term("Claim no.", "The public number of a claim."),
    "incident": Term(
        "Incident", "An accident or loss as it was reported; several claims may share one."
    ),
    "party": Term("Party", "A person or organization with a part in a claim or incident."),
    "adjuster": Term("Adjuster", "Who handles the claim."),
    "department": Term("Department", "The part of the City where the loss arose."),
    "cause_code": Term("Cause", "What caused the loss, as the office codes it."),
    "coverage_line": Term("Coverage line", "The kind of coverage that a loss falls under."),
    "line": Term("Line", "Liability (L) or workers' compensation (W)."),
    # Days
    "loss_date": Term("Loss date", "When it happened."),
    "injury_date": Term("Injury date", "When an employee was hurt."),
    "presented_date": Term("Presented", "When the claim was delivered to the clerk or mailed."),
    "received_date": Term("Received", "When it reached this office."),
    "accrual_date": Term("Accrued", "When the time to claim or sue starts."),
    "tolled_days": Term("Tolled days", "Days during which the time to sue did not run."),
    "suit_deadline": Term("Last day to sue", "When the time to sue runs out."),
    "diary_date": Term("Due", "When to look at it again."),
    "lag_days": Term("Lag", "Days from the loss to its report."),
    "valuation_date": Term("Valued as of", "The day whose figures are shown."),
    # Formal steps, liability
    "insufficiency": Term(
        "Insufficiency", "The notice that a claim lacks what the law requires (Gov. Code 910.8)."
    ),
    "late_application": Term(
        "Late-claim application", "The request to present a claim late (Gov. Code 911.4)."
    ),
    "rejection": Term("Rejection", "The notice that the City rejects a claim (Gov. Code 913)."),
    "deemed_rejected_date": Term(
        "Deemed rejected", "When a claim counts as rejected without a notice."
    ),
    "demand": Term("Demand", "What the claimant asks to settle."),
    "offer": Term("Offer", "What the City would pay to settle."),
    "settlement": Term("Settlement", "What both agreed on."),
    "release": Term("Release", "The claimant's signed waiver of further claims."),
    "suit": Term("Suit", "The claim once it is in court."),
    "plaintiff": Term("Plaintiff", "The claimant once in court."),
    # Workers' compensation
    "delay": Term(
        "Delay", "The decision on a compensation claim is put off while it is investigated."
    ),
    "denial": Term("Denial", "Liability for a compensation claim is denied."),
    "td": Term("Temporary disability", "Pay for the time an employee cannot work."),
    "pd": Term("Permanent disability", "Pay for what does not heal."),
    "light_duty": Term("Light duty", "Work within an employee's restrictions."),
    "physician": Term(
        "Physician", "Who treats or examines the employee; also a facility or pharmacy."
    ),
    # Money
    "reserve": Term(
        "Reserve", "The expected total of one category of a claim, paid and future together."
    ),
    "indemnity": Term("Indemnity", "Money for the claimant's loss."),
    "medical": Term("Medical", "Money for treatment."),
    "expense": Term("Expense", "Money for handling the claim."),
    "paid": Term("Paid", "Money out, posted."),
    "outstanding": Term("Outstanding", "The reserve less what is paid."),
    "incurred": Term(
        "Incurred", "Paid and outstanding together; gross of recoveries unless said net."
    ),
    "recovery": Term("Recovery", "Money back from who owes it."),
    "subrogation": Term(
        "Subrogation", "Recovery from a third party who caused an employee's injury or a loss."
    ),
    "salvage": Term("Salvage", "What damaged property still brings."),
    "retention": Term("Retention", "The City's own layer of a loss."),
    "excess": Term("Excess", "The layer above the retention."),
    "opening_balance": Term(
        "Opening balance", "A total taken over from another register as one ledger row."
    ),
    # Work and reports
    "file_note": Term("Note", "What was done or learned on a claim."),
    "loss_run": Term("Loss run", "A list of claims with their money as of a day."),
    "triangle": Term("Triangle", "Losses by year of origin and age."),
    "approval": Term("Approval", "An action that waits for somebody with the authority for it."),
    "import": Term("Import", "A file brought in: its rows new, changed, unchanged or refused."),
    "change_set": Term("Change set", "What one save, import or action wrote together."),
}


EXAMPLE = "EXAMPLE: this row is left out"
"""Stands in the first cell of a template's example; an import leaves a row that holds it out."""


def with_article(noun: str) -> str:
    """The noun after "a" or "an", as it is spoken: a claim, an incident, a user.

    Args:
        noun: one or more words in small letters, not empty.
    """
    vowel = noun[0] in "aeio" or (noun[0] == "u" and not noun.startswith(("us", "uni")))
    return f"{'an' if vowel else 'a'} {noun}"


def counted(count: int, plural: str) -> str:
    """A count with its noun: "1 day", "3 days", "0 calendar days".

    Args:
        count: at least 0.
        plural: the noun in the plural, which ends in s.
    """
    return f"{count} {plural.removesuffix('s') if count == 1 else plural}"


def term(code: str) -> Term:
    """The term of `code`.

    Raises:
        KeyError: it is not a term of the office; enter it here first.
    """
    return TERMS[code]

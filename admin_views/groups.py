"""The columns of a wide sheet in groups, for the page of a record and for its form.

A group begins at a named column and ends before the next. A group of one line stays folded on
records of the
other. What the office works out stands in a group of its own unless a group names it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from models import meta

WORKED_OUT = "Worked out by the office's records"
ADDED = "Added by the office"


@dataclass(frozen=True)
class Start:
    """Where a group begins: its first column, its title, and the line that it belongs to alone."""

    column: str
    title: str
    line: str = ""


@dataclass(frozen=True)
class Group:
    """Some columns of a sheet under one title."""

    title: str
    columns: tuple
    line: str = ""


STARTS = {
    "claim": (
        Start("claim_no", "The claim"),
        Start("loss_date", "What happened"),
        Start("amount_claimed", "Money and cover"),
        Start("closed_date", "Closing"),
        Start("privileged_notes", "Evaluation"),
        Start("reserved_indemnity", "Figures from the ledger"),
        Start("next_deadline", "Deadlines"),
        Start("claim_kind", "Liability", "L"),
        Start("injury_date", "Workers' compensation", "W"),
    ),
    "party": (
        Start("party_no", "Who it is"),
        Start("phone", "How to reach them"),
        Start("birth_date", "Person and vehicle"),
        Start("insurer", "Insurance and counsel"),
        Start("tax_form_date", "Payments and notes"),
    ),
    "incident": (
        Start("incident_no", "What happened"),
        Start("reported_by", "Report"),
        Start("city_property_damaged", "Damage to City property"),
        Start("injuries", "People and vehicles"),
    ),
    "recovery": (
        Start("recovery_no", "The recovery"),
        Start("damage_date", "The damage"),
        Start("limitation_kind", "Who owes it"),
        Start("police_report_no", "References"),
        Start("invoice_no", "The bill and its instalments"),
        Start("carrier_adjuster", "The carrier's answer"),
        Start("tolled_to_date", "Suit and court"),
        Start("agency", "Collections"),
        Start("handler", "Handling"),
        Start("cost", "Figures from the ledger"),
        Start("closed_date", "Closing"),
    ),
    "policy": (
        Start("policy_no", "The policy"),
        Start("effective_date", "Period"),
        Start("retention_kind", "Money"),
        Start("status", "Handling"),
    ),
    "payment": (
        Start("payment_no", "The payment"),
        Start("payee", "Payee"),
        Start("category", "What for"),
        Start("payment_date", "Posting"),
    ),
    "document": (
        Start("document_no", "The document"),
        Start("file_name", "The file"),
        Start("document_date", "Handling"),
    ),
    "employee": (
        Start("employee_no", "Who it is"),
        Start("safety_member", "Employment"),
        Start("phone", "How to reach them"),
        Start("weekly_hours", "Work"),
    ),
}


def groups(model, columns: Sequence, *, derived_apart: bool = True) -> list[Group]:
    """The given columns of a sheet under their titles, empty groups left out."""
    starts = {start.column: start for start in STARTS.get(model.__name__.lower(), ())}
    wanted = {column.name: column for column in columns}
    title = Start("", meta(model, "singular").capitalize())
    found: dict[Start, list] = {}
    for field in model._meta.sorted_fields:
        title = starts.get(field.name, title)
        if field.name in wanted:
            apart = field.derived and derived_apart and not starts
            own = ADDED if field.added else WORKED_OUT if apart else ""
            found.setdefault(Start("", own) if own else title, []).append(wanted[field.name])
    return [Group(start.title, tuple(fields), start.line) for start, fields in found.items()]

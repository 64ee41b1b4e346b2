"""A small office with one row of every sheet in each of two departments, made from the declarations."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from everything import deadline

import models as m
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR
from models import SHEETS, columns_of

TODAY = date(2026, 11, 24)
CANARIES = {"medical": "Zaunkoenig", "privileged": "Wendehals", "personal": "Gimpelfink"}
"""Sensitivity -> the word that stands in its text columns; personal ones that a department may see are left out."""
OPEN_TO_DEPARTMENTS = ("claimant", "name")
FITTING = {
    (m.StatutoryRow, "table"): "wc_deadlines",
    (m.StatutoryRow, "code"): "CMP-02",
    (m.StatutoryRow, "values"): deadline("Decide"),
    (m.SavedView, "sheet"): "claim",
    (m.SavedView, "kind"): "shared",
    (m.SavedView, "owner"): None,
    (m.SavedView, "role"): None,
    (m.SavedView, "state"): {"filters": [f"diagnosis~{CANARIES['medical']}"]},
    (m.SavedView, "look"): {"height": "high"},
    (m.CustomColumn, "sheet"): "organization",
    (m.CustomColumn, "name"): "x_fitting",
    (m.CustomColumn, "kind"): "text",
    (m.CustomColumn, "decimals"): None,
    (m.CustomColumn, "choices"): None,
}
"""What only some values fit."""
LEFT_OUT = (m.User, m.Role, m.UserRole, m.Setting, m.ImportRun, m.Approval)
ORDER = (
    m.Department,
    m.Organization,
    m.Employee,
    m.Physician,
    m.Policy,
    m.Party,
    m.Incident,
    m.Claim,
    m.Recovery,
    m.WorkStatus,
    m.LightDutyTask,
    m.LightDutyOffer,
    m.RateCard,
)


def fill(mark: str, *, kept_as: str = "public") -> dict[str, int]:
    """One row of each sheet, all of one department, its names ending in `mark`; gives sheet -> id.

    `kept_as` is the sensitivity of notes, documents and diary entries.
    """
    draft, refs = Draft("One of each", source="seed", on=TODAY), {}
    sheets = [*ORDER, *(model for model in SHEETS if model not in (*ORDER, *LEFT_OUT))]
    for model in sheets:
        values = {
            f.name: value
            for f in columns_of(model)
            if (value := _value(model, f, mark, refs)) is not None
        }
        if "sensitivity" in values:
            values["sensitivity"] = kept_as
        refs[model] = draft.create(model, **values)
    receipt = commit(OPERATOR, draft)
    return {model.__name__.lower(): receipt.id_of(ref) for model, ref in refs.items()}


def _value(model, field, mark: str, refs: dict):
    if field.derived and (field.null or field.default is not None):
        return None
    if model is m.CustomColumn and field.name == "name":
        return f"x_{mark.lower()}"
    if (model, field.name) in FITTING:
        return FITTING[model, field.name]
    if field.kind == "link":
        return (
            refs.get(field.rel_model)
            if field.name not in ("reverses", "division_of", "supervisor")
            else None
        )
    if model is m.Claim and field.name in ("line", "status"):
        return "W" if field.name == "line" else None
    return _plain(model, field, mark)


def _plain(model, field, mark: str):
    kind, name = field.kind, field.name
    if name in ("closed_date", "posted_at", "trashed_at") or name.endswith("closed_date"):
        return None
    if name == "status" and field.default is not None:
        return None
    if name == "sensitivity":
        return "public"
    if kind == "choice":
        return field.choices[0][0]
    if kind in ("text", "code", "long"):
        canary = CANARIES.get(field.sensitivity) if name not in OPEN_TO_DEPARTMENTS else None
        short = f"{canary or name} {mark}"
        return short[: field.max_length] if getattr(field, "max_length", None) else short
    return {
        "money": 100,
        "whole": 1,
        "quantity": Decimal(1),
        "day": TODAY - timedelta(days=ord(mark)),
        "instant": datetime.now(UTC),
        "yesno": True,
        "json": {"a": 1},
    }.get(kind)

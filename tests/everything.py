"""One row of every sheet with every column filled, so that what a page shows or hides can be looked at column by column."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import models as m
from journal.commit import commit
from journal.drafts import Draft, Ref
from journal.who import OPERATOR

DAY = date(2026, 3, 17)
TEXTS = ("text", "code", "long", "json")
LEFT = (m.User, m.Role, m.UserRole, m.Setting, m.ImportRun, m.Holiday)
"""Sheets that the office itself fills, or that a second row would upset."""
GIVEN = {
    m.Claim: {"line": "W", "status": "accepted", "closed_date": None, "reopened_date": None},
    m.Recovery: {"status": "reported", "closed_date": None},
    m.Payment: {"status": "draft", "posted_at": None},
    m.Diary: {"status": "open", "done_date": None},
    m.Approval: {"sheet": "claim", "row_id": None, "parameters": None, "verb": "pay"},
    m.StatutoryRow: {"table": "wc_deadlines", "code": "CMP-02"},
    m.AuthorityLimit: {"holder": "board"},
    m.SavedView: {
        "sheet": "claim",
        "kind": "shared",
        "owner": None,
        "role": None,
        "state": {"filters": ["description~word-SavedView-state"]},
        "look": {"height": "high"},
    },
    m.ContactLog: {},
    m.CustomColumn: {
        "sheet": "organization",
        "name": "x_added",
        "kind": "text",
        "decimals": None,
        "choices": None,
        "retired_date": None,
    },
    m.Document: {
        "file_name": "photo.pdf",
        "media_type": "application/pdf",
        "size_bytes": 3,
        "sha256": "0" * 64,
        "store_name": "x",
    },
}
ORDER = (
    m.Department,
    m.Organization,
    m.Employee,
    m.Physician,
    m.CauseCode,
    m.KnownValue,
    m.Policy,
    m.Incident,
    m.Party,
    m.Claim,
    m.StatutoryRow,
    m.AuthorityLimit,
    m.CustomColumn,
    m.InvestigationStep,
    m.Reserve,
    m.Payment,
    m.PaymentEvent,
    m.FileNote,
    m.Document,
    m.Recovery,
    m.WorkStatus,
    m.Restriction,
    m.LightDutyTask,
    m.LightDutyDemand,
    m.LightDutyCheck,
    m.LightDutyOffer,
    m.Letter,
    m.Diary,
    m.ContactLog,
    m.ReportSchedule,
    m.Inquiry,
    m.RateCard,
    m.RecoveryCost,
    m.RecoveryReceipt,
    m.Approval,
    m.ImportProfile,
    m.SavedView,
)


def deadline(title: str) -> dict[str, str]:
    """The values of a statutory row, a deadline of that title."""
    columns = ("citation", "trigger_event", "applies_to", "consequence")
    texts = {"title": title, "count": "90", "unit": "calendar_days"}
    return texts | dict.fromkeys(columns, "as the law says")


def word_of(column, stem: str) -> str:
    """The text that stands in a column: each its own, so that a leak names its column."""
    word = f"{stem}-{column.model.__name__}-{column.name}"
    return word[: getattr(column, "max_length", None) or 200]


def make_everything(
    stem: str = "word", *, user: int | None = None, **kept_as: str
) -> dict[Any, int]:
    """One row of each sheet; returns sheet -> id. `kept_as`: how a row is kept, by sheet name (`filenote="medical"`)."""
    draft, refs = Draft("one of each", source="seed", on=DAY), {}
    for model in ORDER:
        values = {f.name: _value(f, stem, refs, user) for f in m.columns_of(model) if not f.derived}
        values |= GIVEN.get(model, {})
        if m.meta(model, "row_sensitivity", None):
            values["sensitivity"] = kept_as.get(model.__name__.lower(), "public")
        refs[model] = draft.create(model, **{k: v for k, v in values.items() if v is not None})
    receipt = commit(OPERATOR, draft)
    return {model: receipt.id_of(ref) for model, ref in refs.items()}


def _value(field, stem: str, refs: dict[Any, Ref], user: int | None) -> Any:
    if field.kind == "link":
        return user if field.rel_model is m.User else refs.get(field.rel_model)
    if field.sensitivity == "secret":
        return None
    if field.model is m.StatutoryRow and field.name == "values":
        return deadline(word_of(field, stem))
    if field.kind in TEXTS:
        return {"said": word_of(field, stem)} if field.kind == "json" else word_of(field, stem)
    return {
        "choice": field.choices[0][0] if field.choices else None,
        "yesno": True,
        "whole": 3,
        "money": 123_45,
        "quantity": Decimal("12.50"),
        "day": DAY,
        "instant": datetime(2026, 3, 17, 9, tzinfo=UTC),
    }[field.kind]

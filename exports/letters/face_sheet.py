"""Face sheet of a claim: who, what, where, how it stands, its money and its next deadlines."""

from typing import Any

from exports.letters.declared import LETTERS, About, Values
from exports.letters.on_claims import claim_values
from exports.letters.parties import row_of
from exports.letters.wording import in_full
from models import CauseCode, Claim, Department, Diary, User
from rules.choices import LINES
from rules.money import dollars
from rules.statuses import CLAIM_STATUSES

DEADLINES = 8
"""Deadlines that stand on it, the next ones first."""
MONEY = ("reserved", "paid", "outstanding", "incurred", "recovered", "net")


@LETTERS.add(
    "face_sheet",
    code="FACE",
    title="Face sheet of a claim",
    sheets=("claim",),
    to="either",
    sends=False,
)
def fields(of: About) -> Values:
    """Values for the sheet; nothing medical and nothing of the evaluation stands on it."""
    claim = of.record
    return {
        "claim_no": claim.claim_no,
        "facts": [pair for pair in _facts(of) if pair["value"]],
        "money": [
            {"name": Claim._meta.fields[name].verbose_name, "value": dollars(getattr(claim, name))}
            for name in MONEY
        ],
        "deadlines": _deadlines(claim),
    }


def _facts(of: About) -> list[dict[str, Any]]:
    claim, words = of.record, claim_values(of)
    department = row_of(Department, claim.department)
    cause, adjuster = row_of(CauseCode, claim.cause_code), row_of(User, claim.adjuster)
    pairs = (
        ("Line", dict(LINES).get(claim.line)),
        ("Claimant", claim.claimant),
        ("Status", dict(CLAIM_STATUSES).get(claim.status)),
        ("Loss date", words["loss_date"]),
        ("Place", claim.location),
        ("Presented", words["presented_date"]),
        ("Received", words["received_date"]),
        ("Department", department.name if department else None),
        ("Cause", cause.title if cause else None),
        ("Adjuster", adjuster.name if adjuster else None),
        ("Administrator", words["tpa_name"]),
        ("Claimed", dollars(claim.amount_claimed) if claim.amount_claimed else None),
        ("Court case", claim.court_case_no),
        ("What happened", claim.description),
    )
    return [{"name": name, "value": value} for name, value in pairs]


def _deadlines(claim: Claim) -> list[dict[str, Any]]:
    """The next open entries of the diary that everybody of the office may see."""
    query = Diary.select().where(
        Diary.claim == claim.id,
        Diary.status == "open",
        Diary.sensitivity == "public",
        Diary.trashed_at.is_null(),
    )
    rows = query.order_by(Diary.diary_date, Diary.id).limit(DEADLINES)
    return [{"day": in_full(row.diary_date), "subject": row.subject} for row in rows]

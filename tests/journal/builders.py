"""The smallest records that a test of the journal needs."""

from datetime import UTC, date, datetime

import models as m
from journal.clicks import click_of
from journal.commit import Receipt, commit
from journal.drafts import Draft
from journal.who import OPERATOR, Who

TODAY = date(2026, 11, 24)


def write(*, who: Who = OPERATOR, source: str = "form", key: str | None = None, **rows) -> Receipt:
    """One batch that makes the given rows: sheet name in lower case -> values."""
    draft = Draft("test", source=source, on=TODAY)
    for sheet, values in rows.items():
        draft.create(m.BY_NAME[sheet], **values)
    return commit(who, draft, key=click_of(who, "test", key, rows))


def change(
    model,
    row_id: int,
    *,
    who: Who = OPERATOR,
    seen: int | None = None,
    source: str = "form",
    **values,
) -> Receipt:
    """One batch that changes one row."""
    draft = Draft("test", source=source, on=TODAY)
    draft.change(model, row_id, seen=seen, **values)
    return commit(who, draft)


def claim(**values) -> int:
    """A claim as it stands in the files; returns its id."""
    return write(source="seed", claim={"claimant": "Rosa Alvarez", **values}).created[0][1]


def document(**values) -> int:
    """A scan whose file does not matter; returns its id."""
    facts = {
        "document_date": TODAY,
        "title": "Scan",
        "file_name": "a.pdf",
        "media_type": "application/pdf",
        "size_bytes": 3,
        "sha256": "0" * 64,
        "store_name": "y",
    }
    return write(source="seed", document={**facts, **values}).created[0][1]


def reserve(claim_id: int, amount: int, category: str = "indemnity") -> Receipt:
    """A statement of the expected total."""
    return write(
        source="verb",
        reserve={"claim": claim_id, "category": category, "amount": amount, "reserve_date": TODAY},
    )


def pay(claim_id: int, amount: int, category: str = "indemnity") -> Receipt:
    """A posted payment."""
    return write(
        source="verb",
        payment={
            "claim": claim_id,
            "category": category,
            "amount": amount,
            "payment_date": TODAY,
            "status": "posted",
            "posted_at": datetime.now(UTC),
        },
    )


def totals(claim_id: int) -> dict[str, int]:
    """The money on a claim."""
    names = ("reserved", "paid", "outstanding", "incurred", "recovered", "net")
    return dict(
        zip(
            names,
            m.Claim.select(*[getattr(m.Claim, n) for n in names])
            .where(m.Claim.id == claim_id)
            .tuples()
            .get(),
            strict=True,
        )
    )


def person(role: str, department: int | None = None, user_id: int | None = None) -> Who:
    """Somebody who holds one role."""
    return Who(f"{role}@example.org", user_id, role, frozenset({role}), department)

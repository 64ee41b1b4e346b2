"""What belongs to a record and goes with it, and what hangs on it and keeps it where it is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from peewee import fn

import models as m
from models import SHEETS, columns_of, meta
from rules.money import dollars
from workflow.tasks import label
from workflow.words import counted, listed

PARTS: dict[Any, tuple[tuple[Any, str], ...]] = {
    m.Claim: (
        (m.FileNote, "claim"),
        (m.Document, "claim"),
        (m.ContactLog, "claim"),
        (m.Diary, "claim"),
        (m.Inquiry, "claim"),
        (m.InvestigationStep, "claim"),
        (m.Payment, "claim"),
        (m.Recovery, "claim"),
        (m.Party, "claim"),
    ),
    m.Incident: ((m.FileNote, "incident"), (m.Document, "incident"), (m.Diary, "incident")),
    m.Recovery: (
        (m.RecoveryCost, "recovery"),
        (m.Diary, "recovery"),
        (m.FileNote, "recovery"),
        (m.Document, "recovery"),
        (m.ContactLog, "recovery"),
    ),
    m.User: ((m.UserRole, "user"),),
}
"""Sheet -> (sheet, column) of what belongs to a row of it."""

WEIGHTLESS = {
    m.Claim: (m.Payment, m.Reserve, m.RecoveryReceipt, m.Recovery, m.Party),
    m.Recovery: (m.RecoveryReceipt,),
}
"""Sheet -> sheets that may stay behind: their sums are looked at (`money_on`), people may be known
elsewhere.
"""

RECORDS = (m.Approval, m.ImportRun)
"""Sheets that keep pointing to what is in the trash: they are the record of what was done."""
MOST = 10_000

Key = tuple[Any, int]


class Row(NamedTuple):
    """A row that would go, and the record for which it goes."""

    row: Any
    root: Any


def belongings(records: Sequence[Any], *, thrown: bool = False) -> dict[Key, Row]:
    """The records and everything that belongs to them, as deep as it goes.

    `thrown`: of records in the trash, what went there in the same act.
    """
    found = {key_of(record): Row(record, record) for record in records}
    level = list(found)
    while level:
        below = [pair for pair in _parts(level, found, thrown) if pair[0] not in found]
        found |= dict(below)
        level = [key for key, _ in below]
    return found


def key_of(record: Any) -> Key:
    """The sheet and id of a row."""
    return type(record), record.id


def _parts(level: list[Key], found: dict[Key, Row], thrown: bool) -> Iterator[tuple[Key, Row]]:
    for model, ids in _by_model(level).items():
        for child, link in PARTS.get(model, ()):
            column = getattr(child, link)
            for start in range(0, len(ids), 500):
                part = ids[start : start + 500]
                query = child.select().where(column << part, child.trashed_at.is_null(not thrown))
                for row in query:
                    parent = found[model, getattr(row, link)]
                    if row.batch_id == parent.row.batch_id if thrown else _goes(row):
                        yield key_of(row), Row(row, parent.root)


def _by_model(keys: Iterable[Key]) -> dict[Any, list[int]]:
    found: dict[Any, list[int]] = defaultdict(list)
    for model, row_id in keys:
        found[model].append(row_id)
    return found


def _goes(row: Any) -> bool:
    """Posted money never goes, nor a recovery that is billed or that money came in on."""
    if isinstance(row, m.Payment):
        return not row.posted_at
    return not (isinstance(row, m.Recovery) and _on_recovery(row))


def stops(rows: dict[Key, Row]) -> dict[Key, list[str]]:
    """What keeps each record where it is, in words; a party that is needed elsewhere leaves `rows`
    instead.
    """
    found: dict[Key, list[str]] = defaultdict(list)
    for row, root in rows.values():
        found[key_of(root)] += money_on(row)
    counts: dict[tuple[Key, Any], set[int]] = defaultdict(set)
    for key, child, child_id in list(_hanging(rows)):
        row, root = rows[key]
        if isinstance(row, m.Party) and row is not root:
            rows.pop(key)
        else:
            counts[key_of(root), child].add(child_id)
    for (root_key, child), ids in counts.items():
        found[root_key].append(
            counted(len(ids), meta(child, "singular"), meta(child, "plural").lower())
        )
    return {key: words for key, words in found.items() if words}


def _hanging(rows: dict[Key, Row]) -> Iterator[tuple[Key, Any, int]]:
    """Each standing row outside `rows` that points to one of them: the key pointed to, the sheet,
    its id.
    """
    gone: set[Key] = set()
    for model, ids in _by_model(rows).items():
        for child in (c for c in SHEETS if c not in RECORDS and c not in WEIGHTLESS.get(model, ())):
            for link in (f for f in columns_of(child) if f.kind == "link" and f.rel_model is model):
                column = getattr(child, link.name)
                for start in range(0, len(ids), 500):
                    query = child.select(column, child.id).where(
                        column << ids[start : start + 500], child.trashed_at.is_null()
                    )
                    for parent_id, child_id in query.limit(MOST).tuples():
                        key = model, parent_id
                        if (child, child_id) not in rows and key not in gone:
                            if _is_part(rows[key]):
                                gone.add(key)
                            yield key, child, child_id


def _is_part(row: Row) -> bool:
    return isinstance(row.row, m.Party) and row.row is not row.root


def money_on(row: Any) -> list[str]:
    """The money that keeps a row where it is, in words."""
    if isinstance(row, m.Claim):
        net = _sum(m.Payment, (m.Payment.claim == row.id) & m.Payment.posted_at.is_null(False))
        return [
            *([f"{dollars(net)} of posted payments"] if net else []),
            *_recoveries_with_money(row.id),
        ]
    if isinstance(row, m.Recovery):
        return _on_recovery(row)
    if isinstance(row, m.Reserve | m.RecoveryReceipt) or (
        isinstance(row, m.Payment) and row.posted_at
    ):
        return ["what the ledgers add up: it is taken back by a reversing row instead"]
    return []


def _recoveries_with_money(claim_id: int) -> list[str]:
    rows = m.Recovery.select().where(m.Recovery.claim == claim_id, m.Recovery.trashed_at.is_null())
    found = ((row.recovery_no, listed(_on_recovery(row))) for row in rows)
    return [f"recovery {number} with {words}" for number, words in found if words]


def _on_recovery(row: Any) -> list[str]:
    """What was asked of the debtor, and what came in."""
    got, asked = received(row.id), row.billed
    words = [] if asked is None else [f"its bill of {dollars(asked)}"]
    return [*words, *([f"{dollars(got)} received"] if got else [])]


def received(recovery_id: int) -> int:
    """What came in on a recovery, reversals taken off."""
    return _sum(m.RecoveryReceipt, m.RecoveryReceipt.recovery == recovery_id)


def _sum(model: Any, condition: Any) -> int:
    total = (
        model.select(fn.coalesce(fn.sum(model.amount), 0))
        .where(condition, model.trashed_at.is_null())
        .scalar()
    )
    return int(total)


def thrown_parents(record: Any) -> list[str]:
    """The records to which this one belongs and that lie in the trash themselves."""
    found = []
    for parent, parts in PARTS.items():
        for child, link in parts:
            row_id = getattr(record, link) if child is type(record) else None
            if row_id:
                row = parent.get_by_id(row_id)
                found += [label(row)] if row.trashed_at else []
    return found

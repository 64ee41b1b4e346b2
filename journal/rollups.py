"""The check of every total that stands on a record: computed anew from the ledgers and compared."""

from collections import defaultdict
from typing import NamedTuple

from journal.database import run
from journal.derived import CATEGORY_CODES, claim_totals
from models import Claim, Recovery
from rules.statuses import CLOSED

COLUMNS = tuple(f"{side}_{c}" for side in ("reserved", "paid") for c in CATEGORY_CODES)
TOTALS = ("reserved", "paid", "outstanding", "incurred", "recovered", "net")


class Difference(NamedTuple):
    """A total that does not agree with its ledger."""

    sheet: str
    id: int
    column: str
    stands: int
    should_be: int


def check() -> list[Difference]:
    """Every total of every claim and recovery that differs from its ledgers, and deadlines that lag
    behind.
    """
    return [*_claims(), *_recoveries(), *_deadlines()]


def _claims() -> list[Difference]:
    sums: dict[int, dict[str, int]] = defaultdict(dict)
    posted = "posted_at IS NOT NULL AND trashed_at IS NULL AND claim_id IS NOT NULL"
    for statement, name in (
        (
            f"SELECT claim_id, category, sum(amount) FROM payment WHERE {posted} GROUP BY 1, 2",
            "paid_{}",
        ),
        (
            "SELECT claim_id, category, sum(change) FROM reserve WHERE trashed_at IS NULL "
            "GROUP BY 1, 2",
            "reserved_{}",
        ),
        (
            "SELECT claim_id, '', sum(amount) FROM recovery_receipt WHERE trashed_at IS NULL "
            "AND claim_id IS NOT NULL "
            "GROUP BY 1, 2",
            "recovered",
        ),
    ):
        for claim, category, amount in run(statement).fetchall():
            sums[claim][name.format(category)] = int(amount)
    names = (*COLUMNS, *TOTALS)
    listed = ", ".join(names)
    found = []
    for row in run(f"SELECT id, {listed} FROM {Claim._meta.table_name}").fetchall():
        should = {**dict.fromkeys(COLUMNS, 0), "recovered": 0, **sums.get(row[0], {})}
        should |= claim_totals(should)
        found += [
            Difference("claim", row[0], name, stands, should[name])
            for name, stands in zip(names, row[1:], strict=True)
            if stands != should[name]
        ]
    return found


def _recoveries() -> list[Difference]:
    sums: dict[int, dict[str, int]] = defaultdict(dict)
    for table, name in (("recovery_cost", "cost"), ("recovery_receipt", "received")):
        query = (
            f"SELECT recovery_id, sum(amount) FROM {table} WHERE trashed_at IS NULL AND "
            "recovery_id IS NOT NULL "
            "GROUP BY 1"
        )
        for recovery, amount in run(query).fetchall():
            sums[recovery][name] = int(amount)
    found = []
    for row_id, given_up, *stands in run(
        f"SELECT id, coalesce(adjusted, 0), cost, received, balance FROM "
        f"{Recovery._meta.table_name}"
    ).fetchall():
        cost, received = sums[row_id].get("cost", 0), sums[row_id].get("received", 0)
        should = (cost, received, cost - received - given_up)
        for name, old, new in zip(("cost", "received", "balance"), stands, should, strict=True):
            if old != new:
                found.append(Difference("recovery", row_id, name, old, new))
    return found


def _deadlines() -> list[Difference]:
    closed = ", ".join(f"'{status}'" for status in CLOSED)
    query = (
        "SELECT c.id, c.next_deadline, d.first FROM claim c LEFT JOIN (SELECT claim_id, "
        "min(diary_date) AS first "
        "FROM diary WHERE status = 'open' AND trashed_at IS NULL AND claim_id IS NOT NULL "
        "GROUP BY 1) d "
        f"ON d.claim_id = c.id AND c.status NOT IN ({closed}) "
        "WHERE coalesce(c.next_deadline <> d.first, c.next_deadline IS NOT NULL "
        "OR d.first IS NOT NULL)"
    )
    return [
        Difference("claim", row[0], "next_deadline", row[1], row[2])
        for row in run(query).fetchall()
        if row[1] != row[2]
    ]

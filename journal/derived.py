"""What follows from what is written: money roll-ups, mirrored days, the next deadline, who a payee
is.

Everything here works on a chunk of a batch before it is written, from the locked rows and the rows
to come, so
that a claim made together with its ledger rows is written once. `rollups.check` computes the same
from scratch.
"""

from collections import defaultdict
from typing import Any

from journal import deadlines
from journal.drafts import Ref
from models import (
    CATEGORIES,
    Approval,
    Claim,
    Diary,
    Party,
    Payment,
    Recovery,
    RecoveryCost,
    RecoveryReceipt,
    Reserve,
)
from rules.statuses import RECOVERY_OPEN, is_closed

CATEGORY_CODES = tuple(code for code, _ in CATEGORIES)


def claim_totals(row: dict[str, Any]) -> dict[str, int]:
    """The totals of a claim from its sums per category: outstanding is never negative, a category
    at a time.
    """
    reserved = {c: row.get(f"reserved_{c}") or 0 for c in CATEGORY_CODES}
    paid = {c: row.get(f"paid_{c}") or 0 for c in CATEGORY_CODES}
    outstanding = sum(max(0, reserved[c] - paid[c]) for c in CATEGORY_CODES)
    recovered = row.get("recovered") or 0
    incurred = sum(paid.values()) + outstanding
    return {
        "reserved": sum(reserved.values()),
        "paid": sum(paid.values()),
        "outstanding": outstanding,
        "incurred": incurred,
        "recovered": recovered,
        "net": incurred - recovered,
    }


def on_ledger(payment: dict[str, Any]) -> bool:
    """Whether a payment counts: posted, on a claim, and not in the trash."""
    return bool(payment.get("posted_at") and payment.get("claim") and not payment.get("trashed_at"))


def derive(chunk) -> None:
    """Complete the rows of a chunk; `chunk` is `journal.commit.Chunk`."""
    _instants(chunk)
    _claim_of_receipts(chunk)
    _names_of_payees(chunk)
    _mirrored_days(chunk)
    _closing_days(chunk)
    sums: dict[Any, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    _sum_payments(chunk, sums)
    _sum_reserves(chunk, sums)
    _sum_receipts(chunk, sums)
    for claim, added in sums.items():
        _add_to_claim(chunk, claim, added)
    _sum_recoveries(chunk)
    deadlines.derive(chunk)
    _next_deadlines(chunk)


def _instants(chunk) -> None:
    """When a quick action posted, asked or decided: the instant of its batch."""
    if chunk.source != "verb":
        return
    for given, row in chunk.written(Payment):
        if given.get("status") == "posted" and not row.get("posted_at"):
            chunk.put(Payment, row, "posted_at", chunk.stamp)
            chunk.put(
                Payment, row, "payment_date", row.get("payment_date") or chunk.day().isoformat()
            )
    for given, row in chunk.written(Approval):
        if not row.get("asked_at"):
            chunk.put(Approval, row, "asked_at", chunk.stamp)
        if given.get("status", "waiting") != "waiting" and not row.get("decided_at"):
            chunk.put(Approval, row, "decided_at", chunk.stamp)


def _claim_of_receipts(chunk) -> None:
    for row in chunk.created(RecoveryReceipt):
        if row.get("recovery") and not row.get("claim"):
            row["claim"] = chunk.row(Recovery, row["recovery"]).get("claim")


def _names_of_payees(chunk) -> None:
    for row in chunk.created(Payment):
        if row.get("payee") and not row.get("payee_name"):
            row["payee_name"] = chunk.row(Party, row["payee"]).get("name")


def _mirrored_days(chunk) -> None:
    """On a compensation claim the injury date and the loss date are one fact."""
    for given, row in chunk.written(Claim):
        if row.get("line") == "W":
            if given.get("injury_date"):
                chunk.put(Claim, row, "loss_date", given["injury_date"])
            elif given.get("loss_date"):
                chunk.put(Claim, row, "injury_date", given["loss_date"])


def _closing_days(chunk) -> None:
    """What is closed bears the day, what is reopened no longer does; a register may not know when
    it closed.
    """
    for given, row in chunk.written(Claim):
        if "status" not in given:
            continue
        if (
            is_closed(given["status"])
            and not row.get("closed_date")
            and chunk.on
            and chunk.source != "import"
        ):
            chunk.put(Claim, row, "closed_date", chunk.on.isoformat())
        elif given["status"] == "reopened" and chunk.on:
            chunk.put(Claim, row, "closed_date", None)
            chunk.put(Claim, row, "reopened_date", chunk.on.isoformat())
        if given["status"] == "denied":
            chunk.put(Claim, row, "denied_ever", True)
    for given, row in chunk.written(Recovery):
        if "status" not in given or not chunk.on or chunk.source == "import":
            continue
        if given["status"] in RECOVERY_OPEN:
            chunk.put(Recovery, row, "closed_date", None)
        elif not row.get("closed_date"):
            chunk.put(Recovery, row, "closed_date", chunk.on.isoformat())


def _sum_payments(chunk, sums) -> None:
    for old, new in chunk.before_and_after(Payment):
        for sign, row in ((-1, old), (1, new)):
            if row and on_ledger(row):
                sums[row["claim"]][f"paid_{row['category']}"] += sign * row["amount"]


def _sum_reserves(chunk, sums) -> None:
    """A statement's change is what it differs from the total before it, statements of the same
    batch included.
    """
    for row in chunk.created(Reserve):
        claim, column = row["claim"], f"reserved_{row['category']}"
        before = (chunk.row(Claim, claim).get(column) or 0) + sums[claim][column]
        if row.get("source") == "reversal":
            row["amount"] = before + row["change"]
        else:
            row["change"] = row["amount"] - before
        sums[claim][column] += row["change"]


def _sum_receipts(chunk, sums) -> None:
    for row in chunk.created(RecoveryReceipt):
        if row.get("claim"):
            sums[row["claim"]]["recovered"] += row["amount"]


def _add_to_claim(chunk, claim: int | Ref, added: dict[str, int]) -> None:
    row = chunk.row(Claim, claim)
    for column, amount in added.items():
        if amount:
            chunk.put(Claim, row, column, (row.get(column) or 0) + amount)
    for column, amount in claim_totals(row).items():
        if (row.get(column) or 0) != amount:
            chunk.put(Claim, row, column, amount)


def _sum_recoveries(chunk) -> None:
    sums: dict[Any, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for model, column in ((RecoveryCost, "cost"), (RecoveryReceipt, "received")):
        for old, new in chunk.before_and_after(model):
            for sign, row in ((-1, old), (1, new)):
                if row and row.get("recovery") and not row.get("trashed_at"):
                    sums[row["recovery"]][column] += sign * row["amount"]
    for recovery, added in sums.items():
        row = chunk.row(Recovery, recovery)
        for column, amount in added.items():
            chunk.put(Recovery, row, column, (row.get(column) or 0) + amount)
        chunk.put(Recovery, row, "balance", balance_of(row))
    for given, row in chunk.written(Recovery):
        if "adjusted" in given and (row.get("balance") or 0) != balance_of(row):
            chunk.put(Recovery, row, "balance", balance_of(row))


def balance_of(row: dict[str, Any]) -> int:
    """What is still owed on a recovery: its cost less what came in and what was given up."""
    cost, received, adjusted = (row.get(name) or 0 for name in ("cost", "received", "adjusted"))
    return int(cost - received - adjusted)


def _next_deadlines(chunk) -> None:
    """The earliest open entry of each claim whose diary changes, or that closes or opens again; a
    closed claim has no deadline, even where a register closed it and left its diary open.
    """
    touched: dict[Any, list[str]] = defaultdict(list)
    changed = []
    for old, new in chunk.before_and_after(Diary):
        for row in (old, new):
            if row and row.get("claim"):
                touched[row["claim"]] += []
        if new.get("claim") and new["status"] == "open" and not new.get("trashed_at"):
            touched[new["claim"]].append(new["diary_date"])
        if old:
            changed.append(old["id"])
    for old, new in chunk.before_and_after(Claim):
        if old and is_closed(old["status"]) != is_closed(new["status"]):
            touched[new["id"]] += []
    if not touched:
        return
    standing = [c for c in touched if not (isinstance(c, Ref) or chunk.makes(Claim, c))]
    others = _open_elsewhere(standing, changed)
    for claim, days in touched.items():
        row, days = chunk.row(Claim, claim), [*days, *others.get(claim, ())]
        waits = days and not is_closed(row["status"])
        chunk.put(Claim, row, "next_deadline", min(days) if waits else None)


def _open_elsewhere(claims: list[int], left_out: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    out = set(left_out)
    for start in range(0, len(claims), 2000):
        part = claims[start : start + 2000]
        query = (
            Diary.select(Diary.claim, Diary.id, Diary.diary_date)
            .where(Diary.claim << part, Diary.status == "open", Diary.trashed_at.is_null())
            .tuples()
        )
        for claim, row_id, day in query:
            if row_id not in out:
                found.setdefault(claim, []).append(day.isoformat())
    return found

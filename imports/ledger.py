"""Totals of a claim in a file become ledger rows: what the file states less what the ledger holds.

A register that states paid, recovered or reserve figures records what happened: its difference to
the ledger is posted as an opening balance. A Reserve row states the expected total (paid and
future) of one category; a remaining reserve (outstanding) is read as remaining and paid together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from journal.derived import claim_totals
from models import Claim, Payment, RecoveryReceipt, Reserve
from rules import money
from rules.choices import CATEGORIES
from rules.errors import BadValue

SHEET = Claim
CODES = tuple(code for code, _ in CATEGORIES)
WITHOUT_CATEGORY = "indemnity"
"""Where a total goes whose register knows no categories."""

PAID = tuple(f"paid_{code}" for code in CODES)
RESERVED = tuple(f"reserved_{code}" for code in CODES)
TOTALS = ("paid", *PAID, "reserved", *RESERVED, "outstanding", "recovered")
"""Columns of a claim that a file may state and that become ledger rows."""

HELD = (*PAID, *RESERVED, "recovered")
"""Columns of a claim that together say what its ledger holds."""


class Entry(NamedTuple):
    """A ledger row to be: sheet, category, amount in cents (of a reserve the new total)."""

    sheet: str
    category: str
    amount: int


class Difference(BadValue):
    """Totals of one row that do not agree with each other; `column` names the one that does not."""

    def __init__(self, column: str, sentence: str) -> None:
        """Keep the column beside the sentence."""
        super().__init__(sentence)
        self.column = column


@dataclass(frozen=True)
class Posting:
    """The ledger rows that bring a claim to the stated totals, and what is worth a second look."""

    entries: tuple[Entry, ...]
    flags: tuple[tuple[str, str], ...] = ()


NOTHING = Posting(())


def totals_of(model: Any) -> tuple[str, ...]:
    """The columns of a sheet that become ledger rows; none but for a claim."""
    return TOTALS if model is SHEET else ()


def taken_over(model: Any) -> tuple[str, ...]:
    """Columns that nobody types, but that a file may state as what happened."""
    return (*totals_of(model), *(("payment_date",) if model is Payment else ()))


def paid_of(stated: Mapping[str, Any], held: Mapping[str, Any] | None) -> int:
    """What was paid on a claim in cents: the stated total, else its categories, else the ledger."""
    if stated.get("paid") is not None:
        return int(stated["paid"])
    before = held or {}
    if any(stated.get(name) is not None for name in PAID):
        parts = [stated.get(n) if stated.get(n) is not None else before.get(n) for n in PAID]
        return sum(cents or 0 for cents in parts)
    return before.get("paid") or 0


def posting(stated: Mapping[str, int | None], held: Mapping[str, int]) -> Posting:
    """What is to be posted on one claim.

    Args:
        stated: totals of the file in cents by column of `TOTALS`; None or absent: not stated.
        held: what the ledger holds in cents by column of `HELD`; absent: nothing.

    Raises:
        Difference: the stated totals contradict each other.
    """
    given = {name: cents for name, cents in stated.items() if cents is not None}
    if not given:
        return NOTHING
    paid = _by_category("paid", given, held)
    reserved = _by_category("reserved", given, held)
    if "outstanding" in given:
        reserved = _with_outstanding(given, paid, reserved)
    recovered = given.get("recovered", held.get("recovered", 0))
    entries, flags = [], []
    for code in CODES:
        change = paid[code] - held.get(f"paid_{code}", 0)
        if change:
            entries.append(Entry("payment", code, change))
            flags += _flag("paid", "Paid", paid[code], change)
        if reserved[code] != held.get(f"reserved_{code}", 0):
            entries.append(Entry("reserve", code, reserved[code]))
    change = recovered - held.get("recovered", 0)
    if change:
        entries.append(Entry("recoveryreceipt", WITHOUT_CATEGORY, change))
        flags += _flag("recovered", "Recovered", recovered, change)
    return Posting(tuple(entries), tuple(flags))


def expected(
    stated: Mapping[str, int | None], held: Mapping[str, int], remaining: Iterable[str]
) -> dict[str, int | None]:
    """The stated totals, where of some reserves what remains is stated: with what was paid.

    Raises:
        Difference: the stated totals contradict each other.
    """
    whole = dict(stated)
    given = {name: cents for name, cents in stated.items() if cents is not None}
    for name in remaining:
        if name in given:
            paid = _by_category("paid", given, held)
            whole[name] = given[name] + paid[name.removeprefix("reserved_")]
    return whole


def _flag(column: str, word: str, total: int, change: int) -> list[tuple[str, str]]:
    if change > 0:
        return []
    before = money.dollars(total - change)
    words = f"{word} goes down from {before} to {money.dollars(total)}."
    return [(column, words)]


def _by_category(name: str, given: Mapping[str, int], held: Mapping[str, int]) -> dict[str, int]:
    """The new totals per category; a total with parts must be their sum, else it goes to one."""
    now = {code: held.get(f"{name}_{code}", 0) for code in CODES}
    new = {code: given.get(f"{name}_{code}", now[code]) for code in CODES}
    total = given.get(name)
    if total is None or total == sum(new.values()):
        return new
    if any(f"{name}_{code}" in given for code in CODES):
        raise Difference(
            name,
            f"{name.capitalize()} is {money.dollars(total)}, but its categories make "
            f"{money.dollars(sum(new.values()))}.",
        )
    new[WITHOUT_CATEGORY] += total - sum(now.values())
    return new


def _with_outstanding(
    given: Mapping[str, int], paid: dict[str, int], reserved: dict[str, int]
) -> dict[str, int]:
    """The reserves where the remaining reserve is stated: checked against them, or made from it."""
    stated = given["outstanding"]
    row: dict[str, Any] = {f"paid_{c}": paid[c] for c in CODES}
    row |= {f"reserved_{c}": reserved[c] for c in CODES}
    computed = claim_totals(row)["outstanding"]
    if stated == computed:
        return reserved
    if "reserved" in given or any(name in given for name in RESERVED):
        raise Difference(
            "outstanding",
            f"Outstanding is {money.dollars(stated)}, "
            f"but reserved less paid makes {money.dollars(computed)}.",
        )
    others = sum(max(0, reserved[c] - paid[c]) for c in CODES if c != WITHOUT_CATEGORY)
    if stated < others:
        raise Difference(
            "outstanding",
            f"Outstanding is {money.dollars(stated)}, "
            f"but other categories alone have {money.dollars(others)}.",
        )
    return {**reserved, WITHOUT_CATEGORY: paid[WITHOUT_CATEGORY] + stated - others}


@dataclass(frozen=True)
class Origin:
    """Where ledger rows come from: the valuation day, the instant of posting, the file."""

    on: date
    at: datetime
    file_name: str


POSTED = ("posted", "void")
"""Statuses of a payment that went out, once at least."""


def recorded(model: Any, values: dict[str, Any], origin: Origin) -> dict[str, Any]:
    """The values of a new row as it is kept: a payment of a file is a record of what happened.

    A posted one, or one that was taken back, stands on the ledger as an opening row; one that names
    no claim waits, on no ledger, until it is allocated.
    """
    if model is not Payment:
        return values
    waiting = "draft" if values.get("claim") else "unallocated"
    status = values.get("status") or waiting
    if status not in POSTED:
        return {**values, "status": status}
    day = values.get("payment_date") or origin.on
    return {**values, "payment_date": day, "posted_at": origin.at, "source": "opening"}


def row_of(entry: Entry, claim: Any, origin: Origin) -> tuple[Any, dict[str, Any]]:
    """(sheet, values) of the ledger row of an entry on a claim (an id, or a row of the draft)."""
    values: dict[str, Any] = {
        "claim": claim,
        "category": entry.category,
        "amount": entry.amount,
        "source": "opening",
    }
    if entry.sheet == "payment":
        memo = f"Opening balance from {origin.file_name}"[:300]
        posted = {"status": "posted", "payment_date": origin.on, "posted_at": origin.at}
        return Payment, {**values, **posted, "memo": memo}
    if entry.sheet == "reserve":
        return Reserve, {**values, "reserve_date": origin.on, "reason_code": "opening"}
    return RecoveryReceipt, {**values, "receipt_date": origin.on}

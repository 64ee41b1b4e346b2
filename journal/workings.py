"""How each amount on a claim comes about: its ledger rows, a line each, for whoever asks why."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from peewee import fn

from journal import policy
from journal.derived import CATEGORY_CODES
from journal.who import Who
from models import CATEGORIES, Payment, RecoveryReceipt, Reserve
from rules.days import long_day
from rules.money import dollars

WORDS = {code: words.lower() for code, words in CATEGORIES}
MOST_LINES = 12
"""Ledger rows that a working names one by one, the newest; the older ones are one line together."""

Steps = list[dict[str, str]]
Sums = dict[str, int]


@dataclass(frozen=True)
class Ledger:
    """One ledger of a claim: its sheet, the columns of day and amount, who is named on a row, which
    rows count, and what they are called.
    """

    model: Any
    day: str
    amount: str
    whom: str
    posted: str
    one: str

    def seen_by(self, who: Who) -> "Ledger":
        """The ledger without the names that `who` does not see."""
        seen = self.whom in policy.readable_names(who, self.model)
        return self if seen else replace(self, whom="")


PAID = Ledger(Payment, "payment_date", "amount", "payee_name", "posted_at", "payment")
RESERVED = Ledger(Reserve, "reserve_date", "change", "", "", "statement")
RECEIVED = Ledger(RecoveryReceipt, "receipt_date", "amount", "payer", "", "receipt")


def workings(who: Who, claim_id: int) -> dict[str, Steps]:
    """Column of the money strip -> the steps that lead to it; empty where `who` sees no ledger.

    Everything is added up from the ledger rows themselves, so the last step proves the figure
    beside it.
    """
    if not all("amount" in policy.open_names(who, ledger) for ledger in (Payment, Reserve)):
        return {}
    paid, reserved = _sums(PAID, claim_id), _sums(RESERVED, claim_id)
    left = {code: max(0, reserved[code] - paid[code]) for code in CATEGORY_CODES}
    incurred = sum(paid.values()) + sum(left.values())
    found = {
        "paid": _lines(PAID.seen_by(who), claim_id, paid),
        "reserved": _lines(RESERVED, claim_id, reserved),
        "outstanding": [*_left(reserved, paid, left), _total(sum(left.values()))],
        "incurred": [
            _step(f"{dollars(sum(paid.values()))} paid"),
            _step(f"+ {dollars(sum(left.values()))} outstanding"),
            _total(incurred),
        ],
    }
    if policy.may_read(who, RecoveryReceipt):
        received = _sums(RECEIVED, claim_id)
        back = sum(received.values())
        found["recovered"] = _lines(RECEIVED.seen_by(who), claim_id, received)
        found["net"] = [
            _step(f"{dollars(incurred)} incurred"),
            _step(f"− {dollars(back)} recovered"),
            _total(incurred - back),
        ]
    return found


def _sums(ledger: Ledger, claim_id: int) -> Sums:
    """Category -> the cents of all its rows that count."""
    category, amount = ledger.model.category, getattr(ledger.model, ledger.amount)
    query = ledger.model.select(category, fn.sum(amount)).where(*_counts(ledger, claim_id))
    found: Sums = defaultdict(int)
    for code, cents in query.group_by(category).tuples():
        found[code] = int(cents or 0)
    return found


def _counts(ledger: Ledger, claim_id: int) -> list[Any]:
    model = ledger.model
    posted = [getattr(model, ledger.posted).is_null(False)] if ledger.posted else []
    return [model.claim == claim_id, model.trashed_at.is_null(), *posted]


def _lines(ledger: Ledger, claim_id: int, sums: Sums) -> Steps:
    """The rows of one ledger, oldest first, then their sum."""
    model, whom = ledger.model, getattr(ledger.model, ledger.whom) if ledger.whom else None
    day, amount = getattr(model, ledger.day), getattr(model, ledger.amount)
    query = model.select(day, model.category, amount, *([whom] if whom else []))
    query = query.where(*_counts(ledger, claim_id)).order_by(day.desc(), model.id.desc())
    rows = list(query.limit(MOST_LINES + 1).tuples())
    shown, total = rows[:MOST_LINES], sum(sums.values())
    steps = [_line(*row) for row in reversed(shown)]
    if len(rows) > MOST_LINES:
        rest = total - sum(row[2] or 0 for row in shown)
        steps.insert(0, _step(f"Older {ledger.one}s together: {dollars(rest)}"))
    return [*(steps or [_step(f"No {ledger.one} yet")]), _total(total)]


def _line(day: date | None, category: str, cents: int | None, whom: str | None = None) -> dict:
    on = long_day(day) if day else "No day"
    to = f", {whom}" if whom else ""
    return _step(f"{on}: {dollars(cents or 0)} {WORDS.get(category, category)}{to}")


def _left(reserved: Sums, paid: Sums, left: Sums) -> Steps:
    return [
        _step(
            f"{WORDS[code].capitalize()}: {dollars(reserved[code])} reserved − "
            f"{dollars(paid[code])} paid = {dollars(left[code])}"
            + (", never below nothing" if paid[code] > reserved[code] else "")
        )
        for code in CATEGORY_CODES
        if reserved[code] or paid[code]
    ]


def _total(cents: int) -> dict[str, str]:
    return _step(f"= {dollars(cents)}")


def _step(text: str) -> dict[str, str]:
    return {"text": text, "source": ""}

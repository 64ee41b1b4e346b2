"""How each amount on a claim comes about: the sums of its ledger rows, step by step, for whoever
asks why.
"""

from collections import defaultdict
from dataclasses import dataclass

from peewee import fn

from journal import policy
from journal.derived import CATEGORY_CODES
from journal.who import Who
from models import CATEGORIES, Payment, RecoveryReceipt, Reserve
from rules import money

WORDS = dict(CATEGORIES)


@dataclass(frozen=True)
class Sum:
    """What the rows of one ledger come to in one category: how many rows, and their cents."""

    rows: int
    cents: int


Sums = dict[str, Sum]


def workings(who: Who, claim_id: int) -> dict[str, list[dict[str, str]]]:
    """Column of the money strip -> the steps that lead to it; empty where `who` sees no ledger.

    Everything is added up from the ledger rows themselves, so the last step proves the figure
    beside it.
    """
    if not (policy.may_read(who, Payment) and policy.may_read(who, Reserve)):
        return {}
    paid = _sums(
        Payment.select(Payment.category, fn.count(Payment.id), fn.sum(Payment.amount))
        .where(
            Payment.claim == claim_id,
            Payment.posted_at.is_null(False),
            Payment.trashed_at.is_null(),
        )
        .group_by(Payment.category)
    )
    reserved = _sums(
        Reserve.select(Reserve.category, fn.count(Reserve.id), fn.sum(Reserve.change))
        .where(Reserve.claim == claim_id, Reserve.trashed_at.is_null())
        .group_by(Reserve.category)
    )
    found = {"paid": _added(paid, "payment"), "reserved": _added(reserved, "statement")}
    left = {code: max(0, _of(reserved, code) - _of(paid, code)) for code in CATEGORY_CODES}
    found["outstanding"] = [*_left(reserved, paid, left), _total(sum(left.values()))]
    found["incurred"] = [
        _step(
            f"{_dollars(sum(_of(paid, c) for c in CATEGORY_CODES))} paid + "
            f"{_dollars(sum(left.values()))} outstanding"
        ),
        _total(_incurred(paid, left)),
    ]
    if policy.may_read(who, RecoveryReceipt):
        found |= _recovered(claim_id, _incurred(paid, left))
    return found


def _recovered(claim_id: int, incurred: int) -> dict[str, list[dict[str, str]]]:
    received = _sums(
        RecoveryReceipt.select(
            RecoveryReceipt.category, fn.count(RecoveryReceipt.id), fn.sum(RecoveryReceipt.amount)
        )
        .where(RecoveryReceipt.claim == claim_id, RecoveryReceipt.trashed_at.is_null())
        .group_by(RecoveryReceipt.category)
    )
    cents = sum(one.cents for one in received.values())
    return {
        "recovered": _added(received, "receipt"),
        "net": [
            _step(f"{_dollars(incurred)} incurred − {_dollars(cents)} recovered"),
            _total(incurred - cents),
        ],
    }


def _sums(query) -> Sums:
    found: Sums = defaultdict(lambda: Sum(0, 0))
    for category, rows, cents in query.tuples():
        found[category] = Sum(rows, int(cents or 0))
    return found


def _of(sums: Sums, code: str) -> int:
    return sums[code].cents if code in sums else 0


def _incurred(paid: Sums, left: dict[str, int]) -> int:
    return sum(_of(paid, code) for code in CATEGORY_CODES) + sum(left.values())


def _added(sums: Sums, word: str) -> list[dict[str, str]]:
    """The rows of one ledger by category, then their sum."""
    steps = [
        _step(
            f"{WORDS[code]}: {one.rows} {word}{'' if one.rows == 1 else 's'}, {_dollars(one.cents)}"
        )
        for code in CATEGORY_CODES
        if code in sums
        for one in (sums[code],)
    ]
    return [*(steps or [_step(f"No {word} yet")]), _total(sum(one.cents for one in sums.values()))]


def _left(reserved: Sums, paid: Sums, left: dict[str, int]) -> list[dict[str, str]]:
    return [
        _step(
            f"{WORDS[code]}: {_dollars(_of(reserved, code))} reserved − "
            f"{_dollars(_of(paid, code))} paid = "
            f"{_dollars(left[code])}"
            + (", never below nothing" if _of(paid, code) > _of(reserved, code) else "")
        )
        for code in CATEGORY_CODES
        if code in reserved or code in paid
    ]


def _total(cents: int) -> dict[str, str]:
    return _step(f"= {_dollars(cents)}")


def _dollars(cents: int) -> str:
    return money.dollars(cents)


def _step(text: str) -> dict[str, str]:
    return {"text": text, "source": ""}

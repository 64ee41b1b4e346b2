"""The money of claims as of a day: sums of the ledger rows dated on or before it."""

from typing import Any

from peewee import JOIN, Case, fn

from exports.reports.report import Asked
from exports.reports.tables import Reading
from models import CATEGORIES, Payment, RecoveryReceipt, Reserve

CATEGORY_CODES = tuple(code for code, _ in CATEGORIES)


def posted(question: Asked, payment: Any = Payment) -> list[Any]:
    """The conditions on payments that count by the day: posted, standing, dated by then."""
    found = [payment.posted_at.is_null(False), payment.trashed_at.is_null()]
    if question.is_past:
        undated = payment.payment_date.is_null() & (payment.posted_at <= question.moment)
        found.append((payment.payment_date <= question.as_of) | undated)
    return found


class Money:
    """The sums of each claim: paid, expected and received, as of the day of a report."""

    def __init__(self, question: Asked) -> None:
        reserves = [Reserve.trashed_at.is_null()]
        receipts = [RecoveryReceipt.trashed_at.is_null()]
        if question.is_past:
            reserves.append(Reserve.reserve_date <= question.as_of)
            receipts.append(RecoveryReceipt.receipt_date <= question.as_of)
        self.paid_rows = _by_category(Payment, Payment.amount, posted(question)).alias("paid_rows")
        self.reserve_rows = _by_category(Reserve, Reserve.change, reserves).alias("reserve_rows")
        self.receipt_rows = (
            RecoveryReceipt.select(
                RecoveryReceipt.claim.alias("of_claim"),
                fn.SUM(RecoveryReceipt.amount).alias("amount"),
            )
            .where(RecoveryReceipt.claim.is_null(False), *receipts)
            .group_by(RecoveryReceipt.claim)
            .alias("receipt_rows")
        )

    def join(self, query: Any, reading: Reading) -> Any:
        """The query with the sums of each claim beside it."""
        for rows in (self.paid_rows, self.reserve_rows, self.receipt_rows):
            query = query.join_from(
                reading.base, rows, JOIN.LEFT_OUTER, on=(rows.c.of_claim == reading.base.id)
            )
        return query

    def paid(self, category: str = "") -> Any:
        """What was paid, of one category or in all."""
        return _sum(self.paid_rows, category)

    def outstanding(self, category: str = "") -> Any:
        """What is still expected: never below nothing, a category at a time."""
        parts = [self._open(code) for code in ([category] if category else CATEGORY_CODES)]
        return _added(parts)

    def received(self) -> Any:
        """What came back."""
        return fn.COALESCE(self.receipt_rows.c.amount, 0)

    def incurred(self) -> Any:
        """Paid and outstanding, gross of recoveries."""
        return self.paid() + self.outstanding()

    def _open(self, category: str) -> Any:
        left = _sum(self.reserve_rows, category) - _sum(self.paid_rows, category)
        return Case(None, [(left > 0, left)], 0)


def _by_category(model: Any, amount: Any, conditions: list[Any]) -> Any:
    """The sums of a ledger by claim, a column for each category."""
    sums = [
        fn.SUM(Case(None, [(model.category == code, amount)], 0)).alias(code)
        for code in CATEGORY_CODES
    ]
    return (
        model.select(model.claim.alias("of_claim"), *sums)
        .where(model.claim.is_null(False), *conditions)
        .group_by(model.claim)
    )


def _sum(rows: Any, category: str) -> Any:
    codes = [category] if category else CATEGORY_CODES
    return _added([fn.COALESCE(getattr(rows.c, code), 0) for code in codes])


def _added(parts: list[Any]) -> Any:
    first, *rest = parts
    for part in rest:
        first = first + part
    return first

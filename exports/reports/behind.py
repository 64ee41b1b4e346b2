"""Addresses of the rows behind a figure: a list with its filters, as of the report's day."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from exports.reports.report import NONE, Asked
from journal.expr import quoted
from models import BY_NAME

Opens = Callable[[Asked, Mapping[str, Any]], str]


def rows(question: Asked, sheet: str, *filters: str, past: bool = True) -> str:
    """The list of a sheet under filters; blank ones are left out. Those of the view that is asked
    for stand before them, the words that it searches for behind.

    `past`: as it stood on the report's day; a ledger only grows, so its days say enough.
    """
    asked = (*question.filters_of(BY_NAME[sheet]), *filters)
    pairs = [("filter", text) for text in asked if text]
    if words := question.words_of(BY_NAME[sheet]):
        pairs.append(("q", words))
    if question.is_past and past:
        pairs.append(("as_of", question.as_of.isoformat()))
    return f"/admin/{sheet}/?{urlencode(pairs)}" if pairs else f"/admin/{sheet}/"


def is_(column: str, value: Any) -> str:
    """The filter for a value; blank where there is none."""
    return (
        f"{column}={quoted('' if value is None else str(value))}" if value != "" else f"{column}="
    )


def of_asked(question: Asked, claim: str = "") -> tuple[str, ...]:
    """The filters for the line and the department that are asked for; `claim` leads to them."""
    line, department = question.values.get("line"), question.values.get("department")
    return (
        is_(f"{claim}line", line) if line else "",
        is_(f"{claim}department", "" if department == NONE else department) if department else "",
    )


def report(question: Asked, key: str, **changed: str) -> str:
    """A report as it is asked now, with some parameters changed."""
    texts = {"as_of": question.as_of.isoformat(), **question.texts, **changed}
    return f"/admin/reports/{key}/?{urlencode({n: t for n, t in texts.items() if t})}"


def loss_run(question: Asked, values: Mapping[str, Any]) -> str:
    """The loss run of the claims that a figure counts."""
    texts = {"as_of": question.as_of, "view": question.texts.get("view"), **values}
    query = urlencode({name: str(value) for name, value in texts.items() if value is not None})
    return f"/admin/reports/loss_run/?{query}"


def last_day(month: str) -> str:
    """The last day of a month like 2026-11."""
    year, number = map(int, month.split("-"))
    return f"{month}-{monthrange(year, number)[1]}"


def record(sheet: str, column: str) -> Opens:
    """The page of a record whose id stands in a column."""
    return lambda _question, row: f"/admin/{sheet}/{row[column]}" if row.get(column) else ""


def ledger(sheet: str, day: str, *filters: str) -> Opens:
    """The ledger rows of a row's claim, up to the report's day."""

    def address(question: Asked, row: Mapping[str, Any]) -> str:
        until = [f"{day}<={question.as_of.isoformat()}"] if question.is_past else []
        whose = is_("claim", row["claim_no"])
        return rows(question, sheet, whose, *filters, *until, past=False)

    return address


def paid(*filters: str) -> Opens:
    """The posted payments of a row's claim."""
    return ledger("payment", "payment_date", "posted_at!=", *filters)


def reserved(*filters: str) -> Opens:
    """The statements of reserve of a row's claim."""
    return ledger("reserve", "reserve_date", *filters)


def received() -> Opens:
    """What came back on a row's claim."""
    return ledger("recoveryreceipt", "receipt_date")

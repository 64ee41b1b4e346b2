"""What reports over the rows of a ledger share: how they are read, their period, sums by month."""

from collections import defaultdict
from typing import Any

from exports.reports import behind
from exports.reports.report import Asked, Picture, is_asked
from exports.reports.tables import Reading, as_day
from journal import policy
from models import database, meta
from rules.errors import BadQuestion

PAST_VIEW = (
    "A view of {} is asked as of today, since what it filters by may have changed. Leave “As of” "
    "at today, and let the period end on the day you mean."
)


class Ledger(Reading):
    """A ledger as a report reads it: its rows never change, so they are read as they stand; what
    they belong to, as it stood on the day.
    """

    def __init__(self, question: Asked, model: Any) -> None:
        """Read it.

        Raises:
            BadQuestion: a past day is asked of a view, whose filters would judge a row as it
                stands today.
        """
        if question.is_past and question.view:
            raise BadQuestion(PAST_VIEW.format(meta(model, "plural").lower()))
        super().__init__(question, model)
        self.base = model
        self.sheets = []

    def own(self, model: Any, source: Any) -> Any:
        """The condition on the rows that may be seen; the ledger itself is no past."""
        if source is self.base:
            return policy.scope(self.who, model, source)
        return super().own(model, source)


def of_claim(question: Asked, reading: Reading) -> list[Any]:
    """The line and the department of the claim that are asked for."""
    found = []
    if question.values.get("line"):
        found.append(reading.at("claim", "line") == question.values["line"])
    if question.values.get("department"):
        code = reading.at("claim", "department", "code")
        found.append(is_asked(code, question.values["department"]))
    return found


def in_period(question: Asked, column: Any) -> list[Any]:
    """The days of the period that is asked for, none after the report's own."""
    return [
        column >= question.values["from"],
        column <= min(question.values["to"], question.as_of),
    ]


def by_month(question: Asked, by_day: Any, title: str, day: Any) -> Picture | None:
    """Sums of a ledger by month, from its sums by day; `day` is the column of its day."""
    sums: dict[str, int] = defaultdict(int)
    for posted_on, amount in database.execute(by_day).fetchall():
        if posted_on is not None:
            sums[f"{as_day(posted_on):%Y-%m}"] += int(amount)
    months = sorted(sums)
    if not months:
        return None
    sheet, also = day.model.__name__.lower(), behind.of_asked(question, "claim.")
    begin, end = question.values["from"].isoformat(), question.values["to"].isoformat()
    opens = [
        behind.rows(
            question,
            sheet,
            f"{day.name}>={max(f'{m}-01', begin)}",
            f"{day.name}<={min(behind.last_day(m), end)}",
            *also,
            past=False,
        )
        for m in months
    ]
    return Picture("bar", title, months, {"Amount": [sums[m] for m in months]}, "money", opens)

"""The columns of the reports of frequency and severity, and what their figures open."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from exports.reports import behind
from exports.reports.asking import first_of_year
from exports.reports.report import NONE, Asked, Column

YEARS = 5


def _within(name: str, only: str = "") -> Any:
    """The loss run of the claims that a row counts, or the part of them."""

    def address(question: Asked, row: Mapping[str, Any]) -> str:
        period = {"loss_from": question.values["from"], "loss_to": question.values["to"]}
        texts = {"line": question.values.get("line"), **period, name: row[name] or NONE}
        if texts.get("department") is None:
            texts["department"] = question.values.get("department")
        return behind.loss_run(question, {**texts, "only": only or None})

    return address


def year(question: Asked, back: int) -> tuple[date, date]:
    """The first and last day of a fiscal year: that of the last loss day, or so many before."""
    first = first_of_year(question.values["to"])
    first = first.replace(year=first.year - back)
    return first, first.replace(year=first.year + 1) - timedelta(days=1)


def __of_year(within: Any, back: int) -> Any:
    """The claims of a row whose loss lies in a fiscal year."""

    def address(question: Asked, row: Mapping[str, Any]) -> str:
        first, last = year(question, back)
        values = question.values
        days = {"from": max(first, values["from"]), "to": min(last, values["to"])}
        return within(replace(question, values={**values, **days}), row)

    return address


def so_far(question: Asked, back: int) -> tuple[date, date]:
    """The fiscal year as `year` gives it, up to the day that the last one has reached."""
    first, _ = year(question, back)
    last = min(question.values["to"], question.as_of)
    of_year = last.year - back
    leap = (last.month, last.day) == (2, 29) and (of_year % 4 or not of_year % 100)
    return first, last.replace(year=of_year, day=28 if leap else last.day)


def _two_years(name: str) -> Any:
    """The claims of a row whose loss lies in the last fiscal year so far or the one before."""
    within = _within(name)

    def address(question: Asked, row: Mapping[str, Any]) -> str:
        days = {"from": so_far(question, 1)[0], "to": so_far(question, 0)[1]}
        return within(replace(question, values={**question.values, **days}), row)

    return address


def _years(opens: Any) -> tuple[Column, ...]:
    """A count for each of five fiscal years, the earliest first."""
    return tuple(
        Column(f"year_{back}", f"Year {-back}" if back else "Last year", "whole",
               "", True, opens=__of_year(opens, back))
        for back in reversed(range(YEARS))
    )  # fmt: skip


def named(question: Asked, column: Column) -> Column:
    """The column of a year with the name of the year."""
    if not column.name.startswith("year_"):
        return column
    last = year(question, int(column.name[-1]))[1]
    return replace(column, label=f"FY{last.year % 100:02d}")


def _figures(name: str) -> tuple[Column, ...]:
    """The columns that both reports share."""
    return (*_counted_columns(name), *_money_columns(name))


def _counted_columns(name: str) -> tuple[Column, ...]:
    opens = _within(name)
    return (
        Column("claims", "Claims", "whole", total=True, opens=opens),
        Column(
            "occurrences",
            "Occurrences",
            "whole",
            "Incidents; a claim without one counts one.",
            opens=opens,
        ),
        *_years(opens),
        Column(
            "open", "Open", "whole", "Open on the report's day.", True, opens=_within(name, "open")
        ),
        Column(
            "reopened",
            "Reopened",
            "whole",
            "Opened again by the report's day.",
            True,
            opens=_within(name, "reopened"),
        ),
        Column(
            "closing_ratio",
            "% closed",
            "whole",
            "Of those received and reopened: times closed, an earlier closing counted.",
            opens=opens,
        ),
        Column("litigated", "Litigated", "whole", total=True, opens=_within(name, "litigated")),
    )


def _money_columns(name: str) -> tuple[Column, ...]:
    opens, with_money = _within(name), _within(name, "with_money")
    return (
        Column("total_paid", "Total paid", "money", total=True, opens=opens),
        Column("total_reserve", "Total reserve", "money", total=True, opens=opens),
        Column("gross_incurred", "Gross incurred", "money", total=True, opens=opens),
        Column(
            "with_money",
            "Claims with money",
            "whole",
            "Incurred more than nothing.",
            True,
            opens=with_money,
        ),
        Column(
            "severity",
            "Severity",
            "money",
            "Gross incurred divided by the claims with money; those without are left out.",
            opens=with_money,
        ),
        Column(
            "median",
            "Median",
            "money",
            "Half of the claims with money incurred no more; of an even number halfway between.",
            opens=with_money,
        ),
    )


def _people(question: Asked, row: Mapping[str, Any]) -> str:
    """The employees of a department."""
    return behind.rows(
        question, "employee", behind.is_("department", row["department"]), "active=yes"
    )


def tenths(raw: Any) -> Decimal:
    """A number that the database gave in tenths."""
    number = Decimal(int(raw)) / 10
    return number.to_integral() if number == number.to_integral() else number


BY_DEPARTMENT = (
    Column("department", "Department", "code", opens=_within("department")),
    Column("name", "Name"),
    Column(
        "employees",
        "Employees",
        "whole",
        "Those in the directory on the report's day.",
        True,
        opens=_people,
    ),
    Column(
        "per_100",
        "Per 100 employees",
        "quantity",
        "Claims a year of the period, per 100 of them.",
        reads=tenths,
        opens=_within("department"),
    ),
    *_figures("department"),
)
BY_CAUSE = (
    Column("group", "Group"),
    Column("cause", "Cause", "code", opens=_within("cause")),
    Column("title", "Title"),
    *_figures("cause"),
    Column(
        "percent_claims",
        "% of claims",
        "quantity",
        "Of all claims of this report.",
        reads=tenths,
        opens=_within("cause"),
    ),
    Column(
        "percent_incurred",
        "% of incurred",
        "quantity",
        "Of the gross incurred that this report shows.",
        reads=tenths,
        opens=_within("cause"),
    ),
    Column(
        "trend",
        "Trend",
        "whole",
        "Claims of the last fiscal year so far, less those of the year before up to the same day.",
        True,
        opens=_two_years("cause"),
    ),
)

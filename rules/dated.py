"""Statutory tables: rows with their days, source and mark, chosen by the day of the law."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path

from rules import money
from rules.errors import Unanswered

FOLDER = Path(__file__).parent / "tables"
_ABOUT = ("first_day", "last_day", "source", "verified")
_ALWAYS = date.min


@dataclass(frozen=True)
class Column:
    """A column of a statutory table.

    `unit` is "text", "count" (a whole number), "years", "weeks", "percent" (of a rating), an amount
    in "USD", "USD/week" or "USD/mile", or "code" (one that the shipped table has); `choices` are
    the only texts that it takes; an `optional` one may be blank; one `aside` no figure comes from.
    """

    label: str
    unit: str = "text"
    choices: tuple[str, ...] = ()
    optional: bool = False
    aside: bool = False


@dataclass(frozen=True)
class Kind:
    """What a statutory table holds.

    `chosen_by` is the day that chooses a row; `key` the column that tells rows of one day apart,
    empty where a day has one, and `key_column` what it takes; `columns` every further one; `yearly`
    says that a new row is due each 1 January; `added` that the office adds rows: of the tiers it
    keeps its limits of authority instead.
    """

    name: str
    title: str
    chosen_by: str
    key: str
    columns: Mapping[str, Column]
    key_column: Column | None = None
    yearly: bool = False
    added: bool = True

    @property
    def banded(self) -> bool:
        """Whether the rows of one day are bands of percent that follow one another."""
        return "percent_to" in self.columns


@dataclass(frozen=True)
class Row:
    """A row in force from `first_day` to `last_day`, both included; None is without end."""

    table: str
    first_day: date
    last_day: date | None
    values: Mapping[str, str] = field(hash=False)
    source: str
    verified: str
    by_office: bool = False

    def covers(self, day: date) -> bool:
        """Whether the row is in force on a day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def text(self, column: str) -> str:
        """A value as it is written; empty where there is none."""
        return self.values.get(column, "")

    def number(self, column: str) -> Decimal:
        """A value as a number."""
        return Decimal(self.values[column])

    def cents(self, column: str) -> int:
        """A value in dollars as cents."""
        return money.cents(self.values[column])


@dataclass(frozen=True)
class Table:
    """The rows of one statutory table, those of the office among them."""

    kind: Kind
    rows: tuple[Row, ...]

    def on(self, day: date, key: str = "") -> Row:
        """The row in force on a day.

        Args:
            day: the day that the law looks to.
            key: value of the key column, in a table that has one.

        Raises:
            Unanswered: no row covers the day; `missing` names table and day.
        """
        table = self.by_key.get(key) if key else self
        if table is None or not any(row.covers(day) for row in table.rows):
            raise absent(self.kind, f"{key} {day}".strip())
        return table.all_on(day)[0]

    @cached_property
    def by_key(self) -> Mapping[str, "Table"]:
        """Value of the key column -> its rows alone, in the order of the table."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.text(self.kind.key), []).append(row)
        return {key: replace(self, rows=tuple(rows)) for key, rows in found.items()}

    def all_on(self, day: date) -> tuple[Row, ...]:
        """The rows in force on a day, one a key, in the order of the table; bands by their percent.

        A row of the office wins from its first day; of others the one that began last.

        Raises:
            Unanswered: no row covers the day.
        """
        chosen: dict[str, Row] = {}
        for row in self.rows:
            key = row.text(self.kind.key)
            if row.covers(day) and (key not in chosen or _wins(row, chosen[key])):
                chosen[key] = row
        if not chosen:
            raise absent(self.kind, f"{day}")
        if self.kind.banded:
            return tuple(sorted(chosen.values(), key=lambda row: row.number(self.kind.key)))
        return tuple(chosen.values())

    def outranking(self, row: Row) -> tuple[Row, ...]:
        """The other rows of its key that count in place of a row on some of its days, oldest
        first.
        """
        key = row.text(self.kind.key)
        found = (
            other
            for other in self.rows
            if other is not row
            and other.text(self.kind.key) == key
            and _meet(row, other)
            and _wins(other, row)
        )
        return tuple(sorted(found, key=lambda other: other.first_day))

    def with_rows(self, rows: Iterable[Row]) -> "Table":
        """The table with rows that the office added; in a yearly table one without a last day ends
        with its year.
        """
        ended = (
            replace(row, last_day=date(row.first_day.year, 12, 31))
            if self.kind.yearly and row.last_day is None
            else row
            for row in rows
        )
        return replace(self, rows=(*self.rows, *(replace(row, by_office=True) for row in ended)))


def absent(kind: Kind, where: str) -> Unanswered:
    """That a table has no row for a day or key."""
    return Unanswered(
        f"The table “{kind.title}” has no row for {where}. Add it with its source under Statutory "
        "tables.",
        missing=f"{kind.name} {where}",
    )


def read(kind: Kind) -> Table:
    """A table as it ships: a .csv of its name, in the order of its lines."""
    with (FOLDER / f"{kind.name}.csv").open(encoding="utf-8", newline="") as handle:
        return Table(kind, tuple(_rows(kind, csv.DictReader(handle))))


def _rows(kind: Kind, lines: Iterable[dict[str, str]]) -> Iterator[Row]:
    for line in lines:
        first, last = line["first_day"], line["last_day"]
        yield Row(
            kind.name,
            date.fromisoformat(first) if first else _ALWAYS,
            date.fromisoformat(last) if last else None,
            {name: value for name, value in line.items() if name not in _ABOUT},
            line["source"],
            line["verified"],
        )


def _meet(row: Row, other: Row) -> bool:
    """Whether two rows have a day in common."""
    first, second = sorted((row, other), key=lambda one: one.first_day)
    return first.last_day is None or second.first_day <= first.last_day


def _wins(row: Row, other: Row) -> bool:
    return (row.by_office, row.first_day) >= (other.by_office, other.first_day)


@lru_cache(maxsize=64)
def shipped(kind_name: str) -> Table:
    """A table as it ships, read once."""
    return read(KINDS[kind_name])


_LEAST, _MOST = Column("At least", "USD/week"), Column("At most", "USD/week")
_BAND, _BAND_END = Column("From", "percent"), Column("To", "percent")
_CODE = Column("Code", "code")
_UNITS = ("calendar_days", "business_days", "weeks", "months", "years", "hours", "fixed_date")


def _deadline(*units: str) -> dict[str, Column]:
    """The columns of both tables of deadlines."""
    return {
        "title": Column("Title"),
        "citation": Column("Section of law", aside=True),
        "trigger_event": Column("Counts from", aside=True),
        "count": Column("Count", "count"),
        "unit": Column("Counted in", choices=units),
        "applies_to": Column("Applies to", aside=True),
        "consequence": Column("If it is missed", aside=True),
    }


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "td_rates",
            "Temporary disability: weekly limits",
            "day of injury, or of payment two years after it",
            "",
            {"min_weekly": _LEAST, "max_weekly": _MOST},
            yearly=True,
        ),
        Kind(
            "pd_rates",
            "Permanent disability: weekly limits",
            "day of injury",
            "percent_from",
            {"percent_to": _BAND_END, "min_weekly": _LEAST, "max_weekly": _MOST},
            _BAND,
        ),
        Kind(
            "pd_weeks",
            "Permanent disability: weeks for each percent",
            "day of injury",
            "percent_from",
            {"percent_to": _BAND_END, "weeks_per_percent": Column("For each percent", "weeks")},
            _BAND,
        ),
        Kind(
            "life_pension_limits",
            "Life pension: weekly earnings at most",
            "day of injury",
            "",
            {"max_weekly_earnings": Column("Earnings at most", "USD/week")},
        ),
        Kind(
            "mileage_rates",
            "Medical mileage",
            "day of travel",
            "",
            {"rate_per_mile": Column("Rate", "USD/mile")},
            yearly=True,
        ),
        Kind(
            "wc_deadlines",
            "Deadlines of workers' compensation",
            "day of the trigger",
            "code",
            _deadline(*_UNITS),
            _CODE,
        ),
        Kind(
            "liability_deadlines",
            "Deadlines of liability claims",
            "day of the trigger",
            "code",
            {
                **_deadline(*_UNITS, "agreed_date"),
                "mail": Column("Days for mail", choices=("915.2", "1013"), optional=True),
                "closed_day": Column("On a closed day", choices=("next", "earlier"), optional=True),
                "longer_182": Column("At least 182 days", choices=("yes",), optional=True),
            },
            _CODE,
        ),
        Kind(
            "settlement_tiers",
            "Authority to settle",
            "day of the decision",
            "role",
            {
                "tier": Column("Tier", "count"),
                "max_amount": Column("At most", "USD", optional=True),
                "concurrence": Column("With", optional=True),
            },
            Column("Role", "code"),
            added=False,
        ),
        Kind(
            "recovery_limitations",
            "Periods of limitation of recoveries",
            "day of the damage",
            "kind",
            {"years": Column("Years", "years"), "citation": Column("Section of law")},
            Column("Basis", "code"),
        ),
        Kind(
            "carrier_deadlines",
            "Days that a carrier has to answer a tender",
            "day of the tender, or of its acceptance",
            "code",
            {"days": Column("Days", "count"), "citation": Column("Section of law")},
            _CODE,
        ),
        Kind(
            "interest_rates",
            "Interest on what is owed to the City",
            "day from which interest runs",
            "kind",
            {"percent": Column("Percent a year", "percent"), "citation": Column("Section of law")},
            Column("Kind", "code"),
        ),
    )
}
"""Name -> what the statutory table of that name holds."""

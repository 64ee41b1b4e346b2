"""How far a statutory table reaches: days that a row covers, years that are missing, bands that do
not meet.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from rules.answers import weakest_of
from rules.dated import Kind, Row, Table
from rules.days import day_words
from rules.errors import Unanswered
from rules.permanent_disability import LEAST, MOST, STEP

REMIND_FROM = (11, 1)
"""Month and day from which on the row of the next year is due; the State announces its figures
before.
"""
_ONE = timedelta(days=1)
_ALWAYS, _ENDLESS = date.min, date.max

Span = tuple[date, date]
"""First and last day, both included."""


@dataclass(frozen=True)
class Coverage:
    """How far a table reaches.

    `first_day` is `date.min` where it always did, `last_day` None where it has no end; `gaps` are
    spans between the two without a row; `missing` the years after the last day, up to the one that
    is due, of a yearly table; `due` says that the next row should stand already; `faults` are what
    is wrong with bands; `shipped` and `own` count rows, `unverified` those that nobody verified.
    """

    kind: Kind
    first_day: date
    last_day: date | None
    gaps: tuple[Span, ...]
    missing: tuple[int, ...]
    due: bool
    faults: tuple[str, ...]
    shipped: int
    own: int
    weakest: str
    unverified: int

    @property
    def calls(self) -> bool:
        """Whether somebody should add a row."""
        return self.due or bool(self.gaps) or bool(self.faults)

    @property
    def words(self) -> str:
        """The days that are covered and those that are missing, in a sentence without its stop."""
        parts = [_reach(self), *(f"no row {_span(gap)}" for gap in self.gaps)]
        return "; ".join(parts)


def coverage(table: Table, *, on: date) -> Coverage:
    """How far a table reaches, looked at on a day.

    Args:
        table: with the rows of the office; at least one row.
        on: the office's day; from 1 November on the next year should be covered.
    """
    spans = _joined(table.rows)
    last = None if spans[-1][1] == _ENDLESS else spans[-1][1]
    year = on.year + (1 if (on.month, on.day) >= REMIND_FROM else 0)
    return Coverage(
        table.kind,
        spans[0][0],
        last,
        tuple((last + _ONE, first - _ONE) for (_, last), (first, _) in pairwise(spans)),
        _missing(table.kind, last, year),
        last is not None and last < date(year, 12, 31),
        tuple(_band_faults(table)),
        sum(not row.by_office for row in table.rows),
        sum(row.by_office for row in table.rows),
        weakest_of(table.rows),
        sum(row.verified == "no" for row in table.rows),
    )


def _joined(rows: Iterable[Row]) -> list[Span]:
    """The spans that rows cover together, oldest first; rows that meet are one."""
    spans: list[Span] = []
    for row in sorted(rows, key=lambda row: row.first_day):
        last = row.last_day or _ENDLESS
        if spans and (row.first_day - spans[-1][1]).days <= 1:
            spans[-1] = (spans[-1][0], max(spans[-1][1], last))
        else:
            spans.append((row.first_day, last))
    return spans


def _missing(kind: Kind, last: date | None, year: int) -> tuple[int, ...]:
    if last is None or not kind.yearly:
        return ()
    first = last.year if (last.month, last.day) < (12, 31) else last.year + 1
    return tuple(range(first, max(first, year) + 1))


def _reach(found: Coverage) -> str:
    if found.last_day is None:
        return "Every day" if found.first_day == _ALWAYS else f"From {day_words(found.first_day)}"
    words = f"To {day_words(found.last_day)}"
    if not found.missing:
        return f"{words}; nothing after it"
    part = "the rest of " if found.missing[0] == found.last_day.year else ""
    years = [str(year) for year in found.missing]
    listed = " and ".join([", ".join(years[:-1]), years[-1]] if years[1:] else years)
    return f"{words}; {part}{listed} missing"


def _span(span: Span) -> str:
    first, last = span
    if first == last:
        return f"on {day_words(first)}"
    return f"from {day_words(first)} to {day_words(last)}"


def _band_faults(table: Table) -> Iterator[str]:
    """Days from which on the bands of a table leave a rating out, or give it two rows."""
    if not table.kind.banded:
        return
    starts = {row.first_day for row in table.rows}
    starts |= {row.last_day + _ONE for row in table.rows if row.last_day}
    for day in sorted(starts):
        try:
            bands = [_band(row) for row in table.all_on(day)]
        except Unanswered:
            continue
        ends = [LEAST - STEP, *(end for _, end in bands)]
        for before, begins in zip(ends, [*(first for first, _ in bands), MOST + STEP], strict=True):
            if begins != before + STEP:
                yield f"from {day_words(day)} {_seam(before, begins)}"


def _band(row: Row) -> tuple[Decimal, Decimal]:
    return row.number("percent_from"), row.number("percent_to")


def _seam(before: Decimal, begins: Decimal) -> str:
    if begins <= before:
        return f"two rows hold {_plain(begins)} to {_plain(before)} %"
    return f"no row holds {_plain(before + STEP)} to {_plain(begins - STEP)} %"


def _plain(percent: Decimal) -> str:
    return f"{percent.normalize():f}"

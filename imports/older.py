"""Older claims in a file: how far back its new open claims lie, and which of their deadlines have
passed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from journal.law import counting
from rules.claim_clocks import CLOCKS
from rules.clocks import Clock, Due, begun, closed_by
from rules.statuses import START

YEAR = timedelta(days=365)
DAYS = tuple({name: None for c in CLOCKS if c.line != "I" for name in c.starts})
"""The days of a claim that start its deadlines."""

ONE_FACT = ("injury_date", "loss_date")
"""On a compensation claim these are one fact."""


@dataclass
class Older:
    """How many new claims of a file are open, how many of these bear no day of the last year, and
    how many deadlines of theirs have passed.
    """

    open: int = 0
    old: int = 0
    passed: int = 0

    @property
    def most(self) -> bool:
        """Whether most of the new open claims are old."""
        return 2 * self.old > self.open

    @property
    def why(self) -> str:
        """Why the file is taken for one of older claims."""
        none = "no day of the last year"
        if self.open == 1:
            return f"its new open claim bears {none}"
        return f"{self.old:,} of its {self.open:,} new open claims bear {none}"


class Ages:
    """Looks at the new claims of a file, one after the other."""

    def __init__(self, on: date, names: Iterable[str]) -> None:
        """As of the office's day; `names` are the columns that the file fills."""
        self.found, self._on, self._counting = Older(), on, counting(on)
        filled = {*names}
        if filled & {*ONE_FACT}:
            filled |= {*ONE_FACT}
        self._filled, self._days = filled, [name for name in DAYS if name in filled]
        self._clocks: dict[tuple[str, str], list[Clock] | None] = {}

    def take(self, values: Mapping[str, Any]) -> None:
        """Take in a claim as it will stand."""
        line = values.get("line") or "L"
        key = line, values.get("status") or START[line]
        if key not in self._clocks:
            self._clocks[key] = self._of(*key)
        clocks = self._clocks[key]
        if clocks is None:
            return
        days = [day for name in self._days if (day := values.get(name))]
        self.found.open += 1
        self.found.old += bool(days) and max(days) < self._on - YEAR
        if clocks:
            self.found.passed += self._passed(clocks, {**values, "status": key[1]}, line)

    def _of(self, line: str, status: str) -> list[Clock] | None:
        """The clocks that the columns of the file can start in a status; None in a closed one."""
        columns = {**dict.fromkeys(self._filled, True), "status": status}
        return None if closed_by(columns) else begun(line, columns)

    def _passed(self, clocks: list[Clock], columns: dict[str, Any], line: str) -> int:
        if line == "W":
            known = (columns.get(name) for name in ONE_FACT)
            columns |= dict.fromkeys(ONE_FACT, next(filter(None, known), None))
        facts = self._counting.facts(columns)
        days = (self._counting.stands(clock, facts) for clock in clocks)
        return sum(isinstance(due, Due) and due.day < self._on for due in days)


def passed_words(passed: int, *, historic: bool) -> str:
    """How many deadlines have passed and what becomes of them, in words; empty for none."""
    verb = "has" if passed == 1 else "have"
    it = ("it stays", "it comes") if passed == 1 else ("they stay", "they come")
    becomes = f"{it[0]} out of the diary" if historic else f"{it[1]} into the diary, overdue"
    return f"{_deadlines(passed)} of the new claims {verb} passed: {becomes}" if passed else ""


def diary_words(made: int, left_out: int) -> str:
    """What bringing a file in put into the diary, and what it left out; empty for neither."""
    if not made and not left_out:
        return ""
    stands = f"{_deadlines(made)} {'are' if made > 1 else 'is'} in the diary"
    out = f"; {left_out:,} that had passed {'was' if left_out == 1 else 'were'} left out"
    return f"{stands}{out if left_out else ''}."


def _deadlines(count: int) -> str:
    return f"{count:,} deadlines" if count > 1 else "1 deadline" if count else "No deadline"

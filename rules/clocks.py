"""Deadlines that follow from a record's facts: which day starts which clock, and what answers it.

A clock is a fact, the rule that counts from it, and the diary entry that results, with whose action
it is and how long before the last day work on it begins. The tables stand in modules of their own:
`liability_clocks`, `compensation_clocks`, `recovery_clocks`, and `claim_clocks`, which gathers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple

from rules.answers import Answer, Step
from rules.calculators import Law
from rules.calendars import add_open_days, previous_open
from rules.days import long_day
from rules.deadlines import liability_deadline, wc_deadline
from rules.errors import BadValue, Unanswered
from rules.facts import Facts, columns_of
from rules.statuses import CLOSED, LIABILITY, WORKERS_COMPENSATION

ANY: frozenset[str] = frozenset({*LIABILITY, *WORKERS_COMPENSATION})
"""Every status: whatever it becomes answers the clock."""

CALENDAR = {"L": "court", "W": "state", "I": "court", "R": "court"}
"""Line -> the calendar on which the open days before a last day are counted."""

COUNTED_BY_CODE = (liability_deadline, wc_deadline)
"""Rules that are asked for a code of their table and the day that starts it."""

MARKED = {
    "secondary": "The count rests on a secondary source",
    "no": "The count is not verified",
    "policy": "A rule of the office",
}
"""What the working says where a row was not read in the law itself."""


@dataclass(frozen=True)
class Clock:
    """A clock that a fact starts, and its diary entry.

    Args:
        code: of the table of deadlines that `rule` counts by.
        line: L, W, I for an incident, or R for a recovery.
        fact: the day that starts it.
        subject: what the diary says; a day in braces is one of the rule's own results.
        rule: the rule that counts; a table's rule is asked for `code` from `fact`.
        given: further inputs of the rule -> the fact that gives them.
        answered: facts that answer it once they are there.
        statuses: in which of them it runs; none: in every open one.
        answered_by: statuses outside these that answer it; any other only ends it.
        not_woken_from: statuses out of which it does not come back once its day is over.
        only, never: fact -> the values that it must have, or must not have.
        blank: facts that must be absent.
        lead: open days before the last day on which work on it begins.
        action: the quick action that answers it.
        sensitivity: how the entry is kept.
    """

    code: str
    line: str
    fact: str
    subject: str
    rule: Callable[..., Answer] = liability_deadline
    given: Mapping[str, str] = field(default_factory=dict)
    answered: tuple[str, ...] = ()
    statuses: frozenset[str] = frozenset()
    answered_by: frozenset[str] = frozenset()
    not_woken_from: frozenset[str] = frozenset()
    only: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    never: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    blank: tuple[str, ...] = ()
    lead: int = 0
    action: str = ""
    sensitivity: str = "public"

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns that it rests on, the status aside; the fact's own first."""
        facts = (self.fact, *self.given.values(), *self.only, *self.never, *self.blank)
        named = [column for name in (*facts, *self.answered) for column in columns_of(name)]
        return tuple(dict.fromkeys(named))

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """The columns of which one at least is filled where it has begun."""
        return columns_of(self.fact)


class Due(NamedTuple):
    """A clock that runs: its last day, when work on it begins, and the working."""

    day: date
    begin: date
    steps: tuple[Step, ...]
    subject: str = ""


class Ended(NamedTuple):
    """A clock that does not run, or no more: `done` or `dropped`, by which fact, on which day."""

    how: str
    fact: str
    day: date | None = None


class Counting:
    """The clocks under one law; what was counted once is not counted again."""

    def __init__(self, law: Law) -> None:
        """Nothing is counted yet."""
        self.law = law
        self._counted: dict[tuple[Any, ...], Due | None] = {}

    def __len__(self) -> int:
        """How many days were counted."""
        return len(self._counted)

    def facts(self, columns: Mapping[str, Any]) -> Facts:
        """The facts of a record."""
        return Facts(columns, self.law)

    def stands(self, clock: Clock, facts: Facts) -> Due | Ended:
        """How a clock stands by the facts of a record that is neither closed nor in the trash."""
        start = facts[clock.fact]
        if start is None:
            return Ended("dropped", clock.fact)
        for name, values in clock.only.items():
            if facts[name] not in values:
                return Ended("dropped", name)
        for name, values in clock.never.items():
            if facts[name] in values:
                return Ended("dropped", name)
        for name in clock.blank:
            if facts[name] is not None:
                return Ended("dropped", name)
        for name in clock.answered:
            if facts[name]:
                day = facts[name] if isinstance(facts[name], date) else None
                return Ended("done", name, day)
        if clock.statuses and facts["status"] not in clock.statuses:
            how = "done" if facts["status"] in clock.answered_by else "dropped"
            return Ended(how, "status")
        return self._due(clock, start, facts) or Ended("dropped", clock.fact)

    def _due(self, clock: Clock, start: date, facts: Facts) -> Due | None:
        given = asked(clock, facts)
        key = (clock.code, *given.values())
        if key not in self._counted:
            self._counted[key] = self._count(clock, start, given)
        return self._counted[key]

    def _count(self, clock: Clock, start: date, given: dict[str, Any]) -> Due | None:
        """What the rule answers; nothing where it refuses."""
        try:
            answer = clock.rule(**given, law=self.law)
        except (Unanswered, BadValue):
            return None
        calendar = self.law.calendars[CALENDAR[clock.line]]
        base = answer.details.get("base_date", answer.value)
        begin = previous_open(add_open_days(base, -clock.lead, calendar), calendar)
        marked = MARKED.get(answer.verified)
        steps = (*answer.steps, *([Step(marked)] if marked else ()))
        days = {n: long_day(v) for n, v in answer.details.items() if isinstance(v, date)}
        said = clock.subject.format(**days)
        return Due(answer.value, max(begin, min(start, answer.value)), steps, said)


def asked(clock: Clock, facts: Facts) -> dict[str, Any]:
    """What the rule of a clock is asked, by input."""
    given = {name: facts[fact] for name, fact in clock.given.items()}
    if clock.rule in COUNTED_BY_CODE:
        return {"code": clock.code, "trigger_date": facts[clock.fact], **given}
    return given


_BY_LINE: dict[str, tuple[Clock, ...]] = {}


def clocks_of(line: str) -> tuple[Clock, ...]:
    """The clocks of a line, or of incidents (I) or recoveries (R)."""
    return _BY_LINE.get(line, ())


def stand_beside(line: str, clocks: tuple[Clock, ...]) -> None:
    """The clocks of a line, which stand in a table of their own.

    Args:
        line: L, W, or the letter of another sheet.
        clocks: all of them.
    """
    _BY_LINE[line] = clocks
    for known in (_running, _starting, _begun):
        known.cache_clear()


def begun(line: str, columns: Mapping[str, Any]) -> list[Clock]:
    """The clocks of a line that can be due by the columns of a record: of the others none is."""
    status = columns["status"]
    filled = [name for name in _starting(line, status) if columns.get(name) is not None]
    return list(_begun(line, status, tuple(filled)))


@cache
def _starting(line: str, status: str) -> tuple[str, ...]:
    """The columns that start the clocks which may run in a status."""
    return tuple({name: None for clock in _running(line, status) for name in clock.starts})


@lru_cache(maxsize=4096)
def _begun(line: str, status: str, filled: tuple[str, ...]) -> tuple[Clock, ...]:
    """The clocks that may run in a status, of which one of these columns starts each."""
    return tuple(c for c in _running(line, status) if not set(filled).isdisjoint(c.starts))


@cache
def _running(line: str, status: str) -> tuple[Clock, ...]:
    """The clocks of a line that may run in a status."""
    return tuple(c for c in clocks_of(line) if not c.statuses or status in c.statuses)


def closed_by(facts: Mapping[str, Any]) -> bool:
    """Whether a status ends every clock."""
    return facts["status"] in CLOSED or facts["status"] == "closed"

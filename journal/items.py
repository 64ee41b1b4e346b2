"""What a person's day is made of: single things to do, and the day that holds them."""

from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from journal.masking import masked

SHOWN = 25
"""Entries that one part of the page shows; beyond, it leads to the diary."""


@dataclass(frozen=True)
class Item:
    """One thing to do: when, what, about which record, why on that day, and the action that clears
    it; `missed` says what follows where its day is over.
    """

    sheet: str
    row_id: int
    title: str
    day: date | None = None
    about: str = ""
    about_sheet: str = ""
    about_id: int | None = None
    working: str = ""
    action: str | None = None
    amount: int | None = None
    late_days: int = 0
    missed: str = ""

    def masked(self) -> "Item":
        """The same thing to do, without its words."""
        words = {name: masked(getattr(self, name)) for name in WORDS}
        return replace(self, **words, amount=None)


WORDS = ("title", "about", "working", "missed")
"""What of a thing to do is covered for who looks through another role."""


@dataclass
class Agenda:
    """A person's day. `capped`: more diary entries are due than were read. `nobodys`: due, and
    without owner. `begin`: due later than this week, and work on them begins by now.
    """

    on: date
    overdue: list[Item] = field(default_factory=list)
    today: list[Item] = field(default_factory=list)
    week: list[Item] = field(default_factory=list)
    begin: list[Item] = field(default_factory=list)
    closed_days: dict[date, str] = field(default_factory=dict)
    for_me: list[Item] = field(default_factory=list)
    for_others: list[Item] = field(default_factory=list)
    returned: list[Item] = field(default_factory=list)
    drafts: list[Item] = field(default_factory=list)
    lapsing: list[Item] = field(default_factory=list)
    off_work: list[Item] = field(default_factory=list)
    jobs: list[Any] = field(default_factory=list)
    capped: bool = False
    nobodys: int = 0

    def masked(self) -> "Agenda":
        """The same day for who looks through another role: that there is something, not what."""
        parts = (f.name for f in fields(self) if f.name != "jobs")
        lists = {name: getattr(self, name) for name in parts}
        covered: dict[str, Any] = {
            name: [item.masked() for item in part]
            for name, part in lists.items()
            if isinstance(part, list)
        }
        return replace(self, **covered)

    @property
    def calls(self) -> int:
        """How many entries want something of this person today."""
        return len(self.overdue) + len(self.today) + len(self.for_me) + len(self.returned)

"""What becomes of a deadline between two states of its diary entry: made, moved, ended, back."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from rules.days import long_day

OPEN = "open"


class Turn(NamedTuple):
    """What became of a deadline: `how` is made, moved, done, dropped or back; `old` and `new` are
    its entry by column, `old` empty where it is made.
    """

    how: str
    old: Mapping[str, Any]
    new: Mapping[str, Any]

    @property
    def subject(self) -> str:
        """What the deadline says."""
        return str(self.new["subject"])

    @property
    def day(self) -> str:
        """The day on which it is due."""
        return _day(self.new["diary_date"])

    @property
    def was(self) -> str:
        """The day on which it was due before."""
        return _day(self.old["diary_date"])


def turn(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> Turn | None:
    """What became of an entry; nothing where it is none of a rule, went into the trash or came out
    of it, or stays as it is.
    """
    if not new.get("rule_code") or new.get("trashed_at") or (old and old.get("trashed_at")):
        return None
    if not old:
        return Turn("made", {}, new) if new["status"] == OPEN else None
    if old["status"] != new["status"]:
        return Turn("back" if new["status"] == OPEN else new["status"], old, new)
    if new["status"] == OPEN and old["diary_date"] != new["diary_date"]:
        return Turn("moved", old, new)
    return None


def foretold(one: Turn) -> str:
    """What will become of a deadline, in a sentence."""
    if one.how == "made":
        return f"{one.subject}: {one.day} goes into the diary."
    if one.how == "moved":
        return f"“{one.subject}” moves from {one.was} to {one.day}."
    if one.how == "back":
        return f"“{one.subject}” is open again: {one.day}."
    return f"“{one.subject}” is {one.how}."


def happened(one: Turn) -> str:
    """What became of a deadline, as a line under a title that says how."""
    moved = f": {one.was} → {one.day}" if one.how == "moved" else f", due {one.day}"
    return f"{one.subject}{moved}"


def moved_words(entry: Mapping[str, Any]) -> str:
    """Of an entry that moved: when it was due before, and why it changed."""
    was, why = entry.get("moved_from_date"), entry.get("moved_why") or ""
    return f"Was {_day(was)}. {why}".rstrip() if was else why


def _day(value: date | str) -> str:
    return long_day(date.fromisoformat(value) if isinstance(value, str) else value)

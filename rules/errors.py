"""What may go wrong, in words that a user sees: one class a kind, built from its facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


class OfficeError(Exception):
    """Root of what users may see: `sentence` says what is wrong, with which record, and what to do.

    `status` is the HTTP status that a screen answers with.
    """

    status = 400

    def __init__(self, sentence: str) -> None:
        """Keep the sentence that is shown."""
        self.sentence = sentence
        super().__init__(sentence)


class Refused(OfficeError):
    """The policy does not allow it."""

    status = 403


class NotFound(OfficeError):
    """There is no such record, page or name."""

    status = 404


@dataclass(frozen=True)
class Problem:
    """One value, or one row where `column` is None, that breaks a rule."""

    sheet: str
    row_id: int | None
    column: str | None
    value: Any
    message: str


class Invalid(OfficeError):
    """Values that break a rule; `problems` holds every one of them."""

    status = 422

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems; the sentence gives the first three."""
        self.problems = list(problems)
        words = " ".join(dict.fromkeys(p.message for p in self.problems[:3]))
        more = len(self.problems) - 3
        super().__init__(f"Not saved. {words}" + (f" And {more} more." if more > 0 else ""))


@dataclass(frozen=True)
class StaleCell:
    """A cell that somebody else changed since the user saw it."""

    sheet: str
    row_id: int
    column: str
    yours: Any
    theirs: Any
    version: int
    by: str
    at: datetime | None


class Stale(OfficeError):
    """Somebody else changed the same cells meanwhile; `cells` holds both values of each."""

    status = 409

    def __init__(self, cells: Sequence[StaleCell]) -> None:
        """Keep the cells; the sentence names who changed the first one."""
        self.cells = list(cells)
        who = f" by {self.cells[0].by}" if self.cells and self.cells[0].by else ""
        super().__init__(
            f"Not saved: changed{who} while you were working. Compare both values and save again."
        )


class Blocked(OfficeError):
    """Facts forbid it; the sentence says what clears it, and `column` which column of the record
    that is; None where it is no column.
    """

    status = 409

    def __init__(self, sentence: str, *, column: str | None = None) -> None:
        """Keep the sentence and the column."""
        self.column = column
        super().__init__(sentence)


class Spent(Blocked):
    """A form was saved before, with other values: what is in it now is not saved yet."""

    def __init__(self, seq: int) -> None:
        """Say under which number the first values stand, and the way on."""
        super().__init__(
            f"This form was saved before with other values, as change number {seq}. What is in it "
            "now is not saved: save again to write it as well."
        )


class Unanswered(OfficeError):
    """A rule gives no answer: a fact is out of its reach, or a row of a table is missing.

    `missing` names the table and the day whose row is missing; None where no table is short.
    """

    status = 422

    def __init__(self, *reasons: str, missing: str | None = None) -> None:
        """Keep the reasons; the sentence holds them all."""
        self.reasons = list(reasons)
        self.missing = missing
        super().__init__(" ".join(reasons))


class BadValue(OfficeError):
    """A text is not a value of its kind; the sentence says why."""

    status = 422


class BadInputs(BadValue):
    """What a rule was asked with is wrong; `at` holds the sentence by the name of the input."""

    def __init__(self, at: Mapping[str, str]) -> None:
        """Keep the sentences; all of them make one."""
        self.at = dict(at)
        super().__init__(" ".join(self.at.values()))


class BadQuestion(OfficeError):
    """A filter, sort order, column or cursor cannot be understood."""

    status = 400


class Retired(BadQuestion):
    """A column that the office added is out of use; `label` is what it is called."""

    def __init__(self, label: str) -> None:
        """Say that it is not asked any more."""
        self.label = label
        super().__init__(f"“{label}” was retired: lists no longer show it, or go by it.")


class TooBroad(OfficeError):
    """A question took too long and was stopped; the sentence says how to narrow it."""

    status = 422


class Busy(OfficeError):
    """Too much at once, or the disk is full; trying again may help."""

    status = 503


class DiskFull(Busy):
    """There is no room left to write."""

    status = 507

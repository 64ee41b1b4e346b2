"""What must have been done to collect a balance before it is written off as uncollectible."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rules.days import add_months, long_day
from rules.money import dollars
from rules.wants import Want

LETTERS = 2
"""Letters that ask for the money before it is given up, each on a day of its own."""
ATTORNEY = "City attorney:"
"""How the subject of a note, or the title of a document, begins that is of the City Attorney."""
MISTAKEN = "mistaken"
"""Ground of a bill that should not have been: it is withdrawn, as a credit of all of it."""
GROUNDS = (
    ("uncollectible", "It cannot be collected"),
    ("uneconomic", "It costs more than it brings"),
    ("bankrupt", "Who owes it is bankrupt"),
    (MISTAKEN, "It was billed by mistake"),
)
BY_MISTAKE = {"status": "withdrawn", "ground": MISTAKEN}
"""How such a bill is closed."""


@dataclass(frozen=True)
class Efforts:
    """What was done to collect a balance.

    Attributes:
        letters: days on which it was asked for in writing.
        calls: days on which somebody called.
        searches: days on which who owes it was searched for.
        since: the day of the last money, or of the invoice; None: it was never invoiced.
        ground: one of `GROUNDS`; None: it cannot be collected, or costs too much by itself.
        has_note: whether the attorney's note is on file.
        most: balance up to which collecting costs more than it brings, cents.
        months: months without money before it is given up.
    """

    letters: int = 0
    calls: int = 0
    searches: int = 0
    since: date | None = None
    ground: str | None = None
    has_note: bool = False
    most: int = 0
    months: int = 12


def effort_wants(balance: int, tried: Efforts, *, on: date) -> Iterator[Want]:
    """What is still missing before a balance is written off.

    Args:
        balance: what is owed, cents.
        tried: what was done.
        on: the office's day.

    Source: practice of cost recovery: two letters, one call, a search, twelve months; a bankruptcy
    or a balance that costs more than it brings stands by itself. Figures are settings.
    """
    if tried.ground == MISTAKEN:
        yield Want(
            "What was billed by mistake is not written off: close it as withdrawn.",
            "close_recovery",
            given=BY_MISTAKE,
        )
        return
    if tried.ground == "bankrupt":
        if not tried.has_note:
            yield Want(
                "Of a bankruptcy the attorney says what becomes of the claim: add what the City "
                f"Attorney wrote, kept as attorney, its subject beginning with “{ATTORNEY}”.",
                "add_note",
                given={"sensitivity": "privileged", "subject": f"{ATTORNEY} bankruptcy"},
            )
        return
    if balance <= tried.most:
        return
    if tried.ground == "uneconomic":
        yield Want(
            f"{dollars(balance)} is more than the {dollars(tried.most)} up to which collecting "
            "costs more than it brings: show what was tried instead."
        )
    yield from _asked_for(tried)
    yield from _long_enough(tried, on)


def _asked_for(tried: Efforts) -> Iterator[Want]:
    if tried.letters < LETTERS:
        yield Want(
            f"{LETTERS} letters come before a write-off, {tried.letters or 'none'} on file: send "
            "one, or record it.",
            "add_contact",
            given={"channel": "letter"},
        )
    if not tried.calls:
        yield Want(
            "A call comes before a write-off, none on file: record it.",
            "add_contact",
            given={"channel": "phone"},
        )
    if not tried.searches:
        yield Want(
            "Who owes it is searched for before a write-off (address, plate, employer): record the "
            "search.",
            "add_contact",
            given={"channel": "search"},
        )


def _long_enough(tried: Efforts, on: date) -> Iterator[Want]:
    if tried.since is None:
        return
    due = add_months(tried.since, tried.months)
    if on < due:
        yield Want(
            f"The last money or the invoice is of {long_day(tried.since)}: it is written off "
            f"{tried.months} months later, from {long_day(due)} on."
        )

"""What a file says of itself beside its rows: as of which day it stands, which line its claims are.

Each comes with the words of the file that say so; nothing is told where it says both, or neither.
"""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, NamedTuple

from imports.cells import as_known
from imports.files.layout import blank
from imports.grid import Grid
from journal.values import short
from rules import days
from rules.errors import BadValue
from rules.headings import spelled


class Told(NamedTuple):
    """What a file says, as text of a value, and where it says so."""

    value: str
    why: str


_DAY = "|".join(
    (
        r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}",
        r"[a-z]{3,9}\.? [0-9]{1,2},? [0-9]{4}",
        r"[0-9]{1,2} [a-z]{3,9}\.?,? [0-9]{4}",
    )
)
_AS_OF = re.compile(rf"\b(?:valu(?:ed|ation)|evaluat(?:ed|ion)|as (?:of|at))\b.*?({_DAY})", re.I)

_LINES = {
    "W": re.compile(r"\b(?:workers?['’]?s?['’]? comp|work comp|w[./]?c\b|wcab|dwc|4850)", re.I),
    "L": re.compile(
        r"\b(?:general liability|auto liability|liability|tort|gl\b|government claim)", re.I
    ),
}
"""Words in the titles, the name of the tab or of the file, or numbers of claims, by line."""

_HEADED = {
    "W": (
        "body part", "part of body", "nature of injury", "injured worker", "injured employee",
        "date of injury", "doi", "td", "ttd", "tpd", "ptd", "pd %", "td paid", "pd paid",
        "medical paid", "medical reserve", "medical outstanding", "medical incurred",
        "permanent disability", "temporary disability",
    ),
    "L": ("amount sought", "amount claimed", "demand", "amount demanded", "plaintiff"),
}  # fmt: skip
_HEADINGS = {line: {spelled(text): text for text in texts} for line, texts in _HEADED.items()}

_NUMBER = re.compile(r"(WC|W|GL|AL|L)[-_ ]?[0-9]", re.I)
_OF_NUMBER = {"WC": "W", "W": "W", "GL": "L", "AL": "L", "L": "L"}


def valued(grid: Grid) -> Told | None:
    """The day on which the figures of a file stand, as its titles say."""
    found: dict[str, str] = {}
    for row in grid.ignored:
        place = _AS_OF.search(row.text) if row.reason == "title" else None
        if place:
            with suppress(BadValue):
                day = days.day(place[1])
                found.setdefault(day.isoformat(), f"row {row.row} says “{short(row.text)}”")
    return Told(*found.popitem()) if len(found) == 1 else None


def day_of(told: Told) -> date:
    """The day that was told."""
    return date.fromisoformat(told.value)


def line(grid: Grid, rows: Sequence[list[Any]], number: int | None) -> Told | None:
    """The line of the claims of a file: its titles and names say so, or its headings, or the first
    signs of every claim's number, which stands at index `number`.
    """
    titles = [(row.text, f"row {row.row} says") for row in grid.ignored if row.reason == "title"]
    names = [(grid.tab or "", "the tab is called"), (grid.file_name, "the file is called")]
    for texts in (titles, names):
        if told := _one(_by_words(texts)):
            return told
    return _one(_by_headings(grid)) or _by_numbers(rows, number)


def _one(found: dict[str, str]) -> Told | None:
    return Told(*found.popitem()) if len(found) == 1 else None


def _by_words(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text, where in texts:
        for code, words in _LINES.items():
            if words.search(text.replace("_", " ")):
                found.setdefault(code, f"{where} “{short(text)}”")
    return found


def _by_headings(grid: Grid) -> dict[str, str]:
    return {
        code: f"it has the heading “{text}”"
        for code, known in _HEADINGS.items()
        for text in [h.text for h in grid.headings if spelled(h.text) in known][:1]
    }


def _by_numbers(rows: Sequence[list[Any]], place: int | None) -> Told | None:
    if place is None:
        return None
    texts = [as_known(row[place]) for row in rows if len(row) > place and not blank(row[place])]
    begun = [_NUMBER.match(text) for text in texts]
    lines = {_OF_NUMBER[found[1].upper()] if found else "" for found in begun}
    if len(lines) != 1 or "" in lines:
        return None
    return Told(lines.pop(), f"the number of each claim begins as “{short(texts[0])}” does")

"""Reserves of which a file states what remains, by category; the office keeps the expected total.

What remains is given as `outstanding_indemnity` and read as remaining and paid together.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from imports import ledger
from imports.grid import Heading
from imports.outcome import Options
from rules.headings import spelled

REMAINS = {f"outstanding_{code}": f"reserved_{code}" for code in ledger.CODES}
"""What a file may give -> the column that it ends in."""

LABELS = {f"outstanding_{code}": f"Outstanding, {code}" for code in ledger.CODES}

WORDS = ({"outstanding"}, {"remaining"}, {"balance"}, {"open"}, {"future"})
IDLE = {"reserve", "case"}


def stated_as(name: str, options: Options) -> str:
    """The name by which a file gives a column: of what remains, `outstanding_indemnity`."""
    asked = name.replace("reserved_", "outstanding_")
    return asked if name in options.remaining else name


def resolved(model: Any, headings: Sequence[Heading], options: Options) -> Options:
    """The options with the reserves of which the remaining part is given, or named by a heading;
    where the total that remains is given, by hand alone.
    """
    if model is not ledger.SHEET:
        return options
    given = {name: options.columns.get(name, "").strip() for name in REMAINS}
    own = {name: text for name, text in options.columns.items() if name not in REMAINS}
    whole = options.columns.get("outstanding", "").strip()
    for name, text in ({} if whole else _named(headings)).items():
        if name not in options.columns and REMAINS[name] not in {*own, *options.fixed}:
            given[name] = text
    found = {REMAINS[name]: text for name, text in given.items() if text}
    stays = options.remaining | frozenset(found)
    return replace(options, columns={**own, **found}, remaining=stays)


def _named(headings: Sequence[Heading]) -> dict[str, str]:
    """What the headings name that say of a category what remains; each by one heading alone."""
    found: dict[str, list[str]] = {}
    for heading in headings:
        words = spelled(heading.text) - IDLE
        for code in ledger.CODES:
            if words - {code} in WORDS and code in words:
                found.setdefault(f"outstanding_{code}", []).append(heading.text)
    texts = [heading.text for heading in headings]
    return {name: hits[0] for name, hits in found.items() if len(hits) == 1 == texts.count(hits[0])}

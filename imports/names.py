"""Names of cells as a spreadsheet shows them, and names of columns made alike for comparing."""

import re
from functools import lru_cache

from rules.headings import IDLE, SHORT

_WORDS = re.compile(r"[^\W_]+|[#%$]")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SIGNS = re.compile(r"['’`]|(?<=\w)[./](?=\w\b)")
"""What stands within one short word: Rec'd, O/S, D.O.L."""
_ALIKE = {"#": "no", "number": "no", "num": "no", "nbr": "no"}


KEPT = 20_000
"""Headings whose spelling is remembered: all of a sheet, whose widest has 16,384."""


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """Letters of the column at index `column`, counted from 0: 0 is A, 26 is AA."""
    name = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_of(name: str) -> int:
    """Index from 0 of the column with these letters."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def address(tab: str | None, row: int, column: int | None = None) -> str:
    """Name of a cell, "Claims!B7", of a whole row by its first, "Claims!A7"; of a .csv "B7"."""
    cell = f"{letters(column or 0)}{row}"
    return f"{tab}!{cell}" if tab else cell


@lru_cache(maxsize=KEPT)
def alike(heading: str) -> str:
    """The heading without case, blanks and punctuation: "Claim #" is like "claim_no"."""
    words = _WORDS.findall(_HUMP.sub(" ", heading).casefold())
    return "".join(_ALIKE.get(word, word) for word in words)


@lru_cache(maxsize=KEPT)
def spelled(heading: str) -> frozenset[str]:
    """The words of a heading, short ones in full, in any order: "Chk Dt" is "Date of check"."""
    text = _SIGNS.sub("", _HUMP.sub(" ", heading)).casefold()
    words = (SHORT.get(word, word) for word in _WORDS.findall(text))
    return frozenset(_single(word) for word in words if word not in IDLE)


def _single(word: str) -> str:
    """A word without the ending of many; the same word on both sides of a comparison."""
    plural = len(word) > 3 and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if plural else word

"""Columns that the office adds itself: how they are named, and how their choices are written."""

import re
import unicodedata
from collections.abc import Container, Iterable

from rules.errors import BadValue

BEGINNING = "x_"
"""How the name of every added column begins: no column of the product does."""
LONGEST_NAME = 30
LONGEST_LABEL = 60
MOST_COLUMNS = 40
"""Added columns that one sheet takes, retired ones included."""
MOST_CHOICES = 100
LONGEST_CODE = 40
MOST_DECIMALS = 6
NAME = re.compile(r"x_[a-z0-9_]{1,28}")

Choices = list[list[str]]
"""(code, words) of each choice, in the order of a list."""


def plain(text: str) -> str:
    """A text as small letters, digits and lines below: “Röhre Nr. 3” is “rohre_nr_3”."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", bare).strip("_")


def name_for(label: str, taken: Container[str]) -> str:
    """The name of a new column, by its label; numbered where the sheet has that name already.

    Raises:
        BadValue: no name can be made of the label.
    """
    bare = plain(label)
    if not bare:
        raise BadValue(f"“{label}” has no letter from A to Z and no digit to name a column by.")
    name, number = f"{BEGINNING}{bare}"[:LONGEST_NAME].rstrip("_"), 1
    while name in taken:
        number += 1
        ending = f"_{number}"
        name = f"{BEGINNING}{bare}"[: LONGEST_NAME - len(ending)].rstrip("_") + ending
    return name


def read_choices(text: str | None, old: Iterable[Iterable[str]] = ()) -> Choices:
    """The choices of a text, one a line; words that stand already keep their code.

    A line “red = Crimson” gives the words for the code that stands before.

    Raises:
        BadValue: there are none, too many, or two alike.
    """
    codes = {words.casefold(): code for code, words in old}
    found: Choices = []
    for line in filter(None, (" ".join(line.split()) for line in (text or "").splitlines())):
        given, equals, words = (part.strip() for part in line.partition("="))
        if not (equals and words and given in codes.values()):
            given, words = "", line
        found.append([given or codes.get(words.casefold()) or _code(words, found), words])
    if problem := choices_problem(found):
        raise BadValue(problem)
    return found


def _code(words: str, found: Choices) -> str:
    """The code of new words, apart from those of the choices before: “A+” and “A-” are two."""
    bare, used = plain(words)[: LONGEST_CODE - 4].strip("_"), {code for code, _ in found}
    if not bare:
        raise BadValue(f"“{words}” has no letter from A to Z and no digit to be kept by.")
    return next(c for c in (bare, *(f"{bare}_{n}" for n in range(2, 999))) if c not in used)


def choices_problem(choices: Iterable[Iterable[str]]) -> str | None:
    """What is wrong with the choices of a column, or None."""
    pairs = [tuple(pair) for pair in choices]
    if not pairs:
        return "A column of choices needs at least one of them, each on a line of its own."
    if len(pairs) > MOST_CHOICES:
        return f"These are {len(pairs)} choices; a column takes at most {MOST_CHOICES}."
    seen: dict[str, str] = {}
    for code, words in pairs:
        if len(code) > LONGEST_CODE or len(words) > LONGEST_LABEL:
            return (
                f"“{words[:40]}…” is too long: a choice takes at most {LONGEST_LABEL} characters."
            )
        for part in {code.casefold(), words.casefold()}:
            if seen.setdefault(part, code) != code:
                return f"“{words}” stands there twice, or is too much like another choice."
    if len({code for code, _ in pairs}) < len(pairs):
        return "Two of the choices are the same."
    return None

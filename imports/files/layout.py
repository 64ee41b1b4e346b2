"""Where a table stands in a tab: its header row, and the rows of it that are no data."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from rules import money
from rules.errors import BadValue
from rules.headings import alike
from rules.terms import EXAMPLE

SEARCHED_ROWS = 50
"""The header is looked for in so many rows."""

TITLED_COLUMNS = 3
"""A title of a group stands under one of the first so many headings."""

_NUMBER = re.compile(r"\S*\d\S*")
"""What a record is known by, rather than a title: one word with a digit."""

_YEAR = re.compile(r"(?:19|20)\d\d(?:\.0)?")

SUMS = frozenset(
    {"total", "totals", "sum", "grand total", "subtotal", "sub-total", "sub total"}
    | {"summe", "gesamt", "gesamtsumme", "endsumme", "zwischensumme", "insgesamt"}
    | {"suma", "total general", "somme", "sous-total", "totale", "totaal", "subtotaal"}
)
"""A total and nothing else, as tables of some countries say it; a code may stand beside it."""

_COUNTED = re.compile(r"[0-9]+\s+\w+\W*")
"""What may stand beside figures that are a total without its name: "12 Cases"."""

_ENDS = re.compile(r".*\btotals?[\s:.]*", re.I | re.S)
_BEGINS = re.compile(r"(?:(?:grand|sub)[\s-]?)?totals?\b.*", re.I | re.S)
"""Words that end with total are one; those that begin with it may be a name (Total Wine)."""

_OF_AMOUNTS = frozenset("0123456789.,'’()-−+$ \u00a0\u2009\u202fUSDCRusdcr")
"""Signs of which amounts are made: most other texts are told apart by them at once."""

_DIGITS = re.compile(r"[0-9]+")

BARE, DOUBTED, FIGURES = "bare figures", "words of a total", "figures"
"""How a row of data may yet be a total: figures alone or beside a count, words that begin like one,
or figures beside words.
"""

Row = Sequence[Any]


def blank(cell: Any) -> bool:
    """Whether a cell holds nothing but blanks."""
    return cell is None or (cell.__class__ is str and (not cell or cell.isspace()))


def amount(cell: str) -> int | None:
    """The cents that a text says, by its own signs, else with a comma before the decimals; None
    where it says none.
    """
    if not _OF_AMOUNTS.issuperset(cell) or "-" in cell[5:-1]:
        return None
    for decimal in (".", ","):
        try:
            return money.cents(cell, decimal=decimal)
        except BadValue:
            continue
    return None


def is_amount(cell: str) -> bool:
    """Whether a text is an amount."""
    return amount(cell) is not None


def is_year(cell: Any) -> bool:
    """Whether a cell is a year, as it may stand in a header."""
    return isinstance(cell, str | float | int) and _YEAR.fullmatch(f"{cell}".strip()) is not None


def find_header(rows: Sequence[Row], known: Iterable[str]) -> tuple[int, int]:
    """Index of the header row among the first rows of a tab, and how many known names it holds.

    The row with the most known names wins, the first of equals; below two, the shape decides: the
    first row of distinct texts that is nearly as wide as the table. (-1, 0) when all are blank.
    """
    names = set(known)
    hits = [len({alike(c) for c in row if isinstance(c, str)} & names) for row in rows]
    best = max(hits, default=0)
    if best >= 2:
        return hits.index(best), best
    filled = [sum(not blank(cell) for cell in row) for row in rows]
    if not any(filled):
        return -1, 0
    if best and filled[hits.index(best)] <= 2:
        return hits.index(best), best
    return _by_shape(rows, filled), best


def _by_shape(rows: Sequence[Row], filled: list[int]) -> int:
    widest = max(filled)
    for index, row in enumerate(rows):
        texts = [
            str(cell)
            for cell in row
            if not blank(cell) and (isinstance(cell, str) or is_year(cell))
        ]
        if (
            filled[index] * 3 >= widest * 2
            and len(texts) == filled[index]
            and _mostly_distinct(texts)
        ):
            return index
    return next(index for index, count in enumerate(filled) if count)


def _mostly_distinct(texts: list[str]) -> bool:
    return len(set(texts)) * 3 >= len(texts) * 2


class Sorter:
    """Tells rows of data from what printed tables hold besides, below a given header."""

    def __init__(self, header: Row, parts: Sequence[Row] = (), above: Iterable[Row] = ()) -> None:
        """`header` is the header as read; `parts` are its rows where it stands over several;
        `above` are the rows over it, which another page may repeat.
        """
        self._header = [alike(c) if isinstance(c, str) else "" for c in header]
        self._parts = [[alike(c) if isinstance(c, str) else "" for c in row] for row in parts]
        self._parts = self._parts or [self._header]
        self._first = next((i for i, name in enumerate(self._header) if name), 0)
        starts = [header, *parts]
        self._initials = {
            str(row[self._first])[:1].casefold() for row in starts if len(row) > self._first
        }
        named = [place for place, cell in enumerate(header) if not blank(cell)]
        self._titled = named[TITLED_COLUMNS - 1] if len(named) >= TITLED_COLUMNS else -1
        self._above = {signs for row in above if (signs := _signs(row))}
        self._begin = {signs[0] for signs in self._above}

    def reason(self, row: Row) -> str:
        """Why a row is left out: "example", "repeated header", "total" or "title"; empty for a row
        of data.
        """
        if EXAMPLE in row:
            return "example"
        first = row[self._first]
        if first.__class__ is str and first[:1].casefold() in self._initials and self._repeats(row):
            return "repeated header"
        if (blank(first) or _names_total(first)) and self._totals(row):
            return "total"
        return "title" if self._titles(row) or self._repeats_title(row) else ""

    def hint(self, row: Row) -> str:
        """How a row of data may yet be a total (`BARE`, `DOUBTED`, `FIGURES`); empty where it bears
        a number of its own, a day, or three texts, or no figure.
        """
        texts: list[str] = []
        figures = 0
        for cell in row:
            kind = cell.__class__
            if kind is float or kind is int:
                figures += 1
            elif kind is not str:
                if cell is not None:
                    return ""
            elif cell and not cell.isspace():
                text = cell.strip()
                if is_amount(text):
                    figures += 1
                elif len(texts) > 1 or _NUMBER.fullmatch(text):
                    return ""
                elif not _COUNTED.fullmatch(text):
                    texts.append(text)
        if not figures:
            return ""
        first = row[self._first]
        if not texts:
            return BARE if blank(first) else FIGURES
        begins = len(texts) == 1 and _BEGINS.fullmatch(texts[0]) is not None
        return DOUBTED if begins and (blank(first) or _names_total(first)) else FIGURES

    def _repeats(self, row: Row) -> bool:
        return any(self._repeats_part(row, part) for part in self._parts)

    def _repeats_part(self, row: Row, header: list[str]) -> bool:
        if not all(map(blank, row[len(self._header) :])):
            return False
        filled = [(cell, name) for cell, name in zip(row, header, strict=False) if not blank(cell)]
        same = sum(isinstance(cell, str) and alike(cell) == name for cell, name in filled)
        return same * 5 >= len(filled) * 4 and (len(filled) > 1 or header.count("") >= len(row) - 1)

    def _repeats_title(self, row: Row) -> bool:
        """Whether the row is one of those above the header, other figures (of the page) aside."""
        return any(
            place < len(row)
            and row[place].__class__ is str
            and _sign(row[place]) == sign
            and _signs(row) in self._above
            for place, sign in self._begin
        )

    def _titles(self, row: Row) -> bool:
        """Whether the row is one text of words, as over a group or under the table.

        A row in which nothing but the record's own number is filled is data; so is one of a table
        of two columns.
        """
        found = -1
        for place, cell in enumerate(row):
            if cell != "" and not blank(cell):
                if found >= 0 or place > self._titled or cell.__class__ is not str:
                    return False
                found = place
        return found >= 0 and not _NUMBER.fullmatch(row[found].strip())

    def _totals(self, row: Row) -> bool:
        """Whether there is one text, which says total, and beside it figures, a count or nothing.

        A total that bears no other name may stand beside one more text, as the code of a fund.
        Words that only begin like a total do not make one of a row with figures: see `hint`.
        """
        texts, figures = [], 0
        for cell in row:
            if cell.__class__ is str:
                if not blank(cell):
                    texts.append(cell.strip())
            elif cell.__class__ is float or cell.__class__ is int:
                figures += 1
            elif cell is not None:
                return False
        words = [text for text in texts if not _is_figure(text)]
        figures += len(texts) - len(words)
        if len(words) == 1:
            if _says_sum(words[0]) or _ENDS.fullmatch(words[0]):
                return True
            return not figures and _BEGINS.fullmatch(words[0]) is not None
        return len(words) == 2 and figures > 0 and _says_sum(words[0])


Signs = tuple[tuple[int, str], ...]
"""Place and text of each filled cell, without figures."""


def _signs(row: Row) -> Signs:
    """What a title is known by; nothing where there is more than texts."""
    filled = [(place, cell) for place, cell in enumerate(row) if not blank(cell)]
    if not all(isinstance(cell, str) for _, cell in filled):
        return ()
    return tuple((place, _sign(cell)) for place, cell in filled)


def _sign(text: str) -> str:
    return _DIGITS.sub("0", text.strip().casefold())


def _is_figure(text: str) -> bool:
    return _COUNTED.fullmatch(text.strip()) is not None or is_amount(text)


def _says_sum(text: str) -> bool:
    return text.casefold().strip(" \t\n:.") in SUMS


def _names_total(cell: Any) -> bool:
    return cell.__class__ is str and ("total" in cell.casefold() or _says_sum(cell))

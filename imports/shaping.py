"""What is made of the cells of a row before they are read: several joined, written words replaced,
and the key of a row that has none.
"""

from base64 import b32encode
from collections import Counter
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from imports.cells import as_known
from imports.files.layout import blank
from imports.grid import Grid
from imports.returned import REFUSED_BECAUSE
from rules.headings import alike

Words = Mapping[str, Mapping[str, str]]
"""Column -> written words -> what they mean; "*" stands for any other."""

Shape = Callable[[list[Any]], Any]
"""From the cells of a row to what they say of one column."""

ANY = "*"
KEY_SIGNS = 12


def shaped(
    place: int, joined: tuple[int, ...] | None, words: Mapping[str, str] | None
) -> Shape | None:
    """How a column is taken from the cells of a row; None: its cell as it is."""
    take = _joined(joined) if joined else None
    if not words:
        return take
    known = {_folded(written): meaning for written, meaning in words.items()}
    other = known.get(ANY)

    def spoken(cells: list[Any]) -> Any:
        raw = take(cells) if take else cells[place]
        if blank(raw):
            return known.get("", raw)
        meaning = known.get(_folded(as_known(raw)), other)
        return raw if meaning is None else meaning

    return spoken


def _joined(places: tuple[int, ...]) -> Shape:
    def take(cells: list[Any]) -> Any:
        texts = [as_known(cells[place]) for place in places if not blank(cells[place])]
        return ", ".join(texts)

    return take


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


class Contents:
    """Keys for the rows of a file that has none: what a row holds, and how often it stood above.

    Equal rows stay distinct, and the same file read again gives the same keys, also with its
    columns in another order.
    """

    def __init__(self, grid: Grid, salt: str) -> None:
        """`salt` tells the records apart that are made of one row."""
        own = (heading for heading in grid.headings if heading.text != REFUSED_BECAUSE)
        self._named = sorted((alike(heading.text), heading.column) for heading in own)
        self._salt = salt
        self._stood: Counter[int] = Counter()

    def key(self, cells: list[Any]) -> str:
        """The key of the next row."""
        held = [
            f"{name}={as_known(cells[place]).strip()}"
            for name, place in self._named
            if not blank(cells[place])
        ]
        digest = sha256("\n".join([self._salt, *held]).encode()).digest()
        text = b32encode(digest)[:KEY_SIGNS].decode()
        self._stood[hash(text)] += 1
        return f"{text}-{self._stood[hash(text)]}"

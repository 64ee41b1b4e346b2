"""Keys that are almost the same, but for case and blanks: worth a second look, never guessed."""

from collections.abc import Callable, Iterable
from typing import Any

from peewee import fn

from imports.grid import Grid
from models import database

AT_ONCE = 500
MOST_ODD = 20_000
"""Standing keys with small letters or blanks that are kept at hand."""

Key = tuple[Any, ...]


def bare(text: str) -> str:
    """A key without case and blanks."""
    return "".join(text.split()).upper()


class NearKeys:
    """The keys of one file, beside each other and beside those of the sheet."""

    def __init__(self, model: Any, grid: Grid, place: int, row_of: Callable[[Key], int]) -> None:
        """Prepare for a sheet whose one key is a code; others have none that are near.

        `row_of` gives the number of the row of the file that has a key, 0 where none has it yet.
        """
        self.grid, self.place, self.row_of = grid, place, row_of
        key = model._meta.key
        coded = len(key) == 1 and model._meta.fields[key[0]].kind == "code"
        self.column: Any = getattr(model, key[0]) if coded else None
        self.model = model
        self.odd_in_file: dict[str, tuple[str, int]] = {}
        self.in_sheet: dict[str, str] = {}
        self.odd_known = False

    def learn(self, keys: Iterable[Key]) -> None:
        """Look up standing keys that are near to these, which do not stand themselves."""
        new = [key[0] for key in keys if self.column is not None and key[0]]
        if not new:
            return
        if not self.odd_known:
            plain = fn.UPPER(fn.REPLACE(self.column, " ", ""))
            self._keep(self._standing().where(self.column != plain).limit(MOST_ODD))
            self.odd_known = True
        asked = sorted({bare(text) for text in new if bare(text) != text})
        for start in range(0, len(asked), AT_ONCE):
            self._keep(self._standing().where(self.column << asked[start : start + AT_ONCE]))

    def look(self, key: Key, number: int, stands: bool) -> str:
        """What is almost the same as the key of a row; empty when nothing is."""
        if self.column is None or not key[0]:
            return ""
        text, plain = key[0], bare(key[0])
        first, row = self._first(text, plain, number)
        if first != text:
            where = self.grid.address(row, self.place)
            return f"“{text}” differs from “{first}” in {where} by case or blanks alone."
        other = self.in_sheet.get(plain)
        if other and other != text and not stands:
            return (
                f"“{text}” differs from “{other}”, which the office has, by case or blanks alone."
            )
        return ""

    def _first(self, text: str, plain: str, number: int) -> tuple[str, int]:
        """The first key of the file that is the same but for case and blanks, and its row; most
        keys have neither, and are not kept a second time.
        """
        own = (text, number)
        if text == plain:
            return self.odd_in_file.get(plain, own)
        odd, row = self.odd_in_file.setdefault(plain, own), self.row_of((plain,))
        return (plain, row) if row and row < odd[1] else odd

    def _standing(self) -> Any:
        return self.model.select(self.column).where(self.model.trashed_at.is_null())

    def _keep(self, query: Any) -> None:
        self.in_sheet |= {bare(text): text for (text,) in database.execute(query.tuples())}

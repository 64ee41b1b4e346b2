"""One cell into one value: what a spreadsheet does to numbers and days is undone, or refused."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from functools import cache
from typing import Any

from imports.traits import FORMULA, NO_VALUE
from journal.values import reader
from rules.errors import BadValue

EPOCH = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 7_306, 109_574
"""Day numbers of a spreadsheet that are taken for days: from 1920 to the end of 2199."""

FIRST_YEAR, LAST_YEAR = 1800, 2199
"""A bare number between them is a year."""

DIGITS = 10**15
"""From here on a spreadsheet has lost digits of a whole number."""

FORMULA_WORDS = "A formula stands here; its last computed value was taken."
_ODD_BLANKS = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_LEFT_OVER_TIME = re.compile(r":00$")


@cache
def cell_reader(field: Any, beside: Any = None) -> Callable[[Any], Any]:
    """The function that reads a cell into the column, or raises BadValue; links are found apart."""
    read = reader(field, beside)
    if field.kind == "code":
        return _code(read)
    if field.kind == "day":
        return _day(read)
    if field.kind in ("text", "long"):
        return _text(read)
    return read


def as_known(raw: Any) -> str:
    """Text of a cell that names a row of another sheet: 57.0 is "57"."""
    if isinstance(raw, str):
        return _plain_blanks(raw).strip()
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw)


def odd(mark: str) -> str:
    """Why a cell with this mark cannot be read; empty for a formula with a value."""
    if mark == FORMULA:
        return ""
    if mark.startswith(NO_VALUE):
        formula = mark.removeprefix(NO_VALUE) or " that stands here"
        return f"The formula{formula} was never computed. Open the file, save it and try again."
    return f"The cell shows the error {mark}. Mend the formula, or clear the cell."


def _code(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read_code(raw: Any) -> Any:
        if raw.__class__ is float and abs(raw) >= DIGITS:
            raise BadValue(
                "The spreadsheet keeps 15 digits of a number and has lost the rest. "
                "Format the column as text and write it anew."
            )
        if isinstance(raw, date | time | timedelta):
            raise BadValue(
                f"The spreadsheet has turned this number into the day or time {raw}. "
                "Format the column as text and write it anew."
            )
        if raw.__class__ is bool:
            raise BadValue(
                f"The spreadsheet has turned this number into {str(raw).upper()}. "
                "Format the column as text and write it anew."
            )
        return read(_plain_blanks(raw) if raw.__class__ is str else raw)

    return read_code


def _plain_blanks(text: str) -> str:
    """The text with plain blanks for those that keep words on one line."""
    return text if text.isascii() else _ODD_BLANKS.sub(" ", text)


def _day(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read_day(raw: Any) -> Any:
        if raw.__class__ is float or raw.__class__ is int:
            if FIRST_YEAR <= raw <= LAST_YEAR and raw == int(raw):
                raise BadValue(f"{raw:.15g} is a year, not a day.")
            if not FIRST_SERIAL <= raw <= LAST_SERIAL:
                raise BadValue(f"{raw:.15g} is not a day of a spreadsheet.")
            return EPOCH + timedelta(days=int(raw))
        return read(raw)

    return read_day


def _text(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read_text(raw: Any) -> Any:
        if raw.__class__ is time:
            return read(_LEFT_OVER_TIME.sub("", raw.isoformat(timespec="seconds")))
        return read(raw)

    return read_text

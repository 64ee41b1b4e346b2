"""One cell into one value: what a spreadsheet does to numbers and days is undone, or refused."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from imports.evidence import LOOKED_FOR, OF_DAYS, SERIAL
from imports.files.traits import FORMULA, NO_VALUE
from imports.manner import OFFICE, Manner
from journal.values import ODD_BLANKS, UNKEPT, instant, reader, short
from rules import days, money
from rules.errors import BadValue
from sheets.prepared import prepared

EPOCH = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 7_306, 109_574
"""Day numbers of a spreadsheet that are taken for days: from 1920 to the end of 2199."""

BETWEEN_EPOCHS = 1_462
"""By so much the number of a day is smaller where a workbook counts from 1904."""

FIRST_TYPED, FIRST_TYPED_1904 = "1900-03-01", "1904-01-03"
"""From here on a day of a spreadsheet is what it shows; before, it is an empty cell of a form, and
in the count from 1900 one of a February with a 29th that never was.
"""

COUNTED = 1905
"""From this year on a day of a spreadsheet is beyond doubt."""

FIRST_COMPACT, LAST_COMPACT = 18_000_101, 21_991_231
"""Between them a whole number is year, month and day, as 20190105."""

NO_DAY = (
    "The spreadsheet shows {} here, one of the first days that it counts: an empty date looks like "
    "this. Clear the cell, or write the day as text."
)

FIRST_YEAR, LAST_YEAR = 1800, 2199
"""A bare number between them is a year."""

DIGITS = 10**15
"""From here on a spreadsheet has lost digits of a whole number."""

FIGURES = ("day", "instant", "money", "quantity", "whole")
"""Kinds of columns in which some words say that there is nothing."""

NOTHING = frozenset(
    {"n/a", "na", "n.a.", "n.a", "none", "nil", "null", "nothing", "not applicable"}
    | {"(blank)", "blank", "(none)", "-", "--", "---", "–", "—"}
)
_NO_DAY = re.compile(r"0{1,2}([-/.])0{1,2}\1(?:0{4}|0{2})|0{4}-00-00|0?1/0{1,2}/(?:19)?00")
_NO_FIGURE = re.compile(r"\$\s?[-–—]+|[-–—]+\s?\$")
"""What is printed where there is no day, and how accountants print a zero: 0/0/0000 and "$ -"."""

NOTHING_WORDS = "“{}” stands for nothing; the cell is taken as blank."
UNKEPT_WORDS = "“{}” holds a sign that no screen shows; a blank stands in its place."
_COMMA_NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?\s*%?")

FORMULA_WORDS = "A formula stands here; its last computed value was taken."
_LEFT_OVER_TIME = re.compile(r":00$")


@prepared()
def cell_reader(field: Any, beside: Any = None, manner: Manner = OFFICE) -> Callable[[Any], Any]:
    """The function that reads a cell into the column, or raises BadValue; links are found apart.

    `beside` is the value of the column on which words of this one depend; `manner` says how the
    column is written.
    """
    read = reader(field, beside)
    if field.kind == "code":
        return _code(read)
    if field.kind == "day":
        return _day(read, manner)
    if field.kind == "instant":
        return _instant(read, manner)
    if field.kind in LOOKED_FOR and manner.decimal == ",":
        return _comma_money(read) if field.kind == "money" else _comma_number(read)
    if field.kind in ("text", "long"):
        return _text(read)
    return read


def says_nothing(field: Any, raw: Any) -> bool:
    """Whether a text in a column of days or figures plainly says that there is none.

    What says that there is one and that it is not known ("unknown", "TBD") is not nothing.
    """
    if field.kind not in FIGURES or raw.__class__ is not str:
        return False
    bare = " ".join(raw.split())
    shape = _NO_DAY if field.kind in OF_DAYS else _NO_FIGURE
    return bare.casefold() in NOTHING or shape.fullmatch(bare) is not None


def without_unkept(field: Any, raw: Any) -> str | None:
    """A long text with a blank for each sign that no screen shows; None where it holds none.

    Such signs are what is left of an apostrophe or a dash that another program cut in half.
    """
    if field.kind != "long" or raw.__class__ is not str or not UNKEPT.search(raw):
        return None
    return UNKEPT.sub(" ", raw)


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
        return read(raw)

    return read_code


def _plain_blanks(text: str) -> str:
    """The text with plain blanks for those that keep words on one line."""
    return text if text.isascii() else ODD_BLANKS.sub(" ", text)


def _day(read: Callable[[Any], Any], manner: Manner) -> Callable[[Any], Any]:
    order = manner.day_order
    first = FIRST_TYPED_1904 if manner.epoch_1904 else FIRST_TYPED

    def read_day(raw: Any) -> Any:
        kind = raw.__class__
        if kind is date or kind is datetime:
            if raw.year < COUNTED and raw.isoformat() < first:
                raise BadValue(NO_DAY.format(raw.isoformat()[:10]))
            return read(raw)
        if kind is float or kind is int:
            return _of_number(raw, manner.epoch_1904)
        if kind is str and raw and not raw.isspace():
            if order == "serial" and SERIAL.fullmatch(raw.strip()):
                return _of_number(float(raw), manner.epoch_1904)
            return days.day(raw, order=order)
        return read(raw)

    return read_day


def _of_number(raw: float, epoch_1904: bool) -> date:
    """The day of a number that no format of the spreadsheet shows as one."""
    if FIRST_YEAR <= raw <= LAST_YEAR and raw == int(raw):
        raise BadValue(f"{raw:.15g} is a year, not a day.")
    number = raw + BETWEEN_EPOCHS if epoch_1904 else raw
    if FIRST_SERIAL <= number < LAST_SERIAL + 1:
        return EPOCH + timedelta(days=int(number))
    if FIRST_COMPACT <= raw <= LAST_COMPACT and raw == int(raw):
        return days.day(f"{raw:.0f}")
    raise BadValue(f"{raw:.15g} is not a day of a spreadsheet.")


def _instant(read: Callable[[Any], Any], manner: Manner) -> Callable[[Any], Any]:
    order = manner.day_order

    def read_instant(raw: Any) -> Any:
        if raw.__class__ is str and raw and not raw.isspace():
            return read(instant(raw, order=order))
        return read(raw)

    return read_instant


def _comma_money(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read_money(raw: Any) -> Any:
        if raw.__class__ is str and raw and not raw.isspace():
            return money.cents(raw, decimal=",")
        return read(raw)

    return read_money


def _comma_number(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read_number(raw: Any) -> Any:
        if raw.__class__ is not str:
            return read(raw)
        if _COMMA_NUMBER.fullmatch(raw.strip()):
            return read(raw.replace(".", "").replace(",", "."))
        if "." in raw and "," not in raw:
            raise BadValue(f"“{short(raw)}” bears a point; in this column a comma is expected.")
        return read(raw)

    return read_number


def _text(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read_text(raw: Any) -> Any:
        if raw.__class__ is time:
            return read(_LEFT_OVER_TIME.sub("", raw.isoformat(timespec="seconds")))
        return read(raw)

    return read_text

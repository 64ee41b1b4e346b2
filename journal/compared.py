"""What the value of a filter means: the least and the greatest value that it stands for.

A day may be said from today on (`rules.spans`), and a period is compared as a whole: `=` within
it, `!=` outside it or blank, `<` before its first day, `<=` until its last, `>` after its last,
`>=` from its first. An instant lies on a day of the office, in its time zone.
"""

import re
from datetime import date
from typing import Any, NamedTuple

from journal import settings
from journal.values import reader
from journal.who import Who
from models import User
from rules import days, spans
from rules.errors import BadQuestion, BadValue

ME = "me"
"""The person signed in, where a relation leads to people."""
DAYS = ("day", "instant")
LARGEST = 2**63 - 1
"""The largest whole number that either engine takes."""
_CLOCK = re.compile(r":|[0-9]T[0-9]")


class Bounds(NamedTuple):
    """The least and the greatest value, both included; the same where one value is meant."""

    low: Any
    high: Any


def bounds(field, text: str, on: date | None) -> Bounds:
    """The values that the text of a filter stands for, in Python.

    Args:
        field: the column it is compared with.
        text: as written, not blank.
        on: the day that counts as today; None: there is none.

    Raises:
        BadQuestion: it is no value of the column, or counts from a day and there is none.
    """
    kind = getattr(field, "kind", "whole")
    if kind in DAYS:
        return _days(field, kind, text, on)
    value = value_of(field, text)
    return Bounds(value, value)


def value_of(field, text: str) -> Any:
    """One value of a column, in Python.

    Raises:
        BadQuestion: it is none.
    """
    try:
        return _number(text) if field.name in ("id", "version") else reader(field)(text)
    except BadValue as error:
        raise BadQuestion(error.sentence) from error


def compared(operator: str, column, found: Bounds):
    """A comparison with what a value stands for, as SQL."""
    low, high = found
    if operator == "=":
        return column == low if low == high else column.between(low, high)
    if operator == "!=":
        other = column != low if low == high else (column < low) | (column > high)
        return other | column.is_null()
    return {
        "<": column < low,
        "<=": column <= high,
        ">": column > high,
        ">=": column >= low,
    }[operator]


def is_me(field, text: str) -> bool:
    """Whether the text means the person signed in."""
    return getattr(field, "rel_model", None) is User and text.strip().lower() == ME


def mine(who: Who, column, operator: str):
    """Whether a relation to people leads to the person signed in, as SQL.

    Raises:
        BadQuestion: nobody is signed in, or the comparison is none that one person can answer.
    """
    if who.user_id is None:
        raise BadQuestion(
            "“me” is the person signed in, and this runs as the operator. Write the e-mail, or run "
            "it with --as EMAIL."
        )
    if operator not in ("=", "!="):
        raise BadQuestion(f"“me” is one person, which “{operator}” does not compare. Use = or !=.")
    return compared(operator, column, Bounds(who.user_id, who.user_id))


def need_whole(field, text: str) -> None:
    """Refuse a day said from today on where days are compared as they are written.

    Raises:
        BadQuestion: it is one.
    """
    if getattr(field, "kind", "") in DAYS and spans.in_words(text):
        raise BadQuestion(f"“{text}” is a day or a period, not part of one: use = in place of ~.")


def _days(field, kind: str, text: str, on: date | None) -> Bounds:
    try:
        found = _span(text, on)
        if found is None and kind == "instant" and _CLOCK.search(text):
            value = reader(field)(text)
            return Bounds(value, value)
        first, last = found or (days.day(text),) * 2
    except BadValue as error:
        raise BadQuestion(f"{error.sentence} Possible are also {spans.EXAMPLES}.") from error
    if kind == "day":
        return Bounds(first, last)
    return Bounds(settings.instant_at_start_of(first), settings.instant_at_end_of(last))


def _span(text: str, on: date | None) -> spans.Span | None:
    if on is not None:
        return spans.span(text, on, year_month=settings.fiscal_start())
    if spans.in_words(text):
        raise BadQuestion(f"“{text}” is counted from a day, and this question names none.")
    return None


def _number(text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,19}", text) or abs(int(text)) > LARGEST:
        raise BadValue(f"“{text[:40]}” is not a number that a record can have.")
    return int(text)

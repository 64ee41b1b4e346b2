"""Values of a column: read from what people and files write, shown as data or as the grid does.

Each direction has one prepared function a column, for many rows: `reader(field)`, `plainer(field)`,
`shower(field)`. `parse`, `plain` and `shown` are the same for one value.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from journal.links import find_one
from rules import days, money
from rules.errors import BadValue
from rules.terms import with_article
from sheets.prepared import prepared

YES = ("yes", "y", "true", "t", "1", "x", "on")
NO = ("no", "n", "false", "f", "0", "off")
LONGEST = 32_767
"""Characters of the longest text: what one cell of a spreadsheet holds."""
LARGEST_WHOLE = 2**31 - 1
SHOWN_CHOICES = 12
"""Up to so many choices a refusal lists all; beyond, those that look alike."""

_NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,18})?(?:\.[0-9]{0,18})?")
_BREAKS = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
ODD_BLANKS = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
"""Blanks that keep words on one line, or are wider or narrower than the plain one."""
UNKEPT = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no record keeps: control signs and halves of others."""

Reader = Callable[[Any], Any]


def parse(field: Any, raw: Any, *, beside: Mapping[str, Any] | None = None) -> Any:
    """The value of the column that `raw` means; blank is None.

    `raw` is text of a form, cell, filter or file, or a typed value of a spreadsheet. `beside` holds
    other values of the same row by column, for words whose meaning depends on one of them. A
    relation is found by its natural key or its unique label and given as the id of its row.

    Raises:
        BadValue: it is not a value of this column; the sentence says why.
    """
    name = deciding(field)
    return reader(field, beside.get(name) if beside and name else None)(raw)


def plain(field: Any, value: Any) -> Any:
    """The value as data: money "1234.56", days ISO, a choice its code, a link its key."""
    return plainer(field)(value)


def shown(field: Any, value: Any) -> str:
    """The value as a grid shows it: money 1,234.56, the label of a choice or link, yes or no."""
    return shower(field)(value)


def deciding(field: Any) -> str:
    """Name of the column on which words of this one depend; empty for most."""
    return field.spoken_beside[0] if field.kind == "choice" else ""


@prepared()
def reader(field: Any, beside: Any = None) -> Reader:
    """The prepared `parse` of the column; `beside`: the value of the column `deciding` names."""
    if field.kind == "choice":
        return _choice_reader(field, beside)
    return _READERS[field.kind](field)


@prepared()
def plainer(field: Any) -> Reader:
    """The prepared `plain` of the column."""
    return _PLAINERS.get(field.kind, _same)


@prepared()
def shower(field: Any) -> Callable[[Any], str]:
    """The prepared `shown` of the column."""
    if field.kind == "choice":
        labels = dict(field.choices)
        return lambda value: "" if value is None else labels.get(value, value)
    return _SHOWERS.get(field.kind, _text_or_blank)


def as_text(raw: Any) -> str:
    """Text of a typed value of a spreadsheet: 57.0 is "57", a day its ISO text."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) < 1e15 else f"{raw:.15g}"
    return raw.isoformat() if isinstance(raw, date) else str(raw)


def short(raw: Any) -> str:
    """The given text for a sentence, cut where it is long."""
    text = as_text(raw).strip()
    return text if len(text) <= 60 else f"{text[:57]}..."


def instant(text: str, *, order: str = days.ORDERS[0]) -> datetime:
    """The instant that a text means, UTC where it names no zone; bare numbers as `days.day` says.

    Raises:
        BadValue: it names no day, or no time of day.
    """
    try:
        return datetime.fromisoformat(text.strip().removesuffix(" UTC"))
    except ValueError:
        return datetime.combine(days.day(text, order=order), days.clock(text), UTC)


def _blank(raw: Any) -> bool:
    return raw is None or (raw.__class__ is str and (not raw or raw.isspace()))


# --- Readers ------------------------------------------------------------------------------------


def _line_reader(field: Any) -> Reader:
    limit = field.max_length

    def read(raw: Any) -> str | None:
        if raw is None:
            return None
        text = raw if raw.__class__ is str else as_text(raw)
        if not text.isprintable():
            text = _BREAKS.sub(" ", kept_text(text)).replace("\t", " ")
        text = text.strip()
        if len(text) > limit:
            raise BadValue(
                f"“{short(text)}” is {len(text)} characters long; at most {limit} are kept here."
            )
        return text or None

    return read


def _code_reader(field: Any) -> Reader:
    """Like a line; every blank of a number is a plain one, so that a file finds it again."""
    read = _line_reader(field)

    def read_code(raw: Any) -> str | None:
        odd = raw.__class__ is str and not raw.isascii()
        return read(ODD_BLANKS.sub(" ", raw) if odd else raw)

    return read_code


def _long_reader(_field: Any) -> Reader:
    def read(raw: Any) -> str | None:
        if _blank(raw):
            return None
        text = raw if raw.__class__ is str else as_text(raw)
        if not text.isprintable():
            text = _BREAKS.sub("\n", kept_text(text))
        if len(text) > LONGEST:
            raise BadValue(
                f"The text is {len(text):,} characters long; at most {LONGEST:,} are kept."
            )
        return text

    return read


def kept_text(text: str) -> str:
    """The text, where the office can keep each of its characters.

    Raises:
        BadValue: it cannot; the sentence names the character.
    """
    if found := UNKEPT.search(text):
        raise BadValue(
            f"“{short(UNKEPT.sub('?', text))}” holds a character that cannot be kept "
            f"(U+{ord(found[0]):04X})."
        )
    return text


def _choice_reader(field: Any, beside: Any) -> Reader:
    words = _words(field, beside)

    def read(raw: Any) -> str | None:
        try:
            return words[raw]
        except (KeyError, TypeError):
            if _blank(raw):
                return None
        text = as_text(raw)
        code = words.get(_folded(text))
        if code is None:
            one = with_article(field.verbose_name.lower())
            raise BadValue(
                f"“{short(text)}” is not {one} that the office knows. {_advice(field, text)}"
            )
        return code

    return read


def _words(field: Any, beside: Any) -> dict[str, str]:
    """Every word that means a choice -> its code, as written and folded; a later one wins."""
    words = dict(field.spoken)
    words.update({label: code for code, label in field.choices})
    words.update({code: code for code, _ in field.choices})
    words.update(field.spoken_beside[1].get(beside, {}))
    folded = {_folded(word): code for word, code in words.items()}
    return {**{word: folded[_folded(word)] for word in words}, **folded}


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _advice(field: Any, text: str) -> str:
    labels = [label for _, label in field.choices]
    if len(labels) > SHOWN_CHOICES:
        by_word = {_folded(label): label for label in labels}
        labels = [by_word[word] for word in get_close_matches(_folded(text), by_word, 3, 0.5)]
        if not labels:
            return "Look at the list of choices."
    return (
        f"Choose {', '.join(labels[:-1])} or {labels[-1]}."
        if labels[1:]
        else f"Choose {labels[0]}."
    )


def _yesno_reader(_field: Any) -> Reader:
    words = {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}

    def read(raw: Any) -> bool | None:
        if raw is True or raw is False:
            return raw
        if _blank(raw):
            return None
        value = words.get(_folded(as_text(raw)))
        if value is None:
            raise BadValue(f"“{short(raw)}” is neither yes nor no.")
        return value

    return read


def _whole_reader(_field: Any) -> Reader:
    def read(raw: Any) -> int | None:
        if _blank(raw):
            return None
        number = _number(raw, "a whole number")
        if number != number.to_integral_value():
            raise BadValue(f"“{short(raw)}” is not a whole number.")
        if abs(number) > LARGEST_WHOLE:
            raise BadValue(f"“{short(raw)}” is larger than any number kept here.")
        return int(number)

    return read


def _quantity_reader(field: Any) -> Reader:
    unit, places = field.unit, field.places

    def read(raw: Any) -> Decimal | None:
        if _blank(raw):
            return None
        bare = raw.strip().removesuffix("%").rstrip() if raw.__class__ is str else raw
        number = _number(bare, "a number")
        if abs(number) >= money.LARGEST // 10_000:
            raise BadValue(f"“{short(raw)}” is larger than any number kept here.")
        value = number.quantize(unit)
        if value != number:
            raise BadValue(f"“{short(raw)}” has more than {places} decimals. Round it to {places}.")
        return value

    return read


def _number(raw: Any, what: str) -> Decimal:
    if isinstance(raw, bool | date):
        raise BadValue(f"“{short(raw)}” is not {what}.")
    if isinstance(raw, str):
        bare = raw.strip().replace("−", "-")
        if not _NUMBER.fullmatch(bare) or not any(c.isdigit() for c in bare):
            raise BadValue(f"“{short(raw)}” is not {what}.")
        return Decimal(bare.replace(",", ""))
    number = Decimal(f"{raw:.15g}") if isinstance(raw, float) else Decimal(raw)
    if not number.is_finite():
        raise BadValue(f"“{raw}” is not {what}.")
    return number


def _money_reader(_field: Any) -> Reader:
    def read(raw: Any) -> int | None:
        if raw.__class__ is float and -1e12 < raw < 1e12:
            cents = round(raw * 100)
            if cents / 100 == raw:
                return cents
        if _blank(raw):
            return None
        if isinstance(raw, date):
            raise BadValue(f"“{short(raw)}” is a day, not an amount of money.")
        return money.cents(raw)

    return read


def _day_reader(_field: Any) -> Reader:
    def read(raw: Any) -> date | None:
        kind = raw.__class__
        if kind is date:
            return days.checked(raw)
        if kind is datetime:
            return days.checked(raw.date())
        if _blank(raw):
            return None
        return days.day(as_text(raw))

    return read


def _instant_reader(_field: Any) -> Reader:
    def read(raw: Any) -> datetime | None:
        if _blank(raw):
            return None
        value = raw if isinstance(raw, date) else instant(as_text(raw))
        if not isinstance(value, datetime):
            value = datetime(value.year, value.month, value.day, tzinfo=UTC)
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)

    return read


def _json_reader(_field: Any) -> Reader:
    def read(raw: Any) -> Any:
        if not isinstance(raw, str):
            return raw
        if _blank(raw):
            return None
        try:
            return json.loads(raw)
        except (ValueError, RecursionError) as error:
            raise BadValue(f"“{short(raw)}” is not a list of named values.") from error

    return read


def _link_reader(field: Any) -> Reader:
    def read(raw: Any) -> int | None:
        if _blank(raw):
            return None
        return find_one(field.rel_model, as_text(raw))

    return read


_READERS: dict[str, Callable[[Any], Reader]] = {
    "text": _line_reader,
    "code": _code_reader,
    "long": _long_reader,
    "yesno": _yesno_reader,
    "whole": _whole_reader,
    "quantity": _quantity_reader,
    "money": _money_reader,
    "day": _day_reader,
    "instant": _instant_reader,
    "json": _json_reader,
    "link": _link_reader,
}


# --- As data, and as the grid shows it ----------------------------------------------------------


def _same(value: Any) -> Any:
    return value


def _text_or_blank(value: Any) -> str:
    return "" if value is None else str(value)


def _blank_or(write: Callable[[Any], Any], blank: Any = None) -> Reader:
    return lambda value: blank if value is None else write(value)


def _utc(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _quantity_text(value: Decimal) -> str:
    return f"{value:f}"


def _json_text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)


_PLAINERS: dict[str, Reader] = {
    "money": _blank_or(money.plain),
    "day": _blank_or(date.isoformat),
    "instant": _blank_or(_utc),
    "quantity": _blank_or(_quantity_text),
    "json": _blank_or(_json_text),
    "link": _blank_or(lambda value: getattr(value, "key", value)),
}
_SHOWERS: dict[str, Callable[[Any], str]] = {
    "money": _blank_or(money.shown, ""),
    "day": _blank_or(date.isoformat, ""),
    "instant": _blank_or(lambda value: f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC", ""),
    "quantity": _blank_or(lambda value: f"{value:,f}", ""),
    "yesno": _blank_or(lambda value: "yes" if value else "no", ""),
    "json": _blank_or(_json_text, ""),
    "link": _blank_or(lambda value: str(getattr(value, "label", value)), ""),
}

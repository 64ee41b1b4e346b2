"""Records whose quotes are not written by the rules: taken apart so that the width comes out right.

What is mended: quotes within quotes that are not doubled, quotes behind a backslash, a quote at the
start of a field that is none. A record is left as it is where no reading gives the usual width.
"""

from collections.abc import Iterator

from imports.files.dialect import Dialect


def mended(text: str, dialect: Dialect) -> list[str] | None:
    """The fields of a record without its line end, as many as usual; None where that cannot be."""
    for backslash in ("\\" + dialect.quote in text, False):
        fields = split(text, dialect, backslash=backslash)
        if fields is not None and len(fields) == dialect.width:
            return fields
    found: list[list[str]] = []
    for place in _openings(text, dialect):
        fields = split(text, dialect, literal=place)
        if fields is not None and len(fields) == dialect.width and fields not in found:
            found.append(fields)
    return found[0] if len(found) == 1 else None


def split(
    text: str, dialect: Dialect, *, backslash: bool = False, literal: int = -1
) -> list[str] | None:
    """The fields of a record; None where a quote stays open.

    A quoted field ends at a quote before a delimiter or the end. `backslash`: a quote behind one
    belongs to the text. `literal`: the quote at this place opens nothing.
    """
    fields: list[str] = []
    place = 0
    while True:
        if dialect.spaced:
            place += len(text[place:]) - len(text[place:].lstrip(" "))
        if text[place : place + 1] == dialect.quote and place != literal:
            closed = _quoted(text, place + 1, dialect, backslash=backslash)
            if closed is None:
                return None
            field, place = closed
        else:
            end = text.find(dialect.delimiter, place)
            end = len(text) if end < 0 else end
            field, place = text[place:end], end
        fields.append(field)
        if place >= len(text):
            return fields
        place += 1


def _quoted(text: str, place: int, dialect: Dialect, *, backslash: bool) -> tuple[str, int] | None:
    """The text of a quoted field from behind its quote, and the place behind its end."""
    quote, parts = dialect.quote, []
    while True:
        end = text.find(quote, place)
        if end < 0:
            return None
        part = text[place:end]
        if backslash and (len(part) - len(part.rstrip("\\"))) % 2:
            parts.append(part[:-1] + quote)
            place = end + 1
        elif _ends(text, end + 1, dialect):
            return "".join([*parts, part]), end + 1
        else:
            parts.append(part + quote)
            place = end + (2 if text[end + 1] == quote else 1)
            if place == end + 2 and _ends(text, place, dialect):
                return "".join(parts), place


def _ends(text: str, place: int, dialect: Dialect) -> bool:
    return place >= len(text) or text[place] == dialect.delimiter


def _openings(text: str, dialect: Dialect) -> Iterator[int]:
    """Where a quote stands at the start of a field, or may."""
    place = text.find(dialect.quote)
    while place >= 0:
        if place == 0 or text[place - 1] == dialect.delimiter:
            yield place
        place = text.find(dialect.quote, place + 1)

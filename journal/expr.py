"""The filter language: `column op value`, `|` between alternatives, quotes around values that need
them.

One parser for command line, address, grid, views and reports. A filter is COLUMN, one of = != < <=
> >= ~ !~, a value as `rows` writes it; an empty value means blank; `a.b` goes through a relation.
An alternative may be several conditions that all hold, in brackets with `&` between them:
`(status=open&paid>1000)|litigated=yes`. A bare value within brackets holds no `&` and no bracket.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rules.errors import BadQuestion

OPERATORS = ("!=", "!~", "<=", ">=", "=", "<", ">", "~")
CONTAINS = ("~", "!~")
BEGINNINGS = ("=", "!", "<", ">", "~")
"""With these a value that stands bare could be read as part of its operator."""
ENDINGS = '|"&()'
"""With these a value that stands bare within brackets would end."""
_PATTERN = (
    r"\s*(?P<path>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*){{0,2}})\s*(?P<operator>!=|!~|<=|>=|=|<|>|~)\s*"
    r'(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<bare>[^{apart}"]*))\s*(?P<next>{next})'
)
_ALONE = re.compile(_PATTERN.format(apart="|", next=r"\||$"), re.DOTALL)
_TOGETHER = re.compile(_PATTERN.format(apart="|&()", next=r"&|\)"), re.DOTALL)
_OPENED = re.compile(r"\s*\(")
_CLOSED = re.compile(r"\s*(?P<next>\||$)")


@dataclass(frozen=True)
class Condition:
    """One comparison: the path of columns, the operator, the value as written (empty: blank)."""

    path: tuple[str, ...]
    operator: str
    value: str

    def __str__(self) -> str:
        return f"{'.'.join(self.path)}{self.operator}{quoted(self.value)}"

    def within(self) -> str:
        """As it stands within brackets."""
        return f"{'.'.join(self.path)}{self.operator}{quoted(self.value, apart=ENDINGS)}"


Alternative = tuple[Condition, ...]
"""Conditions that all hold."""


def parse(text: str) -> tuple[Alternative, ...]:
    """The alternatives of one filter, of which any may hold.

    Raises:
        BadQuestion: the text is not a filter; the sentence shows where it breaks off.
    """
    return tuple(_alternatives(text))


def conditions(text: str) -> Iterator[Condition]:
    """Every condition of a filter, as it stands in it.

    Raises:
        BadQuestion: the text is not a filter.
    """
    return (condition for alternative in parse(text) for condition in alternative)


def rewritten(text: str, changed: Callable[[Condition], Condition]) -> str:
    """A filter with each condition changed."""
    return written(tuple(map(changed, alternative)) for alternative in parse(text))


def written(alternatives: Iterable[Alternative]) -> str:
    """Alternatives as a filter writes them."""
    return "|".join(map(_written, alternatives))


def _written(alternative: Alternative) -> str:
    if len(alternative) == 1:
        return str(alternative[0])
    return f"({'&'.join(condition.within() for condition in alternative)})"


def _alternatives(text: str) -> Iterator[Alternative]:
    at, more = 0, True
    while more:
        if opened := _OPENED.match(text, at):
            found, at = _together(text, opened.end())
            end = _CLOSED.match(text, at)
        else:
            end = _matched(_ALONE, text, at)
            found = (_condition(end),)
        if end is None:
            raise _broken(text, at)
        yield found
        at, more = end.end(), bool(end["next"])


def _together(text: str, at: int) -> tuple[Alternative, int]:
    """The conditions from within a bracket on, and where it is closed."""
    found = []
    while True:
        part = _matched(_TOGETHER, text, at)
        found.append(_condition(part))
        at = part.end()
        if part["next"] == ")":
            return tuple(found), at


def _matched(pattern: re.Pattern, text: str, at: int) -> re.Match:
    if found := pattern.match(text, at):
        return found
    raise _broken(text, at)


def _condition(found: re.Match) -> Condition:
    quote = found["quoted"]
    value = quote.replace('""', '"') if quote is not None else found["bare"].strip()
    return Condition(tuple(found["path"].split(".")), found["operator"], value)


def _broken(text: str, at: int) -> BadQuestion:
    rest = text[at:].strip() or text
    return BadQuestion(
        f"“{rest[:60]}” is not a filter. Write a column, one of {' '.join(OPERATORS)}, and a value."
    )


def quoted(value: str, *, apart: str = '|"') -> str:
    """A value as a filter writes it: in quotes where it has to be, as where it would lengthen the
    operator; `apart` are the signs that end a bare value.
    """
    if value != value.strip() or value[:1] in BEGINNINGS or any(mark in value for mark in apart):
        return '"' + value.replace('"', '""') + '"'
    return value

"""The filter language: `column op value`, `|` between alternatives, quotes around values that need
them.

One parser for command line, address, grid, views and reports. A filter is COLUMN, one of = != < <=
> >= ~, a value as `rows` writes it; an empty value means blank; `a.b` goes through a relation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rules.errors import BadQuestion

OPERATORS = ("!=", "<=", ">=", "=", "<", ">", "~")
BEGINNINGS = ("=", "!", "<", ">", "~")
"""With these a value that stands bare could be read as part of its operator."""
_CONDITION = re.compile(
    r"\s*(?P<path>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*){0,2})\s*(?P<operator>!=|<=|>=|=|<|>|~)\s*"
    r'(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<bare>[^|"]*))\s*(?P<next>\||$)',
    re.DOTALL,
)


@dataclass(frozen=True)
class Condition:
    """One comparison: the path of columns, the operator, the value as written (empty: blank)."""

    path: tuple[str, ...]
    operator: str
    value: str

    def __str__(self) -> str:
        return f"{'.'.join(self.path)}{self.operator}{quoted(self.value)}"


def parse(text: str) -> tuple[Condition, ...]:
    """The conditions of one filter, of which any may hold.

    Raises:
        BadQuestion: the text is not a filter; the sentence shows where it breaks off.
    """
    return tuple(_conditions(text))


def _conditions(text: str) -> Iterator[Condition]:
    at = 0
    while True:
        found = _CONDITION.match(text, at)
        if not found:
            rest = text[at:].strip() or text
            raise BadQuestion(
                f"“{rest[:60]}” is not a filter. Write a column, one of {' '.join(OPERATORS)}, "
                "and a value."
            )
        quote = found["quoted"]
        value = quote.replace('""', '"') if quote is not None else found["bare"].strip()
        yield Condition(tuple(found["path"].split(".")), found["operator"], value)
        at = found.end()
        if not found["next"]:
            return


def quoted(value: str) -> str:
    """A value as a filter writes it: in quotes where it has to be, as where it would lengthen the
    operator.
    """
    if value != value.strip() or value[:1] in BEGINNINGS or any(mark in value for mark in '|"'):
        return '"' + value.replace('"', '""') + '"'
    return value

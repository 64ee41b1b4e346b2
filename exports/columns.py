"""How each column of a sheet stands in an exported table: heading, width, format, cell."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from journal.values import plainer
from models import meta
from rules import money

EPOCH = date(1899, 12, 30).toordinal()
FIRST_DAY = date(1900, 3, 1)
"""Before it, spreadsheets disagree about the number of a day: such days are written as text."""

_MIDNIGHT = datetime(1899, 12, 30, tzinfo=UTC)
MILLISECONDS = 86_400_000

WIDTHS = {
    "code": 17, "text": 24, "long": 48, "choice": 22, "yesno": 10, "whole": 10, "money": 15,
    "quantity": 11, "day": 12, "instant": 24, "json": 30, "link": 20,
}  # fmt: skip
"""Width of a column in characters, by its kind."""

KINDS = {
    "text": "Text",
    "code": "Number or code",
    "long": "Long text",
    "choice": "Choice",
    "yesno": "Yes or no",
    "whole": "Whole number",
    "money": "Money",
    "quantity": "Number",
    "day": "Day",
    "instant": "Instant (UTC)",
    "json": "Named values",
    "link": "Relation",
}
"""Kind of a column -> what people call it."""

MOST_TEXT = 32_767
"""Characters that a cell of a spreadsheet holds."""

Number = tuple[str, bool]


@dataclass(frozen=True)
class Shape:
    """One column of the table: `number` gives the figure of a typed cell, `text` its text.

    A value with no figure (`number` is None, or gives None) is written as text. `choices` are the
    labels that may stand there; where they are not `closed`, other words may mean the same.
    """

    heading: str
    kind: str
    width: int
    format: str
    derived: bool
    text: Callable[[Any], str]
    number: Callable[[Any], str | None] | None = None
    choices: tuple[str, ...] = ()
    closed: bool = True


def shape(field: Any) -> Shape:
    """How a column of a sheet is exported."""
    heading = heading_of(field)
    choices = tuple(label for _, label in field.choices) if field.kind == "choice" else ()
    return Shape(
        heading=heading,
        kind=field.kind,
        width=max(WIDTHS[field.kind], min(len(heading) + 4, 30)),
        format=_format(field),
        derived=field.derived,
        text=_text(field),
        number=NUMBERS.get(field.kind),
        choices=("yes", "no") if field.kind == "yesno" else choices,
    )


def heading_of(field: Any) -> str:
    """The heading of a column: its label; an instant says that it is in UTC."""
    label = field.verbose_name or field.name
    return f"{label} (UTC)" if field.kind == "instant" else label


def title_of(model: Any) -> str:
    """The name of a sheet as the name of a tab."""
    return str(meta(model, "plural", model.__name__))[:31]


def _format(field: Any) -> str:
    if field.kind == "quantity":
        return "#,##0." + "0" * field.places
    return FORMATS.get(field.kind, "General")


FORMATS = {
    "money": "#,##0.00",
    "whole": "0",
    "day": "yyyy-mm-dd",
    "instant": "yyyy-mm-dd hh:mm:ss.000",
    "code": "@",
    "link": "@",
    "text": "@",
}


def _text(field: Any) -> Callable[[Any], str]:
    if field.kind == "choice":
        labels = dict(field.choices)
        return lambda value: labels.get(value, value)
    if field.kind == "yesno":
        return lambda value: "yes" if value else "no"
    write = plainer(field)
    return lambda value: str(write(value))


def _whole(value: int) -> str:
    return str(value)


def _quantity(value: Decimal) -> str:
    return f"{value:f}"


def _day(value: date) -> str | None:
    return str(value.toordinal() - EPOCH) if value >= FIRST_DAY else None


def _instant(value: datetime) -> str | None:
    """Days since the epoch of spreadsheets, to the millisecond that they keep."""
    since = value.astimezone(UTC) - _MIDNIGHT
    if value.date() < FIRST_DAY:
        return None
    thousandths = round(since.total_seconds() * 1000)
    return f"{thousandths / MILLISECONDS:.11f}"


NUMBERS: dict[str, Callable[[Any], str | None]] = {
    "money": money.plain,
    "whole": _whole,
    "quantity": _quantity,
    "day": _day,
    "instant": _instant,
}

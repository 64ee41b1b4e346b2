"""An empty workbook to fill in: headings, formats, lists of legal values, one row as an example,
and a tab that explains each column.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from exports.columns import KINDS, Shape, shape, title_of
from exports.workbook import empty_book, put_text
from journal import policy
from journal.question import Question
from journal.reading import more_than, stream
from journal.who import Who
from models import LightDutyDemand, Restriction, StatutoryRow, meta
from rules.terms import EXAMPLE, TERMS

LAST = 2_000
"""Row to which lists of legal values reach."""

MOST_KEYS = 300
"""Up to so many rows of another sheet are offered as a list."""

EXPLAINED = "Columns"
"""The tab that explains the columns."""

HEADINGS = (
    ("Column", 26),
    ("What it means", 60),
    ("Kind", 16),
    ("Needed", 10),
    ("Legal values", 60),
    ("Example", 26),
)
"""Headings of that tab, with their widths."""

FOOTNOTE = (
    "The first row of the other tab is an example: it is left out when the file is brought in. "
    "Write over it, its first cell too, or delete it."
)
OWN_NUMBER = "In a file each row needs its own."
OF_THE_PAST = "A figure of what happened before; it is entered into the ledger."

TEXTS = {
    "email": "someone@example.org",
    "phone": "555-0100",
    "address": "12 Main Street",
    "location": "12 Main Street",
    "name": "Ana Rivera",
    "claimant": "Ana Rivera",
}
"""Column -> what stands there in the example."""

BY_KIND: dict[str, Any] = {
    "text": "Some words",
    "code": "00123",
    "long": "Some sentences, over several lines where they need them.",
    "whole": 1,
    "quantity": Decimal(1),
    "money": Decimal("1234.50"),
    "yesno": "yes",
    "json": '{"rate": "1.00"}',
}
"""Kind of a column -> what stands there in the example."""

TOGETHER: dict[Any, dict[str, Any]] = {
    StatutoryRow: {"code": None, "values": '{"max_weekly": "1764.11", "min_weekly": "264.61"}'},
    Restriction: {"side": None, "is_never": "no"},
    LightDutyDemand: {"side": None},
}
"""Sheet -> columns whose examples fit one another: the limits of a year in td_rates, what is lifted
at most, without a left and a right.
"""

_EXAMPLE_FONT, _EXAMPLE_FILL = Font(italic=True, color="8A5A00"), PatternFill("solid", "FFF3D6")
_HEAD_FONT = Font(bold=True)
_WRAPPED = Alignment(vertical="top", wrap_text=True)


@dataclass(frozen=True)
class _Explained:
    """A column of the template, with what its example shows."""

    field: Any
    shape: Shape
    example: Any


def write_template(who: Who, model: Any, fields: Sequence[Any], path: Path, *, on: date) -> None:
    """Write an empty workbook of a sheet.

    Args:
        who: lists of other sheets' rows show what they may see.
        model: the sheet; the first of `fields` is of its key.
        fields: the columns that a file may fill.
        path: where the workbook is made.
        on: the day that stands in the example.
    """
    columns = [_column(who, field, on) for field in fields]
    book = empty_book(title_of(model), [column.shape for column in columns], last=LAST)
    tab = book.active
    for place, column in enumerate(columns, 1):
        tab.column_dimensions[get_column_letter(place)].number_format = column.shape.format
        _put_example(tab.cell(2, place), column, first=place == 1)
    tab.column_dimensions["A"].width = max(len(EXAMPLE) + 2, columns[0].shape.width)
    _explain(book.create_sheet(EXPLAINED, 1), columns)
    book.save(path)


def _column(who: Who, field: Any, on: date) -> _Explained:
    shaped = replace(shape(field), derived=False)
    if field.kind == "link":
        shaped = replace(shaped, choices=_keys(who, field.rel_model), closed=False)
    return _Explained(field, shaped, None if field.derived else _example(field, shaped, on))


def _keys(who: Who, model: Any) -> tuple[str, ...]:
    """The keys of a sheet, where they are few and may be seen."""
    key = tuple(model._meta.key)
    if (
        len(key) > 1
        or not policy.may_read(who, model)
        or key[0] not in policy.open_names(who, model)
    ):
        return ()
    question = Question(model, columns=key, sort=key)
    if more_than(who, question, MOST_KEYS):
        return ()
    return tuple(str(row.values[0]) for row in stream(who, question))


def _example(field: Any, shaped: Shape, on: date) -> Any:
    if field.name in (fitting := TOGETHER.get(field.model, {})):
        return fitting[field.name]
    if field.kind == "choice":
        return dict(field.choices).get(field.default, shaped.choices[0])
    if field.kind == "link":
        return shaped.choices[0] if shaped.choices else None
    if field.kind in ("day", "instant"):
        return on if field.kind == "day" else datetime.combine(on, time(9, 30), UTC)
    value = TEXTS.get(field.name, BY_KIND[field.kind])
    return value[: field.max_length] if field.kind in ("text", "code") else value


def _put_example(cell: Any, column: _Explained, *, first: bool) -> None:
    value = EXAMPLE if first else column.example
    if isinstance(value, str):
        put_text(cell, value)
    else:
        cell.value = value.replace(tzinfo=None) if isinstance(value, datetime) else value
    cell.number_format = column.shape.format
    cell.font, cell.fill = _EXAMPLE_FONT, _EXAMPLE_FILL


# --- The tab that explains ----------------------------------------------------------------------


def _explain(tab: Any, columns: Sequence[_Explained]) -> None:
    for place, (heading, width) in enumerate(HEADINGS, 1):
        put_text(tab.cell(1, place), heading)
        tab.cell(1, place).font = _HEAD_FONT
        tab.column_dimensions[get_column_letter(place)].width = width
    for row, column in enumerate(columns, 2):
        for place, text in enumerate(_words(column), 1):
            put_text(tab.cell(row, place), text)
            tab.cell(row, place).alignment = _WRAPPED
    put_text(tab.cell(len(columns) + 3, 1), FOOTNOTE)
    tab.freeze_panes = "B2"


def _words(column: _Explained) -> tuple[str, ...]:
    """One line of the tab: the column under each of its headings."""
    field, needed = column.field, not (column.field.null or column.field.derived)
    return (
        column.shape.heading,
        _meaning(field),
        KINDS[field.kind],
        "yes" if needed and field.default is None else "no",
        _legal(field),
        _shown(column),
    )


def _meaning(field: Any) -> str:
    term = TERMS.get(field.name)
    drawn = field.name in field.model._meta.key and meta(field.model, "number", None)
    parts = [term.meaning if term else "", OWN_NUMBER if drawn else field.help_text]
    if field.derived:
        parts.append(OF_THE_PAST)
    if field.aliases:
        parts.append(f"Also known as: {', '.join(field.aliases)}.")
    return " ".join(part for part in parts if part)


def _legal(field: Any) -> str:
    if field.kind == "choice":
        return "; ".join(label for _, label in field.choices)
    if field.kind == "link":
        target = field.rel_model
        labels = [target._meta.fields[name].verbose_name or name for name in target._meta.key]
        return f"One of the {meta(target, 'plural').lower()}, by its {' and '.join(labels)}"
    if field.kind in ("text", "code"):
        return f"At most {field.max_length} characters"
    if field.kind == "quantity":
        return f"A number with at most {field.places} decimals"
    return _LEGAL[field.kind]


_LEGAL = {
    "long": "Text of any length, with line breaks",
    "yesno": "yes; no",
    "whole": "A whole number",
    "money": "An amount, with cents where there are any",
    "day": "A day, best as year-month-day",
    "instant": "A day and a time, in UTC",
    "json": 'Named values, as {"name": "value"}',
}


def _shown(column: _Explained) -> str:
    """The example as the tab shows it."""
    if column.example is None:
        return ""
    if isinstance(column.example, datetime):
        return f"{column.example:%Y-%m-%d %H:%M:%S}"
    return str(column.example)

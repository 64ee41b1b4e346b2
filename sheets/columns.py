"""The kinds of columns: what each declares beside its type, and how it is stored."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    DeferredForeignKey,
    ForeignKeyField,
    IntegerField,
    TextField,
)

SENSITIVITIES = ("public", "personal", "medical", "privileged", "secret")
"""What a column's values are; `journal/policy.py` says who sees which. `secret`: nobody."""


class Column:
    """What every column declares beside its type."""

    kind = "text"
    written_for: Any = None
    least: int | None = None
    """The smallest value, where there is one."""
    within: tuple[int, int] | None = None
    """Of a number: it lies above the first of these, up to the second."""
    past = False
    """Of a day: that it tells what happened, so that it does not lie ahead."""
    adds = True
    """Of a number: whether the values of several rows come to something when they are added up; a
    running total, a rate, a limit and a number of something else do not.
    """
    added = False
    """Whether the office added it on screen; such a column is put on its sheet at run time."""
    retired = False
    """Whether an added column is out of use: what it holds is kept, and shown of the past alone."""

    def __init__(self, *args, label="", sensitivity="public", derived=False, aliases=(), **kw):
        self.sensitivity, self.derived, self.aliases = sensitivity, derived, tuple(aliases)
        self.adds = kw.pop("adds", True)
        super().__init__(*args, verbose_name=label or None, **kw)  # type: ignore[call-arg]


class Line(Column, CharField):
    """One line of text, 200 characters unless said."""

    def __init__(self, label: str = "", *, max_length: int = 200, **kw: Any) -> None:
        super().__init__(label=label, max_length=max_length, **kw)


class Code(Line):
    """A printed number or key: kept as text, leading zeros and all."""

    kind = "code"

    def __init__(self, label: str = "", *, max_length: int = 60, **kw: Any) -> None:
        super().__init__(label, max_length=max_length, **kw)


class SheetName(Code):
    """The key of a sheet: stored as such; pages say what the sheet is called."""


class LongText(Column, TextField):
    """Text of any length, with line breaks."""

    kind = "long"

    def __init__(self, label: str = "", **kw: Any) -> None:
        super().__init__(label=label, **kw)


class Choice(Column, CharField):
    """One of `choices`, stored as its code; `spoken` maps other words that registers use to a code.

    `spoken_beside`: (column, {its value: words}), where a word's meaning depends on that column.
    """

    kind = "choice"

    def __init__(
        self, label="", *, choices=(), spoken=None, spoken_beside=("", {}), max_length=40, **kw
    ):
        self.spoken, self.spoken_beside = spoken or {}, spoken_beside
        super().__init__(label=label, choices=tuple(choices), max_length=max_length, **kw)


class YesNo(Column, BooleanField):
    """Yes or no; blank where it may be unknown."""

    kind = "yesno"

    def __init__(self, label: str = "", **kw: Any) -> None:
        super().__init__(label=label, **kw)


class Whole(Column, IntegerField):
    """A whole number, at `least` so much or `within` two bounds where they are given."""

    kind = "whole"

    def __init__(
        self,
        label: str = "",
        *,
        least: int | None = None,
        within: tuple[int, int] | None = None,
        **kw: Any,
    ) -> None:
        self.least, self.within = least, within
        super().__init__(label=label, **kw)


class MoneyField(Column, BigIntegerField):
    """An amount in integer cents, at `least` so many."""

    kind = "money"

    def __init__(self, label: str = "", *, least: int | None = None, **kw: Any) -> None:
        self.least = least
        super().__init__(label=label, **kw)


class Quantity(Column, BigIntegerField):
    """An exact decimal (hours, percent, rate), kept as an integer of `places` decimals; not below
    nothing unless `least` says so, and `within` two bounds where they are given.
    """

    kind = "quantity"

    def __init__(
        self,
        label: str = "",
        *,
        places: int = 2,
        least: int | None = 0,
        within: tuple[int, int] | None = None,
        **kw: Any,
    ) -> None:
        self.places, self.unit = places, Decimal(1).scaleb(-places)
        self.least, self.within = least, within
        super().__init__(label=label, **kw)

    def db_value(self, value: Any) -> Any:
        return None if value is None else int((Decimal(value) / self.unit).to_integral_value())

    def python_value(self, value: Any) -> Any:
        return None if value is None else Decimal(value) * self.unit


class DayField(Column, DateField):
    """A calendar day of the office; a `past` one tells what happened and does not lie ahead."""

    kind = "day"

    def __init__(self, label: str = "", *, past: bool = False, **kw: Any) -> None:
        self.past = past
        super().__init__(label=label, **kw)


def as_written(day: DayField) -> Line:
    """The column beside a day that keeps the text of a file where it was no day."""
    column = Line(
        f"{day.verbose_name} as written",
        null=True,
        sensitivity=day.sensitivity,
        help_text="What a file said where it named no day; kept when the day is known later.",
    )
    column.written_for = day
    return column


class InstantField(Column, DateTimeField):
    """An instant: aware UTC in Python, stored in UTC without an offset."""

    kind = "instant"

    def __init__(self, label: str = "", **kw: Any) -> None:
        super().__init__(label=label, **kw)

    def db_value(self, value: Any) -> Any:
        if isinstance(value, datetime) and value.tzinfo:
            value = value.astimezone(UTC).replace(tzinfo=None)
        return super().db_value(value)

    def python_value(self, value: Any) -> Any:
        value = super().python_value(value)
        return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


class JsonText(Column, TextField):
    """A value kept as JSON text: parameters, results, working. Not typed by hand."""

    kind = "json"

    def __init__(self, label: str = "", **kw: Any) -> None:
        super().__init__(label=label, **kw)

    def db_value(self, value: Any) -> Any:
        return (
            value
            if value is None
            else json.dumps(value, sort_keys=True, separators=(",", ":"), default=str)
        )

    def python_value(self, value: Any) -> Any:
        return value if value is None else json.loads(value)


class Link(Column, ForeignKeyField):
    """A relation to a row of another sheet; never removes what hangs on it."""

    kind = "link"

    def __init__(self, model: Any, label: str = "", **kw: Any) -> None:
        kw.setdefault("null", True)
        super().__init__(model, label=label, on_delete="RESTRICT", lazy_load=False, **kw)


class LateLink(DeferredForeignKey):
    """A `Link` to a sheet declared further down; the journal checks it, the database does not."""

    def __init__(self, sheet: str, label: str = "", **kw: Any) -> None:
        self.late = {"label": label, **kw}
        super().__init__(sheet, null=True)

    def set_model(self, rel_model: Any) -> None:
        link = Link(rel_model, _deferred=True, **self.late)
        link._order, link._sort_key = self._order, self._sort_key
        self.model._meta.add_field(self.name, link)


def names_of(field: Any) -> tuple[str, ...]:
    """Everything that the heading of a file may call a column."""
    return (field.name, *labels_of(field), *field.aliases)


def labels_of(field: Any) -> tuple[str, ...]:
    """The label, and of an instant the label as an export writes it."""
    label = field.verbose_name or field.name
    return (label, f"{label} (UTC)") if field.kind == "instant" else (label,)

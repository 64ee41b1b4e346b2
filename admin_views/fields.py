"""The form field of each column kind: reads what was typed as the journal reads it, and keeps the
text as typed.

The converter makes Flask-Admin's form of a sheet from these. A relation is typed as the number or
unique name of
its record, or chosen in a look-up; the list of records is never loaded.
"""

from typing import Any

from flask_admin.contrib.peewee.form import CustomModelConverter
from wtforms import Field
from wtforms.widgets import TextInput

from admin_views.drawing import text_drawer
from admin_views.named import Names
from journal import policy
from journal.links import find_one
from journal.reading import Linked
from journal.values import plainer, reader
from models import meta
from rules.errors import BadValue

UNKNOWN_OR_NOT = (("yes", "Yes"), ("no", "No"))


class CellField(Field):
    """One column of a form.

    `typed` is the text as it was sent, None where the form did not send the column; `data` its
    value.
    """

    widget = TextInput()

    def __init__(self, *args, column, **kw) -> None:
        super().__init__(*args, **kw)
        self.column, self.typed, self.said = column, None, ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the text that was sent; one that is no value of the column keeps standing in the
        form.
        """
        if not valuelist:
            return
        self.typed = str(valuelist[0])
        try:
            self.data = self.read(self.typed)
        except BadValue as error:
            self.data = None
            raise ValueError(error.sentence) from error

    def read(self, text: str) -> Any:
        """The value that a text means."""
        return reader(self.column)(text)

    def _value(self) -> str:
        """What stands in the control."""
        if self.typed is not None:
            return self.typed
        return "" if self.data is None else self.written(self.data)

    def written(self, value: Any) -> str:
        """A value as it is edited."""
        written = plainer(self.column)(value)
        return ("yes" if written else "no") if isinstance(written, bool) else str(written)

    def blank_out(self, value: Any) -> None:
        """Show another value instead of what was typed."""
        self.typed, self.data, self.errors = None, value, ()

    def hides(self, stored: Any) -> bool:
        """Whether the control stands blank because what is stored is out of the person's sight."""
        return False

    @property
    def kind(self) -> str:
        """The kind of control."""
        return "choice" if self.column.kind == "yesno" else self.column.kind

    @property
    def choices(self) -> tuple:
        """What may be chosen."""
        return UNKNOWN_OR_NOT if self.column.kind == "yesno" else tuple(self.column.choices or ())

    @property
    def needed(self) -> bool:
        """Whether the record needs a value here."""
        column = self.column
        drawn = column.name in column.model._meta.key and meta(column.model, "number", None)
        return not column.null and column.default is None and not drawn

    @property
    def lookup(self) -> str:
        """Where a look-up finds records for a relation."""
        return ""


class MoneyCell(CellField):
    """An amount, shown with its thousands."""

    def written(self, value: Any) -> str:
        return text_drawer(self.column)(value)


class InstantCell(CellField):
    """An instant, in UTC as it is typed."""


class LinkCell(CellField):
    """A relation: the number of its record stands in the form, its name is shown.

    The number that stands means the record that stands, though it lie in the trash by now.
    """

    def read(self, text: str) -> int | None:
        if not text.strip():
            return None
        if self.linked and self.linked.key == text.strip():
            return self.linked.id
        target, who = self.column.rel_model, self.meta.who
        policy.need_read(who, target)
        return find_one(target, text, within=policy.scope(who, target))

    def process_data(self, value: Any) -> None:
        """Take a relation as the journal reads it."""
        self.linked = value if isinstance(value, Linked) else None
        self.data = self.linked.id if self.linked else value

    def written(self, value: Any) -> str:
        return self.linked.key if self.linked else ""

    def blank_out(self, value: Any) -> None:
        super().blank_out(None)
        self.process_data(value)

    def hides(self, stored: Any) -> bool:
        blank = self.data is None and stored is not None
        return blank and not self._names((stored,))

    @property
    def text(self) -> str:
        """What a person reads in the control."""
        if self.typed is None:
            return label_of(self.linked) if self.linked else ""
        return (self._names((self.data,)).get(self.data) if self.data else "") or self.typed

    def _names(self, ids: tuple[int, ...]) -> dict[int, str]:
        """What the records behind these ids are called; those out of sight are absent."""
        return Names(self.meta.who).learn(self.column.rel_model, ids)

    @property
    def lookup(self) -> str:
        return f"/admin/{self.column.model.__name__.lower()}/lookup?for={self.column.name}"


def label_of(linked: Linked) -> str:
    """A record in a look-up: its number, and its name where that says more."""
    return linked.label if linked.key in linked.label else f"{linked.key} · {linked.label}"


FIELDS = {"money": MoneyCell, "link": LinkCell, "instant": InstantCell}
"""Kind of a column -> its form field, where it differs."""


class OfficeConverter(CustomModelConverter):
    """Columns to form fields: what is typed by hand, and nothing else."""

    def convert(self, model, field, field_args):
        """(name, form field); no field for what the office works out, what is secret, and what is
        not a column.
        """
        if getattr(field, "derived", True) or field.sensitivity == "secret":
            return field.name, None
        made = FIELDS.get(field.kind, CellField)
        return field.name, made(
            label=field.verbose_name, description=field.help_text or "", column=field
        )

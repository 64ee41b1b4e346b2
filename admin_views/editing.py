"""Saving what a form says: one batch through the journal, or the form again with what is wrong and
all its text.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from admin_views import forms
from admin_views.forms import Opened, make_form
from journal.clicks import click_of
from journal.commit import Receipt, commit
from journal.drafts import Draft
from journal.history import at_version
from journal.question import LARGEST
from journal.reading import Row, by_name, fetch
from journal.who import Who
from models import meta
from rules.errors import BadQuestion, Blocked, NotFound, OfficeError, Stale

KEEP = "keep."
"""Before the column: whose value stands where two people changed the same cell."""
_NUMBER = re.compile(r"-?[0-9]{1,19}")


@dataclass(frozen=True)
class Saved:
    """A form that was written."""

    row_id: int
    seq: int | None
    sentence: str


@dataclass(frozen=True)
class Desk:
    """Who fills which sheet's form on which day."""

    who: Who
    model: Any
    form_class: Any
    on: date


def row_number(text: str | None) -> int:
    """The id of a record in an address; what is no number is not there."""
    if not text or not _NUMBER.fullmatch(text) or abs(int(text)) > LARGEST:
        raise NotFound("There is no such record. The address may be old.")
    return int(text)


def row_numbers(texts: list[str], *, most: int = 1_000) -> tuple[int, ...]:
    """The ids of an address, `1,2` or repeated, each once."""
    found = dict.fromkeys(
        row_number(word.strip()) for text in texts for word in text.split(",") if word.strip()
    )
    if len(found) > most:
        raise BadQuestion(f"At most {most:,} records at a time. Narrow the selection.")
    return tuple(found)


def empty(desk: Desk, given: Mapping[str, str]) -> Opened:
    """The form of a record to be made, filled with what the address gives."""
    form = make_form(desk.who, desk.model, desk.form_class, sent=given)
    for cell in form._fields.values():
        if (
            cell.typed is None
            and cell.column.default is not None
            and not callable(cell.column.default)
        ):
            cell.data = cell.column.default
    return Opened(form)


def opened(desk: Desk, row: Row) -> Opened:
    """The form of a record as it stands."""
    return Opened(make_form(desk.who, desk.model, desk.form_class, row=row), row.version)


def create(desk: Desk, sent: Mapping[str, str], *, click: str | None) -> Saved | Opened:
    """Make a record from a form; a second click with the same key makes no second one."""
    back = Opened(make_form(desk.who, desk.model, desk.form_class, sent=sent))

    def write() -> Saved:
        forms.need_in_use(desk.who, desk.model, sent)
        return _create(desk, back, click)

    return _tried(back, write)


def _create(desk: Desk, back: Opened, click: str | None) -> Saved:
    forms.check(back.form)
    one = meta(desk.model, "singular")
    draft = Draft(f"New {one}", source="form", on=desk.on)
    values = forms.new_values(back.form)
    draft.create(desk.model, **values)
    receipt = commit(desk.who, draft, key=click_of(desk.who, draft.title, click, values))
    row_id = receipt.created[0][1]
    return Saved(row_id, receipt.seq, f"{_name(desk, row_id)} is written.")


def change(desk: Desk, row: Row, sent: Mapping[str, str]) -> Saved | Opened:
    """Write the cells of a form that differ from what the user saw."""
    back = Opened(make_form(desk.who, desk.model, desk.form_class, sent=sent, row=row))
    theirs = [
        name.removeprefix(KEEP)
        for name, value in sent.items()
        if name.startswith(KEEP) and value == "theirs"
    ]

    def write() -> Saved:
        before = at_version(desk.model, row.id, _seen(back, sent).version)
        forms.need_in_use(desk.who, desk.model, sent, before=before)
        return _change(desk, row.id, back, theirs)

    return _tried(
        back,
        write,
        again=lambda error: _overtaken(desk, row, back, error),
    )


def _seen(back: Opened, sent: Mapping[str, str]) -> Opened:
    """The form with the version that the user saw."""
    text = sent.get("version", "")
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise BadQuestion("This form is out of date. Open the record again.")
    back.version = int(text)
    return back


def _change(desk: Desk, row_id: int, back: Opened, theirs: list[str]) -> Saved:
    forms.check(back.form)
    values = forms.changed_values(desk.model, row_id, back.version, back.form, theirs=theirs)
    if not values:
        return Saved(row_id, None, "Nothing was changed.")
    name = _name(desk, row_id)
    draft = Draft(forms.title_of(desk.model, name, values), source="form", on=desk.on)
    draft.change(desk.model, row_id, seen=back.version, **values)
    draft.guard(lambda: _need_standing(desk.model, row_id))
    receipt: Receipt = commit(desk.who, draft)
    return Saved(
        row_id, receipt.seq, f"{name} is saved." if receipt.seq else "Nothing was changed."
    )


def _need_standing(model, row_id: int) -> None:
    """Refuse where somebody put the record in the trash while it was edited."""
    if model.select(model.trashed_at).where(model.id == row_id).scalar() is not None:
        one = meta(model, "singular")
        raise Blocked(
            f"Not saved: the {one} was put in the trash meanwhile. Take it out of the trash, then "
            "save this again."
        )


def _overtaken(desk: Desk, row: Row, back: Opened, error: Stale) -> Opened:
    now = fetch(desk.who, desk.model, row.id)
    mine = forms.changed_values(desk.model, row.id, back.version, back.form)
    return forms.overtaken(desk.who, desk.model, now, back, error, mine=mine)


def _tried(
    back: Opened, write: Callable[[], Saved], *, again: Callable[[Stale], Opened] | None = None
) -> Saved | Opened:
    """The result of writing; whatever stands in its way comes back with the form."""
    try:
        return write()
    except Stale as error:
        return again(error) if again else forms.refused(back, error)
    except OfficeError as error:
        return forms.refused(back, error)


def _name(desk: Desk, row_id: int) -> str:
    """What a person calls the record: the kind and its number."""
    values = by_name(desk.who, desk.model, fetch(desk.who, desk.model, row_id))
    key = values.get(desk.model._meta.key[0])
    number = getattr(key, "label", key)
    return f"{meta(desk.model, 'singular').capitalize()} {number if number is not None else row_id}"

"""The list page of a sheet: the question of its address answered, and everything around
the rows.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup, escape
from peewee import fn

from admin_views import filters
from admin_views.asked_for import Asked
from admin_views.day import end_words, fixed_day
from admin_views.drawing import SENSES, Manner, is_number, leading, rows_markup
from imports.by_file import NOT_BY_FILE
from journal import policy, settings
from journal.masking import is_covered
from journal.question import label_columns
from journal.reading import Answer, ask
from journal.who import Who
from models import Batch, ImportRun, meta
from rules.days import long_day
from sheets.prepared import prepared

EMPTY = {
    "claim": "No claims yet. Bring in a register, or write the first one.",
    "incident": "No incidents yet. Each accident and loss that a department reports starts here.",
    "recovery": "No recoveries yet. Open one from an incident where City property was damaged.",
    "payment": "No payments yet. Prepare one from a claim.",
    "reserve": "No reserves yet. Set one from a claim.",
    "diary": "Nothing in the diary. Deadlines come by themselves from the facts of a claim.",
    "document": "No documents yet. Drop a file on a claim.",
    "filenote": "No notes yet. Write one on a claim.",
    "approval": "Nothing waits for approval.",
    "batch": "Nothing was written yet.",
    "job": "No long work ran yet.",
    "accessevent": "Nobody has looked at guarded values yet.",
    "importprofile": "No import profiles yet. Bring a file in, then keep how it was read.",
    "importrun": "Nothing was brought in yet. A claims register is a good first file.",
    "importrow": "No row of a file was refused.",
}
"""Sheet -> what its list says while it is empty."""


@dataclass(frozen=True)
class Listing:
    """A list page before it is drawn."""

    asked: Asked
    answer: Answer
    head: Markup
    rows: Markup
    chips: list[dict[str, Any]]
    sentence: str
    pages: dict[str, str]
    banner: str
    grouped: str


def listing(who: Who, model, asked: Asked, manner: Manner) -> Listing:
    """The answer to what an address asks of a sheet, drawn."""
    answer = ask(who, asked.question(model))
    return Listing(
        asked,
        answer,
        head_markup(who, model, answer.fields, asked, manner),
        rows_markup(answer, model, manner),
        filters.chips(who, model, asked, names_in(answer)),
        "" if answer.rows else empty(model, asked),
        pages(asked, answer),
        banner(asked),
        _grouped(model, asked.group),
    )


def _grouped(model, names: tuple[str, ...]) -> str:
    """What a plain list says of the groups that a grid would show."""
    fields = [model._meta.fields.get(name.lstrip("-").split(":")[0]) for name in names]
    labels = [field.verbose_name for field in fields if field is not None]
    if not labels:
        return ""
    return f"In the grid these rows stand in groups by {' and '.join(labels)}; here one by one."


def names_in(answer: Answer) -> dict[tuple[str, str], str]:
    """What the records that a list shows are called: (column, key) -> name."""
    links = [(n, field.name) for n, field in enumerate(answer.fields) if field.kind == "link"]
    found = {(name, row.values[n]) for row in answer.rows for n, name in links if row.values[n]}
    return {(name, linked.key): linked.label for name, linked in found}


def empty(model, asked: Asked) -> str:
    """What an empty list says."""
    plural = meta(model, "plural", model.__name__).lower()
    if asked.filters or asked.q:
        return f"No {plural} match. Remove a filter, or look for fewer words."
    if asked.trash:
        return f"No {plural} in the trash."
    if asked.as_of:
        return _none_then(plural, asked.moment)
    return EMPTY.get(model.__name__.lower(), f"No {plural} yet.")


def _none_then(plural: str, then: datetime) -> str:
    """What an empty list of the past says: before the record began, nothing is known."""
    none = f"There were no {plural} then."
    if then >= datetime.now(UTC):
        return none
    (first,) = Batch.select(fn.min(Batch.committed_at)).tuples().get()
    if first is None or then >= first:
        return none
    day = long_day(first.astimezone(settings.zone()).date())
    return f"The record of this office begins on {day}: of the days before it holds no {plural}."


def banner(asked: Asked) -> str:
    """What a list of the past says above itself; the record's clock runs while the day is fixed."""
    said = _as_it_stood(asked)
    if said and fixed_day():
        said += " The record keeps the real time, also while the office's day is fixed."
    return said


def _as_it_stood(asked: Asked) -> str:
    if not asked.as_of:
        return ""
    return f"As it stood at {end_words(asked.as_of)}. Nothing can be changed here."


def pages(asked: Asked, answer: Answer) -> dict[str, str]:
    """The addresses of the neighbouring pages; empty where there is none."""
    away = bool(answer.previous)
    return {
        "first": asked.url() if away else "",
        "previous": asked.at(before=answer.previous) if away else "",
        "next": asked.at(after=answer.next) if answer.next else "",
        "last": asked.at(last="yes") if answer.next else "",
    }


# --- The head of the table ----------------------------------------------------------------------


def head_markup(who: Who, model, fields: Sequence, asked: Asked, manner: Manner) -> Markup:
    """The heads of the columns, each with the address of the list sorted by it."""
    order = {
        part.lstrip("-"): part.startswith("-") for part in reversed(sorting(who, model, asked))
    }
    first = next(reversed(order), "")
    base = asked.url(sort="")
    joint = "&amp;" if "?" in base else "?"
    base = escape(base)
    cells = []
    if manner.pick:
        cells.append(
            '<th class="pick" scope="col"><input type="checkbox" data-pick-page '
            'aria-label="Choose all rows">'
            "</th>"
        )
    if leading(fields, model) is None:
        cells.append('<th scope="col"><span class="sr-only">Open</span></th>')
    for field in fields:
        down = order.get(field.name)
        sorted_by = field.name == first
        aria = f' aria-sort="{"descending" if down else "ascending"}"' if sorted_by else ""
        wanted = f"-{field.name}" if sorted_by and not down else field.name
        words, facts = _head_words(field, typed=field.name in manner.typed)
        label = (
            f'<a href="{base}{joint}sort={wanted}">{words}</a>' if may_sort(who, field) else words
        )
        cells.append(f'<th scope="col"{aria}{facts}>{label}</th>')
    return Markup("".join(cells))  # labels and the address passed escape


@prepared(most=8192)
def _head_words(field, *, typed: bool) -> tuple[Markup, str]:
    """The label of a column, and the attributes of its head: what it tells when pointed at, how it
    is typed.
    """
    sense = SENSES.get(field.sensitivity)
    told = " ".join(
        part for part in (field.help_text or "", f"{sense} detail." if sense else "") if part
    )
    facts = f' data-column="{field.name}"'
    facts += ' class="num"' if is_number(field) else ""
    facts += " data-sum" if field.kind == "money" and field.adds else ""
    facts += f' title="{escape(told)}"' if told else ""
    if typed:
        facts += f' data-kind="{field.kind}"'
        facts += (
            f' data-choices="{escape(json.dumps(list(field.choices)))}"'
            if field.kind == "choice"
            else ""
        )
        sheet = field.model.__name__.lower()
        facts += (
            f' data-lookup="/admin/{sheet}/lookup?for={field.name}"' if field.kind == "link" else ""
        )
    return escape(field.verbose_name or field.name), facts


def sorting(who: Who, model, asked: Asked) -> tuple[str, ...]:
    """The order that a list stands in."""
    if asked.sort:
        return tuple(part.strip() for part in asked.sort.split(",") if part.strip())
    seen = policy.open_names(who, model)
    return tuple(part for part in meta(model, "sort") if part.lstrip("-") in seen)


def may_sort(who: Who, field) -> bool:
    """Whether a list may be sorted by a column: a relation needs a name that may be seen."""
    if is_covered(field) or field.kind in ("json", "long"):
        return False
    return field.kind != "link" or bool(label_columns(who, field.rel_model))


# --- What stands above the table ----------------------------------------------------------------


def chooser(who: Who, model, fields: Sequence, *, past: bool = False) -> Markup:
    """A box for every column that may be shown, of the `past` retired ones too; those that are
    shown checked.
    """
    chosen = {field.name for field in fields}
    parts = _boxes(policy.readable(who, model, past=past))
    boxes = (f"{start}{' checked' if name in chosen else ''}{end}" for name, start, end in parts)
    return Markup("".join(boxes))  # passed escape


@prepared(most=512)
def _boxes(columns: tuple) -> tuple[tuple[str, str, str], ...]:
    """(column, its box up to whether it is checked, the rest), prepared once for each set of
    columns.
    """
    return tuple(
        (
            f.name,
            f'<label class="check"><input type="checkbox" name="columns" value="{escape(f.name)}"',
            f"> {escape(f.verbose_name or f.name)}</label>",
        )
        for f in columns
    )


def new_address(model) -> str:
    """Where a new record of the sheet is written."""
    return NEW_ELSEWHERE.get(model.__name__.lower(), f"/admin/{model.__name__.lower()}/new/")


NEW_ELSEWHERE = {
    "claim": "/admin/intake/",
    "customcolumn": "/admin/do/add_column?sheet=customcolumn&back=/admin/columns/",
    "importprofile": "/admin/import/",
    "lightdutyoffer": "/admin/light-duty/",
    "statutoryrow": "/admin/law/",
}
"""Sheets whose new records are written on a page of their own; a profile is made of a file, a
statutory row from its table, a column by its action, light duty offered to somebody who waits for
it on the board.
"""


def import_address(who: Who, model) -> str:
    """Where a file is brought into the sheet; empty for who may not."""
    may = (
        model not in NOT_BY_FILE
        and policy.may_write(who, model)
        and policy.may_read(who, ImportRun)
    )
    return f"/admin/import/?sheet={model.__name__.lower()}" if may else ""

"""How values stand on a page: one prepared function a column, so that a list of many rows is drawn
in one go.

Everything that comes from a record passes `escape`; the markup around it is ours.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from flask import current_app
from markupsafe import Markup, escape

from admin_views.nested import nested_markup
from admin_views.places import place_of
from journal import settings
from journal.file_kinds import size_words, spoken
from journal.reading import Answer, Linked
from journal.values import shower
from models import BY_NAME, meta
from rules import money
from rules.aging import bucket
from sheets.columns import SheetName
from sheets.prepared import prepared

Draw = Callable[[Any, tuple], str]
"""A value and all values of its row to the cell's markup."""

NUMBERS = ("money", "whole", "quantity")
"""Kinds that stand at the right."""

WIDE = ("long", "link")
"""Kinds that are cut short where a list is wide."""

WRAPPED = {"diary": ("subject", "moved_why")}
"""Sheet -> columns of plain text that go on below where a list is narrow."""

LONGEST_IN_LIST = 110
SOON = timedelta(days=7)

DUE = {
    "claim": ("next_deadline", "", ()),
    "diary": ("diary_date", "status", ("open",)),
    "investigationstep": ("due_date", "received_date", (None,)),
}
"""Sheet -> the day by which something is due; the column that says whether it still is, and its
values while it is (blank: always).
"""

AGED = {"recovery": ("invoice_date", "balance")}
"""Sheet -> the day from which a bill ages, and the amount that is owed while it does."""

CHIPS = ("status", "verified", "outcome", "event", "operation")
"""Columns whose choice is drawn as a chip; the word always stands in it."""

SENSES = {"medical": "Medical", "privileged": "Privileged", "personal": "Personal"}
"""Sensitivities that a page names beside a column."""


@lru_cache(maxsize=1)
def _tones() -> dict[str, str]:
    """The colours of codes, as the pieces of the pages name them."""
    return current_app.jinja_env.get_template("office/parts.html").module.TONES


OWN_WORDS: dict[str, Callable[[Any], str]] = {"size_bytes": size_words, "media_type": spoken}
"""Columns whose stored value says little to people -> its words."""

FILES = {"document": ("title", "file")}
"""Sheet -> the column that leads to the file of a record, and the page that sends it."""


def tone_of(code: str | None) -> str:
    """The colour of a status."""
    return _tones().get(code or "", "blue")


def is_number(field) -> bool:
    """Whether values of the column stand at the right."""
    return field.kind in NUMBERS


@prepared(most=4096)
def text_drawer(field) -> Callable[[Any], str]:
    """The prepared function that writes a value of the column as plain words, an instant in the
    office's time.
    """
    if field.name in OWN_WORDS:
        write = OWN_WORDS[field.name]
        return lambda value: "" if value is None else write(value)
    if isinstance(field, SheetName):
        return lambda value: "" if value is None else sheet_words(value)
    if field.kind == "instant":
        return lambda value: (
            "" if value is None else f"{value.astimezone(settings.zone()):%Y-%m-%d %H:%M}"
        )
    if field.kind == "yesno":
        return lambda value: "" if value is None else ("Yes" if value else "No")
    return shower(field)


def sheet_words(name: str) -> str:
    """What a sheet is called, by its key."""
    return meta(BY_NAME[name], "plural", name) if name in BY_NAME else name


def words_of(field, value: Any) -> str:
    """A value as plain words."""
    return text_drawer(field)(value)


_MARKS = re.compile("[&<>'\"]").search


def safe(text: str) -> str:
    """Text as it may stand in markup; most texts hold nothing that markup is made of."""
    return escape(text) if _MARKS(text) else text


# --- Cells of a list ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Manner:
    """How a list is drawn: on which day, with a box before each row, which columns may be typed
    into.
    """

    on: date
    pick: bool = False
    typed: frozenset[str] = frozenset()


def drawers(answer: Answer, model, manner: Manner) -> list[Draw]:
    """One function a column of an answer, each giving a whole cell."""
    places = {field.name: place for place, field in enumerate(answer.fields)}
    lead = leading(answer.fields, model)
    return [
        _drawer(field, model, places, manner, lead=places[field.name] == lead)
        for field in answer.fields
    ]


def _drawer(field, model, places: dict[str, int], manner: Manner, *, lead: bool) -> Draw:
    due, state, open_in = DUE.get(model.__name__.lower(), ("", "", ()))
    opening = _opening(field, lead=lead, typed=not lead and field.name in manner.typed)
    if field.name == due:
        if state and state not in places:  # whether it still is due cannot be told here
            return _text_drawer(opening, field)
        return _due_drawer(opening, manner.on, places.get(state), open_in)
    aged, owed = AGED.get(model.__name__.lower(), ("", ""))
    if field.name == aged and owed in places:
        return _aged_drawer(opening, manner.on, places[owed])
    if field.kind == "link":
        return _link_drawer(opening, field.rel_model)
    if field.kind in ("choice", "yesno"):
        return _choice_drawer(opening, field)
    if field.kind == "money":
        return _money_drawer(opening)
    return _text_drawer(opening, field)


@prepared(most=8192)
def _opening(field, *, lead: bool, typed: bool) -> str:
    """The start of a cell's tag, without its end: its label on a narrow screen, its kind, whether
    it is typed into.
    """
    wraps = field.name in WRAPPED.get(field.model.__name__.lower(), ())
    wide = field.kind if field.kind in WIDE else "wrap" if wraps else ""
    kinds = " ".join(filter(None, ("num" if is_number(field) else "", "lead" if lead else wide)))
    tag = f'<td class="{kinds}"' if kinds else "<td"
    cell = f' data-cell="{field.name}"' if typed and field.kind not in ("json", "instant") else ""
    state = " data-status" if field.name == "status" else ""
    return f'{tag} data-label="{escape(field.verbose_name or field.name)}"{state}{cell}'


def _link_drawer(opening: str, target) -> Draw:
    """The records of a page are few: each is drawn once."""
    before, after = address_parts(target)
    start = f'{opening} data-value="' if "data-cell" in opening else ""
    drawn: dict[Linked | None, str] = {None: f"{opening}></td>"}

    def draw(value: Linked | None, _: tuple) -> str:
        cell = drawn.get(value)
        if cell is None:
            head = f'{start}{safe(value.key)}">' if start else f"{opening}>"
            cell = drawn[value] = (
                f'{head}<a href="{before}{value.id}{after}">{safe(value.label)}</a></td>'
            )
        return cell

    return draw


def address_parts(model) -> tuple[str, str]:
    """What stands before and after the id in the address of a record."""
    before, after = place_of(model.__name__.lower(), 7).split("7")
    return before, after


def _choice_drawer(opening: str, field) -> Draw:
    cells = _choice_cells(opening, field)
    return lambda value, _: cells.get(value) or f"{opening}>{safe(value)}</td>"


@prepared(most=4096)
def _choice_cells(opening: str, field) -> dict[Any, str]:
    """Every choice drawn beforehand; its code is the value that is typed."""
    chip = field.name in CHIPS
    cells: dict[Any, str] = {None: f"{opening}></td>", "": f"{opening}></td>"}
    choices = field.choices if field.kind == "choice" else ((True, "Yes"), (False, "No"))
    for code, label in choices:
        plain = code if isinstance(code, str) else "yes" if code else "no"
        told = "data-cell" in opening or "data-status" in opening
        head = f'{opening} data-value="{safe(plain)}">' if told else f"{opening}>"
        cells[code] = f"{head}{chip_of(label, tone_of(code)) if chip else safe(label)}</td>"
    return cells


def chip_of(word: str, tone: str = "grey") -> Markup:
    """A word in a coloured mark."""
    return Markup('<span class="chip {}">{}</span>').format(tone, word)


def _text_drawer(opening: str, field) -> Draw:
    write, longest = text_drawer(field), LONGEST_IN_LIST
    empty, typed = f"{opening}></td>", "data-cell" in opening

    def draw(value: Any, _: tuple) -> str:
        if value is None:
            return empty
        text = write(value)
        if len(text) <= longest:
            return f"{opening}>{safe(text)}</td>"
        whole = f' data-value="{safe(text)}"' if typed else ""
        return f"{opening}{whole}>{safe(text[:longest])}…</td>"

    return draw


def _money_drawer(opening: str) -> Draw:
    return lambda value, _: (
        f"{opening}></td>" if value is None else f"{opening}>{money.shown(value)}</td>"
    )


def _due_drawer(opening: str, on: date, state: int | None, open_in: tuple[str | None, ...]) -> Draw:
    soon, empty = on + SOON, f"{opening}></td>"

    def draw(value: date | None, values: tuple) -> str:
        if value is None:
            return empty
        if value > soon or (state is not None and values[state] not in open_in):
            return f"{opening}>{value.isoformat()}</td>"
        word, tone = (
            ("late", "red")
            if value < on
            else ("today", "amber")
            if value == on
            else ("soon", "amber")
        )
        return (
            f'{opening} data-value="{value.isoformat()}"><span class="chip {tone}" title="{word}">'
            f"{value.isoformat()} {word}</span></td>"
        )

    return draw


OLD = ("d90", "d180")
"""Buckets of bills that are getting old; the ones after them are old."""


def _aged_drawer(opening: str, on: date, owed: int) -> Draw:
    """The day of a bill with the bucket of its age, while something is owed on it."""

    def draw(value: date | None, values: tuple) -> str:
        if value is None:
            return f"{opening}></td>"
        day, amount = value.isoformat(), values[owed]
        if not isinstance(amount, int) or amount <= 0:
            return f"{opening}>{day}</td>"
        return f'{opening} data-value="{day}">{day} {aged_chip(value, on)}</td>'

    return draw


def aged_chip(invoiced: date, on: date) -> Markup:
    """The bucket of a bill's age as a chip."""
    found = bucket(invoiced, on)
    amber = found.key in OLD
    tone = "grey" if found.key in ("current", "d60") else "amber" if amber else "red"
    return chip_of(found.words, tone)


def rows_markup(answer: Answer, model, manner: Manner) -> Markup:
    """The rows of a list as one piece of markup.

    The key, else the first column that is no relation, leads to the record; where there is none, a
    word does.
    """
    cells = drawers(answer, model, manner)
    lead, filed = leading(answer.fields, model), _filed(answer.fields, model)
    before, after = address_parts(model)
    lines = []
    for row in answer.rows:
        line = [draw(value, row.values) for draw, value in zip(cells, row.values, strict=True)]
        href = f"{before}{row.id}{after}"
        if lead is None:
            line.insert(0, f'<td class="lead"><a href="{href}">Open</a></td>')
        else:
            line[lead] = _led(line[lead], f'href="{href}" data-open')
        if filed not in (None, lead):
            line[filed] = _led(line[filed], f'href="{file_of(model.__name__.lower(), row.id)}"')
        if manner.pick:
            line.insert(
                0,
                f'<td class="pick"><input type="checkbox" data-pick name="ids" value="{row.id}" '
                'aria-label="Choose this row"></td>',
            )
        lines.append(f'<tr data-id="{row.id}" data-version="{row.version}">{"".join(line)}</tr>')
    return Markup("\n".join(lines))  # every value in it passed escape


def _led(cell: str, leads: str) -> str:
    """A cell whose content is a link; `leads` its address and what else the tag says."""
    opening, _, rest = cell.partition(">")
    inner = rest.removesuffix("</td>") or "(blank)"
    return f"{opening}><a {leads}>{inner}</a></td>"


def _filed(fields: Sequence, model) -> int | None:
    """Which column leads to the file of a record, where its sheet keeps files."""
    column = FILES.get(model.__name__.lower(), ("", ""))[0]
    return next((place for place, field in enumerate(fields) if field.name == column), None)


def file_of(sheet: str, row_id: int) -> str:
    """Where the file of a record is sent from."""
    return f"/admin/{sheet}/{row_id}/{FILES[sheet][1]}"


def leading(fields: Sequence, model) -> int | None:
    """Which column leads to the record."""
    key = model._meta.key[0]
    for place, field in enumerate(fields):
        if field.name == key and field.kind != "link":
            return place
    return next((place for place, field in enumerate(fields) if field.kind != "link"), None)


# --- One value on its own -----------------------------------------------------------------------


def value_markup(field, value: Any) -> Markup:
    """A value on the page of its record: relations as links, choices as words, long text with its
    breaks.
    """
    if value is None or value == "":
        return Markup('<span class="blank">–</span>')
    if field.kind == "link":
        if not isinstance(value, Linked):
            return escape(str(value))
        return Markup('<a href="{}">{}</a>').format(
            place_of(field.rel_model.__name__.lower(), value.id), value.label
        )
    words = words_of(field, value)
    if field.kind == "choice" and field.name in CHIPS:
        return chip_of(words, tone_of(value))
    if field.kind == "money":
        return escape(money.dollars(value))
    if field.kind == "json":
        return nested_markup(value)
    if field.kind == "long":
        return Markup('<span class="prose">{}</span>').format(words)
    return escape(words)

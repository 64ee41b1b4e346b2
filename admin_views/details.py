"""The page of one record: all its columns that may be seen, in groups, and the ways on from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from admin_views import disclosed
from admin_views.day import moment_kept
from admin_views.drawing import SENSES, value_markup, words_of
from admin_views.groups import groups
from journal import expr, policy
from journal.question import Question
from journal.reading import Row, ask, fetch
from journal.who import Who
from models import SHEETS, columns_of, meta
from rules.errors import NotFound
from workflow.tasks import Paper


@dataclass(frozen=True)
class Fact:
    """One column of a record on its page."""

    name: str
    label: str
    value: Markup
    help: str
    sense: str
    wide: bool


@dataclass(frozen=True)
class Shown:
    """A record on its page."""

    row: Row
    name: str
    values: dict[str, Any]
    groups: list[tuple[str, list[Fact]]]
    beside: list[tuple[str, str]]
    trashed: bool
    past: str
    papers: tuple[Paper, ...] = ()


def page(who: Who, model, row_id: int, *, as_of: str = "") -> Shown:
    """A record with all that a person may see of it, now or as it stood.

    Raises:
        NotFound: there is none, or it is out of scope. BadQuestion: the day lies ahead.
    """
    row, trashed = _row(who, model, row_id, as_of)
    fields = policy.readable(who, model, past=bool(as_of))
    disclosed.shown(who, model, fields, [row], purpose="record")
    values = dict(zip((f.name for f in fields), row.values, strict=True))
    return Shown(
        row,
        name_of(model, row, values),
        values,
        [(g.title, [fact(f, values[f.name]) for f in g.columns]) for g in groups(model, fields)],
        list(_beside(who, model, values)),
        trashed,
        as_of,
    )


def _row(who: Who, model, row_id: int, as_of: str) -> tuple[Row, bool]:
    if as_of:
        asked = Question(
            model, columns=("*",), ids=(row_id,), sort=("id",), as_of=moment_kept(as_of), limit=1
        )
        rows = ask(who, asked, counted=False).rows if -(2**63) <= row_id < 2**63 else []
        if not rows:
            raise NotFound(f"There was no such {meta(model, 'singular')} then.")
        return rows[0], False
    try:
        return fetch(who, model, row_id, trash=False), False
    except NotFound:
        if model not in SHEETS:
            raise
        return fetch(who, model, row_id, trash=True), True


def fact(field, value: Any) -> Fact:
    """One column of a record in words."""
    return Fact(
        field.name,
        field.verbose_name or field.name,
        value_markup(field, value),
        field.help_text or "",
        SENSES.get(field.sensitivity, ""),
        field.kind in ("long", "json"),
    )


def name_of(model, row: Row, values: dict[str, Any]) -> str:
    """What a record is called in a heading: its key and, where it says more, its label."""
    names = dict.fromkeys(
        (*model._meta.key, *meta(model, "label"), *(["claimant"] if "claimant" in values else []))
    )
    fields = model._meta.fields
    words = [
        words_of(fields[name], values[name]) for name in names if values.get(name) not in (None, "")
    ]
    return " · ".join(dict.fromkeys(words)) or f"{meta(model, 'singular', 'record')} {row.id}"


def _beside(who: Who, model, values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Lists of what hangs on the record: (words, address), sheets out of sight left out."""
    key = model._meta.key[0]
    number = values.get(key)
    if key not in policy.open_names(who, model) or not isinstance(number, str):
        return
    if len(model._meta.key) > 1:
        return
    for child in SHEETS:
        if not policy.may_read(who, child):
            continue
        seen = policy.readable_names(who, child)
        links = [
            f
            for f in columns_of(child)
            if f.kind == "link" and f.rel_model is model and f.name in seen
        ]
        for field in links:
            words = meta(child, "plural")
            if len(links) > 1:
                words = f"{words} ({(field.verbose_name or field.name).lower()})"
            text = quote(f"{field.name}={expr.quoted(number)}")
            yield words, f"/admin/{child.__name__.lower()}/?filter={text}"


def labels_of(who: Who, model) -> list[tuple[str, str]]:
    """The columns of a sheet that a person may see, with their labels."""
    return [(field.name, field.verbose_name or field.name) for field in policy.readable(who, model)]

"""The head of a record's page: name, chips, one line, and all facts in groups."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from textwrap import shorten
from typing import Any

from admin_views.drawing import tone_of, value_markup
from admin_views.groups import groups
from admin_views.places import place_of
from admin_views.recovery_chips import recovery_chips
from journal import policy
from journal.duty_board import short
from journal.light_duty import note_in_force
from journal.reading import Linked
from journal.values import shown
from journal.who import Who
from models import BY_NAME, WorkStatus
from rules.days import long_day
from rules.money import dollars

Words = tuple[str, str]
"""A column, and the word that stands before its value."""

SPOKEN = {"day": long_day, "money": dollars}
"""Kinds of columns that a head writes otherwise than a list."""

LONGEST = 220
"""Letters of a description that the head shows."""
LONGEST_CHIP = 60
"""Letters of a restriction that the head shows."""


@dataclass(frozen=True)
class Shape:
    """What the head of a sheet's page is made of.

    `title` and `chips` are columns; `about` maps the value of column `by` to the columns of the
    line under the title, `more` is told on a line below, `links` are the records it comes from.
    """

    title: tuple[str, ...]
    chips: tuple[str, ...]
    about: dict[str, tuple[Words, ...]]
    by: str = ""
    more: str = ""
    links: tuple[str, ...] = ()


SHAPES = {
    "claim": Shape(
        ("claim_no", "claimant"),
        ("status",),
        {
            "L": (
                ("cause_code", ""),
                ("department", ""),
                ("location", ""),
                ("loss_date", "loss on"),
                ("amount_claimed", "claimed"),
                ("adjuster", "with"),
            ),
            "W": (
                ("nature_of_injury", ""),
                ("body_part", ""),
                ("department", ""),
                ("injury_date", "injured on"),
                ("adjuster", "with"),
            ),
        },
        "line",
        "description",
        ("incident",),
    ),
    "incident": Shape(
        ("incident_no", "location"),
        ("status",),
        {
            "": (
                ("cause_code", ""),
                ("department", ""),
                ("loss_date", "on"),
                ("reported_by", "reported by"),
            )
        },
    ),
    "recovery": Shape(
        ("recovery_no", "asset_description"),
        ("status", "limitation_kind"),
        {
            "": (
                ("responsible_party", "against"),
                ("carrier", "carrier"),
                ("damage_date", "damaged on"),
                ("handler", "with"),
            )
        },
        links=("claim", "incident"),
    ),
}


@dataclass(frozen=True)
class Chip:
    """A word in the head and its colour."""

    word: str
    tone: str


@dataclass
class Head:
    """The head of one record's page, as far as the person may see it."""

    title: str
    about: str
    chips: list[Chip] = field(default_factory=list)
    more: str = ""
    links: list[tuple[str, str, str]] = field(default_factory=list)


def head(who: Who, sheet: str, values: dict[str, Any], *, on: date) -> Head:
    """The head of a record from its values by column."""
    shape, model = SHAPES[sheet], BY_NAME[sheet]
    kind = str(values.get(shape.by) or "")
    fields = {f.name: f for f in policy.readable(who, model)}
    title = " · ".join(
        shown(fields[n], values[n]) for n in shape.title if values.get(n) not in (None, "")
    )
    about = shape.about.get(kind) or next(iter(shape.about.values()))
    chips = [
        Chip(shown(fields[n], values[n]), tone_of(values[n])) for n in shape.chips if values.get(n)
    ]
    return Head(
        title,
        " · ".join(_said(fields, values, about)),
        [*chips, *_more_chips(values, on), *_chips_of(sheet, values, on)],
        _shortened(str(values.get(shape.more) or "")),
        [_link(fields[name], values[name]) for name in shape.links if values.get(name)],
    )


def _shortened(text: str) -> str:
    """The beginning of a long text, on one line, ending with a word."""
    return shorten(" ".join(text.split()), LONGEST, placeholder=" …")


def _link(column, value: Linked) -> tuple[str, str, str]:
    """A record that this one comes from: what it is, its number, its address."""
    return (
        column.verbose_name.lower(),
        value.key,
        place_of(column.rel_model.__name__.lower(), value.id),
    )


def _said(fields: dict[str, Any], values: dict[str, Any], about: Sequence[Words]):
    for name, word in about:
        if values.get(name) not in (None, ""):
            write = SPOKEN.get(fields[name].kind)
            text = write(values[name]) if write else shown(fields[name], values[name])
            yield f"{word} {text}".strip()


def _more_chips(values: dict[str, Any], on: date) -> list[Chip]:
    """What follows from several columns: in litigation, days off work."""
    chips = [Chip("In litigation", "red")] if values.get("litigated") else []
    off, back = values.get("last_worked_date"), values.get("return_to_work_date")
    if values.get("line") == "W" and isinstance(off, date) and not values.get("closed_date"):
        days = ((back if isinstance(back, date) else on) - off).days
        if days > 0:
            chips.append(
                Chip(f"{'Lost time' if back else 'Off work'}, {days} days", "" if back else "amber")
            )
    return chips


def duty_chips(who: Who, claim_id: int, *, on: date) -> list[Chip]:
    """The restriction in force on a compensation claim, in short; red once the note has lapsed.
    Of a release to full duty, that nobody confirmed it.
    """
    if who.masked or not policy.may_read(who, WorkStatus):
        return []
    note = note_in_force(claim_id, on=on)
    if note is None or (note.status == "full_duty" and note.verified_date):
        return []
    if note.status == "full_duty":
        return [Chip("Release not confirmed", "amber")]
    if note.to_date and note.to_date < on:
        return [Chip(f"Work status lapsed {long_day(note.to_date)}", "red")]
    return [Chip(shorten(short(note), LONGEST_CHIP, placeholder=" …"), "amber")]


def _chips_of(sheet: str, values: dict[str, Any], on: date) -> list[Chip]:
    """What a sheet of its own rules adds."""
    return [Chip(*words) for words in recovery_chips(values, on)] if sheet == "recovery" else []


BLANK = (None, "", False, 0)
"""Values that make a group worth no place of its own."""


@dataclass(frozen=True)
class Facts:
    """Some facts of a record under one title: (label, value as markup)."""

    title: str
    pairs: list[tuple[str, Any]]


def facts(
    who: Who, sheet: str, values: dict[str, Any], *, left_out: Sequence[str] = ()
) -> list[Facts]:
    """All columns that `who` may see, in groups; those of the other line only where filled."""
    shown_columns = [f for f in policy.readable(who, BY_NAME[sheet]) if f.name not in left_out]
    found = []
    for group in groups(BY_NAME[sheet], shown_columns):
        foreign = group.line and group.line != values.get("line")
        pairs = [
            (f.verbose_name, value_markup(f, values[f.name]))
            for f in group.columns
            if not foreign or values[f.name] not in BLANK
        ]
        if any(values[f.name] not in BLANK for f in group.columns):
            found.append(Facts(group.title, pairs))
    return found

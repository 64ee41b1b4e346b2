"""What the pages of the import desk show of a plan, of a run and of the files that wait.

A page stays small whatever the file: lines are counted, not rows, and long values are cut.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import Any

from admin_views.drawing import is_number
from admin_views.import_words import ORDERS, SIGNS, labels_of
from admin_views.named import Names
from imports.cells import as_known
from imports.outcome import Control, ImportPlan
from journal.values import as_text
from journal.who import Who
from models import meta
from rules.money import dollars

MOST_LINES = 200
"""Refused, and changed, cells that a page shows."""
MOST_SELECTS = 40
"""So many cells are chosen from a list on the spot; the rest are typed, with the list beside."""
MOST_KINDS = 8
"""Written words that are explained on the spot; after those the next ones show."""
MOST_COLUMNS = 8
"""Columns that the sample of new rows shows."""
LONGEST = 80
"""Characters of a value that a page shows."""

WORDS = {
    "payment": "Payment",
    "reserve": "Reserve",
    "receipt": "Receipt",
    "recoveryreceipt": "Receipt",
}


@dataclass(frozen=True)
class RefusedCell:
    """A refused cell: its name in the form and on the page, whose row it is, value, reason."""

    name: str
    cell: str
    whose: str
    column: str | None
    value: str
    message: str
    row: int = 0
    choices: tuple[tuple[str, str], ...] = ()
    pick: bool = False


def counted(number: int, one: str = "row") -> str:
    """A number with its noun: 1 row, 1,200 rows."""
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def nothing_words(plan: ImportPlan) -> str:
    """Why nothing would be written."""
    if plan.refused and plan.unchanged:
        verb = "is" if plan.unchanged == 1 else "are"
        left = "is" if plan.refused == 1 else "are"
        return (
            f"Nothing would be written: {counted(plan.unchanged)} {verb} in already, "
            f"{plan.refused:,} {left} refused. Mend them below, or choose other columns."
        )
    if plan.refused:
        return (
            "Nothing would be written: every row is refused. "
            "Mend them below, or choose other columns."
        )
    if not plan.grid.rows_read:
        return "Nothing would be written: the file has no rows."
    return "Nothing would be written: all of it is in already."


def choices_of(model: Any, column: str | None) -> tuple[tuple[str, str], ...]:
    """The legal values of a column, where there is a list of them."""
    field = model._meta.fields.get(column or "")
    if field is None or field.kind not in ("choice", "yesno"):
        return ()
    return (("yes", "yes"), ("no", "no")) if field.kind == "yesno" else tuple(field.choices)


def refused_cells(model: Any, rows: list[Any], places: dict[str, int], tabs: int) -> list[Any]:
    """The refused cells of rows (with `cells` and `errors`), as many as a page takes."""
    found: list[RefusedCell] = []
    named = _naming(model, places)
    picks = 0
    for row in rows:
        whose = " · ".join(filter(None, (_shown(row.cells, place) for place in named)))
        for cell, column, value, message in row.errors:
            choices = choices_of(model, column) if column in places else ()
            picks += bool(choices)
            found.append(
                RefusedCell(
                    name=cell,
                    cell=plain_cell(cell, tabs),
                    whose=whose,
                    column=column,
                    value="" if value is None else cut(as_text(value)),
                    message=message[:300],
                    row=row.row,
                    choices=choices,
                    pick=bool(choices) and picks <= MOST_SELECTS,
                )
            )
    return found[:MOST_LINES]


def plain_cell(cell: str, tabs: int) -> str:
    """The name of a cell; the tab is left out where the file has but one."""
    return cell.rpartition("!")[2] if tabs <= 1 else cell


def cut(text: str) -> str:
    """A value as a page shows it."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _naming(model: Any, places: dict[str, int]) -> list[int]:
    """Where a row of the file says who it is: its key, and the first text that lists show."""
    fields = model._meta.fields
    keys = [name for name in model._meta.key if name in places]
    texts = [n for n in meta(model, "listed") if n in places and fields[n].kind == "text"]
    return [places[name] for name in (*keys, *texts[:1])]


def _shown(cells: list[Any], place: int) -> str:
    value = cells[place] if place < len(cells) else None
    return "" if value in (None, "") else cut(as_text(value).strip())


@dataclass(frozen=True)
class Kind:
    """What is written in several refused cells of a column: once its meaning is said, it holds for
    all of them. `written` is "" for blank cells.
    """

    column: str
    label: str
    written: str
    count: int
    message: str
    choices: tuple[tuple[str, str], ...]


def kinds(plan: ImportPlan, rows: list[Any]) -> list[Kind]:
    """What stands in more than one refused cell of a column, the most frequent first."""
    columns, words = plan.columns, labels_of(plan.model)
    found: Counter[tuple[str, str]] = Counter()
    reasons: dict[tuple[str, str], str] = {}
    for row in rows:
        for _, name, _, message in row.errors:
            place = columns.places.get(name or "")
            if place is not None and name not in columns.joined:
                cell = row.cells[place] if place < len(row.cells) else None
                written = "" if cell in (None, "") else as_known(cell)
                found[name, written] += 1
                reasons.setdefault((name, written), message)
    return [
        Kind(
            name,
            words[name],
            written,
            count,
            reasons[name, written][:300],
            choices_of(plan.model, name),
        )
        for (name, written), count in found.most_common(MOST_KINDS)
        if count > 1
    ]


def changed_rows(who: Who, model: Any, rows: list[Any]) -> list[dict[str, Any]]:
    """Changed rows in words: number, record, (column, before, after), as many as a page takes."""
    names = Names(who)
    known = names.learn(model, [row.row_id for row in rows])
    fields = model._meta.fields
    found, left = [], MOST_LINES
    for row in rows:
        cells = [
            (fields[n].verbose_name, names.words(fields[n], old), names.words(fields[n], new))
            for n, (old, new) in islice(row.changes.items(), max(left, 0))
        ] + [(WORDS.get(kind, kind), "", dollars(cents)) for kind, _, cents in row.entries]
        left -= len(cells)
        found.append(
            {"row": row.row, "name": known.get(row.row_id, ""), "cells": _cut_cells(cells)}
        )
        if left <= 0:
            break
    return found


def _cut_cells(cells: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    return [(label, cut(old), cut(new)) for label, old, new in cells]


@dataclass(frozen=True)
class Sample:
    """The first new rows: the labels of their columns, and (number, values) of each; `numbers` are
    the places of figures, `money` is that of the ledger rows (-1: there are none).
    """

    labels: list[str]
    rows: list[tuple[int, list[str]]]
    numbers: frozenset[int] = frozenset()
    money: int = -1


def _made_beside(value: Any) -> Any:
    """What names a record that the same row makes: its key."""
    return " ".join(str(part) for part in value[1:]) if isinstance(value, tuple) else value


def sample(who: Who, plan: ImportPlan, rows: list[Any]) -> Sample:
    """The first new rows of a plan in words, in the columns that lists show."""
    fields, names = plan.model._meta.fields, Names(who)
    listed = [name for name in meta(plan.model, "listed") if name in plan.names]
    shown = [*listed, *(name for name in plan.names if name not in listed)][:MOST_COLUMNS]
    order = {name: plan.names.index(name) for name in shown}
    money_too = any(row.entries for row in rows)
    return Sample(
        [*(fields[name].verbose_name or name for name in shown), *(["Money"] if money_too else [])],
        [
            (
                row.row,
                [
                    *(
                        cut(names.words(fields[n], _made_beside(row.values[at])))
                        for n, at in order.items()
                    ),
                    *([_money(row)] if money_too else []),
                ],
            )
            for row in rows
        ],
        frozenset(n for n, name in enumerate(shown) if is_number(fields[name])),
        len(shown) if money_too else -1,
    )


def _money(row: Any) -> str:
    return ", ".join(f"{WORDS.get(kind, kind)} {dollars(cents)}" for kind, _, cents in row.entries)


MOST_CONTROLS = 12
DAY_ORDERS = tuple((code, ORDERS[code]) for code in ("mdy", "dmy"))


@dataclass(frozen=True)
class Checked:
    """A printed total as its page shows it."""

    row: int
    text: str
    heading: str
    printed: str
    imported: str
    word: str
    tone: str
    why: str = ""


def controls(plan: ImportPlan) -> list[Checked]:
    """The printed totals of a file beside what comes in, those that do not agree first."""
    ordered = sorted(plan.controls, key=lambda one: (one.agrees, one.row))
    return [_checked(one) for one in ordered[:MOST_CONTROLS]]


def _checked(one: Control) -> Checked:
    amounts = dollars(one.printed), dollars(one.imported)
    if one.agrees:
        return Checked(one.row, one.text, one.heading, *amounts, "to the cent", "green")
    differs = one.printed - one.imported
    word = f"{dollars(abs(differs))} {'less' if differs > 0 else 'more'} comes in"
    rows = counted(one.refused_rows, "refused row")
    if differs == one.refused:
        why = f"{rows} make{'s' if one.refused_rows == 1 else ''} the difference."
        return Checked(one.row, one.text, one.heading, *amounts, word, "amber", why)
    why = f"{rows} under it. " if one.refused_rows else ""
    if one.twice_rows:
        named = ", ".join(f"{row:,}" for row in one.twice_rows)
        why += f"{dollars(one.twice)} stands in rows that equal one above (row {named})."
    return Checked(one.row, one.text, one.heading, *amounts, word, "red", why.strip())


@dataclass(frozen=True)
class Asked:
    """A column of which nothing says how it is written."""

    name: str
    label: str
    taken: str
    choices: tuple[tuple[str, str], ...]
    help: str


def asked(plan: ImportPlan) -> list[Asked]:
    """What a person is asked once of a file: the order of days, the sign before decimals."""
    labels, found = labels_of(plan.model), []
    for name, evidence in plan.asked.items():
        seen = ", ".join(
            f"{one.value} in {plain_cell(one.cell, len(plan.grid.tabs))}"
            for one in evidence.examples[:2]
        )
        field = plan.model._meta.fields.get(name)
        is_day = field is None or field.kind in ("day", "instant")
        given = plan.options.day_orders if is_day else plan.options.decimals
        choices = DAY_ORDERS if is_day else tuple(SIGNS.items())
        found.append(
            Asked(
                f"{'order' if is_day else 'decimal'}:{name}",
                labels.get(name, name),
                given.get(name, choices[0][0]),
                choices,
                f"{'Written both ways' if evidence.contradicts else 'Seen'}: {seen}."
                if seen
                else "",
            )
        )
    return found

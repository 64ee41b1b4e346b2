"""How the cells of a column are written: as a person says, as the column tells, or as we write."""

from dataclasses import replace
from typing import Any, NamedTuple

from imports.cells import cell_reader
from imports.evidence import LOOKED_FOR, OF_DAYS, Evidence, evidence_of
from imports.grid import Grid
from imports.manner import OFFICE, Manner
from imports.mapping import Columns, fillable, label
from imports.outcome import Options
from journal.who import Who
from models import written_beside
from rules import days
from rules.errors import BadQuestion

DAY_ORDERS = {
    "mdy": "month first",
    "dmy": "day first",
    "ymd": "year first",
    "serial": "as the numbers by which a spreadsheet counts days",
}
DECIMALS = {".": "with a point before the decimals", ",": "with a comma before the decimals"}


class Settled(NamedTuple):
    """How the columns of a file are read.

    `columns` with their manners, and with the columns beside days that keep their text; `asked` are
    columns that a person should look at; `notes` say once a column (its index) what was taken, and
    why.
    """

    columns: Columns
    asked: dict[str, Evidence]
    notes: list[tuple[int, str]]


def settle(who: Who, columns: Columns, grid: Grid, options: Options) -> Settled:
    """Settle how each column is written: given by hand, else by evidence, else as the office does.

    Raises:
        BadQuestion: an order or sign that was given is none.
    """
    _check(options)
    fields = columns.model._meta.fields
    given = {*options.day_orders, *options.decimals}
    open_ones = {
        name: place
        for name, place in columns.places.items()
        if name not in given and name not in columns.joined
    }
    found = evidence_of(grid, open_ones, fields)
    epoch = bool(getattr(grid, "epoch_1904", False))
    manners = {
        name: _manner(found.get(name, Evidence()), options, name=name, epoch_1904=epoch)
        for name in columns.places
        if fields[name].kind in LOOKED_FOR
    }
    notes = [
        (columns.places[name], words)
        for name, evidence in found.items()
        if (words := _words(fields[name], evidence))
    ]
    return Settled(
        replace(columns, manners=manners, beside=_beside(who, columns, options)),
        {name: evidence for name, evidence in found.items() if evidence.asked},
        notes,
    )


def _check(options: Options) -> None:
    for words, known in ((options.day_orders, DAY_ORDERS), (options.decimals, DECIMALS)):
        for column, word in words.items():
            if word not in known:
                raise BadQuestion(
                    f"“{word}” does not say how {column} is written: {' or '.join(known)} does."
                )


def _manner(evidence: Evidence, options: Options, *, name: str, epoch_1904: bool) -> Manner:
    order: Any = options.day_orders.get(name) or evidence.day_order or OFFICE.day_order
    decimal: Any = options.decimals.get(name) or evidence.decimal or OFFICE.decimal
    return Manner(order, decimal, epoch_1904)


def _words(column: Any, evidence: Evidence) -> str:
    """What was taken for a column, where that is not plain; empty where it is."""
    in_days = column.kind in OF_DAYS
    ways, ours = (DAY_ORDERS, OFFICE.day_order) if in_days else (DECIMALS, OFFICE.decimal)
    decided = evidence.day_order if in_days else evidence.decimal
    shown = [f"“{value}” in {cell}" for cell, value in evidence.examples]
    if decided and evidence.against:
        return (
            f"{label(column)} is read {ways[decided]}: {shown[0]} can be read in no other way, and "
            f"so {evidence.told:,} cells. Against them stands {shown[1]}, "
            f"{evidence.against:,} in all; look at the column."
        )
    if decided == "serial":
        day = cell_reader(column, None, Manner(decided))(evidence.examples[0].value)
        return f"{label(column)} is read {ways[decided]}: {shown[0]} is {days.long_day(day)}."
    if decided:
        told = f"{label(column)} is read {ways[decided]}: {shown[0]} can be read in no other way."
        return "" if decided == ours else told
    if evidence.contradicts:
        return (
            f"{label(column)} is written in more than one way ({' and '.join(shown)}). "
            f"It is read {ways[ours]}, as the office writes; that can be changed."
        )
    if not evidence.asked:
        return ""
    return (
        f"Nothing in {label(column)} tells how {shown[0]} is meant. "
        f"It is read {ways[ours]}, as the office writes; that can be changed."
    )


def _beside(who: Who, columns: Columns, options: Options) -> dict[str, str]:
    """Day -> the column for its text, where unreadable days may come in and `who` may write it.

    Leave for a day is leave for another that is read from the same cell.
    """
    may, places = fillable(who, columns.model), columns.places
    open_ones = {places[day] for day in options.as_written if day in places}
    return {
        day: text
        for day, text in written_beside(columns.model).items()
        if places.get(day) in open_ones and text in may
    }

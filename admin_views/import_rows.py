"""The rows of a plan as its page shows them: by outcome, a page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from admin_views import import_shown
from admin_views.import_shown import RefusedCell, Sample
from imports.duplicates import Likely
from imports.notes import Note
from imports.outcome import Changed, ImportPlan, New, RefusedRow
from imports.upload import Prepared, Upload
from journal.who import Who

AT_ONCE = 50
"""Rows on a page."""


@dataclass(frozen=True)
class Noted:
    """A line of notes: the cell, or how many of one column; the words; the other cells."""

    where: str
    words: str
    more: str = ""


@dataclass(frozen=True)
class Rows:
    """The rows of one outcome: the tabs, and what the current one shows."""

    show: str
    tabs: list[dict[str, Any]]
    page: int = 1
    pages: int = 1
    refused: list[RefusedCell] = field(default_factory=list)
    new: Sample | None = None
    changed: list[dict[str, Any]] = field(default_factory=list)
    notes: list["Noted"] = field(default_factory=list)
    alike: list[Likely] = field(default_factory=list)
    ignored: list[tuple[int, str, str]] = field(default_factory=list)


def shown(who: Who, upload: Upload, prepared: Prepared, show: str, page: str | None) -> Rows:
    """The rows of one outcome; without a choice those that want a look first."""
    plan = prepared.plan
    alike = prepared.alike
    notes = [noted(note, len(plan.grid.tabs)) for note in plan.notes]
    counts = {
        "refused": plan.refused,
        "new": plan.new,
        "changed": plan.changed,
        "notes": len(notes),
        "alike": len(alike),
        "left": plan.left_out,
        "ignored": plan.ignored,
    }
    show = show if counts.get(show) else next((name for name in counts if counts[name]), "")
    pages = max(1, -(-counts.get(show, 0) // AT_ONCE))
    at = min(max(1, int(page)), pages) if (page or "").isdecimal() else 1
    tabs = [_tab(upload, name, count, show) for name, count in counts.items() if count]
    part = slice((at - 1) * AT_ONCE, at * AT_ONCE)
    made: dict[str, list[Any]] = {"alike": alike, "notes": notes}
    found = {show: made[show][part]} if show in made else _part(who, plan, show, part)
    return Rows(show, tabs, at, pages, **found)


WORDS = {
    "refused": "Refused",
    "new": "New",
    "changed": "Changed",
    "notes": "Worth a second look",
    "alike": "Likely duplicates",
    "left": "Left out",
    "ignored": "Ignored",
}


def _tab(upload: Upload, name: str, count: int, current: str) -> dict[str, Any]:
    href = f"/admin/import/{upload.token}?show={name}#rows"
    return {
        "href": href,
        "label": WORDS[name],
        "count": f"{count:,}",
        "current": name == current,
    }


def _part(who: Who, plan: ImportPlan, show: str, part: slice) -> dict[str, Any]:
    """What a page shows of an outcome, by the name that `Rows` has for it."""
    tabs = len(plan.grid.tabs)
    if show == "refused":
        rows = [RefusedRow(*record) for record in _of(plan.refused_rows, part)]
        cells = import_shown.refused_cells(plan.model, rows, plan.columns.places, tabs)
        return {"refused": cells}
    if show == "new":
        made = [New(*record) for record in _of(plan.new_rows, part)]
        return {"new": import_shown.sample(who, plan, made)}
    if show == "changed":
        rows = [Changed(*record) for record in _of(plan.changed_rows, part)]
        return {"changed": import_shown.changed_rows(who, plan.model, rows)}
    if show == "left":
        return {"ignored": [tuple(row)[:3] for row in plan.left_out_rows[part]]}
    ignored = [*plan.grid.ignored, *plan.passed_rows]
    return {"ignored": [tuple(row)[:3] for row in ignored[part]]}


def _of(records: Iterable[Any], part: slice) -> Iterable[Any]:
    return islice(records, part.start, part.stop)


def noted(note: Note, tabs: int) -> Noted:
    """A note as a line; one that speaks of many cells of a column names the first of them."""
    cell = import_shown.plain_cell(note.cell, tabs)
    if not note.cells:
        return Noted(cell, note.message)
    cells = [import_shown.plain_cell(name, tabs) for name in note.cells]
    more = f"In {', '.join(cells)}"
    if (left := note.number - len(cells)) > 0:
        more += f" and {left:,} more"
    column = cell.rpartition("!")[2].rstrip("0123456789")
    where = f"{note.number:,} cells of column {column}{f', {cell} for one' if note.differs else ''}"
    return Noted(where, note.message, f"{more}.")

"""What a person decides about a file before it comes in, read from the form of the import page."""

from dataclasses import dataclass
from typing import Any

from imports.grid import Grid, Heading
from imports.mapping import fillable, label, required
from imports.names import letters
from imports.proposals import Proposal
from imports.upload import Upload
from journal.values import as_text
from journal.who import Who
from rules.errors import BadQuestion

BY_SHAPE = "*"
"""The choice of a profile by the shape of the file."""

MOST_LEFT = 5_000
MOST_MENDS = 5_000
"""Cells that can be mended in place; more is quicker in the file itself."""


@dataclass(frozen=True)
class Line:
    """One heading of the file: where it stands, what is under it, the column it goes into."""

    heading: Heading
    letter: str
    samples: list[str]
    column: str
    why: str = ""
    proposed: str = ""


def lines(
    grid: Grid,
    samples: list[list[Any]],
    places: dict[str, int],
    left_out: dict[int, str],
    proposed: dict[int, Proposal],
) -> list[Line]:
    """The headings of a file with samples and the columns that they go into, or may go into."""
    into = {place: name for name, place in places.items()}
    found = []
    for heading in grid.headings:
        place = heading.column
        maybe = proposed.get(place) if place not in into else None
        found.append(
            Line(
                heading,
                letters(place),
                _under(heading, samples),
                maybe.column if maybe else into.get(place, ""),
                left_out.get(place, ""),
                maybe.why if maybe else "",
            )
        )
    return found


def _under(heading: Heading, samples: list[list[Any]]) -> list[str]:
    texts = [
        as_text(row[heading.column])
        for row in samples
        if len(row) > heading.column and row[heading.column] not in (None, "")
    ]
    return [text if len(text) <= 40 else f"{text[:39]}…" for text in texts[:3]]


def targets(who: Who, model: Any) -> list[tuple[str, str]]:
    """The columns that a file may fill: (name, label); those that a row needs are marked."""
    return [
        (name, f"{label(field)}{' (needed)' if required(field) else ''}")
        for name, field in fillable(who, model).items()
    ]


def decided(who: Who, upload: Upload, grid: Grid, form) -> dict[str, Any]:
    """The decisions of the form: tab, header row, which heading goes where, fixed values.

    Raises:
        BadQuestion: one column is chosen for two headings, or the header row is no number.
    """
    tab, row = form.get("tab") or None, form.get("header_row", "").strip()
    if row and not (row.isascii() and row.isdigit() and 0 < int(row[:9]) < 10**7):
        raise BadQuestion(f"“{row[:20]}” is not the number of a row.")
    decisions: dict[str, Any] = {
        "tab": tab,
        "header_row": int(row) if row else None,
        "fixed": _fixed(who, upload, form),
        "mends": {},
        "left_out": [],
    }
    if "profile" in form and form["profile"] != form.get("profile_was"):
        return {**decisions, **_by_profile(form["profile"])}
    moved = (tab or grid.tab, int(row) if row else grid.header_row) != (grid.tab, grid.header_row)
    decisions["columns"] = {} if moved else _columns(who, upload, grid, form)
    return decisions


def _by_profile(name: str) -> dict[str, Any]:
    """Another profile is chosen: what was decided by hand before does not fit any more."""
    undecided = {"tab": None, "header_row": None, "columns": {}, "fixed": {}, "words": {}}
    return {**undecided, "profile": None if name == BY_SHAPE else name}


def manners(upload: Upload, form) -> dict[str, dict[str, str]]:
    """How columns are written, as decided so far and in the form."""
    found = {"day_orders": dict(upload.day_orders), "decimals": dict(upload.decimals)}
    for kind, side, legal in (
        ("order", "day_orders", ("mdy", "dmy")),
        ("decimal", "decimals", (".", ",")),
    ):
        for key, value in form.items():
            name = key.removeprefix(f"{kind}:")
            if name != key and value in legal:
                found[side][name] = value
    return found


def left_out(upload: Upload, form) -> list[int]:
    """The rows left out so far, with those that are ticked, or without them when they are taken
    back.
    """
    ticked = {int(n) for n in form.getlist("row") if n.isascii() and n.isdigit() and len(n) < 9}
    stays = (
        set(upload.left_out) - ticked if form.get("take_back") else set(upload.left_out) | ticked
    )
    if len(stays) > MOST_LEFT:
        raise BadQuestion(f"More than {MOST_LEFT:,} rows: leave them out in the file itself.")
    return sorted(stays)


def _columns(who: Who, upload: Upload, grid: Grid, form) -> dict[str, str]:
    chosen: dict[str, str] = {}
    by_words = {words: name for name, words in targets(who, upload.model)}
    for heading in grid.headings:
        said = form.get(f"to_{heading.column}", "").strip()
        name = by_words.get(said, said)
        if name and name in chosen:
            raise BadQuestion(
                f"Two headings, “{chosen[name]}” and “{heading.text}”, are to fill one column. "
                "Choose another column for one of them."
            )
        if name:
            chosen[name] = heading.text
    names = fillable(who, upload.model)
    if unknown := chosen.keys() - names:
        raise BadQuestion(f"There is no column “{min(unknown)[:60]}” that a file can fill.")
    return {name: chosen.get(name, "") for name in names}


def _fixed(who: Who, upload: Upload, form) -> dict[str, str]:
    """Values that every row gets, {column: text}; a blank one is taken away."""
    names = fillable(who, upload.model)
    pairs = zip(form.getlist("fixed_column"), form.getlist("fixed_value"), strict=False)
    return {name: text.strip() for name, text in pairs if name in names and text.strip()}


def mends(upload: Upload, errors: list[tuple], form) -> dict[str, str]:
    """The mended cells so far and those of the form.

    `cell:Tab!B7` mends one, `every:column` all refused cells of a column.
    """
    found = dict(upload.mends)
    for cell, column, *_ in errors:
        text = form.get(f"cell:{cell}") or form.get(f"every:{column}")
        if text and text.strip():
            found[cell] = text.strip()
    if len(found) > MOST_MENDS:
        raise BadQuestion(
            f"More than {MOST_MENDS:,} cells: mend them in the file itself and choose it again."
        )
    return found

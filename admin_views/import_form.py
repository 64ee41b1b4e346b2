"""What a person decides about a file before it comes in, read from the form of the import page."""

from collections.abc import Container, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from admin_views.import_asks import answered
from imports.grid import Grid
from imports.mapping import JOINT, fillable, label, required
from imports.mending import place_of
from imports.names import letters
from imports.parting import THROUGH, fillable_too
from imports.remaining import LABELS, REMAINS
from imports.upload import Upload
from journal.who import Who
from rules.errors import BadQuestion

BY_SHAPE = "*"
"""The choice of a profile by the shape of the file."""

MOST_LEFT = 5_000
MOST_MENDS = 5_000
"""Cells that can be mended in place; more is quicker in the file itself."""


def targets(who: Who, model: Any, *, claims_too: bool = False) -> list[tuple[str, str]]:
    """The columns that a file may fill: (name, label); those that a row needs are marked. With
    `claims_too` those of the claim follow that a row names.
    """
    own = [
        (name, f"{label(field)}{' (needed)' if required(field) else ''}")
        for name, field in fillable(who, model).items()
    ]
    of_claim = fillable_too(who) if claims_too else {}
    remains = {name: column for name, column in REMAINS.items() if column in dict(own)}
    own += [(name, LABELS[name]) for name in remains]
    return own + [(f"{THROUGH}{name}", f"Claim: {label(f)}") for name, f in of_claim.items()]


def decided(
    who: Who, upload: Upload, grid: Grid, form, *, into: Mapping[int, str]
) -> dict[str, Any]:
    """The decisions of the form: tab, header row, which heading goes where, fixed values.

    Rows left out and cells mended stay, as long as it is the same table; a cell does whose heading
    goes where it went (`into`).

    Raises:
        BadQuestion: one column is chosen for two headings, or the header row is no number.
    """
    tab, row = form.get("tab") or None, form.get("header_row", "").strip()
    if row and not (row.isascii() and row.isdigit() and 0 < int(row[:9]) < 10**7):
        raise BadQuestion(f"“{row[:20]}” is not the number of a row.")
    of_rows = _of_rows(upload, form) if "of_rows" in form else {}
    decisions: dict[str, Any] = {
        "tab": tab,
        "header_row": _header_row(row, tab, upload, grid),
        "fixed": _fixed(who, upload, form),
        "mends": {},
        "left_out": [],
        **of_rows,
    }
    answer = answered(form, upload.model)
    fixed = {**decisions["fixed"], **answer.pop("fixed", {})}
    decisions |= {**answer, "fixed": fixed}
    if "profile" in form and form["profile"] != form.get("profile_was"):
        return {**decisions, **_by_profile(form["profile"])}
    moved = (tab or grid.tab, int(row) if row else grid.header_row) != (grid.tab, grid.header_row)
    if moved:
        return {**decisions, "columns": {}}
    decisions["columns"] = _columns(who, upload, grid, form)
    if of_rows.get("hidden", upload.hidden) == upload.hidden:
        same = _same_place(grid, decisions["columns"], into)
        mends = {cell: text for cell, text in upload.mends.items() if place_of(cell)[1] in same}
        decisions |= {"mends": mends, "left_out": upload.left_out}
    return decisions


def _header_row(row: str, tab: str | None, upload: Upload, grid: Grid) -> int | None:
    """The header row that is given by hand: the one that the form shows is none, so that headings
    which stand in several rows are found again as they were.
    """
    if row and int(row) != grid.header_row:
        return int(row)
    return upload.header_row if row and (tab or grid.tab) == grid.tab else None


def _same_place(grid: Grid, columns: Mapping[str, str], into: Mapping[int, str]) -> Container[int]:
    """The headings that go where they went."""
    now = {text.split(JOINT)[0]: name for name, text in columns.items() if text}
    return {h.column for h in grid.headings if now.get(h.text) == into.get(h.column)}


def _of_rows(upload: Upload, form) -> dict[str, Any]:
    """How rows are taken: known by their content, hidden ones too, totals as of which day."""
    day = form.get("valued_on", "").strip()
    if day:
        try:
            date.fromisoformat(day)
        except ValueError:
            raise BadQuestion(f"“{day[:20]}” is not a day. Write it like 2026-06-30.") from None
    return {
        "keyless": form.get("keyless") == "yes",
        "hidden": form.get("hidden", "yes" if "hidden_shown" not in form else "") == "yes",
        "valued_on": day or None,
        "as_written": form.getlist("as_written"),
        "claims_too": form.get("claims_too") == "yes" if "claims_shown" in form else None,
        "historic": _historic(upload, form),
    }


def _historic(upload: Upload, form) -> bool | None:
    """Whether the claims are older ones, where the box was moved; else as it was decided."""
    given = "yes" if form.get("historic") == "yes" else "no"
    return upload.historic if form.get("historic_was", given) == given else given == "yes"


def _by_profile(name: str) -> dict[str, Any]:
    """Another profile is chosen: what was decided by hand before does not fit any more."""
    undecided = {"tab": None, "header_row": None, "columns": {}, "fixed": {}, "words": {}}
    undecided |= {"keyless": False, "hidden": True, "valued_on": None}
    undecided |= {"as_written": [], "claims_too": None, "historic": None}
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
    """Column -> heading as the form says; headings for one column of text are put together in the
    order of the file.
    """
    chosen: dict[str, str] = {}
    words = targets(who, upload.model, claims_too=makes_claims(form))
    by_words = {said: name for name, said in words}
    texts, further = _of_text(who, upload.model), _further(grid, form)
    for heading in grid.headings:
        said = further.get(heading.column) or form.get(f"to_{heading.column}", "").strip()
        name = by_words.get(said, said)
        if not name:
            continue
        joint = form.get(f"joint_{name}", "")
        text = joint if joint.startswith(heading.text + JOINT) else heading.text
        if name in chosen and name not in texts:
            raise BadQuestion(
                f"Two headings, “{chosen[name]}” and “{heading.text}”, are to fill one column. "
                "Only a text can be put together of several: choose another column for one."
            )
        chosen[name] = f"{chosen[name]}{JOINT}{text}" if name in chosen else text
    names = [name for name, _ in words]
    if unknown := chosen.keys() - names:
        raise BadQuestion(f"There is no column “{min(unknown)[:60]}” that a file can fill.")
    first = form.get("answer") == "claims_too:yes"
    asked = [name for name in names if not (first and name.startswith(THROUGH))]
    return {name: chosen.get(name, "") for name in asked}


def makes_claims(form) -> bool:
    """Whether the claims that rows name are made too, as the form says."""
    return form.get("claims_too") == "yes" or form.get("answer") == "claims_too:yes"


def _of_text(who: Who, model: Any) -> set[str]:
    """The columns, of the claim too, that several headings may make up."""
    fields = {**fillable(who, model), **{f"{THROUGH}{n}": f for n, f in fillable_too(who).items()}}
    return {name for name, field in fields.items() if field.kind in ("text", "long")}


def _further(grid: Grid, form) -> dict[int, str]:
    """What is said of headings by their text or letters, which the page does not list."""
    found: dict[int, str] = {}
    said = (form.getlist(name) for name in ("heading", "heading_to"))
    for text, into in zip(*said, strict=False):
        if text.strip() and into.strip():
            found[_place(grid, text.strip())] = into.strip()
    return found


def _place(grid: Grid, text: str) -> int:
    for same in (lambda h: h.text == text, lambda h: letters(h.column) == text.upper()):
        if hits := [h.column for h in grid.headings if same(h)]:
            return hits[0]
    raise BadQuestion(f"The file has no heading “{text[:60]}”.")


def _fixed(who: Who, upload: Upload, form) -> dict[str, str]:
    """Values that every row gets, {column: text}; a blank one is taken away."""
    names = {name for name, _ in targets(who, upload.model, claims_too=makes_claims(form))}
    return {name: text.strip() for name, text in pairs(form) if name in names and text.strip()}


def pairs(form) -> list[tuple[str, str]]:
    """The columns and values that every row gets, as they were sent."""
    sent = zip(form.getlist("fixed_column"), form.getlist("fixed_value"), strict=False)
    return [pair for pair in sent if any(pair)]


def meanings(upload: Upload, words: Mapping[str, Mapping[str, str]], form) -> dict[str, Any]:
    """What written words mean: as decided so far (`words`, with those of the profile), and as the
    form says in lists of column, written word and meaning; what it forgets is taken away.
    """
    found = {column: dict(pairs) for column, pairs in words.items()}
    changed = set(upload.words)
    said = (form.getlist(name) for name in ("meant_column", "meant_written", "meant"))
    for column, written, text in zip(*said, strict=False):
        if text.strip():
            found.setdefault(column, {})[written] = text.strip()
            changed.add(column)
    for place in form.getlist("forget"):
        column, _, written = place.partition(" ")
        with suppress(KeyError):
            del found[column][written]
            changed.add(column)
    return {column: found[column] for column in found if column in changed}


def mends(upload: Upload, errors: list[tuple], form) -> dict[str, str]:
    """The mended cells so far and those of the form: `cell:Tab!B7` mends one."""
    found = dict(upload.mends)
    for cell, *_ in errors:
        if text := form.get(f"cell:{cell}", "").strip():
            found[cell] = text
    if len(found) > MOST_MENDS:
        raise BadQuestion(
            f"More than {MOST_MENDS:,} cells: mend them in the file itself and choose it again."
        )
    return found

"""What speaks against a column that the office adds, or a change of one: name, label, kind, use."""

from collections.abc import Iterable, Iterator
from typing import Any

import models as m
from journal import policy
from journal.chunk import Chunk
from rules.custom_columns import MOST_COLUMNS, MOST_DECIMALS, NAME, choices_problem
from rules.errors import Problem
from rules.headings import is_one_heading
from sheets.columns import names_of

SHEET = "customcolumn"
FIXED = ("sheet", "name", "kind", "decimals")
"""What stays as the column was added: it is a column of the database by then."""


def takes(model: Any) -> bool:
    """Whether the office may add columns to a sheet: one that people type, but not who they are."""
    left = (*policy.GROUPS["people"], m.CustomColumn)
    return model in m.SHEETS and model not in left and policy.is_typed(model)


def sheets() -> list[Any]:
    """The sheets that take columns, in the order of the desks."""
    return [model for model in m.SHEETS if takes(model)]


def problems(chunk: Chunk) -> Iterator[Problem]:
    """What is wrong with the added columns that a batch makes or changes."""
    made = chunk.created(m.CustomColumn)
    for place, row in enumerate(made):
        for column, words in _new(row, made[:place]):
            yield Problem(SHEET, None, column, row.get(column), words)
    for (model, row_id), given in chunk.given.items():
        if model is m.CustomColumn:
            old, new = chunk.old[model][row_id], chunk.now[model][row_id]
            trashed = chunk.operations.get((model, row_id)) == "trash"
            for column, words in _changed(old, new, given, trashed=trashed):
                yield Problem(SHEET, row_id, column, new.get(column), words)


def _new(row: dict[str, Any], before: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    model = m.BY_NAME.get(row.get("sheet") or "")
    if model is None or not takes(model):
        yield "sheet", f"“{row.get('sheet') or ''}” is no sheet that takes columns of the office."
        return
    known = list(m.CustomColumn.select().where(m.CustomColumn.sheet == row["sheet"]).dicts())
    known += [other for other in before if other.get("sheet") == row["sheet"]]
    if len(known) >= MOST_COLUMNS:
        yield (
            "sheet",
            f"{m.meta(model, 'plural')} have {len(known)} added columns, the most there may be.",
        )
    if not NAME.fullmatch(row.get("name") or ""):
        yield "name", "The name is x_ and up to 28 small letters, digits and lines below."
    elif row["name"] in {other["name"] for other in known}:
        yield (
            "name",
            f"{m.meta(model, 'plural')} have a column {row['name']} already: bring it back.",
        )
    yield from _label(model, row, known)
    yield from _kind(row)


def _label(model: Any, row: dict[str, Any], known: Iterable[dict]) -> Iterator[tuple[str, str]]:
    """What another column of the sheet is called already, or is called so by files that come in."""
    label, own = row.get("label") or "", (row.get("label") or "", row.get("name") or "")
    others = [(names_of(f)[1], names_of(f)) for f in m.columns_of(model) if not f.added]
    others += [(o["label"], (o["label"], o["name"])) for o in known if o["name"] != row["name"]]
    retired = {o["label"] for o in known if o.get("retired_date")}
    for other, called in others:
        if label.casefold() == other.casefold():
            back = ", which is retired: bring it back" if other in retired else ""
            yield "label", f"{m.meta(model, 'plural')} have a column “{other}” already{back}."
            return
        if any(is_one_heading(mine, theirs) for mine in own for theirs in called):
            yield (
                "label",
                f"A file that comes in means the column “{other}” by “{label}”: call this one "
                "otherwise.",
            )
            return


def _kind(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if row.get("kind") == "choice":
        choices = m.CustomColumn.choices.python_value(row.get("choices"))
        wrong = choices_problem(choices) if _pairs(choices) else choices_problem([])
        if wrong:
            yield "choices", wrong
    elif row.get("choices"):
        yield "choices", "Only a column of the kind “Choice” takes choices."
    if row.get("decimals") is not None and row.get("kind") != "number":
        yield "decimals", "Only a column of the kind “Number” takes decimals."
    elif (row.get("decimals") or 0) > MOST_DECIMALS:
        yield "decimals", f"A number takes at most {MOST_DECIMALS} decimals."


def _pairs(choices: Any) -> bool:
    return isinstance(choices, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(p, str) for p in pair)
        for pair in choices
    )


def _changed(
    old: dict[str, Any], new: dict[str, Any], given: dict[str, Any], *, trashed: bool
) -> Iterator[tuple[str, str]]:
    if trashed:
        yield "name", "An added column is retired, not put in the trash: what it holds stays."
    for column in FIXED:
        if column in given and new[column] != old[column]:
            yield column, "This stays as the column was added. Add another column instead."
            return
    model = m.BY_NAME[new["sheet"]]
    if new["label"] != old["label"]:
        known = m.CustomColumn.select().where(m.CustomColumn.sheet == new["sheet"]).dicts()
        yield from _label(model, new, list(known))
    if policy.wider(old["sensitivity"], new["sensitivity"]):
        yield (
            "sensitivity",
            f"Kept as {old['sensitivity']}, what it holds is not opened to more people.",
        )
    if new["choices"] != old["choices"]:
        wrong = list(_kind(new))
        yield from wrong or _in_use(model, old, new)


def _in_use(model: Any, old: dict[str, Any], new: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Choices that are left out while records hold them."""
    read = m.CustomColumn.choices.python_value
    left = {pair[0] for pair in read(new["choices"]) or ()}
    field = model._meta.fields[new["name"]]
    for code, words in read(old["choices"]) or ():
        count = 0 if code in left else model.select().where(field == code).count()
        if count:
            things = m.meta(model, "singular" if count == 1 else "plural").lower()
            said = f"{count:,} {things} hold{'s' if count == 1 else ''} “{words}”"
            yield "choices", f"{said}: choose another there first, or keep it."

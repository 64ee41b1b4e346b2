"""What the records of imports keep as structures, in the office's words: which heading fills which
column, what every row gets, what written words mean, what a file summed to.
"""

from collections.abc import Callable, Mapping
from typing import Any

from admin_views.drawing import sheet_words
from imports.mapping import label
from models import BY_NAME, SHEETS
from rules import money
from sheets.prepared import prepared

ORDERS = {
    "mdy": "month, day, year",
    "dmy": "day, month, year",
    "ymd": "year, month, day",
    "serial": "the numbers by which a spreadsheet counts days",
}
MOST_MEANT = 60
"""Explained words that a page lists."""
SIGNS = {".": "1,234.50: a point before the cents", ",": "1.234,50: a comma before the cents"}


@prepared(most=64)
def labels_of(model: Any) -> dict[str, str]:
    """The words of each column of a sheet; those of further sheets that a row may fill, too."""
    others = {n: label(f) for one in SHEETS for n, f in one._meta.fields.items()}
    return others | {n: label(f) for n, f in model._meta.fields.items()}


def meaning(model: Any, column: str, text: Any) -> str:
    """A value that stands for every row, or that a word means, as people say it."""
    field = model._meta.fields.get(column)
    if field is None or not isinstance(text, str):
        return str(text)
    if field.kind == "yesno":
        return text.capitalize()
    return dict(field.choices).get(text, text) if field.kind == "choice" else text


def in_words(sheet: str, column: str, value: Any) -> Any:
    """A structure that an import or an import profile keeps, by the name of its column."""
    model, write = BY_NAME.get(sheet), STRUCTURES.get(column)
    return (
        value
        if model is None or write is None or not isinstance(value, dict)
        else write(model, value)
    )


def _recipe(model: Any, recipe: Mapping[str, Any]) -> dict[str, Any]:
    """A recipe, part by part; what it leaves as it is stands nowhere."""
    said: dict[str, Any] = {}
    for name, value in recipe.items():
        if name in PARTS and (value or name == "hidden"):
            title, write = PARTS[name]
            said[title] = write(model, value)
    return said


def _mapping(model: Any, mapping: Mapping[str, Any]) -> dict[str, Any]:
    """How a file was read; where its columns stood is for the program alone."""
    said = _recipe(model, {name: mapping.get(name) for name in ("columns", "fixed")})
    if mapping.get("profile"):
        said["Read as"] = mapping["profile"]
    if mapping.get("printed"):
        said["Printed totals that agree"] = f"{mapping.get('agree', 0)} of {mapping['printed']}"
    return said


def sums(model: Any, amounts: Mapping[str, Any]) -> dict[str, str]:
    """The sum of each money column in words; an amount is in cents, or as a run keeps it."""
    words = labels_of(model)
    return {
        words.get(name, name): money.dollars(
            value if isinstance(value, int) else money.cents(value)
        )
        for name, value in amounts.items()
    }


def _filled(model: Any, columns: Mapping[str, str]) -> dict[str, str]:
    """Column and heading; those that are left out last, and said so."""
    words, left = labels_of(model), []
    said = {}
    for name, heading in columns.items():
        if heading:
            said[words.get(name, name)] = heading
        else:
            left.append(words.get(name, name))
    return {**said, **({"From no heading": ", ".join(left)} if left else {})}


def _fixed(model: Any, values: Mapping[str, Any]) -> dict[str, str]:
    words = labels_of(model)
    return {words.get(name, name): said for name, said in fixed(model, values)}


def _meanings(model: Any, words: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    names = labels_of(model)
    return {
        names.get(column, column): {
            _written(written): meaning(model, column, text) for written, text in pairs.items()
        }
        for column, pairs in words.items()
    }


def fixed(model: Any, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What every row gets: (column, value in words)."""
    return [(name, meaning(model, name, text)) for name, text in values.items()]


def meant(model: Any, words: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str, str]]:
    """What written words mean, as a list: column and word as one name, the column's label, the
    sentence.
    """
    names = labels_of(model)
    return [
        (
            f"{column} {written}",
            names.get(column, column),
            f"{_written(written)} means {meaning(model, column, text) or 'nothing'}",
        )
        for column, pairs in words.items()
        for written, text in pairs.items()
    ][:MOST_MEANT]


def _written(text: str) -> str:
    """A written word; "" stands for a blank cell, "*" for any other word."""
    return {"": "A blank", "*": "Anything else"}.get(text, f"“{text}”")


def _further(_: Any, parts: list[Any]) -> list[dict[str, Any]]:
    """The further sheets that a row fills, each in the words of its own columns."""
    return [
        _part(part) for part in parts if isinstance(part, dict) and part.get("sheet") in BY_NAME
    ]


def _part(part: Mapping[str, Any]) -> dict[str, Any]:
    model = BY_NAME[part["sheet"]]
    return {"Into": sheet_words(part["sheet"]), **_recipe(model, part)}


def _chosen(words: Mapping[str, str]) -> Callable[[Any, Mapping[str, str]], dict[str, str]]:
    def said(model: Any, chosen: Mapping[str, str]) -> dict[str, str]:
        names = labels_of(model)
        return {names.get(n, n): words.get(code, code) for n, code in chosen.items()}

    return said


def _column(model: Any, name: str) -> str:
    return labels_of(model).get(name, name)


def _columns(model: Any, names: list[str]) -> list[str]:
    return [_column(model, name) for name in names]


def _plain(_: Any, value: Any) -> Any:
    return value


PARTS: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "tab": ("Tab", _plain),
    "header_row": ("Headings stand in row", _plain),
    "columns": ("Filled from", _filled),
    "fixed": ("The same for every row", _fixed),
    "words": ("What written words mean", _meanings),
    "keyless": ("Rows bear no number", _plain),
    "hidden": ("Hidden rows come in", _plain),
    "valued_on": ("Totals stand as of", _plain),
    "day_orders": ("How days are written", _chosen(ORDERS)),
    "decimals": ("Sign before the cents", _chosen(SIGNS)),
    "as_written": ("Kept as written where no day is named", _columns),
    "before": ("Filled before, from the same row", _further),
    "after": ("Filled after, from the same row", _further),
    "link": ("Joined by", _column),
    "wanted": ("Only where there is", _column),
}
"""The parts of a recipe: what each is called, and how it is said."""

STRUCTURES: dict[str, Callable[[Any, Any], Any]] = {
    "recipe": _recipe,
    "mapping": _mapping,
    "sums": sums,
}
"""Columns that keep a structure -> how it is said."""

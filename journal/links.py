"""Finding the row that a text names: by its natural key, else by its label where that is unique, or
by both as the grid copies them: “Public Works (PW)”.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from models import meta
from rules.errors import BadValue

_NEVER_KEPT = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff]")
_BOTH = re.compile(r"(?P<name>.+) \((?P<key>[^()]+)\)", re.DOTALL)
NAMING = ("code", "text", "whole")
"""Kinds of columns by which a row is named."""
SLICE = 500
"""Texts asked for in one query."""


@dataclass
class Links:
    """What texts mean in one sheet: ids of rows, and a sentence for each that means none."""

    ids: dict[str, int] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def find_links(model: Any, texts: Iterable[str], *, within: Any = None) -> Links:
    """The rows that the texts name, in a few queries however many there are.

    A text is tried as the natural key, then as each label column; as it is written, then in
    capitals, small letters and with capital initials. A label with the key of the same row behind
    it in brackets is that row. `within` is a condition on the rows that may be named.
    """
    links = Links()
    wanted = dict.fromkeys(texts)
    _by_both(model, list(wanted), within, links)
    for name in _naming(model):
        left = [text for text in wanted if text not in links.ids and text not in links.refused]
        for part in _slices(left):
            _look_up(model, name, part, within, links)
    for text in wanted:
        if text not in links.ids and text not in links.refused:
            links.refused[text] = f"There is no {meta(model, 'singular')} “{text.strip()[:60]}”."
    return links


def find_one(model: Any, text: str, *, within: Any = None) -> int:
    """The id of the row that the text names.

    Raises:
        BadValue: it names none, or several.
    """
    links = find_links(model, (text,), within=within)
    if text in links.refused:
        raise BadValue(links.refused[text])
    return links.ids[text]


def naming(model: Any, *, within: Any = None, most: int) -> list[str]:
    """The names by which the rows of a sheet may be given, one a row; none where there are more
    than `most`. By its label, where that tells each from the others, else by its key.
    """
    for name in reversed(_naming(model)):
        column = getattr(model, name)
        query = model.select(column).where(model.trashed_at.is_null())
        query = (query if within is None else query.where(within)).order_by(column).limit(most + 1)
        found = [str(text) for (text,) in query.tuples() if text]
        if len(found) > most:
            return []
        if len({text.casefold() for text in found}) == len(found):
            return found
    return []


def _naming(model: Any) -> list[str]:
    """Columns by which a row is known, one at a time: a key of one column, then the label."""
    key = model._meta.key if len(model._meta.key) == 1 else ()
    names = dict.fromkeys((*key, *meta(model, "label")))
    return [name for name in names if model._meta.fields[name].kind in NAMING]


def _slices(items: list) -> Iterator[list]:
    rest = iter(items)
    while part := list(islice(rest, SLICE)):
        yield part


def _look_up(model: Any, name: str, texts: list[str], within: Any, links: Links) -> None:
    column = model._meta.fields[name]
    spellings = {text: _spellings(text, column.kind) for text in texts}
    asked = {value for values in spellings.values() for value in values}
    if not asked:
        return
    condition = column << sorted(asked)
    if "trashed_at" in model._meta.fields:
        condition &= model.trashed_at.is_null()
    if within is not None:
        condition &= within
    found: dict[object, list[int]] = {}
    for value, row_id in (
        model.select(column, model.id).where(condition).order_by(model.id).tuples()
    ):
        found.setdefault(value, []).append(row_id)
    for text, values in spellings.items():
        _settle(model, text, [found[value] for value in values if value in found], links)


def _by_both(model: Any, texts: list[str], within: Any, links: Links) -> None:
    """The rows that texts name by label and key; both have to be those of one row."""
    key, by_key = model._meta.key[0], Links()
    if model._meta.fields[key].kind not in NAMING:
        return
    parts = {text: found for text in texts if (found := _BOTH.fullmatch(text.strip()))}
    for part in _slices(list(dict.fromkeys(found["key"] for found in parts.values()))):
        _look_up(model, key, part, within, by_key)
    labels = _labels(model, [name for name in meta(model, "label") if name != key], by_key)
    for text, found in parts.items():
        row_id = by_key.ids.get(found["key"])
        if row_id is not None and labels[row_id] == _bare(found["name"]):
            links.ids[text] = row_id


def _labels(model: Any, names: list[str], found: Links) -> dict[int, str]:
    """What rows are called without their keys."""
    columns = [getattr(model, name) for name in names]
    labels: dict[int, str] = {}
    for part in _slices(list(found.ids.values())):
        for row_id, *words in model.select(model.id, *columns).where(model.id << part).tuples():
            labels[row_id] = _bare(" ".join(str(word) for word in words if word))
    return labels


def _bare(text: str) -> str:
    return " ".join(text.split()).casefold()


def _settle(model: Any, text: str, hits: list[list[int]], links: Links) -> None:
    """The first spelling found decides; several rows of one label are named, not guessed from."""
    if not hits:
        return
    if len(hits[0]) > 1:
        key = model._meta.key[0]
        numbers = model.select(getattr(model, key)).where(model.id << hits[0][:5]).tuples()
        several = ", ".join(str(number) for (number,) in numbers)
        links.refused[text] = (
            f"“{text.strip()[:60]}” is the name of {len(hits[0])} {meta(model, 'plural').lower()}: "
            f"write the number instead ({several})."
        )
    else:
        links.ids[text] = hits[0][0]


def _spellings(text: str, kind: str) -> list[Any]:
    bare = " ".join(text.split())
    if _NEVER_KEPT.search(text):
        return []
    if kind == "whole":
        return [int(bare)] if bare.isdigit() and len(bare) < 10 else []
    return list(dict.fromkeys((bare, text.strip(), bare.upper(), bare.lower(), bare.title())))

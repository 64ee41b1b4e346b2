"""Kept structures, such as the recipe of a profile, as a person reads them: names, words, lists."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

NOTHING = Markup('<span class="blank">nothing</span>')


def nested_markup(value: Any, words: Mapping[str, str] | None = None) -> Markup:
    """A structure of names, lists and plain values; `words` says what names are called."""
    known = words or {}
    if isinstance(value, dict):
        return _pairs(value, known) if value else NOTHING
    if isinstance(value, list | tuple):
        if any(isinstance(one, dict | list) for one in value):
            items = (Markup("<li>{}</li>").format(nested_markup(one, known)) for one in value)
            return Markup("<ul>{}</ul>").format(Markup("").join(items))
        return escape(" · ".join(str(one) for one in value)) if value else NOTHING
    if isinstance(value, bool):
        return escape("yes" if value else "no")
    return NOTHING if value in (None, "") else escape(str(value))


def _pairs(value: dict[str, Any], words: Mapping[str, str]) -> Markup:
    pairs = (
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(
            words.get(name) or name.replace("_", " ").capitalize(), nested_markup(one, words)
        )
        for name, one in value.items()
    )
    return Markup('<dl class="nested">{}</dl>').format(Markup("").join(pairs))

"""Kept structures, such as the recipe of a profile, as a person reads them: names, words, lists."""

import re
from typing import Any

from markupsafe import Markup, escape

PROGRAM = re.compile("[a-z][a-z0-9_]*")
"""A name as a program has it; any other is in words already."""
NOTHING = Markup('<span class="blank">nothing</span>')


def nested_markup(value: Any) -> Markup:
    """A structure of names, lists and plain values."""
    if isinstance(value, dict):
        return _pairs(value) if value else NOTHING
    if isinstance(value, list | tuple):
        if any(isinstance(one, dict | list) for one in value):
            items = (Markup("<li>{}</li>").format(nested_markup(one)) for one in value)
            return Markup("<ul>{}</ul>").format(Markup("").join(items))
        return escape(" · ".join(str(one) for one in value)) if value else NOTHING
    if isinstance(value, bool):
        return escape("yes" if value else "no")
    return NOTHING if value in (None, "") else escape(str(value))


def _pairs(value: dict[str, Any]) -> Markup:
    pairs = (
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(_called(name), nested_markup(one))
        for name, one in value.items()
    )
    return Markup('<dl class="nested">{}</dl>').format(Markup("").join(pairs))


def _called(name: str) -> str:
    return name.replace("_", " ").capitalize() if PROGRAM.fullmatch(name) else name

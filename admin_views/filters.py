"""Filters as people see them: their chips, and the comparisons of each kind of column."""

import json
from typing import Any

from markupsafe import Markup

from admin_views.asked_for import Asked
from journal.filter_words import in_words
from journal.who import Who
from models import meta
from sheets.prepared import prepared

OPERATORS = {
    "text": ("~", "=", "!=", "!~"),
    "code": ("=", "~", "!=", "!~"),
    "long": ("~", "!~"),
    "choice": ("=", "!="),
    "yesno": ("=", "!="),
    "whole": ("=", ">=", "<=", ">", "<", "!="),
    "money": (">=", "<=", "=", ">", "<", "!="),
    "quantity": (">=", "<=", "=", ">", "<", "!="),
    "day": ("=", ">=", "<=", ">", "<", "!="),
    "instant": ("=", ">=", "<=", ">", "<", "!="),
    "json": ("~", "!~"),
    "link": ("=", "~", "!=", "!~"),
}
"""Kind of a column -> its comparisons, the likeliest first. Each kind has some: a test walks them.
"""


def chips(who: Who, model, asked: Asked, names: dict | None = None) -> list[dict[str, Any]]:
    """The filters of a list in words, each with the address of the list without it; `place` is its
    place among them.

    `names` calls records by name: (column, key) -> name.
    """
    found = []
    for place, text in enumerate(asked.filters):
        rest = asked.filters[:place] + asked.filters[place + 1 :]
        words = in_words(who, model, text, names)
        found.append({"text": words, "remove": asked.url(filters=rest), "place": place})
    if asked.q:
        found.append({"text": f"holds “{asked.q}”", "remove": asked.url(q="")})
    return found


def in_script(facts) -> Markup:
    """Data inside a script element: no character in it can end the element or open another."""
    text = json.dumps(facts, ensure_ascii=True, separators=(",", ":"))
    for sign, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(sign, code)
    return Markup(text)  # every sign that markup is made of is written as its number


@prepared(most=512)
def plural(model) -> str:
    """The words of a sheet."""
    return meta(model, "plural", model.__name__)

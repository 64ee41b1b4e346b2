"""Filters as people see them: the words of a chip, and the comparisons of each kind of column."""

import json
from typing import Any

from markupsafe import Markup

from admin_views.asked_for import Asked
from journal import expr, policy
from journal.compared import DAYS, is_me
from journal.who import Who
from models import meta
from rules import spans
from rules.errors import OfficeError
from sheets.prepared import prepared

WORDS = {
    "=": "is",
    "!=": "is not",
    "<": "below",
    "<=": "at most",
    ">": "above",
    ">=": "at least",
    "~": "contains",
}
DAY_WORDS = {**WORDS, "<": "before", "<=": "until", ">": "after", ">=": "from"}
PERIOD_WORDS = {
    **DAY_WORDS,
    "=": "within",
    "!=": "not within",
    "<=": "until the end of",
    ">=": "from the start of",
}
OPERATORS = {
    "text": ("~", "=", "!="),
    "code": ("=", "~", "!="),
    "long": ("~",),
    "choice": ("=", "!="),
    "yesno": ("=", "!="),
    "whole": ("=", ">=", "<=", ">", "<", "!="),
    "money": (">=", "<=", "=", ">", "<", "!="),
    "quantity": (">=", "<=", "=", ">", "<", "!="),
    "day": ("=", ">=", "<=", ">", "<", "!="),
    "instant": ("=", ">=", "<=", ">", "<", "!="),
    "json": ("~",),
    "link": ("=", "~", "!="),
}
"""Kind of a column -> its comparisons, the likeliest first. Each kind has some: a test walks them.
"""


def words_for(kind: str) -> dict[str, str]:
    """Comparison -> its word for a kind of column."""
    return DAY_WORDS if kind in DAYS else WORDS


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


def in_words(who: Who, model, text: str, names: dict | None = None) -> str:
    """A filter in words: “Status is Open or Paid above 1,000.00”."""
    try:
        parts = (_condition(who, model, part, names or {}) for part in expr.parse(text))
        return " or ".join(parts)
    except OfficeError:
        return text


def _condition(who: Who, model, condition: expr.Condition, names: dict) -> str:
    labels, field = [], None
    for name in condition.path:
        field = model._meta.fields.get(name)
        if field is None or (name != "id" and name not in policy.readable_names(who, model)):
            return str(condition)
        labels.append(getattr(field, "verbose_name", None) or name)
        model = getattr(field, "rel_model", model)
    label, kind = ", ".join(labels), getattr(field, "kind", "whole")
    if condition.value == "":
        return f"{label} is {'blank' if condition.operator == '=' else 'not blank'}"
    if condition.operator != "~" and is_me(field, condition.value):
        return f"{label} {WORDS[condition.operator]} you"
    if kind in DAYS and (said := spans.in_words(condition.value)):
        return f"{label} {_counted(condition.operator, said, condition.value)}"
    value = names.get((".".join(condition.path), condition.value), condition.value)
    if kind == "choice":
        value = dict(field.choices).get(value, value)
    return f"{label} {words_for(kind)[condition.operator]} {value}"


def _counted(operator: str, said: str, text: str) -> str:
    """A comparison with what counts from the day: "within the next 7 days", "is today"."""
    if not spans.is_period(text):
        return f"{DAY_WORDS[operator]} {said}"
    if operator == "=" and not said.startswith("the "):
        return said
    return f"{PERIOD_WORDS[operator]} {said}"


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

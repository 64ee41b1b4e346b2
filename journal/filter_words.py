"""Filters in words, as chips and the heads of reports show them: "Status is Open"."""

from collections.abc import Iterator
from typing import Any

from journal import expr, policy
from journal.compared import DAYS, is_me
from journal.who import Who
from rules import spans
from rules.errors import OfficeError

WORDS = {
    "=": "is",
    "!=": "is not",
    "<": "below",
    "<=": "at most",
    ">": "above",
    ">=": "at least",
    "~": "contains",
    "!~": "does not contain",
}
DAY_WORDS = {**WORDS, "<": "before", "<=": "until", ">": "after", ">=": "from"}
PERIOD_WORDS = {
    **DAY_WORDS,
    "=": "within",
    "!=": "not within",
    "<=": "until the end of",
    ">=": "from the start of",
}


def words_for(kind: str) -> dict[str, str]:
    """Comparison -> its word for a kind of column."""
    return DAY_WORDS if kind in DAYS else WORDS


def in_words(who: Who, model: Any, text: str, names: dict | None = None, *, me: str = "you") -> str:
    """A filter in words: “Status is Open or Paid above 1,000.00”.

    `names` calls records by name: (column, key) -> name; `me` is what who is meant by “me” is
    called.
    """
    try:
        return " or ".join(_alternatives(who, model, text, names or {}, me))
    except OfficeError:
        return text


def _alternatives(who: Who, model: Any, text: str, names: dict, me: str) -> Iterator[str]:
    """The alternatives in words; what all must hold of one is held together by brackets."""
    alternatives = expr.parse(text)
    for every in alternatives:
        words = " and ".join(_condition(who, model, part, names, me) for part in every)
        yield f"({words})" if len(every) > 1 and len(alternatives) > 1 else words


def _condition(who: Who, model: Any, condition: expr.Condition, names: dict, me: str) -> str:
    labels: list[str] = []
    field: Any = None
    for name in condition.path:
        field = model._meta.fields.get(name)
        if field is None or (name != "id" and name not in _known(who, model)):
            return str(condition)
        labels.append(getattr(field, "verbose_name", None) or name)
        model = getattr(field, "rel_model", model)
    label, kind = ", ".join(labels), getattr(field, "kind", "whole")
    if condition.value == "":
        return f"{label} is {'blank' if condition.operator == '=' else 'not blank'}"
    if condition.operator not in expr.CONTAINS and is_me(field, condition.value):
        return f"{label} {WORDS[condition.operator]} {me}"
    if kind in DAYS and (said := spans.in_words(condition.value)):
        return f"{label} {_counted(condition.operator, said, condition.value)}"
    value = names.get((".".join(condition.path), condition.value), condition.value)
    if kind == "choice":
        value = dict(field.choices).get(value, value)
    return f"{label} {words_for(kind)[condition.operator]} {value}"


def _known(who: Who, model: Any) -> frozenset[str]:
    """The columns that may be named: those that may be seen, and such as were retired."""
    return policy.view(who, model, retired=True).names


def _counted(operator: str, said: str, text: str) -> str:
    """A comparison with what counts from the day: "within the next 7 days", "is today"."""
    if not spans.is_period(text):
        return f"{DAY_WORDS[operator]} {said}"
    if operator == "=" and not said.startswith("the "):
        return said
    return f"{PERIOD_WORDS[operator]} {said}"

"""What the filter builder is told: the columns with their comparisons, and the filters of a list
part by part, each judged by the one parser.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from admin_views.asked_for import Asked
from admin_views.filters import OPERATORS
from journal import expr, policy, settings
from journal.compared import DAYS, ME, is_me
from journal.filter_words import in_words, words_for
from journal.masking import is_covered
from journal.question import Query, Question, label_columns
from journal.reading import ask
from journal.values import shower
from journal.who import Who
from models import User
from rules import spans
from rules.errors import OfficeError

BETWEEN = ("..", "between")
"""Two comparisons that the builder writes as one: from, and until."""
ONE_OF = ("in", "is one of")
"""Alternatives of one column that the builder shows as one."""
NONE_OF = ("none", "is none of")
"""Conditions that hold together, each that it is not one value, which the builder shows as one."""
NAMED = ("text", "code", "choice", "link")
"""Kinds of columns whose values are named one by one."""
BLANK = (("blank", "is blank"), ("filled", "is not blank"))
ORDERED = ("whole", "money", "quantity", *DAYS)
COUNTED_WORDS = {
    "next {n} days": "the next … days",
    "last {n} days": "the last … days",
    "today+{n}": "… days from today",
    "today-{n}": "… days ago",
}


def told(who: Who, model, asked: Asked, *, on: date, offers: bool) -> dict[str, Any]:
    """The filters of an address, each as its alternatives, and where wanted what can be asked.

    Of each condition: path, operator and value as written, the value as it is shown, the whole in
    words, why it cannot be asked, empty where it can, and `joined` “and” where it must hold
    together with the one before.
    """
    facts: dict[str, Any] = {
        "filters": [_alternatives(who, model, asked, text) for text in asked.filters]
    }
    if offers:
        facts |= {"columns": columns(who, model), "periods": periods(), "today": on.isoformat()}
        facts["zone"] = settings.get("time_zone")
    return facts


def columns(who: Who, model) -> list[dict[str, Any]]:
    """What can be asked of each column, as far as `who` may see it."""
    return [_column(who, field) for field in policy.readable(who, model) if not is_covered(field)]


@lru_cache(maxsize=1)
def periods() -> list[tuple[str, str]]:
    """What a day can be compared with beside a day: (value, words); {n} stands for a number."""
    return [*((text, spans.in_words(text)) for text in spans.OFFERED), *COUNTED_WORDS.items()]


def _column(who: Who, field) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "name": field.name,
        "label": field.verbose_name or field.name,
        "kind": field.kind,
        "operators": operators(field.kind),
    }
    if field.kind == "choice":
        facts["choices"] = [list(pair) for pair in field.choices]
    if field.kind == "yesno":
        facts["choices"] = [["yes", "Yes"], ["no", "No"]]
    if field.kind == "link" and policy.may_read(who, field.rel_model):
        facts["lookup"] = f"/admin/{field.model.__name__.lower()}/lookup?for={field.name}"
        facts["through"] = f"/admin/{field.rel_model.__name__.lower()}/filters?offer=yes"
        facts["me"] = field.rel_model is User and who.user_id is not None
    return facts


def operators(kind: str) -> list[tuple[str, str]]:
    """The comparisons of a kind of column with their words, the likeliest first."""
    words = words_for(kind)
    found = [(sign, words[sign]) for sign in OPERATORS[kind]]
    if kind in ORDERED:
        found.insert(1, BETWEEN)
    if kind in NAMED:
        found.insert([sign for sign, _ in found].index("=") + 1, ONE_OF)
        found.insert([sign for sign, _ in found].index("!=") + 1, NONE_OF)
    return found if kind == "yesno" else [*found, *BLANK]


def _alternatives(who: Who, model, asked: Asked, text: str) -> list[dict[str, str]]:
    try:
        alternatives = expr.parse(text)
    except OfficeError as error:
        return [_facts("", "", text, words=text, error=error.sentence)]
    return [
        _judged(who, model, asked, part) | ({"joined": "and"} if place else {})
        for every in alternatives
        for place, part in enumerate(every)
    ]


def _judged(who: Who, model, asked: Asked, part: expr.Condition) -> dict[str, str]:
    path = ".".join(part.path)
    try:
        field, _ = Query(who, asked.question(model)).column(part.path)
        Query(who, asked.question(model)).compare(part)
    except OfficeError as error:
        words = in_words(who, model, str(part))
        return _facts(path, part.operator, part.value, words=words, error=error.sentence)
    shown = _shown(who, field, part)
    words = in_words(who, model, str(part), {(path, part.value): shown})
    return _facts(path, part.operator, part.value, words=words, shown=shown)


def _facts(path: str, operator: str, value: str, **more: str) -> dict[str, str]:
    facts = {"path": path, "operator": operator, "value": value, "shown": value, "error": ""}
    return facts | more


def _shown(who: Who, field, part: expr.Condition) -> str:
    """A value as people call it: of a relation, the name of its record."""
    if getattr(field, "kind", "") != "link" or not part.value or part.operator in expr.CONTAINS:
        return part.value
    if is_me(field, part.value):
        return ME
    target = field.rel_model
    key, label = target._meta.key[0], label_columns(who, target)
    names = tuple(name for name in label if name in policy.open_names(who, target))
    question = Question(
        target, (f"{key}={expr.quoted(part.value)}",), columns=names, sort=("id",), limit=1
    )
    rows = ask(who, question, counted=False)
    if not names or not rows.rows:
        return part.value
    writers: list[Callable[[Any], str]] = [shower(field) for field in rows.fields]
    found = [write(value) for write, value in zip(writers, rows.rows[0].values, strict=True)]
    return " ".join(filter(None, found)) or part.value

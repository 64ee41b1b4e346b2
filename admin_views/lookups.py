"""Look-ups for relations: at most twenty records that match what was typed, of those the person may
see.

Only columns that the person may see are searched, so that nothing hidden can be guessed.
"""

from typing import Any

from journal import policy
from journal.question import Question, label_columns
from journal.reading import ask
from journal.values import shower
from journal.who import Who
from models import meta
from rules.errors import BadQuestion
from sheets.columns import Link

MOST = 20
READ = 3 * MOST
"""So many are read, of which the nearest are offered."""
BESIDE = {
    "claim": ("claimant", "loss_date"),
    "party": ("role", "phone"),
    "incident": ("loss_date", "location"),
    "employee": ("job_title",),
    "user": ("title",),
    "policy": ("carrier",),
    "physician": ("specialty",),
    "recovery": ("asset_description",),
    "organization": ("kind",),
}
"""Sheet -> columns shown in grey beside a record's name."""


def target_of(who: Who, model, column: str) -> Any:
    """The sheet that a column leads to; without a column, the sheet itself."""
    if not column:
        return model
    field = policy.need_column(who, model, column)
    if not isinstance(field, Link):
        raise BadQuestion(f"“{column}” is no relation.")
    policy.need_read(who, field.rel_model)
    return field.rel_model


def found(who: Who, model, *, column: str = "", words: str = "") -> dict[str, Any]:
    """Records for a relation: id, the key that a form takes, the name, and what tells like names
    apart.
    """
    target = target_of(who, model, column)
    seen = policy.readable_names(who, target)
    key = target._meta.key[0]
    names = [key, *label_columns(who, target), *BESIDE.get(target.__name__.lower(), ())]
    columns = tuple(name for name in dict.fromkeys(names) if name in seen)
    if not columns or key not in seen:
        return {"results": [], "more": False}
    question = Question(
        target, columns=columns, q=words.strip()[:100], filters=_in_use(target, seen), limit=READ
    )
    answer = ask(who, question, counted=False)
    words = words.strip().casefold()
    writers = {field.name: shower(field) for field in answer.fields}
    results = [
        _option(
            target,
            row,
            {f.name: writers[f.name](v) for f, v in zip(answer.fields, row.values, strict=True)},
        )
        for row in answer.rows
    ]
    results.sort(key=lambda option: _distance(words, option))
    return {"results": results[:MOST], "more": answer.next is not None or len(results) > MOST}


def _distance(words: str, option: dict[str, Any]) -> int:
    """How far a record is from what was typed: its number or name begins so, a word of it does, or
    it holds it somewhere.
    """
    text, key = option["text"].casefold(), option["key"].casefold()
    name = text.removeprefix(key).lstrip(" ·")
    if key.startswith(words) or name.startswith(words):
        return 0
    return 1 if f" {words}" in text else 2


def _in_use(target, seen: frozenset[str]) -> tuple[str, ...]:
    """What is out of use is not offered; typed by its number it is still found."""
    field = target._meta.fields.get("active")
    return ("active=yes",) if field is not None and "active" in seen else ()


def _option(target, row, words: dict[str, str]) -> dict[str, Any]:
    key = words[target._meta.key[0]]
    label = " ".join(
        words[name] for name in meta(target, "label") or target._meta.key if words.get(name)
    )
    detail = " · ".join(
        words[name] for name in BESIDE.get(target.__name__.lower(), ()) if words.get(name)
    )
    text = label if not label or key in label else f"{key} · {label}"
    return {"id": row.id, "key": key, "text": text or key, "detail": detail}

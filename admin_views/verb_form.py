"""What a quick action asks: a small form made from its parameters; its text is kept."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from journal import policy
from journal.links import find_one
from journal.values import as_text, shown
from journal.who import Who
from models import BY_NAME, meta
from rules import money
from rules.errors import BadValue, Invalid, OfficeError

BY_CODE = ("list",)
"""Kinds of parameters that are given by code and asked nowhere."""


@dataclass
class Answer:
    """One question of an action: the text as typed, what a look-up shows, why it cannot stand.

    `picks` are records at hand, (key, words), that one would look up first.
    """

    param: Any
    text: str = ""
    label: str = ""
    problem: str = ""
    picks: tuple[tuple[str, str], ...] = ()

    @property
    def lookup(self) -> str:
        """Where a look-up finds records."""
        return f"/admin/{self.param.sheet}/lookup" if self.param.kind == "link" else ""


def opening(who: Who, params: tuple, given: dict[str, str], *, on: date) -> list[Answer]:
    """The form as it opens: what the address gives, else the default."""
    texts = {param.name: given.get(param.name, _default(param, on)) for param in params}
    return _answers(who, params, texts)


def sent(
    who: Who, params: tuple, form: dict[str, str], error: OfficeError | None = None
) -> list[Answer]:
    """The form as it was sent, each problem beside its question."""
    answers = _answers(who, params, form)
    if isinstance(error, Invalid):
        for answer in answers:
            words = [p.message for p in error.problems if p.column == answer.param.name]
            answer.problem = " ".join(words).removeprefix(f"{answer.param.label}: ")
    return answers


def values(params: tuple, form: dict[str, str], files: dict[str, Any]) -> dict[str, Any]:
    """What a sent form gives an action: text as typed, a file as it came."""
    given: dict[str, Any] = {}
    for param in params:
        if param.kind == "file":
            upload = files.get(param.name)
            given[param.name] = upload if upload and upload.filename else None
        elif param.kind == "yesno":
            given[param.name] = form.get(param.name, "no")
        elif param.name in form and param.kind not in BY_CODE:
            given[param.name] = form[param.name]
    return given


def as_given(params: tuple, asked: dict[str, Any]) -> dict[str, str]:
    """The values of an action that was asked before, as texts that fill its form again."""
    kinds = {param.name: param for param in params if param.kind not in ("file", *BY_CODE)}
    return {
        name: _as_typed(kinds[name], value)
        for name, value in asked.items()
        if name in kinds and value is not None
    }


def _as_typed(param, value: Any) -> str:
    if param.kind == "money" and isinstance(value, int):
        return money.plain(value)
    if param.kind == "link" and isinstance(value, int):
        model = BY_NAME[param.sheet]
        key = getattr(model, model._meta.key[0])
        row = model.select(key).where(model.id == value).tuples().first()
        return str(row[0]) if row else ""
    return as_text(value)


def complete(params: tuple, answers: list[Answer]) -> bool:
    """Whether every question that needs an answer has one."""
    return all(
        answer.text.strip()
        for answer in answers
        if answer.param.required and answer.param.kind != "file"
    )


def _answers(who: Who, params: tuple, texts: dict[str, str]) -> list[Answer]:
    return [
        Answer(param, texts.get(param.name, ""), _label(who, param, texts.get(param.name, "")))
        for param in params
        if param.kind not in BY_CODE
    ]


def _default(param, on: date) -> str:
    """A default as text: `today` is the office's day, a typed one as it would be typed."""
    if param.default is None:
        return ""
    if param.default == "today":
        return on.isoformat()
    if param.kind == "money":
        return money.plain(param.default)
    return as_text(param.default)


def _label(who: Who, param, text: str) -> str:
    """What a look-up shows for the key that it holds."""
    if param.kind != "link" or not text.strip():
        return ""
    model = BY_NAME[param.sheet]
    names = [
        n
        for n in meta(model, "label", ()) or model._meta.key
        if n in policy.readable_names(who, model)
    ]
    try:
        row_id = find_one(model, text, within=policy.scope(who, model))
    except BadValue:
        return text
    columns = [getattr(model, name) for name in names]
    row = model.select(*columns).where(model.id == row_id).tuples().first() if columns else None
    return (
        " ".join(shown(column, value) for column, value in zip(columns, row or (), strict=False))
        or text
    )

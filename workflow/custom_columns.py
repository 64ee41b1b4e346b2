"""Columns of the office's own: added to a sheet, worded anew, retired, brought back."""

from collections.abc import Iterable
from typing import Any

import models as m
from journal import custom_checks, policy
from journal.who import Who
from models import CustomColumn, meta
from rules.choices import CUSTOM_COLUMN_KIND
from rules.custom_columns import Choices, name_for, read_choices
from rules.errors import BadValue, Invalid, Problem
from sheets.base import ROW_SENSITIVITY
from workflow.tasks import Param, Plan, Task
from workflow.verbs import VERBS
from workflow.words import counted, listed

ROLES = ("administrator",)
SHEET = CustomColumn.__name__.lower()
CHOICES = Param(
    "choices",
    "long",
    "Choices",
    "One a line.",
    shown_for=("kind", ("choice",)),
)


def _sheets() -> tuple[tuple[str, str], ...]:
    return tuple((s.__name__.lower(), meta(s, "plural")) for s in custom_checks.sheets())


@VERBS.add(
    "add_column",
    title="Add a column",
    sheets=(SHEET,),
    roles=ROLES,
    alone=True,
    makes=True,
    params=(
        Param("on_sheet", "choice", "Sheet", choices=_sheets(), required=True),
        Param("label", "text", "Label", "As it stands above the column.", required=True),
        Param("kind", "choice", "Kind", choices=CUSTOM_COLUMN_KIND, default="text", required=True),
        CHOICES,
        Param(
            "decimals",
            "whole",
            "Decimals",
            "Blank: whole numbers.",
            shown_for=("kind", ("number",)),
        ),
        Param(
            "sensitivity",
            "choice",
            "Kept as",
            "Who may see it, of those who see the sheet. Later it can only be narrowed.",
            choices=ROW_SENSITIVITY,
            default="public",
            required=True,
        ),
        Param("help", "long", "What it is for", "Shown in forms and in the empty workbook."),
    ),
)
def add_column(task: Task) -> Plan:
    """A column on a sheet, from now on everywhere where its other columns are."""
    model = m.BY_NAME[task["on_sheet"]]
    label = " ".join(task["label"].split())
    known = CustomColumn.select(CustomColumn.name).where(CustomColumn.sheet == task["on_sheet"])
    taken = {name for (name,) in known.tuples()}
    name = _read(task, "label", lambda: name_for(label, taken))
    kind = task["kind"]
    plan = Plan(task.draft(f"Column “{label}” added to {meta(model, 'plural').lower()}"))
    plan.draft.create(
        CustomColumn,
        sheet=task["on_sheet"],
        name=name,
        label=label,
        help=task["help"],
        kind=kind,
        decimals=(task["decimals"] or None) if kind == "number" else None,
        choices=_read(task, "choices", lambda: read_choices(task["choices"]))
        if kind == "choice"
        else None,
        sensitivity=task["sensitivity"],
    )
    words = dict(CUSTOM_COLUMN_KIND)[kind].lower()
    plan.lines = [
        f"Adds “{label}” ({words}) to {meta(model, 'plural').lower()}, blank in every record.",
        f"It stands last in lists, forms, filters, exports and the empty workbook, and an import "
        f"knows it as “{label}” or {name}: at once, for everybody at work.",
        _seen_by(model, task["sensitivity"]),
        "Undo retires it again; what it holds by then is kept.",
    ]
    plan.said = f"{meta(model, 'plural')} have the column “{label}”."
    return plan


def _read(task: Task, column: str, read: Any) -> Any:
    try:
        return read()
    except BadValue as error:
        raise Invalid([Problem(task.key, None, column, task[column], error.sentence)]) from error


def _seen_by(model: Any, sensitivity: str) -> str:
    """Who sees a column of the office on a sheet, and who sees the sheet without it."""
    sees: list[str] = []
    not_: list[str] = []
    for role, title in policy.ROLES.items():
        if policy.may_read(Who(role, roles=frozenset({role})), model):
            named = (role, model) in policy.COLUMNS
            shown = not named and sensitivity in policy.CLEARANCE[role]
            (sees if shown else not_).append(title.lower())
    return f"Seen by: {listed(sees) or 'nobody'}." + (f" Not by: {listed(not_)}." if not_ else "")


@VERBS.add(
    "word_column",
    title="Change its words",
    sheets=(SHEET,),
    roles=ROLES,
    writes=True,
    params=(
        Param("label", "text", "Label", "Blank: as it is."),
        Param("help", "long", "What it is for", "Blank: as it is."),
        Param(
            "choices",
            "long",
            "Choices",
            "One a line. “red = Crimson” gives new words to the choice that is kept as “red”. "
            "Blank: as they are.",
        ),
    ),
)
def word_column(task: Task) -> Plan:
    """Another label, help or list of choices; what the column holds stays."""
    row = task.records[0]
    model, values = m.BY_NAME[row.sheet], {}
    label = " ".join((task["label"] or "").split())
    plan = Plan(task.draft(f"Words of the column “{row.label}”"))
    if label and label != row.label:
        values["label"] = label
        plan.lines.append(f"“{row.label}” of {_plural(model)} is called “{label}” from now on.")
    if task["help"] and task["help"] != row.help:
        values["help"] = task["help"]
        plan.lines.append("What it is for is told anew.")
    if task["choices"]:
        choices = _read(task, "choices", lambda: read_choices(task["choices"], row.choices or ()))
        if choices != row.choices:
            values["choices"] = choices
            plan.lines += _choices_told(row.choices or [], choices)
    if values:
        plan.draft.change(CustomColumn, row.id, seen=row.version, **values)
        plan.lines.append("What records hold in it stays as it is.")
    plan.said = f"The column “{label or row.label}” has its new words."
    return plan


def _choices_told(old: Choices, new: Choices) -> list[str]:
    before, after = ({code: words for code, words in pairs} for pairs in (old, new))  # noqa: C416
    gained = [words for code, words in new if code not in before]
    left = [words for code, words in old if code not in after]
    told = [
        f"“{before[code]}” is called “{words}”."
        for code, words in new
        if before.get(code, words) != words
    ]
    told += [f"May be chosen besides: {listed(gained)}."] if gained else []
    return told + ([f"May be chosen no more: {listed(left)}."] if left else [])


@VERBS.add(
    "retire_column", title="Retire it", sheets=(SHEET,), roles=ROLES, writes=True, danger=True
)
def retire_column(task: Task) -> Plan:
    """Out of use, with all that it holds kept."""
    row = task.records[0]
    plan = Plan(task.draft(f"Column “{row.label}” retired"))
    if row.retired_date:
        plan.refuse(row, "It is retired already.")
        return plan
    model = m.BY_NAME[row.sheet]
    field = model._meta.fields[row.name]
    held = model.select().where(field.is_null(False), model.trashed_at.is_null()).count()
    plan.draft.change(CustomColumn, row.id, seen=row.version, retired_date=task.on)
    things = counted(held, meta(model, "singular"), _plural(model))
    plan.lines = [
        f"“{row.label}” leaves lists, forms, filters, exports, imports and the empty workbook of "
        f"{_plural(model)}.",
        f"What {things} hold{'s' if held == 1 else ''} in it is kept, and stands in their history.",
        "It can be brought back whenever you like, with all that it holds.",
    ]
    plan.said = f"The column “{row.label}” is retired; what it holds is kept."
    return plan


@VERBS.add("bring_column_back", title="Bring it back", sheets=(SHEET,), roles=ROLES, writes=True)
def bring_column_back(task: Task) -> Plan:
    """A retired column in use again, with all that it holds."""
    row = task.records[0]
    plan = Plan(task.draft(f"Column “{row.label}” brought back"))
    if not row.retired_date:
        plan.refuse(row, "It is in use.")
        return plan
    plan.draft.change(CustomColumn, row.id, seen=row.version, retired_date=None)
    plan.lines = [f"“{row.label}” stands on {_plural(m.BY_NAME[row.sheet])} again, as it was left."]
    plan.said = f"The column “{row.label}” is back."
    return plan


def _plural(model: Any) -> str:
    return str(meta(model, "plural")).lower()


def as_lines(choices: Iterable[Iterable[str]] | None) -> str:
    """Choices as lines that read back the same."""
    return "\n".join(f"{code} = {words}" for code, words in choices or ())

"""What a verb is given and what it gives back: the task, its parameters, and the plan in words and
writes.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import models as m
from journal import policy
from journal.drafts import Draft, Ref
from journal.links import find_one
from journal.values import reader
from journal.who import Who
from rules.errors import BadValue, Invalid, Problem
from rules.status_wants import Want
from sheets import columns as c

DESK = ("technician", "examiner", "risk_manager", "wc_manager")
"""Roles that work the claims."""
MANAGERS = ("risk_manager", "wc_manager")


@dataclass(frozen=True)
class Param:
    """One thing that a verb asks.

    `kind` is a kind of column, or `file`, or `list` (a list of dictionaries, given by code). A link
    names its `sheet`. `default` is a value, or `today`. `roles`: only they are asked; none: all.
    `shown_for` names another one and its answers for which this one is asked; none: always.
    """

    name: str
    kind: str
    label: str
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    sheet: str = ""
    required: bool = False
    default: Any = None
    roles: tuple[str, ...] = ()
    shown_for: tuple[str, tuple[str, ...]] | None = None


@dataclass(frozen=True)
class Refusal:
    """Why one record is left out, and what clears it."""

    record_label: str
    want: Want

    @property
    def sentence(self) -> str:
        """The reason in words."""
        return self.want.sentence


@dataclass(frozen=True)
class Need:
    """That an action goes beyond somebody's authority.

    `kind`, `line` and `amount` (cents) say what the limit is measured on; `roles` who may decide.
    `kind` is `deviation` where no amount but a guideline is at stake. `beside` are the limits that
    who decides must hold as well: (kind, amount).
    """

    kind: str
    line: str | None
    amount: int | None
    sentence: str
    roles: tuple[str, ...]
    beside: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Task:
    """What a verb plans on: who acts, the office's day, the records, the values by parameter.

    `approval` is the id of the approval under which it runs, where it waited for one.
    """

    who: Who
    on: date
    records: Sequence[Any]
    values: dict[str, Any]
    key: str = ""
    approval: int | None = None

    def draft(self, title: str) -> Draft:
        """The batch to be; the reason typed goes with it."""
        reason = self.values.get("reason") or ""
        return Draft(title, source="verb", reason=reason, verb=self.key, on=self.on)

    def __getitem__(self, name: str) -> Any:
        """The value of a parameter; None when blank."""
        return self.values.get(name)


@dataclass(frozen=True)
class Paper:
    """A letter as it would go out: its title, its paragraphs, each as (style, text), and the
    document in Word; `sensitivity` is how it is kept.
    """

    title: str
    blocks: Sequence[tuple[str, str]]
    docx: bytes = b""
    sensitivity: str = "personal"


@dataclass
class Plan:
    """What a verb would do: its writes, the same in words, and who is left out.

    Args:
        draft: the writes.
        lines: what will happen, a sentence each. An approval is given for exactly these.
        follows: what becomes of deadlines by it, a sentence each; only in a preview.
        refusals: records that are left out, and why.
        approval: set when it goes beyond the authority of who asks.
        opens: the record to show afterwards: a row of the draft, or (sheet, id).
        papers: the letters that would go out, to be read before.
        said: what is told afterwards; else the rows are counted.
        ways: number of a line -> what can be done next about it, as a button beside it.
        messages: what is mailed once it is written: (address, subject, text).
        after: what is asked for once it is written.
        around: what stands round the writing, such as a file that is kept only if all succeeds.
    """

    draft: Draft
    lines: list[str] = field(default_factory=list)
    follows: list[str] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    approval: Need | None = None
    opens: Ref | tuple[str, int] | None = None
    papers: list[Paper] = field(default_factory=list)
    said: str = ""
    ways: dict[int, Want] = field(default_factory=dict)
    messages: list[tuple[str, str, str]] = field(default_factory=list)
    after: Callable[[Any], None] | None = None
    around: Callable[[], AbstractContextManager[Any]] = nullcontext

    def refuse(self, record: Any, sentence: str, action: str | None = None) -> None:
        """Leave a record out."""
        self.miss(record, Want(sentence, action))

    def miss(self, record: Any, want: Want) -> None:
        """Leave a record out for what it wants, which is given on the record itself unless said."""
        sheet, ids = type(record).__name__.lower(), (record.id,)
        at = want if want.sheet else replace(want, sheet=sheet, ids=ids)
        self.refusals.append(Refusal(label(record), at))


def label(record: Any) -> str:
    """What a record is known by: its number."""
    return str(getattr(record, type(record)._meta.key[0])) if record is not None else ""


# --- Values of the parameters --------------------------------------------------------------------

COLUMNS = {
    "text": c.Line,
    "code": c.Code,
    "long": c.LongText,
    "yesno": c.YesNo,
    "whole": c.Whole,
    "money": c.MoneyField,
    "quantity": c.Quantity,
    "day": c.DayField,
    "choice": c.Choice,
}
"""Kind of a parameter -> the column that reads it."""


def read_values(
    who: Who, key: str, params: Sequence[Param], given: dict[str, Any], on: date
) -> dict:
    """The values of a verb by parameter, blank ones None.

    Text is read as in a form; typed values stand as they are (money in cents, a link the id of its
    row).

    Raises:
        Invalid: one problem a parameter; its column is the parameter's name.
    """
    known = {param.name for param in params}
    problems = [
        Problem(key, None, name, None, f"“{name}” is not asked here.")
        for name in given
        if name not in known
    ]
    values: dict[str, Any] = {}
    for param in params:
        raw = given.get(param.name)
        raw = _default(param, on) if raw is None else raw
        try:
            values[param.name] = _read(who, param, raw)
        except BadValue as error:
            problems.append(Problem(key, None, param.name, raw, f"{param.label}: {error.sentence}"))
            continue
        if param.required and values[param.name] in (None, "", []):
            problems.append(Problem(key, None, param.name, raw, f"{param.label} is needed."))
    if problems:
        raise Invalid(problems)
    return values


def _default(param: Param, on: date) -> Any:
    return on if param.default == "today" else param.default


def _read(who: Who, param: Param, raw: Any) -> Any:
    if param.kind in ("file", "list"):
        return raw
    if param.kind == "link":
        return _row_id(who, m.BY_NAME[param.sheet], raw)
    if param.kind == "money" and type(raw) is int:
        return raw
    if param.kind == "quantity" and isinstance(raw, Decimal | int):
        return Decimal(raw)
    return reader(_column(param))(raw)


def _row_id(who: Who, model: Any, raw: Any) -> int | None:
    """The id of the row that is meant: given as a number, or by its key or name."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    within = policy.scope(who, model)
    if isinstance(raw, str):
        return find_one(model, raw, within=within)
    query = model.select(model.id).where(model.id == raw, model.trashed_at.is_null())
    if not (query if within is None else query.where(within)).exists():
        raise BadValue(f"There is no such {m.meta(model, 'singular')}.")
    return int(raw)


@cache
def _column(param: Param) -> Any:
    """The column that reads a parameter, on a sheet of its own."""
    facts: dict[str, Any] = {"choices": param.choices} if param.kind == "choice" else {}
    column = COLUMNS[param.kind](param.label, null=True, **facts)
    sheet: Any = type("Asked", (m.Base,), {param.name: column})
    return sheet._meta.fields[param.name]

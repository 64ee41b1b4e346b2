"""Whether the values of a row may stand: each value by its column, pairs of days, statuses, links.

Works on stored values. What a file, a form and a quick action write passes the same checks.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from journal import policy, setting_checks, statutory_checks, view_checks
from journal.drafts import Ref
from journal.law import counting
from journal.stored import storing
from journal.who import Who
from models import (
    Claim,
    Diary,
    Letter,
    Payment,
    Recovery,
    RecoveryReceipt,
    Reserve,
    SavedView,
    Setting,
    StatutoryRow,
    User,
    columns_of,
    meta,
)
from rules.errors import Problem
from rules.money import dollars
from rules.status_wants import Owed, claim_wants, recovery_wants
from rules.statuses import (
    CLAIM_STATUSES,
    RECOVERY_OPEN,
    START,
    STATUSES_OF_LINE,
    Move,
    claim_begins,
    claim_move,
    is_closed,
    recovery_begins,
    recovery_move,
)
from rules.terms import with_article
from sheets.prepared import prepared

Check = Callable[[Any], str | None]
MOST_CENTS = 10**14
_DAY = re.compile(r"(1[89]|2[01])\d\d-\d\d-\d\d")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
HISTORIC = ("import", "undo", "seed")
"""Sources that record what happened: a status they bring need not follow the steps."""
BY_HAND = ("form", "cell", "command")
"""Sources whose values somebody types, one record at a time."""


def label(field) -> str:
    """The words a person knows a column by."""
    return field.verbose_name or field.name


@prepared()
def value_check(field) -> Check:
    """The check of one value of a column; it returns the sentence that is wrong, or None."""
    kind = getattr(field, "kind", "text")
    name = label(field)
    if kind == "choice":
        codes = frozenset(code for code, _ in field.choices)
        return lambda v: None if v in codes else f"“{v}” is not one of the choices of {name}."
    if kind in ("text", "code", "long"):
        return _text_check(name, getattr(field, "max_length", None))
    if kind in ("money", "whole", "quantity", "link"):
        return lambda v: (
            None if type(v) is int and -MOST_CENTS < v < MOST_CENTS else f"{name} is not a number."
        )
    if kind == "day":
        return lambda v: (
            None if _DAY.fullmatch(str(v)) else f"{name}: {v} is not a day between 1800 and 2199."
        )
    if kind == "yesno":
        return lambda v: None if isinstance(v, bool) else f"{name} is neither yes nor no."
    return lambda v: None


def _text_check(name: str, longest: int | None) -> Check:
    def check(value: Any) -> str | None:
        if not isinstance(value, str):
            return f"{name} is not text."
        if longest and len(value) > longest:
            return f"{name} is too long: {len(value)} characters, at most {longest}."
        if not value.isprintable() and _CONTROL.search(value):
            return f"{name} holds a control character that no screen can show."
        return None

    return check


@prepared()
def required(model) -> tuple:
    """The columns that a new row cannot be without."""
    return tuple(
        f
        for f in columns_of(model)
        if not (f.null or f.derived or f.sensitivity == "secret") and f.default is None
    )


@prepared()
def by_name(model) -> dict[str, tuple[Any, Check]]:
    """Every column of a sheet with its check, ready for many rows."""
    return {f.name: (f, value_check(f)) for f in model._meta.sorted_fields if f.name != "id"}


def row_problems(
    model, row_id: int | None, values: dict[str, Any], *, new: bool
) -> Iterable[Problem]:
    """What is wrong with the given values of one row, each by itself; for a new row, whose number
    was drawn by now, also what is missing.
    """
    sheet = model.__name__.lower()
    prepared = by_name(model)
    for name, value in values.items():
        if name == "id":
            continue
        field, check = prepared[name]
        if value is None or value == "":
            if not field.null:
                yield Problem(
                    sheet,
                    row_id,
                    name,
                    value,
                    f"{label(field)} is blank, and {with_article(_one(model))} needs it.",
                )
        elif value is not field.default and value.__class__ is not Ref and (words := check(value)):
            yield Problem(sheet, row_id, name, value, words)
    if new:
        for field in required(model):
            if field.name not in values:
                yield Problem(
                    sheet,
                    row_id,
                    field.name,
                    None,
                    f"{label(field)} is missing, and {with_article(_one(model))} needs it.",
                )


def _one(model) -> str:
    return meta(model, "singular", model.__name__.lower())


def pair_problems(
    model, row_id: int | None, row: dict[str, Any], changed: Set[str]
) -> Iterable[Problem]:
    """Values that do not go together, where one of them was given: days out of order, the value
    of a setting that its name does not take, those of a statutory row that its table does not, a
    view that could not be shown.
    """
    if model is Setting and changed & {"name", "value"}:
        words = setting_checks.problem(row.get("name") or "", row.get("value"))
        if words:
            yield Problem("setting", row_id, "value", row.get("value"), words)
    if model is StatutoryRow and changed & statutory_checks.DECIDING:
        yield from statutory_checks.problems(row_id, row)
    if model is SavedView and changed:
        yield from view_checks.problems(row_id, row)
    for first, second in meta(model, "ordered"):
        if first in changed or second in changed:
            early, late = row.get(first), row.get(second)
            if early and late and early > late:
                name = second if second in changed else first
                words = (
                    f"{label(getattr(model, second))} ({late}) lies before "
                    f"{label(getattr(model, first)).lower()} ({early})."
                )
                yield Problem(model.__name__.lower(), row_id, name, row.get(name), words)


NO_FACTS = ("undo", "seed")
"""Sources that are not asked whether what they write can have happened."""


class At(NamedTuple):
    """When and from where values are given: the office's day, and the source."""

    on: date
    source: str


@prepared()
def facts_of(model) -> dict[str, Any]:
    """The columns of a sheet that take no day ahead, or no number beyond its bounds."""
    return {f.name: f for f in columns_of(model) if f.past or f.within or f.least is not None}


def fact_problems(
    model, row_id: int | None, row: Mapping[str, Any], changed: Iterable[str], *, at: At
) -> Iterable[Problem]:
    """Given values that cannot be: a day ahead of today for what has happened, a number beyond its
    bounds. On a ledger what a register brings or a reversal takes back may be a minus.
    """
    facts = facts_of(model)
    if at.source in NO_FACTS or facts.keys().isdisjoint(changed):
        return
    brought = at.source == "import" or row.get("source") != "entry"
    minus, today = meta(model, "ledger", None) and brought, at.on.isoformat()
    for name, field in facts.items():
        value = row.get(name) if name in changed else None
        if words := fact_words(field, value, today=today, minus=minus):
            yield Problem(model.__name__.lower(), row_id, field.name, value, words)


def fact_words(field, value: Any, *, today: str, minus: bool) -> str:
    """Why a value cannot be; empty where it can. `minus`: it may be less than nothing."""
    if value is None or value == "":
        return ""
    if field.past and str(value) > today:
        return f"{label(field)} ({value}) lies ahead of today, {today}."
    if field.within and not _is_within(field, value):
        least, most = field.within
        said = f"{label(field)} ({_said(field, value)})"
        return f"{said} is to be above {least}, and at most {most:,}."
    if field.least is not None and not minus and _is_below(value, field.least):
        return f"{label(field)} ({_said(field, value)}) cannot be less than nothing."
    return ""


def _is_below(value: Any, least: int) -> bool:
    return isinstance(value, (int, Decimal)) and value < least


def _is_within(field, value: Any) -> bool:
    """Whether a number lies above the first bound of its column, up to the second; what is no
    number is told elsewhere.
    """
    least, most = field.within
    return not isinstance(value, (int, Decimal)) or least < _figure(field, value) <= most


def _figure(field, value: Any) -> Any:
    """A number as one says it: a quantity is stored as an integer, and read as a decimal."""
    return value if isinstance(value, Decimal) else field.python_value(value)


def _said(field, value: Any) -> str:
    """A number in words; a quantity as it is stored, or as it was read."""
    return dollars(value) if field.kind == "money" else f"{_figure(field, value)}"


def status_problems(
    model, row_id: int | None, old: dict[str, Any] | None, row: dict, source: str
) -> Iterable[Problem]:
    """A status that is not one of the line, a move that skips a step, or a record that is entered
    by hand in the middle of its life.
    """
    if model not in (Claim, Recovery) or (
        old and old["status"] == row["status"] and old.get("line") == row.get("line")
    ):
        return
    if model is Claim and row["line"] not in STATUSES_OF_LINE:
        return
    new_line = model is Claim and old is not None and old["line"] != row["line"]
    if model is Claim and row["status"] not in STATUSES_OF_LINE[row["line"]]:
        move = claim_move(row["line"], "", row["status"])
        move = replace(move, why=f"{move.why} {_anew(row['line'])}") if new_line else move
    elif not old:
        if source not in BY_HAND:
            return
        status = row["status"]
        move = recovery_begins(status) if model is Recovery else claim_begins(row["line"], status)
    elif source in HISTORIC:
        return
    elif model is Recovery:
        move = recovery_move(old["status"], row["status"])
    elif new_line:
        move = _with_line(old, row)
    else:
        move = claim_move(row["line"], old["status"], row["status"])
    if not move.allowed:
        yield Problem(model.__name__.lower(), row_id, "status", row["status"], move.why)


def _with_line(old: dict[str, Any], row: dict[str, Any]) -> Move:
    """A claim that changes its line keeps its status, or begins anew while it is open."""
    if row["status"] == old["status"]:
        return Move(True)
    if is_closed(old["status"]):
        return Move(False, "A closed claim stays as it was closed when its line changes.")
    return Move(row["status"] == START[row["line"]], _anew(row["line"]))


def _anew(line: str) -> str:
    words = dict(CLAIM_STATUSES)[START[line]]
    return f"With its new line the claim begins at “{words}”: set line and status together."


def want_problems(
    chunk, model, old: dict[str, Any] | None, row: dict[str, Any]
) -> Iterable[Problem]:
    """What a typed status still needs: the day it rests on, money paid, papers on file.

    A quick action asks for it itself, since its own rows may move the figures.
    """
    if model not in (Claim, Recovery) or chunk.source in (*HISTORIC, "verb"):
        return
    if old and old["status"] == row["status"]:
        return
    before, sheet = old["status"] if old else "", model.__name__.lower()
    if model is Claim:
        facts = counting(chunk.day()).facts(_with_days(model, row))
        wants = claim_wants(facts, before, on=chunk.day())
    else:
        wants = recovery_wants(row["status"], _owed(row))
    for want in wants:
        yield Problem(sheet, row["id"] if old else None, "status", row["status"], want.sentence)


def _owed(row: dict[str, Any]) -> Owed:
    """What a recovery has, of what a typed status asks for: that which gives up nothing."""
    return Owed(
        row["balance"] or 0,
        cost=row.get("cost") or 0,
        judged=row.get("judgment_date"),
        billed=row.get("billed"),
        received=row.get("received") or 0,
        has_carrier=bool(row.get("carrier")),
        has_plan=bool(row.get("plan_amount")),
    )


def _with_days(model, row: dict[str, Any]) -> dict[str, Any]:
    """The row with its days as dates; they are stored as text."""
    days = (f.name for f in columns_of(model) if f.kind == "day")
    return row | {name: date.fromisoformat(row[name]) for name in days if row.get(name)}


BY_ACTION = {
    Payment: (
        "status",
        ("draft",),
        "A payment is posted, voided or refused by its own action, not typed.",
    ),
    Reserve: (
        "amount",
        (),
        "A reserve is set by its own action, which looks at the authority for it.",
    ),
    Recovery: (
        "status",
        (*RECOVERY_OPEN, "paid_closed"),
        "A balance is given up by the action “Change the status”, which looks at the authority "
        "for it.",
    ),
    RecoveryReceipt: (
        "recovery",
        (None,),
        "Money on a recovery comes in by the action “Record money received”, which books it to "
        "the claim, department and fund of the recovery and moves its status.",
    ),
    Letter: (
        "status",
        ("draft",),
        "A letter goes out, and is void, by an action of its own, which looks at who approves it.",
    ),
}
"""Sheet -> (column, values that may be typed, sentence): what a form or cell may not write.
"""


def fixed(model, old: dict[str, Any]) -> frozenset[str]:
    """The columns that a posted ledger row keeps for good; none where it is not posted."""
    if model is Payment:
        return frozenset({*model._meta.frozen, "status"} if old["posted_at"] else ())
    return frozenset(meta(model, "frozen", None) or ())


def final_problems(model, row_id: int, old: dict[str, Any], given: dict) -> Iterable[Problem]:
    """Typed values over posted money; on a posted payment nothing at all is typed but what the
    office added: remarks of its own say nothing of the money.
    """
    posted = fixed(model, old)
    for name in given:
        added = model._meta.fields[name].added
        if name in posted or (posted and model is Payment and not added):
            words = f"{old[model._meta.key[0]]} is posted, so it stays as it is: {INSTEAD[model]}."
            yield Problem(model.__name__.lower(), row_id, name, given[name], words)


def followed_problems(model, row_id: int, old: dict[str, Any], given: dict) -> Iterable[Problem]:
    """Typed values over what follows from a rule: the day and words of a deadline."""
    if model is not Diary or not old["rule_code"]:
        return
    for name in FOLLOW & given.keys():
        words = (
            f"“{old['subject']}” follows from the facts of the claim: change these, and it moves. "
            "Its status and whose it is are yours to set."
        )
        yield Problem("diary", row_id, name, given[name], words)


def sent_problems(model, row_id: int, old: dict[str, Any], given: dict) -> Iterable[Problem]:
    """Typed or imported values over a letter that went out: the file shows what was sent."""
    if model is not Letter or not (old["sent_date"] or old["status"] == "sent"):
        return
    day = f" on {old['sent_date']}" if old["sent_date"] else ""
    for name in SENT & given.keys():
        words = (
            f"{label(getattr(Letter, name))}: {old['letter_no']} went out{day}, so it stays as it "
            "was sent. Mark it void, and write another in its place."
        )
        yield Problem("letter", row_id, name, given[name], words)


SENT = frozenset(f.name for f in columns_of(Letter)) - {"sensitivity"}
"""Columns of a letter that stay once it went out; who may see it does not."""

FOLLOW = frozenset({"diary_date", "remind_date", "subject", "claim", "incident", "recovery"})
"""Columns of a diary entry that a rule gives."""

INSTEAD = {
    Payment: "void it and pay again",
    Reserve: "set the reserve again",
    RecoveryReceipt: "undo it and record it again",
}
"""Ledger sheet -> what somebody does instead of typing over a posted row."""


def by_action_problems(
    who: Who, model, row_id: int | None, old: dict | None, row: dict
) -> Iterable[Problem]:
    """A typed value that would move money past the action which checks it; a new recovery has no
    balance to give up.
    """
    if who.operator or model not in BY_ACTION or (model is Recovery and not old):
        return
    name, typed, words = BY_ACTION[model]
    if row.get(name) not in typed and (old is None or old[name] != row.get(name)):
        yield Problem(model.__name__.lower(), row_id, name, row.get(name), words)


def opening_problems(
    who: Who, model, row_id: int, old: dict[str, Any], row: dict
) -> Iterable[Problem]:
    """A row that would be shown to more roles than before: a manager who may see it decides that.

    The record keeps who opened what.
    """
    mark = meta(model, "row_sensitivity", None)
    if mark is None or who.operator or who.roles & policy.RECORDERS:
        return
    if policy.wider(old[mark], row[mark]):
        words = (
            f"Kept as {old[mark]}, this is shown to fewer people; only a manager opens it to more."
        )
        yield Problem(model.__name__.lower(), row_id, mark, row[mark], words)


def link_problems(
    who: Who, model, rows: list[tuple[int | None, dict[str, Any]]], asked: dict[str, set[int]]
) -> Iterable[Problem]:
    """Links to rows that are not there, lie in the trash, or that `who` may not see; `asked` are
    the rows to which each link points.
    """
    sheet = model.__name__.lower()
    for field in (f for f in columns_of(model) if f.kind == "link" and f.name in asked):
        ids = asked[field.name]
        missing = ids - visible(who, field.rel_model, ids)
        if missing:
            for row_id, values in rows:
                if values.get(field.name) in missing:
                    yield Problem(
                        sheet,
                        row_id,
                        field.name,
                        values[field.name],
                        f"{label(field)}: there is no such {_one(field.rel_model)}.",
                    )


def key_problems(chunk, model, ids: set) -> Iterable[Problem]:
    """Changed keys, of the rows with these ids, that another row bears already or was given just
    before. Of a record of what happened, a row may take what another of the same batch lets go.
    """
    if not ids:
        return
    names, standing = model._meta.key, chunk.now[model]
    bearers = _bearers(model, {standing[row_id][names[0]] for row_id in ids})
    left = {row_id for row_id, row in standing.items() if row["trashed_at"]}
    left |= ids if chunk.source in HISTORIC else set()
    bearers = {key: row_id for key, row_id in bearers.items() if row_id not in left}
    for row_id in sorted(ids):
        row = standing[row_id]
        key = tuple(row[name] for name in names)
        if None not in key and bearers.setdefault(key, row_id) != row_id:
            yield Problem(model.__name__.lower(), row_id, names[0], row[names[0]], taken(model))


def _bearers(model, firsts: set) -> dict[tuple, int]:
    """Key -> the standing row that bears it, among the keys that begin with one of these values."""
    fields = [getattr(model, name) for name in model._meta.key]
    stores = [storing(field) for field in fields]
    found, wanted = {}, [first for first in firsts if first is not None]
    for start in range(0, len(wanted), 5000):
        query = model.select(model.id, *fields).where(
            fields[0] << wanted[start : start + 5000], model.trashed_at.is_null()
        )
        for row_id, *key in query.tuples():
            found[tuple(store(v) for store, v in zip(stores, key, strict=True))] = row_id
    return found


def taken(model) -> str:
    """The sentence for a key that another row bears."""
    words = " and ".join(label(getattr(model, name)).rstrip(".") for name in model._meta.key)
    return f"There is already {with_article(_one(model))} with this {words}."


def visible(who: Who, model, ids: set[int]) -> set[int]:
    """Those of `ids` that stand, out of the trash and within what `who` may see; everybody sees
    themselves, so that they can own what is theirs.
    """
    if not policy.may_read(who, model) and not who.operator:
        return ids & {who.user_id} if model is User else set()
    found: set[int] = set()
    wanted = sorted(ids)
    for start in range(0, len(wanted), 5000):
        query = model.select(model.id).where(model.id << wanted[start : start + 5000])
        if hasattr(model, "trashed_at"):
            query = query.where(model.trashed_at.is_null())
        own = policy.scope(who, model)
        query = query if own is None else query.where(own)
        found.update(row_id for (row_id,) in query.tuples())
    return found

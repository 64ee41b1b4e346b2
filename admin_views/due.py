"""Deadlines on the page of a record: working, whose, what moved, what was missed."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from admin_views.desk import entries
from journal import policy
from journal.agenda import working
from journal.missed import Late, Missed, facts_of, missed
from journal.reading import Answer
from journal.turns import moved_words
from journal.who import Who
from models import BY_NAME, Claim, User
from rules.claim_clocks import BY_CODE
from rules.clocks import Clock, asked
from rules.facts import Facts, columns_of


@dataclass(frozen=True)
class Due:
    """An open entry as the page of its record shows it.

    `late` are days since its last day, below zero while it lies ahead; `begin` the day on which
    work on it begins, where that lies ahead; `recovery` the one that it is about, where it stands
    on the page of the claim.
    """

    id: int
    day: date
    subject: str
    action: str | None
    late: int
    working: str
    whose: str
    begin: date | None
    moved: str
    missed: Missed | None
    calculator: str
    recovery: int | None = None


def due_of(who: Who, sheet: str, row_id: int, answer: Answer, *, on: date) -> list[Due]:
    """The open entries of a record, as `casefile.deadlines` gives them."""
    found = entries(answer)
    ruled = [entry for entry in found if entry["rule_code"] in BY_CODE and not who.masked]
    model = BY_NAME[sheet]
    facts = facts_of(model, [row_id] if ruled else [], on=on)
    claim = row_id if model is Claim else None
    late = [
        Late(one["id"], one["rule_code"], one["diary_date"], claim)
        for one in ruled
        if one["diary_date"] < on
    ]
    follows = missed(who, late, facts if claim else {}, on=on)
    known = facts.get(row_id)
    return [_due(who, model, entry, (known, follows.get(entry["id"])), on) for entry in found]


def _due(
    who: Who, model: Any, entry: dict[str, Any], known: tuple[Facts | None, Missed | None], on: date
) -> Due:
    facts, follows = known
    begin, recovery = entry["remind_date"], entry.get("recovery") if model is Claim else None
    of = f"{recovery.key}: " if recovery else ""
    return Due(
        entry["id"],
        entry["diary_date"],
        f"{of}{entry['subject']}",
        entry["action"],
        (on - entry["diary_date"]).days,
        working(entry["steps"]) or entry["detail"] or "",
        _whose(who, entry["owner"]),
        begin if begin and on < begin < entry["diary_date"] else None,
        moved_words(entry),
        follows,
        calculator(who, model, entry["rule_code"], facts) if facts else "",
        recovery.id if recovery else None,
    )


def _whose(who: Who, owner: Any) -> str:
    if owner:
        return owner.label or owner.key
    return "Nobody's yet" if policy.may_read(who, User) else ""


def calculator(who: Who, model: Any, code: str | None, facts: Facts) -> str:
    """The address of the calculator with the inputs of a deadline; empty for who may not see one of
    these, and where no rule counts it.
    """
    clock = BY_CODE.get(code or "")
    if clock is None or not _inputs(clock, model) <= policy.open_names(who, model):
        return ""
    if facts[clock.fact] is None:
        return ""
    texts = {name: _text(value) for name, value in asked(clock, facts).items() if value}
    return f"/admin/rules/{clock.rule.__name__}/?{urlencode(texts)}"


def calculator_of(who: Who, entry: dict[str, Any], *, on: date) -> str:
    """The same of an entry of the diary by column."""
    for sheet in ("claim", "incident"):
        if entry.get(sheet) and entry.get("rule_code") in BY_CODE and not who.masked:
            model, row_id = BY_NAME[sheet], entry[sheet].id
            facts = facts_of(model, [row_id], on=on)
            return calculator(who, model, entry["rule_code"], facts[row_id])
    return ""


def _inputs(clock: Clock, model: Any) -> set[str]:
    """The columns from which the inputs of a clock's rule come."""
    named = {column for fact in (clock.fact, *clock.given.values()) for column in columns_of(fact)}
    return named & set(model._meta.fields)


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)

"""How far somebody's authority goes: limits by role, kind and line, and who holds more."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from peewee import fn

from journal import policy
from journal.database import is_sqlite
from journal.who import Who
from models import AuthorityLimit, database
from rules.choices import LINES
from rules.money import dollars
from workflow.tasks import MANAGERS, Need

Measure = tuple[str, int]
"""Kind of a limit, and the amount that it has to cover."""
SETTLEMENT = "settlement"
LETTER = "letter"
"""What is decided of a letter: whether it goes out; no amount is at stake."""
ACTS = {
    "payment": "payment",
    "reserve": "total incurred",
    SETTLEMENT: "settlement",
    "write_off": "write-off",
    "compromise": "compromise",
}
"""Kind of a limit -> what it limits, in words."""


@dataclass(frozen=True)
class Limit:
    """Up to what amount a holder decides alone; `amount` None is any, 0 none."""

    holder: str
    amount: int | None
    source: str = ""
    concurrence: str = ""

    def covers(self, amount: int) -> bool:
        """Whether the amount lies within it."""
        return self.amount is None or amount <= self.amount


def limits(kind: str, line: str | None, on: date) -> list[Limit]:
    """The limits of a kind in force for a line, one a holder: the latest that has begun."""
    found = database.execute_sql(*_statement(kind, line, on, is_sqlite())).fetchall()
    return list(
        {holder: Limit(holder, amount, *words) for holder, amount, *words in found}.values()
    )


@lru_cache(maxsize=256)
def _statement(kind: str, line: str | None, on: date, _: bool) -> tuple[str, list]:
    """The statement of the limits, put together once a day for an engine: many pages ask it."""
    told = (fn.COALESCE(AuthorityLimit.source, ""), fn.COALESCE(AuthorityLimit.concurrence, ""))
    query = (
        AuthorityLimit.select(AuthorityLimit.holder, AuthorityLimit.amount, *told)
        .where(
            AuthorityLimit.kind == kind,
            AuthorityLimit.trashed_at.is_null(),
            AuthorityLimit.first_day <= on,
            AuthorityLimit.last_day.is_null() | (AuthorityLimit.last_day >= on),
            AuthorityLimit.line.is_null() | (AuthorityLimit.line == line),
        )
        .order_by(AuthorityLimit.first_day, AuthorityLimit.line.is_null(False), AuthorityLimit.id)
    )
    statement, values = query.sql()
    return statement, values


def limit_of(who: Who, kind: str, line: str | None, on: date) -> Limit:
    """The widest limit that `who` holds; of nothing where there is none."""
    if who.operator:
        return Limit("operator", None)
    return held_by(who, kind, line, on) or Limit("", 0)


def held_by(who: Who, kind: str, line: str | None, on: date) -> Limit | None:
    """The widest limit that stands for a role of `who`; None where none does."""
    held = [limit for limit in limits(kind, line, on) if limit.holder in who.roles]
    return max(held, key=_width, default=None)


def is_limited(who: Who, kind: str, line: str | None, on: date) -> bool:
    """Whether a limit of the kind stands for a role that `who` holds."""
    return held_by(who, kind, line, on) is not None


def need(who: Who, kind: str, amount: int, *, line: str | None, on: date) -> Need | None:
    """What is needed beyond the authority of `who`; None when the amount lies within it."""
    return need_of_all(who, (kind, amount), line=line, on=on)


def need_of_all(
    who: Who, measured: Measure, *beside: Measure, line: str | None, on: date
) -> Need | None:
    """The same, where who decides holds other limits beside the one that is measured."""
    kind, amount = measured
    own = limit_of(who, kind, line, on)
    if own.covers(amount):
        return None
    able = [
        limit
        for limit in limits(kind, line, on)
        if limit.covers(amount)
        and limit.holder not in who.roles
        and all(_holds_too({limit.holder}, *other, line, on) for other in beside)
    ]
    able.sort(key=_width)
    narrowest = [limit for limit in able if _width(limit) == _width(able[0])]
    roles = tuple(limit.holder for limit in able)
    return Need(kind, line, amount, _sentence(kind, line, amount, own, narrowest), roles, beside)


def _holds_too(holders: Set[str], kind: str, amount: int, line: str | None, on: date) -> bool:
    """Whether one of these roles holds another limit as well. A tier of the City pays nothing
    itself, and a role for which no limit of settlements stands is not bound by one.
    """
    held = [limit for limit in limits(kind, line, on) if limit.holder in holders]
    if not held:
        return kind == SETTLEMENT or not holders.isdisjoint(policy.TIERS)
    return any(limit.covers(amount) for limit in held)


def wider(one: Need | None, other: Need | None) -> Need | None:
    """Of what two records of one action need, that which takes more authority."""
    if one is None or other is None:
        return one or other
    return other if (other.amount or 0) > (one.amount or 0) else one


def deviation(who: Who, sentence: str) -> Need | None:
    """What is needed to depart from a guideline; None for a manager, who may."""
    if who.operator or who.roles & set(MANAGERS):
        return None
    return Need("deviation", None, None, f"{sentence} It waits for {titles(MANAGERS)}.", MANAGERS)


def may_decide(who: Who, needed: Need, on: date) -> bool:
    """Whether `who` holds the authority that is needed."""
    if needed.kind in ("deviation", LETTER):
        return policy.may_act(who, needed.roles)
    if who.masked or not limit_of(who, needed.kind, needed.line, on).covers(needed.amount or 0):
        return False
    return who.operator or all(
        _holds_too(who.roles, *other, needed.line, on) for other in needed.beside
    )


def titles(roles: tuple[str, ...]) -> str:
    """Roles and tiers in words: "the risk manager or the city council"."""
    words = [policy.ROLES.get(role, role.replace("_", " ")) for role in roles]
    return " or ".join(f"the {word[0].lower()}{word[1:]}" for word in words)


def _sentence(kind: str, line: str | None, amount: int, own: Limit, able: list[Limit]) -> str:
    on_line = f" on {dict(LINES)[line].lower()} claims" if line else ""
    if own.holder:
        source = f" ({own.source.rstrip('.')})" if own.source else ""
        held = f"your {ACTS[kind]} limit of {dollars(own.amount or 0)}{on_line}{source}"
    else:
        held = f"your authority: no {ACTS[kind]} limit stands for your role{on_line}"
    if not able:
        return (
            f"{dollars(amount)} is beyond {held}, and nobody holds authority for it. "
            "Enter who does among the authority limits."
        )
    agreed = {limit.concurrence for limit in able if limit.concurrence}
    beside = f", with the agreement of {titles(tuple(sorted(agreed)))}" if agreed else ""
    return (
        f"{dollars(amount)} is beyond {held}. "
        f"It waits for {titles(tuple(limit.holder for limit in able))}{beside}."
    )


def _width(limit: Limit) -> float:
    return float("inf") if limit.amount is None else limit.amount

"""Which claims look like another one: the claimant's other claims, and likely duplicates of one
being typed.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher

from journal import policy, search, settings
from journal.policy import open_names
from journal.who import Who
from models import Claim, Party

NEAR_DAYS = 7
WEIGHTS = {"claimant": 50, "day": 30, "place": 20}
ENOUGH = 40
"""Points of a hundred from which a claim counts as a likely duplicate: a like name alone, or the
same day and place.
"""
SAME_PERSON = 0.88
"""Likeness of two names from which they are taken for one person's, spelled in two ways."""
DAYS_AT_ONCE = 500
STEM = 3
"""Letters of a name by which one that is spelled in another way is looked for."""


@dataclass(frozen=True)
class Alike:
    """A claim that looks like another, and why."""

    id: int
    claim_no: str
    claimant: str
    loss_date: date | None
    location: str
    status: str
    why: str = ""
    points: int = 0


Compared = tuple[str, date | None, str]
COLUMNS = ("id", "claim_no", "claimant", "loss_date", "location", "status")


def others_of(who: Who, claim_id: int, *, limit: int = 10) -> list[Alike]:
    """The other claims of a claim's claimant: same record, same employee, or the same name as far
    as it is spelled alike; newest first.
    """
    if "claimant" not in open_names(who, Claim):
        return []
    known = (
        Claim.select(Claim.party, Claim.employee, Claim.claimant)
        .where(Claim.id == claim_id)
        .tuples()
        .first()
    )
    same = [
        column == value
        for column, value in zip(
            (Claim.party, Claim.employee, Claim.claimant), known or (), strict=False
        )
        if value
    ]
    if not same:
        return []
    condition = same[0]
    for other in same[1:]:
        condition |= other
    name = known[2] if known else ""
    if name:
        rows = Claim.select(Claim.id, Claim.claimant).where(Claim.id << _named_alike(who, name))
        near = [i for i, called in rows.tuples() if likeness(name, called) >= SAME_PERSON]
        condition |= Claim.id << near
    query = (
        _select(who)
        .where(condition, Claim.id != claim_id)
        .order_by(Claim.loss_date.desc(), Claim.id.desc())
    )
    return [_alike(row, who) for row in query.limit(limit).tuples()]


def claims_of_person(who: Who, party_id: int, *, limit: int = 10) -> list[Alike]:
    """The claims on which a person of the directory, or somebody of the same name, is claimant or
    party.
    """
    if not policy.may_read(who, Party) or "claimant" not in open_names(who, Claim):
        return []
    row = Party.select(Party.name, Party.claim).where(Party.id == party_id).tuples().first()
    if not row:
        return []
    name, claim = row
    condition = (Claim.party == party_id) | (Claim.claimant == name)
    if claim:
        condition |= Claim.id == claim
    query = _select(who).where(condition).order_by(Claim.loss_date.desc(), Claim.id.desc())
    return [_alike(row, who) for row in query.limit(limit).tuples()]


def duplicates(
    who: Who,
    *,
    claimant: str = "",
    day: date | None = None,
    place: str = "",
    line: str = "",
    limit: int = 5,
) -> list[Alike]:
    """Claims that may be the one being typed, likeliest first.

    Args:
        who: under whose policy; a role that sees no claimants is told nothing.
        claimant, day, place: as typed so far; blank where not yet.
        line: only claims of this line; blank: of both.
        limit: how many at most.
    """
    if not {"claimant", "loss_date", "location"} <= open_names(who, Claim):
        return []
    found = {}
    for row in _candidates(who, claimant.strip(), day, line):
        alike = _judged(_alike(row, who), claimant, day, place)
        if alike.points >= ENOUGH:
            found[alike.id] = alike
    return sorted(found.values(), key=lambda a: (-a.points, -a.id))[:limit]


def _select(who: Who):
    own = policy.scope(who, Claim)
    query = Claim.select(*[getattr(Claim, name) for name in COLUMNS]).where(
        Claim.trashed_at.is_null()
    )
    return query if own is None else query.where(own)


def _candidates(who: Who, claimant: str, day: date | None, line: str):
    lined = [Claim.line == line] if line else []
    if day:
        near_days = timedelta(days=_near_days())
        near = Claim.loss_date.between(day - near_days, day + near_days)
        yield from _select(who).where(near, *lined).order_by(Claim.id.desc()).limit(300).tuples()
    ids = _named_alike(who, claimant)
    if ids:
        yield from _select(who).where(Claim.id << ids, *lined).tuples()


def _named_alike(who: Who, claimant: str) -> list[int]:
    """Claims of somebody called so, or nearly so: by the longest words, and by how each begins."""
    words = sorted(_words(claimant), key=len, reverse=True)[:2]
    found: list[int] = []
    for word in (*words, *(word[:STEM] for word in words)):
        if len(word) >= search.SHORTEST:
            found += [hit.id for hit in search.find(who, word, limit=60, sheets=(Claim,))]
    return list(dict.fromkeys(found))


def _near_days() -> int:
    return settings.number("likely_duplicate_days", NEAR_DAYS)


def on_days(who: Who, days: set[date]) -> list[Alike]:
    """The claims with a loss on one of these days; none for a role that sees no claimants."""
    if not {"claimant", "loss_date", "location"} <= open_names(who, Claim):
        return []
    asked, found = sorted(days), []
    for start in range(0, len(asked), DAYS_AT_ONCE):
        part = Claim.loss_date << asked[start : start + DAYS_AT_ONCE]
        found += [_alike(row, who) for row in _select(who).where(part).tuples()]
    return found


def _judged(alike: Alike, claimant: str, day: date | None, place: str) -> Alike:
    """How like a claim is, in points, and why in words."""
    other = (alike.claimant, alike.loss_date, alike.location)
    points, why = judged((claimant, day, place), other)
    return Alike(**{**alike.__dict__, "why": why, "points": points})


def judged(one: Compared, other: Compared) -> tuple[int, str]:
    """How alike two claims are, each as (claimant, day, place): points of a hundred, and why in
    words.
    """
    points, why = 0, []
    (claimant, day, place), (called, other_day, other_place) = one, other
    name = likeness(claimant, called)
    if name > 0.75:
        points += round(WEIGHTS["claimant"] * name)
        why.append("same claimant" if name > 0.95 else "similar name")
    if day and other_day:
        apart = abs((day - other_day).days)
        if apart <= _near_days():
            points += WEIGHTS["day"] if apart == 0 else WEIGHTS["day"] // 2
            why.append("same day" if apart == 0 else f"{apart} day{'s' if apart > 1 else ''} apart")
    where = likeness(place, other_place)
    if where > 0.6:
        points += round(WEIGHTS["place"] * where)
        why.append("same place" if where > 0.95 else "similar place")
    return points, ", ".join(why)


def starts(name: str) -> set[str]:
    """How the words of a name begin: two names that are alike share one of these."""
    return {word[:2] for word in _words(name)}


def likeness(one: str, other: str) -> float:
    """How alike two names or places are, 0 to 1; the order of the words and their case do not
    count.
    """
    first, second = sorted(_words(one)), sorted(_words(other))
    if not first or not second:
        return 0.0
    return SequenceMatcher(None, " ".join(first), " ".join(second)).ratio()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", (text or "").casefold())


def _alike(row: tuple, who: Who) -> Alike:
    """A claim as `who` may see it: blank where a column is not open to them."""
    seen = open_names(who, Claim)
    values = {n: v for n, v in zip(COLUMNS, row, strict=True) if n in seen}
    status = values.get("status", "")
    return Alike(
        row[0],
        values.get("claim_no", ""),
        values.get("claimant") or "",
        values.get("loss_date"),
        values.get("location") or "",
        dict(Claim.status.choices).get(status, status),
    )

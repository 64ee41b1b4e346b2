"""Whether a note, its lines, an offer or what a task asks for makes sense, by whatever way in."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from journal.duty_wages import TERMS, wages_of
from models import (
    Claim,
    LightDutyCheck,
    LightDutyDemand,
    LightDutyOffer,
    Restriction,
    WorkStatus,
    columns_of,
    meta,
)
from rules.capacities import MEASURES, amiss
from rules.days import long_day
from rules.errors import Problem
from rules.light_duty_wages import contradiction

ON_CLAIM = (WorkStatus, LightDutyCheck, LightDutyOffer)
"""Sheets of a claim that belong to workers' compensation (8 CCR 9785)."""
LINES = (Restriction, LightDutyDemand)
SAYING = frozenset(("activity", "side", "is_never", "frequency", *MEASURES))
TOGETHER = "What goes together is changed at once on its form."
TRUSTED = ("undo", "seed")


def sense_problems(
    model: Any, row_id: int | None, row: Mapping[str, Any], changed: Collection[str], source: str
) -> Iterable[Problem]:
    """Given values of light duty that make no sense; `row` is as it will stand, its days stored or
    as dates.
    """
    if source in TRUSTED:
        return
    if model in LINES and SAYING & set(changed):
        name, why = amiss(row, limits=model is Restriction)
        more = f" {TOGETHER}" if row_id is not None and len(changed) == 1 else ""
        found = [(name, why + more)] if why else []
    elif model in ON_CLAIM and isinstance(row.get("claim"), int):
        found = list(_on_claim(model, row, changed))
        if model is LightDutyOffer and source != "verb" and set(TERMS) & set(changed):
            found += _of_wages(row)
    else:
        return
    for name, why in found:
        yield Problem(model.__name__.lower(), row_id, name, row.get(name), why)


def _on_claim(
    model: Any, row: Mapping[str, Any], changed: Collection[str]
) -> Iterator[tuple[str, str]]:
    """What does not go with the claim: one of liability, a day before its injury."""
    days = [f for f in columns_of(model) if f.kind == "day" and f.name in changed and row[f.name]]
    if not days and "claim" not in changed:
        return
    columns = (Claim.claim_no, Claim.line, Claim.injury_date)
    claim = Claim.select(*columns).where(Claim.id == row["claim"]).tuples().first()
    if claim is None:
        return
    claim_no, line, injured = claim
    if "claim" in changed and line != "W":
        what = meta(model, "plural")
        yield "claim", f"{claim_no} is a liability claim: {what.lower()} go with an injury at work."
    for field in days:
        if injured and str(row[field.name]) < injured.isoformat():
            said = f"{field.verbose_name} ({long_day(date.fromisoformat(str(row[field.name])))})"
            yield field.name, f"{said} lies before the injury of {long_day(injured)}."


def _of_wages(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Figures of an offer that do not go with what is said of its wages."""
    claim = Claim.get_or_none(Claim.id == row["claim"])
    terms = {name: _read(name, row.get(name)) for name in TERMS}
    if claim and (why := contradiction(wages_of(claim, terms))):
        yield "wage_effect", why


def _read(name: str, value: Any) -> Any:
    """A value as it is read: what is stored of a quantity is an integer."""
    field = LightDutyOffer._meta.fields[name]
    return field.python_value(value) if type(value) is int else value

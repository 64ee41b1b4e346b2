"""Why a deadline moved or ended, in words: which facts changed, from what to what."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from journal.stored import to_python
from journal.values import shower
from models import Claim, Incident, Recovery
from rules.calculators import Law
from rules.clocks import Ended
from rules.days import long_day
from rules.exposure import consequence_of
from rules.facts import columns_of
from rules.terms import counted
from sheets.prepared import prepared

CLOSED = {
    Claim: "The claim is closed",
    Incident: "The incident is closed",
    Recovery: "The recovery is closed",
}
NOT_THIS_LINE = "It does not belong to this line of claims"
LAW = "The law or the calendar of closed days changed"
INCIDENT = "The loss date of the incident changed"
LIGHT_DUTY = "The work status or the light duty changed"
RECOVERY = "A recovery is open"
ELSEWHERE = {
    "recovery_open": RECOVERY,
    "release_verified_date": "The release is confirmed with the physician",
    "light_duty_share_date": "Four fifths of the days of light duty are not planned any more",
}
"""Fact that no column of the record gives -> why a clock ended by it; else light duty."""
MOVED_BY = {"light_duty_share_date": "The limit of days of light duty changed"}
"""Fact that no column of the record gives -> why its day moved, other than by its own rows."""
LONGEST = 300


def moved(
    model: Any, old: Mapping[str, Any], new: Mapping[str, Any], columns: Iterable[str]
) -> str:
    """The facts among some columns that changed; empty where none did."""
    changed = [n for n in (*columns, "status") if old.get(n) != new.get(n)]
    told = (
        f"{_label(model, n)}: {_shown(model, n, old.get(n))} → {_shown(model, n, new.get(n))}"
        for n in changed
    )
    return "; ".join(told)[:LONGEST]


def ended(model: Any, row: Mapping[str, Any], by: Ended) -> str:
    """The facts by which a clock ended, as they stand."""
    columns = [name for name in columns_of(by.fact) if name in model._meta.fields]
    if not columns:
        return ELSEWHERE.get(by.fact, LIGHT_DUTY)
    told = (f"{_label(model, name)}: {_shown(model, name, row.get(name))}" for name in columns)
    return "; ".join(told)[:LONGEST]


def late(entry: Mapping[str, Any], done: str, law: Law) -> str:
    """How late an entry was answered, with what the law says of missing it; empty if in time."""
    days = (date.fromisoformat(done) - date.fromisoformat(entry["diary_date"])).days
    if days <= 0:
        return ""
    missed = consequence_of(law, entry["rule_code"], date.fromisoformat(entry["diary_date"]))
    return f"; {counted(days, 'days')} late{f': {missed}' if missed else ''}"


def _label(model: Any, name: str) -> str:
    return str(model._meta.fields[name].verbose_name)


def _shown(model: Any, name: str, stored: Any) -> str:
    return "blank" if stored in (None, "") else _writer(model, name)(stored)


@prepared()
def _writer(model: Any, name: str) -> Any:
    column = model._meta.fields[name]
    read, write = to_python(column), shower(column)
    if column.kind == "day":
        return lambda stored: long_day(read(stored))
    return lambda stored: str(write(read(stored)))
